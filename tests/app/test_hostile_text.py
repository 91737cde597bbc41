"""The real workspace in a real terminal on a file whose every text is hostile: none of it is obeyed, none ends the app.

Each story walks a part of the program; what is asserted is every byte that was sent meanwhile.
"""

import base64
import csv
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import hostile_file as poison
from support.hostile import ESCAPES, HOSTILE, leaks
from support.terminal_emulator import Screen, clean_environ
from support.tmux_terminal import TmuxScreen, needs_tmux
from tpm_tui.domain.kinds import KINDS
from tpm_tui.store.store import Store

#: A file is named by anybody too.
NAME = "at\x1b]0;pwned\x07\u202e\x9b2J[@click=app.quit].db"
HOME = {"item": "1 Backlog", "risk": "3 Risks", "stakeholder": "4 Stakeholders"}
WIDE, MIDDLE, SMALL = (160, 45), (110, 35), (80, 24)
TPM = (sys.executable, "-m", "tpm_tui")


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
    with Screen([*TPM, poisoned], columns=columns, lines=lines, env=env, cwd=poisoned.parent) as screen:
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
        look(screen, "the other panes show", "home", "f")
        look(screen, "? help", "escape")
    for digit, title in (("3", "probability and impact"), ("4", "power and interest")):
        enter(screen, title, digit, "M")
        leave(screen)
    enter(screen, "y/n", "1", "home", "d")
    look(screen, "left as it was", "n")
    look(screen, "options", "p")
    look(screen, "u undoes", *"lowest", "enter")
    look(screen, "undid", "u")


@pytest.mark.parametrize("screen", [MIDDLE], indirect=True, ids=str)
@pytest.mark.parametrize("kinds", [tuple(KINDS)[n::2] for n in range(2)], ids=lambda kinds: kinds[0])
def test_registers_and_the_record_and_form_of_each_kind(screen: Screen, kinds: tuple[str, ...]) -> None:
    for n, kind in enumerate(kinds):
        palette(screen, f"open {KINDS[kind].plural.lower()}", HOME.get(kind, f"{KINDS[kind].plural} ─ "))
        enter(screen, "Key  ", *["j"] * (n % len(poison.BUNDLES)), "enter")
        leave(screen)
        if KINDS[kind].read_only_reason:
            continue
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


PAGES = (
    ("1", "finishes, "), ("2", "Finish of"), ("3", "rank correlation"), ("4", "What each risk costs"),
    ("5", "Date and cost together"), ("6", "all finished work"), ("7", "Daily counts of"),
)  # fmt: skip


@at_both_sizes
def test_every_page_of_the_forecast_and_what_leads_on_from_it(screen: Screen) -> None:
    enter(screen, "Forecast ─", "F")
    for digit, text in PAGES:
        screen.press(digit)
        walk_until(screen, text)
        look(screen, "Forecast ─", "G", "g")
    enter(screen, "Whose finish", "o")
    enter(screen, "Forecast ─", "down", "down", "enter")
    enter(screen, "Forecast ─", "2", "down", "down", "down", "enter")
    for question in ("/", "w"):
        look(screen, "esc", question)
        for text in ESCAPES.values():
            screen.paste(text)
            screen.settle(0.03)
        enter(screen, "Forecast ─", "escape")
    look(screen, "Bring P80", "r")
    enter(screen, "Responses ─", *["backspace"] * 12, *"+30y", "enter")
    enter(screen, "Forecast ─", "escape")
    leave(screen)


def walk_until(screen: Screen, text: str) -> None:
    """Page through a list until the text has been seen."""
    screen.wait_until(lambda: text in screen.text or bool(screen.press("pagedown")), f"{text!r} was shown")
    screen.settle(0.05)


def climb_to(screen: Screen, text: str) -> None:
    """Go up a list, line by line, until the cursor is on one that holds the text."""
    for _ in screen.lines:
        if text in screen.line_with("▌"):
            return
        screen.press("up")
        screen.settle(0.1)
    raise AssertionError(f"the cursor was never on {text!r}\n{screen}")


@at_both_sizes
def test_why_the_finish_moved(screen: Screen) -> None:
    palette(screen, "why did the finish", "since when")
    enter(screen, "Because of", "enter")
    look(screen, "Because of", "g", "G")
    climb_to(screen, " T-")
    enter(screen, "Key  ", "enter")
    enter(screen, "Because of", "escape")
    leave(screen)


