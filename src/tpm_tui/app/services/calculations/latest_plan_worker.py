"""Something that is worked out of the newest plan in a thread beside the screen."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Generic, TypeVar

from tpm_tui.app.services.background_task import BackgroundTask
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

R = TypeVar("R")


class LatestPlanWorker(Generic[R]):
    """Does ``work`` on one plan at a time in ``executor``; one that comes meanwhile replaces any that waits.

    ``done`` is told of each result that still counts. A ValueError of the work means a plan without dates, of which
    the scheduler says so itself; ``failed`` is told of all else that goes wrong.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Plan, InputContext], R],
        done: Callable[[R], None],
        failed: Callable[[str], None],
        executor: Executor,
    ) -> None:
        self._work = work
        self._done = done
        self._executor = executor
        self._request: tuple[Plan, InputContext] | None = None
        self._task = BackgroundTask(name, failed)

    def request(self, plan: Plan, context: InputContext) -> None:
        """Work on this plan next."""
        self._request = plan, context
        self._task.start(self._run)

    async def _run(self) -> None:
        while self._request is not None:
            request, self._request = self._request, None
            try:
                result = await asyncio.get_running_loop().run_in_executor(self._executor, self._work, *request)
            except ValueError:
                continue
            if self._request is None:
                self._done(result)

    async def wait_until_idle(self, at_most: float | None = None) -> None:
        """Wait until nothing is being worked out, for so many seconds at most."""
        await self._task.wait(at_most)

    def close(self) -> None:
        """Forget what is waiting."""
        self._task.cancel()
