"""Dates, spans of time and days off as a person says them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tpm_tui.domain.kinds.schedule.items import CONSTRAINT_WORDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted, list_text
from tpm_tui.domain.text.dates import DAY_END, DAY_START, InputContext, day_text, moment_text, show_moment
from tpm_tui.domain.time.instants import EPOCH_ORDINAL, deadline_moment, finish_day, to_datetime
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import Conflict

#: Constraints of when an item finishes.
FINISH_CONSTRAINTS = frozenset({"FNET", "FNLT", "MFO"})


#: What an absence is called, by its type.
ABSENCE_WORDS = {"holiday": "holiday", "sick": "sick leave", "training": "training", "parental": "parental leave"}


def epoch_date(day: int, context: InputContext) -> str:
    """A day since 1970-01-01 as it stands in a column."""
    return dates.show_date(date.fromordinal(day + EPOCH_ORDINAL), context)


def epoch_day_text(day: int, context: InputContext) -> str:
    """A day since 1970-01-01 as it stands in a sentence."""
    return day_text(date.fromordinal(day + EPOCH_ORDINAL), context)


def instant_moment(minute: int, context: InputContext) -> str:
    """A day and clock time as they stand in a column, ``02 Dec 17:00``."""
    return show_moment(to_datetime(minute), context)


def instant_text(minute: int, context: InputContext) -> str:
    """A day and clock time as they stand in a sentence, ``2 Dec 17:00``."""
    return moment_text(to_datetime(minute), context)


def finish_instant_moment(minute: int, context: InputContext) -> str:
    """A finish with its clock time as it stands in a column: ``02 Dec 17:00``, at midnight ``02 Dec 24:00``."""
    if minute % MINUTES_PER_DAY:
        return instant_moment(minute, context)
    return f"{dates.show_date(finish_day(minute), context)} 24:00"


def finish_instant_text(minute: int, context: InputContext) -> str:
    """A finish with its clock time as it stands in a sentence, ``2 Dec 17:00``, ``2 Dec 24:00``."""
    if minute % MINUTES_PER_DAY:
        return instant_text(minute, context)
    return f"{day_text(finish_day(minute), context)} 24:00"


def shift_text(before: int, after: int, starts: bool = False) -> str:
    """By how much a finish moves, or with ``starts`` a start, from one clock minute to another: ``+14d`` in calendar
    days, as one counts them between the two dates; ``-3h`` or ``+20m`` within a day; ``""`` where it does not move."""
    first, last = (to_datetime(minute).date() if starts else finish_day(minute) for minute in (before, after))
    days = (last - first).days
    if days:
        return f"{days:+}d"
    hours = round((after - before) / 60)
    return f"{hours:+}h" if hours else f"{after - before:+}m" if after != before else ""


def shift_amount(before: int, after: int, starts: bool = False) -> str:
    """How far it moves, in words: ``14 calendar days``, ``3 hours``; ``""`` where it does not."""
    short = shift_text(before, after, starts)
    if not short:
        return ""
    count = abs(int(short[:-1]))
    unit = {"d": "calendar day", "h": "hour", "m": "minute"}[short[-1]]
    return counted(count, unit)


def shift_sentence(before: int, after: int, starts: bool = False) -> str:
    """The same with its direction: ``14 calendar days later``, ``3 hours earlier``; ``""`` where it does not move."""
    amount = shift_amount(before, after, starts)
    return f"{amount} {'later' if after > before else 'earlier'}" if amount else ""


def moves_text(days: Sequence[int]) -> str:
    """How often a day was moved and how far in all, by the calendar days of each move: ``moved once: 7 calendar days
    later``, ``moved 3 times: 21 calendar days later in all``; where it went to and fro, both: ``moved 2 times: 14
    calendar days later and 7 earlier, 7 later in all``."""
    times, far = "once" if len(days) == 1 else f"{len(days)} times", sum(days)
    out, back = sum(day for day in days if day > 0), -sum(day for day in days if day < 0)
    if far and out and back:
        whole = f"{abs(far)} {'earlier' if far < 0 else 'later'} in all"
        return f"moved {times}: {counted(out, 'calendar day')} later and {back} earlier, {whole}"
    if not far:
        return f"moved {times}, back to where it was"
    amount = f"{counted(abs(far), 'calendar day')} {'earlier' if far < 0 else 'later'}"
    return f"moved {times}: {amount}{' in all' if len(days) > 1 else ''}"


def bound_text(minute: int, context: InputContext, kind: str = "") -> str:
    """A date that something must keep: a day, with the clock time where it is not the day's beginning or end; as in
    :func:`constraint_text` where it is the date of that kind of one."""
    moment = deadline_moment(minute) if kind in FINISH_CONSTRAINTS else to_datetime(minute)
    bare = moment.time() in (DAY_END, DAY_START)
    return day_text(moment.date(), context) if bare else instant_text(minute, context)


def constraint_text(kind: str, minute: int, context: InputContext) -> str:
    """A constraint with its date, ``must start on 23 Nov``. A finish at midnight is the end of the day before."""
    moment = deadline_moment(minute) if kind in FINISH_CONSTRAINTS else to_datetime(minute)
    return f"{CONSTRAINT_WORDS[kind]} {day_text(moment.date(), context)}"


def broken_date_text(conflict: "Conflict", kind: str, context: InputContext) -> str:
    """The date that does not hold, ``due 19 Nov`` or ``must start on 23 Nov``; ``kind`` is the item's constraint."""
    from tpm_tui.planning.analysis.driver import Cause

    if conflict.cause == Cause.DEADLINE:
        return f"due {day_text(finish_day(conflict.at), context)}"
    return constraint_text(kind, conflict.at, context)


