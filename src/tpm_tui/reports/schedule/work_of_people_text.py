"""What those who work on an item do to its finish, in words: part time, shared work, and who is done last."""

from math import ceil

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import list_text
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.analysis.explanation import non_working_time
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.item_calendars import WorkPart, WorkParts
from tpm_tui.planning.model.work_assignments import WHOLE, Assignee, capacity_units
from tpm_tui.reports import phrases


def people_texts(plan: Plan, schedule: Schedule, context: InputContext, position: int) -> list[str]:
    """Who has less than a whole day or week for an item; of several on calendars of theirs, who is done last, and the
    days off of these. Nothing of a fixed duration, which waits for nobody."""
    if plan["item"].columns["effort_type"][position] == "fixed duration":
        return []
    limits, work = capacity_units(plan), WorkParts(plan)
    parts, usual = work.of(position), work.calendars.item(position)
    days = [to_datetime(at).date() for at in (schedule.start[position], schedule.finish[position] - 1)]
    said = [
        f"{plan.title('person', who.id)} works {who.units}% of the day"
        for _, _, several in parts
        for who in several
        if who.kind == "person" and who.units == limits[who.id] < WHOLE
    ]
    said += [
        phrases.part_time_text(_name(plan, who), calendar, usual, days[0], days[1])
        for calendar, _, several in parts
        for who in several
    ]
    if schedule.network.calendar_of(position).additive:
        return said
    return [*said, *_done_last(plan, schedule, context, position, parts)]


def _done_last(
    plan: Plan, schedule: Schedule, context: InputContext, position: int, parts: list[WorkPart]
) -> list[str]:
    """The days off of all are named only where they are done together: those of the others move nothing."""
    network, start, minutes = schedule.network, schedule.start[position], schedule.network.duration[position]
    if network.actual_start[position] is not None:
        start, minutes = max(start, network.status_date or start), network.remaining_work(position)
    finishes = [calendar.add(start, ceil(minutes * share)) for calendar, share, _ in parts]
    last = [part for part, finish in zip(parts, finishes, strict=True) if finish == max(finishes)]
    said = []
    if len(last) < len(parts):
        names = [_name(plan, who) for _, _, several in last for who in several]
        said.append(f"{list_text(names)} {'is' if len(names) == 1 else 'are'} done last")
    for calendar, _, several in last:
        names_of_days = phrases.day_off_names(
            plan, plan["item"].ids[position], [who.id for who in several if who.kind == "person"]
        )
        off = non_working_time(calendar, start, max(finishes)).days
        said.append(phrases.days_off_text(off, calendar, names_of_days, context))
    return list(dict.fromkeys(said))


def _name(plan: Plan, who: Assignee) -> str:
    return str(plan.value(who.kind, who.id, "name"))
