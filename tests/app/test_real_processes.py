"""The program itself in real terminals: over ssh and inside tmux, killed while it is edited, two on one file, a file
that is locked, goes away, or is not to be written."""

import ctypes
import os
import random
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from support.ssh_server import SshServer
from support.store_files import replayed, rows_of, sound
from support.terminal_emulator import Screen, clean_environ, gone
from support.tmux_terminal import needs_tmux
from tpm_tui.store.store import Store

#: What asks the terminal to hold back its picture until all of it has come.
HELD = b"\x1b[?2026h"
#: Where the cursor is put after each picture.
DRAWN = b"\x1b[1;1H"

TPM = [sys.executable, "-m", "tpm_tui"]
#: How often a session is killed while it is typed; make soak does it again and again, at random lines.
SESSION_KILLS = int(os.environ.get("TPM_SESSION_KILLS", "1"))


def opened(path: Path, columns: int = 80, lines: int = 24, **environ: str) -> Screen:
    """The program on a file, ready for keys."""
    screen = Screen([*TPM, path], columns=columns, lines=lines, env=clean_environ(**environ))
    screen.wait_for("saved")
    return screen


def add(screen: Screen, title: str) -> None:
    """Add an item and see that it was taken."""
    screen.press("a")
    screen.wait_for("Title")
    screen.type(title)
    screen.press("enter")
    screen.wait_for("added T-")


def titles(path: Path) -> list[str]:
    return [str(row["title"]) for row in rows_of(path)["item"]]


def cli(path: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*TPM, "-f", str(path), *words], env=clean_environ(**environ), capture_output=True, text=True, timeout=60
    )


@needs_tmux
def test_the_answer_to_a_key_is_small_and_comes_in_one_piece(file: Path) -> None:
    with opened(file) as screen:
        assert HELD in screen.output, "a whole picture is held back until it is there"
        screen.wait_for("· P80")
        screen.settle()
        answers = []
        # At the edge of the pane it moves by half a page, which is larger.
        for _ in range(11):
            before = len(screen.output)
            screen.press("j")
            screen.settle()
            answers.append(bytes(screen.output[before:]))
        answer = sorted(answers, key=len)[5]
        assert answer.count(DRAWN) == 1
        assert HELD not in answer
        assert len(answer) <= 300


def test_inside_tmux_over_ssh_an_edit_outlives_the_program_killed_after_it(sshd: SshServer, empty: Path) -> None:
    socket = empty.with_name("s")
    keep = " ".join(f"{name}={shlex.quote(value)}" for name, value in clean_environ().items() if name != "SHELL")
    inside = f"env {keep} {shlex.join([*TPM, str(empty)])}"
    line = f"cd / && exec tmux -u -S {shlex.quote(str(socket))} -f /dev/null new-session {shlex.quote(inside)}"
    with Screen(sshd.command(f"LANG=C.UTF-8 {line}"), columns=80, lines=24) as screen:
        screen.wait_for("Nothing planned yet")
        add(screen, "Freeze the schema")
        asked = ["tmux", "-S", str(socket), "display-message", "-p", "#{pane_pid}"]
        pid = int(subprocess.run(asked, capture_output=True, text=True, check=True, timeout=20).stdout)
        os.kill(pid, signal.SIGKILL)
        screen.exit_status()
    with opened(empty) as screen:
        assert "T-1" in screen.wait_for("Freeze the schema")
        screen.press("u")
        screen.wait_for("undid: Add T-1")
    assert titles(empty) == []
    assert sound(empty)
    assert rows_of(empty) == replayed(empty)


@pytest.mark.slow
def test_killed_in_the_middle_of_edits_it_loses_nothing_that_was_said_to_be_taken(empty: Path) -> None:
    rng = random.Random(7)
    said = 0
    for turn in range(4):
        screen = opened(empty)
        try:
            add(screen, f"first of turn {turn}")
            # Keys go out faster than they are answered; the kill comes among the answers.
            for number in range(6):
                screen.press("a", *f"turn {turn} number {number}", "enter")
            screen.wait_for(f"turn {turn} number {rng.randrange(3)}")
            screen.signal(signal.SIGKILL)
            assert screen.exit_status() == -signal.SIGKILL
            shown = re.findall(r"added T-(\d+)", bytes(screen.output).decode(errors="replace"))
            said = max([said, *map(int, shown)])
        finally:
            screen.close()
        with Store.open(empty) as store:
            keys = [str(key) for key in store.load()["item"].columns["key"]]
        assert keys == [f"T-{n}" for n in range(1, len(keys) + 1)]
        assert len(keys) >= said, "what was said to be added is there"
        assert sound(empty)
        assert rows_of(empty) == replayed(empty)
    assert said > 4


