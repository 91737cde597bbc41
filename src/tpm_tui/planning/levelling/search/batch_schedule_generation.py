"""The serial SGS of many lists at once, in whole periods: place by place of the lists, all lists side by side.

Every list has a row of remaining capacities, packed as in `period_schedule`. For the activity at one place of each
list, the periods that follow its earliest start are tested in one operation and made bits of one word; shifting that
word upon itself leaves the starts from which the whole duration is free, and the lowest bit is the first of them.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tpm_tui.planning.levelling.search.period_schedule import WINDOW, Arcs, PeriodProblem
from tpm_tui.planning.model.graph.arrays import Integers

_NEVER = -(1 << 40)


class BatchScheduleGenerator:
    """Makes the schedules of many lists of one problem, forwards or, with its arcs mirrored, backwards."""

    def __init__(self, periods: PeriodProblem, arcs: Arcs, release: Sequence[int]) -> None:
        count = len(periods.duration)
        self._word = np.int32 if periods.full.bit_length() < 32 else np.int64
        self._full, self._guards = self._word(periods.full), self._word(periods.guards)
        self._periods = len(periods.free)
        self._release = np.array(release, dtype=np.int64)
        self._demand = np.array(periods.demand, dtype=self._word)
        longest = max(periods.duration)
        self._taken = np.zeros((count, longest), dtype=self._word)
        doublings: list[list[int]] = []
        for j, duration in enumerate(periods.duration):
            self._taken[j, :duration] = periods.demand[j]
            doublings.append(_doublings(duration if periods.demand[j] else 1))
        self._shift = np.zeros((max(map(len, doublings)), count), dtype=np.uint64)
        for j, shifts in enumerate(doublings):
            self._shift[: len(shifts), j] = shifts
        self._duration = periods.duration
        # Each activity has as many predecessors as the one with most: the missing ones are at a place that is never.
        self._before = np.full((max(1, *map(len, arcs)), count), count, dtype=np.int64)
        self._distance = np.zeros(self._before.shape, dtype=np.int64)
        for j, into in enumerate(arcs):
            for k, (p, distance) in enumerate(into):
                self._before[k, j], self._distance[k, j] = p, distance

    def starts(self, orders: Integers) -> Integers:
        """The start of each activity (second axis) in the schedule of each list (first axis)."""
        lists, count = orders.shape
        row = self._periods + WINDOW
        remaining = np.full(lists * row, self._full, dtype=self._word)
        size = remaining.itemsize
        windows = np.lib.stride_tricks.as_strided(remaining, (lists * row - WINDOW, WINDOW), (size, size))
        longest = self._taken.shape[1]
        spans = np.lib.stride_tricks.as_strided(remaining, (lists * row - longest, longest), (size, size))
        first = np.arange(lists) * row
        start = np.full((lists, count + 1), _NEVER, dtype=np.int64)
        flat, offset = start.ravel(), np.arange(lists) * (count + 1)
        one = np.uint64(1)
        for j in np.ascontiguousarray(orders.T):
            before = self._before.take(j, axis=1)
            before += offset
            bounds = flat.take(before)
            bounds += self._distance.take(j, axis=1)
            since = np.maximum(np.maximum.reduce(bounds), self._release.take(j))
            place = since + first
            window = windows[place]
            window -= self._demand.take(j)[:, None]
            window &= self._guards
            free = np.packbits((window == self._guards).ravel(), bitorder="little").view(np.uint64)
            for shift in self._shift:
                free &= free >> shift.take(j)
            free &= ~free + one
            later = np.frexp(free.astype(np.float64))[1] - 1
            if np.minimum.reduce(later) < 0:
                for k in np.flatnonzero(later < 0).tolist():
                    later[k] = self._search(remaining, int(place[k]), int(j[k]))
            place += later
            spans[place] -= self._taken.take(j, axis=0)
            flat[offset + j] = since + later
        return start[:, :count]

    def _search(self, remaining: npt.NDArray[np.signedinteger], place: int, j: int) -> int:
        """Periods from a place to the first start beyond the window that is tested at once."""
        units, guards, duration = int(self._demand[j]), int(self._guards), self._duration[j]
        at, run = place + WINDOW - duration + 1, 0
        while run < duration:
            for left in remaining[at : at + WINDOW].tolist():
                run = run + 1 if left - units & guards == guards else 0
                at += 1
                if run == duration:
                    break
        return at - duration - place


def _doublings(duration: int) -> list[int]:
    """The shifts that leave a bit where it is followed by a run of so many."""
    shifts: list[int] = []
    reached = 1
    while reached < duration:
        shifts.append(min(reached, duration - reached))
        reached += shifts[-1]
    return shifts
