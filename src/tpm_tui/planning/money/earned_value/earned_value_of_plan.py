"""The earned value of a plan at the end of a status date, against one of its baselines.

Planned value comes from the baseline alone: its dates, its costs and the calendars kept with it. Earned value is the
share that each item has earned by its rule, of the budget that the baseline gave it; actual cost is the time logged and
the costs that are dated by then, or undated. Costs planned for no item earn as they are planned (level of effort), and
are a row of their own, without an item.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np
from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.derived.workstreams import workstream_names
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.unique_titles import NO_GROUP
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.model.calendars import programme_calendar
from tpm_tui.planning.model.graph.arrays import Integers
from tpm_tui.planning.model.time_phased import WorkingTimeTable
from tpm_tui.planning.money.actual_cost import ActualCost, actual_costs
from tpm_tui.planning.money.earned_value.earned_schedule import EarnedSchedule, earned_schedule
from tpm_tui.planning.money.earned_value.earned_shares import earned_shares
from tpm_tui.planning.money.earned_value.earned_value import (
    WHOLE,
    EacMethod,
    EarnedValue,
    earned_value_by_group,
    total_earned_value,
)
from tpm_tui.planning.money.earned_value.planned_value import BaselineItem, PlannedValue, planned_value
from tpm_tui.planning.money.remaining_cost import RemainingCost, remaining_costs


class ItemEarnedValue(Struct, frozen=True):
    """One item, in minor units; ``item`` is None for what belongs to no item, ``workstream`` its unique title."""

    item: str | None
    key: str
    title: str
    workstream: str | None
    function: str | None
    value: EarnedValue
    finished_day: int | None = None


class GroupEarnedValue(Struct, frozen=True):
    """What belongs together: its sums, and its earned schedule on the periods of the whole."""

    name: str
    value: EarnedValue
    schedule: EarnedSchedule
    ieac_finish: date | None


class PlanEarnedValue(Struct, frozen=True, dict=True):
    """A plan at the end of ``status_day`` (days since 1970-01-01): a row an item, in minor units of ``digits``.

    ``working_days`` are the days of the programme's calendar from the start of the baseline, on which the earned
    schedule counts. The rows of ``planned`` come first, in its order.
    """

    baseline: str
    rows: tuple[ItemEarnedValue, ...]
    method: EacMethod
    digits: int
    status_day: int
    planned: PlannedValue
    calendar: WorkCalendar
    finished_day: int | None
    """the day the last item was finished, once all are"""
    logged: int = 0
    """of the actual cost what is time logged at its rates"""

    @cached_property
    def total(self) -> EarnedValue:
        return total_earned_value((row.value for row in self.rows), self.method)

    @cached_property
    def working_days(self) -> list[int]:
        """Working days from the baseline's start to the later of its end and the status date."""
        first = self.planned.first
        last = max(first + len(self.planned.sums) - 1, self.status_day)
        minutes = WorkingTimeTable([self.calendar], first, last - first + 1).minutes[0]
        return [first + int(at) for at in np.flatnonzero(minutes)]

    @cached_property
    def schedule(self) -> EarnedSchedule:
        """The earned schedule in working days."""
        rows = np.zeros(len(self.planned.items), dtype=np.int64)
        return self._schedule(self._curves(rows, 1)[0], self.total.ev, self.finished_day)

    @property
    def ieac_finish(self) -> date | None:
        """The day of the independent estimate of the finish; None where that is undefined, or beyond all dates."""
        return self._finish_of(self.schedule)

    def groups(self, by: str) -> list[GroupEarnedValue]:
        """Each ``workstream``, ``function`` or ``item``; what belongs to none is ``none``, the last."""

        def name(row: ItemEarnedValue) -> str | None:
            if by == "item":
                return row.key or None
            return row.workstream if by == "workstream" else row.function

        names = [name(row) for row in self.rows]
        values = earned_value_by_group(zip(names, (row.value for row in self.rows), strict=True), self.method)
        place = {group: at for at, group in enumerate(values)}
        of_row = np.array([place[group] for group in names[: len(self.planned.items)]], dtype=np.int64)
        curves = self._curves(of_row, len(values))
        # Time stands still for a group once all that was planned of it is finished.
        finished: dict[str | None, int | None] = {}
        for group, row in zip(names, self.rows, strict=True):
            if row.value.bac and group is not None:
                before = finished.get(group, row.finished_day)
                both = before is not None and row.finished_day is not None
                finished[group] = max(before or 0, row.finished_day or 0) if both else None
        made = []
        for (group, value), curve in zip(values.items(), curves, strict=True):
            schedule = self._schedule(curve, value.ev, finished.get(group))
            made.append(
                GroupEarnedValue(NO_GROUP if group is None else group, value, schedule, self._finish_of(schedule))
            )
        return made

    def _curves(self, group: Integers, groups: int) -> list[list[int]]:
        """Cumulative planned value of groups of the planned items, at the end of each working day.

        What falls between two working days belongs to the period that ends with the later one.
        """
        daily = self.planned.daily
        periods = np.searchsorted(np.array(self.working_days, dtype=np.int64), daily.day)
        sums = np.zeros((groups, len(self.working_days) + 2), dtype=np.int64)
        np.add.at(sums, (group[daily.allocation], periods + 1), daily.amount)
        curves: list[list[int]] = np.cumsum(sums, axis=1).tolist()
        return curves

    def _schedule(self, curve: list[int], ev: int | Fraction, finished_day: int | None) -> EarnedSchedule:
        at = bisect_right(self.working_days, self.status_day)
        done = None if finished_day is None else bisect_right(self.working_days, finished_day)
        return earned_schedule(curve, ev, at, finished_at=done)

    def _finish_of(self, schedule: EarnedSchedule) -> date | None:
        periods = schedule.ieac_t
        if periods is None:
            return None
        whole = -(-periods.numerator // periods.denominator)
        days = self.working_days
        if not days or whole <= 0:
            return None
        if whole <= len(days):
            return date.fromordinal(days[whole - 1] + _EPOCH)
        minutes = sum(end - start for hours in self.calendar.week for start, end in hours)
        week = sum(bool(hours) for hours in self.calendar.week)
        if not minutes or whole > 150 * 52 * max(week, 1):
            return None
        table = WorkingTimeTable([self.calendar], days[-1] + 1, (whole - len(days)) * 7 // week + 800)
        more = np.flatnonzero(table.minutes[0])
        place = whole - len(days) - 1
        return date.fromordinal(table.first + int(more[place]) + _EPOCH) if place < len(more) else None


_EPOCH = date(1970, 1, 1).toordinal()
NOTHING = Fraction(0)


def plan_earned_value(
    plan: Plan,
    context: InputContext,
    baseline: str,
    status_day: int,
    method: EacMethod | None = None,
    then: Plan | None = None,
) -> PlanEarnedValue:
    """Earned value against a baseline of ``plan``, which also names and groups the rows. Raises as `schedule_of`.

    ``then`` is the plan as it stood at the status date, if that is past: what was done and spent is read from it.
    """
    if then is not None:
        return _plan_earned_value(plan, context, baseline, status_day, method, then)
    reads = [(kind, column.name) for kind in _READS for column in KINDS[kind].columns]
    name = f"earned_value.{context.today}.{baseline}.{status_day}.{method}"
    return plan.memoised(name, reads, lambda: _plan_earned_value(plan, context, baseline, status_day, method, plan))


#: The kinds that earned value follows from.
_READS = (
    "programme", "item", "link", "state", "calendar", "calendar_exception", "absence", "person", "pool", "rate",
    "assignment", "cost", "time_entry", "check", "baseline", "baseline_entry", "workstream", "risk",
)  # fmt: skip


def _plan_earned_value(
    plan: Plan, context: InputContext, baseline: str, status_day: int, method: EacMethod | None, then: Plan
) -> PlanEarnedValue:
    table = plan["item"]
    method = method or EacMethod(str(plan.programme("eac_method") or "typical"))
    planned = planned_value(plan, baseline)
    entries = planned.items
    until = planned.daily.until(status_day, len(entries))
    earned, finished = earned_shares(then, status_day)
    known = {*table.position, *(entry.item for entry in entries if entry.item is not None)}
    spent = list(actual_costs(then, status_day))
    actual, no_item = _by_item(spent, known)
    remaining, other_rest = _by_item(remaining_costs(then, context, status_day), known)
    rows: list[ItemEarnedValue] = []
    streams = workstream_names(plan)
    for place, entry in enumerate(entries):
        at = None if entry.item is None else table.position.get(entry.item)
        pv, bac = int(until[place]), entry.cost
        share = earned.get(entry.item or "", NOTHING)
        ev = pv if entry.item is None else 0 if not share else bac if share == WHOLE else bac * share
        ac = no_item if entry.item is None else actual.pop(entry.item, 0)
        rest = other_rest if entry.item is None else remaining.pop(entry.item, 0)
        done_on = None if entry.item is None else finished.get(entry.item)
        rows.append(_row(plan, streams, at, entry, EarnedValue(pv, ev, ac, bac, rest, method), done_on))
    for item in [*actual, *(item for item in remaining if item not in actual)]:
        at = table.position.get(item)
        value = EarnedValue(0, 0, actual.get(item, 0), 0, remaining.get(item, 0), method)
        if at is not None and (value.ac or value.estimate_to_complete):
            rows.append(
                _row(plan, streams, at, BaselineItem(item, str(table.columns["key"][at]), "", 0, 0, 0, 0), value)
            )
    if not any(entry.item is None for entry in entries) and (no_item or other_rest):
        nothing = BaselineItem(None, "", "", 0, 0, 0, 0)
        rows.append(_row(plan, streams, None, nothing, EarnedValue(0, 0, no_item, 0, other_rest, method)))
    done = [finished.get(entry.item) for entry in entries if entry.item is not None and entry.item in table.position]
    last = max((day for day in done if day is not None), default=None) if None not in done else None
    return PlanEarnedValue(
        baseline=baseline,
        rows=tuple(rows),
        method=method,
        digits=currency_digits(plan),
        status_day=status_day,
        planned=planned,
        calendar=programme_calendar(plan),
        finished_day=last,
        logged=sum(cost.amount for cost in spent if cost.is_time),
    )


def _by_item(costs: Iterable[ActualCost | RemainingCost], known: Collection[str]) -> tuple[dict[str, int], int]:
    """The amounts by item; and of what belongs to none, or to one that is neither planned nor there any more."""
    amounts: dict[str, int] = {}
    no_item = 0
    for cost in costs:
        if cost.item is not None and cost.item in known:
            amounts[cost.item] = amounts.get(cost.item, 0) + cost.amount
        else:
            no_item += cost.amount
    return amounts, no_item


def _row(
    plan: Plan,
    streams: Sequence[str | None],
    at: int | None,
    entry: BaselineItem,
    value: EarnedValue,
    finished_day: int | None = None,
) -> ItemEarnedValue:
    c = plan["item"].columns
    if at is None:
        return ItemEarnedValue(entry.item, entry.key, entry.title, None, None, value, finished_day)
    return ItemEarnedValue(
        entry.item,
        str(c["key"][at]),
        str(c["title"][at]),
        streams[at],
        str(c["function"][at]),
        value,
        finished_day,
    )
