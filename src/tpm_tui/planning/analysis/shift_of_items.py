"""Moving a part of the plan as a whole, or one item to a date: which items, and which of their values."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import finish_day, to_datetime, to_minute
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.analysis.driver import Cause, driver
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of


def with_descendants(plan: Plan, ids: Iterable[str]) -> list[str]:
    """These items and all that lies below them, each once."""
    items: dict[str, None] = {}
    for id_ in ids:
        items[id_] = None
        items.update(dict.fromkeys(plan.descendants(id_)))
    return list(items)


def with_successors(plan: Plan, ids: Iterable[str]) -> list[str]:
    """These items, all that lies below them, and all that comes after any of it by links, each once."""
    items = dict.fromkeys(with_descendants(plan, ids))
    links, out = plan["link"], plan.ids_by_reference("link", "predecessor")
    waiting = list(items)
    while waiting:
        at = waiting.pop()
        for holder in (at, *plan.ancestors(at)):
            for link in out.get(holder, ()):
                for id_ in with_descendants(plan, [str(links.value(link, "successor"))]):
                    if id_ not in items:
                        items[id_] = None
                        waiting.append(id_)
    return list(items)


def shifted_values(plan: Plan, context: InputContext, ids: Sequence[str], days: int) -> dict[str, dict[str, Any]]:
    """Item -> the values that move it by working days: its own dates, and SNET where nothing that moves drives it.

    What has begun stays. Earlier than links and the programme's start allow, nothing goes. Raises as `schedule_of`.
    """
    table, schedule, out = plan["item"], schedule_of(plan, context), dropped_items(plan)
    network = schedule.network
    moving = {
        place for place in map(table.position.__getitem__, ids)
        if not out[place] and network.actual_start[place] is None and network.actual_finish[place] is None
    }  # fmt: skip
    edits: dict[str, dict[str, Any]] = {}
    for id_ in ids:
        place = table.position[id_]
        if place not in moving:
            continue
        calendar = network.calendar_of(place)
        values: dict[str, Any] = {
            name: add_working_days(calendar, datetime.fromisoformat(str(stored)), days)
            for name in ("constraint_date", "deadline")
            if (stored := table.value(id_, name)) is not None
        }
        cause = driver(schedule, place)
        driven = cause.cause in (Cause.LINK, Cause.LATE) and cause.other in moving
        held = table.value(id_, "constraint") not in ("ASAP", "SNET")
        if days > 0 and not driven and not held and id_ not in plan.children:
            start = add_working_days(calendar, to_datetime(schedule.start[place]), days)
            values |= {"constraint": "SNET", "constraint_date": start}
        if values:
            edits[id_] = values
    return edits


def add_working_days(calendar: WorkCalendar, moment: datetime, days: int) -> datetime:
    """The same time of day, so many working days later (or, negative, earlier)."""
    day, step = moment.date(), timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= calendar.is_working(day)
    return datetime.combine(day, moment.time())


def finish_constraint(plan: Plan, context: InputContext, id_: str, day: date) -> tuple[str, datetime]:
    """The constraint and its date that let an item finish on a day: FNET where that is later, FNLT where it is earlier.

    One that must start or finish on a date stays so. Raises ValidationError where the item or the day cannot be used.
    """
    schedule = schedule_of(plan, context)
    place = plan["item"].position[id_]
    if id_ in plan.children:
        raise ValidationError("it lies where the items below it lie: shift those, or move its milestone")
    if schedule.network.actual_start[place] is not None:
        raise ValidationError(f"{plan.label('item', id_)} has begun: its remaining work sets when it finishes")
    calendar = schedule.network.calendar_of(place)
    hours = calendar.intervals(day)
    if not hours:
        raise ValidationError(f"{day:%A} {day.day} {day:%b} is no working day")
    end = datetime.combine(day, time()) + timedelta(minutes=hours[-1][1])
    kind = str(plan.value("item", id_, "constraint"))
    if kind not in ("MSO", "MFO"):
        kind = "FNLT" if day < finish_day(schedule.finish[place]) else "FNET"
    if kind == "MSO":
        minutes = calendar.end_of(calendar.work_at(to_minute(end)) - schedule.network.duration[place] + 1) - 1
        end = to_datetime(minutes)
    return kind, end
