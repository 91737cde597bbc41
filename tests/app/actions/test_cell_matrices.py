"""Matrices edited in place: a decision's, cell by cell, and RACI by one letter."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from support.demo_keys import CAPACITY_TEST
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze
from tpm_tui.app.page_lines.people import raci
from tpm_tui.store.store import Store


def squeezed(pilot: WorkspacePilot, text: str) -> str:
    return squeeze(pilot.line(text))


async def delete_elsewhere(pilot: WorkspacePilot, kind: str, id_: str) -> None:
    """Another program deletes a record; wait until the workspace knows."""

    def delete() -> None:
        with Store.open(pilot.path, author="ben") as store:
            store.load()
            with store.transaction("Delete it elsewhere") as tx:
                tx.delete(kind, id_)

    await asyncio.to_thread(delete)
    await pilot.until(lambda: id_ not in pilot.plan[kind], "it is gone")


async def add_decision(pilot: WorkspacePilot) -> str:
    """A decision between Buy and Build by Cost and Speed, its matrix open, the cursor on the first cell; its id."""
    await pilot.press("8", "a", *"Which broker", "enter", "%")
    await pilot.press(
        "o", *"Buy", "enter", *"Build", "enter", "escape", "c", *"Cost", "enter", *"Speed", "enter", "escape"
    )
    return str(pilot.table.current)


class TestDecision:
    async def test_it_closes_where_the_addition_of_its_decision_is_undone(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = len(pilot.plan["decision"])
            await pilot.press("8", "a", *"Which broker", "enter", "%", "u")
            assert len(pilot.plan["decision"]) == before
            assert len(pilot.app.screen_stack) == 1

    async def test_it_closes_at_the_next_key_where_its_decision_was_deleted_elsewhere(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            decision = await add_decision(pilot)
            await pilot.press("right")
            await delete_elsewhere(pilot, "decision", decision)
            await pilot.press("4")
            assert len(pilot.app.screen_stack) == 1

    async def test_a_score_goes_to_the_criterion_and_option_on_the_screen(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            decision = await add_decision(pilot)
            cost, speed = pilot.plan.ids_by_reference("criterion", "decision")[decision]
            buy, build = pilot.plan.ids_by_reference("option", "decision")[decision]
            await pilot.press("up", "up", "down", *["left"] * 9, "right", "right")
            assert "Speed" in pilot.line("Speed")
            await delete_elsewhere(pilot, "criterion", cost)
            await delete_elsewhere(pilot, "option", buy)
            await pilot.press("4", "enter")
            ((option, criterion, score),) = [
                (row["option"], row["criterion"], row["score"])
                for row in map(pilot.plan["score"].row, pilot.plan["score"].ids)
                if row["option"] in (buy, build)
            ]
            assert (option, criterion, score) == (build, speed, 4)
            assert not pilot.shows("Cost")

    async def test_a_cell_of_what_was_deleted_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            decision = await add_decision(pilot)
            cost, _ = pilot.plan.ids_by_reference("criterion", "decision")[decision]
            await pilot.press("up", "up", *["left"] * 9, "right")
            await delete_elsewhere(pilot, "criterion", cost)
            await pilot.press("4", "enter")
            assert "has been deleted" in pilot.line("✗")
            assert not any(row["criterion"] == cost for row in map(pilot.plan["score"].row, pilot.plan["score"].ids))

    async def test_a_score_outside_the_scale_is_refused_and_a_cell_is_emptied(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("8", "a")
            await pilot.write("Which broker scale_low=1 scale_high=5 direction=lower")
            await pilot.press("enter", "%")
            assert "scores 1 to 5, lower is better" in pilot.screen
            assert "o adds an option, c a criterion" in pilot.screen
            await pilot.press("o", *"Buy", "enter", *"Build", "enter", "escape", "c", *"Cost", "enter", "escape")
            await pilot.press("right", "9")
            assert "a score is from 1 to 5" in pilot.screen
            await pilot.press("4", "2")
            assert "Cost 1 4 2" in squeezed(pilot, "│ Cost ")
            assert "Build leads by 2" in squeeze(pilot.screen)
            await pilot.press("minus")
            assert "Cost 1 4 –" in squeezed(pilot, "│ Cost ")
            await pilot.press("u")
            assert "Cost 1 4 2" in squeezed(pilot, "│ Cost ")
            await pilot.press("escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_what_cannot_be_added_is_said_and_stays(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("8", "%", "c")
            await pilot.write("Cost weight=heavy")
            await pilot.press("enter")
            assert "Weight" in squeeze(pilot.line("✗"))
            assert pilot.input == "Cost weight=heavy"

    async def test_ten_is_two_digits_and_fast_keys_stay_in_order(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("8", "a")
            await pilot.write("Which broker")
            await pilot.press("enter", "%", "o", *"A", "enter", *"B", "enter", "escape", "c", *"X", "enter", "escape")
            pilot.rush("3", ".", "5", "tab", "1", "0", "1", "enter")
            await pilot.settle()
            assert "X 3.5 10 1" in squeezed(pilot, "│ X ")


class TestRaci:
    async def test_one_letter_gives_and_takes_a_role_and_gaps_follow(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            before = pilot.content()
            await pilot.press("%")
            row = squeezed(pilot, "T-79 ")
            below = pilot.lines[pilot.lines.index(pilot.line("T-79 ")) + 1]
            assert "nobody is accountable" in below, row
            roles = len(pilot.plan["raci"])
            await pilot.press("a")
            assert pilot.plan["raci"].columns["role"][-1] == "accountable"
            assert "A" in squeezed(pilot, "T-79 ").split()
            assert "nobody is accountable" not in pilot.lines[pilot.lines.index(pilot.line("T-79 ")) + 1]
            await pilot.press("r")
            assert len(pilot.plan["raci"]) == roles + 2
            await pilot.press("a")
            assert pilot.plan["raci"].columns["role"][roles:] == ["responsible"]
            await pilot.press("i", "minus")
            assert len(pilot.plan["raci"]) == roles
            await pilot.press("u", "u", "u", "u", "u")
            assert pilot.content() == before

    async def test_a_role_goes_to_the_item_on_the_screen(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            item = str(pilot.table.current)
            await pilot.press("%")
            await delete_elsewhere(pilot, "workstream", pilot.plan["workstream"].ids[0])
            await pilot.press("a")
            row = pilot.plan["raci"].row(pilot.plan["raci"].ids[-1])
            assert (row["item"], row["role"]) == (item, "accountable")

    async def test_moving_about_reads_the_plan_once(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[Any] = []
        rows_of = raci.raci_rows
        monkeypatch.setattr(raci, "raci_rows", lambda plan, item=None: read.append(plan) or rows_of(plan, item))
        async with WorkspacePilot(file) as pilot:
            await pilot.press("%")
            assert "give or take a role" in pilot.screen
            read.clear()
            await pilot.press("right", "down", "tab", "left", "up")
            assert read == []

    async def test_it_is_opened_from_the_view_at_the_row_under_the_cursor(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("g", "r", "j", "j", "%")
            assert "give or take a role" in pilot.screen
            assert "more columns" in pilot.screen
            seen = pilot.screen
            await pilot.press(*["right"] * 12)
            assert pilot.screen != seen
