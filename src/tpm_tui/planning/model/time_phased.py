"""Work and money spread over days: what load, levelling, earned value and burndown count with.

An *allocation* gives an amount (working minutes, or minor units of money) to a resource from one instant to another,
evenly over the working time of its calendar in between. Where that holds no working time, which happens to work that
was started or pinned on a day off, the amount lies evenly on the clock, so that nothing is ever lost.

Instants are clock minutes since 1970-01-01, days are days since then. Columns are numpy arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY, DayIntervals
from tpm_tui.domain.time.work_calendar import WorkCalendar

LONGEST = 200 * 366
"""Days that tables cover at most: instants beyond count as their end."""

SAFE_PRODUCT = 2**62
"""Products of an amount and minutes below this are exact in 64 bits."""

NOTHING = 1e-9
"""Densities below this are what adding and taking away again leaves of a float."""


IntegerArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


class Allocations(Struct, frozen=True):
    """Columns, one entry an allocation: row of the resource, row of the calendar, instants, amount (not negative)."""

    resource: IntegerArray
    calendar: IntegerArray
    start: IntegerArray
    finish: IntegerArray
    amount: IntegerArray

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int, int]]) -> Allocations:
        """From rows of (resource, calendar, start, finish, amount)."""
        return cls(*np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, 5).T))

    def __len__(self) -> int:
        return len(self.amount)


class DailyAmounts(Struct, frozen=True):
    """The days of each allocation, in order: row of the allocation, day, and its amount of that day."""

    allocation: IntegerArray
    day: IntegerArray
    amount: IntegerArray

    def sums(self, groups: IntegerArray, count: int, first: int, days: int) -> IntegerArray:
        """Sums by group and day, a ``count`` x ``days`` array from day ``first``; ``groups`` has the row of each
        allocation's group. What lies on other days is left out."""
        seen = (self.day >= first) & (self.day < first + days)
        table = np.zeros(count * days, dtype=np.int64)
        np.add.at(table, groups[self.allocation[seen]] * days + self.day[seen] - first, self.amount[seen])
        return table.reshape(count, days)

    def until(self, day: int, allocations: int) -> IntegerArray:
        """The sum of each allocation up to and with a day."""
        table = np.zeros(allocations, dtype=np.int64)
        seen = self.day <= day
        np.add.at(table, self.allocation[seen], self.amount[seen])
        return table


