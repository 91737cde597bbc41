"""Copied text goes where a person can paste it, whatever is around the program."""

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from support.ssh_server import SshServer
from support.terminal_emulator import Screen, clean_environ
from support.tmux_terminal import TmuxScreen, needs_tmux
from tpm_tui.app.terminal.clipboard import MAX_BYTES, Clipboard, normalise_paste

COMMAND = [sys.executable, str(Path(__file__).parents[2] / "support" / "terminal_app.py")]
TEXT = "T-13 Replay “production” traffic\nand a second line"


def ready(screen: Screen) -> None:
    screen.wait_for(" ready")
    screen.settle()


def program(folder: Path, name: str, *lines: str) -> None:
    """A program on the path, as the desktop would have it."""
    path = folder / name
    path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n")
    path.chmod(0o755)


def test_a_terminal_gets_it_by_osc_52() -> None:
    with Screen(COMMAND, env=clean_environ(COPY=TEXT)) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the terminal's clipboard")
        assert screen.clipboard == [TEXT]


def test_over_ssh_the_terminal_gets_it_and_no_display_is_asked(sshd: SshServer) -> None:
    line = f"DISPLAY=:99 COPY={shlex.quote(TEXT)} {shlex.join(COMMAND)}"
    with Screen(sshd.command(line)) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the terminal's clipboard")
        assert screen.clipboard == [TEXT]


@needs_tmux
def test_inside_tmux_its_buffer_has_it_and_the_terminal_outside() -> None:
    with TmuxScreen(COMMAND, env=clean_environ(COPY=TEXT)) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to tmux's buffer")
        screen.settle()
        assert screen.tmux("show-buffer") == TEXT
        assert screen.clipboard == [TEXT]


@needs_tmux
def test_a_tmux_that_is_no_longer_there_falls_back_to_the_terminal() -> None:
    with Screen(COMMAND, env=clean_environ(COPY=TEXT, TMUX="/nowhere/socket,1,0")) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the terminal's clipboard")
        assert screen.clipboard == [TEXT]


@pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed (apt-get install screen)")
def test_inside_gnu_screen_the_terminal_outside_has_it(tmp_path: Path) -> None:
    text = TEXT + " and much more" * 200  # longer than screen's buffer for one string
    (tmp_path / "sockets").mkdir(mode=0o700)
    env = clean_environ(COPY=text, SCREENDIR=str(tmp_path / "sockets"))
    with Screen(["screen", "-U", "-c", "/dev/null", *COMMAND], env=env) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the terminal's clipboard")
        screen.settle()
        assert screen.clipboard == [text]
        screen.press("q")
        screen.exit_status()


def test_a_desktop_has_it_by_its_own_tool(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    program(tmp_path, "xclip", f'case "$*" in *-o*) cat {kept};; *) cat > {kept};; esac')
    env = clean_environ(COPY=TEXT, DISPLAY=":99", PATH=f"{tmp_path}:/usr/bin:/bin")
    with Screen(COMMAND, env=env) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the desktop's clipboard")
        assert kept.read_text() == TEXT
        assert screen.clipboard == []


def test_a_display_that_only_says_it_took_it_is_not_believed(tmp_path: Path) -> None:
    program(tmp_path, "xclip", "cat > /dev/null", "exit 1")
    env = clean_environ(COPY=TEXT, DISPLAY=":99", PATH=f"{tmp_path}:/usr/bin:/bin")
    with Screen(COMMAND, env=env) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the terminal's clipboard")
        assert screen.clipboard == [TEXT]


def test_a_display_that_hangs_leaves_the_terminal(tmp_path: Path) -> None:
    with Screen(COMMAND, env=hanging(tmp_path)) as screen:
        ready(screen)
        screen.press("y")
        screen.wait_for("sent to the terminal's clipboard")
        assert screen.clipboard == [TEXT]


def test_keys_work_while_a_display_hangs_and_leaving_does_not_wait_for_it(tmp_path: Path) -> None:
    with Screen(COMMAND, env=hanging(tmp_path)) as screen:
        ready(screen)
        screen.press("y", "q")
        assert screen.exit_status() == 7
        assert screen.clipboard == []


def hanging(folder: Path) -> dict[str, str]:
    """A desktop whose clipboard never answers."""
    program(folder, "xclip", "exec sleep 1000")
    return clean_environ(COPY=TEXT, DISPLAY=":99", PATH=f"{folder}:/usr/bin:/bin")


async def test_a_text_no_terminal_takes_stays_in_the_register() -> None:
    sent: list[str] = []
    clipboard = Clipboard(sent.append, {})
    said = await clipboard.copy("x" * (MAX_BYTES + 1))
    assert said.startswith("too long")
    assert sent == []
    assert len(clipboard.register) == MAX_BYTES + 1


def test_pasted_line_breaks_are_line_breaks() -> None:
    assert normalise_paste("a\rb\r\nc\nd") == "a\nb\nc\nd"
