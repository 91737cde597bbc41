"""The working intervals of one day."""

from collections.abc import Iterable

MINUTES_PER_DAY = 1440
"""Minutes of a calendar day."""

STANDARD_DAY_MINUTES = 480
"""Working minutes of a day where neither a calendar nor the working hours of a configuration say otherwise."""

DayIntervals = tuple[tuple[int, int], ...]
"""Working intervals of one day: (start, end) in minutes after midnight, ascending, end at most 1440."""


def normalised_intervals(intervals: Iterable[tuple[int, int]]) -> DayIntervals:
    """Sort and join intervals, drop empty ones; ValueError if one leaves the day."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if not 0 <= start <= end <= MINUTES_PER_DAY:
            raise ValueError(f"a working interval lies between 0 and {MINUTES_PER_DAY} minutes, not {start} to {end}")
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def interval_intersection(one: DayIntervals, other: DayIntervals) -> DayIntervals:
    """The minutes that are in both."""
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return normalised_intervals((start, end) for start, end in pairs if start < end)


def work_in_day(intervals: DayIntervals) -> int:
    """Minutes of work in a day."""
    return sum(end - start for start, end in intervals)


def work_before(intervals: DayIntervals, minute: int) -> int:
    """Minutes of work before a time of the day."""
    return sum(max(0, min(end, minute) - start) for start, end in intervals)
