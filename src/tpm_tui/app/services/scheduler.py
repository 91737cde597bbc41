"""The planner beside the screen: after each change it works out dates in a thread; only the newest result counts."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tpm_tui.planning.analysis.schedule_result import ScheduleRequest, ScheduleResult, compute_result

#: Past this many items planning waits, for so many seconds after an edit.
LARGE_PLAN, LARGE_DELAY = 30_000, 0.2


class Scheduler:
    """Plans one thing at a time; a plan that comes while one is being worked on replaces any that waits."""

    def __init__(self, done: Callable[[ScheduleResult], None], failed: Callable[[str], None]) -> None:
        self._done = done
        self._failed = failed
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="planner")
        self._wanted: ScheduleRequest | None = None
        self._task: asyncio.Task[None] | None = None

    def plan(self, wanted: ScheduleRequest) -> None:
        """Work out the dates of this plan next."""
        self._wanted = wanted
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        while self._wanted is not None:
            if len(self._wanted.plan["item"]) > LARGE_PLAN:
                # Planning competes with the screen for the interpreter: the edit is drawn first.
                await asyncio.sleep(LARGE_DELAY)
            wanted = self._wanted
            self._wanted = None
            try:
                planned = await asyncio.get_running_loop().run_in_executor(self._executor, compute_result, wanted)
            except ValueError as error:
                self._failed(f"the dates cannot be worked out: {error}")
                continue
            if self._wanted is None:
                self._done(planned)

    async def wait_until_idle(self, at_most: float | None = None) -> None:
        """Wait until nothing is being planned, for so many seconds at most."""
        while self._task is not None and not self._task.done():
            _, pending = await asyncio.wait([self._task], timeout=at_most)
            if pending:
                return

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._executor.shutdown(wait=False, cancel_futures=True)
