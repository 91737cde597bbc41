"""Working time and clock time, and the way from one to the other.

Clock time is an `int`: minutes since 1970-01-01T00:00, local, without time zone. Working time is an `int` too: the
minutes of work that a calendar holds between the epoch and an instant. Most schedule arithmetic is then plain integer
addition on working time; the calendar is asked only at the border.

One amount of working time often names two instants: Friday 17:00 and Monday 08:00 have the same work behind them.
`end_of` gives the earlier (where work ends), `start_of` the later (where work starts).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY, DayIntervals, normalised_intervals, work_before, work_in_day
from tpm_tui.domain.time.time_arithmetic import AdditiveTime

if TYPE_CHECKING:
    import numpy.typing as npt

_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday; Monday is 0

STANDARD_DAY: DayIntervals = ((480, 720), (780, 1020))
"""08:00-12:00 and 13:00-17:00."""

STANDARD_WEEK: tuple[DayIntervals, ...] = (STANDARD_DAY,) * 5 + ((), ())
"""Monday to Friday, eight hours a day."""

_IntervalTable = tuple[list[int], list[int], list[int], int, int, int, int]
"""Starts of intervals, work before each, their ends; first day covered and first not; work before each of these two."""

VECTOR_THRESHOLD = 512
"""From so many instants on an array library is the faster way."""

_FAR = 73_000
"""Days (two hundred years) beyond which the table does not grow at one step."""

_DENSE = 4_000_000
"""Up to so many working minutes (32 years of eight hours) there is an entry for each."""

_FIRST_DAY = -EPOCH_ORDINAL + 1  # 0001-01-01
_LAST_DAY = date.max.toordinal() - EPOCH_ORDINAL  # beyond it no instant has a date
_LEAST, _MOST = 180, 3650  # days added to the table at a time


class NoWorkingTimeError(ValueError):
    """A calendar was asked for working time that it does not hold."""


class WorkCalendar(AdditiveTime):
    """Working intervals per weekday, and the days that differ.

    `week` holds seven tuples of intervals, Monday first. `exceptions` maps a date (or its proleptic ordinal, as
    `date.toordinal` counts) to the intervals of that day: none for a holiday, some for an extra working day.
    Overlapping or unordered intervals are sorted and joined.

    Raises ValueError for anything but seven weekdays or an interval outside 0..1440, and `NoWorkingTimeError` if there
    is no working time at all. A calendar is immutable to its users; the tables inside grow as instants are asked for,
    and are replaced whole, so threads may share one.
    """

    __slots__ = ("_bulk", "_changed", "_exceptions", "_hash", "_spans", "_table", "_week", "_week_work")

    def __init__(
        self,
        week: Sequence[Iterable[tuple[int, int]]] = STANDARD_WEEK,
        exceptions: Mapping[date, Iterable[tuple[int, int]]] | Mapping[int, Iterable[tuple[int, int]]] | None = None,
    ) -> None:
        if len(week) != 7:
            raise ValueError(f"a week has seven days, not {len(week)}")
        self._week: tuple[DayIntervals, ...] = tuple(normalised_intervals(day) for day in week)
        self._exceptions: dict[int, DayIntervals] = {}
        for day, intervals in (exceptions or {}).items():
            ordinal = day.toordinal() if isinstance(day, date) else day
            self._exceptions[ordinal - EPOCH_ORDINAL] = normalised_intervals(intervals)
        self._changed = sorted(self._exceptions)
        self._week_work = sum(work_in_day(day) for day in self._week)
        if not self._week_work and not any(self._exceptions.values()):
            raise NoWorkingTimeError("the calendar has no working time: give at least one day some hours")
        self._hash = hash((self._week, tuple(sorted(self._exceptions.items()))))
        # starts, work before each start, ends; first and last day covered; work before the first day and the last
        self._table: _IntervalTable | None = None
        # the same as arrays, made when many instants are asked for: the table it came from, the work before each
        # interval (None: one entry a working minute instead), and by how much clock time runs ahead of work
        self._bulk: tuple[_IntervalTable, npt.NDArray[Any] | None, npt.NDArray[Any]] | None = None
        # for the way back: the table, and its intervals as arrays
        self._spans: tuple[_IntervalTable, list[npt.NDArray[Any]]] | None = None

    @property
    def week(self) -> tuple[DayIntervals, ...]:
        """The seven weekdays, Monday first."""
        return self._week

    @property
    def exceptions(self) -> dict[date, DayIntervals]:
        """The days that differ from their weekday, in order; empty intervals are a day off."""
        return {date.fromordinal(day + EPOCH_ORDINAL): self._exceptions[day] for day in self._changed}

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, WorkCalendar) and self._week == other._week and self._exceptions == other._exceptions

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Calendar(week={self._week!r}, {len(self._exceptions)} exceptions)"

    # A day

    def intervals(self, day: date) -> DayIntervals:
        """The working intervals of a day."""
        return self._intervals(to_day_number(day))

    def is_working(self, day: date) -> bool:
        """Whether the day has any working time."""
        return bool(self._intervals(to_day_number(day)))

    def _intervals(self, day: int) -> DayIntervals:
        exception = self._exceptions.get(day)
        return self._week[(day + _EPOCH_WEEKDAY) % 7] if exception is None else exception

    # Instants

    def work_at(self, minute: int) -> int:
        """Working minutes between the epoch and an instant; negative before 1970."""
        table = self._table
        if table is None or not table[3] <= minute // MINUTES_PER_DAY < table[4]:
            if self._is_far(minute // MINUTES_PER_DAY):
                return self._work_before(minute // MINUTES_PER_DAY) + work_before(
                    self._intervals(minute // MINUTES_PER_DAY), minute % MINUTES_PER_DAY
                )
            table = self._grow(minute // MINUTES_PER_DAY)
        starts, before, ends = table[0], table[1], table[2]
        if not starts:
            return table[5]
        at = bisect_right(starts, minute) - 1
        if at < 0:
            return before[0]
        end = ends[at]
        return before[at] + (minute if minute < end else end) - starts[at]

    def start_of(self, work: int) -> int:
        """The latest instant with this much work behind it: the next minute is a working one.

        Raises NoWorkingTimeError where the calendar's working time has run out.
        """
        table = self._table
        if table is None or not table[5] <= work < table[6]:
            if self._is_far(self._guess(work)):
                return self._search(work, "right")
            table = self._cover_work(work, work, "right")
        starts, before = table[0], table[1]
        at = bisect_right(before, work) - 1
        return starts[at] + work - before[at]

    def end_of(self, work: int) -> int:
        """The earliest instant with this much work behind it: the minute before is a working one.

        Raises NoWorkingTimeError where the calendar's working time has run out.
        """
        table = self._table
        if table is None or not table[5] < work <= table[6]:
            if self._is_far(self._guess(work)):
                return self._search(work, "left")
            table = self._cover_work(work, work, "left")
        starts, before = table[0], table[1]
        at = bisect_left(before, work) - 1
        return starts[at] + work - before[at]

    def next_working(self, minute: int) -> int:
        """The instant itself if work goes on there, else the next start of work."""
        return self.start_of(self.work_at(minute))

    def previous_working(self, minute: int) -> int:
        """The instant itself if there was work just before it, else the last end of work."""
        return self.end_of(self.work_at(minute))

    def add(self, minute: int, work: int) -> int:
        """The instant that `work` minutes of work after (or, negative, before) an instant reach.

        Forward it is where that work ends, backward where it starts; nothing to add leaves the instant as it is.
        """
        if work > 0:
            return self.end_of(self.work_at(minute) + work)
        return self.start_of(self.work_at(minute) + work) if work else minute

    def between(self, start: int, end: int) -> int:
        """Working minutes from one instant to another; negative if `end` is the earlier."""
        return self.work_at(end) - self.work_at(start)

    # Many at once

    def interval_bounds_of(
        self, works: Sequence[int], lengths: Sequence[int], *, early: bool
    ) -> tuple[array[int], array[int]]:
        """Starts and ends of stretches of work: work before each, and its length in working minutes.

        A stretch of no length is an instant: the later of those with this much work behind them if `early`, as work
        would start there, else the earlier.
        """
        if len(works) >= VECTOR_THRESHOLD:
            import numpy as np

            begin, spread = np.asarray(works, dtype=np.int64), np.asarray(lengths, dtype=np.int64)
            finish = begin + spread
            if not self._any_far((int(begin.min()), int(finish.max()))):
                self._cover_work(int(begin.min()), int(begin.max()), "right")
                table = self._cover_work(int(finish.min()), int(finish.max()), "left")
                first, last = self._array(table, begin, "right"), self._array(table, finish, "left")
                one, other = (last, first) if early else (first, last)
                one[spread == 0] = other[spread == 0]
                return array("q", first.tobytes()), array("q", last.tobytes())
        starts = [self.start_of(work) for work in works]
        ends = [self.end_of(work + length) for work, length in zip(works, lengths, strict=True)]
        for at, length in enumerate(lengths):
            if length == 0 and early:
                ends[at] = starts[at]
            elif length == 0:
                starts[at] = ends[at]
        return array("q", starts), array("q", ends)

    def work_at_many(self, minutes: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """`work_at` for each of an array of instants, with an array library."""
        import numpy as np

        low, high = int(minutes.min()) // MINUTES_PER_DAY, int(minutes.max()) // MINUTES_PER_DAY
        table = self._table or self._grow(low)
        if self._is_far(low) or self._is_far(high):
            return np.array([self.work_at(minute) for minute in minutes.tolist()], dtype=np.int64)
        while not table[3] <= low <= high < table[4]:
            table = self._grow(low if low < table[3] else high)
        known = self._spans
        if known is None or known[0] is not table:
            self._spans = known = (table, [np.array(column, dtype=np.int64) for column in table[:3]])
        starts, before, ends = known[1]
        if not len(starts):
            return np.full(len(minutes), table[5], dtype=np.int64)
        at = np.searchsorted(starts, minutes, side="right") - 1
        result: npt.NDArray[Any] = before[at] + np.minimum(minutes, ends[at]) - starts[at]
        result[at < 0] = before[0]
        return result

    def _array(
        self, table: _IntervalTable, works: npt.NDArray[Any], side: Literal["left", "right"]
    ) -> npt.NDArray[Any]:
        """Clock time of many amounts of work: each is its amount plus what its interval lies behind the work."""
        import numpy as np

        bulk = self._bulk
        if bulk is None or bulk[0] is not table:
            begin = np.array(table[1], dtype=np.int64)
            shift = np.array(table[0], dtype=np.int64) - begin
            dense = table[6] - table[5] <= _DENSE
            if dense:  # one entry for each working minute: a look-up instead of a search
                shift = np.repeat(shift, np.diff(begin, append=table[6]))
            self._bulk = bulk = (table, None if dense else begin, shift)
        _, search, shift = bulk
        if search is None:
            at = works - table[5] if side == "right" else works - (table[5] + 1)
        else:
            at = np.searchsorted(search, works, side=side) - 1
        result: npt.NDArray[Any] = works + shift[at]
        return result

    # The table: intervals of the days asked for so far

    def _work_before(self, day: int) -> int:
        """Working minutes from the epoch to the start of a day, without the table."""
        weeks, rest = divmod(day, 7)
        work = weeks * self._week_work
        work += sum(work_in_day(self._week[(_EPOCH_WEEKDAY + i) % 7]) for i in range(rest))
        for other in self._changed:
            if 0 <= other < day:
                work += self._difference(other)
            elif day <= other < 0:
                work -= self._difference(other)
        return work

    def _difference(self, day: int) -> int:
        return work_in_day(self._exceptions[day]) - work_in_day(self._week[(day + _EPOCH_WEEKDAY) % 7])

    # Dates so far away that no table should reach them: a typing error, or 9999-12-31 for "never"

    def _is_far(self, day: int) -> bool:
        table = self._table
        return table is not None and not table[3] - _FAR <= day <= table[4] + _FAR and _FIRST_DAY <= day <= _LAST_DAY

    def _any_far(self, works: Sequence[int]) -> bool:
        return self._is_far(self._guess(min(works))) or self._is_far(self._guess(max(works)))

    def _search(self, work: int, side: Literal["left", "right"]) -> int:
        """`start_of` and `end_of` by halving the days in question; a hundred times slower than the table."""
        low, high = _FIRST_DAY, _LAST_DAY
        while low < high:
            middle = (low + high + 1) // 2
            before = self._work_before(middle)
            if before <= work if side == "right" else before < work:
                low = middle
            else:
                high = middle - 1
        left = work - self._work_before(low)
        for start, end in self._intervals(low):
            if left < end - start or (left == end - start and side == "left"):
                return low * MINUTES_PER_DAY + start + left
            left -= end - start
        raise NoWorkingTimeError(f"{abs(work)} working minutes reach beyond the years that have dates")

    def _cover_work(self, low: int, high: int, side: Literal["left", "right"]) -> _IntervalTable:
        """A table in which the amounts of work from `low` to `high` have a start ("right") or an end ("left")."""
        table = self._table or self._grow(self._guess(low))
        right = side == "right"
        while high > table[6] or (right and high == table[6]):
            self._check_left(table[4] - 1, high, forward=True)
            table = self._grow(table[4] + len(table[0]) // 2)
        while low < table[5] or (not right and low == table[5]):
            self._check_left(table[3], low, forward=False)
            table = self._grow(table[3] - 1)
        return table

    def _guess(self, work: int) -> int:
        if self._week_work:
            return min(max(work * 7 // self._week_work, _FIRST_DAY), _LAST_DAY)
        return self._changed[0]

    def _check_left(self, day: int, work: int, *, forward: bool) -> None:
        """Refuse to search days that hold no work: an empty week past its last exception, or the end of dates."""
        if not self._week_work and (day >= self._changed[-1] if forward else day <= self._changed[0]):
            raise NoWorkingTimeError("the calendar has no working days left: its week is empty")
        if day >= _LAST_DAY if forward else day <= _FIRST_DAY:
            raise NoWorkingTimeError(f"{abs(work)} working minutes reach beyond the years that have dates")

    def _grow(self, day: int) -> _IntervalTable:
        """Replace the table by one that also covers a day."""
        table = self._table
        # As much again each time, so that the many calendars of a short plan stay small and a long one is soon covered.
        more = _LEAST if table is None else min(max(_LEAST, table[4] - table[3]), _MOST)
        if table is None:
            first = last = day
            before_first = before_last = self._work_before(day)
            starts: list[int] = []
            before: list[int] = []
            ends: list[int] = []
        else:
            starts, before, ends, first, last, before_first, before_last = table
        if day >= last:
            until = max(min(max(day + 1, last + more), _LAST_DAY + 1), day + 1)
            starts, before, ends = list(starts), list(before), list(ends)
            before_last = self._extend(starts, before, ends, last, until, before_last)
            last = until
        if day < first or table is None:
            since = min(max(min(day, first - more), _FIRST_DAY), day)
            head: tuple[list[int], list[int], list[int]] = ([], [], [])
            new_first = self._work_before(since)
            self._extend(*head, since, first, new_first)
            starts, before, ends = head[0] + starts, head[1] + before, head[2] + ends
            first, before_first = since, new_first
        grown = (starts, before, ends, first, last, before_first, before_last)
        self._table = grown
        return grown

    def _extend(self, starts: list[int], before: list[int], ends: list[int], since: int, until: int, work: int) -> int:
        """Append the intervals of some days; the work behind the last of them."""
        week, exceptions = self._week, self._exceptions
        days = [
            (day * MINUTES_PER_DAY, exceptions.get(day, week[(day + _EPOCH_WEEKDAY) % 7]))
            for day in range(since, until)
        ]
        starts += [midnight + start for midnight, intervals in days for start, _ in intervals]
        ends += [midnight + end for midnight, intervals in days for _, end in intervals]
        lengths = [end - start for _, intervals in days for start, end in intervals]
        behind = list(accumulate(lengths, initial=work))
        before += behind[:-1]
        return behind[-1]


STANDARD_CALENDAR = WorkCalendar()
"""Monday to Friday, 08:00-12:00 and 13:00-17:00, without holidays."""

ROUND_THE_CLOCK = WorkCalendar((((0, MINUTES_PER_DAY),),) * 7)
"""Every minute of every day: what an elapsed duration counts on."""
