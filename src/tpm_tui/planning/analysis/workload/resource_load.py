"""Load from the schedule: minutes of each person or pool, day and item, against what they can work that day.

What is still to be done lies from the status date on; before it, the time that has passed of begun and finished work
counts as planned. The owner counts as assigned with 100 % where nobody else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.cpm.plan_schedule import schedule_of
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.calendars import calendars_of, person_calendars, programme_calendar
from tpm_tui.planning.model.network_from_plan import dropped_mask
from tpm_tui.planning.model.time_phased import Allocations, FloatArray, WorkingTimeTable, allocation_load, daily_load
from tpm_tui.planning.planned_cost import workers_of


@dataclass(frozen=True)
class DailyResourceLoad:
    """Minutes by row (``people``, then ``pools``, in the order of their registers) and day from ``first`` on.

    ``items`` has the place in the item table of each allocation.
    """

    people: tuple[str, ...]
    pools: tuple[str, ...]
    allocations: Allocations
    items: tuple[int, ...]
    table: WorkingTimeTable
    load: FloatArray
    capacity: npt.NDArray[np.int64]

    @property
    def first(self) -> int:
        return self.table.first

    @property
    def days(self) -> int:
        return self.table.days

    def item_minutes(self) -> dict[tuple[int, int], dict[int, float]]:
        """(row, day) -> place of the item -> minutes."""
        days, share = allocation_load(self.allocations, self.table)
        cells: dict[tuple[int, int], dict[int, float]] = {}
        owners = self.allocations.resource[days.allocation].tolist()
        rows = zip(days.allocation.tolist(), owners, days.day.tolist(), share.tolist(), strict=True)
        for allocation, person, day, minutes in rows:
            if minutes > 0:
                cell = cells.setdefault((person, day), {})
                item = self.items[allocation]
                cell[item] = cell.get(item, 0.0) + minutes
        return cells


def resource_load(plan: Plan, context: InputContext) -> DailyResourceLoad:
    """The load of a plan's people over the days of its schedule and the status date. Raises as `schedule_of`."""
    schedule = schedule_of(plan, context)
    now = schedule.network.status_date
    now = to_day_number(context.today) * MINUTES_PER_DAY if now is None else now
    calendars = _PersonCalendars(plan)
    rows, items = [], []
    people, pools = plan["person"].ids, plan["pool"].ids
    resources = {id_: row for row, id_ in enumerate([*people, *pools])}
    for place, person, units in _work(plan, schedule):
        row = resources.get(person)
        if row is None:
            continue
        for start, finish, minutes in _parts(schedule, place, now):
            rows.append((row, calendars.row_of(plan, place, person), start, finish, round(minutes * units / 100)))
            items.append(place)
    allocations = Allocations.of(rows)
    own = [calendars.row(None, resource) for resource in resources]
    table = _table(calendars.calendars, allocations, now // MINUTES_PER_DAY)
    working = table.minutes[np.array(own, dtype=np.int64)]
    limits = np.array([int(most or 0) for most in plan["person"].columns["capacity"]], dtype=np.int64)
    several = np.array([int(number or 1) for number in plan["pool"].columns["capacity"]], dtype=np.int64)
    capacity = np.concatenate(
        [np.minimum(working[: len(people)], limits.reshape(-1, 1)), working[len(people) :] * several.reshape(-1, 1)]
    )
    load = daily_load(allocations, table, len(resources))
    return DailyResourceLoad(tuple(people), tuple(pools), allocations, tuple(items), table, load, capacity)


def _table(calendars: Sequence[WorkCalendar], allocations: Allocations, today: int) -> WorkingTimeTable:
    first, last = today, today
    if len(allocations):
        first = min(first, int(allocations.start.min()) // MINUTES_PER_DAY)
        last = max(last, int(allocations.finish.max()) // MINUTES_PER_DAY)
    return WorkingTimeTable(calendars, first, last + 1 - first)


def _work(plan: Plan, schedule: Schedule) -> Iterable[tuple[int, str, int]]:
    """(place of the item, person or pool, units in percent) of work that takes somebody's time."""
    table, out, workers, children = plan["item"], dropped_mask(plan), workers_of(plan), plan.children
    for place, id_ in enumerate(table.ids):
        if id_ in workers and not out[place] and id_ not in children and schedule.finish[place] > schedule.start[place]:
            for resource, units in workers[id_]:
                yield place, resource, units


def _parts(schedule: Schedule, place: int, now: int) -> Iterable[tuple[int, int, int]]:
    """(start, finish, working minutes) of what has passed of an item, and of what is to come."""
    start, finish = schedule.start[place], schedule.finish[place]
    calendar = schedule.network.calendar_of(place)
    if start < now:
        end = min(finish, now)
        yield start, end, calendar.between(start, end)
    if finish > now:
        begin = max(start, now)
        yield begin, finish, calendar.between(begin, finish)


class _PersonCalendars:
    """The calendars on which people work, each once, in the order of their rows."""

    def __init__(self, plan: Plan) -> None:
        self._personal, self._default = person_calendars(plan), programme_calendar(plan)
        known, pools = calendars_of(plan), plan["pool"]
        self._pools = {
            id_: known[str(own)]
            for id_, own in zip(pools.ids, pools.columns["calendar"], strict=True)
            if str(own) in known
        }
        self.calendars: list[WorkCalendar] = []
        self._rows: dict[WorkCalendar, int] = {}
        self._known: dict[tuple[str | None, str], int] = {}

    def row_of(self, plan: Plan, place: int, person: str) -> int:
        """The row of the calendar on which a person works on an item."""
        own = plan["item"].columns["calendar"][place]
        return self.row(None if own is None else str(own), person)

    def row(self, calendar: str | None, person: str) -> int:
        key = (calendar, person)
        if key not in self._known:
            chosen = self._personal.get(key) or self._personal.get((None, person))
            chosen = chosen or self._pools.get(person) or self._default
            if chosen not in self._rows:
                self._rows[chosen] = len(self.calendars)
                self.calendars.append(chosen)
            self._known[key] = self._rows[chosen]
        return self._known[key]