@at_both_sizes
def test_what_was_tried_in_a_what_if_and_what_it_would_do(screen: Screen) -> None:
    look(screen, "what-if: the file stays", "1", "home", "I")
    for text in ESCAPES.values():
        look(screen, "esc leave", "i")
        screen.press("end", "ctrl+u")
        screen.paste(text)
        look(screen, "WHAT-IF", "enter")
        screen.press("j")
    look(screen, "WHAT-IF 2", "G", *[">", "k"] * 20)
    enter(screen, "Tried", "I")
    walk_until(screen, "that move")
    for _ in range(3):
        look(screen, "What if ─", "pagedown")
    look(screen, "What if ─", "g", "space", "space", "G")
    enter(screen, "Key  ", "enter")
    enter(screen, "What if ─", "escape")
    look(screen, "left in the what-if", "K")
    enter(screen, "Tried", "I")
    look(screen, "WHAT-IF", "escape")


def titles(path: Path) -> list[str]:
    """The titles of all risks, as the file keeps them."""
    with Store.open(path) as store:
        return [str(title) for title in store.load()["risk"].columns["title"]]


def yank_all(screen: Screen, said: str) -> None:
    """Each risk, its rows and its table row for Markdown, and a filter."""
    screen.wait_for("1 Backlog")
    screen.wait_for("saved")
    look(screen, "3 Risks", "3", "home", "*")
    for keys in (("y", "enter"), ("y", "down", "enter"), ("Y",)):
        look(screen, "? help", "down")
        look(screen, said, *keys)


def require_texts(sent: list[str], path: Path) -> None:
    """What was sent is each text itself: nothing of it was made safe, nothing is missing."""
    keys, rows, table = sent
    expected = titles(path)
    assert set(keys.split()) == {f"R-{n}" for n in range(1, len(expected) + 1)}
    for title in expected:
        assert f"\t{title}\t" in rows
        cell = title.replace("\r", " ").replace("\n", " ").replace("|", "\\|")
        assert f"| {cell} |" in table
    assert len(table.split("\n")) == len(expected) + 2


def test_what_is_yanked_is_sent_to_the_terminal_in_base_64_and_never_as_it_is(poisoned: Path) -> None:
    with Screen([*TPM, poisoned], columns=160, lines=45, cwd=poisoned.parent) as screen:
        yank_all(screen, "sent to the terminal's clipboard")
        screen.press("Q")
        assert screen.exit_status() == 0, screen
        require_texts(screen.clipboard, poisoned)
        rest = screen.output.decode()
        for text in screen.clipboard:
            sent = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
            assert rest.count(sent) == 1
            rest = rest.replace(sent, "")
        assert leaks(rest) == []


def test_what_is_yanked_reaches_a_desktop_as_it_is_and_the_terminal_not_at_all(poisoned: Path, tmp_path: Path) -> None:
    kept, tool = tmp_path / "kept", tmp_path / "xclip"
    keep = f"tee {kept}.last >> {kept}; printf '\\0' >> {kept}"
    tool.write_text(f'#!/bin/sh\ncase "$*" in *-o*) cat {kept}.last;; *) {keep};; esac\n')
    tool.chmod(0o755)
    env = clean_environ(DISPLAY=":99", PATH=f"{tmp_path}:/usr/bin:/bin")
    with Screen([*TPM, poisoned], columns=160, lines=45, env=env, cwd=poisoned.parent) as screen:
        yank_all(screen, "sent to the desktop's clipboard")
        screen.press("Q")
        assert screen.exit_status() == 0, screen
        require_texts(kept.read_bytes().decode().split("\0")[:-1], poisoned)
        assert leaks(screen.output.decode()) == []


@needs_tmux
def test_what_is_yanked_reaches_the_buffer_of_tmux_as_it_is(poisoned: Path, tmp_path: Path) -> None:
    with TmuxScreen([*TPM, poisoned], columns=160, lines=45, cwd=poisoned.parent) as screen:
        yank_all(screen, "sent to tmux's buffer")
        names = screen.tmux("list-buffers", "-F", "#{buffer_name}").split()
        sent = []
        for name in reversed(names):
            screen.tmux("save-buffer", "-b", name, str(tmp_path / name))
            sent.append((tmp_path / name).read_bytes().decode())
        require_texts(sent, poisoned)
        require_texts(screen.clipboard, poisoned)


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
    look(screen, "To do first", "y")
    look(screen, "undoes", "escape")


def test_a_folder_and_file_whose_names_are_no_text(poisoned: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9\x1b[2J"
    os.mkdir(folder)
    file = folder + b"/\xff\x9b31m.db"
    shutil.copy(poisoned, file)
    with Screen([*TPM, os.fsdecode(file)], columns=160, lines=45) as screen:
        screen.wait_for("saved")
        look(screen, "undoes", "x")
        screen.press("Q")
        assert screen.exit_status() == 0
        assert leaks(screen.output.decode()) == []
