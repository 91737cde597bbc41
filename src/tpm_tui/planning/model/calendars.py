"""The calendars of a file, as the planner counts on them: whose hours and whose free days move which item.

An item counts on its own calendar if it names one, else on the programme's. Where exactly one person works on it (the
one who is assigned, or its owner where nobody is), that person's calendar stands in for the programme's, and the days
they are away are free. Summaries and milestones are no work, and a fixed duration stays: nobody's holiday moves them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_formats import parse_working_hours
from tpm_tui.domain.time.intervals import DayIntervals
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, NoWorkingTimeError, WorkCalendar
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.supplied import SUPPLIED_READS, supplied_mask

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: Free days longer than this are cut: a typing error must not cost a dictionary of a million days.
MAX_ABSENCE_DAYS = 20 * 366

CALENDAR_READS = (
    *(("calendar", day) for day in WEEKDAYS),
    *(("calendar_exception", name) for name in ("calendar", "start", "end", "hours")),
)
PERSON_READS = (
    *CALENDAR_READS,
    ("programme", "calendar"),
    ("person", "calendar"),
    *(("absence", name) for name in ("person", "start", "end")),
)
ITEM_READS = (
    *PERSON_READS,
    *(("item", name) for name in ("calendar", "owner", "type", "effort_type")),
    *(("assignment", name) for name in ("item", "person")),
    *SUPPLIED_READS,
)

_Days = dict[int, DayIntervals]


@dataclass(frozen=True, slots=True)
class ItemCalendars:
    """``calendars[0]`` is the programme's; ``index`` has one entry an item, -1 where that is the one."""

    calendars: list[WorkCalendar]
    index: list[int]


def day_ordinals(start: Stored, end: Stored) -> Iterable[int]:
    """Ordinals of the days from one ISO date to another, both included; no end means one day."""
    first = date.fromisoformat(str(start)).toordinal()
    last = date.fromisoformat(str(end)).toordinal() if end else first
    return range(first, min(last, first + MAX_ABSENCE_DAYS, date.max.toordinal()) + 1)


def calendars_of(plan: Plan) -> dict[str, WorkCalendar]:
    """Calendar id -> its hours and exceptions. NoWorkingTimeError, naming it, for one without any working time."""

    def build() -> dict[str, WorkCalendar]:
        exceptions: dict[str, _Days] = {}
        c = plan["calendar_exception"].columns
        for owner, start, end, hours in zip(c["calendar"], c["start"], c["end"], c["hours"], strict=True):
            exceptions.setdefault(str(owner), {}).update(
                dict.fromkeys(day_ordinals(start, end), parse_working_hours(str(hours or "")))
            )
        table = plan["calendar"]
        made: dict[str, WorkCalendar] = {}
        for id_, *week in zip(table.ids, *(table.columns[day] for day in WEEKDAYS), strict=True):
            try:
                made[id_] = WorkCalendar([parse_working_hours(str(hours or "")) for hours in week], exceptions.get(id_))
            except NoWorkingTimeError:
                name = plan.title("calendar", id_)
                raise NoWorkingTimeError(
                    f"the calendar {name!r} has no working time: give at least one day some hours"
                ) from None
        return made

    return plan.memoised("calendars", CALENDAR_READS, build)


def programme_calendar(plan: Plan) -> WorkCalendar:
    """The calendar of whatever names none: the programme's, else the file's first, else Monday to Friday 8 to 17."""
    known = calendars_of(plan)
    named = known.get(str(plan.programme("calendar")))
    return named or next(iter(known.values()), STANDARD_CALENDAR)


def person_calendars(plan: Plan) -> dict[tuple[str | None, str], WorkCalendar]:
    """(item calendar's id or None, person) -> the calendar of work by that person alone.

    Only people with a calendar of their own or with absences are in it; the rest work as the item does.
    """

    def build() -> dict[tuple[str | None, str], WorkCalendar]:
        away: dict[str, _Days] = {}
        c = plan["absence"].columns
        for person, start, end in zip(c["person"], c["start"], c["end"], strict=True):
            away.setdefault(str(person), {}).update(dict.fromkeys(day_ordinals(start, end), ()))
        known, default = calendars_of(plan), programme_calendar(plan)
        people = plan["person"]
        made: dict[tuple[str | None, str], WorkCalendar] = {}
        for id_, own in zip(people.ids, people.columns["calendar"], strict=True):
            free = away.get(id_)
            base = known.get(str(own), default)
            if free or base is not default:
                made[None, id_] = _without(base, free)
            if free:
                for calendar_id, calendar in known.items():
                    made[calendar_id, id_] = _without(calendar, free)
        return made

    return plan.memoised("person_calendars", PERSON_READS, build)


def _without(calendar: WorkCalendar, free: _Days | None) -> WorkCalendar:
    if not free:
        return calendar
    exceptions = {day.toordinal(): hours for day, hours in calendar.exceptions.items()}
    try:
        return WorkCalendar(calendar.week, exceptions | free)
    except NoWorkingTimeError:
        return calendar  # working days only while away: the item would never be done


def item_calendars(plan: Plan) -> ItemCalendars:
    """The calendar of each item; equal calendars are one object. NoWorkingTimeError as :func:`calendars_of`."""
    return plan.memoised("workdays", ITEM_READS, lambda: _build(plan))


def _build(plan: Plan) -> ItemCalendars:
    known, personal = calendars_of(plan), person_calendars(plan)
    table = plan["item"]
    c = table.columns
    default = programme_calendar(plan)
    numbers = {default: -1}
    made = [default]

    def number(calendar: WorkCalendar) -> int:
        if calendar not in numbers:
            numbers[calendar] = len(made)
            made.append(calendar)
        return numbers[calendar]

    by_calendar = {None: -1} | {id_: number(calendar) for id_, calendar in known.items()}
    index = [by_calendar.get(id_, -1) for id_ in c["calendar"]]  # type: ignore[arg-type]
    if personal:
        by_person = {key: number(calendar) for key, calendar in personal.items()}
        sole = _sole_workers(plan)
        for place, (own, person, kind) in enumerate(zip(c["calendar"], sole, c["type"], strict=True)):
            if person is not None and kind != "milestone" and c["effort_type"][place] != "fixed duration":
                index[place] = by_person.get((own, person), index[place])  # type: ignore[arg-type]
    return ItemCalendars(made, index)


def _sole_workers(plan: Plan) -> list[Stored]:
    """The one person who works on each item; None where nobody or several do, or it is supplied from outside."""
    sole = list(plan["item"].columns["owner"])
    position = plan["item"].position
    assigned: dict[int, set[Stored]] = {}
    c = plan["assignment"].columns
    for item, person in zip(c["item"], c["person"], strict=True):
        place = position.get(str(item))
        if place is not None:
            assigned.setdefault(place, set()).update(() if person is None else (person,))
    for place, people in assigned.items():
        sole[place] = next(iter(people)) if len(people) == 1 else None
    return [None if supplied else person for person, supplied in zip(sole, supplied_mask(plan), strict=True)]
