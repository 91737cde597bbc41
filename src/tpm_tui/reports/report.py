"""A report that leaves the file: sections of lines, each with the records and the numbers that it stands on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.document import Block, Bullet, BulletList, Chart, Document, Heading

#: Characters of a sentence; what is longer is cut between words and ends in an ellipsis.
LONGEST_LINE = 160
#: Characters of a title in the list of records.
LONGEST_TITLE = 60


class Number(Struct, frozen=True):
    """A figure of a line: what it is, its unit (``days``, ``minutes``, ``percent``, ``items``, a currency …), and the
    key of the record that it is read from."""

    name: str
    value: float | int | str
    unit: str
    key: str


class Line(Struct, frozen=True):
    """A sentence. ``records``: (kind, id) of what it is about. ``by_person``: it is not from the file.
    ``counts_records``: it only says how many they are, and their keys are not shown behind it."""

    text: str
    records: tuple[tuple[str, str], ...] = ()
    numbers: tuple[Number, ...] = ()
    by_person: bool = False
    counts_records: bool = False


class Section(Struct, frozen=True):
    """Lines below a heading, the most important first; ``left_out`` counts those past the limit. ``charts`` show the
    numbers of its lines."""

    id: str
    title: str
    lines: tuple[Line, ...]
    left_out: int = 0
    charts: tuple[Chart, ...] = ()


class ReportContent(Struct, frozen=True):
    """``state`` is that of ``reports.schedule.promise.state_facts``; ``left_out`` counts lines past the limits."""

    kind: str
    title: str
    recipient: str
    since: datetime
    until: datetime
    state: dict[str, Any] | None
    sections: tuple[Section, ...]
    left_out: int = 0


class SectionBuilder(Struct):
    """Gathers the lines of a section up to a limit, and counts what is left out."""

    id: str
    title: str
    limit: int
    lines: list[Line] = field(default_factory=list)
    left_out: int = 0
    unsaid: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, text: str, *records: tuple[str, str], numbers: Sequence[Number] = ()) -> None:
        """One more line, or one more that is left out."""
        if len(self.lines) < self.limit:
            self.lines.append(Line(cut_text(text, LONGEST_LINE), records, tuple(numbers)))
        else:
            self.left_out += 1
            self.unsaid |= dict.fromkeys(records)

    def leave_out(self, records: Iterable[tuple[str, str]]) -> None:
        """A line of each of these would be past the limit."""
        gone = list(records)
        self.left_out += len(gone)
        self.unsaid |= dict.fromkeys(gone)

    def build(self, *charts: Chart) -> Section:
        """The section, with a line that says how many were left out."""
        more = []
        if self.left_out:
            count = Number("left_out", self.left_out, "lines", "")
            said = f"and {self.left_out} more in the file"
            more = [Line(said, tuple(self.unsaid), (count,), counts_records=True)]
        return Section(self.id, self.title, (*self.lines, *more), self.left_out, charts)


def cut_text(text: str, limit: int) -> str:
    """At most so many characters on one line, cut between words where there are any."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head.rsplit(' ', 1)[0] or head}…"


def report_facts(plan: Plan, report: ReportContent) -> dict[str, Any]:
    """The documented object of ``tpm report --json``; counts of lines stand with the programme."""
    programme = str(plan.programme("key") or "")
    return {
        "kind": report.kind,
        "for": report.recipient or None,
        "since": report.since.isoformat(timespec="minutes"),
        "until": report.until.isoformat(timespec="minutes"),
        "state": report.state,
        "sections": [
            {
                "title": section.title,
                "lines": [
                    {
                        "text": line.text,
                        "source": "person" if line.by_person else "file",
                        "records": [str(plan.value(kind, id_, "key")) for kind, id_ in line.records],
                        "numbers": [
                            {"name": n.name, "value": n.value, "unit": n.unit, "key": n.key or programme}
                            for n in line.numbers
                        ],
                    }
                    for line in section.lines
                ],
            }
            for section in report.sections
        ],
        "left_out": report.left_out,
    }


def report_document(plan: Plan, report: ReportContent) -> Document:
    """The report as a document; each line names its records, which are listed with their titles at the end."""
    blocks: list[Block] = []
    records: dict[str, str] = {}
    if report.state is not None:
        figures = report.state["figures"]
        keys = [str(plan.programme("key")), *figures["severe_incidents"], *figures["unmet_needs"]]
        records |= {key: plan.title(*record) for key in keys if (record := plan.find_key(key)) is not None}
        text = _state_text(report.state, report.until.date())
        blocks.append(BulletList([Bullet(text, (keys[0],), tuple(keys))]))
    for section in report.sections:
        if not section.lines:
            continue
        blocks.append(Heading(section.title))
        bullets = []
        for line in section.lines:
            named = () if line.counts_records else line.records
            keys = [str(plan.value(kind, id_, "key")) for kind, id_ in named]
            records |= {key: plan.title(kind, id_) for key, (kind, id_) in zip(keys, named, strict=True)}
            text = f"{line.text} (not from the file)" if line.by_person else line.text
            bullets.append(Bullet(text, tuple(key for key in keys if key not in line.text.split()), tuple(keys)))
        blocks += [*section.charts, BulletList(bullets)]
    return Document(report.title, blocks, {key: cut_text(title, LONGEST_TITLE) for key, title in records.items()})


def _state_text(state: dict[str, Any], today: date) -> str:
    """``State: red (target kept with 2%, red below 50%)``; by hand it says so and until when, and calls a watermelon
    one: ``Watermelon: green by hand until 01 Dec (why), red by the rule (…)``."""
    rule = "; ".join(state["rule"])
    if state["override"] is None:
        return f"State: {state['rag']} ({rule})"
    reason = cut_text(state["override"]["reason"], LONGEST_LINE)
    until = dates.day_text(date.fromisoformat(state["override"]["until"]), InputContext(today))
    what = "Watermelon" if state["watermelon"] else "State"
    return f"{what}: {state['rag']} by hand until {until} ({reason}), {state['by_rule']} by the rule ({rule})"
