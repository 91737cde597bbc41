"""The end of the line: a closed window, a cut link, ``kill``. The process ends in every case, and never spins.

A Python signal handler runs in the main thread, and that thread may be waiting for room in the full queue of a stalled
link. So the signals are masked before anything starts, and a thread of their own waits for them in the kernel. Nothing
is lost by the hard end: every edit was committed when it was made.
"""

import os
import select
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpm_tui.app.textual_compat import CompatApp

#: The signals that end the program; the status is 128 plus their number, as a shell reports it.
SIGNALS = (signal.SIGHUP, signal.SIGTERM)
#: How long the program has to leave in good order, in seconds.
GRACE_PERIOD = 2.0
#: How often, in seconds, to look whether the terminal is still there, where it does not say so itself.
WATCH_INTERVAL = 5.0


def block_signals() -> None:
    """Keep the signals for :func:`end_on_hangup`: call in the main thread before any other is started.

    A thread that was there before would take a signal by its default action, and leave the terminal as it is.
    """
    for number in SIGNALS:
        # nohup and some shells leave HUP ignored, and an ignored signal is never seen by sigwait.
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def end_on_hangup(app: "CompatApp", *, grace: float = GRACE_PERIOD) -> None:
    """Have the process end when its terminal goes or it is asked to: call in the main thread, before ``App.run``.

    The app gets ``grace`` seconds to leave (its return code is then 128 + the signal); after that the process is
    ended where it stands.
    """
    block_signals()
    end = partial(_end_process, app, grace)
    threading.Thread(target=_wait_for_signal, args=(end,), name="hang-up", daemon=True).start()
    if os.isatty(0):
        threading.Thread(target=_watch_terminal, args=(end,), name="terminal-gone", daemon=True).start()


def unblock_signals() -> None:
    """Let a program started from this one be ended by the same signals: for ``preexec_fn``, as masks are inherited."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _wait_for_signal(end: Callable[[int], None]) -> None:
    end(signal.sigwait(SIGNALS))


def _watch_terminal(end: Callable[[int], None]) -> None:
    """A shell that ignores HUP passes none on, and a terminal that is gone reads as empty for ever, in a spin."""
    poll = select.poll()
    poll.register(0, 0)
    while True:
        if any(event & select.POLLHUP for _, event in poll.poll(WATCH_INTERVAL * 1000)):
            end(signal.SIGHUP)


def _end_process(app: "CompatApp", grace: float, number: int) -> None:
    app.call_in_loop(partial(app.exit, return_code=128 + number))
    time.sleep(grace)
    os._exit(128 + number)
