"""What a forecast promises for single items: the days of P50 and P80 that are remembered, to compare with what came.

Milestones and items with a due date are all remembered, of the other open work the next to finish: the file must not
grow by every item on every day.
"""

from collections.abc import Callable

from msgspec.structs import replace

from tpm_tui.domain.time.instants import finish_day
from tpm_tui.planning.cpm.schedule import cached_schedule, schedule
from tpm_tui.planning.montecarlo.risk_model import ForecastTarget, RiskModel, uncertain_positions
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution, SimulationResult

#: Open items without a date of their own that are remembered, and the iterations they are forecast by.
MOST, RUNS = 150, 1000


def forecast_snapshot(
    problem: RiskModel, forecast: SimulationResult, cancelled: Callable[[], bool] | None = None
) -> dict[str, tuple[str, str]]:
    """Item id -> the days (ISO) by which it is finished with 50 and with 80 percent. Raises Cancelled."""
    open_ = uncertain_positions(problem.network)
    snapshot = {
        target.id: _days(forecast.targets[target.id])
        for target in problem.targets
        if target.kind == "item" and any(open_[position] for position in target.positions)
    }
    near = _near(problem, snapshot)
    if near:
        wide = replace(problem, targets=near)
        more = simulate(wide, runs=RUNS, seed=forecast.seed, effects=False, drivers=False, cancelled=cancelled)
        snapshot |= {target.id: _days(more.targets[target.id]) for target in near}
    return snapshot


def _near(problem: RiskModel, known: dict[str, tuple[str, str]]) -> tuple[ForecastTarget, ...]:
    """The open work without a forecast of its own that finishes first as planned."""
    network = problem.network
    planned = cached_schedule(network) or schedule(network)
    open_ = [
        (planned.finish[position], position)
        for position, uncertain in enumerate(uncertain_positions(network))
        if uncertain and network.duration[position] > 0 and problem.names[position] not in known
    ]
    return tuple(
        ForecastTarget(problem.names[position], problem.keys[position], "item", (position,))
        for _, position in sorted(open_)[:MOST]
    )


def _days(finish: FinishDistribution) -> tuple[str, str]:
    half, sure = (finish_day(finish.percentile(percent)).isoformat() for percent in (50, 80))
    return half, sure
