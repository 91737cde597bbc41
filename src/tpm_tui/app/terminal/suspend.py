"""Back to the shell and in again: ctrl+z and fg, and what stops and continues the program from outside."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def handle_stop_and_continue(app: "App[Any]") -> None:
    """Give the shell its terminal when the program is stopped (``kill -TSTP``), and draw all anew when it goes on,
    whatever stopped it; call when the app is mounted.

    The kernel gives a signal to any thread, and Textual's own handlers would run only when the main thread, asleep in
    its event loop, wakes for something else. The loop's handlers wake it, for a change of the window's size as well.
    """
    if not app.is_headless:
        _listen(app, asyncio.get_running_loop())


@contextmanager
def suspended(app: "App[Any]") -> Iterator[None]:
    """Lend the terminal to another program; what stops that one (its ctrl+z) then stops this one too.

    Raises ``SuspendNotSupported`` where there is no terminal to lend.
    """
    with app.suspend(), _default_actions(app):
        yield


def suspend_process(app: "App[Any]") -> None:
    """Stop the program, and those that started it with it, until the shell continues them; then draw all anew.

    Call it with no transaction open: a stopped process that holds the file's lock stops everyone. Where no shell would
    continue it (``ssh host tpm``) nothing happens. Textual's own action stops this process alone, so a ``make run`` or
    ``uv run`` around it keeps the terminal from the shell, and it comes back to an empty screen.
    """
    from textual.app import SuspendNotSupported

    try:
        with suspended(app):
            _stop_group()
            _wait_for_foreground(_stop_group)
    except SuspendNotSupported:
        pass


def _listen(app: "App[Any]", loop: asyncio.AbstractEventLoop) -> None:
    loop.add_signal_handler(signal.SIGTSTP, _stop, app)
    loop.add_signal_handler(signal.SIGCONT, _go_on, app)


@contextmanager
def _default_actions(app: "App[Any]") -> Iterator[None]:
    """By its default action a signal stops no process that nobody could continue."""
    loop = asyncio.get_running_loop()
    listening = loop.remove_signal_handler(signal.SIGTSTP)
    loop.remove_signal_handler(signal.SIGCONT)
    try:
        yield
    finally:
        if listening:
            _listen(app, loop)


def _stop(app: "App[Any]") -> None:
    with suspended(app):
        _stop_self()
        _wait_for_foreground(_stop_self)


def _go_on(app: "App[Any]") -> None:
    """After SIGSTOP, which no program hears of: the shell has used the terminal, and may have set it its own way."""
    with _default_actions(app):
        _wait_for_foreground(_stop_self)
    with suspended(app):
        pass


def _wait_for_foreground(stop: Callable[[], None]) -> None:
    """Stop again as long as it is continued by ``bg``, where it may not draw."""
    while _in_background():
        stop()
        # Where nobody could continue it, it was not stopped. Slept after it, so that an fg that follows bg is seen.
        time.sleep(0.1)


def _stop_group() -> None:
    # Itself last and surely, not by whichever thread the kernel chooses: the main one would go on meanwhile.
    before = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.kill(0, signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, before)
    _stop_self()


def _stop_self() -> None:
    signal.pthread_kill(threading.get_ident(), signal.SIGTSTP)


def _in_background() -> bool:
    try:
        return os.tcgetpgrp(0) != os.getpgrp()
    except OSError:
        return False
