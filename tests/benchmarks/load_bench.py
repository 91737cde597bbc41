"""How long the load of people by day takes, as a ratio to numpy's own counting of the same intervals.

The yardstick spreads each interval evenly over its days and counts them with one `bincount`: no calendars, no hours, no
absences. The load has each person's own calendar with days away, and starts and ends on the minute.

    python tests/benchmarks/load_bench.py
"""

import random
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from tpm_tui.domain.time.work_calendar import STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.model.time_phased import Allocations, WorkingTimeTable, daily_load

ITEMS, PEOPLE, DAYS = 10_000, 40, 365
FIRST = 20_780


def intervals(seed: int = 1) -> tuple[Allocations, WorkingTimeTable]:
    """Items of one day to four weeks, spread over people and a year."""
    rng = random.Random(seed)
    epoch = date(1970, 1, 1).toordinal()
    away = ({FIRST + epoch + rng.randrange(DAYS): () for _ in range(25)} for _ in range(PEOPLE))
    calendars = [WorkCalendar(STANDARD_WEEK, days) for days in away]
    rows = []
    for _ in range(ITEMS):
        person, days = rng.randrange(PEOPLE), rng.choice((1, 2, 5, 10, 20))
        start = (FIRST + rng.randrange(DAYS - days)) * 1440 + 9 * 60 + rng.randrange(240)
        rows.append((person, person, start, start + (days - 1) * 1440 + 240, 480 * days))
    return Allocations.of(rows), WorkingTimeTable(calendars, FIRST, DAYS)


def bincount_of(allocations: Allocations) -> Callable[[], object]:
    """The yardstick."""

    def run() -> object:
        first = allocations.start // 1440 - FIRST
        days = (allocations.finish - 1) // 1440 - FIRST - first + 1
        owner = np.repeat(np.arange(len(days)), days)
        day = np.arange(len(owner)) - np.repeat(np.cumsum(days) - days - first, days)
        return np.bincount(allocations.resource[owner] * DAYS + day, (allocations.amount / days)[owner], PEOPLE * DAYS)

    return run


def best(run: Callable[[], object], times: int = 50) -> float:
    """The shortest of several runs, in seconds of processor time."""
    shortest = float("inf")
    for _ in range(times):
        begin = time.process_time()
        run()
        shortest = min(shortest, time.process_time() - begin)
    return shortest


if __name__ == "__main__":
    allocations, table = intervals()
    load = best(lambda: daily_load(allocations, table, PEOPLE))
    bare = best(bincount_of(allocations))
    print(
        f"load, {ITEMS:,} items x {PEOPLE} people x 1 year: {load * 1e3:.2f} ms, bincount {bare * 1e3:.2f} ms, "
        f"÷ {load / bare:.2f}"
    )