class WorkingTimeTable:
    """The working time of several calendars over a run of days, for look-ups by array.

    Row r is ``calendars[r]``; one more row, ``clock``, is the clock itself. ``padded_minutes`` are :attr:`minutes` and
    a column of no meaning behind them, as wide as what cumulates over days.
    """

    __slots__ = ("_before", "_pattern", "_within", "clock", "days", "first", "padded_minutes")

    def __init__(self, calendars: Sequence[WorkCalendar], first: int, days: int) -> None:
        self.first, self.days, self.clock = first, min(max(days, 1), LONGEST), len(calendars)
        patterns: dict[DayIntervals, int] = {((0, MINUTES_PER_DAY),): 0}
        weekdays = (np.arange(self.days) + first + EPOCH_ORDINAL - 1) % 7  # ordinal 1 was a Monday
        pattern = np.zeros((len(calendars) + 1, self.days + 1), dtype=np.int64)
        for row, calendar in enumerate(calendars):
            week = [patterns.setdefault(tuple(hours), len(patterns)) for hours in calendar.week]
            pattern[row, :-1] = np.array(week)[weekdays]
            for day, hours in calendar.exceptions.items():
                at = day.toordinal() - EPOCH_ORDINAL - first
                if 0 <= at < self.days:
                    pattern[row, at] = patterns.setdefault(tuple(hours), len(patterns))
        within = np.array([_minutes_before(hours) for hours in patterns])
        self.padded_minutes: IntegerArray = within[:, MINUTES_PER_DAY][pattern]
        before = np.zeros(pattern.shape, dtype=np.int64)
        np.cumsum(self.padded_minutes[:, :-1], axis=1, out=before[:, 1:])
        # Flat, as a look-up by one index takes half the time of one by two.
        self._before, self._within, self._pattern = (
            before.ravel(),
            within.ravel(),
            pattern.ravel() * (MINUTES_PER_DAY + 1),
        )

    @property
    def minutes(self) -> IntegerArray:
        """The working minutes of each row (calendar) on each day from ``first``."""
        return self.padded_minutes[:, :-1]

    @classmethod
    def covering(cls, calendars: Sequence[WorkCalendar], allocations: Allocations) -> WorkingTimeTable:
        """The table of all days of these allocations."""
        if not len(allocations):
            return cls(calendars, 0, 1)
        first = int(allocations.start.min()) // MINUTES_PER_DAY
        return cls(calendars, first, int(allocations.finish.max()) // MINUTES_PER_DAY + 1 - first)

    def work_before(self, calendar: IntegerArray, day: IntegerArray, minute: IntegerArray) -> IntegerArray:
        """Working minutes from the first day of the table to a minute of a day, counted from the first day."""
        at = calendar * (self.days + 1) + day
        result: IntegerArray = self._before.take(at) + self._within.take(self._pattern.take(at) + minute)
        return result

    def between(self, calendar: IntegerArray, start: IntegerArray, finish: IntegerArray) -> IntegerArray:
        """Working minutes between instants, of what of them lies within the table."""
        first, end = self.first * MINUTES_PER_DAY, (self.first + self.days) * MINUTES_PER_DAY
        days, minutes = np.divmod(np.clip(np.stack((start, finish)), first, end) - first, MINUTES_PER_DAY)
        before = self.work_before(np.stack((calendar, calendar)), days, minutes)
        result: IntegerArray = before[1] - before[0]
        return result

    def before_day(self, calendar: IntegerArray, day: IntegerArray) -> IntegerArray:
        """Working minutes from the first day of the table to the midnight before a day, counted from the first."""
        result: IntegerArray = self._before.take(calendar * (self.days + 1) + day)
        return result


def _minutes_before(intervals: DayIntervals) -> IntegerArray:
    """Working minutes before each of the 1441 minutes of a day."""
    at_work = np.zeros(MINUTES_PER_DAY, dtype=np.int64)
    for start, end in intervals:
        at_work[start:end] = 1
    return np.concatenate([[0], np.cumsum(at_work)])


class _Spans(Struct, frozen=True):
    """Allocations within a table: the row they count on, first and last day (from the table's first), working minutes
    before the start and before the finish."""

    calendar: IntegerArray
    first: IntegerArray
    last: IntegerArray
    before: IntegerArray
    after: IntegerArray

    @property
    def working(self) -> IntegerArray:
        return self.after - self.before


def _spans(allocations: Allocations, table: WorkingTimeTable) -> _Spans:
    start, finish = (
        allocations.start - table.first * MINUTES_PER_DAY,
        allocations.finish - table.first * MINUTES_PER_DAY,
    )
    if len(start) and (start.min() < 0 or finish.max() > table.days * MINUTES_PER_DAY or (finish < start).any()):
        start = np.clip(start, 0, table.days * MINUTES_PER_DAY - 1)
        finish = np.clip(finish, start, table.days * MINUTES_PER_DAY)
    calendar = allocations.calendar
    first, last = start // MINUTES_PER_DAY, finish // MINUTES_PER_DAY
    before = table.work_before(calendar, first, start - first * MINUTES_PER_DAY)
    after = table.work_before(calendar, last, finish - last * MINUTES_PER_DAY)
    idle = np.flatnonzero(after <= before)
    if len(idle):
        calendar, finish = calendar.copy(), finish.copy()
        calendar[idle] = table.clock
        before[idle] = start[idle]
        after[idle] = finish[idle] = np.maximum(finish[idle], start[idle] + 1)
        last = finish // MINUTES_PER_DAY
    return _Spans(calendar, first, last - (last * MINUTES_PER_DAY == finish), before, after)


def daily_load(allocations: Allocations, table: WorkingTimeTable, resources: int) -> FloatArray:
    """The amount on each resource and day of the table, a ``resources`` x ``days`` array.

    First and last days are entered one by one; the full days between by where their density begins and ends, so that
    the cost is per allocation and not per day.
    """
    if not len(allocations):
        return np.zeros((resources, table.days))
    spans, width, rows = _spans(allocations, table), table.days + 1, table.clock + 1
    density = allocations.amount / spans.working
    density *= spans.last > spans.first
    tail = (spans.after - table.before_day(spans.calendar, spans.last)) * density
    head = allocations.amount - (spans.after - table.before_day(spans.calendar, spans.first + 1)) * density
    cell = allocations.resource * width + spans.first
    length = spans.last - spans.first
    load = _sum_at(cell, head, resources * width)
    load += _sum_at(cell + length, tail, resources * width)
    # Densities by resource and calendar: minutes of a full day are the calendar's, and a resource may have several.
    pair = allocations.resource * rows + spans.calendar
    flags = np.zeros(resources * rows, dtype=bool)
    flags[pair[density != 0]] = True
    present = np.flatnonzero(flags)
    if not len(present):
        return load.reshape(resources, width)[:, : table.days]
    line = np.zeros(resources * rows, dtype=np.int64)
    line[present] = np.arange(len(present)) * width
    begin = line.take(pair) + spans.first
    between = _sum_at(begin + 1, density, len(present) * width)
    between -= _sum_at(begin + length, density, len(present) * width)
    np.cumsum(between, out=between)  # each line sums to nothing
    between[np.abs(between) < NOTHING] = 0
    between *= table.padded_minutes[present % rows].ravel()
    owners = present // rows
    if len(owners) == resources and (owners == np.arange(resources)).all():
        load += between
    else:
        for owner, row in zip(owners.tolist(), between.reshape(-1, width), strict=True):
            load[owner * width : (owner + 1) * width] += row
    return load.reshape(resources, width)[:, : table.days]


def _sum_at(places: IntegerArray, amounts: FloatArray, size: int) -> FloatArray:
    """The sum of the amounts at each place."""
    sums: Any = np.bincount(places, amounts, size)
    return sums  # type: ignore[no-any-return]


def allocation_load(allocations: Allocations, table: WorkingTimeTable) -> tuple[DailyAmounts, FloatArray]:
    """The amount of each allocation on each of its days: the days with their working minutes, and the amounts."""
    days, working = _daily_minutes(allocations, table)
    share: FloatArray = days.amount * allocations.amount[days.allocation] / working[days.allocation]
    return days, share


def spread(allocations: Allocations, table: WorkingTimeTable) -> DailyAmounts:
    """Whole units of each allocation on each of its days, that sum to its amount: by largest remainders.

    Of days with equal remainders the earlier takes the unit.
    """
    days, working = _daily_minutes(allocations, table)
    if not len(allocations):
        return days
    if int(allocations.amount.max()) * int(working.max()) >= SAFE_PRODUCT:
        return _spread_large(days, allocations)
    amount, remainder = np.divmod(days.amount * allocations.amount[days.allocation], working[days.allocation])
    begins = np.searchsorted(days.allocation, np.arange(len(allocations)))
    left = allocations.amount - np.add.reduceat(amount, begins)
    places = np.flatnonzero(left[days.allocation] > 0)
    owner = days.allocation[places]
    # Sorted by allocation already: so by remainder within each, and the first of them take what is left.
    order = places[np.lexsort((-remainder[places], owner))]
    rank = np.arange(len(order)) - np.searchsorted(owner, owner)
    amount[order[rank < left[owner]]] += 1
    return DailyAmounts(days.allocation, days.day, amount)


def _spread_large(days: DailyAmounts, allocations: Allocations) -> DailyAmounts:
    """The same for amounts whose products leave 64 bits, in whole numbers of any size."""
    from tpm_tui.domain.values.amounts import allocate

    amount = np.zeros(len(days.day), dtype=np.int64)
    ends = np.searchsorted(days.allocation, np.arange(len(allocations) + 1)).tolist()
    for row, whole in enumerate(allocations.amount.tolist()):
        amount[ends[row] : ends[row + 1]] = allocate(whole, days.amount[ends[row] : ends[row + 1]].tolist())
    return DailyAmounts(days.allocation, days.day, amount)


def _daily_minutes(allocations: Allocations, table: WorkingTimeTable) -> tuple[DailyAmounts, IntegerArray]:
    """The working minutes of each allocation on each of its days, and their sum for each allocation."""
    spans = _spans(allocations, table)
    counts = spans.last - spans.first + 1
    owner: IntegerArray = np.repeat(np.arange(len(allocations)), counts)
    offset = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    day = np.arange(len(owner)) - (offset - spans.first)[owner]
    calendar = spans.calendar[owner]
    begin = np.maximum(table.before_day(calendar, day), spans.before[owner])
    end = np.minimum(table.before_day(calendar, day + 1), spans.after[owner])
    return DailyAmounts(owner, day + table.first, end - begin), spans.working
