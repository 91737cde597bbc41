"""Calendars of MS Project's XML: weekdays, exceptions old and new, work weeks, and what a calendar inherits."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY, DayIntervals
from tpm_tui.domain.time.work_calendar import STANDARD_DAY, STANDARD_WEEK, NoWorkingTimeError, WorkCalendar
from tpm_tui.exchange.schedules.mspdi.parse.xml_values import (
    ElementReader,
    child_texts,
    local_name,
    parse_boolean,
    parse_integer,
    parse_time_of_day,
)
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiCalendar

ReportProblem = Callable[[str, str], None]
"""Takes a problem: where, and why."""

_MOST_DAYS = 3660  # an exception longer than ten years is a mistake or a change of the week, and not written out by day
_MOST_RECURRING_DAYS = 366 * 150  # of a recurring exception only the days that fit are kept, however long ago it began

_PRECEDENCE = {2: 0, 3: 0, 4: 1, 5: 1, 6: 2}
"""Recurrence -> rank: yearly, monthly, weekly exceptions; each gives way to the next, all of them to single days."""
_SINGLE = 4


class ParsedCalendar(Struct):
    """A calendar as written, before inheritance. A weekday of None is inherited."""

    uid: int
    name: str
    base: bool
    base_uid: int | None
    week: dict[int, DayIntervals] = field(default_factory=dict)
    exceptions: dict[date, DayIntervals] = field(default_factory=dict)
    names: dict[date, str] = field(default_factory=dict)
    nights: dict[int, DayIntervals] = field(default_factory=dict)
    """weekday -> the hours after midnight of a shift that began the day before"""


def parse_calendar(element: Element, wrong: ReportProblem) -> ParsedCalendar | None:
    """One <Calendar>; None without a UID."""
    texts = child_texts(element)
    where = f"calendar {texts.get('Name') or texts.get('UID') or '?'}"
    reader = ElementReader(texts, where, wrong)
    uid = reader.get("UID", parse_integer)
    if uid is None:
        wrong(where, "has no UID; skipped")
        return None
    base_uid = reader.get("BaseCalendarUID", parse_integer)
    raw = ParsedCalendar(
        uid,
        texts.get("Name", ""),
        reader.value("IsBaseCalendar", parse_boolean, True),
        base_uid if base_uid is not None and base_uid > 0 and base_uid != uid else None,
    )
    sections = {local_name(child.tag): child for child in element}
    for tag in ("WeekDays", "WorkWeeks", "Exceptions"):  # later ones win
        if tag in sections:
            children = list(sections[tag])
            for child in sorted(children, key=_precedence) if tag == "Exceptions" else children:
                try:
                    _SECTIONS[tag](raw, child, where, wrong)
                except (ValueError, OverflowError) as error:
                    wrong(where, f"part of <{tag}> could not be read: {error}")
    return raw


def _precedence(element: Element) -> int:
    """The rank of an exception among those of its calendar: a higher one wins on a day that both name."""
    texts = child_texts(element)
    try:
        kind, period = int(texts.get("Type", "1")), int(texts.get("Period", "1"))
    except ValueError:
        return _SINGLE
    return _PRECEDENCE.get(kind, 3 if period > 1 else _SINGLE)


def _weekday(raw: ParsedCalendar, element: Element, where: str, wrong: ReportProblem) -> None:
    kind = int(child_texts(element).get("DayType", "-1"))
    if 1 <= kind <= 7:
        day = (kind - 2) % 7  # 1 is Sunday
        raw.week[day], after_midnight = _hours(element)
        if after_midnight:
            raw.nights[(day + 1) % 7] = after_midnight
    elif kind == 0:  # how exceptions were written until 2003, and still are beside the newer form
        hours = _one_day(element)
        for date_ in _period(element, where, wrong):
            raw.exceptions[date_] = hours
    else:
        wrong(where, f"a weekday of type {kind} is not known")


def _work_week(raw: ParsedCalendar, element: Element, where: str, wrong: ReportProblem) -> None:
    week = {
        (int(child_texts(day).get("DayType", "0")) - 2) % 7: _one_day(day)
        for section in element
        if local_name(section.tag) == "WeekDays"
        for day in section
        if 1 <= int(child_texts(day).get("DayType", "0")) <= 7
    }
    if week:
        for day in _period(element, where, wrong):
            if day.weekday() in week:
                raw.exceptions[day] = week[day.weekday()]


def _exception(raw: ParsedCalendar, element: Element, where: str, wrong: ReportProblem) -> None:
    texts = child_texts(element)
    reader = ElementReader(texts, where, wrong)
    hours = _one_day(element)
    kind = reader.value("Type", parse_integer, 1)
    days = list(_period(element, where, wrong, _MOST_RECURRING_DAYS if kind in _PRECEDENCE else _MOST_DAYS))
    if not days:
        return
    count = (
        reader.value("Occurrences", parse_integer, 0)
        if reader.value("EnteredByOccurrences", parse_boolean, False)
        else 0
    )
    chosen = _recurring(kind, days, reader)
    if chosen is None:
        wrong(where, f"the exception {texts.get('Name', '')!r} recurs in a way (type {kind}) that is not read")
        return
    name = texts.get("Name", "")
    for day in chosen[: count or None]:
        raw.exceptions[day] = hours
        if name:
            raw.names[day] = name


_SECTIONS: dict[str, Callable[[ParsedCalendar, Element, str, ReportProblem], None]] = {
    "WeekDays": _weekday,
    "WorkWeeks": _work_week,
    "Exceptions": _exception,
}


def _recurring(kind: int, days: list[date], reader: ElementReader) -> list[date] | None:
    """The days of a period on which a recurring exception falls; None for a kind that is not known."""
    every = max(reader.value("Period", parse_integer, 1), 1)
    month = reader.value("Month", parse_integer, 0) + 1
    month_day = reader.value("MonthDay", parse_integer, days[0].day)
    position = reader.value("MonthPosition", parse_integer, 0)
    item = reader.value("MonthItem", parse_integer, 0)
    first = days[0]
    if kind in (1, 7):
        return days[::every]
    if kind == 2:
        return [day for day in days if (day.month, day.day) == (month, month_day)]
    if kind == 3:
        return [day for day in days if day.month == month and _is_nth(day, position, item)]
    months = [day for day in days if ((day.year - first.year) * 12 + day.month - first.month) % every == 0]
    if kind == 4:
        return [day for day in months if day.day == month_day]
    if kind == 5:
        return [day for day in months if _is_nth(day, position, item)]
    if kind == 6:
        mask = reader.value("DaysOfWeek", parse_integer, 0)  # 1 Sunday, 2 Monday, … 64 Saturday
        monday = first - timedelta(days=(first.weekday() + 1) % 7)
        return [day for day in days if mask >> (day.weekday() + 1) % 7 & 1 and (day - monday).days // 7 % every == 0]
    return None


def _is_nth(day: date, position: int, item: int) -> bool:
    """Whether a day is the first (0) … fourth (3) or last (4) of its month that fits an item: 3 Sunday … 9 Saturday."""

    def fits(other: date) -> bool:
        if item == 0:
            return True
        if item in (1, 2):
            return (other.weekday() < 5) == (item == 1)
        return (other.weekday() + 1) % 7 == item - 3

    if not fits(day):
        return False
    if position == 4:
        later = (day + timedelta(days=offset) for offset in range(1, 32))
        return not any(other.month == day.month and fits(other) for other in later)
    return sum(fits(day.replace(day=number)) for number in range(1, day.day + 1)) == position + 1


def _period(element: Element, where: str, wrong: ReportProblem, most: int = _MOST_DAYS) -> Iterator[date]:
    """The days of an element's <TimePeriod>, both ends included, ``most`` of them at the most."""
    for child in element:
        if local_name(child.tag) == "TimePeriod":
            texts = child_texts(child)
            first = date.fromisoformat(texts["FromDate"][:10]) if "FromDate" in texts else None
            last = date.fromisoformat(texts["ToDate"][:10]) if "ToDate" in texts else first
            if first is None or last is None:
                wrong(where, "an exception has no date; skipped")
                return
            length = (last - first).days + 1
            if length > most:
                years = "ten" if most == _MOST_DAYS else "150"
                wrong(where, f"an exception from {first} to {last} is read for its first {years} years only")
                length = most
            for offset in range(length):
                yield first + timedelta(days=offset)
            return


