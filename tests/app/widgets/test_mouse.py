"""The mouse: a click stands on a row, two open it, the wheel moves."""

from pathlib import Path

from support.workspace_pilot import Desk
from tpm_tui.app.widgets.line_list import LineList


async def click(desk: Desk, text: str, times: int = 1) -> None:
    """Click on the first place of the screen that shows the text."""
    row = next(n for n, line in enumerate(desk.lines) if text in line)
    await desk.pilot.click(offset=(desk.lines[row].index(text), row), times=times)
    await desk.settle()


class TestPanes:
    async def test_a_click_stands_on_the_row_and_in_its_pane(self, file: Path) -> None:
        async with Desk(file) as desk:
            await click(desk, "T-79")
            assert desk.current == "T-79"
            await click(desk, "Private line late")
            assert desk.current == "R-4"
            assert desk.app.action_context.selection.table is desk.risks

    async def test_two_clicks_open_the_record(self, file: Path) -> None:
        async with Desk(file) as desk:
            await click(desk, "T-79", times=2)
            await desk.until(lambda: desk.shows("T-79 ─ Capacity test"), "the page of the item")

    async def test_a_click_on_a_heading_or_below_the_rows_does_nothing(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3", "j", "j")
            here = desk.current
            await click(desk, "Score")
            assert desk.current == here

    async def test_the_wheel_moves_three_rows(self, file: Path) -> None:
        async with Desk(file) as desk:
            backlog = desk.backlog
            backlog.wheel(3)
            assert backlog.cursor == 3
            await desk.settle()
            assert desk.timeline.cursor == 3


class TestDialogs:
    async def test_a_command_is_chosen_by_two_clicks_and_typing_goes_on_after_one(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press(":")
            await click(desk, "Undo")
            await desk.write("timeline")
            assert desk.shows("Timeline: to today")
            await click(desk, "Timeline: finer", times=2)
            await desk.until(lambda: len(desk.app.screen_stack) == 1, "the palette is closed")
            await desk.settle()
            assert "week" in desk.line("2 Timeline")

    async def test_a_link_on_a_page_is_followed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("4", "enter")
            await click(desk, "Client service trained", times=2)
            await desk.until(lambda: desk.shows("T-129 ─ Client service trained"), "the page of the item")

    async def test_a_line_that_leads_nowhere_keeps_the_cursor(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("enter")
            pages = desk.app.screen.query_one(LineList)
            before = pages.cursor
            await click(desk, "Created")
            assert pages.cursor == before
