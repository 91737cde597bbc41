"""The working intervals of one day."""

from __future__ import annotations

from collections.abc import Iterable

DAY = 1440
"""Minutes of a calendar day."""

Intervals = tuple[tuple[int, int], ...]
"""Working intervals of one day: (start, end) in minutes after midnight, ascending, end at most 1440."""


def tidy(intervals: Iterable[tuple[int, int]]) -> Intervals:
    """Sort and join intervals, drop empty ones; ValueError if one leaves the day."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if not 0 <= start <= end <= DAY:
            raise ValueError(f"a working interval lies between 0 and {DAY} minutes, not {start} to {end}")
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def work_in(intervals: Intervals) -> int:
    """Minutes of work in a day."""
    return sum(end - start for start, end in intervals)


def work_until(intervals: Intervals, minute: int) -> int:
    """Minutes of work before a time of the day."""
    return sum(max(0, min(end, minute) - start) for start, end in intervals)
