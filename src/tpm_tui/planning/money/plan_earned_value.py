"""The earned value of a plan at the end of a status date, against one of its baselines.

Planned value comes from the baseline alone: its dates, its costs and the calendars kept with it. Earned value is the
share that each item has earned by its rule, of the budget that the baseline gave it; actual cost is the time logged and
the costs that are dated by then, or undated. Costs planned for no item earn as they are planned (level of effort), and
are a row of their own, without an item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

import numpy as np

from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import minor_units, stored_amount
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.calendars import programme_calendar
from tpm_tui.planning.model.time_phased import Allocations, DailyAmounts, WorkingTimeTable, spread
from tpm_tui.planning.money.actual_cost import ActualCost, actual_costs
from tpm_tui.planning.money.baseline_record import kept_calendars, kept_other_costs
from tpm_tui.planning.money.earned_schedule import EarnedSchedule, earned_schedule
from tpm_tui.planning.money.earned_value import (
    EacMethod,
    EarnedValue,
    EarningRule,
    earned_share,
    total_earned_value,
)
from tpm_tui.planning.money.remaining_cost import RemainingCost, remaining_costs
from tpm_tui.planning.planned_cost import currency_digits


@dataclass(frozen=True, slots=True)
class ItemEarnedValue:
    """One item, in minor units; ``item`` is None for what belongs to no item."""

    item: str | None
    key: str
    title: str
    workstream: str | None
    function: str | None
    value: EarnedValue


@dataclass(frozen=True)
class PlanEarnedValue:
    """A plan at the end of ``status_day`` (days since 1970-01-01): a row an item, in minor units of ``digits``.

    ``daily`` is the planned value of each day from ``first`` on; ``working_days`` are the days of the programme's
    calendar from the start of the baseline, on which the earned schedule counts.
    """

    rows: tuple[ItemEarnedValue, ...]
    method: EacMethod
    digits: int
    status_day: int
    first: int
    daily: tuple[int, ...]
    calendar: WorkCalendar
    finished_day: int | None
    """the day the last item was finished, once all are"""

    @cached_property
    def total(self) -> EarnedValue:
        return total_earned_value((row.value for row in self.rows), self.method)

    @cached_property
    def working_days(self) -> list[int]:
        """Working days from the baseline's start to the later of its end and the status date."""
        last = max(self.first + len(self.daily) - 1, self.status_day)
        minutes = WorkingTimeTable([self.calendar], self.first, last - self.first + 1).minutes[0]
        return [self.first + int(at) for at in np.flatnonzero(minutes)]

    @cached_property
    def schedule(self) -> EarnedSchedule:
        """The earned schedule in working days."""
        days = self.working_days
        cumulative = np.cumsum(np.array([0, *self.daily], dtype=np.int64))
        # What falls between two working days belongs to the period that ends with the later one.
        ends = [min(day + 1 - self.first, len(self.daily)) for day in days]
        curve = [0, *(int(cumulative[end]) for end in ends)]
        if curve[-1] < int(cumulative[-1]):
            curve.append(int(cumulative[-1]))
        at = sum(day <= self.status_day for day in days)
        done = None if self.finished_day is None else sum(day <= self.finished_day for day in days)
        return earned_schedule(curve, self.total.ev, at, finished_at=done)

    @property
    def ieac_finish(self) -> date | None:
        """The day of the independent estimate of the finish; None where that is undefined, or beyond all dates."""
        periods = self.schedule.ieac_t
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


def plan_earned_value(
    plan: Plan, context: InputContext, baseline: str, status_day: int, method: EacMethod | None = None
) -> PlanEarnedValue:
    """Earned value against a baseline. The plan is that of the status date. Raises as `schedule_of`."""
    reads = [(kind, column.name) for kind in _READS for column in KINDS[kind].columns]
    name = f"earned_value.{context.today}.{baseline}.{status_day}.{method}"
    return plan.memoised(name, reads, lambda: _plan_earned_value(plan, context, baseline, status_day, method))


#: The kinds that earned value follows from.
_READS = (
    "programme", "item", "link", "state", "calendar", "calendar_exception", "absence", "person", "rate", "assignment",
    "cost", "time_entry", "check", "baseline", "baseline_entry",
)  # fmt: skip


