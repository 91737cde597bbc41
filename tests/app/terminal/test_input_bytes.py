"""Whatever bytes a terminal sends: those that are no text of its character set are no keys, and end nothing."""

import sys
from pathlib import Path

import pytest

from support.store_files import rows_of
from support.terminal_emulator import Screen, clean_environ

TPM = [sys.executable, "-m", "tpm_tui"]

#: A Latin-1 letter, half a character, 8-bit Meta, a click in column 150 as X10 reports it, every byte there is; keys as
#: the Kitty protocol reports them, of a number too large, of no character's number, and of half of one.
STRAY = [
    b"\xe9",
    b"\xc3",
    b"\xea",
    b"\x1b[M \xb6\x30",
    bytes(range(128, 256)),
    b"\x1b[999999999999u\x1b[1;;99999999u\x1b[55296;1;55296u",
]


@pytest.mark.parametrize("data", STRAY)
def test_bytes_that_are_no_utf_8_are_no_keys(file: Path, data: bytes) -> None:
    with Screen([*TPM, file], env=clean_environ()) as screen:
        screen.wait_for("saved")
        screen.send_bytes(data)
        screen.settle()
        screen.press("a")
        screen.wait_for("New item")
        screen.send_bytes(data)
        screen.type("Goes on")
        screen.press("enter")
        screen.wait_for("added T-")
        screen.press("Q")
        assert screen.exit_status() == 0
    assert "Goes on" in [row["title"] for row in rows_of(file)["item"]]


def test_what_is_typed_on_a_latin_1_terminal_is_taken(file: Path) -> None:
    with Screen([*TPM, file], env=clean_environ(LC_ALL="de_DE.ISO-8859-1")) as screen:
        screen.wait_for("saved")
        screen.press("a")
        screen.wait_for("New item")
        screen.send_bytes("Größe prüfen".encode("latin-1"))
        screen.press("enter")
        screen.wait_for("added T-")
        screen.press("Q")
        assert screen.exit_status() == 0
    assert "Größe prüfen" in [row["title"] for row in rows_of(file)["item"]]
