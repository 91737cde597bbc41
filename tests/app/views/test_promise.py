"""The promise and the RACI matrix, as a person at the keys sees them."""

from datetime import datetime
from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

KEYS = {"view.promise": ("f2",), "view.raci": ("f3",)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plan of a day with a target that is kept, and a workstream that nobody is accountable for."""
    path = tmp_path / "atlas.db"
    with Store.create(path, name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            ana = tx.add("person", name="Ana Ruiz")
            stream = tx.add("workstream", name="Data", lead=ana)
            item = tx.add("item", title="Copy it", owner=ana, estimate=ThreePoint.single_point(480), workstream=stream)
            tx.add("raci", role="accountable", person=ana, item=item)
            tx.set("programme", PROGRAMME_ID, target_date=datetime(2027, 1, 29, 18), start=datetime(2026, 11, 23, 9))
    return path


@pytest.mark.parametrize("size", [(160, 45), SMALL])
async def test_the_top_line_leads_with_the_promise(path: Path, size: tuple[int, int]) -> None:
    async with WorkspacePilot(path, size, keys=KEYS, forecast=True) as pilot:
        await pilot.until(lambda: "GREEN finish 29 Jan: 100% · P80" in pilot.screen, "the forecast is there")
        assert pilot.screen.splitlines()[0].strip().startswith("● GREEN finish 29 Jan: 100% · P80 23 Nov by logic")


async def test_the_view_says_why_and_leads_to_the_programme(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS, forecast=True) as pilot:
        await pilot.press("f2")
        await pilot.until(lambda: "target kept with 100%" in pilot.screen, "the forecast is there")
        assert "left out of the rule: no budget" in pilot.screen


async def test_the_view_says_how_often_the_target_was_moved(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        for day in (5, 12):
            with store.transaction("move") as tx:
                tx.set("programme", PROGRAMME_ID, target_date=datetime(2027, 2, day, 18))
    async with WorkspacePilot(path, keys=KEYS, forecast=True) as pilot:
        await pilot.press("f2")
        await pilot.until(
            lambda: "The target was moved 2 times: 14 calendar days later in all." in pilot.screen, "read"
        )


async def test_the_matrix_names_gaps(path: Path) -> None:
    async with WorkspacePilot(path, keys=KEYS) as pilot:
        await pilot.press("f3")
        assert "nobody is accountable" in pilot.screen
        assert "(R)" in pilot.screen
