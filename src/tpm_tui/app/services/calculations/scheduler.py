"""The scheduler beside the screen: after each change it computes dates in a thread; only the newest result counts."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tpm_tui.app.services.background_task import BackgroundTask
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.schedule_result import ScheduleRequest, ScheduleResult, compute_result

#: Past this many items scheduling waits, for so many seconds after an edit.
LARGE_PLAN, LARGE_DELAY = 30_000, 0.2


class Scheduler:
    """Schedules one plan at a time; one that comes meanwhile replaces any that waits.

    ``done`` is told of each result that still counts, ``failed`` in words why there is none of the newest plan, which
    it is given.
    """

    def __init__(self, done: Callable[[ScheduleResult], None], failed: Callable[[Plan, str], None]) -> None:
        self._done = done
        self._failed = failed
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scheduler")
        self._request: ScheduleRequest | None = None
        self._computed = Plan.empty()
        self._task = BackgroundTask("the scheduler", lambda text: failed(self._computed, text))

    def plan(self, request: ScheduleRequest) -> None:
        """Compute the dates of this plan next."""
        self._request = request
        self._task.start(self._work)

    async def _work(self) -> None:
        while self._request is not None:
            if len(self._request.plan["item"]) > LARGE_PLAN:
                # Scheduling competes with the screen for the interpreter: the edit is drawn first.
                await asyncio.sleep(LARGE_DELAY)
            request, self._request = self._request, None
            self._computed = request.plan
            try:
                result = await asyncio.get_running_loop().run_in_executor(self._executor, compute_result, request)
            except ValueError as error:
                if self._request is None:
                    self._failed(request.plan, f"the dates cannot be worked out: {error}")
                continue
            if self._request is None:
                self._done(result)

    async def wait_until_idle(self, at_most: float | None = None) -> None:
        """Wait until nothing is being scheduled, for so many seconds at most."""
        while self._task.running:
            if not await self._task.wait(at_most):
                return

    def close(self) -> None:
        """Forget what is waiting; what is being computed is not waited for."""
        self._task.cancel()
        self._executor.shutdown(wait=False, cancel_futures=True)
