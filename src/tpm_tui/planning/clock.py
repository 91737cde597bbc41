"""Working time and clock time for whole vectors of instants: the arithmetic of a Calendar, many lanes at once.

Instants count minutes from an `origin`, working time counts the calendar's minutes of work from there, so that both are
indices into tables: a look-up takes about a nanosecond. Beyond the ends of the tables the result is that of the end;
whoever makes a Clock chooses a span that covers what can be asked.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from tpm_tui.domain.calendar import DAY, EPOCH_ORDINAL, Calendar

Vector = Any
"""A numpy array of whole minutes, one a lane, or a single whole number that holds for all lanes."""

MOST = 6_000_000
"""Minutes (eleven years) up to which the tables of all calendars of a plan together have an entry for each. Four times
that is the most for any table."""


class Clock:
    """One calendar over `days` days from `origin`, which is a midnight in minutes since the epoch.

    The table of clock time has an entry for every minute, or, if `small`, for as many as the greatest power of two that
    divides all hours of the calendar (4 where it knows full hours alone): less memory, more arithmetic. Working time is
    a quarter of it in most calendars, and has an entry for every minute. Where even that is too much, instants are
    looked up by bisection.
    """

    __slots__ = ("_before", "_busy", "_ends", "_finishes", "_shift", "_starts", "_work", "calendar", "last", "origin")

    def __init__(self, calendar: Calendar, origin: int, days: int, small: bool = False) -> None:
        self.calendar, self.origin = calendar, origin
        self.last = days * DAY
        spans = [
            (at * DAY + start, at * DAY + end)
            for at in range(days)
            for start, end in calendar.intervals(date.fromordinal(origin // DAY + EPOCH_ORDINAL + at))
        ]
        bounds = np.array(spans or [(0, 0)], dtype=np.int64)
        grid = int(np.gcd.reduce(bounds.ravel(), initial=DAY))
        self._shift = (grid & -grid).bit_length() - 1 if small else 0
        self._work: Vector = None
        self._starts, self._ends = bounds[:, 0].copy(), bounds[:, 1].copy()
        self._before = np.concatenate([[0], np.cumsum(self._ends - self._starts)])
        if self.last <= 4 * MOST:
            self._tabulate(spans)

    def _tabulate(self, spans: list[tuple[int, int]]) -> None:
        shift = self._shift
        busy = np.zeros(self.last + 1, dtype=np.int8)
        for start, end in spans:
            busy[start:end] = 1
        work = np.zeros(self.last + 1, dtype=np.int32)
        np.cumsum(busy[:-1], out=work[1:])
        self._starts = np.append(np.flatnonzero(busy), self.last).astype(np.int32)
        self._finishes = np.concatenate([self._starts[:1], self._starts[:-1] + 1])
        self._work = work[:: 1 << shift].copy() if shift else work
        self._busy = busy[:: 1 << shift].copy() if shift else busy

    def work_at(self, instant: Vector) -> Vector:
        """Working minutes before an instant."""
        if self._work is None:
            at = np.clip(np.searchsorted(self._starts, instant, side="right") - 1, 0, None)
            return self._before[at] + np.clip(np.minimum(instant, self._ends[at]) - self._starts[at], 0, None)
        shift = self._shift
        if not shift:
            return self._work.take(instant, mode="clip")
        at = instant >> shift
        return self._work.take(at, mode="clip") + self._busy.take(at, mode="clip") * (instant & ((1 << shift) - 1))

    def start_of(self, work: Vector) -> Vector:
        """The latest instant with so much work before it: the next minute is a working one."""
        if self._work is None:
            return self._bisect(work, "right")
        return self._starts.take(work, mode="clip")

    def end_of(self, work: Vector) -> Vector:
        """The earliest instant with so much work before it: the minute before is a working one."""
        if self._work is None:
            return self._bisect(work, "left")
        return self._finishes.take(work, mode="clip")

    def _bisect(self, work: Vector, side: Any) -> Vector:
        at = np.clip(np.searchsorted(self._before, work, side=side) - 1, 0, len(self._starts) - 1)
        return self._starts[at] + work - self._before[at]

    def next_working(self, instant: Vector) -> Vector:
        """The instant itself where work goes on, else the next start of work."""
        return self.start_of(self.work_at(instant))

    def previous_working(self, instant: Vector) -> Vector:
        """The instant itself if there was work just before it, else the last end of work."""
        return self.end_of(self.work_at(instant))

    def add(self, instant: Vector, work: Vector) -> Vector:
        """The instant that so much work after (or, negative, before) an instant reaches; see `Calendar.add`."""
        if not isinstance(work, np.ndarray):
            if not work:
                return instant
            return (
                self.end_of(self.work_at(instant) + work) if work > 0 else self.start_of(self.work_at(instant) + work)
            )
        reach = self.work_at(instant) + work
        low, high = int(work.min()), int(work.max())
        if low > 0:
            return self.end_of(reach)
        if high < 0:
            return self.start_of(reach)
        moved = np.where(work > 0, self.end_of(reach), self.start_of(reach))
        return np.where(work == 0, instant, moved)


@lru_cache(maxsize=32)
def clock(calendar: Calendar, origin: int, days: int, small: bool) -> Clock:
    """A Clock, kept for the next run over the same span."""
    return Clock(calendar, origin, days, small)
