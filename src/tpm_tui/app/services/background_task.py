"""Work beside the screen: one thing with a name, that says so where it dies, and comes back."""

import asyncio
from collections.abc import Awaitable, Callable

#: Seconds before work that died is begun again; each time in a row it is twice as long, up to the most.
RESTART_DELAY, LONGEST_DELAY = 0.5, 30.0


class BackgroundTask:
    """Runs work in the loop.

    ``name`` says what it is, as a sentence begins; ``report`` is told in one line why it has died. With ``restart`` it
    is begun again then, until it is cancelled; without, the next start begins it.
    """

    def __init__(self, name: str, report: Callable[[str], None], *, restart: bool = False) -> None:
        self.name = name
        self._report = report
        self._restart = restart
        self._task: asyncio.Task[None] | None = None

    def start(self, work: Callable[[], Awaitable[None]]) -> None:
        """Begin the work, unless it is running."""
        if not self.running:
            self._task = asyncio.create_task(self._run(work), name=self.name)

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        delay = RESTART_DELAY
        while True:
            try:
                await work()
                return
            except Exception as error:  # whatever it is: the screen goes on, and somebody has to know
                goes_on = "it begins again" if self._restart else "the next change begins it again"
                self._report(f"{self.name} has stopped ({type(error).__name__}: {error}); {goes_on}")
            if not self._restart:
                return
            await asyncio.sleep(delay)
            delay = min(LONGEST_DELAY, 2 * delay)

    @property
    def running(self) -> bool:
        """Whether the work is under way."""
        return self._task is not None and not self._task.done()

    async def wait(self, at_most: float | None = None) -> bool:
        """Wait until the work is done, for so many seconds at most; whether it is."""
        if self._task is not None and not self._task.done():
            await asyncio.wait([self._task], timeout=at_most)
        return not self.running

    def cancel(self) -> None:
        """End the work where it next waits."""
        if self._task is not None:
            self._task.cancel()
