"""However the terminal goes, the process goes with it: none is left behind to spin."""

import re
import shlex
import signal
import sys
import time
from pathlib import Path

import pytest

from support.ssh_server import SshServer
from support.terminal_emulator import DEADLINE, Screen, clean_environ, cpu_seconds, gone
from support.tmux_terminal import TmuxScreen, needs_tmux

LITTLE = Path(__file__).parents[2] / "support" / "terminal_app.py"
COMMAND = [sys.executable, str(LITTLE)]


def ready(screen: Screen) -> int:
    """Wait for the app; its process."""
    match = re.search(r"process (\d+) ready", screen.wait_for(" ready"))
    assert match
    screen.settle()
    return int(match[1])


def flood(screen: Screen) -> None:
    """Make the app send more than any link takes."""
    screen.press("f")
    screen.wait_for("BBBB")


def wait_until_stuck(pid: int) -> None:
    """Wait until the process no longer runs: every buffer on its way out is full, and its writer waits."""
    quiet, last = 0, -1.0
    limit = time.monotonic() + DEADLINE
    while quiet < 5:
        assert time.monotonic() < limit, "it never got stuck"
        time.sleep(0.2)
        now = cpu_seconds(pid)
        quiet, last = (quiet + 1 if now == last else 0), now


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order(number: signal.Signals) -> None:
    with Screen(COMMAND) as screen:
        ready(screen)
        screen.signal(number)
        assert screen.exit_status() == 128 + number
        # The screen it found is back, the cursor shown.
        assert b"\x1b[?1049l" in screen.output
        assert b"\x1b[?25h" in screen.output


def test_leaving_by_its_own_key_keeps_its_own_status() -> None:
    with Screen(COMMAND) as screen:
        ready(screen)
        screen.press("q")
        assert screen.exit_status() == 7


def test_a_closed_window_ends_it() -> None:
    with Screen(COMMAND) as screen:
        ready(screen)
        screen.hang_up()
        assert gone(screen.process.pid, 15)
        assert screen.processes() == []


def test_a_stalled_link_does_not_keep_it_from_ending() -> None:
    with Screen(COMMAND, columns=200, lines=60) as screen:
        ready(screen)
        flood(screen)
        wait_until_stuck(screen.process.pid)
        screen.signal(signal.SIGTERM)
        assert gone(screen.process.pid, 15)
        assert screen.process.wait() == 128 + signal.SIGTERM


def test_a_link_that_stalls_and_is_then_cut_leaves_no_orphan() -> None:
    with Screen(COMMAND, columns=200, lines=60) as screen:
        ready(screen)
        flood(screen)
        wait_until_stuck(screen.process.pid)
        screen.hang_up()
        assert gone(screen.process.pid, 15)
        assert screen.process.wait() == 128 + signal.SIGHUP


def test_a_shell_that_ignores_the_hang_up_leaves_no_orphan() -> None:
    line = f"trap '' HUP; {shlex.join(COMMAND)}; sleep 100"
    with Screen(["/bin/sh", "-c", line]) as screen:
        app = ready(screen)
        assert app != screen.process.pid
        screen.hang_up()
        assert gone(app, 15)


def test_being_started_with_hang_ups_ignored_does_not_make_it_deaf() -> None:
    # As by nohup, and by shells that pass on what they ignore themselves.
    with Screen(["/bin/sh", "-c", f"trap '' HUP; exec {shlex.join(COMMAND)}"]) as screen:
        ready(screen)
        screen.signal(signal.SIGHUP)
        assert screen.exit_status() == 128 + signal.SIGHUP


def test_a_suspended_program_ends_when_its_window_closes() -> None:
    with Screen(["/bin/sh", "-i"], env=clean_environ(PS1="prompt> ")) as screen:
        screen.wait_for("prompt>")
        screen.type(shlex.join(COMMAND) + "\n")
        app = ready(screen)
        screen.press("ctrl+z")
        screen.wait_for("Stopped")
        screen.hang_up()
        assert gone(app, 15)


def test_a_program_waiting_for_an_editor_ends_with_it(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f"#!{sys.executable}\nimport time\nprint('editor is up', flush=True)\ntime.sleep(1000)\n")
    editor.chmod(0o755)
    with Screen(COMMAND, env=clean_environ(EDITOR=str(editor), TMPDIR=str(tmp_path))) as screen:
        ready(screen)
        screen.press("e")
        screen.wait_for("editor is up")
        processes = screen.processes()
        assert len(processes) == 2
        screen.hang_up()
        assert all(gone(pid, 15) for pid in processes)


@needs_tmux
def test_a_closed_tmux_window_ends_it() -> None:
    with TmuxScreen(COMMAND) as screen:
        app = ready(screen)
        screen.tmux("kill-window")
        assert gone(app, 15)


def test_a_cut_ssh_link_ends_it(sshd: SshServer) -> None:
    with Screen(sshd.command(shlex.join(COMMAND))) as screen:
        app = ready(screen)
        screen.signal(signal.SIGKILL)
        assert gone(app, 15)


def test_a_stalled_ssh_link_that_is_then_cut_leaves_no_orphan(sshd: SshServer) -> None:
    with Screen(sshd.command(shlex.join(COMMAND)), columns=200, lines=60) as screen:
        app = ready(screen)
        flood(screen)
        screen.signal(signal.SIGSTOP)  # the client is frozen, as by a network that lost it
        wait_until_stuck(app)
        screen.signal(signal.SIGKILL)
        assert gone(app, 20)
