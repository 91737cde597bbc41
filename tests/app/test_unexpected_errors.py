"""An error that nobody expected, wherever it comes from: one line says what failed, that nothing was lost and where the
traceback is; the next keys work. What fails again and again by itself ends the program with that line."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.modal_screens.record import RecordScreen
from tpm_tui.app.services.calculations.flow_reader import FlowReader
from tpm_tui.app.services.error_reporter import LOOP_ERRORS, ErrorReporter, error_log_path
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.widgets.line_list import LineList
from tpm_tui.app.widgets.prompts.prompt import PromptOverlay
from tpm_tui.store.transaction import Transaction

#: Where it fails -> what is broken, the keys that come there, and how the line begins.
BROKEN: dict[str, tuple[type[Any] | Any, str, list[str], str]] = {
    "an action at once": (Backlog, "go", ["j"], "Down"),
    "an action that waits": (Transaction, "delete", ["d", "y"], "Delete"),
    "drawing a row": (Backlog, "_line", ["refresh"], "backlog"),
    "a message of a widget": (Backlog, "on_resize", ["resize"], "backlog on resize"),
    "a worker": (FlowReader, "flow", ["view flow"], "work beside the screen"),
    "the compose of a dialog": (PageScreen, "compose", ["?"], "page screen"),
    "the mount of a dialog": (PageScreen, "on_mount", ["?"], "page screen on mount"),
    "drawing in a dialog": (LineList, "render_line", ["?"], "line list"),
    "a key in a dialog": (PageScreen, "action_step", ["?", "j", "q"], "the key j"),
    "the mount of a question": (PromptOverlay, "_place", ["a"], "prompt overlay on mount"),
}


def _raise(*_: object, **__: object) -> Any:
    raise KeyError("T-1")


def _fail() -> None:
    raise ValueError("no row")


@pytest.mark.parametrize("where", BROKEN)
async def test_it_says_so_and_goes_on(file: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, keys, begins = BROKEN[where]
    async with WorkspacePilot(file, SMALL, may_fail=True) as pilot:
        before = len(pilot.plan["item"].ids)
        with monkeypatch.context() as broken:
            broken.setattr(owner, name, _raise)
            for key in keys:
                if key == "resize":
                    await pilot.pilot.resize_terminal(90, 30)
                elif key == "refresh":
                    pilot.backlog.refresh()
                elif key == "view flow":
                    pilot.workspace.view_layout.show_view("flow")
                else:
                    pilot.rush(key)
                await pilot.pilot.pause()
            await pilot.until(lambda: pilot.app.errors.reporter.errors, "the error is reported")
            await pilot.until(lambda: "nothing was lost" in pilot.workspace.messages.text, "it is said")
            assert pilot.workspace.messages.text.startswith(begins)
            await pilot.until(lambda: "traceback: ~/.local/state/tpm/errors.log" in pilot.screen, "it is seen")
        for _ in range(3):
            await pilot.press("escape")
        await pilot.press("1", "a")
        await pilot.write("Goes on")
        await pilot.press("enter")
        assert len(pilot.plan["item"].ids) == before + 1
        assert pilot.shows("Goes on")
        await pilot.until(error_log_path().exists, "the traceback is written")
    log = error_log_path()
    assert "KeyError: 'T-1'" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


async def test_what_dies_in_the_loop_or_a_timer_is_told(file: Path) -> None:
    async with WorkspacePilot(file, SMALL, may_fail=True) as pilot:
        pilot.workspace.set_timer(0.001, _raise)
        await pilot.until(lambda: len(pilot.app.errors.reporter.errors) == 1, "the timer's error")
        asyncio.get_running_loop().call_soon(_fail)
        await pilot.until(lambda: len(pilot.app.errors.reporter.errors) == 2, "the loop's error")
        await pilot.press("j")
        assert pilot.shows("T-")


async def test_an_error_that_causes_itself_ends_with_its_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(backlog: Backlog, *_: object) -> Any:
        backlog.refresh()
        raise KeyError("T-1")

    async with WorkspacePilot(file, SMALL, may_fail=True) as pilot:
        monkeypatch.setattr(Backlog, "runs", again)
        pilot.backlog.refresh()
        await pilot.until(lambda: pilot.app._exit, "it ends")
        assert pilot.app.errors.ending_error.startswith("backlog failed (KeyError: 'T-1') again and again")
        assert pilot.app.return_value == 1


def test_keys_pressed_in_between_are_no_loop(tmp_path: Path) -> None:
    shown: list[str] = []
    ended: list[str] = []
    reporter = ErrorReporter(lambda text, end: shown.append(text + end), ended.append, tmp_path / "errors.log")
    for _ in range(3 * LOOP_ERRORS):
        reporter.key_pressed()
        reporter.report("Down", ValueError("no\nrow"))
    assert len(shown) == 3 * LOOP_ERRORS
    assert shown[0].startswith("Down failed (ValueError: no row) ─ nothing was lost; traceback: ")
    assert not ended
    for _ in range(LOOP_ERRORS):
        reporter.report("Down", ValueError("no row"))
    assert len(ended) == 1


def test_a_state_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    reporter = ErrorReporter(lambda _text, _end: None, lambda _text: None, tmp_path / "file" / "errors.log")
    for _ in range(LOOP_ERRORS):
        reporter.report("Down", ValueError("no row"))
    assert len(reporter.errors) == 1


async def test_a_page_that_comes_up_while_the_app_is_left_is_no_error(empty: Path) -> None:
    async with WorkspacePilot(empty) as pilot:
        pilot.app.exit()
        pilot.workspace.call_later(pilot.workspace.query_one, LineList)
        await pilot.pilot.pause()


async def test_a_key_that_comes_while_a_page_is_taken_down_is_no_error(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("enter")
        page = pilot.app.screen
        assert isinstance(page, RecordScreen)
        await page.query("*").remove()
        for act in ("edit", "choose", "step(1)", "page(1)", "end(1)"):
            await page.run_action(act)
        page.dismiss(None)
        await pilot.settle()
