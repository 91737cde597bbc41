"""The dates with the people there are, worked out beside the screen once those by logic are known."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tpm_tui.app.services.background_task import BackgroundTask
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

#: Past this many items it would compete too long with the screen for the interpreter.
MOST_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class PeopleResult:
    """Of one plan: its finish with the people there are and by logic, in clock minutes, and the name of the person or
    pool whose further place buys most (empty: none does)."""

    plan: Plan
    finish: int
    logic_finish: int
    bottleneck: str


class PeopleScheduler:
    """Works on the newest plan; one that comes meanwhile replaces any that waits. ``done`` is told of each result."""

    def __init__(self, done: Callable[[PeopleResult], None], failed: Callable[[str], None]) -> None:
        self._done = done
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="people")
        self._request: tuple[Plan, InputContext] | None = None
        self._task = BackgroundTask("the scheduler of people", failed)

    def plan(self, plan: Plan, context: InputContext) -> None:
        """Work out the dates of this plan next, if there are people in it."""
        if (len(plan["person"]) or len(plan["pool"])) and len(plan["item"]) <= MOST_ITEMS:
            self._request = plan, context
            self._task.start(self._work)

    async def _work(self) -> None:
        while self._request is not None:
            request, self._request = self._request, None
            try:
                result = await asyncio.get_running_loop().run_in_executor(self._executor, people_result, *request)
            except ValueError:
                continue  # a plan without dates: the scheduler says so
            if self._request is None:
                self._done(result)

    async def wait_until_idle(self, at_most: float | None = None) -> None:
        """Wait until nothing is being worked out, for so many seconds at most."""
        await self._task.wait(at_most)

    def close(self) -> None:
        """Forget what is waiting."""
        self._task.cancel()
        self._executor.shutdown(wait=False, cancel_futures=True)


def people_result(plan: Plan, context: InputContext) -> PeopleResult:
    """Both dates and the bottleneck of a plan. ValueError where it cannot be scheduled."""
    from tpm_tui.planning.levelling.with_people import people_schedule

    people = people_schedule(plan, context)
    return PeopleResult(
        plan, people.finish, people.logic_finish, "" if people.bottleneck is None else people.bottleneck.name
    )