def test_two_programs_on_one_file_see_each_other_and_notice_two_edits_of_one_field(file: Path) -> None:
    with opened(file, TPM_AUTHOR="ana") as ana, opened(file, TPM_AUTHOR="ben") as ben:
        for screen in (ana, ben):
            screen.press("j", "j")
        ana.press("i")
        ana.wait_for("Title")
        ben.press("i")
        ben.wait_for("Title")
        ben.press("end", "ctrl+u", *"Ben was here", "enter")
        ben.wait_for("undoes")
        ana.wait_for("changed by another program: Title of T-")
        ana.press("end", "ctrl+u", *"Ana was here", "enter")
        ana.wait_for("by ben meanwhile")
        assert "Ben was here" in ana.text
        # What was typed is not lost either: the same cell offers it again.
        ana.press("escape")
        ana.wait_gone("Title of T-")
        ana.press("i")
        ana.wait_for("typed before")
        ana.press("up")
        ana.wait_for("Ana was here")
    assert "Ben was here" in titles(file)
    assert "Ana was here" not in titles(file)


def test_a_file_that_another_program_holds_is_waited_for_then_refused_and_taken_later(empty: Path) -> None:
    with opened(empty) as screen:
        add(screen, "before")
        with closing(sqlite3.connect(empty, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            screen.press("a", *"while it is locked", "enter")
            screen.wait_for("is being written by another program; nothing was changed, try again")
            other.execute("ROLLBACK")
        # What was typed stays, with the reason below it, and is taken now.
        screen.press("enter")
        screen.wait_for("added T-2")
    assert sorted(titles(empty)) == ["before", "while it is locked"]


@pytest.mark.parametrize("end", ["deleted", "replaced"])
def test_a_file_that_goes_away_takes_no_edit_and_what_is_seen_can_be_saved(empty: Path, end: str) -> None:
    with opened(empty, columns=160) as screen:
        add(screen, "before")
        kept = empty.rename(empty.with_name("moved.db"))
        if end == "replaced":
            empty.write_bytes(kept.read_bytes())
        screen.press("a", *"lost?", "enter")
        screen.wait_for(f"empty.db was {end} while it was open; nothing was written")
        backup = empty.with_name("rescued.db")
        screen.press("escape", ":")
        screen.wait_for("Commands")
        screen.type("backup")
        screen.wait_for("Write a backup copy")
        screen.press("enter")
        screen.wait_for("Backup to")
        screen.type(str(backup))
        screen.press("enter")
        screen.wait_for("backup written to")
    assert titles(backup) == ["before"]
    assert titles(kept) == ["before"]


def test_a_suspended_program_stops_nobody_and_shows_what_came_meanwhile(empty: Path) -> None:
    with Screen(["/bin/sh", "-i"], env=clean_environ(PS1="prompt> ")) as screen:
        screen.wait_for("prompt>")
        screen.type(shlex.join([*TPM, str(empty)]))
        screen.press("enter")
        screen.wait_for("Nothing planned yet")
        add(screen, "before")
        screen.press("ctrl+z")
        screen.wait_for("prompt>")
        done = cli(empty, "add", "item", "meanwhile", TPM_AUTHOR="ben")
        assert (done.returncode, done.stderr) == (0, "")
        screen.type("fg")
        screen.press("enter")
        screen.wait_for("meanwhile")
        add(screen, "after")
    assert sorted(titles(empty)) == ["after", "before", "meanwhile"]


@pytest.mark.parametrize("stop", [signal.SIGTSTP, signal.SIGSTOP])
def test_stopped_from_outside_it_comes_back_whichever_thread_takes_the_signal(
    empty: Path, stop: signal.Signals
) -> None:
    libc = ctypes.CDLL(None)
    with Screen(["/bin/sh", "-i"], env=clean_environ(PS1="prompt> ")) as screen:
        screen.wait_for("prompt>")
        screen.type(shlex.join([*TPM, str(empty)]) + "\n")
        screen.wait_for("Nothing planned yet")
        app = next(pid for pid in screen.processes() if pid != screen.process.pid)
        threads = sorted(int(name) for name in os.listdir(f"/proc/{app}/task"))
        assert len(threads) > 4
        for turn, thread in enumerate((threads[0], threads[1], threads[-1])):
            libc.tgkill(app, thread, stop)
            screen.wait_for("Stopped")
            screen.type(f"echo the shell{turn}''s turn\n")
            screen.wait_for(f"the shell{turn}s turn")
            screen.type("fg\n")
            screen.wait_gone("the shell")
            add(screen, f"after {turn}")
            screen.wait_for(f"added T-{turn + 1}")
        screen.press("Q")
        screen.wait_for("prompt>")
        screen.type("echo echoed''again\n")
        screen.wait_for("echoedagain")
        screen.wait_for("echo echoed''again")
    assert sorted(titles(empty)) == ["after 0", "after 1", "after 2"]


def test_read_only_it_looks_and_refuses_to_change(empty: Path) -> None:
    before = empty.read_bytes()
    with Screen([*TPM, "open", "--read-only", empty]) as screen:
        screen.wait_for("open for reading only")
        screen.press("a")
        screen.settle()
        assert "Title of" not in screen.text
        screen.press(":", *"add after")
        screen.wait_for("open for reading only: it was asked for")
        screen.press("escape")
        screen.press("Q")
        assert screen.exit_status() == 0
    assert empty.read_bytes() == before


def test_cut_off_while_a_question_is_open_what_was_typed_is_offered_again(empty: Path) -> None:
    with opened(empty) as screen:
        add(screen, "Freeze")
        screen.press("i")
        screen.wait_for("Title")
        screen.press("end", "ctrl+u", *"Freeze the schema")
        screen.wait_for("Freeze the schema")
        screen.hang_up()
        assert gone(screen.process.pid)
    with opened(empty) as screen:
        screen.press("i")
        screen.wait_for("typed before")
        screen.press("up")
        screen.wait_for("Freeze the schema")
    assert titles(empty) == ["Freeze"]


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_terminal_without_utf_8_gets_the_whole_workspace_in_ascii(file: Path, locale: str) -> None:
    environ = {name: value for name, value in clean_environ(LC_ALL=locale).items() if name != "LANG"}
    with Screen([*TPM, file], columns=160, lines=45, env=environ) as screen:
        screen.wait_for("saved")
        screen.settle()
        assert "enter open" in screen.lines[-1]
        screen.press("?")
        screen.wait_for("Help")
        screen.press("escape")
        screen.wait_gone("Help")
        screen.press("Q")
        assert screen.exit_status() == 0
        assert bytes(screen.output).isascii()


def test_it_is_quiet_where_nothing_happens_and_on_a_slow_link_sends_no_more_than_sixteen_colours(file: Path) -> None:
    with Screen([*TPM, "open", "--slow", file], env=clean_environ(COLORTERM="truecolor")) as screen:
        screen.wait_for("P80")
        screen.wait_until(lambda: "~" not in screen.lines[0], "the forecast was sure")
        screen.wait_until(lambda: " above" in screen.lines[0] and "people " in screen.lines[0], "all was worked out")
        screen.settle(2.0)
        sent = len(screen.output)
        screen.pump(3.0)
        assert len(screen.output) == sent
        begun, drawn = time.monotonic(), screen.output.count(DRAWN)
        for _ in range(30):
            screen.press("j", delay=0.03)
        screen.settle()
        # Ten pictures a second at most, however fast the keys come.
        assert 0 < screen.output.count(DRAWN) - drawn <= 10 * (time.monotonic() - begun) + 2
        assert b"38;2;" not in screen.output
        assert b"38;5;" not in screen.output
        screen.press(":")
        screen.wait_for("Command")
        screen.type("backup")
        screen.wait_for("Write a backup copy")
        assert "Commands" not in screen.text


def test_a_session_typed_over_ssh_loses_no_line_nor_one_that_was_seen_when_it_is_killed(
    sshd: SshServer, empty: Path, tmp_path: Path
) -> None:
    with Store.open(empty, author="ana") as store, store.transaction("add") as tx:
        tx.add("meeting", title="Kick-off")
    keep = " ".join(f"{name}={shlex.quote(value)}" for name, value in clean_environ().items() if name != "SHELL")
    pid = tmp_path / "pid"
    start = f"echo $$ >{shlex.quote(str(pid))}; exec env {keep} {shlex.join([*TPM, str(empty)])}"
    said = [f"need {number:03}" for number in range(30 * (SESSION_KILLS + 1))]

    def kept() -> list[str]:
        rows = sorted(rows_of(empty)["requirement"], key=lambda row: int(str(row["key"]).removeprefix("Q-")))
        return [str(row["statement"]) for row in rows]

    def session(screen: Screen, lines: list[str]) -> None:
        """Open the session and type lines without waiting for any."""
        screen.wait_for("Nothing planned yet")
        screen.type(":open meetings\r")
        screen.wait_for("Kick-off")
        screen.type("O")
        screen.wait_for("esc leaves")
        screen.type("".join(f"n {line}\r" for line in lines))

    for _ in range(SESSION_KILLS):
        before = len(kept())
        waited = 10 if SESSION_KILLS == 1 else random.randint(3, 25)
        with Screen(sshd.command(f"LANG=C.UTF-8 sh -c {shlex.quote(start)}"), columns=100, lines=40) as screen:
            session(screen, said[before : before + 30])
            screen.wait_for(f"Q-{before + waited}")
            os.kill(int(pid.read_text()), signal.SIGKILL)
            screen.exit_status()
            seen = re.findall(r"Q-\d+ +(need \d\d\d)", screen.text)
        done = kept()
        assert f"need {before + waited - 1:03}" in seen
        assert set(seen) <= set(done)
        assert done == said[: len(done)]
    with Screen(sshd.command(f"LANG=C.UTF-8 sh -c {shlex.quote(start)}"), columns=100, lines=40) as screen:
        session(screen, said[len(done) :])
        screen.wait_for(f"Q-{len(said)}")
        screen.press("escape")
        screen.wait_for("? help")
    assert kept() == said
    assert sound(empty)
