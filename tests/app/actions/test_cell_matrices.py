"""Matrices edited in place: a decision's, cell by cell, and RACI by one letter."""

from pathlib import Path

from support.demo_keys import CAPACITY_TEST
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze


def squeezed(pilot: WorkspacePilot, text: str) -> str:
    return squeeze(pilot.line(text))


class TestDecision:
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

    async def test_it_is_opened_from_the_view_at_the_row_under_the_cursor(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("g", "r", "j", "j", "%")
            assert "give or take a role" in pilot.screen
            assert "more columns" in pilot.screen
            seen = pilot.screen
            await pilot.press(*["right"] * 12)
            assert pilot.screen != seen
