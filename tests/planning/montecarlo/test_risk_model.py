"""From the register and the estimates to what is simulated."""

from datetime import date, datetime

import numpy as np
import pytest
from msgspec.structs import replace

from support.plan_records import WORDS, add, change, item, link, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.montecarlo.risk_model import RiskEffect, RiskModel, risk_model
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.planning.montecarlo.simulation_result import SimulationResult
from tpm_tui.reports.schedule.forecast.forecast import finish_facts

DAY = 480


def forecast(plan: Plan, runs: int = 1000, seed: int = 1) -> SimulationResult:
    return simulate(risk_model(plan, WORDS), runs=runs, seed=seed)


def positions(problem: RiskModel, *ids: str) -> tuple[int, ...]:
    return tuple(list(problem.names).index(id_) for id_ in ids)


def test_unfinished_leaves_with_a_range_are_uncertain() -> None:
    plan = new_plan(
        item("p", (8, 16, 40), type="epic"), item("a", (8, 16, 40), parent="p"), item("sure", 8),
        item("m", (8, 16, 40), type="milestone"), item("x", (8, 16, 40), status="dropped"),
        item("d", (8, 16, 40), status="done", actual_finish=datetime(2026, 11, 20, 18)), item("none", None),
    )  # fmt: skip
    problem = risk_model(plan, WORDS)
    assert [problem.names[position] for position in problem.spread] == ["a"]


def test_a_finished_item_has_no_spread() -> None:
    plan = new_plan(
        item("a", (8, 16, 80), status="done", actual_start=datetime(2026, 11, 19, 9),
             actual_finish=datetime(2026, 11, 20, 18)),
        add("risk", "r", title="Late", items=("a",), chance=100.0, delay=ThreePoint.single_point(4800)),
    )  # fmt: skip
    result = forecast(plan).finish
    assert result.percentile(1) == result.percentile(100) == result.deterministic


def test_half_done_work_has_half_the_range() -> None:
    fresh = risk_model(new_plan(item("a", (8, 16, 80))), WORDS)
    begun = {"status": "doing", "actual_start": datetime(2026, 11, 20, 9)}
    half = risk_model(new_plan(item("a", (8, 16, 80), progress=50, **begun)), WORDS)
    told = risk_model(new_plan(item("a", (8, 16, 80), remaining=8 * 60, **begun)), WORDS)
    width = [float(np.ptp(simulate(problem, runs=1000).finish.durations)) for problem in (fresh, half, told)]
    assert width[1] == pytest.approx(width[0] / 2, rel=0.01)
    assert width[2] == width[1]


def test_a_register_without_numbers_counts_by_the_scale_of_the_file() -> None:
    plan = new_plan(
        item("a"), add("risk", "r", title="Late", items=("a",), probability=4, impact=2, residual_probability=2),
        add("risk", "s", title="Exact", items=("a",), probability=1, impact=5, chance=35.0,
            delay=ThreePoint(10, 20, 40, percent=True), response_chance=5.0),
        add("risk", "t", title="Both", items=("a",), probability=4, impact=4, residual_probability=2,
            residual_impact=3, chance=30.0, delay=ThreePoint(100, 200, 400)),
        risk_delay="1 2 5 10 20", risk_chance="5 20 40 60 85",
    )  # fmt: skip
    r, s, t = risk_model(plan, WORDS).risks
    assert t.before == RiskEffect(0.3, ThreePoint(100, 200, 400))
    assert t.after == RiskEffect(0.2, ThreePoint(100, 200, 400)), "no more than its levels after it stand for"
    assert r.before == RiskEffect(0.6, ThreePoint.single_point(2 * DAY))
    assert r.after == RiskEffect(0.2, ThreePoint.single_point(2 * DAY))
    assert s.before == RiskEffect(0.35, ThreePoint(10, 20, 40, percent=True))
    assert s.after == RiskEffect(0.05, ThreePoint(10, 20, 40, percent=True))


def test_only_open_risks_count_and_a_response_counts_from_its_date() -> None:
    common = {"title": "Late", "items": ("a",), "chance": 100.0, "delay": ThreePoint.single_point(10 * DAY)}
    plan = new_plan(
        item("a"),
        add("risk", "closed", status="closed", **common), add("risk", "gone", status="closed", **common),
        add("risk", "now", response_delay=ThreePoint.single_point(DAY), response_date=date(2026, 11, 23), **common),
        add("risk", "later", response_delay=ThreePoint.single_point(DAY), response_date=date(2026, 11, 24), **common),
    )  # fmt: skip
    problem = risk_model(plan, WORDS)
    assert [(risk.id, risk.in_force) for risk in problem.risks] == [("now", True), ("later", False)]
    simulated = simulate(problem, runs=100)
    assert simulated.finish.duration(50) == DAY + DAY + 10 * DAY
    now, later = simulated.risks
    assert (now.p80_days, now.response_p80_days) == (1, 9)
    assert (later.p80_days, later.response_p80_days) == (10, 9)
    assert simulate(problem.with_responses(), runs=100).finish.duration(50) == 3 * DAY