def conflict_text(conflict: "Conflict", kind: str, context: InputContext) -> str:
    """What cannot hold, in as few words as fit beside a bar: ``4d late``, ``must start on 23 Nov, 2d too early``, in
    calendar days as `shift_text`."""
    from tpm_tui.planning.analysis.driver import Cause

    missed = shift_text(*conflict.shift, starts=conflict.cause != Cause.DEADLINE).removeprefix("+")
    if conflict.cause == Cause.DEADLINE:
        return f"{missed} late"
    return f"{constraint_text(kind, conflict.at, context)}, {missed} too early"


def start_text(minute: int, calendar: WorkCalendar, context: InputContext) -> str:
    """A day, with the clock time where work does not begin with the day's work: ``3 Dec``, ``3 Dec 14:00``."""
    moment = to_datetime(minute)
    hours = calendar.intervals(moment.date())
    first = bool(hours) and hours[0][0] == minute % MINUTES_PER_DAY
    return day_text(moment.date(), context) if first else instant_text(minute, context)


def duration_text(minutes: int, context: InputContext, article: bool = False) -> str:
    """``1 day``, ``2 days 4 hours``, ``30 minutes`` of working time; with ``article`` ``a day`` and ``an hour``."""
    return _span(minutes, context.minutes_per_day, article)


def working_time_text(minutes: int, context: InputContext) -> str:
    """The same where a move in calendar days stands near: ``1 working day``, ``2 working days 4 hours``."""
    return re.sub(r"\bday", "working day", duration_text(minutes, context))


def score_text(score: float) -> str:
    """Points of an option, and how far it leads: two decimals, more of a lead that would read as nothing."""
    return f"{score:.2f}" if not score or abs(score) >= 0.005 else f"{score:.1g}"


def day_count_text(days: float) -> str:
    """A number of days with one decimal, ``26.8``; nothing is never ``-0.0``."""
    return f"{round(days, 1) + 0.0:.1f}"


def elapsed_text(minutes: int) -> str:
    """``1 day``, ``36 hours`` of time on the clock."""
    return _span(minutes, MINUTES_PER_DAY, False)


