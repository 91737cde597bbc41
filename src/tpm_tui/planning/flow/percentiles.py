"""Percentiles by nearest rank: always a value that occurred."""

from collections.abc import Iterable

LEVELS = (50, 85, 95)
"""The percentiles of cycle time that are reported."""

SERVICE_LEVEL = 85
"""The percentile of cycle time that open work is held against [service level expectation, Kanban Guide]."""


def nearest_rank(values: Iterable[int], percent: int) -> int | None:
    """The smallest value that at least so many percent of the values do not exceed; None where there are none."""
    rising = sorted(values)
    if not rising:
        return None
    return rising[max(-(-percent * len(rising) // 100), 1) - 1]
