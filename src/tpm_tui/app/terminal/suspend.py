"""Back to the shell and in again: ctrl+z and fg."""

import os
import signal
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def suspend_process(app: "App[Any]") -> None:
    """Stop the program, and those that started it with it, until the shell continues them; then draw all anew.

    Call it with no transaction open: a stopped process that holds the file's lock stops everyone. Where no shell would
    continue it (``ssh host tpm``) nothing happens. Textual's own action stops this process alone, so a ``make run`` or
    ``uv run`` around it keeps the terminal from the shell, and it comes back to an empty screen.
    """
    from textual.app import SuspendNotSupported

    try:
        with app.suspend():
            # By its default action: the kernel then leaves a process alone that nobody could continue.
            handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            try:
                os.kill(0, signal.SIGTSTP)
                while _in_background():  # continued by bg, where it may not draw
                    time.sleep(0.1)
                    os.kill(0, signal.SIGTSTP)
            finally:
                signal.signal(signal.SIGTSTP, handler if handler is not None else signal.SIG_DFL)
    except SuspendNotSupported:
        pass


def redraw_on_resume(app: "App[Any]") -> None:
    """Draw all anew when the program was stopped from outside (``kill -TSTP``) and goes on; call when it is mounted."""
    app.app_resume_signal.subscribe(app, lambda _app: app.refresh(layout=True))


def _in_background() -> bool:
    try:
        return os.tcgetpgrp(0) != os.getpgrp()
    except OSError:
        return False
