"""The estimate at completion of the top line, worked out beside the screen once the dates are known."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.app.services.calculations.latest_plan_worker import LatestPlanWorker
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.money.money_findings import EstimateAgainstBudget


class CostEstimate(Struct, frozen=True):
    """Of one plan: its estimate at completion beside the budget, None where either is unknown."""

    plan: Plan
    against_budget: EstimateAgainstBudget | None


class CostEstimator(LatestPlanWorker[CostEstimate]):
    """Holds the newest plan's estimate at completion against its budget; ``done`` is told of each result."""

    def __init__(self, done: Callable[[CostEstimate], None], failed: Callable[[str], None], executor: Executor) -> None:
        super().__init__("the estimate at completion", cost_estimate, done, failed, executor)


def cost_estimate(plan: Plan, context: InputContext) -> CostEstimate:
    """The estimate beside the budget. ValueError for a plan without dates."""
    # What money is counted with is loaded when there is a plan to count.
    from tpm_tui.planning.money.money_findings import estimate_against_budget

    return CostEstimate(plan, estimate_against_budget(plan, context))
