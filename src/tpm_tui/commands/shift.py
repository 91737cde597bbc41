"""Moving a part of the plan as a whole, or one item to a date: what to edit for that."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.domain.time.work_calendar import WorkCalendar

_DAYS = Column("days", int, False, True, None, Field("Working days", format="workdays", help="3d, 1w; -2d is earlier"))
_DAY = Column("day", date, False, True, None, Field("Finish on"))


def with_descendants(plan: Plan, ids: Iterable[str]) -> list[str]:
    """These items and all that lies below them, each once."""
    found: dict[str, None] = {}
    for id_ in ids:
        found[id_] = None
        found.update(dict.fromkeys(plan.descendants(id_)))
    return list(found)


def with_successors(plan: Plan, ids: Iterable[str]) -> list[str]:
    """These items, all that lies below them, and all that comes after any of it by links, each once."""
    found = dict.fromkeys(with_descendants(plan, ids))
    links, out = plan["link"], plan.ids_by_reference("link", "predecessor")
    waiting = list(found)
    while waiting:
        at = waiting.pop()
        for holder in (at, *plan.ancestors(at)):
            for link in out.get(holder, ()):
                for id_ in with_descendants(plan, [str(links.value(link, "successor"))]):
                    if id_ not in found:
                        found[id_] = None
                        waiting.append(id_)
    return list(found)


def shift_items(tx: Transaction, ids: Sequence[str], days: int) -> str:
    """Move items by working days: their own dates, and a start-no-earlier-than for those that nothing drives.

    What has begun stays. Earlier than links and the programme's start allow, nothing goes. Refused if nothing is left
    to move.
    """
    from tpm_tui.domain.time.work_calendar import to_datetime
    from tpm_tui.planning.analysis.driver import Cause, driver
    from tpm_tui.planning.cpm.plan_schedule import schedule_of
    from tpm_tui.planning.model.from_plan import dropped_mask

    plan = tx.plan
    table, found, out = plan["item"], schedule_of(plan, tx.context), dropped_mask(plan)
    network = found.network
    begun, ended = network.actual_start, network.actual_finish
    moving = {
        place for place in map(table.position.__getitem__, ids)
        if not out[place] and begun[place] is None and ended[place] is None
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
        cause = driver(found, place)
        driven = cause.cause in (Cause.LINK, Cause.LATE) and cause.other in moving
        held = table.value(id_, "constraint") not in ("ASAP", "SNET")
        if days > 0 and not driven and not held and id_ not in plan.children:
            start = add_working_days(calendar, to_datetime(found.start[place]), days)
            values |= {"constraint": "SNET", "constraint_date": start}
        if values:
            edits[id_] = values
    if not edits:
        raise ValidationError("there is nothing to move: it has begun, or has no date of its own to make earlier")
    for id_, values in edits.items():
        tx.set("item", id_, **values)
    moved = edit_summary.records_label(plan, "item", list(edits))
    return f"moved {moved} by {days:+} working day{'s' if abs(days) > 1 else ''}"


def add_working_days(calendar: "WorkCalendar", moment: datetime, days: int) -> datetime:
    """The same time of day, so many working days later (or, negative, earlier)."""
    day, step = moment.date(), timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= calendar.is_working(day)
    return datetime.combine(day, moment.time())


def finish_on(tx: Transaction, id_: str, day: date) -> str:
    """Let an item finish on a day: held back until then if that is later, bound to it if that is earlier.

    Bound to a day that its links do not allow it stands there all the same, and what would have to give is in conflict.
    """
    from tpm_tui.domain.time.work_calendar import to_datetime, to_day_number
    from tpm_tui.planning.cpm.plan_schedule import schedule_of

    plan = tx.plan
    found = schedule_of(plan, tx.context)
    place = plan["item"].position[id_]
    if id_ in plan.children:
        raise ValidationError("it lies where the items below it lie: shift those, or move its milestone")
    if found.network.actual_start[place] is not None:
        raise ValidationError(f"{plan.label('item', id_)} has begun: its remaining work sets when it finishes")
    calendar = found.network.calendar_of(place)
    hours = calendar.intervals(day)
    if not hours:
        raise ValidationError(f"{day:%A} {day.day} {day:%b} is no working day")
    now = to_datetime(found.finish[place])
    end = datetime.combine(day, time()) + timedelta(minutes=hours[-1][1])
    kind = str(plan.value("item", id_, "constraint"))
    if kind not in ("MSO", "MFO"):
        kind = "FNLT" if to_day_number(day) < to_day_number(now.date()) else "FNET"
    if kind == "MSO":
        minutes = calendar.end_of(calendar.work_at(_minute(end)) - found.network.duration[place] + 1) - 1
        end = to_datetime(minutes)
    tx.set("item", id_, constraint=kind, constraint_date=end)
    return f"{plan.label('item', id_)} finishes on {day.day} {day:%b} ({kind})"


def _minute(moment: datetime) -> int:
    from tpm_tui.domain.time.work_calendar import to_minute

    return to_minute(moment)


def _run_below(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    return shift_items(tx, with_descendants(tx.plan, ids), _days(params))


def _run_after(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    return shift_items(tx, with_successors(tx.plan, ids), _days(params))


def _run_move(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    return finish_on(tx, ids[0], params["day"])


def _days(params: Mapping[str, Any]) -> int:
    days = int(params["days"])
    if not 0 < abs(days) <= 2000:
        raise ValidationError("give from 1 to 2000 working days, negative for earlier", "days")
    return days


COMMANDS = (
    Command(
        "item.shift.below", "Shift a branch: all below it", _run_below, kinds=("item",),
        params=(CommandParam("days", _DAYS),), group="Plan",
    ),
    Command(
        "item.shift.after", "Shift it and all that comes after", _run_after, kinds=("item",),
        params=(CommandParam("days", _DAYS),), group="Plan",
    ),
    Command(
        "item.move", "Move it to a day: see what would have to give", _run_move, kinds=("item",), needs=(1, 1),
        params=(CommandParam("day", _DAY),), group="Plan",
    ),
)  # fmt: skip
