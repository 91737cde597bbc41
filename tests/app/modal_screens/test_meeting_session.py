"""A session held on the screen: every line that was typed is kept, whatever comes between."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, WorkspacePilot
from tpm_tui.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "a.db", name="Atlas", author="ana") as store, store.transaction("fill") as tx:
        tx.add("meeting", title="Kick-off")
    return tmp_path / "a.db"


async def open_session(pilot: WorkspacePilot) -> None:
    await pilot.command("Meetings")
    await pilot.press("O")


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_lines_stand_above_as_what_they_became(path: Path, size: tuple[int, int]) -> None:
    async with WorkspacePilot(path, size) as pilot:
        await open_session(pilot)
        await pilot.write("n The ledger balances @dana !must")
        await pilot.press("enter")
        await pilot.write("q who signs?")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Q-2"), "the second line is kept")
        assert "Q-1" in pilot.line("The ledger balances")
        assert "@dana" in pilot.line("The ledger balances")
        assert "Q-2" in pilot.line("who signs?")
        await pilot.press("escape")
        assert list(pilot.session.plan["requirement"].columns["type"]) == ["need", "question"]


async def test_sixty_lines_typed_without_waiting_are_all_kept(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        for n in range(60):
            pilot.rush(*f"n need number {n:02}", "enter")
        await pilot.settle()
        await pilot.press("escape")
        await pilot.until(lambda: len(pilot.session.plan["requirement"]) == 60, "all are kept")
        said = pilot.session.plan["requirement"].columns["statement"]
        assert list(said) == [f"need number {n:02}" for n in range(60)]


async def test_a_line_that_is_refused_comes_back_with_the_reason(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        await pilot.write("n it works !urgent")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("no priority !urgent"), "it is refused")
        assert pilot.input == "n it works !urgent"
        await pilot.rewrite("n it works !must")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Q-1"), "it is kept")
        await pilot.press("escape")


async def test_esc_keeps_the_line_that_was_not_sent_yet(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await open_session(pilot)
        await pilot.write("n said at the very end")
        await pilot.press("escape")
        await pilot.until(lambda: len(pilot.session.plan["requirement"]) == 1, "it is kept")
        assert list(pilot.session.plan["requirement"].columns["statement"]) == ["said at the very end"]
