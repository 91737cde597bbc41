"""The finishes of a plan's targets over all iterations: kept as they come, made distributions when they are asked for.

A plan may have thousands of dated items, and whoever reads its forecast may ask for six of them.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from tpm_tui.planning.model.graph.arrays import Integers
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.risk_model import ForecastTarget
from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar
from tpm_tui.planning.montecarlo.vector_forward import SampleBatch


class PlanClock(Struct, frozen=True, eq=False):
    """Instants that count from `origin` as clock minutes and as working time of the plan from its start."""

    calendar: VectorCalendar
    origin: int
    plan_start: int
    """from the origin, as the instants that a batch gives"""

    def durations(self, finishes: Integers) -> Integers:
        """Working minutes from the plan's start to each clock minute."""
        work: Integers = self.calendar.work_at(finishes - self.origin).astype(np.int64)
        return work - int(self.calendar.work_at(self.plan_start))

    def distribution(self, sample: Integers, deterministic: int, deadline: int | None) -> FinishDistribution:
        """Of clock minutes by iteration."""
        rising = np.sort(sample)
        durations = self.durations(rising)
        work = int(self.calendar.work_at(self.plan_start)) + round(float(durations.mean()))
        mean = min(max(int(self.calendar.end_of(work)) + self.origin, int(rising[0])), int(rising[-1]))
        return FinishDistribution(rising, durations, deterministic, mean, deadline)


class TargetSamples:
    """Gathers the finishes of targets block by block. `ends` are the leaves of each that can finish last."""

    def __init__(self, targets: Sequence[ForecastTarget], ends: Sequence[Sequence[int]]) -> None:
        self.targets, self.ends = targets, ends
        self._lasts: list[list[tuple[VectorCalendar | None, Vector]]] = [[] for _ in targets]
        self._sizes: list[int] = []

    def take(self, batch: SampleBatch, size: int) -> None:
        """Add a block of so many iterations. Raises Cancelled."""
        for gathered, positions in zip(self._lasts, self.ends, strict=True):
            gathered.append(batch.last_finish_work(positions))
        self._sizes.append(size)

    def sample(self, number: int, origin: int) -> Integers:
        """Clock minutes of one target by iteration."""
        blocks = []
        for (calendar, last), size in zip(self._lasts[number], self._sizes, strict=True):
            finish = last if calendar is None else calendar.end_of(last)
            blocks.append(np.broadcast_to(finish, (size,)).astype(np.int64))
        sample: Integers = np.concatenate(blocks)
        sample += origin
        return sample


class TargetFinishes(Mapping[str, FinishDistribution]):
    """The finish of each target by its id; `planned` are the finishes that the likely durations give, by position."""

    def __init__(self, samples: TargetSamples, clock: PlanClock, planned: Sequence[int], plan_start: int) -> None:
        self._samples, self._clock, self._planned, self._plan_start = samples, clock, planned, plan_start
        self._numbers = {target.id: number for number, target in enumerate(samples.targets)}
        self._known: dict[str, FinishDistribution] = {}

    def __getitem__(self, target: str) -> FinishDistribution:
        known = self._known.get(target)
        if known is None:
            number = self._numbers[target]
            one = self._samples.targets[number]
            last = max((self._planned[position] for position in one.positions), default=self._plan_start)
            sample = self._samples.sample(number, self._clock.origin)
            known = self._known[target] = self._clock.distribution(sample, last, one.deadline)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, target: object) -> bool:
        return target in self._numbers
