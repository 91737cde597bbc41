"""A report on the screen before it is sent: read, headed, written, kept, held beside another; and who must hear."""

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from support.workspace_pilot import WorkspacePilot
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plan of a day with a target, and somebody who cares about it."""
    path = tmp_path / "atlas.db"
    with Store.create(path, name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            item = tx.add("item", title="Copy it", estimate=ThreePoint.single_point(480))
            tx.add("stakeholder", name="Nordlink", items=(item,))
            tx.set("programme", PROGRAMME_ID, target_date=datetime(2027, 1, 29, 18), start=datetime(2026, 11, 23, 9))
    return path


async def test_it_is_read_headed_written_kept_and_held_beside_another(path: Path, tmp_path: Path) -> None:
    async with WorkspacePilot(path, forecast=True) as pilot:
        await pilot.press('"')
        await pilot.write("executive")
        await pilot.press("enter")
        await pilot.until(lambda: "GREEN finish 29 Jan" in pilot.screen and "The promise" in pilot.screen, "it is read")
        await pilot.press("t")
        await pilot.rewrite("We are fine")
        await pilot.press("enter")
        await pilot.until(lambda: "We are fine (not from the file)" in pilot.screen, "it is headed")
        await pilot.press("w")
        await pilot.rewrite(str(tmp_path / "out.html"))
        await pilot.press("enter")
        await pilot.until((tmp_path / "out.html").exists, "it is written")
        await pilot.until(lambda: "The promise" in pilot.screen, "it is read on")
        await pilot.press("K")
        await pilot.until(lambda: len(pilot.plan["report"]) == 1, "it is kept")
        await pilot.until(lambda: "The promise" in pilot.screen, "it is read on")
        await pilot.press("b", "enter")
        await pilot.until(lambda: "Said then and now" in pilot.screen, "it stands beside")
        assert pilot.screen.count("We are fine") >= 2
    assert "We are fine" in (tmp_path / "out.html").read_text(encoding="utf-8")


async def test_what_cannot_be_written_is_said_and_the_preview_stays(path: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.md"
    taken.symlink_to(tmp_path / "elsewhere.md")
    async with WorkspacePilot(path, forecast=True) as pilot:
        await pilot.press('"')
        await pilot.write("executive")
        await pilot.press("enter")
        await pilot.until(lambda: "The promise" in pilot.screen, "it is read")
        await pilot.press("w")
        for ending in ("pdf", "docx", "json"):
            await pilot.rewrite(str(tmp_path / f"out.{ending}"))
            await pilot.press("enter")
            assert pilot.asking is not None, f".{ending} is no form of it here"
        await pilot.rewrite(str(taken))
        await pilot.press("enter")
        await pilot.until(lambda: "is a link to" in pilot.workspace.messages.text, "the reason is said")
        await pilot.until(lambda: "The promise" in pilot.screen, "it is read on")
        assert not (tmp_path / "elsewhere.md").exists()


async def test_a_forecast_without_a_promise_says_why_there_is_no_report(path: Path) -> None:
    async with WorkspacePilot(path, forecast=True) as pilot:
        result = pilot.session.forecast_result
        assert result is not None
        pilot.session.forecast_result = replace(result, held=None)
        await pilot.press('"')
        await pilot.write("executive")
        await pilot.press("enter")
        assert "no forecast of the promise" in pilot.workspace.messages.text


async def test_one_key_logs_the_contact_for_all_who_must_hear(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await pilot.press("@")
        assert "cares about T-1" in pilot.screen
        await pilot.press("c", "enter")
        await pilot.until(lambda: len(pilot.plan["contact"]) == 1, "the contact is logged")
        assert pilot.plan["contact"].row(pilot.plan["contact"].ids[0])["summary"] == "T-1 Copy it"


async def test_a_stakeholder_is_told_of_with_what_the_week_means_to_them(path: Path) -> None:
    async with WorkspacePilot(path) as pilot:
        await pilot.press("4")
        await pilot.command("stand, promises")
        await pilot.until(lambda: "neutral, wanted supportive: 1 step to go" in pilot.screen, "it is read")
        assert "What this week's changes mean to them" in pilot.screen


async def test_the_register_of_objectives_shows_effort_and_the_p80_of_the_last_item(path: Path) -> None:
    with Store.open(path) as store:
        plan = store.load()
        with store.transaction("add") as tx:
            tx.add("objective", statement="Leave the hall", items=(plan["item"].ids[0],))
    async with WorkspacePilot(path, forecast=True) as pilot:
        await pilot.command("objectives")
        await pilot.until(lambda: "100%" in pilot.line("Leave the hall"), "the share of the effort is there")
        assert "23 Nov" in pilot.line("Leave the hall")
        assert "Last item P80" in pilot.screen


async def test_a_brief_is_read_where_nothing_is_planned_yet(tmp_path: Path) -> None:
    path = tmp_path / "harbour.db"
    with Store.create(path, name="Harbour") as store:
        store.load()
        with store.transaction("add") as tx:
            tx.add("objective", statement="Berths are booked online")
            tx.set("programme", PROGRAMME_ID, target_date=datetime(2027, 3, 26, 18))
    async with WorkspacePilot(path) as pilot:
        await pilot.press("g", "o")
        await pilot.until(lambda: pilot.shows("There is no forecast of the finish for 26 Mar yet."), "the promise")
        await pilot.press('"')
        await pilot.write("brief")
        await pilot.press("enter")
        await pilot.until(lambda: pilot.shows("Berths are booked online; no work serves it"), "the brief")
