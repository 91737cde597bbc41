"""Load from the schedule: minutes of each person or pool, day and item, against what they can work that day.

What is still to be done lies from the status date on; before it, the time that has passed of begun and finished work
counts as planned. The owner counts as assigned with 100 % where nobody else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.calendars import person_calendars, pool_calendars, programme_calendar
from tpm_tui.planning.model.item_calendars import WorkParts
from tpm_tui.planning.model.time_phased import Allocations, FloatArray, WorkingTimeTable, allocation_load, daily_load
from tpm_tui.planning.model.work_assignments import WHOLE, assignees, daily_limit


class DailyResourceLoad(Struct, frozen=True):
    """Minutes by row (``people``, then ``pools``, in the order of their registers) and day from ``first`` on.

    ``items`` has the place in the item table of each allocation. On somebody's free day the calendar of an item that
    ignores people's is their capacity: they are there for it, and it asks for too much only beside other work.
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
    calendars = _CalendarRows()
    rows: list[tuple[int, int, int, int, int]] = []
    items: list[int] = []
    ignoring: list[tuple[int, int, int, int]] = []
    ignores = plan["item"].columns["ignore_resource_calendars"]
    people, pools = plan["person"].ids, plan["pool"].ids
    resources = {id_: row for row, id_ in enumerate([*people, *pools])}
    workers = _Workers(plan, resources, calendars)
    for place in _placed_work(plan, schedule):
        for row, number, share, units in workers.of(place):
            for start, finish in _parts(schedule, place, calendars.calendars[number], share, now):
                rows.append((row, number, start, finish, units))
                items.append(place)
                if ignores[place]:
                    ignoring.append((row, number, start // MINUTES_PER_DAY, (finish - 1) // MINUTES_PER_DAY + 1))
    allocations = Allocations.of(rows)  # of percent, until the table says of how many minutes
    personal, pooled, usual = person_calendars(plan), pool_calendars(plan), programme_calendar(plan)
    own = [calendars.row(personal.get((None, id_)) or pooled.get(id_) or usual) for id_ in resources]
    table = _table(calendars.calendars, allocations, now // MINUTES_PER_DAY)
    minutes = table.between(allocations.calendar, allocations.start, allocations.finish)
    allocations = replace(allocations, amount=np.rint(minutes * allocations.amount / WHOLE).astype(np.int64))
    working = table.minutes[np.array(own, dtype=np.int64)]
    usual_hours = working.copy()
    for row, number, first, end in ignoring:
        days = slice(first - table.first, end - table.first)
        free = np.where(usual_hours[row, days] == 0, table.minutes[number, days], 0)
        working[row, days] = np.maximum(working[row, days], free)
    limits = np.array([daily_limit(most) for most in plan["person"].columns["capacity"]], dtype=np.int64)
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


def _placed_work(plan: Plan, schedule: Schedule) -> list[int]:
    """Places of the items that take somebody's time, in order."""
    ids, out, children = plan["item"].ids, dropped_items(plan), plan.children
    start, finish = schedule.start, schedule.finish
    return [p for p in sorted(assignees(plan)) if finish[p] > start[p] and not out[p] and ids[p] not in children]


class _Workers:
    """Who works on an item: (row of the resource, row of the calendar, share of the duration, percent).

    Items of the same people, calendar and kind of work have the same answer, found once.
    """

    def __init__(self, plan: Plan, resources: Mapping[str, int], calendars: _CalendarRows) -> None:
        self._assignees, self._work = assignees(plan), WorkParts(plan)
        self._resources, self._calendars = resources, calendars
        columns = plan["item"].columns
        self._columns = [columns[n] for n in ("calendar", "type", "effort_type", "ignore_resource_calendars")]
        self._known: dict[tuple[object, ...], list[tuple[int, int, Fraction, int]]] = {}

    def of(self, place: int) -> list[tuple[int, int, Fraction, int]]:
        calendar, kind, effort, ignores = self._columns
        # Those alone on their items are the same tuple, which the assignees keep: its identity stands for it.
        key = calendar[place], kind[place], effort[place], ignores[place], id(self._assignees[place])
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = list(self._find(place))
        return known

    def _find(self, place: int) -> Iterable[tuple[int, int, Fraction, int]]:
        calendars = self._work.calendars
        for calendar, share, people in self._work.of(place):
            for who in people:
                row = self._resources.get(who.id)
                hours = calendars.of(place, who.kind, who.id) if calendars.is_away(place) else None
                if row is not None:
                    yield row, self._calendars.row(hours or calendar), share, who.units


def _parts(schedule: Schedule, place: int, calendar: WorkCalendar, share: Fraction, now: int) -> list[tuple[int, int]]:
    """(start, finish) of what has passed of somebody's part of an item, and of what is to come."""
    start, finish = schedule.start[place], schedule.finish[place]
    network = schedule.network
    if share != 1 or not network.calendar_of(place).additive:
        if network.actual_start[place] is None:
            finish = min(finish, calendar.add(start, ceil(network.duration[place] * share)))
        elif network.actual_finish[place] is None and start < now < finish:
            # each does the rest of their part from now on
            rest = min(finish, calendar.add(now, ceil(network.remaining_work(place) * share)))
            return [(start, now), (now, rest)] if rest > now else [(start, now)]
    if start >= now:
        return [(start, finish)]
    return [(start, finish)] if finish <= now else [(start, now), (now, finish)]


class _CalendarRows:
    """The calendars on which people work, each once, in the order of their rows."""

    def __init__(self) -> None:
        self.calendars: list[WorkCalendar] = []
        self._rows: dict[WorkCalendar, int] = {}

    def row(self, calendar: WorkCalendar) -> int:
        if calendar not in self._rows:
            self._rows[calendar] = len(self.calendars)
            self.calendars.append(calendar)
        return self._rows[calendar]
