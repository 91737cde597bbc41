"""The calendars of a file, as the planner counts on them: the programme's, those of people and pools, and the hours of
a person on an item that has a calendar of its own.
"""

from collections.abc import Iterable
from datetime import date

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_formats import parse_working_hours
from tpm_tui.domain.time.intervals import DayIntervals, interval_intersection
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, NoWorkingTimeError, WorkCalendar
from tpm_tui.domain.values.codec import Stored

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
    ("item", "calendar"),
    *(("absence", name) for name in ("person", "start", "end")),
)

_Days = dict[int, DayIntervals]


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


def pool_calendars(plan: Plan) -> dict[str, WorkCalendar]:
    """Pool -> its calendar, for those that have one."""
    known, pools = calendars_of(plan), plan["pool"]
    pairs = zip(pools.ids, pools.columns["calendar"], strict=True)
    return {id_: known[str(own)] for id_, own in pairs if str(own) in known}


def person_calendars(plan: Plan) -> dict[tuple[str | None, str], WorkCalendar]:
    """(item calendar's id or None, person) -> the calendar of work by that person alone.

    Only people with a calendar of their own or with absences are in it; the rest work as the item does. On an item with
    a calendar, people work in the hours that it shares with their own; where there are none, in the item's.
    """

    def build() -> dict[tuple[str | None, str], WorkCalendar]:
        away: dict[str, _Days] = {}
        c = plan["absence"].columns
        for person, start, end in zip(c["person"], c["start"], c["end"], strict=True):
            away.setdefault(str(person), {}).update(dict.fromkeys(day_ordinals(start, end), ()))
        known, default = calendars_of(plan), programme_calendar(plan)
        named = {str(own): known[str(own)] for own in set(plan["item"].columns["calendar"]) if str(own) in known}
        people = plan["person"]
        made: dict[tuple[str | None, str], WorkCalendar] = {}
        for id_, own in zip(people.ids, people.columns["calendar"], strict=True):
            free = away.get(id_)
            base = known.get(str(own), default)
            if free or base is not default or (named and str(own) in known):
                made[None, id_] = _without(base, free)
                for calendar_id, calendar in named.items():
                    shared = shared_hours(calendar, base) if str(own) in known else calendar
                    made[calendar_id, id_] = _without(shared, free)
        return made

    return plan.memoised("person_calendars", PERSON_READS, build)


def shared_hours(calendar: WorkCalendar, other: WorkCalendar) -> WorkCalendar:
    """The hours of both; those of the first where there are none."""
    if calendar == other:
        return calendar
    changed = {*calendar.exceptions, *other.exceptions}
    week = [interval_intersection(*days) for days in zip(calendar.week, other.week, strict=True)]
    if not any(week):
        return calendar  # single days in common end, and work after them would find none
    try:
        return WorkCalendar(
            week,
            {day: interval_intersection(calendar.intervals(day), other.intervals(day)) for day in changed},
        )
    except NoWorkingTimeError:
        return calendar


def _without(calendar: WorkCalendar, free: _Days | None) -> WorkCalendar:
    if not free:
        return calendar
    exceptions = {day.toordinal(): hours for day, hours in calendar.exceptions.items()}
    try:
        return WorkCalendar(calendar.week, exceptions | free)
    except NoWorkingTimeError:
        return calendar  # working days only while away: the item would never be done