def test_what_a_response_buys_for_its_money() -> None:
    plan = new_plan(
        item("a"),
        add("risk", "r", title="Late", items=("a",), chance=100.0, delay=ThreePoint.single_point(10 * DAY),
            response_delay=ThreePoint.single_point(0), response_cost=5000.0),
    )  # fmt: skip
    assert forecast(plan).risks[0].days_per_money == 10 / 5000


def test_a_delay_on_a_summary_moves_its_finish_once() -> None:
    row = [item("p"), *(item(f"a{n}", parent="p") for n in range(3)), link("a0", "a1"), link("a1", "a2")]
    side = [item("p"), *(item(f"a{n}", parent="p") for n in range(3))]
    late = add("risk", "r", title="Late", items=("p",), chance=100.0, delay=ThreePoint.single_point(2 * DAY))
    assert forecast(new_plan(*row, late)).finish.duration(50) == (3 + 2) * DAY
    assert forecast(new_plan(*side, late)).finish.duration(50) == (1 + 2) * DAY
    slower = add("risk", "r", title="Slow", items=("p",), chance=100.0, delay=ThreePoint(50, 50, 50, percent=True))
    assert forecast(new_plan(*row, slower)).finish.duration(50) == 3 * DAY * 1.5


def test_one_more_item_or_risk_changes_no_other_draw() -> None:
    """Draws belong to records: an unrelated item, first in the table and in the outline, leaves the rest alone."""
    ours = [
        item("x", (8, 16, 40)), item("y", (8, 16, 40)), item("m", type="milestone"), link("x", "y"), link("y", "m"),
        add("risk", "r", title="Late", items=("x",), chance=30.0, delay=ThreePoint(DAY, 2 * DAY, 5 * DAY)),
    ]  # fmt: skip
    theirs = [
        item("a", (8, 80, 160)),
        add("risk", "q", title="Other", items=("a",), chance=50.0, delay=ThreePoint(DAY, 2 * DAY, 5 * DAY)),
    ]
    alone, beside = forecast(new_plan(*ours)), forecast(new_plan(*theirs, *ours))
    assert np.array_equal(alone.targets["m"].instants, beside.targets["m"].instants)
    assert alone.risks[0].sensitivity != 0
    assert not np.array_equal(alone.finish.instants, beside.finish.instants)
    other = forecast(new_plan(*ours), seed=2)
    assert not np.array_equal(alone.targets["m"].instants, other.targets["m"].instants)


def test_milestones_deadlines_and_workstreams_are_forecast() -> None:
    due = datetime(2026, 11, 25, 23, 59)
    plan = new_plan(
        item("a", (8, 16, 40), workstream="w", deadline=due), item("b", 8, workstream="v"),
        item("m", type="milestone", deadline=due), item("x", type="milestone", status="dropped"), link("a", "m"),
        add("workstream", "w", name="Data"), add("workstream", "v", name="Platform"),
        add("workstream", "empty", name="Nothing"),
    )  # fmt: skip
    forecasted = forecast(plan)
    assert set(forecasted.targets) == {"a", "m", "w", "v"}
    assert np.array_equal(forecasted.targets["a"].instants, forecasted.targets["m"].instants)
    assert np.array_equal(forecasted.targets["w"].instants, forecasted.finish.instants)
    on_time = forecasted.targets["m"].on_time
    assert on_time is not None
    # triangular 8/16/40: the share within 24 hours is 1 - (40-24)² / (32·24)
    assert on_time == pytest.approx(1 - 16 * 16 / (32 * 24), abs=0.003)
    assert forecasted.targets["v"].on_time is None


def test_what_changed_since_shows_in_the_forecast() -> None:
    plan = new_plan(item("a", (8, 16, 40)), item("b", (8, 16, 40)), link("a", "b"))
    longer = plan.applied([change(plan, "item", "b", estimate=ThreePoint(8 * 60, 16 * 60, 80 * 60))])
    before, after = forecast(plan), forecast(longer)
    assert (after.sample >= before.sample).all(), "the same draws, a longer tail"
    assert after.finish.percentile(80) > before.finish.percentile(80)


