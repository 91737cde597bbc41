"""What a simulation says: when things finish, how sure that is, and what it hangs on.

Instants are clock minutes since the epoch, as in `domain.time.work_calendar`; durations and days count working time on
the plan's calendar.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec import Struct, field

from tpm_tui.planning.model.estimate_coverage import EstimateCoverage
from tpm_tui.planning.model.graph.arrays import Floats, Integers
from tpm_tui.planning.montecarlo.sample_statistics import percentile


class FinishDistribution(Struct, frozen=True, eq=False):
    """The finish of the plan or of a part of it, over all iterations."""

    instants: Integers
    """clock minutes, rising"""
    durations: Integers
    """working minutes from the plan's start, rising"""
    deterministic: int
    """the clock minute that the likely durations give, without risks"""
    mean: int
    """the clock minute at which the mean duration ends: always one at which work is done"""
    deadline: int | None = None

    def percentile(self, percent: float) -> int:
        """The clock minute by which it is finished with that confidence."""
        return percentile(self.instants, percent)

    def duration(self, percent: float) -> int:
        """Working minutes from the plan's start to that percentile."""
        return percentile(self.durations, percent)

    def confidence(self, instant: int) -> float:
        """The share of iterations, 0 to 1, that are finished by a clock minute."""
        return float(np.searchsorted(self.instants, instant, side="right")) / len(self.instants)

    @property
    def on_time(self) -> float | None:
        """The share of iterations that keep the deadline; None without one."""
        return None if self.deadline is None else self.confidence(self.deadline)

    @property
    def mean_duration(self) -> float:
        return float(self.durations.mean())

    @property
    def sd_duration(self) -> float:
        """Standard deviation of the duration, in working minutes (n - 1)."""
        return float(self.durations.std(ddof=1)) if len(self.durations) > 1 else 0.0


class ItemForecast(Struct, frozen=True):
    """`criticality` is the share of iterations in which an item is critical; `sensitivity` Spearman's rank correlation
    of its duration, with what risks add to it, and the plan's finish (0 for an item that always takes as long)."""

    id: str
    key: str
    criticality: float
    sensitivity: float


class RiskForecast(Struct, frozen=True):
    """`p80_minutes` is what the plan's P80 would gain without the risk, `response_minutes` what the response buys (both
    in working minutes, by the same draws); None where effects were not asked for."""

    id: str
    key: str
    sensitivity: float
    p80_minutes: int | None
    response_minutes: int | None
    response_cost: float | None
    minutes_per_day: int
    """of a working day, for the figures in days"""
    expected_cost: float
    """money: chance times the mean cost where it occurs; negative for an opportunity"""

    @property
    def p80_days(self) -> float | None:
        return None if self.p80_minutes is None else self.p80_minutes / self.minutes_per_day

    @property
    def response_p80_days(self) -> float | None:
        return None if self.response_minutes is None else self.response_minutes / self.minutes_per_day

    @property
    def days_per_money(self) -> float | None:
        """Days at P80 that one unit of money buys; None where the response has no cost."""
        days = self.response_p80_days
        return None if days is None or not self.response_cost else days / self.response_cost


class SimulationResult(Struct, frozen=True, eq=False):
    """The result of `simulate`. `targets` maps the id of a milestone, a dated item or a workstream to its finish."""

    finish: FinishDistribution
    targets: Mapping[str, FinishDistribution]
    items: tuple[ItemForecast, ...]
    risks: tuple[RiskForecast, ...]
    runs: int
    seed: int
    shape: str
    converged: bool
    errors: dict[int, float]
    """standard error of each percentile of the duration, in working minutes; infinite where runs are too few"""
    sample: Integers
    """the plan's finish in each iteration, in the order they were run: beside `costs` for the joint view"""
    costs: Floats
    """money of each iteration: planned costs and those of the risks that occur"""
    minutes_per_day: int
    """of a working day, for the figures in days"""
    coverage: EstimateCoverage = field(default_factory=EstimateCoverage)
    """how much of the open work has an estimate"""

    @property
    def is_founded(self) -> bool:
        """Whether enough of the open work has an estimate for the percentiles to say something."""
        return self.coverage.is_founded

    @property
    def assumed(self) -> int:
        """How many pieces of open work nobody has estimated."""
        return self.coverage.assumed

    def cost(self, percent: float) -> float:
        """The money that so many percent of the iterations do not exceed: always one that occurred."""
        rising = np.sort(self.costs)
        place = int(np.ceil(len(rising) * percent / 100 - 1e-9)) - 1
        return float(rising[min(max(place, 0), len(rising) - 1)])

    @property
    def least_certain(self) -> tuple[int, float] | None:
        """The percentile that is known worst, and how many days to either side it may lie with 95 % confidence.

        None where the runs are too few to tell.
        """
        level = max(self.errors, key=lambda level: self.errors[level])
        days = 1.96 * self.errors[level] / self.minutes_per_day
        return (level, days) if days < float("inf") else None

    def curve(self, points: int = 100, of: FinishDistribution | None = None) -> list[tuple[int, float]]:
        """The S-curve: (clock minute, share finished by then) at so many even steps of confidence."""
        finish = of or self.finish
        levels: list[Any] = [100 * step / points for step in range(1, points + 1)]
        return [(finish.percentile(level), level / 100) for level in levels]
