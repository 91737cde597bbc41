"""Planned cost: exact, by dated rates, the same in the forecast without spread."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.money.budget import money_summary
from tpm_tui.planning.money.cost_curve_of_plan import plan_cost_curve
from tpm_tui.planning.money.earned_value.earned_value import EacMethod
from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value
from tpm_tui.planning.money.planned_cost import amounts_with_descendants, planned_cost
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import simulate

MONDAY = datetime(2026, 11, 23)
CONTEXT = InputContext(date(2026, 11, 23))
Records = list[tuple[str, str, dict[str, Any]]]


def fixed(hours: float) -> ThreePoint:
    minutes = round(hours * 60)
    return ThreePoint.single_point(minutes)


def plan_with(rate: str, hours: list[float], costs: list[str] = [], more: Records = []) -> Plan:  # noqa: B006
    records: Records = [
        ("programme", "programme", {"name": "x", "start": MONDAY, "currency": "EUR"}),
        ("person", "ana", {"name": "Ana", "rate": Decimal(rate)}),
        *(("item", f"i{n}", {"title": "x", "owner": "ana", "estimate": fixed(h)}) for n, h in enumerate(hours)),
        *(("cost", f"k{n}", {"title": "x", "planned": Decimal(amount)}) for n, amount in enumerate(costs)),
        *more,
    ]
    return plan_of(records)


def test_work_at_its_rate_is_rounded_once_half_to_even() -> None:
    cost = planned_cost(plan_with("33.33", [1.5, 0.5], ["0.1", "0.2"]), CONTEXT)
    assert cost.labour == (5000, 1666)  # 49.995 and 16.665
    assert cost.other == ((None, 10), (None, 20))
    assert cost.total == 6696


def test_a_rate_counts_from_its_day_on() -> None:
    # Two days of eight hours from Monday on: one at 10, one at 20 an hour.
    rate = ("rate", "r", {"person": "ana", "start": date(2026, 11, 24), "rate": Decimal(20)})
    assert planned_cost(plan_with("10", [16], more=[rate]), CONTEXT).labour == (8000 + 16000,)


def test_a_branch_costs_what_lies_below_it() -> None:
    plan = plan_of(
        [
            ("programme", "programme", {"name": "x", "start": MONDAY}),
            ("person", "ana", {"name": "Ana", "rate": Decimal(60)}),
            ("item", "top", {"title": "x"}),
            ("item", "one", {"title": "x", "parent": "top", "owner": "ana", "estimate": fixed(2)}),
            ("cost", "k", {"title": "x", "planned": Decimal(5), "item": "top"}),
        ]
    )
    cost = planned_cost(plan, CONTEXT)
    assert cost.own == [500, 12000]
    assert amounts_with_descendants(plan, CONTEXT, cost.own) == [12500, 12000]


rates = st.decimals(0, 500, places=2)
hours = st.lists(st.integers(1, 40).map(float), min_size=1, max_size=5)


@settings(max_examples=15, deadline=None)
@given(rates, hours, st.lists(rates, max_size=3))
def test_the_forecast_without_spread_costs_what_is_planned(
    rate: Decimal, work: list[float], costs: list[Decimal]
) -> None:
    plan = plan_with(str(rate), work, [str(cost) for cost in costs])
    total = planned_cost(plan, CONTEXT).total / 100
    result = simulate(risk_model(plan, CONTEXT), runs=10)
    assert [float(cost) for cost in result.costs] == pytest.approx([total] * len(result.costs))


PLACES = (None, "top", "open", "out", "below")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.integers(0, 10**7)), max_size=6))
def test_what_is_planned_for_dropped_work_is_in_no_total(costs: list[tuple[str | None, int]]) -> None:
    """With nothing spent, the planned total is that of the budget, the estimate at completion and the forecast."""
    plan = plan_of(
        [
            ("programme", "programme", {"name": "x", "start": MONDAY, "currency": "EUR"}),
            ("person", "ana", {"name": "Ana", "rate": Decimal(60)}),
            ("item", "top", {"title": "x"}),
            ("item", "open", {"title": "x", "parent": "top", "owner": "ana", "estimate": fixed(2)}),
            ("item", "out", {"title": "x", "parent": "top", "owner": "ana", "status": "dropped"}),
            ("item", "below", {"title": "x", "parent": "out", "owner": "ana"}),
            ("baseline", "baseline", {"name": "x", "taken": MONDAY}),
            *(
                ("cost", f"k{n}", {"title": "x", "planned": Decimal(amount).scaleb(-2), "item": item})
                for n, (item, amount) in enumerate(costs)
            ),
        ]
    )
    total = 12000 + sum(amount for item, amount in costs if item not in ("out", "below"))
    assert planned_cost(plan, CONTEXT).total == total
    assert money_summary(plan, CONTEXT).total.planned == total
    day = to_day_number(CONTEXT.today)
    assert plan_earned_value(plan, CONTEXT, "baseline", day, EacMethod.BOTTOM_UP).total.eac == total
    forecast = simulate(risk_model(plan, CONTEXT), runs=10).costs
    assert [float(cost) for cost in forecast] == pytest.approx([total / 100] * len(forecast))


@settings(max_examples=15)
@given(rates, hours)
def test_ten_times_the_rates_are_ten_times_the_labour(rate: Decimal, work: list[float]) -> None:
    once = planned_cost(plan_with(str(rate), work), CONTEXT).labour
    tenfold = planned_cost(plan_with(str(rate * 10), work), CONTEXT).labour
    assert all(abs(10 * one - ten) <= 5 for one, ten in zip(once, tenfold, strict=True))


@settings(max_examples=25, deadline=None)
@given(rates, st.floats(8, 60), st.integers(0, 6), st.sampled_from(["fixed work", "fixed units"]))
def test_a_day_of_absence_moves_cost_by_day_and_not_the_total(rate: Decimal, work: float, off: int, type_: str) -> None:
    item = ("item", "i", {"title": "x", "owner": "ana", "estimate": fixed(work), "effort_type": type_})
    away = MONDAY.date() + timedelta(days=off)
    absence = ("absence", "a", {"person": "ana", "start": away})
    there, without = (daily_cost(plan_with(str(rate), [], more=more)) for more in ([item], [item, absence]))
    assert (
        sum(without.values())
        == sum(there.values())
        == planned_cost(plan_with(str(rate), [], more=[item]), CONTEXT).total
    )
    assert away not in without
    assert {day: cost for day, cost in without.items() if day < away} == {d: c for d, c in there.items() if d < away}
    assert (without != there) == (away in there)


def daily_cost(plan: Plan) -> dict[date, int]:
    """Minor units of each day of the plan, where there are any."""
    before = to_day_number(MONDAY.date()) - 1
    curve = plan_cost_curve(plan, CONTEXT, None, before).curve
    sums = [amount or 0 for amount in curve.forecast]
    steps = zip(range(curve.first, curve.first + len(sums)), sums, [0, *sums], strict=False)
    return {date(1970, 1, 1) + timedelta(day): now - then for day, now, then in steps if now != then}


def test_longer_work_costs_more_in_the_forecast() -> None:
    plan = plan_with(
        "60", [], more=[("item", "i", {"title": "x", "owner": "ana", "estimate": ThreePoint(480, 960, 4800)})]
    )
    result = simulate(risk_model(plan, CONTEXT), runs=200)
    assert planned_cost(plan, CONTEXT).total == 96000
    assert 480 <= min(result.costs) < 960 < max(result.costs) <= 4800
