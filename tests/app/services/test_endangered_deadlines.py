"""The top line says what is in danger, and where no date can be said; why and check name deadlines that do not hold."""

from datetime import datetime
from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, WorkspacePilot
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

DAY = 480


@pytest.fixture
def dated(empty: Path) -> Path:
    """Ten days of work due in two; two days of work due in ten; and due tomorrow, but done."""
    with Store.open(empty) as store, store.transaction("Make them") as tx:
        tx.add("item", title="Easy", estimate=ThreePoint(DAY, 2 * DAY, 3 * DAY), deadline=datetime(2026, 12, 7, 18))
        tx.add(
            "item",
            title="Go-live",
            estimate=ThreePoint(8 * DAY, 10 * DAY, 14 * DAY),
            deadline=datetime(2026, 11, 25, 18),
        )
        tx.add(
            "item",
            title="Over",
            status="done",
            deadline=datetime(2026, 11, 24, 18),
            actual_finish=datetime(2026, 11, 23, 10),
        )
    return empty


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_it_leads_the_top_line(dated: Path, size: tuple[int, int]) -> None:
    async with WorkspacePilot(dated, size, forecast=True) as pilot:
        assert pilot.status_bar.strip().startswith("Go-live 25 Nov kept with 0%")


async def test_why_and_check_name_it(dated: Path) -> None:
    async with WorkspacePilot(dated, WIDE, forecast=True) as pilot:
        await pilot.go("T-2")
        await pilot.press("W")
        assert pilot.shows("Its deadline 25 Nov is kept with 0%")
        await pilot.press("escape")
        await pilot.command("check the plan")
        assert "kept with 0%" in pilot.line("Go-live")
        assert not pilot.shows("Easy")


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_no_date_is_said_of_work_that_nobody_has_estimated(empty: Path, size: tuple[int, int]) -> None:
    with Store.open(empty) as store, store.transaction("Make them") as tx:
        for number in range(5):
            tx.add("item", title=f"Work {number}")
        tx.add("item", title="Estimated", estimate=ThreePoint(DAY, 2 * DAY, 3 * DAY))
    async with WorkspacePilot(empty, size, forecast=True) as pilot:
        assert "no forecast: 5 of 6 open items have no estimate" in pilot.status_bar
        assert "P80" not in pilot.status_bar


async def test_what_little_is_assumed_is_marked(empty: Path) -> None:
    with Store.open(empty) as store, store.transaction("Make them") as tx:
        tx.add("item", title="Work")
        for number in range(9):
            tx.add("item", title=f"Estimated {number}", estimate=ThreePoint(DAY, 2 * DAY, 3 * DAY))
    async with WorkspacePilot(empty, WIDE, forecast=True) as pilot:
        assert "P80" in pilot.status_bar
        assert "1 assumed" in pilot.status_bar


async def test_editing_begins_at_the_first_cell_and_an_estimate_names_nobody(dated: Path) -> None:
    async with WorkspacePilot(dated, WIDE) as pilot:
        await pilot.go("T-1")
        await pilot.press("i", "tab", "tab", "tab", "escape", "i")
        assert pilot.input == "Easy"
        await pilot.press("tab")
        assert "Owner" in pilot.footer
        await pilot.write("3d/5d/10d")
        await pilot.press("enter")
        assert "reads as an estimate or a date" in pilot.echo
        await pilot.press("escape")
        assert len(pilot.plan["person"]) == 0