def _plan_earned_value(
    plan: Plan, context: InputContext, baseline: str, status_day: int, method: EacMethod | None
) -> PlanEarnedValue:
    digits, table = currency_digits(plan), plan["item"]
    method = method or EacMethod(str(plan.programme("eac_method") or "typical"))
    entries = _entries(plan, baseline, digits)
    daily, first, day_sums = _planned_days(plan, baseline, entries, digits)
    until = daily.until(status_day, len(entries))
    earned, finished = _earned_shares(plan, status_day)
    known = {*table.position, *(entry.item for entry in entries if entry.item is not None)}
    actual, no_item = _by_item(actual_costs(plan, status_day), known)
    remaining, other_rest = _by_item(remaining_costs(plan, context), known)
    rows: list[ItemEarnedValue] = []
    for place, entry in enumerate(entries):
        at = None if entry.item is None else table.position.get(entry.item)
        pv, bac = int(until[place]), entry.cost
        ev = pv if entry.item is None else bac * earned.get(entry.item, Fraction(0))
        ac = no_item if entry.item is None else actual.pop(entry.item, 0)
        rest = other_rest if entry.item is None else remaining.pop(entry.item, 0)
        rows.append(_row(plan, at, entry, EarnedValue(pv, ev, ac, bac, rest, method)))
    for item in [*actual, *(item for item in remaining if item not in actual)]:
        at = table.position.get(item)
        value = EarnedValue(0, 0, actual.get(item, 0), 0, remaining.get(item, 0), method)
        if at is not None and (value.ac or value.estimate_to_complete):
            rows.append(_row(plan, at, _Entry(item, str(table.columns["key"][at]), "", 0, 0, 0, 0), value))
    if not any(entry.item is None for entry in entries) and (no_item or other_rest):
        nothing = _Entry(None, "", "", 0, 0, 0, 0)
        rows.append(_row(plan, None, nothing, EarnedValue(0, 0, no_item, 0, other_rest, method)))
    planned = [entry.item for entry in entries if entry.item is not None]
    done = [finished.get(item) for item in planned if item in table.position]
    last = max((day for day in done if day is not None), default=None) if None not in done else None
    return PlanEarnedValue(
        tuple(rows), method, digits, status_day, first, tuple(day_sums), programme_calendar(plan), last
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a baseline says of an item: dates as clock minutes, own cost in minor units, place of its calendar."""

    item: str | None
    key: str
    title: str
    start: int
    finish: int
    cost: int
    calendar: int


def _entries(plan: Plan, baseline: str, digits: int) -> list[_Entry]:
    c, position = plan["baseline_entry"].columns, plan["item"].position
    parents = plan["item"].columns["parent"]
    places = [place for place, owner in enumerate(c["baseline"]) if owner == baseline]
    cost = {str(c["item_id"][place]): _units(c["cost"][place], digits) for place in places}
    below: dict[str, int] = {}
    for item in cost:
        at = position.get(item)
        parent = None if at is None else parents[at]
        if parent is not None:
            below[str(parent)] = below.get(str(parent), 0) + cost[item]
    entries = []
    for place in places:
        item, start, finish = str(c["item_id"][place]), _instant(c["start"][place]), _instant(c["finish"][place])
        if start is None or finish is None:
            continue  # nothing was planned for it
        own = c["own_cost"][place]
        # A baseline of an earlier program kept what a branch costs as a whole only.
        amount = max(cost[item] - below.get(item, 0), 0) if own is None else _units(own, digits)
        kept = c["calendar"][place]
        entries.append(
            _Entry(
                item, str(c["item_key"][place]), str(c["title"][place]), start, max(start, finish), amount,
                0 if kept is None else int(kept),
            )
        )  # fmt: skip
    other = kept_other_costs(str(plan.value("baseline", baseline, "other_costs") or ""), digits)
    if other and entries:
        start, finish = min(entry.start for entry in entries), max(entry.finish for entry in entries)
        entries.append(_Entry(None, "", "", start, finish, sum(amount for _, amount in other), 0))
    return entries


def _planned_days(
    plan: Plan, baseline: str, entries: Sequence[_Entry], digits: int
) -> tuple[DailyAmounts, int, list[int]]:
    """Planned value of each entry by day; the first day, and the sum of each day from it on."""
    calendars = kept_calendars(str(plan.value("baseline", baseline, "calendars") or "")) or [programme_calendar(plan)]
    rows = [
        (0, entry.calendar if entry.calendar < len(calendars) else 0, entry.start, entry.finish, max(entry.cost, 0))
        for entry in entries
    ]
    allocations = Allocations.of(rows)
    table = WorkingTimeTable.covering(calendars, allocations)
    daily = spread(allocations, table)
    other = kept_other_costs(str(plan.value("baseline", baseline, "other_costs") or ""), digits)
    if any(day is not None for day, _ in other):
        daily = _with_dated(len(entries) - 1, other, allocations, table)
    first = min(table.first, int(daily.day.min())) if len(daily.day) else table.first
    days = (int(daily.day.max()) - first + 1) if len(daily.day) else 1
    sums = np.zeros(days, dtype=np.int64)
    np.add.at(sums, daily.day - first, daily.amount)
    return daily, first, [int(amount) for amount in sums]


def _with_dated(
    row: int,
    other: Sequence[tuple[int | None, int]],
    allocations: Allocations,
    table: WorkingTimeTable,
) -> DailyAmounts:
    """The costs of no item on their days, where they have one; the others over the span of the baseline."""
    undated = sum(amount for day, amount in other if day is None)
    amounts = allocations.amount.copy()
    amounts[row] = max(undated, 0)
    spread_again = spread(
        Allocations(allocations.resource, allocations.calendar, allocations.start, allocations.finish, amounts),
        table,
    )
    dated = [(day, amount) for day, amount in other if day is not None]
    return DailyAmounts(
        np.concatenate([spread_again.allocation, np.full(len(dated), row, dtype=np.int64)]),
        np.concatenate([spread_again.day, np.array([day for day, _ in dated], dtype=np.int64)]),
        np.concatenate([spread_again.amount, np.array([amount for _, amount in dated], dtype=np.int64)]),
    )


def _earned_shares(plan: Plan, status_day: int) -> tuple[dict[str, Fraction], dict[str, int | None]]:
    """The share each item has earned; and the day it was finished, None where it is not."""
    table, groups = plan["item"], plan.state_groups
    c = table.columns
    progress, children = rolled_up_progress(plan), plan.children
    checks: dict[str, list[tuple[int, bool]]] = {}
    k = plan["check"].columns
    for item, weight, state in zip(k["item"], k["weight"], k["state"], strict=True):
        if weight is not None:
            checks.setdefault(str(item), []).append((int(weight), state in ("passed", "waived")))
    finished = [
        status != "dropped"
        and (groups.get(str(status)) == "done" if day is None else _finish_day(day, 0) <= status_day)
        for status, day in zip(c["status"], c["actual_finish"], strict=True)
    ]
    below = [[table.position[child] for child in children.get(id_, ())] for id_ in table.ids]
    logged = _minutes_logged(plan, status_day)
    shares: dict[str, Fraction] = {}
    days: dict[str, int | None] = {}
    for place, id_ in enumerate(table.ids):
        summary, status, remaining = id_ in children, str(c["status"][place]), c["remaining"][place]
        percent = int(progress[place] or 0)
        milestones = checks.get(id_, []) + [
            (int(c["weight"][at] or 0), finished[at]) for at in below[place] if c["weight"][at] is not None
        ]
        rule = EarningRule(str(c["earning_rule"][place]))
        if rule is EarningRule.WEIGHTED_MILESTONES and sum(weight for weight, _ in milestones) != 100:
            rule = EarningRule.PERCENT_COMPLETE  # `check` says that the weights do not sum up
        started = bool(c["actual_start"][place]) or percent > 0 or groups.get(status) == "active"
        share = earned_share(
            rule, progress=percent, started=started, finished=finished[place] and not summary, milestones=milestones
        )
        if rule is EarningRule.PERCENT_COMPLETE and not share and id_ in logged and remaining is not None:
            # Nobody said how far it is, but what it has taken and what it still takes.
            share = Fraction(logged[id_], logged[id_] + int(remaining))
        shares[id_] = share
        whole = percent == 100 if summary else finished[place]
        days[id_] = _finish_day(c["actual_finish"][place], status_day) if whole else None
    return shares, days


def _minutes_logged(plan: Plan, status_day: int) -> dict[str, int]:
    """Minutes logged on each item up to the status date, where there are any."""
    minutes: dict[str, int] = {}
    c = plan["time_entry"].columns
    for item, day, spent in zip(c["item"], c["day"], c["minutes"], strict=True):
        if item is not None and spent and to_day_number(date.fromisoformat(str(day))) <= status_day:
            minutes[str(item)] = minutes.get(str(item), 0) + int(spent)
    return minutes


def _finish_day(finish: Stored, status_day: int) -> int:
    return status_day if finish is None else to_day_number(datetime.fromisoformat(str(finish)).date())


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


def _row(plan: Plan, at: int | None, entry: _Entry, value: EarnedValue) -> ItemEarnedValue:
    c = plan["item"].columns
    if at is None:
        return ItemEarnedValue(entry.item, entry.key, entry.title, None, None, value)
    workstream = _inherited(plan, at, "workstream")
    return ItemEarnedValue(
        entry.item,
        str(c["key"][at]),
        str(c["title"][at]),
        None if workstream is None else plan.title("workstream", str(workstream)),
        str(c["function"][at]),
        value,
    )


def _inherited(plan: Plan, at: int, name: str) -> Stored:
    """The item's own value, else that of the nearest item above that has one."""
    table = plan["item"]
    place: int | None = at
    while place is not None:
        if table.columns[name][place] is not None:
            return table.columns[name][place]
        place = table.position.get(str(table.columns["parent"][place]))
    return None


def _units(stored: Stored, digits: int) -> int:
    return 0 if stored is None else minor_units(stored_amount(stored), digits)


def _instant(stored: Stored) -> int | None:
    return None if stored is None else to_minute(datetime.fromisoformat(str(stored)))
