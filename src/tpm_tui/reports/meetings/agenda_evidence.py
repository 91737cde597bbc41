"""What agendas are made of, and the sections that several types of meeting open with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.finish_attribution import Attribution
from tpm_tui.planning.flow.flow_of_plan import PlanFlow
from tpm_tui.planning.scope.requirement_findings import meetings_since, overdue_actions
from tpm_tui.planning.sprints.commitments import commitments_due
from tpm_tui.planning.sprints.impediments import Impediment
from tpm_tui.reports.report import Number, Section, SectionBuilder


class AgendaSource(Struct, frozen=True):
    """What an agenda is made of. ``before`` is the plan at ``since``, the last meeting of the type.

    What only some types of meeting open with is read when it is asked for: ``impediments``; ``flow``, its figures those
    from the day of ``since`` on; ``attribution``, None where the two plans cannot be compared;
    ``requests``, by the id of an open request for change what it would do to the plan, in words.
    """

    plan: Plan
    before: Plan
    context: InputContext
    meeting: str
    since: datetime
    impediments: Callable[[], Sequence[Impediment]]
    flow: Callable[[], PlanFlow]
    attribution: Callable[[], Attribution | None]
    requests: Callable[[], Mapping[str, str]]

    def day(self, day: date) -> str:
        """A day as a person reads it."""
        return dates.day_text(day, self.context)

    def name(self, kind: str, id_: str) -> str:
        """Key and title of a record."""
        return f"{self.plan.value(kind, id_, 'key')} {self.plan.title(kind, id_)}"

    def owner(self, kind: str, id_: str) -> str:
        """The short name of a record's owner; ``nobody`` where it has none."""
        owner = self.plan.value(kind, id_, "owner")
        return self.plan.label("person", str(owner)) if owner else "nobody"

    def group_then(self, item: str) -> str:
        """The group of an item's state at ``since``; empty where it was not in the plan."""
        if item not in self.before["item"]:
            return ""
        return self.before.state_groups.get(str(self.before.value("item", item, "status")), "")

    def group_now(self, item: str) -> str:
        """The group of an item's state."""
        return self.plan.state_groups.get(str(self.plan.value("item", item, "status")), "")


AgendaBuilder = Callable[[AgendaSource], list[Section]]


def overdue_section(source: AgendaSource) -> Section:
    """Actions past their day, the oldest first: they rise in every meeting until they are done."""
    made = SectionBuilder("overdue", "Actions overdue", 10)
    plan, today = source.plan, source.context.today
    for id_ in overdue_actions(plan, today):
        due = date.fromisoformat(str(plan.value("action", id_, "due"))[:10])
        met = meetings_since(plan, due, today)
        carried = f", carried through {counted(met, 'meeting')}" if met else ""
        text = f"{source.name('action', id_)} ({source.owner('action', id_)}) was due {source.day(due)}{carried}"
        made.add(text, ("action", id_), numbers=[Number("meetings", met, "meetings", plan.label("action", id_))])
    return made.build()


def commitment_section(source: AgendaSource) -> Section:
    """Commitments kept of made since the last meeting of the type, and why the others were missed."""
    made = SectionBuilder("commitments", f"Commitments since {source.day(source.since.date())}", 10)
    plan = source.plan
    due = commitments_due(plan, source.since.date(), source.context.today)
    if due.share is not None:
        records = [("action", id_) for id_ in (*due.kept, *due.missed)]
        made.add(f"{len(due.kept)} of {due.made} kept ({float(due.share):.0%})", *records)
    for id_ in due.missed:
        reason = str(plan.value("action", id_, "missed_reason") or "no reason given")
        made.add(f"{source.name('action', id_)} ({source.owner('action', id_)}) was missed: {reason}", ("action", id_))
    return made.build()


def impediment_section(source: AgendaSource) -> Section:
    """What is in the way and since when."""
    return impediments_section(source.plan, source.impediments(), 10)


def impediments_section(plan: Plan, impediments: Sequence[Impediment], limit: int) -> Section:
    """Open issues and items blocked without one, with owner, level, age in working days, cause and what is held up."""
    made = SectionBuilder("impediments", "In the way", limit)
    for one in impediments:
        days = counted(one.age_days, "working day")
        title = plan.title(one.kind, one.id)
        cause = f": {one.cause}" if one.cause and not title.endswith(one.cause) else ""
        held = f", holds {', '.join(one.items)}" if one.items and one.kind == "issue" else ""
        text = f"{one.key} {title} ({one.owner or 'nobody'}, {one.level}) for {days}{cause}{held}"
        made.add(text, (one.kind, one.id), numbers=[Number("age", one.age_days, "working days", one.key)])
    return made.build()