def _one_day(element: Element) -> DayIntervals:
    """The working intervals of a day that stands alone: what goes on after midnight is counted to its own morning."""
    hours, after_midnight = _hours(element)
    return (
        (*after_midnight, *hours) if not hours or not after_midnight or after_midnight[-1][1] <= hours[0][0] else hours
    )


def _hours(element: Element) -> tuple[DayIntervals, DayIntervals]:
    """The working intervals of a day, and those of the day after it into which work goes on (22:00 to 06:00); standard
    hours if it works but does not say when."""
    times: list[tuple[int, int]] = []
    after_midnight: list[tuple[int, int]] = []
    for section in element:
        if local_name(section.tag) == "WorkingTimes":
            for child in section:
                texts = child_texts(child)
                if "FromTime" in texts and "ToTime" in texts:
                    start, end = parse_time_of_day(texts["FromTime"]), parse_time_of_day(texts["ToTime"])
                    times.append((start, end if end > start else MINUTES_PER_DAY))
                    if 0 < end < start:
                        after_midnight.append((0, end))
    if times:
        return tuple(times), tuple(after_midnight)
    return STANDARD_DAY if parse_boolean(child_texts(element).get("DayWorking", "0")) else (), ()


def resolve_inheritance(raws: dict[int, ParsedCalendar], wrong: ReportProblem) -> dict[int, MspdiCalendar]:
    """Calendars with what they inherit; a base that does not exist or a loop of bases counts as no base."""
    done: dict[int, MspdiCalendar] = {}
    for raw in raws.values():
        chain: list[ParsedCalendar] = []
        at: ParsedCalendar | None = raw
        while at is not None and at not in chain:
            chain.append(at)
            if at.base_uid is not None and at.base_uid not in raws:
                wrong(f"calendar {at.name or at.uid}", f"its base calendar {at.base_uid} is not in the file")
            at = raws.get(at.base_uid) if at.base_uid is not None else None
        if at is not None:
            wrong(f"calendar {raw.name or raw.uid}", "is its own base calendar by a detour")
        week: dict[int, DayIntervals] = dict(enumerate(STANDARD_WEEK))
        exceptions: dict[date, DayIntervals] = {}
        names: dict[date, str] = {}
        for part in reversed(chain):
            week.update(part.week)
            for day, hours in part.nights.items():
                if not week[day] or hours[-1][1] <= week[day][0][0]:
                    week[day] = (*hours, *week[day])
            exceptions.update(part.exceptions)
            names.update(part.names)
        calendar: WorkCalendar | None = None
        try:
            calendar = WorkCalendar([week[day] for day in range(7)], exceptions)
        except (NoWorkingTimeError, ValueError) as error:
            wrong(f"calendar {raw.name or raw.uid}", f"{error}; the plan's calendar takes its place")
        done[raw.uid] = MspdiCalendar(
            uid=raw.uid, name=raw.name, base=raw.base, base_uid=raw.base_uid, calendar=calendar, names=names
        )
    return done
