"""The dates with the people there are, worked out beside the screen once those by logic are known."""

from collections.abc import Callable
from concurrent.futures import Executor

from msgspec import Struct

from tpm_tui.app.services.calculations.latest_plan_worker import LatestPlanWorker
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.forecast.forecast_result import has_people


class PeopleResult(Struct, frozen=True):
    """Of one plan: its finish with the people there are and by logic, in clock minutes."""

    plan: Plan
    finish: int
    logic_finish: int


class PeopleScheduler(LatestPlanWorker[PeopleResult]):
    """Works on the newest plan with people in it; ``done`` is told of each result."""

    def __init__(self, done: Callable[[PeopleResult], None], failed: Callable[[str], None], executor: Executor) -> None:
        super().__init__("the scheduler of people", people_result, done, failed, executor)

    def plan(self, plan: Plan, context: InputContext) -> None:
        """Work out the dates of this plan next, if there are people in it."""
        if has_people(plan):
            self.request(plan, context)


def people_result(plan: Plan, context: InputContext) -> PeopleResult:
    """Both dates of a plan. ValueError where it cannot be scheduled."""
    from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule

    people = people_schedule(plan, context)
    return PeopleResult(plan, people.finish, people.logic_finish)