def rough_elapsed_text(minutes: int) -> str:
    """As :func:`elapsed_text`; from a day on in whole hours, those that have begun counted."""
    hours = -(-minutes // 60)
    return elapsed_text(hours * 60 if minutes >= MINUTES_PER_DAY else minutes)


def _span(minutes: int, length: int, article: bool) -> str:
    whole, rest = divmod(abs(minutes), length)
    hours, left = divmod(rest, 60)
    parts = [(whole, "day"), (hours, "hour"), (left, "minute")]
    said = [counted(count, unit) for count, unit in parts if count]
    if article and said in (["1 day"], ["1 hour"], ["1 minute"]):
        return {"1 day": "a day", "1 hour": "an hour", "1 minute": "a minute"}[said[0]]
    return " ".join(said) or "no time"


def days_off_text(days: Iterable[date], calendar: WorkCalendar, names: dict[date, str], context: InputContext) -> str:
    """What days without their usual work cost: ``the holiday on 4 Dec costs a day``; empty for none."""
    runs: list[tuple[date, date, str]] = []
    lost = 0
    for one in sorted(days):
        hours = calendar.intervals(one)
        usual = calendar.week[one.weekday()]
        lost += sum(b - a for a, b in usual) - sum(b - a for a, b in hours)
        name = names.get(one, "") or ("holiday" if not hours else "short day")
        if runs and runs[-1][1:] == (one - timedelta(days=1), name):
            runs[-1] = (runs[-1][0], one, name)
        else:
            runs.append((one, one, name))
    if not runs:
        return ""
    said = [
        f"{_the(name)} on {day_text(first, context)}"
        if first == last
        else f"{_the(name)} from {day_text(first, context)} to {day_text(last, context)}"
        for first, last, name in runs
    ]
    verb = "costs" if len(runs) == 1 else "cost"
    return f"{list_text(said)} {verb} {duration_text(lost, context, article=True)}"


_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def part_time_text(name: str, own: WorkCalendar, usual: WorkCalendar, first: date, last: date) -> str:
    """``Ana does not work on Fridays and works less on Mondays``: of the weekdays from one day to another, those on
    which somebody's week has less time than the usual one; empty where none has."""
    met = {(first + timedelta(days=n)).weekday() for n in range(min((last - first).days + 1, len(_WEEKDAYS)))}
    off: list[str] = []
    less: list[str] = []
    for day in sorted(met):
        hours, others = (sum(end - start for start, end in week[day]) for week in (own.week, usual.week))
        if hours < others:
            (less if hours else off).append(_WEEKDAYS[day])
    said = [f"does not work on {list_text(off)}"] * bool(off) + [f"works less on {list_text(less)}"] * bool(less)
    return f"{name} {' and '.join(said)}" if said else ""


def _the(name: str) -> str:
    return f"the {name}" if name in ("holiday", "short day", "absence") else name


def day_off_names(plan: Plan, item: str, people: Sequence[str] | None = None) -> dict[date, str]:
    """What the days off of an item are called: holidays of the calendars it may count on, absences of its people.

    ``people``: only theirs, else those of all who work on it. A day that is free for everybody is not called after
    somebody who is on leave on it; of several who are away on one day all are named.
    """
    from tpm_tui.planning.model.calendars import day_ordinals
    from tpm_tui.planning.model.work_assignments import assignees

    if people is None:
        several = assignees(plan).get(plan["item"].position[item], ())
        people = [who.id for who in several if who.kind == "person"]
    calendars = [plan.programme("calendar"), *(plan.value("person", p, "calendar") for p in people)]
    calendars.append(plan.value("item", item, "calendar"))
    names: dict[date, str] = {}
    free: set[date] = set()
    for calendar in dict.fromkeys(str(c) for c in calendars if c):
        for row in plan.ids_by_reference("calendar_exception", "calendar").get(calendar, ()):
            record = plan["calendar_exception"].row(row)
            for ordinal in day_ordinals(record["start"], record["end"]):
                names[date.fromordinal(ordinal)] = str(record["name"])
                if not record["hours"]:
                    free.add(date.fromordinal(ordinal))
    away: dict[date, dict[str, str]] = {}
    for person in dict.fromkeys(people):
        for row in plan.ids_by_reference("absence", "person").get(person, ()):
            record = plan["absence"].row(row)
            kind = ABSENCE_WORDS.get(str(record["type"]), "absence")
            for ordinal in day_ordinals(record["start"], record["end"]):
                away.setdefault(date.fromordinal(ordinal), {})[plan.label("person", person)] = kind
    for day, kinds in away.items():
        if day not in free:
            kind = next(iter(kinds.values())) if len(set(kinds.values())) == 1 else "absence"
            names[day] = f"the {kind} of {list_text(list(kinds))}"
    return names
