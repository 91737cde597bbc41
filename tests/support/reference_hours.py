"""Working hours of an exported file, counted once more: nothing here is tpm's. Instants are minutes since 1970."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

EPOCH = datetime(1970, 1, 1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST, DAYS = date(2026, 6, 1), 1000

Spans = tuple[tuple[int, int], ...]


def minute(moment: str) -> int:
    """Of an ISO date or time; the last minute of a day means all of it."""
    instant = int((datetime.fromisoformat(moment) - EPOCH).total_seconds()) // 60
    return instant + 1 if instant % 1440 == 1439 else instant


def spans(text: str) -> Spans:
    """`09:00-12:00 13:00-18:00` in minutes of the day."""
    ends = [[int(at[:2]) * 60 + int(at[3:]) for at in part.split("-")] for part in text.split()]
    return tuple((begin, end) for begin, end in ends)


class Hours:
    """When somebody works: a list of spans, and how much work lies before each."""

    def __init__(self, days: Sequence[Spans]) -> None:
        """Of each day from `FIRST` on."""
        midnight = minute(FIRST.isoformat())
        all_spans = [
            (midnight + 1440 * number + begin, midnight + 1440 * number + end)
            for number, day in enumerate(days)
            for begin, end in day
        ]
        self.begins = [begin for begin, _ in all_spans]
        self.before = [0]
        for begin, end in all_spans:
            self.before.append(self.before[-1] + end - begin)

    def worked(self, instant: int) -> int:
        """Minutes of work before an instant."""
        place = bisect_right(self.begins, instant) - 1
        return 0 if place < 0 else min(self.before[place] + instant - self.begins[place], self.before[place + 1])

    def start_of(self, work: int) -> int:
        """The instant at which work goes on after so many minutes of it."""
        place = bisect_right(self.before, work) - 1
        return self.begins[place] + work - self.before[place]

    def end_of(self, work: int) -> int:
        """The instant at which so many minutes of work are done."""
        place = bisect_left(self.before, work) - 1
        return self.begins[place] + work - self.before[place]

    def add(self, instant: int, work: int) -> int:
        if work > 0:
            return self.end_of(self.worked(instant) + work)
        return self.start_of(self.worked(instant) + work) if work else instant

    lag = add

    def next(self, instant: int) -> int:
        return self.start_of(self.worked(instant))

    def is_end(self, instant: int) -> bool:
        """Whether work ends just then."""
        return self.end_of(self.worked(instant)) == instant

    def start_reaching(self, finish: int, work: int) -> int:
        return self.add(finish, -work)


class SideBySide(Hours):
    """Several do the same work, each in their own hours: it is done when the last of them is."""

    def __init__(self, parts: Sequence[tuple[Spans, ...]]) -> None:
        super().__init__([united(days) for days in zip(*parts, strict=True)])
        self.parts = [Hours(part) for part in parts]

    def add(self, instant: int, work: int) -> int:
        if not work:
            return instant
        ends = [part.add(instant, work) for part in self.parts]
        return max(ends) if work > 0 else min(ends)

    def start_reaching(self, finish: int, work: int) -> int:
        """A start from which one of them is done at the finish, or just after it where they do not work then."""
        if not work:
            return finish
        return min(part.start_of(part.worked(finish) + (not part.is_end(finish)) - work) for part in self.parts)


@cache
def united(days: tuple[Spans, ...]) -> Spans:
    """The minutes of a day in which anybody works."""
    at = sorted({number for day in days for begin, end in day for number in range(begin, end)})
    begins = [number for place, number in enumerate(at) if not place or at[place - 1] != number - 1]
    ends = [number + 1 for place, number in enumerate(at) if place == len(at) - 1 or at[place + 1] != number + 1]
    return tuple(zip(begins, ends, strict=True))


class Calendars:
    """The hours of items: of the programme, of calendars, and of people with their absences."""

    def __init__(self, records: Mapping[str, list[dict[str, Any]]], default: str) -> None:
        """`default` is the calendar of whatever names none."""
        self.days = {row["id"]: self.days_of(row, records["calendar_exception"]) for row in records["calendar"]}
        self.default, self.people = default, dict[str, tuple[Spans, ...]]()
        for row in records["person"]:
            away = [absence for absence in records["absence"] if absence["person"] == row["id"]]
            self.people[row["id"]] = without(self.days[row["calendar"] or default], away)
        self.made: dict[tuple[tuple[Spans, ...], ...], Hours] = {}

    @staticmethod
    def days_of(row: Mapping[str, Any], exceptions: Sequence[Mapping[str, Any]]) -> tuple[Spans, ...]:
        week = [spans(row[day]) for day in WEEKDAYS]
        days = [week[(FIRST + timedelta(days=number)).weekday()] for number in range(DAYS)]
        for exception in exceptions:
            if exception["calendar"] == row["id"]:
                for number in numbers(exception):
                    days[number] = spans(exception["hours"])
        return tuple(days)

    def of(self, calendar: str | None, people: Sequence[str]) -> Hours:
        """The hours in which people do an item, side by side; those of its calendar where no people move it."""
        parts = tuple(dict.fromkeys(self.people[id_] for id_ in people)) or (self.days[calendar or self.default],)
        if parts not in self.made:
            self.made[parts] = Hours(parts[0]) if len(parts) == 1 else SideBySide(parts)
        return self.made[parts]


def numbers(row: Mapping[str, Any]) -> range:
    """Days from start to end, counted from `FIRST`."""
    first = (date.fromisoformat(row["start"]) - FIRST).days
    return range(first, (date.fromisoformat(row["end"] or row["start"]) - FIRST).days + 1)


def without(days: tuple[Spans, ...], away: Sequence[Mapping[str, Any]]) -> tuple[Spans, ...]:
    off = {number for absence in away for number in numbers(absence)}
    return tuple(() if number in off else day for number, day in enumerate(days))
