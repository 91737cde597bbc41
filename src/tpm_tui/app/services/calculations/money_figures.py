"""The figures of the money view, worked out in threads beside the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.money.budget import MoneySummary
    from tpm_tui.planning.money.cost_curve_of_plan import PlanCostCurve
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import GroupEarnedValue, PlanEarnedValue
    from tpm_tui.planning.money.earned_value.earned_value_trend import TrendPoint

#: Rows of a table of items at most; all of them are the command line's.
MOST_ITEMS_SHOWN = 200


class MoneyFigures(Struct, frozen=True):
    """The money of a plan at its status date; no earned value without a baseline.

    ``groups`` are those of earned value by workstream, function and item, with their EV rounded among each other; of
    ``items`` those that lie furthest from their budget. ``trend`` has the newest week first.
    """

    plan: Plan
    context: InputContext
    summary: MoneySummary
    earned: PlanEarnedValue | None
    costs: PlanCostCurve
    groups: Mapping[str, Sequence[tuple[GroupEarnedValue, int]]] = field(default_factory=dict)
    items: int = 0
    trend: tuple[TrendPoint, ...] = ()


async def calculate_money_figures(
    session: WorkspaceSession, report: Callable[[str], None]
) -> AsyncIterator[MoneyFigures]:
    """All but the trend, then with it. ValidationError for a plan without dates; StoreError."""
    from tpm_tui.commands.money.earned_value import earned_value_then, plan_as_of_day
    from tpm_tui.planning.money.earned_value.earned_value_trend import trend_point, week_ends

    plan, context = session.plan, session.context
    report("budgets, earned value and the cost of each day")
    figures = await asyncio.to_thread(money_figures, plan, context)
    yield figures
    earned = figures.earned
    if earned is None:
        return
    report("earned value by workstream, function and item")
    figures = await asyncio.to_thread(_with_groups, figures, earned)
    yield figures
    days = week_ends(plan, earned.baseline, earned.status_day)
    later: Plan | None = None
    trend: list[TrendPoint] = []
    for number, day in enumerate(reversed(days), 1):
        # A read a week: edits that come meanwhile wait for one of them at most.
        then = await session.read(partial(plan_as_of_day, plan=plan, day=day, context=context, later=later))
        later = then if then is not None and then.sequence < plan.sequence else later
        result = await asyncio.to_thread(earned_value_then, plan, context, earned.baseline, day, then)
        trend.append(trend_point(result))
        report(f"the trend, week {number} of {len(days)}")
    yield replace(figures, trend=tuple(trend))


def _with_groups(figures: MoneyFigures, earned: PlanEarnedValue) -> MoneyFigures:
    from tpm_tui.reports.money.earned_value import rounded_values

    groups = {}
    for by in ("workstream", "function", "item"):
        groups_of_work = earned.groups(by)
        rows = list(zip(groups_of_work, rounded_values(groups_of_work), strict=True))
        if len(rows) > MOST_ITEMS_SHOWN:
            rows.sort(key=lambda row: abs(float(row[0].value.cv)), reverse=True)
        groups[by] = rows[:MOST_ITEMS_SHOWN]
    return replace(figures, groups=groups, items=len(groups_of_work))


def money_figures(plan: Plan, context: InputContext) -> MoneyFigures:
    """The figures of now. ValidationError for a plan without dates."""
    from tpm_tui.domain.derived.newest_baseline import newest_baseline
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.planning.money.actual_cost import status_day_of
    from tpm_tui.planning.money.budget import money_summary
    from tpm_tui.planning.money.cost_curve_of_plan import plan_cost_curve
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value

    validated_schedule(plan, context)
    day, baseline = status_day_of(plan, context), newest_baseline(plan)
    earned = None if baseline is None else plan_earned_value(plan, context, baseline, day)
    return MoneyFigures(
        plan, context, money_summary(plan, context), earned, plan_cost_curve(plan, context, earned, day)
    )
