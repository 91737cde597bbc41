"""What a forecast promises for single items: the days of P50 and P80 that are remembered, to compare with what came.

Milestones and items with a due date are all remembered, of the other open work the next to finish: the file must not
grow by every item on every day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tpm_tui.domain.calendar import moment_of
from tpm_tui.planning.forecast import Finish, Forecast
from tpm_tui.planning.schedule import kept, schedule
from tpm_tui.planning.simulation import simulate
from tpm_tui.planning.uncertainty import Problem, Target, uncertain_positions

#: Open items without a date of their own that are remembered, and the iterations they are forecast by.
MOST, RUNS = 150, 1000


def promises(
    problem: Problem, forecast: Forecast, cancelled: Callable[[], bool] | None = None
) -> dict[str, tuple[str, str]]:
    """Item id -> the days (ISO) by which it is finished with 50 and with 80 percent. Raises Cancelled."""
    open_ = uncertain_positions(problem.network)
    found = {
        target.id: _days(forecast.targets[target.id])
        for target in problem.targets
        if target.kind == "item" and any(open_[position] for position in target.positions)
    }
    near = _near(problem, found)
    if near:
        wide = replace(problem, targets=near)
        more = simulate(wide, runs=RUNS, seed=forecast.seed, effects=False, cancelled=cancelled)
        found |= {target.id: _days(more.targets[target.id]) for target in near}
    return found


def _near(problem: Problem, known: dict[str, tuple[str, str]]) -> tuple[Target, ...]:
    """The open work without a forecast of its own that finishes first as planned."""
    network = problem.network
    plain = kept(network) or schedule(network)
    open_ = [
        (plain.finish[position], position)
        for position, uncertain in enumerate(uncertain_positions(network))
        if uncertain and network.duration[position] > 0 and problem.names[position] not in known
    ]
    return tuple(
        Target(problem.names[position], problem.keys[position], "item", (position,))
        for _, position in sorted(open_)[:MOST]
    )


def _days(finish: Finish) -> tuple[str, str]:
    half, sure = (moment_of(finish.percentile(percent)).date().isoformat() for percent in (50, 80))
    return half, sure
