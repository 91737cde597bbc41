"""Schedule risk: the plan calculated a thousand times over, with what may take longer and what may go wrong.

    simulate(problem, seed=1) -> SimulationResult

Every iteration samples each unfinished item's duration, draws each open risk once, adds its delay to the items it is
linked to, and calculates the schedule as `schedule` does, to the minute [Hulett 2009; PMBOK, Monte Carlo analysis].
Samples are Latin hypercubes of 1,000 iterations. The same problem and seed give the same numbers, an item or a risk
more changes nobody else's.

How many iterations a forecast is made of is settled here, for every place that shows one: as many as its percentiles
need to converge, at most `iteration_limit`. So the same plan has the same figures wherever they are read.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import Cancelled, check_cancelled
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_datetime, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.recompile import with_durations
from tpm_tui.planning.cpm.schedule import EarlySchedule, early_schedule, early_schedule_of
from tpm_tui.planning.cpm.scheduling_rules import LATE_CONSTRAINTS
from tpm_tui.planning.model.graph.arrays import Integers, Minutes
from tpm_tui.planning.model.network import LagUnit, LinkType
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.latin_hypercube import SampleBlock
from tpm_tui.planning.montecarlo.risk_contributions import MAX_CONTRIBUTION_ITERATIONS, RiskContributions
from tpm_tui.planning.montecarlo.risk_model import RiskModel
from tpm_tui.planning.montecarlo.sample_statistics import centred_ranks, converged, percentile_errors
from tpm_tui.planning.montecarlo.sampled_estimates_and_risk_delays import (
    DurationInputs,
    DurationSample,
    duration_inputs,
    sample_durations,
    with_delays,
)
from tpm_tui.planning.montecarlo.simulation_result import ItemForecast, RiskForecast, SimulationResult
from tpm_tui.planning.montecarlo.target_finishes import PlanClock, TargetFinishes, TargetSamples
from tpm_tui.planning.montecarlo.vector_backward import critical_iterations, vector_backward_pass
from tpm_tui.planning.montecarlo.vector_forward import VECTOR_CANCEL_CHECK_INTERVAL, SampleBatch
from tpm_tui.planning.montecarlo.vector_network import VectorNetwork, last_finishers, vector_network

MAX_ITERATIONS, MAX_ITERATIONS_LARGE = 50_000, 10_000
"""Iterations at most where the percentiles do not converge, in small plans and in large ones."""
MAX_DRAWS = 5_000_000
"""So many durations are drawn at most for more iterations than those of a large plan."""
BLOCK_SIZE = 1000
"""Iterations that are calculated side by side."""
SMALL_BLOCK_SIZE = 100
MANY_ITEMS = 20_000
"""Plans with more items are calculated in small blocks, to fit in memory."""
TABLE_MARGIN = 91 * MINUTES_PER_DAY
MAX_SPAN = 300 * 365 * MINUTES_PER_DAY
"""Plans that reach farther have no forecast."""
FIRST, LAST = to_minute(datetime.min), to_minute(datetime.max)


def simulate(
    problem: RiskModel,
    *,
    runs: int | None = None,
    seed: int = 1,
    effects: bool = True,
    responses: bool = True,
    drivers: bool = True,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> SimulationResult:
    """Run as many iterations as the percentiles need, at most `iteration_limit`, or exactly `runs`.

    `effects` also measures what each risk costs at P80 and, with `responses`, what each response buys; `drivers` the
    criticality of items and the sensitivity of items and risks. Each takes longer and changes no date or cost.
    `cancelled` is asked every few milliseconds; `progress` is told the iterations done and to do after each block.
    Raises Cancelled, CycleError, NoWorkingTimeError, ValidationError where dates lie centuries apart, and ValueError
    for less than one run.
    """
    if runs is not None and runs < 1:
        raise ValueError("a simulation needs at least one run")
    most = runs or iteration_limit(problem)
    known = duration_inputs(problem)
    check_cancelled(cancelled)
    deterministic = early_schedule(problem.network, cancelled)
    span = _span(problem, known, deterministic, cancelled)
    vectors = vector_network(problem.network, *span, cancelled)
    contributions = RiskContributions(problem, responses) if effects else None
    accumulator = _Accumulator(problem, known, vectors, deterministic, contributions, drivers, cancelled)
    for block in _blocks(problem, most, seed):
        while not accumulator.take(sample_durations(problem, known, block, cancelled, drivers)):
            span = (span[0], span[1] + (span[1] - span[0]))
            accumulator.reset_network(vector_network(problem.network, *span, cancelled))
        check_cancelled(cancelled)
        if progress is not None:
            progress(accumulator.runs, most)
        if runs is None and accumulator.runs >= 2 * BLOCK_SIZE and converged(accumulator.durations()):
            break
    check_cancelled(cancelled)
    return accumulator.forecast(seed)


def iteration_limit(problem: RiskModel) -> int:
    """The iterations of a forecast at most: large plans have fewer, which are what the screen waits for."""
    return max(MAX_ITERATIONS_LARGE, min(MAX_ITERATIONS, MAX_DRAWS // max(len(problem.network), 1)))


def _blocks(problem: RiskModel, runs: int, seed: int) -> Iterator[SampleBlock]:
    size = BLOCK_SIZE if len(problem.network) <= MANY_ITEMS else SMALL_BLOCK_SIZE
    for number, done in enumerate(range(0, runs, size)):
        yield SampleBlock(seed, number, min(size, runs - done))


def _span(
    problem: RiskModel,
    known: DurationInputs,
    deterministic: EarlySchedule,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[int, int]:
    """First and last clock minute that any iteration is expected to reach. Raises Cancelled and ValidationError."""
    network = problem.network
    check_cancelled(cancelled)
    longest = _at(problem, known, known.most(problem), cancelled)
    dates = [date for date in network.constraint_date if date is not None]
    due = [date for date in network.deadline if date is not None]
    starts = [deterministic.early_start, longest.early_start]
    check_cancelled(cancelled)
    if any(link.lag < 0 for link in network.links):
        least = [0 if position in known.ranges else work.left for position, work in enumerate(known.work)]
        starts.append(_at(problem, known, least, cancelled).early_start)
    first = min(network.plan_start, *(min(column, default=network.plan_start) for column in starts), *dates, *due)
    last = max([network.plan_start, longest.plan_finish, deterministic.plan_finish, *dates])
    lead = 5 * max((abs(link.lag) for link in network.links), default=0)  # a lag in working time reaches that far
    # where longer work starts earlier, that may be before all of these; so may late dates, which must be exact where an
    # item stands at its own
    backwards = (
        compiled_network(network).alap_positions
        or any(link.type == LinkType.SF or (link.lag < 0 and link.unit == LagUnit.PERCENT) for link in network.links)
        or not LATE_CONSTRAINTS.isdisjoint(network.constraint)
    )
    earliest = first - (last - first if backwards else 0) - lead - TABLE_MARGIN
    latest = last + lead + TABLE_MARGIN
    if latest - earliest > MAX_SPAN:
        years = f"{to_datetime(max(first, FIRST)).year} to {to_datetime(min(last, LAST)).year}"
        raise ValidationError(f"the dates of the plan reach from {years}: too far to forecast; is one of them a slip?")
    return earliest, latest


def _at(
    problem: RiskModel, known: DurationInputs, left: list[int], cancelled: Callable[[], bool] | None
) -> EarlySchedule:
    """The early dates with so many minutes left of each item."""
    network = problem.network
    duration = [work.done + rest for work, rest in zip(known.work, left, strict=True)]
    remaining = [
        given if began is None else rest
        for given, began, rest in zip(network.remaining, network.actual_start, left, strict=True)
    ]
    other = replace(network, duration=duration, remaining=remaining, cache={})
    return early_schedule_of(with_durations(compiled_network(network), other, cancelled), cancelled)


class _Accumulator:
    """What is gathered from block to block."""

    def __init__(
        self,
        problem: RiskModel,
        known: DurationInputs,
        vectors: VectorNetwork,
        deterministic: EarlySchedule,
        effects: RiskContributions | None,
        drivers: bool,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.problem, self.deterministic, self.drivers, self.cancelled = problem, deterministic, drivers, cancelled
        self.surely_positive = known.surely_positive(problem)
        network = problem.network
        self.planned_work: dict[float, int] = {}
        """minutes that are left of all work at each rate, as planned"""
        for position, rate in problem.labour_rates.items():
            self.planned_work[rate] = self.planned_work.get(rate, 0) + network.remaining_work(position)
        self.runs = 0
        self.finishes: list[Integers] = []
        self.targets = TargetSamples((*problem.targets, *problem.objectives), ())
        self.costs: list[npt.NDArray[np.float64]] = []
        n = len(problem.network)
        self.critical = np.zeros(n)
        self.sensitivity = np.zeros(n)
        self.risk_sensitivity = np.zeros(len(problem.risks))
        self.effects = effects
        self.reset_network(vectors)

    def reset_network(self, vectors: VectorNetwork) -> None:
        self.vectors = vectors
        children = vectors.compiled.outline.children
        leaves = [position for position in range(len(vectors.network)) if position not in children]
        self.ends = last_finishers(vectors, leaves)
        self.targets.ends = [last_finishers(vectors, target.positions) for target in self.targets.targets]

    def take(self, sample: DurationSample) -> bool:
        """Add a block; False if it reaches beyond the tables of time, then it must come again. Raises Cancelled."""
        size, vectors = sample.block.size, self.vectors
        delays = [sample.delays(risk, risk.now) for risk in self.problem.risks]
        total: dict[int, Vector] = {}
        for delay in delays:
            for position, minutes in delay.items():
                total[position] = total[position] + minutes if position in total else minutes
        left = list(sample.left)
        for position, minutes in total.items():
            left[position] = with_delays(left[position], minutes)
        duration = [done + rest if done else rest for done, rest in zip(sample.done, left, strict=True)]
        batch = SampleBatch(vectors, duration, left, self.cancelled, self.surely_positive)
        finish = np.broadcast_to(run_vector_passes(batch, self.ends, self.drivers), (size,))
        if int(np.max(finish)) >= vectors.plan_calendar.last - TABLE_MARGIN // 2:
            return False
        finish = finish.astype(np.int64)
        for count, (position, where) in enumerate(critical_iterations(batch).items() if self.drivers else ()):
            if not count % (8 * VECTOR_CANCEL_CHECK_INTERVAL):
                check_cancelled(self.cancelled)
            self.critical[position] += np.count_nonzero(where) if isinstance(where, np.ndarray) else size * bool(where)
        self.targets.take(batch, size)
        check_cancelled(self.cancelled)
        if self.drivers:
            self._correlate(sample, delays, {position: left[position] for position in total}, finish)
        if self.effects is not None and self.runs < MAX_CONTRIBUTION_ITERATIONS:
            self.effects.take(batch, sample, delays, total, self.ends, finish)
        check_cancelled(self.cancelled)
        self.finishes.append(finish + vectors.origin)
        money = np.full(size, float(self.problem.planned_cost))
        for rate, work in self._work_by_rate(left, size).items():
            money += rate * (work - self.planned_work[rate])
        for risk in self.problem.risks:
            money += sample.cost(risk)
            if risk.in_force and risk.response_cost:
                money += risk.response_cost
        self.costs.append(money)
        self.runs += size
        return True

    def _work_by_rate(self, left: list[Vector], size: int) -> dict[float, Integers]:
        """The minutes that are left of all work at each rate, by iteration."""
        work: dict[float, Integers] = {rate: np.zeros(size, dtype=np.int64) for rate in self.planned_work}
        for position, rate in self.problem.labour_rates.items():
            work[rate] += left[position]
        return work

    def _correlate(
        self,
        sample: DurationSample,
        delays: list[dict[int, Minutes]],
        delayed: dict[int, Vector],
        finish: Integers,
    ) -> None:
        """Rank correlations with the finish: of durations and of risks; `delayed` are those that risks add to."""
        size = len(finish)
        ranked = centred_ranks(finish)
        if not ranked.any():
            return
        # a stratum is a rank: nothing to sort
        length = (size * (size * size - 1) / 12) ** 0.5
        positions = [position for position in sample.orders if position not in delayed]
        for first in range(0, len(positions), 64):
            check_cancelled(self.cancelled)
            some = positions[first : first + 64]
            orders = np.array([sample.orders[position] for position in some], dtype=np.float64)
            self.sensitivity[some] += orders @ ranked * (size / length)
        for count, (position, left) in enumerate(delayed.items()):
            if not count % VECTOR_CANCEL_CHECK_INTERVAL:
                check_cancelled(self.cancelled)
            self.sensitivity[position] += centred_ranks(np.broadcast_to(left, (size,))) @ ranked * size
        for number, delay in enumerate(delays):
            if delay:
                # of a delay in percent, what it comes to on all its items
                minutes: Integers = np.stack(list(delay.values())).sum(axis=0, dtype=np.int64)
                self.risk_sensitivity[number] += centred_ranks(minutes) @ ranked * size

    @property
    def clock(self) -> PlanClock:
        return PlanClock(self.vectors.plan_calendar, self.vectors.origin, self.vectors.plan_start)

    def durations(self) -> Integers:
        """Working minutes from the plan's start to each finish so far."""
        return self.clock.durations(np.concatenate(self.finishes))

    def forecast(self, seed: int) -> SimulationResult:
        """What has been gathered. Raises Cancelled."""
        problem, deterministic, runs = self.problem, self.deterministic, self.runs
        sample = np.concatenate(self.finishes)
        clock = self.clock
        durations = clock.durations(sample)
        effects = self.effects.minutes(sample, clock.durations, self.cancelled) if self.effects is not None else {}
        return SimulationResult(
            finish=clock.distribution(sample, deterministic.plan_finish, problem.deadline),
            targets=TargetFinishes(self.targets, clock, deterministic.finish, problem.network.plan_start),
            items=tuple(self._items()) if self.drivers else (),
            risks=tuple(
                RiskForecast(risk.id, risk.key, float(share) / runs, *effects.get(risk.id, (None, None)),
                             risk.response_cost, problem.minutes_per_day, risk.expected_cost(problem.shape))
                for risk, share in zip(problem.risks, self.risk_sensitivity, strict=True)
            ),
            runs=runs,
            seed=seed,
            shape=problem.shape,
            converged=converged(durations),
            errors=percentile_errors(durations),
            sample=sample,
            costs=np.concatenate(self.costs),
            minutes_per_day=problem.minutes_per_day,
            coverage=problem.coverage,
        )  # fmt: skip

    def _items(self) -> Iterator[ItemForecast]:
        columns = self.problem.names, self.problem.keys, self.critical, self.sensitivity
        for count, (name, key, times, share) in enumerate(zip(*columns, strict=True)):
            if not count % (8 * VECTOR_CANCEL_CHECK_INTERVAL):
                check_cancelled(self.cancelled)
            yield ItemForecast(name, key, float(times) / self.runs, float(share) / self.runs)


def run_vector_passes(batch: SampleBatch, ends: list[int], late_dates: bool = True) -> Vector:
    """All passes over a block, as `cpm.schedule.run_passes`; the plan's finish. Without `late_dates` the backward pass
    is made only where items lie as late as possible."""
    batch.forward()
    batch.finish = batch.last_finish(ends)
    has_alap = bool(batch.vectors.compiled.alap_positions)
    if late_dates or has_alap:
        vector_backward_pass(batch)
    if not has_alap:
        return batch.finish
    batch.alap_at_late = True
    batch.forward()
    return batch.last_finish(ends)


__all__ = ["Cancelled", "simulate"]
