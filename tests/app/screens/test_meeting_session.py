"""A session held on the screen: every line that was typed is kept, whatever comes between."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, Desk
from tpm_tui.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "a.db", name="Atlas", author="ana") as store, store.transaction("fill") as tx:
        tx.add("meeting", title="Kick-off")
    return tmp_path / "a.db"


async def open_session(desk: Desk) -> None:
    await desk.command("Meetings")
    await desk.press("O")


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_lines_stand_above_as_what_they_became(path: Path, size: tuple[int, int]) -> None:
    async with Desk(path, size) as desk:
        await open_session(desk)
        await desk.write("n The ledger balances @dana !must")
        await desk.press("enter")
        await desk.write("q who signs?")
        await desk.press("enter")
        assert "Q-1" in desk.line("The ledger balances")
        assert "@dana" in desk.line("The ledger balances")
        assert "Q-2" in desk.line("who signs?")
        await desk.press("escape")
        assert list(desk.session.plan["requirement"].columns["type"]) == ["need", "question"]


async def test_sixty_lines_typed_without_waiting_are_all_kept(path: Path) -> None:
    async with Desk(path) as desk:
        await open_session(desk)
        for n in range(60):
            desk.rush(*f"n need number {n:02}", "enter")
        await desk.settle()
        await desk.press("escape")
        said = desk.session.plan["requirement"].columns["statement"]
        assert list(said) == [f"need number {n:02}" for n in range(60)]


async def test_a_line_that_is_refused_comes_back_with_the_reason(path: Path) -> None:
    async with Desk(path) as desk:
        await open_session(desk)
        await desk.write("n it works !urgent")
        await desk.press("enter")
        assert "no priority !urgent" in desk.screen
        assert desk.input == "n it works !urgent"
        await desk.rewrite("n it works !must")
        await desk.press("enter")
        assert "Q-1" in desk.line("it works")
        await desk.press("escape")


async def test_esc_keeps_the_line_that_was_not_sent_yet(path: Path) -> None:
    async with Desk(path) as desk:
        await open_session(desk)
        await desk.write("n said at the very end")
        await desk.press("escape")
        assert list(desk.session.plan["requirement"].columns["statement"]) == ["said at the very end"]
