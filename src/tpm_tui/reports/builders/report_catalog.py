"""Every kind of report, by the word that ``tpm report`` takes."""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.builders.brief import brief_sections
from tpm_tui.reports.builders.executive import executive_sections, steering_sections
from tpm_tui.reports.builders.glossary import explained_sections
from tpm_tui.reports.builders.incident import incident_sections
from tpm_tui.reports.builders.letter import letter_sections
from tpm_tui.reports.builders.recommendation import recommendation_sections
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.builders.report_recipient import (
    letter_reader,
    recommended_decision,
    reported_incident,
    reviewed_sprint,
    stand_up_function,
)
from tpm_tui.reports.builders.sprint_review import sprint_review_sections
from tpm_tui.reports.builders.stand_up import stand_up_sections
from tpm_tui.reports.report import LONGEST_LINE, LONGEST_TITLE, Line, ReportContent, Section, cut_text
from tpm_tui.reports.schedule.promise import state_facts


class ReportKind(Struct, frozen=True):
    """``record_type``: how a report that was kept is called in the file. ``recipient`` finds whom or what it is for, by
    the words and today, or raises ValidationError; None of a report that is for everybody. ``days``: how far it looks
    back else. ``reads_states``: whether it tells of waits, which are read from the history of the items' states;
    ``measures_risks``: whether it tells what each risk costs, which the forecast then measures; both take a while in a
    large file. ``before_name`` stands in the title before whom or what it is for."""

    title: str
    record_type: str
    build: Callable[[ReportSource, str], list[Section]]
    recipient: Callable[[Plan, str, date], object] | None = None
    days: int = 7
    reads_states: bool = False
    measures_risks: bool = False
    before_name: str = "of"

    def check_recipient(self, plan: Plan, recipient: str, today: date) -> None:
        """ValidationError where it cannot be for that."""
        if self.recipient is not None:
            self.recipient(plan, recipient, today)
        elif recipient:
            raise ValidationError(f"the {self.title.lower()} is for everybody: leave out --for")


REPORT_KINDS: dict[str, ReportKind] = {
    "stand-up": ReportKind(
        "Stand-up", "stand-up", stand_up_sections, stand_up_function, days=1, reads_states=True
    ),
    "sprint-review": ReportKind(
        "Sprint review", "sprint review", sprint_review_sections, reviewed_sprint, days=14, reads_states=True
    ),
    "executive": ReportKind("Executive report", "executive", executive_sections, measures_risks=True),
    "letter": ReportKind("Letter", "letter", letter_sections, letter_reader, reads_states=True, before_name="to"),
    "steering": ReportKind("Steering committee", "steering", steering_sections, measures_risks=True),
    "brief": ReportKind("Programme brief", "brief", brief_sections),
    "recommendation": ReportKind(
        "Recommendation", "recommendation", recommendation_sections, recommended_decision, before_name="on"
    ),
    "incident": ReportKind("Incident report", "incident", incident_sections, reported_incident, before_name="on"),
}  # fmt: skip


def chosen_sections(kind: str, sections: Sequence[Section], chosen: Sequence[str]) -> list[Section]:
    """Those that are chosen, in that order, with their own headings; all where none is. ValidationError if one is
    unknown."""
    if not chosen:
        return list(sections)
    by_id = {section.id: section for section in sections}
    headings = [(id_.strip(), own.strip()) for id_, _, own in (word.partition("=") for word in chosen)]
    unknown = [id_ for id_, _ in headings if id_ not in by_id]
    if unknown:
        raise ValidationError(f"there is no section {unknown[0][:40]!r}; {kind} has {', '.join(by_id)}")
    titles = {id_: cut_text(own, LONGEST_TITLE) or by_id[id_].title for id_, own in headings}
    return [replace(by_id[id_], title=title) for id_, title in titles.items()]


def _title(source: ReportSource, kind: ReportKind, recipient: str) -> str:
    """``Letter to Olumide Bakare``, ``Incident report on I-4``, ``Stand-up of qa``."""
    if not recipient:
        return kind.title
    record = source.plan.find_key(recipient)
    name = recipient.partition(":")[2] or recipient
    if record is not None:
        name = source.plan.title(*record) if record[0] == "stakeholder" else source.key(*record)
    return cut_text(f"{kind.title} {kind.before_name} {name}", LONGEST_TITLE)


def _nothing_to_tell(source: ReportSource) -> Section:
    """What a report says of which every section is empty."""
    if not len(source.plan["item"]):
        return Section("nothing", "Nothing to tell", (Line("Nothing is planned yet"),))
    day = source.day(source.since.date())
    return Section("nothing", "Nothing to tell", (Line(f"The file has nothing for this report since {day}"),))


def build_report(
    source: ReportSource, kind: str, recipient: str = "", headline: str = "", chosen: Sequence[str] = ()
) -> ReportContent:
    """The report; ``chosen`` are ids of its sections, in the order in which they are wanted, all where none are; an id
    with an own heading behind it, as in ``money=What it costs``, is headed so.

    ``headline`` is the person's own sentence, marked as such. ValidationError if a section or the recipient is unknown.
    """
    made = REPORT_KINDS[kind]
    made.check_recipient(source.plan, recipient, source.context.today)
    sections = made.build(source, recipient)
    sections = chosen_sections(kind, sections, chosen)
    if headline:
        said = Line(cut_text(headline, LONGEST_LINE), by_person=True)
        sections.insert(0, Section("headline", "In a sentence", (said,)))
    sections = [section for section in explained_sections(source, sections) if section.lines]
    if not sections:
        sections = [_nothing_to_tell(source)]
    return ReportContent(
        kind,
        f"{_title(source, made, recipient)}: {source.plan.programme('name') or ''}, {source.day(source.until.date())}",
        recipient,
        source.since,
        source.until,
        state_facts(source.promise),
        tuple(sections),
        sum(section.left_out for section in sections),
    )
