"""The mouse: a click stands on a row, two open it, the wheel moves."""

from pathlib import Path

from support.demo_keys import CAPACITY_TEST
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.widgets.line_list import LineList


async def click(pilot: WorkspacePilot, text: str, times: int = 1) -> None:
    """Click on the first place of the screen that shows the text."""
    row = next(n for n, line in enumerate(pilot.lines) if text in line)
    await pilot.pilot.click(offset=(pilot.lines[row].index(text), row), times=times)
    await pilot.settle()


class TestPanes:
    async def test_a_click_stands_on_the_row_and_in_its_pane(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await click(pilot, CAPACITY_TEST)
            assert pilot.current == CAPACITY_TEST
            await click(pilot, "Private line late")
            assert pilot.current == "R-4"
            assert pilot.app.action_context.selection.table is pilot.risks

    async def test_two_clicks_open_the_record(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await click(pilot, CAPACITY_TEST, times=2)
            await pilot.until(lambda: pilot.shows("T-79 ─ Capacity test"), "the page of the item")

    async def test_a_click_on_a_heading_or_below_the_rows_does_nothing(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "j", "j")
            here = pilot.current
            await click(pilot, "Score")
            assert pilot.current == here

    async def test_the_wheel_moves_three_rows(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            backlog = pilot.backlog
            backlog.wheel(3)
            assert backlog.cursor == 3
            await pilot.settle()
            assert pilot.timeline.cursor == 3


class TestDialogs:
    async def test_a_command_is_chosen_by_two_clicks_and_typing_goes_on_after_one(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(":")
            await click(pilot, "Choose columns")
            await pilot.write("timeline")
            assert pilot.shows("Timeline: to today")
            await click(pilot, "Timeline: finer", times=2)
            await pilot.until(lambda: len(pilot.app.screen_stack) == 1, "the palette is closed")
            await pilot.settle()
            assert "week" in pilot.line("2 Timeline")

    async def test_a_link_on_a_page_is_followed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("4", "enter")
            await click(pilot, "Client service trained", times=2)
            await pilot.until(lambda: pilot.shows("T-129 ─ Client service trained"), "the page of the item")

    async def test_a_line_that_leads_nowhere_keeps_the_cursor(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("enter")
            pages = pilot.app.screen.query_one(LineList)
            before = pages.cursor
            await click(pilot, "Created")
            assert pages.cursor == before
