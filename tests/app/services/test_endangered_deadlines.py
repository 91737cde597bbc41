"""The deadline that is least likely to be kept leads the top line, and why and check name it."""

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