def test_days_are_those_of_the_working_hours() -> None:
    """A delay of six days of six hours costs six days, whatever a standard day is."""
    context = replace(WORDS, minutes_per_day=360)
    delay = ThreePoint.single_point(6 * 360)
    plan = new_plan(item("a", 8), add("risk", "r", title="Late", items=("a",), chance=100.0, delay=delay))
    forecast = simulate(risk_model(plan, context), runs=200, effects=True)
    assert [risk.p80_days for risk in forecast.risks] == [6.0]
    assert forecast.least_certain is not None


def test_what_a_risk_costs_is_the_same_without_its_response_and_its_money_is_by_the_shape() -> None:
    delay, cost = ThreePoint(480, 960, 4800), ThreePoint(1000, 3000, 8000)
    risk = {"title": "Late", "items": ("a",), "chance": 50.0, "delay": delay, "cost": cost, "response_chance": 10.0}
    plan = new_plan(item("a", (8, 16, 40)), add("risk", "r", **risk))
    (both,), (alone,) = (simulate(risk_model(plan, WORDS), runs=500, responses=told).risks for told in (True, False))
    assert both.response_minutes
    assert alone == replace(both, response_minutes=None)
    expected = {
        shape: risk_model(plan, WORDS, shape).risks[0].expected_cost(shape)
        for shape in ("triangular", "pert", "uniform")
    }
    assert expected == {"triangular": 2000, "pert": 1750, "uniform": 2250}


def test_a_delay_on_a_summary_whose_children_start_together_delays_it() -> None:
    """Each of them takes that much longer; nothing inside waits for a finish that would carry it on."""
    plan = new_plan(
        item("p", type="epic"), item("a", 8, parent="p"), item("b", 24, parent="p"), link("a", "b", "SS"),
        add("risk", "r", title="Late", items=("p",), chance=100.0, delay=ThreePoint.single_point(960)),
    )  # fmt: skip
    assert simulate(risk_model(plan, WORDS), runs=100, effects=False).finish.duration(50) == 1440 + 960


def test_a_sensitivity_does_not_depend_on_the_order_of_a_risks_items() -> None:
    delay = ThreePoint(10, 20, 200, percent=True)
    shares = []
    for items in (("a", "b"), ("b", "a")):
        plan = new_plan(
            item("a", (8, 16, 80)), item("b", 40), link("a", "b"),
            add("risk", "r", title="Late", items=items, chance=50.0, delay=delay),
        )  # fmt: skip
        shares.append(simulate(risk_model(plan, WORDS), runs=500, effects=False).risks[0].sensitivity)
    assert shares[0] == pytest.approx(shares[1], abs=1e-12)
    assert shares[0] > 0.3


def test_an_items_sensitivity_takes_in_the_risks_on_it() -> None:
    plan = new_plan(
        item("a", 40), item("b", (38, 40, 42)), link("a", "b"),
        add("risk", "r", title="Late", items=("a",), chance=50.0, delay=ThreePoint(480, 960, 4800)),
    )  # fmt: skip
    by_key = {i.key: i.sensitivity for i in simulate(risk_model(plan, WORDS), runs=500, effects=False).items}
    assert by_key["a"] > 0.9 > by_key["b"]


def test_the_mean_lies_in_working_time() -> None:
    plan = new_plan(item("a", (8, 40, 80)))
    forecast = simulate(risk_model(plan, WORDS), runs=500, effects=False)
    mean = to_datetime(forecast.finish.mean)
    assert mean.weekday() < 5
    assert 9 <= mean.hour <= 18
    assert forecast.finish.percentile(1) <= forecast.finish.mean <= forecast.finish.percentile(99)


def test_a_forecast_says_what_is_assumed_and_is_none_where_it_is_too_much() -> None:
    edits = [item(f"e{n}", 8) for n in range(4)] + [item("n", None), item("m", None, type="milestone")]
    done = item("z", None, status="done", actual_finish=datetime(2026, 11, 20, 18))
    few = risk_model(new_plan(*edits, done), WORDS)
    assert (few.coverage.assumed, few.coverage.open_work, few.coverage.is_founded) == (1, 5, True)
    many = risk_model(new_plan(*edits, item("o", None), item("p", None)), WORDS)
    assert (many.coverage.assumed, many.coverage.open_work, many.coverage.is_founded) == (3, 7, False)
    facts = finish_facts(simulate(many, runs=100, effects=False).finish, is_founded=many.coverage.is_founded)
    assert facts["finish"] == {"p10": None, "p50": None, "p80": None, "p90": None, "mean": None}
    assert risk_model(new_plan(*edits, item("o", None), item("p", None), assumed_limit=50), WORDS).coverage.is_founded
