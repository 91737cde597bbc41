"""Working intervals as one table, and the way from an instant to the work behind it.

Instants are integers: minutes, or the periods of an instance. A table covers the time until `until`; beyond it the
intervals of its last `CYCLE` repeat, so that a schedule of any length has its dates.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

CYCLE = 7 * 1440
"""Minutes of the week that repeats beyond the table."""


class WorkingTime:
    """Disjoint working intervals, ascending; `WorkingTime(())` works without a break.

    Raises ValueError where intervals overlap, are empty, or leave no work in the week that repeats.
    """

    __slots__ = ("_before", "_ends", "_starts", "_until", "continuous")

    def __init__(self, intervals: Iterable[tuple[int, int]], until: int | None = None) -> None:
        pairs = tuple(intervals)
        self.continuous = not pairs
        self._starts = [start for start, _ in pairs]
        self._ends = [end for _, end in pairs]
        if any(start >= end for start, end in pairs) or any(
            end > following for end, following in zip(self._ends, self._starts[1:], strict=False)
        ):
            raise ValueError("working intervals are disjoint, ascending and not empty")
        self._until = until if until is not None else (self._ends[-1] if pairs else 0)
        if pairs and self._ends[-1] > self._until:
            raise ValueError("the table ends before its last interval")
        self._before = [0]
        for start, end in pairs:
            self._before.append(self._before[-1] + end - start)

    def start(self, instant: int) -> int:
        """The first instant at or after this one at which work can be done."""
        if self.continuous:
            return instant
        ends = self._ends
        while instant >= ends[-1]:
            self._grow()
        begin = self._starts[bisect_right(ends, instant)]
        return instant if instant > begin else begin

    def point(self, instant: int, is_milestone: bool) -> int:
        """Where something without work stands that may begin from an instant on; a milestone also where work ends."""
        if self.continuous or (is_milestone and self.instant_of(self.work_before(instant)) == instant):
            return instant
        return self.start(instant)

    def finish(self, instant: int, duration: int) -> int:
        """When work of that duration ends which begins at or after the instant; the instant itself for no work."""
        if self.continuous or duration <= 0:
            return instant + max(duration, 0)
        return self.instant_of(self.work_before(instant) + duration)

    def latest_start(self, finish: int, duration: int) -> int:
        """The first start from which work of that duration ends at `finish` or later, or cannot end before it."""
        if self.continuous or duration <= 0:
            return finish - max(duration, 0)
        return self._beginning_of(self.work_before(finish) - duration)

    def start_reaching(self, finish: int, duration: int) -> int:
        """The first start from which work of that duration ends at `finish` or, where none ends there, after it."""
        if self.continuous or duration <= 0:
            return finish - max(duration, 0)
        done = self.work_before(finish)
        return self._beginning_of(done + (self.instant_of(done) != finish) - duration)

    def shift(self, instant: int, work: int) -> int:
        """The instant so much work later, where it ends, or earlier where negative, where it begins: as for a lag."""
        if self.continuous or not work:
            return instant + work
        target = self.work_before(instant) + work
        return self.instant_of(target) if work > 0 else self._beginning_of(target)

    def work_before(self, instant: int) -> int:
        """Minutes of work between the first interval of the table and an instant (0 before it)."""
        if self.continuous:
            return instant
        while instant > self._until:
            self._grow()
        place = bisect_right(self._starts, instant) - 1
        if place < 0:
            return 0
        return self._before[place] + min(instant, self._ends[place]) - self._starts[place]

    def intervals(self, start: int, finish: int) -> list[tuple[int, int]]:
        """The working intervals within [start, finish)."""
        if self.continuous:
            return [(start, finish)] if start < finish else []
        while finish > self._until:
            self._grow()
        pieces: list[tuple[int, int]] = []
        place = bisect_right(self._ends, start)
        while place < len(self._starts) and self._starts[place] < finish:
            pieces.append((max(start, self._starts[place]), min(finish, self._ends[place])))
            place += 1
        return pieces

    def mirrored(self) -> WorkingTime:
        """The same intervals with time running backwards about zero, continuous before the first of them."""
        if self.continuous:
            return self
        pairs = [(-end, -start) for start, end in zip(reversed(self._starts), reversed(self._ends), strict=True)]
        free = -self._starts[0]
        return WorkingTime([*pairs, (free, free + CYCLE)], free + CYCLE)

    def instant_of(self, work: int) -> int:
        """The instant at which so much work since the beginning of the table has ended."""
        if self.continuous or work <= 0:
            return work if self.continuous else self._starts[0]
        before = self._before
        while before[-1] < work:
            self._grow()
        place = bisect_left(before, work) - 1
        return self._starts[place] + work - before[place]

    def _beginning_of(self, work: int) -> int:
        """The instant at which the minute begins that follows so much work since the beginning of the table."""
        if work < 0:
            return self._starts[0] + work
        while self._before[-1] <= work:
            self._grow()
        place = bisect_right(self._before, work) - 1
        return self._starts[place] + work - self._before[place]

    def _grow(self) -> None:
        """Append the last week once more, a week later."""
        since = self._until - CYCLE
        first = bisect_right(self._ends, since)
        week = [(max(self._starts[k], since) + CYCLE, self._ends[k] + CYCLE) for k in range(first, len(self._starts))]
        if not week:
            raise ValueError("a calendar has no working time left")
        for start, end in week:
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(self._before[-1] + end - start)
        self._until += CYCLE


CONTINUOUS = WorkingTime(())
"""Works day and night: elapsed time."""
