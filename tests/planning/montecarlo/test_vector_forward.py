"""The vectored passes against a plain loop: the deterministic scheduler, called once for every iteration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.network_strategies import networks
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule import Schedule, early_schedule, schedule
from tpm_tui.planning.model.network import Network
from tpm_tui.planning.montecarlo.latin_hypercube import SampleBlock
from tpm_tui.planning.montecarlo.risk_model import (
    ForecastTarget,
    RiskDriver,
    RiskEffect,
    RiskModel,
    uncertain_positions,
)
from tpm_tui.planning.montecarlo.sampled_estimates_and_risk_delays import duration_inputs, sample_durations, with_delays
from tpm_tui.planning.montecarlo.simulate import _span, run_vector_passes, simulate
from tpm_tui.planning.montecarlo.vector_backward import critical_iterations
from tpm_tui.planning.montecarlo.vector_forward import SampleBatch
from tpm_tui.planning.montecarlo.vector_network import last_finishers, vector_network

RUNS = 7


@st.composite
def problems(draw_: st.DrawFn) -> RiskModel:
    """A random plan with everything a plan can hold, ranges on its estimates, and a few risks and opportunities."""
    network = draw_(networks(joint=True))
    n = len(network)
    unfinished = [p for p, open_ in enumerate(uncertain_positions(network)) if open_ and not network.milestone[p]]
    spread = {}
    for position in unfinished:
        if draw_(st.booleans()):
            likely_ = network.duration[position]
            best = draw_(st.sampled_from([0, likely_ // 2, likely_]))
            spread[position] = ThreePoint(best, likely_, likely_ + draw_(st.sampled_from([1, 300, 3000])))
    risks = []
    for number in range(draw_(st.integers(0, 2))):
        delay = draw_(
            st.sampled_from([ThreePoint(0, 100, 900), ThreePoint.single_point(480), ThreePoint(0, 20, 60, True)])
        )
        hit = tuple(p for p in unfinished if draw_(st.booleans()))
        effect = RiskEffect(draw_(st.sampled_from([0.3, 1.0])), delay)
        rest = RiskEffect(effect.chance / 2, delay)
        risks.append(
            RiskDriver(f"r{number}", f"R-{number}", effect, rest, hit, hit, sign=draw_(st.sampled_from([1, 1, -1])))
        )
    network = replace(network, critical_slack_limit=draw_(st.sampled_from([0, 0, 240])), cache={})
    return RiskModel(network, [f"i{p}" for p in range(n)], [f"T-{p}" for p in range(n)], spread, tuple(risks))


def iteration(value: object, number: int) -> int:
    return int(np.broadcast_to(value, (RUNS,))[number])


def one(problem: RiskModel, duration: list[int], left: list[int]) -> Network:
    """The network of one iteration."""
    network = problem.network
    remaining = [
        given_ if began is None else rest
        for given_, began, rest in zip(network.remaining, network.actual_start, left, strict=True)
    ]
    return replace(network, duration=duration, remaining=remaining, cache={})


@settings(max_examples=200, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_every_iteration_is_the_schedule_of_its_durations(problem: RiskModel, seed: int) -> None:
    """Dates of every item, critical marks and the plan's finish: all to the minute, for all kinds of links, lags,
    constraints, calendars and actual dates."""
    network = problem.network
    known = duration_inputs(problem)
    sample = sample_durations(problem, known, SampleBlock(seed, 0, RUNS))
    left = list(sample.left)
    for risk in problem.risks:
        for position, minutes in sample.delays(risk, risk.now).items():
            left[position] = left[position] + minutes
    left = [with_delays(rest, 0) for rest in left]
    duration = [done + rest for done, rest in zip(sample.done, left, strict=True)]
    vectors = vector_network(network, *_span(problem, known, early_schedule(network)))
    batch = SampleBatch(vectors, duration, left)
    leaves = [p for p in range(len(network)) if p not in vectors.compiled.outline.children]
    finish = run_vector_passes(batch, last_finishers(vectors, leaves))
    marks = critical_iterations(batch)
    groups = [*([leaf] for leaf in leaves), leaves]
    for group in groups:
        calendar, last = batch.last_finish_work(group)
        last = last if calendar is None else calendar.end_of(last)
        assert np.array_equal(np.broadcast_to(last, (RUNS,)), np.broadcast_to(batch.last_finish(group), (RUNS,)))
    for number in range(RUNS):
        alone = schedule(
            one(problem, [iteration(value, number) for value in duration], [iteration(value, number) for value in left])
        )
        assert iteration(finish, number) + vectors.origin == alone.plan_finish
        for position in range(len(network)):
            if position not in vectors.compiled.outline.children:
                assert iteration(batch.start_of(position), number) + vectors.origin == alone.early_start[position]
                assert iteration(batch.finish_of(position), number) + vectors.origin == alone.early_finish[position]
            assert bool(iteration(marks.get(position, False), number)) == alone.critical[position]


def by_loop(problem: RiskModel, seed: int, runs: int) -> list[Schedule]:
    """A simulator without vectors: the same draws, one call of the deterministic scheduler for each iteration."""
    sample = sample_durations(problem, duration_inputs(problem), SampleBlock(seed, 0, runs))
    listed = []
    for number in range(runs):
        work = [int(np.broadcast_to(rest, (runs,))[number]) for rest in sample.left]
        left = list(work)
        for risk in problem.risks:
            effect = risk.now
            if not sample.occurs(risk, effect)[number]:
                continue
            size = float(sample.severity(risk, effect)[number]) * risk.sign
            for position in risk.percent_targets if effect.delay.percent else risk.delay_targets:
                left[position] += round(size * work[position] / 100) if effect.delay.percent else round(size)
        left = [max(rest, 0) for rest in left]
        duration = [done + rest for done, rest in zip(sample.done, left, strict=True)]
        listed.append(schedule(one(problem, duration, left)))
    return listed


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_the_forecast_is_that_of_a_plain_loop(problem: RiskModel, seed: int) -> None:
    """What `simulate` tells, from the finish of every iteration on: links, lags, calendars, constraints, actual dates,
    shared risks, shares of a duration and opportunities included."""
    network = problem.network
    leaves = [p for p in range(len(network)) if p not in set(network.parent)]
    problem = replace(problem, targets=tuple(ForecastTarget(f"i{p}", f"T-{p}", "item", (p,)) for p in leaves))
    result, loop = simulate(problem, runs=RUNS, seed=seed), by_loop(problem, seed, RUNS)
    assert result.sample.tolist() == [alone.plan_finish for alone in loop]
    for position in leaves:
        assert result.targets[f"i{position}"].instants.tolist() == sorted(alone.finish[position] for alone in loop)
    for position, item in enumerate(result.items):
        assert item.criticality == sum(alone.critical[position] for alone in loop) / RUNS
    calendar = network.calendars[network.plan_calendar]
    took = sorted(calendar.between(network.plan_start, alone.plan_finish) for alone in loop)
    assert result.finish.durations.tolist() == took
    assert result.finish.duration(50) == took[RUNS // 2]
    assert result.finish.mean_duration == pytest.approx(sum(took) / RUNS)


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_effects_are_the_difference_to_a_plan_without_the_risk(problem: RiskModel, seed: int) -> None:
    """Leaving out a risk, or responding to it, and simulating again gives what the effects say, to the minute."""
    simulated = simulate(problem, runs=60, seed=seed)
    for risk, said in zip(problem.risks, simulated.risks, strict=True):
        without = replace(problem, risks=tuple(r for r in problem.risks if r is not risk))
        gone = simulate(without, runs=60, seed=seed, effects=False)
        assert said.p80_minutes == simulated.finish.duration(80) - gone.finish.duration(80)
        responded = simulate(problem.with_responses(risk.id), runs=60, seed=seed)
        bought = simulated.finish.duration(80) - responded.finish.duration(80)
        assert said.response_minutes == bought
        again = next(r for r in responded.risks if r.id == risk.id)
        assert again.response_minutes == bought, "a response in force is worth what it was worth before"
