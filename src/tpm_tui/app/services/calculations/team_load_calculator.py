"""How busy the team is, worked out beside the screen once the dates are known."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.app.services.calculations.latest_plan_worker import LatestPlanWorker
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.workload.team_load_by_day import LoadStrip


class TeamLoadResult(Struct, frozen=True):
    """Of one plan: the load of its people by day."""

    plan: Plan
    strip: "LoadStrip"


class TeamLoadCalculator(LatestPlanWorker[TeamLoadResult]):
    """Works on the newest plan; ``done`` is told of each result."""

    def __init__(
        self, done: Callable[[TeamLoadResult], None], failed: Callable[[str], None], executor: Executor
    ) -> None:
        super().__init__("the load of the team", team_load_of, done, failed, executor)


def team_load_of(plan: Plan, context: InputContext) -> TeamLoadResult:
    """The load of a plan's people. ValueError for a plan without dates."""
    # The arrays that loads are summed in are loaded when there is a plan to sum.
    from tpm_tui.planning.analysis.workload.team_load_by_day import team_load

    return TeamLoadResult(plan, team_load(plan, context))
