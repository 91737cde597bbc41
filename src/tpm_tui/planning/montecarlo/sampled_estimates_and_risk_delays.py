"""The durations of one block of iterations: sampled estimates, and the delays of risks that occur in it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.model.graph.arrays import Minutes
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.latin_hypercube import SampleBlock
from tpm_tui.planning.montecarlo.risk_model import (
    PositionWork,
    RiskDriver,
    RiskEffect,
    RiskModel,
    position_work,
    remaining_range,
)
from tpm_tui.planning.montecarlo.vector_forward import VECTOR_CANCEL_CHECK_INTERVAL

KEPT_ESTIMATES = 4096
"""So many samples of estimates are kept while a block is drawn: 16 MB."""


class DurationInputs(Struct, frozen=True, eq=False):
    """What does not change from block to block: work done and left of each position."""

    work: list[PositionWork]
    ranges: dict[int, tuple[float, float, float]]
    """best, likely and worst of what is left"""

    def surely_positive(self, problem: RiskModel) -> list[bool]:
        """Whether what is left of each position is more than nothing, whatever is drawn."""
        positive = [work.left > 0 for work in self.work]
        for position, (best, _, _) in self.ranges.items():
            positive[position] = round(best) > 0
        for risk in problem.risks:
            for position in (*risk.delay_targets, *risk.percent_targets) if risk.sign < 0 else ():
                positive[position] = False
        return positive

    def most(self, problem: RiskModel) -> list[int]:
        """An upper bound of what is left at each position, every threat occurring at its worst."""
        left = [work.left for work in self.work]
        for position, (_, _, worst) in self.ranges.items():
            left[position] = max(left[position], round(worst))
        most = list(left)
        for risk in problem.risks:
            for effect in (risk.before, risk.after):
                for position in risk.positions(effect) if risk.sign > 0 else ():
                    worst = effect.delay.worst
                    most[position] += round(left[position] * worst / 100 if effect.delay.percent else worst) + 1
        return most


def duration_inputs(problem: RiskModel) -> DurationInputs:
    network = problem.network
    work = [position_work(network, position) for position in range(len(network))]
    ranges = {
        position: remaining_range(estimate, work[position], network.estimated_duration(position))
        for position, estimate in problem.spread.items()
    }
    return DurationInputs(work, ranges)


class DurationSample(Struct, eq=False):
    """One block's numbers. `left` is without risks; `orders` the stratum of each iteration, by position."""

    problem: RiskModel
    block: SampleBlock
    left: list[Vector]
    done: list[int]
    orders: dict[int, npt.NDArray[np.integer[Any]]] = field(default_factory=dict)

    def occurs(self, risk: RiskDriver, effect: RiskEffect) -> npt.NDArray[np.bool_]:
        """In which iterations a risk occurs: once for all its items, and the more often the higher its chance."""
        occurrence: npt.NDArray[np.bool_] = self.block.uniform(f"risk\0{risk.id}\0occurs") < effect.chance
        return occurrence

    def severity(self, risk: RiskDriver, effect: RiskEffect) -> npt.NDArray[np.float64]:
        """The delay where the risk occurs, in minutes or percent."""
        span = effect.delay
        name = f"risk\0{risk.id}\0delay"
        return self.block.three_point(name, span.best, span.likely, span.worst, self.problem.shape)

    def delays(self, risk: RiskDriver, effect: RiskEffect) -> dict[int, Minutes]:
        """Whole working minutes that a risk adds to each position it hits, negative for an opportunity."""
        positions = risk.positions(effect)
        if not positions or effect.chance <= 0 or (effect.delay.worst == 0 and effect.delay.best == 0):
            return {}
        amount = np.where(self.occurs(risk, effect), self.severity(risk, effect) * risk.sign, 0.0)
        if effect.delay.percent:
            return {p: np.rint(amount * self.left[p] / 100).astype(np.int32) for p in positions}
        minutes = np.rint(amount).astype(np.int32)
        return dict.fromkeys(positions, minutes)

    def cost(self, risk: RiskDriver) -> Vector:
        """Money of a risk in each iteration."""
        span = risk.money
        if span is None:
            return 0.0
        name = f"risk\0{risk.id}\0cost"
        money = self.block.three_point(name, span.best, span.likely, span.worst, self.problem.shape)
        return np.where(self.occurs(risk, risk.now), money * risk.sign, 0.0)


def sample_durations(
    problem: RiskModel,
    known: DurationInputs,
    block: SampleBlock,
    cancelled: Callable[[], bool] | None = None,
    with_orders: bool = True,
) -> DurationSample:
    """Sample every estimate that has a range; `with_orders` also gives the stratum of each iteration. Raises
    Cancelled."""
    left: list[Vector] = [work.left for work in known.work]
    sample = DurationSample(problem, block, left, [work.done for work in known.work])
    names, shape, orders = problem.names, problem.shape, sample.orders
    small = np.min_scalar_type(block.size)
    # many items have the same estimate, and there are few rows of levels
    rising: dict[tuple[int, float, float, float], Minutes] = {}
    for count, (position, (best, middle, worst)) in enumerate(known.ranges.items()):
        if not count % VECTOR_CANCEL_CHECK_INTERVAL:
            check_cancelled(cancelled)
        order, row = block.order(f"item\0{names[position]}")
        if with_orders:
            orders[position] = order.astype(small)
        minutes = rising.get((row, best, middle, worst))
        if minutes is None:
            exact = block.rising(row, best, middle, worst, shape)
            minutes = np.rint(exact, out=exact).astype(np.int32)
            if len(rising) < KEPT_ESTIMATES:
                rising[row, best, middle, worst] = minutes
        left[position] = minutes.take(order)
    return sample


def with_delays(left: Vector, delay: Vector) -> Vector:
    """What is left after delays and gains: never less than nothing."""
    return np.maximum(left + delay, 0)
