"""The cost of a plan over time: the S-curve against its baseline, its months, and cash by category."""

from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.domain.derived.newest_baseline import newest_baseline
from tpm_tui.domain.kinds.costs import COST_CATEGORIES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.time_phased import Allocations, WorkingTimeTable, spread
from tpm_tui.planning.money.actual_cost import actual_costs, status_day_of
from tpm_tui.planning.money.cost_curve import (
    CashMonth,
    CostCurve,
    CostMonth,
    DatedCost,
    cash_by_category,
    cost_curve,
    cost_months,
)
from tpm_tui.planning.money.earned_value.earned_value_of_plan import PlanEarnedValue, plan_earned_value
from tpm_tui.planning.money.remaining_cost import RemainingCost, remaining_costs


class PlanCostCurve(Struct, frozen=True):
    """The S-curve, a row a month, and what is spent and still to be spent by month and category."""

    curve: CostCurve
    months: tuple[CostMonth, ...]
    categories: tuple[str, ...]
    cash: tuple[CashMonth, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Planned, spent, forecast, both together, and of each category: the sums of all months."""
        spent = sum(month.actual or 0 for month in self.months)
        to_come = sum(month.forecast or 0 for month in self.months)
        cash = zip(*(month.amounts for month in self.cash), strict=True)
        by_category = tuple(map(sum, cash)) if self.cash else (0,) * len(self.categories)
        return (sum(month.planned for month in self.months), spent, to_come, spent + to_come, *by_category)


def plan_cost_curve(
    plan: Plan, context: InputContext, earned: PlanEarnedValue | None, status_day: int
) -> PlanCostCurve:
    """The cost of a plan over time; planned cost is that of the baseline of ``earned``, nothing without one.

    Raises as `schedule_of`.
    """
    planned = (
        []
        if earned is None
        else [DatedCost(earned.planned.first + at, "", sum_) for at, sum_ in enumerate(earned.planned.sums) if sum_]
    )
    spent = [
        DatedCost(status_day if cost.day is None else cost.day, cost.category, cost.amount)
        for cost in actual_costs(plan, status_day)
    ]
    rest = _spread_over_schedule(plan, context, list(remaining_costs(plan, context, status_day)), status_day)
    curve = cost_curve(planned, spent, rest, status_day)
    used = tuple(c for c in COST_CATEGORIES if any(cost.category == c for cost in (*spent, *rest)))
    return PlanCostCurve(curve, tuple(cost_months(curve)), used, tuple(cash_by_category([*spent, *rest], used)))


def current_cost_curve(plan: Plan, context: InputContext) -> PlanCostCurve:
    """The cost of a plan over time against its newest baseline, at its status date (else today)."""
    day, baseline = status_day_of(plan, context), newest_baseline(plan)
    earned = None if baseline is None else plan_earned_value(plan, context, baseline, day)
    return plan_cost_curve(plan, context, earned, day)


def _spread_over_schedule(
    plan: Plan, context: InputContext, costs: Sequence[RemainingCost], status_day: int
) -> list[DatedCost]:
    """What is still to be spent by day: on its own if it has one, else over what is left of its item or of the plan."""
    schedule, position = schedule_of(plan, context), plan["item"].position
    network, tomorrow = schedule.network, (status_day + 1) * MINUTES_PER_DAY
    dated = [
        DatedCost(max(cost.day, status_day + 1), cost.category, cost.amount) for cost in costs if cost.day is not None
    ]
    open_ = [cost for cost in costs if cost.day is None]
    rows = []
    for cost in open_:
        at = None if cost.item is None else position[cost.item]
        finish = max(schedule.plan_finish if at is None else schedule.finish[at], tomorrow)
        start = tomorrow if at is None else max(schedule.start[at], tomorrow)
        calendar = network.plan_calendar if at is None or network.calendar[at] < 0 else network.calendar[at]
        rows.append((0, calendar, start, finish, cost.amount))
    allocations = Allocations.of(rows)
    daily = spread(allocations, WorkingTimeTable.covering(list(network.calendars), allocations))
    days = zip(daily.allocation.tolist(), daily.day.tolist(), daily.amount.tolist(), strict=True)
    return [*dated, *(DatedCost(day, open_[row].category, amount) for row, day, amount in days if amount)]
