"""Working days between two days, counted once for all who ask."""

from collections.abc import Callable
from datetime import date


class WorkingDayCount:
    """Counts the days for which ``is_working`` is true; days are ordinals (:meth:`datetime.date.toordinal`)."""

    def __init__(self, is_working: Callable[[date], bool]) -> None:
        self._is_working = is_working
        self._first = 0
        self._before: list[int] = [0]
        """working days from the first day to, but without, each following one"""

    def inclusive(self, first: int, last: int) -> int:
        """Working days from ``first`` to ``last``, both included; 0 where last is before first."""
        if last < first:
            return 0
        self._cover(first, last)
        return self._before[last - self._first + 1] - self._before[first - self._first]

    def after(self, first: int, last: int) -> int:
        """Working days that have begun since the day ``first``: 0 on that day, whatever day it is."""
        return self.inclusive(first + 1, last)

    def _cover(self, first: int, last: int) -> None:
        if len(self._before) == 1 or first < self._first:
            end = max(last, self._first + len(self._before) - 2 if len(self._before) > 1 else last)
            self._first, self._before = first, [0]
            last = end
        for day in range(self._first + len(self._before) - 1, last + 1):
            self._before.append(self._before[-1] + self._is_working(date.fromordinal(day)))
