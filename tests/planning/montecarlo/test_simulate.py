"""The schedule risk simulation against what probability theory says, and what must hold for every forecast."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planning.montecarlo.test_vector_forward import problems
from support.network_strategies import EARLIEST, networks
from support.networks import make_network
from tpm_tui.domain.cancellation_of_long_work import Cancelled
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK, STANDARD_WEEK, WorkCalendar
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.schedule import early_pass, schedule
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, NetworkLink
from tpm_tui.planning.montecarlo.risk_model import ForecastTarget, RiskDriver, RiskEffect, RiskModel
from tpm_tui.planning.montecarlo.simulate import simulate

START = to_minute(datetime(2026, 11, 23))
RUNS = 10_000
SIGMAS = 4.0  # a test that is right fails once in 16,000 seeds, and the seeds are fixed


def problem(
    estimates: list[ThreePoint],
    links: list[tuple[int, int]] = (),  # type: ignore[assignment]
    risks: list[RiskDriver] = (),  # type: ignore[assignment]
    shape: str = "triangular",
) -> RiskModel:
    """Items on a calendar without free time, so that durations are clock time and the formulas are exact."""
    network = make_network(
        [round(e.likely) for e in estimates],
        [NetworkLink(a, b) for a, b in links],
        plan_start=START,
        calendars=(ROUND_THE_CLOCK,),
    )
    names = [f"item-{n}" for n in range(len(estimates))]
    spread = {n: e for n, e in enumerate(estimates) if e.spread}
    return RiskModel(network, names, names, spread, tuple(risks), shape=shape)


def risk(name: str, chance: float, delay: ThreePoint, *hits: int, sign: int = 1) -> RiskDriver:
    effect = RiskEffect(chance, delay)
    return RiskDriver(name, name, effect, effect, hits, hits, sign)


@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_a_chain_has_the_sum_of_means_and_variances(shape: str) -> None:
    """Triangular: mean (a+m+b)/3, variance (a²+m²+b²-am-ab-mb)/18. PERT: mean (a+4m+b)/6, variance of that beta.

    Latin hypercubes are better than plain sampling, so its standard error is an upper bound: sd/sqrt(n) of the mean,
    variance * sqrt(2/n) of the variance of a sum that is close to normal.
    """
    estimates = [ThreePoint(3000 + 500 * n, 6000 + 400 * n, 20000 + 1000 * n) for n in range(12)]
    mean = variance = 0.0
    for a, m, b in ((e.best, e.likely, e.worst) for e in estimates):
        if shape == "triangular":
            mean += (a + m + b) / 3
            variance += (a * a + m * m + b * b - a * m - a * b - m * b) / 18
        else:
            alpha, beta = 1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a)
            mean += (a + 4 * m + b) / 6
            variance += (b - a) ** 2 * alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1))
    result = simulate(problem(estimates, [(n, n + 1) for n in range(11)], shape=shape), runs=RUNS).finish
    assert abs(result.mean_duration - mean) < SIGMAS * (variance / RUNS) ** 0.5
    assert abs(result.sd_duration**2 - variance) < SIGMAS * variance * (2 / RUNS) ** 0.5


def test_two_parallel_uniform_items_have_the_exact_maximum() -> None:
    """max(U, V) on 0…w: mean 2w/3, variance w²/18, and the share done by x is (x/w)²."""
    width = 100_000
    flat = ThreePoint(0, width / 2, width)
    result = simulate(problem([flat, flat], shape="uniform"), runs=RUNS).finish
    assert abs(result.mean_duration - width * 2 / 3) < SIGMAS * width * (1 / 18 / RUNS) ** 0.5
    assert abs(result.sd_duration - width / 18**0.5) < SIGMAS * width / 18**0.5 * (1 / RUNS) ** 0.5
    for percent in (10, 50, 80, 90):
        exact = (percent / 100) ** 0.5
        density = 2 * exact
        error = (percent / 100 * (1 - percent / 100) / RUNS) ** 0.5 / density
        assert abs(result.duration(percent) / width - exact) < SIGMAS * error


def test_merge_bias_is_what_the_theory_says() -> None:
    """The median of the latest of k equal uniform paths lies at 0.5^(1/k), later than the likely half."""
    width, paths = 100_000, 6
    flat = ThreePoint(0, width / 2, width)
    result = simulate(problem([flat] * paths, shape="uniform"), runs=RUNS).finish
    exact = 0.5 ** (1 / paths)
    density = paths * exact ** (paths - 1)
    assert abs(result.duration(50) / width - exact) < SIGMAS * (0.25 / RUNS) ** 0.5 / density
    assert result.deterministic - START == width / 2
    assert result.percentile(50) > result.deterministic


def test_one_risk_on_one_item_is_a_mixture() -> None:
    """With chance p the item takes D + X, X triangular: P80 solves (1-p) + p F(x) = 0.8."""
    p, a, m, b = 0.4, 1000.0, 4000.0, 9000.0
    certain = ThreePoint.single_point(20_000)
    result = simulate(problem([certain], risks=[risk("r", p, ThreePoint(a, m, b), 0)]), runs=RUNS).finish
    assert np.count_nonzero(result.durations > 20_000) == p * RUNS, "stratified: the share is exact"
    wanted = (0.8 - (1 - p)) / p
    split = (m - a) / (b - a)
    exact = a + (wanted * (b - a) * (m - a)) ** 0.5 if wanted < split else b - ((1 - wanted) * (b - a) * (b - m)) ** 0.5
    density = 2 * (exact - a) / (b - a) / (m - a) if exact < m else 2 * (b - exact) / (b - a) / (b - m)
    assert abs(result.duration(80) - 20_000 - exact) < SIGMAS * (0.8 * 0.2 / RUNS) ** 0.5 / density / p
    middle = (a + m + b) / 3
    variance = p * ((a * a + m * m + b * b - a * m - a * b - m * b) / 18 + middle**2) - (p * middle) ** 2
    assert abs(result.mean_duration - 20_000 - p * middle) < SIGMAS * (variance / RUNS) ** 0.5


def test_a_shared_risk_correlates_what_independent_copies_do_not() -> None:
    """Twice the same delay D: variance 4 p(1-p) D² where the risk is shared, 2 p(1-p) D² where there are two."""
    p, delay = 0.3, 6000
    two = [ThreePoint.single_point(10_000), ThreePoint.single_point(10_000)]
    shared = simulate(problem(two, [(0, 1)], [risk("r", p, ThreePoint.single_point(delay), 0, 1)]), runs=RUNS)
    copies = [risk("r", p, ThreePoint.single_point(delay), 0), risk("s", p, ThreePoint.single_point(delay), 1)]
    apart = simulate(problem(two, [(0, 1)], copies), runs=RUNS)
    unit = p * (1 - p) * delay**2
    assert shared.finish.sd_duration**2 == pytest.approx(4 * unit, rel=1e-3)
    # the error of the covariance of two independent events, doubled
    error = 2 * p * (1 - p) * delay**2 / RUNS**0.5
    assert abs(apart.finish.sd_duration**2 - 2 * unit) < SIGMAS * error
    assert shared.finish.mean_duration == pytest.approx(apart.finish.mean_duration, abs=1)


def test_percent_delays_and_opportunities() -> None:
    item = ThreePoint.single_point(10_000)
    longer = simulate(problem([item], risks=[risk("r", 1, ThreePoint(50, 50, 50, True), 0)]), runs=10)
    assert longer.finish.duration(50) == 15_000
    shorter = simulate(problem([item], risks=[risk("o", 1, ThreePoint.single_point(4000), 0, sign=-1)]), runs=10)
    assert shorter.finish.duration(50) == 6_000
    gone = simulate(problem([item], risks=[risk("o", 1, ThreePoint.single_point(40_000), 0, sign=-1)]), runs=10)
    assert gone.finish.duration(50) == 0, "work cannot take less than nothing"
    assert shorter.risks[0].p80_minutes == -4000


def test_sensitivity_and_criticality_tell_the_items_apart() -> None:
    wide, narrow = ThreePoint(0, 50_000, 100_000), ThreePoint(49_000, 50_000, 51_000)
    side = ThreePoint(0, 10_000, 20_000)
    simulated = simulate(problem([wide, narrow, side], [(0, 1)]), runs=RUNS)
    first, second, third = simulated.items
    assert first.sensitivity > 0.99
    assert abs(second.sensitivity) < 0.1
    assert (first.criticality, second.criticality) == (1.0, 1.0)
    assert third.criticality == 0.0
    even = simulate(problem([wide, wide]), runs=RUNS)
    assert abs(even.items[0].criticality - 0.5) < SIGMAS * (0.25 / RUNS) ** 0.5
    assert even.items[0].criticality + even.items[1].criticality == pytest.approx(1, abs=0.001)


def test_costs_come_beside_the_dates() -> None:
    money = replace(risk("r", 0.25, ThreePoint.single_point(1000), 0), cost=ThreePoint.single_point(400.0))
    simulated = simulate(
        replace(problem([ThreePoint.single_point(100)], risks=[money]), planned_cost=1000.0), runs=1000
    )
    assert sorted(set(simulated.costs)) == [1000.0, 1400.0]
    assert simulated.costs.mean() == pytest.approx(1100, abs=1e-6)
    late = simulated.sample > simulated.finish.deterministic
    assert (simulated.costs[late] == 1400).all(), "the same event costs the time and the money"


def test_confidence_and_percentiles_are_each_others_inverse() -> None:
    target = ForecastTarget("m", "M-1", "item", (0,), START + 60_000)
    plan = replace(problem([ThreePoint(0, 50_000, 100_000)], shape="uniform"), targets=(target,))
    simulated = simulate(plan, runs=RUNS)
    finish = simulated.targets["m"]
    for percent in (1, 25, 80, 100):
        assert finish.confidence(finish.percentile(percent)) >= percent / 100
        assert finish.confidence(finish.percentile(percent) - 1) < percent / 100
    assert finish.on_time == pytest.approx(0.6, abs=0.002)
    assert simulated.finish.on_time is None
    curve = simulated.curve(20)
    assert [level for _, level in curve] == pytest.approx([n / 20 for n in range(1, 21)])
    assert curve == sorted(curve)


@settings(max_examples=100, deadline=None)
@given(networks(joint=True))
def test_without_spread_and_risks_the_date_is_the_deterministic_one(network) -> None:  # type: ignore[no-untyped-def]
    names = [str(n) for n in range(len(network))]
    targets = tuple(
        ForecastTarget(name, name, "item", (n,)) for n, name in enumerate(names) if n not in set(network.parent)
    )
    simulated = simulate(RiskModel(network, names, names, {}, (), targets), runs=20)
    alone = schedule(network)
    assert {simulated.finish.percentile(p) for p in (1, 10, 50, 80, 90, 100)} == {alone.plan_finish}
    assert simulated.converged
    for target in targets:
        assert simulated.targets[target.id].mean == alone.finish[target.positions[0]]
    assert [item.criticality for item in simulated.items] == [float(critical) for critical in alone.critical]


#: Nothing differs between the batch: what is pinned late holds back what is pinned early on a calendar of its own.
PINNED = RiskModel(
    make_network(
        [30] * 5, [NetworkLink(0, 2, LinkType.FF)], plan_start=START + 480, parent=[-1, -1, -1, 2, 3],
        constraint=[Constraint.MFO, Constraint.ASAP, Constraint.ASAP, Constraint.ASAP, Constraint.MSO],
        constraint_date=[START, None, None, None, START], calendar=[0, 0, 0, 0, 1],
        calendars=(WorkCalendar(STANDARD_WEEK), ROUND_THE_CLOCK),
    ),
    list("abcde"), list("abcde"), {},
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(-3, 1000), st.integers(1, 300))
@example(PINNED, 0, 1)
def test_percentiles_rise_and_the_same_seed_gives_the_same_numbers(plan: RiskModel, seed: int, runs: int) -> None:
    result, again = (simulate(plan, runs=runs, seed=seed, effects=False) for _ in range(2))
    dates_alone = simulate(plan, runs=runs, seed=seed, effects=False, drivers=False)
    levels = [result.finish.percentile(p) for p in (10, 50, 80, 90)]
    assert levels == sorted(levels)
    assert np.array_equal(result.sample, again.sample)
    assert result.items == again.items
    assert result.runs == runs == len(result.sample)
    assert np.array_equal(result.sample, dates_alone.sample)
    assert np.array_equal(result.costs, dates_alone.costs)
    for target, finish in result.targets.items():
        assert np.array_equal(finish.instants, dates_alone.targets[target].instants)
        assert finish.mean == dates_alone.targets[target].mean


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_more_probability_or_more_delay_never_finishes_earlier(data: st.DataObject) -> None:
    """In every single iteration. Where a longer item starts earlier (links to its finish, pins, percent leads, late as
    possible, not to finish before a date) its followers may gain: those are left out."""
    network = data.draw(networks(constraints=EARLIEST))
    kept = [
        link
        for link in network.links
        if link.type in (LinkType.FS, LinkType.SS)
        and not (link.unit == LagUnit.PERCENT and link.lag < 0)
        and not (link.type == LinkType.SS and Constraint.FNET in network.constraint)
    ]
    network = replace(network, links=kept, cache={})
    n = len(network)
    names = [str(p) for p in range(n)]
    spread = {
        p: ThreePoint(0, d, 2 * d + 60) for p, d in enumerate(network.duration) if network.actual_finish[p] is None
    }
    holders = set(network.parent)
    spread = {p: e for p, e in spread.items() if p not in holders and not network.milestone[p]}
    hits = tuple(p for p in spread if data.draw(st.booleans()))
    percent = data.draw(st.booleans())
    chance = data.draw(st.sampled_from([0.1, 0.5, 0.9]))
    size = data.draw(st.sampled_from([10, 100, 600]))

    def sample(chance: float, size: float) -> np.ndarray:  # type: ignore[type-arg]
        hit = RiskDriver(
            "r", "r", (e := RiskEffect(chance, ThreePoint(size / 2, size, 2 * size, percent))), e, hits, hits
        )
        return simulate(RiskModel(network, names, names, spread, (hit,)), runs=50, effects=False).sample

    base = sample(chance, size)
    assert (sample(min(chance + 0.1, 1.0), size) >= base).all()
    assert (sample(chance, size * 1.5) >= base).all()


def test_it_stops_when_it_has_converged_or_is_told_to() -> None:
    chain = problem([ThreePoint(4000, 5000, 8000)] * 20, [(n, n + 1) for n in range(19)])
    steps: list[tuple[int, int]] = []
    simulated = simulate(chain, progress=lambda done, whole: steps.append((done, whole)))
    assert simulated.converged
    assert simulated.runs < 50_000
    assert steps == [(n * 1000, 50_000) for n in range(1, simulated.runs // 1000 + 1)]
    reference = simulate(chain, runs=50_000, seed=7, effects=False)
    for percent in (10, 50, 80, 90):
        near = simulated.finish.duration(percent) / reference.finish.duration(percent)
        assert abs(near - 1) < 0.01
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    with pytest.raises(Cancelled):
        simulate(chain, runs=50_000, cancelled=stop)
    assert asked == 6, "nothing goes on after a yes"


def test_a_long_plan_is_asked_often_whether_to_stop() -> None:
    """At least once every hundred items of a pass: a few milliseconds."""
    long = problem([ThreePoint(400, 500, 800)] * 1000, [(n, n + 1) for n in range(999)])
    asked = []
    simulate(long, runs=1000, effects=False, cancelled=lambda: bool(asked.append(1)))
    assert len(asked) >= 2 * 1000 / 100


def test_what_each_risk_costs_is_asked_for_as_often_where_many_items_are_last() -> None:
    """Of a wide plan nearly all is to find the last finish, once more without each risk."""
    risks = [risk(f"risk-{n}", 0.5, ThreePoint(100, 200, 400), n) for n in range(5)]
    counts = []
    for known in ([], risks):
        asked: list[int] = []
        wide = problem([ThreePoint(400, 500, 800)] * 1000, [], known)
        simulate(wide, runs=1000, cancelled=lambda asked=asked: bool(asked.append(1)))  # type: ignore[misc]
        counts.append(len(asked))
    assert counts[1] - counts[0] >= len(risks) * 1000 / 100


def test_preparing_a_long_plan_can_be_stopped_as_soon() -> None:
    """Where links lead from calendar to calendar the first passes take longest: asked every hundred items too."""
    network = make_network(
        [480] * 1000,
        [NetworkLink(n, n + 1) for n in range(999)],
        plan_start=START,
        calendars=(ROUND_THE_CLOCK, WorkCalendar(STANDARD_WEEK)),
        calendar=[n % 2 for n in range(1000)],
    )
    asked: list[int] = []
    early_pass(compiled_network(network), lambda: bool(asked.append(1)))
    assert len(asked) >= 1000 / 100
    with pytest.raises(Cancelled):
        early_pass(compiled_network(network), lambda: True)


def test_fewer_than_one_run_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one run"):
        simulate(problem([ThreePoint.single_point(1)]), runs=0)


@pytest.mark.parametrize(("year", "said"), [(9999, ""), (1, "from 1 to 2026"), (1200, "from 1200 to 2026")])
def test_a_deadline_that_is_a_slip_changes_nothing_or_is_named(year: int, said: str) -> None:
    network = make_network([480], plan_start=START, deadline=[to_minute(datetime(year, 1, 2))])
    one = RiskModel(network, ["a"], ["T-1"], {0: ThreePoint(240, 480, 960)})
    if said:
        with pytest.raises(ValidationError, match=said):
            simulate(one, runs=10)
    else:
        free = replace(one, network=replace(network, deadline=[None], cache={}))
        assert simulate(one, runs=10).sample.tolist() == simulate(free, runs=10).sample.tolist()


def test_dates_centuries_ahead_are_refused() -> None:
    network = make_network(
        [480], plan_start=START, constraint=[Constraint.SNET], constraint_date=[to_minute(datetime(9998, 1, 2))]
    )
    with pytest.raises(ValidationError, match="from 2026 to 9998: too far to forecast"):
        simulate(RiskModel(network, ["a"], ["T-1"], {}), runs=10)


def test_an_empty_plan_finishes_when_it_starts() -> None:
    simulated = simulate(problem([]), runs=10)
    assert simulated.finish.percentile(80) == START
