"""The forecaster beside the screen: after each plan a first estimate at once, then the converged one, in a thread.

A newer plan stops the run for the older one within milliseconds.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from threading import Event

from tpm_tui.app.services.background_task import BackgroundTask
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.forecast.forecast_result import ForecastResult, ReferencePlan, compute_forecasts

#: Past this many items a forecast is made only when it is asked for.
AUTOMATIC_LIMIT = 20_000

#: Seconds after a key, and after an estimate was told, for which a forecast stands still: what they bring is drawn
#: first. However fast keys come, after twice as many it goes on, for RUN_TIME.
YIELD_TIME, RUN_TIME = 0.03, 0.002


class Forecaster:
    """Forecasts one plan at a time, in a thread of ``executor``. ``automatic`` off: only when asked. ``earlier`` is the
    plan to compare with, ``file_plan`` the file's below a what-if, which goes before it.

    ``done`` is told of each result that still counts, ``failed`` in words why there is none.
    """

    def __init__(
        self, done: Callable[[ForecastResult], None], failed: Callable[[str], None], executor: Executor
    ) -> None:
        self._done = done
        self._failed = failed
        self._executor = executor
        self._running: tuple[Event, BackgroundTask] | None = None
        self._known: dict[tuple[Plan, bool], tuple[int, int]] = {}
        self._key = 0.0
        self.automatic = True
        self.earlier: ReferencePlan | None = None
        self.file_plan: ReferencePlan | None = None

    def forecast(self, plan: Plan, context: InputContext, *, asked: bool = False) -> bool:
        """Forecast this plan next; whether it will be: large plans wait until somebody asks."""
        self.cancel()
        if not asked and (not self.automatic or len(plan["item"]) > AUTOMATIC_LIMIT):
            return False
        stop, task = Event(), BackgroundTask("the forecaster", self._failed)
        self._running = stop, task
        task.start(partial(self._work, plan, context, self.file_plan or self.earlier, stop))
        return True

    async def _work(self, plan: Plan, context: InputContext, reference: ReferencePlan | None, stop: Event) -> None:
        from tpm_tui.domain.cancellation_of_long_work import Cancelled

        results = compute_forecasts(plan, context, reference, self._known, self._pausing_until(stop))
        loop = asyncio.get_running_loop()
        try:
            # Each in the thread; what is told of them is drawn before the next is begun.
            while not stop.is_set():
                result = await loop.run_in_executor(self._executor, next, results, None)
                if result is None or stop.is_set():
                    return
                self._done(result)
                self.pause()
        except Cancelled:
            return
        except ValueError as error:
            if not stop.is_set():
                self._failed(f"there is no forecast: {error}")

    def _pausing_until(self, stop: Event) -> Callable[[], bool]:
        """Whether a run is to stop, asked often from its thread, which is held up there while keys come."""
        went_on = 0.0

        def stopped() -> bool:
            nonlocal went_on
            now = time.monotonic()
            if now > went_on + RUN_TIME:
                last = now + YIELD_TIME
                while now < (until := min(self._key, last) + YIELD_TIME) and not stop.is_set():
                    stop.wait(until - now)
                    went_on = now = time.monotonic()
            return stop.is_set()

        return stopped

    def pause(self) -> None:
        """A key has come, or something to draw: it shall not share the interpreter."""
        self._key = time.monotonic()

    def cancel(self) -> None:
        """Stop what is being worked on: something has changed."""
        if self._running is not None:
            self._running[0].set()

    @property
    def busy(self) -> bool:
        """Whether a forecast is under way that still counts."""
        return self._running is not None and not self._running[0].is_set() and self._running[1].running

    async def wait_until_idle(self) -> None:
        """Wait until nothing is being forecast."""
        while self._running is not None and self._running[1].running:
            await self._running[1].wait()

    def close(self) -> None:
        """Stop; what is being computed is not waited for."""
        if self._running is not None:
            self._running[0].set()
            self._running[1].cancel()
