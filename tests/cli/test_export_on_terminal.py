"""What records hold reaches a terminal as characters to read, and a pipe as it is."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from support.hostile import HOSTILE, leaks
from support.terminal_emulator import Screen
from tpm_tui.store.store import Store

TPM = [sys.executable, "-m", "tpm_tui"]
FORMATS = ("csv", "schedule", "mspdi", "icalendar", "taskjuggler", "mermaid")


@pytest.fixture
def hostile_plan(file: Path) -> Path:
    """Items whose titles and notes are everything that a terminal would obey."""
    with Store.open(file) as store:
        store.load()
        with store.transaction("Add") as tx:
            for text in HOSTILE.values():
                kept = text.replace("\0", "").encode("utf-8", "ignore").decode()
                tx.add("item", title=f"x{kept}", notes=f"{kept}\n{kept}")
    return file


@pytest.mark.parametrize("command", [*(["export", name] for name in FORMATS), ["simulate", "--to", "csv"]])
def test_a_terminal_is_sent_nothing_that_it_would_obey(hostile_plan: Path, command: list[str]) -> None:
    with Screen([*TPM, *command], columns=200, lines=50) as screen:
        assert screen.exit_status() == 0
        assert leaks(screen.output.decode("utf-8", "replace")) == []


def test_a_pipe_gets_the_file_as_it_is(hostile_plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    subprocess.run([*TPM, "export", "csv", path], check=True)
    piped = subprocess.run([*TPM, "export", "csv"], check=True, capture_output=True).stdout
    assert piped == path.read_bytes()
    assert b"\x1b" in piped


def test_json_says_what_a_terminal_would_obey_as_escapes_everywhere(hostile_plan: Path) -> None:
    with Screen([*TPM, "export", "json"], columns=200, lines=50) as screen:
        assert screen.exit_status() == 0
        shown = screen.output.decode("utf-8", "replace").replace("\r\n", "\n")
    piped = subprocess.run([*TPM, "export", "json"], check=True, capture_output=True).stdout.decode()
    for text in (shown, piped):
        assert not {unicodedata.category(char) for char in set(text) - {"\n"}} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        assert "\\u202e" in text
