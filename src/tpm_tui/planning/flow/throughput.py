"""When so many items will be done, judged by nothing but how many were done a day so far.

The counts of past working days, those without any included, are drawn with replacement until the items are used up
[Magennis 2011, Forecasting and Simulating Software Development Projects]. No estimate, link or risk goes into it: it is
a second opinion on the schedule simulation. Items are leaves that are no milestones; dropped ones do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.model.calendars import programme_calendar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution

    Integers = npt.NDArray[np.int64]

#: How far back counts are taken: twelve weeks.
THROUGHPUT_WINDOW = timedelta(days=84)
#: Working days, and items done in them, below which the history says little.
MIN_DAYS, MIN_ITEMS = 20, 10
#: Working days after which a run is given up: about twelve years.
MAX_FORECAST_DAYS = 3000


def done_days(plan: Plan, history: Iterable[tuple[datetime, Sequence[Edit]]] = ()) -> dict[str, date]:
    """Item id -> the day it was done, for items that are done now.

    An actual finish says it; where none is given, the day (local) of the transaction that last brought the item into a
    finished state, or its progress to 100 where its state does not say so. `history` is the journal's transactions, in
    any order: the aware moment and its edits. An item that was done, reopened and done again counts once, on the last
    day.
    """
    table, groups = plan["item"], plan.state_groups
    finished = set(_leaves(plan, finished=True))
    stated = {id_ for id_ in finished if groups.get(str(table.value(id_, "status"))) == "done"}
    days: dict[str, date] = {}
    for moment, edits in sorted(history, key=lambda entry: entry[0]):
        for edit in edits:
            if edit.kind != "item" or edit.id not in finished or edit.after is None:
                continue
            now, was = edit.after, edit.before or {}
            by_state = groups.get(str(now.get("status"))) == "done" and groups.get(str(was.get("status"))) != "done"
            by_progress = edit.id not in stated and now.get("progress") == 100 and was.get("progress") != 100
            if by_state or by_progress:
                days[edit.id] = to_local(moment).date()
    for id_ in finished:
        actual = table.value(id_, "actual_finish")
        if actual is not None:
            days[id_] = date.fromisoformat(str(actual)[:10])
    return days


def open_items(plan: Plan) -> list[str]:
    """Ids of the leaves that still have to be done."""
    return _leaves(plan, finished=False)


def _leaves(plan: Plan, *, finished: bool) -> list[str]:
    """Ids of the leaves that are finished, or are not: dropped items and milestones aside."""
    table, below = plan["item"], plan.children
    rows = zip(table.ids, finished_items(plan), table.columns["type"], dropped_items(plan), strict=True)
    return [
        id_
        for id_, done, kind, dropped in rows
        if done == finished and not dropped and kind != "milestone" and id_ not in below
    ]


def daily_counts(days: Iterable[date], calendar: WorkCalendar, first: date, last: date) -> list[int]:
    """How many of these days fall on each working day from first to last; what was done on a free day counts for the
    next working day."""
    working = [day for n in range((last - first).days + 1) if calendar.is_working(day := first + timedelta(days=n))]
    place = {day: at for at, day in enumerate(working)}
    counts = [0] * len(working)
    for day in days:
        if first <= day <= last:
            while day not in place and day <= last:
                day += timedelta(days=1)
            if day in place:
                counts[place[day]] += 1
    return counts


class Throughput(Struct, frozen=True, eq=False):
    """A forecast by throughput. `counts` are the items done on each working day of the history."""

    items: int
    counts: tuple[int, ...]
    today: date
    working_days: Integers
    """working days that each run needs, today the first, rising; HORIZON + 1 where it was given up"""
    calendar: WorkCalendar

    @property
    def is_history_short(self) -> bool:
        """Whether the history is too short to be trusted."""
        return len(self.counts) < MIN_DAYS or sum(self.counts) < MIN_ITEMS

    def percentile(self, percent: float) -> date | None:
        """The day by which the items are done with that confidence; None if that lies beyond the horizon."""
        from tpm_tui.planning.montecarlo.sample_statistics import percentile

        days = percentile(self.working_days, percent)
        return None if days > MAX_FORECAST_DAYS else self._day(days)

    def confidence(self, day: date) -> float:
        """The share of runs, 0 to 1, that are through by the end of a day."""
        passed, at = 0, self.today
        while at <= day and passed <= MAX_FORECAST_DAYS:
            passed += self.calendar.is_working(at)
            at += timedelta(days=1)
        import numpy as np

        return float(np.searchsorted(self.working_days, passed, side="right")) / len(self.working_days)

    def _day(self, number: int) -> date:
        """The working day of that number, today being the first if it is one; nothing to do is done today."""
        day = self.today
        while number > 1 or (number == 1 and not self.calendar.is_working(day)):
            number -= self.calendar.is_working(day)
            day += timedelta(days=1)
        return day


def resample(counts: Sequence[int], items: int, *, runs: int = 10_000, seed: int = 1) -> Integers:
    """Days until so many items are done, in each run, rising: daily counts drawn with replacement.

    HORIZON + 1 for a run that does not get there; all of them where nothing was ever done.
    """
    import numpy as np

    if items <= 0:
        return np.zeros(runs, dtype=np.int64)
    never = np.full(runs, MAX_FORECAST_DAYS + 1, dtype=np.int64)
    past = np.array(counts, dtype=np.int64)
    if not past.any():
        return never
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([abs(seed), int(seed < 0)])))
    left = np.full(runs, items, dtype=np.int64)
    results = never
    chunk = 64
    for first in range(0, MAX_FORECAST_DAYS, chunk):
        waiting = np.flatnonzero(left > 0)
        if not len(waiting):
            break
        # drawn for all runs, through or not: a run's days do not depend on how the others go
        chosen = rng.integers(0, len(past), (runs, min(chunk, MAX_FORECAST_DAYS - first)))
        drawn = np.cumsum(past[chosen[waiting]], axis=1)
        reached = drawn >= left[waiting, None]
        through = reached.any(axis=1)
        results[waiting[through]] = first + 1 + reached[through].argmax(axis=1)
        left[waiting] -= drawn[:, -1]
    return np.sort(results)


def throughput(
    plan: Plan,
    today: date,
    history: Iterable[tuple[datetime, Sequence[Edit]]] = (),
    *,
    items: int | None = None,
    window: timedelta = THROUGHPUT_WINDOW,
    runs: int = 10_000,
    seed: int = 1,
) -> Throughput:
    """When so many items (all open ones if not said) are done, by the pace of the window before today.

    The window starts no earlier than the programme or its first finished item. Today is not counted: it is not over.
    """
    calendar = programme_calendar(plan)
    done = done_days(plan, history)
    start = plan.programme("start")
    begin = date.fromisoformat(str(start)[:10]) if start is not None else today
    first = max(today - window, min([begin, *done.values()]))
    counts = daily_counts(done.values(), calendar, first, today - timedelta(days=1))
    wanted = len(open_items(plan)) if items is None else items
    days = resample(counts, wanted, runs=runs, seed=seed)
    return Throughput(wanted, tuple(counts), today, days, calendar)


def disagreement(pace: Throughput, schedule: FinishDistribution) -> int | None:
    """Calendar days from the simulated schedule's P80 to that of the throughput, where the two disagree.

    They do where the ranges from P10 to P90 do not meet. None where they agree, or where the pace never gets there.
    """
    low, high, late = pace.percentile(10), pace.percentile(90), pace.percentile(80)
    if low is None or high is None or late is None:
        return None
    first, last, p80 = (finish_day(schedule.percentile(p)) for p in (10, 90, 80))
    return (late - p80).days if high < first or low > last else None
