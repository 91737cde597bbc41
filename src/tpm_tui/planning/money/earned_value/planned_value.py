"""Planned value: what a baseline says each item costs, on which days, by the calendars and rates kept with it."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np
from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.amounts import minor_units, stored_amount
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.calendars import programme_calendar
from tpm_tui.planning.model.time_phased import Allocations, DailyAmounts, WorkingTimeTable, spread
from tpm_tui.planning.money.baseline_record import kept_calendars, kept_other_costs


class BaselineItem(Struct, frozen=True):
    """What a baseline says of an item: dates as clock minutes, own cost in minor units, place of its calendar."""

    item: str | None
    key: str
    title: str
    start: int
    finish: int
    cost: int
    calendar: int


class PlannedValue(Struct, frozen=True):
    """Minor units that a baseline plans: of each of its items by day, and their sum on each day from ``first`` on."""

    items: tuple[BaselineItem, ...]
    daily: DailyAmounts
    first: int
    sums: tuple[int, ...]


#: What planned value follows from; calendars only for a baseline that kept none, parents for one without own costs.
READS = (
    ("programme", "currency"),
    ("programme", "calendar"),
    ("item", "parent"),
    *(
        (kind, column.name)
        for kind in ("calendar", "calendar_exception", "baseline", "baseline_entry")
        for column in KINDS[kind].columns
    ),
)


def planned_value(plan: Plan, baseline: str) -> PlannedValue:
    """The planned value of a baseline; nothing of what it gave no dates."""
    return plan.memoised(f"planned_value.{baseline}", READS, lambda: _planned_value(plan, baseline))


def _planned_value(plan: Plan, baseline: str) -> PlannedValue:
    digits = currency_digits(plan)
    items = _baseline_items(plan, baseline, digits)
    daily, first, sums = _planned_days(plan, baseline, items, digits)
    return PlannedValue(tuple(items), daily, first, tuple(sums))


def _baseline_items(plan: Plan, baseline: str, digits: int) -> list[BaselineItem]:
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
            BaselineItem(
                item, str(c["item_key"][place]), str(c["title"][place]), start, max(start, finish), amount,
                0 if kept is None else int(kept),
            )
        )  # fmt: skip
    other = kept_other_costs(str(plan.value("baseline", baseline, "other_costs") or ""), digits)
    if other and entries:
        start, finish = min(entry.start for entry in entries), max(entry.finish for entry in entries)
        entries.append(BaselineItem(None, "", "", start, finish, sum(amount for _, amount in other), 0))
    return entries


def _planned_days(
    plan: Plan, baseline: str, entries: Sequence[BaselineItem], digits: int
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


@lru_cache(maxsize=50_000)
def _units(stored: Stored, digits: int) -> int:
    return 0 if stored is None else minor_units(stored_amount(stored), digits)


def _instant(stored: Stored) -> int | None:
    return None if stored is None else to_minute(datetime.fromisoformat(str(stored)))
