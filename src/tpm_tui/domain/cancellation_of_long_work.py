"""The progress of long work, and its cancellation."""

from collections.abc import Callable

#: Called with how much is done and of how much; False cancels the work, and nothing is kept of it.
ProgressCallback = Callable[[int, int], bool]


class Cancelled(Exception):
    """The person stopped the work, or no longer wants its result; nothing was written."""


def check_cancelled(cancelled: Callable[[], bool] | None) -> None:
    """Raise Cancelled where the one who asked for the work says that it is no longer wanted."""
    if cancelled is not None and cancelled():
        raise Cancelled


class ProgressReporter:
    """Reports progress now and then through a long loop; raises Cancelled when that answers False."""

    INTERVAL = 500

    def __init__(self, progress: ProgressCallback | None, total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0

    def advance(self, count: int = 1) -> None:
        before, self._done = self._done, min(self._done + count, self._total)
        if self._progress is not None and self._done // self.INTERVAL != before // self.INTERVAL:
            self._report()

    def advance_to(self, done: int) -> None:
        """Be at least so far; reported at once."""
        self._done = min(max(self._done, done), self._total)
        self._report()

    def finish(self) -> None:
        """All is done, and cannot be stopped any more."""
        if self._progress is not None:
            self._progress(self._total, self._total)

    def _report(self) -> None:
        if self._progress is not None and not self._progress(self._done, self._total):
            raise Cancelled
