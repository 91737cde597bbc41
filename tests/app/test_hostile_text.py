"""The real workspace in a real terminal on a file whose every text is hostile: none of it is obeyed, none ends the app.

Each story walks a part of the program; what is asserted is every byte that was sent meanwhile.
"""

import csv
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import poison
from hostile import ESCAPES, HOSTILE, leaks
from terminal.screen import Screen, clean_environ
from tpm_tui.domain.kinds import KINDS

#: A file is named by anybody too.
NAME = "at\x1b]0;pwned\x07\u202e\x9b2J[@click=app.quit].db"
HOME = {"item": "1 Backlog", "risk": "3 Risks", "stakeholder": "4 Stakeholders"}
WIDE, MIDDLE, SMALL = (160, 45), (110, 35), (80, 24)


@pytest.fixture(scope="session")
def poisoned_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poisoned") / "poisoned.db"
    poison.build(path)
    return path


@pytest.fixture
def poisoned(poisoned_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(poisoned_file, tmp_path / NAME))


@pytest.fixture
def screen(request: pytest.FixtureRequest, poisoned: Path) -> Iterator[Screen]:
    """The workspace, walked by a test; at its end it lives, goes when it is told to, and has sent nothing hostile."""
    columns, lines = getattr(request, "param", WIDE)
    env = clean_environ(TPM_AUTHOR="eve\x1b[31m\u202e")
    command = [sys.executable, "-m", "tpm_tui", poisoned]
    with Screen(command, columns=columns, lines=lines, env=env, cwd=poisoned.parent) as screen:
        screen.wait_for("1 Backlog")
        screen.wait_for("saved")
        yield screen
        screen.press("Q")
        assert screen.exit_status() == 0, screen
        assert leaks(screen.output.decode()) == []


at_both_sizes = pytest.mark.parametrize("screen", [WIDE, SMALL], indirect=True, ids=str)


def look(screen: Screen, text: str, *keys: str) -> None:
    """Press the keys, and wait until the text is shown and all is drawn."""
    screen.press(*keys)
    screen.wait_for(text)
    screen.settle(0.05)


def footless(screen: Screen) -> bool:
    """Whether a dialog lies over the footer."""
    return screen.lines[-1].strip()[:1] in ("", "╰")


def enter(screen: Screen, text: str, *keys: str) -> None:
    """Press the keys, and wait until a dialog that holds the text lies over the panes."""
    screen.press(*keys)
    screen.wait_until(lambda: footless(screen) and text in screen.text, f"a dialog with {text!r}")
    screen.settle(0.05)


def leave(screen: Screen) -> None:
    """Press esc and wait until no dialog lies over the panes: a key right after esc could be read as one with it."""
    screen.press("escape")
    screen.wait_until(lambda: not footless(screen), "the footer was back")


def palette(screen: Screen, words: str, text: str) -> None:
    enter(screen, "Commands", ":")
    screen.type(words)
    look(screen, text, "enter")


@at_both_sizes
def test_panes_matrices_and_what_the_footer_says(screen: Screen) -> None:
    for digit, title in (("1", "1 Backlog"), ("2", "2 Timeline"), ("3", "3 Risks"), ("4", "4 Stakeholders")):
        look(screen, title, digit, "G")
        look(screen, "the other panes show", "g", "f")
        look(screen, "? help", "escape")
    for digit, title in (("3", "probability and impact"), ("4", "power and interest")):
        enter(screen, title, digit, "M")
        leave(screen)
    enter(screen, "y/n", "1", "g", "d")
    look(screen, "left as it was", "n")
    look(screen, "options", "p")
    look(screen, "u undoes", *"highest", "enter")
    look(screen, "undid", "u")


@pytest.mark.parametrize("screen", [MIDDLE], indirect=True, ids=str)
@pytest.mark.parametrize("kinds", [tuple(KINDS)[n::2] for n in range(2)], ids=lambda kinds: kinds[0])
def test_registers_and_the_record_and_form_of_each_kind(screen: Screen, kinds: tuple[str, ...]) -> None:
    for n, kind in enumerate(kinds):
        palette(screen, f"open {KINDS[kind].plural.lower()}", HOME.get(kind, f"{KINDS[kind].plural} ─ "))
        enter(screen, "Key  ", *["j"] * (n % len(poison.BUNDLES)), "enter")
        leave(screen)
        enter(screen, "F2 save", "E")
        enter(screen, "F2 save", "pagedown")
        leave(screen)


def test_every_text_in_full(screen: Screen) -> None:
    look(screen, "everything", "1", "/")
    screen.type("key:T")
    look(screen, "? help", "enter")
    for n in range(len(poison.BUNDLES)):
        enter(screen, "History", *["j"] * bool(n), "enter", "G")
        leave(screen)


@at_both_sizes
def test_why_links_history_and_the_other_pages(screen: Screen) -> None:
    for key, title in (
        ("W", "Why ─"),
        ("L", "Links ─"),
        ("H", "Working time"),
        ("C", "Compare with"),
        ("o", "Sort by"),
    ):
        enter(screen, title, key)
        enter(screen, title, "down", "down")
        leave(screen)
    for words, title in (
        ("history of the file", "History of the file"), ("check the plan", "Worth a look"),
        ("open a saved view", "Saved views"), ("choose columns", "Columns ─"), ("why did the finish", "since when"),
    ):  # fmt: skip
        palette(screen, words, title)
        enter(screen, title, "pagedown")
        leave(screen)
    look(screen, "WHAT-IF", "I")


@pytest.mark.parametrize("screen", [SMALL], indirect=True, ids=str)
def test_what_is_pasted_where_something_is_typed(screen: Screen) -> None:
    """Into a cell, a filter, the palette, a form, an owner, a link, with what is said of it and offered for it."""
    look(screen, "esc leave", "1", "i")
    for text in HOSTILE.values():
        screen.press("end", "ctrl+u")
        screen.paste(text)
        screen.settle(0.03)
    leave(screen)
    for keys, shown in (("/", "everything"), (":", "Commands"), ("E", "F2 save"), ("w", "options"), ("b", "T-12 SS")):
        look(screen, shown, *keys)
        for text in ESCAPES.values():
            screen.paste(text)
            screen.settle(0.03)
        leave(screen)
        look(screen, "? help", "1")


def test_an_import_is_looked_at_and_made(screen: Screen, tmp_path: Path) -> None:
    name = "in\x1b[2J\u202e.csv"
    with (tmp_path / name).open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Summary", "Assignee", *ESCAPES.values()])
        for text in HOSTILE.values():
            table.writerow([text, text, *ESCAPES.values()])
        table.writerow(["too", "many", *ESCAPES.values(), "\x1b[31mred"])
    palette(screen, "import a file", "Import which format")
    screen.type("csv")
    enter(screen, "What is in it", "enter")
    look(screen, "File to import", "enter")
    screen.type(f"{tmp_path}/in")
    look(screen, "bytes", "down", "tab")
    enter(screen, "do it? y/n", "enter")
    enter(screen, "do it? y/n", "G")
    look(screen, "undoes", "y")


def test_a_folder_and_file_whose_names_are_no_text(poisoned: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9\x1b[2J"
    os.mkdir(folder)
    file = folder + b"/\xff\x9b31m.db"
    shutil.copy(poisoned, file)
    with Screen([sys.executable, "-m", "tpm_tui", os.fsdecode(file)], columns=160, lines=45) as screen:
        screen.wait_for("saved")
        look(screen, "undoes", "x")
        screen.press("Q")
        assert screen.exit_status() == 0
        assert leaks(screen.output.decode()) == []
