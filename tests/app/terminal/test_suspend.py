"""ctrl+z gives the shell back, fg the whole screen, however the program was started."""

import os
import shlex
import signal
import sys
from pathlib import Path

import pytest

from support.terminal_emulator import Screen, clean_environ, cpu_seconds

COMMAND = shlex.join([sys.executable, str(Path(__file__).parents[2] / "support" / "terminal_app.py")])


def shell() -> Screen:
    screen = Screen(["/bin/sh", "-i"], env=clean_environ(PS1="prompt> "))
    screen.wait_for("prompt>")
    return screen


def start(screen: Screen, command: str) -> None:
    screen.type(command + "\n")
    screen.wait_for("nothing yet")
    screen.settle()


def shell_answers(screen: Screen) -> None:
    screen.type("echo the shell''s turn\n")
    screen.wait_for("the shells turn")


def comes_back_and_leaves(screen: Screen) -> None:
    screen.wait_for("nothing yet")
    screen.wait_for(" ready")
    screen.settle()
    screen.press("q")
    screen.wait_for("prompt>")


@pytest.mark.parametrize(
    "command", [COMMAND, f"/bin/sh -c {shlex.quote(COMMAND + '; true')}"], ids=["itself", "wrapped"]
)
def test_to_the_shell_and_back_twice(command: str) -> None:
    with shell() as screen:
        start(screen, command)
        for _ in range(2):
            screen.press("ctrl+z")
            screen.wait_for("Stopped")
            shell_answers(screen)
            screen.type("fg\n")
            screen.wait_for("nothing yet")
            screen.settle()
        comes_back_and_leaves(screen)


def test_continued_in_the_background_it_waits_for_the_foreground() -> None:
    with shell() as screen:
        start(screen, COMMAND)
        screen.press("ctrl+z")
        screen.wait_for("Stopped")
        screen.type("clear; bg\n")
        screen.settle()
        shell_answers(screen)
        assert "nothing yet" not in screen.text
        screen.type("fg\n")
        comes_back_and_leaves(screen)


def test_stopped_from_outside_it_comes_back_as_well() -> None:
    with shell() as screen:
        start(screen, COMMAND)
        app = next(pid for pid in screen.processes() if pid != screen.process.pid)
        os.kill(app, signal.SIGTSTP)
        screen.wait_for("Stopped")
        screen.type("fg\n")
        comes_back_and_leaves(screen)


def test_where_no_shell_would_continue_it_it_goes_on() -> None:
    with Screen(shlex.split(COMMAND)) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        screen.press("ctrl+z")
        screen.settle()
        screen.wait_for("nothing yet")
        before = cpu_seconds(screen.process.pid)
        for _ in range(10):
            screen.pump(0.1)
        assert cpu_seconds(screen.process.pid) - before < 0.3
        screen.press("q")
        assert screen.exit_status() == 7
