"""Some stretches of a count of minutes, and the count of the minutes in them: working time in clock time, or the time
of one calendar in that of all.

Both counts are whole numbers from 0 on, so that they are indices into tables: a look-up takes a nanosecond or two.
Where tables would be too large, they have an entry for several minutes, or stretches are found by bisection.
"""

from typing import Any

import numpy as np

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.model.graph.arrays import Integers

Vector = Any
"""A numpy array of whole minutes, one a iteration, or a single whole number that holds for all batch."""


DENSE, COARSE = range(2)
"""Inner counts with an entry for every minute; or for as many as the greatest power of two that divides all ends of
stretches (4 where they are full hours), which takes more arithmetic. The way back has the latter in any case."""


class IntervalTable:
    """Stretches of an outer count of `length` minutes; the inner count is of the `minutes` within them.

    `starts` and `ends` rise, and do not touch. Before `tabulate` points are found by bisection.
    """

    __slots__ = (
        "_after", "_before", "_behind", "_busy", "_cut", "_ends", "_inside", "_shift", "_starts",
        "length", "minutes", "whole",
    )  # fmt: skip

    def __init__(self, starts: Integers, ends: Integers, length: int) -> None:
        self.length = length
        self.minutes = int((ends - starts).sum())
        self.whole = self.minutes == length
        """whether nothing lies outside, so that both counts are one"""
        self._starts, self._ends = starts, ends
        self._before = np.concatenate([[0], np.cumsum(ends - starts)])
        self._cut = 0
        self._inside: Vector = None
        self._busy: Vector = None
        self._shift = 0

    def bytes(self, resolution: int) -> int:
        """Memory that tables of a resolution take."""
        outer = self.length * (5 if resolution == COARSE else 4) >> self._grid(resolution)
        return 0 if self.whole else outer + (4 * self.minutes >> self._grid(COARSE))

    def _grid(self, resolution: int) -> int:
        """The exponent of the greatest power of two that divides all ends of stretches, at most that of a day."""
        common = int(np.gcd.reduce(np.concatenate([self._starts, self._ends]), initial=MINUTES_PER_DAY))
        return (common & -common).bit_length() - 1 if resolution == COARSE else 0

    def tabulate(self, resolution: int) -> None:
        """Make tables to look points up in."""
        if self.whole:
            return
        self._shift = self._grid(resolution)
        step = 1 << self._shift
        busy = np.zeros(self.length // step + 2, dtype=np.int8)
        for start, end in zip((self._starts // step).tolist(), (self._ends // step).tolist(), strict=True):
            busy[start:end] = 1
        self._inside = np.zeros(len(busy) + 1, dtype=np.int32)
        np.cumsum(busy, dtype=np.int32, out=self._inside[1:])
        if self._shift:
            self._inside *= step
            self._busy = busy
        # by how much the outer count is ahead: behind the minute before, and before the minute after, in one table
        ahead = (self._starts - self._before[:-1]).astype(np.int32)
        self._cut = self._grid(COARSE)
        cells = np.repeat(ahead, (self._ends - self._starts) >> self._cut)
        ahead = np.concatenate([ahead[:1], cells, np.array([self.length - self.minutes], dtype=np.int32)])
        self._behind, self._after = ahead[:-1], ahead[1:]

    def inside(self, outer: Vector) -> Vector:
        """Minutes in stretches before a point of the outer count."""
        if self.whole:
            return outer
        if self._inside is None:
            at = np.clip(np.searchsorted(self._starts, outer, side="right") - 1, 0, None)
            return self._before[at] + np.clip(np.minimum(outer, self._ends[at]) - self._starts[at], 0, None)
        if not self._shift:
            return self._inside.take(outer, mode="clip")
        at = outer >> self._shift
        rest = outer & ((1 << self._shift) - 1)
        return self._inside.take(at, mode="clip") + self._busy.take(at, mode="clip") * rest

    def start_of(self, inner: Vector) -> Vector:
        """The latest point of the outer count with so many minutes before it: the next minute lies in a stretch."""
        if self.whole:
            return inner
        if self._inside is None:
            return self._point(inner, "right")
        return inner + self._after.take(inner >> self._cut if self._cut else inner, mode="clip")

    def end_of(self, inner: Vector) -> Vector:
        """The earliest point of the outer count with so many minutes before it: the minute before is in a stretch."""
        if self.whole:
            return inner
        if self._inside is None:
            return self._point(inner, "left")
        return inner + self._behind.take((inner - 1 >> self._cut) + 1 if self._cut else inner, mode="clip")

    def _point(self, inner: Vector, side: Any) -> Vector:
        at = np.clip(np.searchsorted(self._before, inner, side=side) - 1, 0, len(self._starts) - 1)
        return self._starts[at] + inner - self._before[at]
