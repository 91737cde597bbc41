"""An unexpected error: one line on the screen, its traceback in a file, and the program goes on.

Only what fails again and again by itself, as a drawing that fails each time it is tried, ends the program: with the
same line, where else it would hang.
"""

import contextlib
import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

#: So many errors within so many seconds, and no key in between, are a loop.
LOOP_ERRORS, LOOP_SECONDS = 20, 5.0
#: Bytes after which the file of tracebacks begins anew.
MAX_BYTES = 1_000_000
#: Characters of an error's own text that are shown.
_TEXT_LENGTH = 80


def error_log_path() -> Path:
    """``errors.log`` in the user's state folder (XDG)."""
    from platformdirs import user_state_path

    return user_state_path("tpm") / "errors.log"


class ErrorReporter:
    """``show`` is given the line in two parts (what failed; what became of it, never to be cut off); ``end`` ends the
    program with a line."""

    def __init__(self, show: Callable[[str, str], None], end: Callable[[str], None], path: Path | None = None) -> None:
        self._show = show
        self._end = end
        self._path = path or error_log_path()
        self._recent: deque[float] = deque(maxlen=LOOP_ERRORS)
        self._logged: set[tuple[str, str]] = set()
        #: The errors reported, the newest last; an error that comes again at the same place stands here once.
        self.errors: list[BaseException] = []

    def key_pressed(self) -> None:
        """Somebody is at the keys: what fails again now fails because it was asked for again."""
        self._recent.clear()

    def report(self, what: str, error: BaseException) -> None:
        """Tell that ``what`` has failed, and note where."""
        self._recent.append(time.monotonic())
        place = (type(error).__name__, "".join(traceback.format_tb(error.__traceback__)[-1:]))
        new = place not in self._logged
        text = " ".join(str(error).split())[:_TEXT_LENGTH]
        failed = f"{what} failed ({type(error).__name__}{f': {text}' if text else ''})"
        if new:
            self._logged.add(place)
            self.errors.append(error)
        if len(self._recent) == LOOP_ERRORS and self._recent[-1] - self._recent[0] < LOOP_SECONDS:
            self._recent.clear()
            self._write(failed, error)
            self._end(f"{failed} again and again; nothing was lost; traceback: {self._shown_path}")
            return
        if new:
            threading.Thread(target=self._write, args=(failed, error), name="error-log", daemon=True).start()
        self._show(failed, f" ─ nothing was lost; traceback: {self._shown_path} ")

    @property
    def _shown_path(self) -> str:
        """The path as a person writes it."""
        with contextlib.suppress(RuntimeError, ValueError):
            return f"~/{self._path.relative_to(Path.home())}"
        return str(self._path)

    def _write(self, failed: str, error: BaseException) -> None:
        """Add the traceback to the file, for its owner alone to read; a folder that cannot be written is no error."""
        from tpm_tui import __version__

        lines = "".join(traceback.format_exception(error))
        text = f"{datetime.now().astimezone().isoformat(timespec='seconds')} tpm {__version__}: {failed}\n{lines}\n"
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            full = self._path.exists() and self._path.stat().st_size > MAX_BYTES
            flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if full else os.O_APPEND)
            with open(os.open(self._path, flags, 0o600), "a", encoding="utf-8", errors="replace") as log:
                log.write(text)
