"""The page of one record: what it names, and what can be done to the record from there."""

from collections import Counter
from pathlib import Path

import pytest

from app.desk import SMALL, WIDE, Desk


class TestKeys:
    async def test_what_can_be_done_to_the_record_is_done_on_its_page(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-39")
            await desk.press("enter", "x")
            assert desk.value("T-39", "status") == "done"
            assert "Status of T-39: doing → done" in desk.lines[-1]
            assert "done" in desk.line("Status")
            await desk.press("u")
            assert desk.value("T-39", "status") == "doing"
            assert "undid" in desk.lines[-1]

    async def test_what_needs_a_value_asks_for_it_and_the_page_comes_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-39")
            await desk.press("enter", "w")
            assert "T-39" in desk.screen
            await desk.rewrite("Kavya")
            await desk.press("enter")
            assert desk.shown("T-39", "owner") == "Kavya"
            assert "Kavya" in desk.line("Owner   ")

    async def test_it_is_done_to_the_record_of_the_page_and_not_to_the_row_below_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("space", "space")
            await desk.go("T-42")
            await desk.press("3")
            await desk.go("R-4")
            await desk.press("enter")
            while "Private line to the data" not in next((line for line in desk.lines if "▌" in line), ""):
                before = desk.screen
                await desk.press("j")
                assert desk.screen != before
            await desk.press("enter", "p")
            await desk.rewrite("lowest")
            await desk.press("enter")
            changed = [k for k in ("T-1", "T-2", "T-38", "T-42") if desk.value(k, "priority") == "lowest"]
            assert changed == ["T-38"]

    async def test_a_contact_is_logged_on_the_page_of_its_stakeholder(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("4", "enter", "c")
            await desk.write("Agreed on the freeze")
            await desk.press("enter")
            assert "Agreed on the freeze" in desk.plan["contact"].columns["summary"]
            assert desk.shows("Cadence")

    async def test_deleted_there_it_says_so_and_undo_brings_it_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.go("R-10")
            await desk.press("enter", "d")
            if desk.shows("do it? y/n"):
                await desk.press("y")
            assert desk.shows("This record has been deleted")
            await desk.press("u")
            assert not desk.shows("This record has been deleted")
            assert desk.plan.find_key("R-10") is not None

    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_its_border_names_the_keys(self, file: Path, size: tuple[int, int]) -> None:
        async with Desk(file, size) as desk:
            await desk.press("enter")
            assert "i edit · E form · x done · r risk · s status · esc back" in desk.screen

    async def test_the_cursor_stays_on_its_line(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-39")
            await desk.press("enter", "j", "j", "j", "i", "escape")
            assert "▌ Workstream" in desk.screen


async def test_a_name_is_said_once(file: Path) -> None:
    async with Desk(file) as desk:
        await desk.press("4", "enter")
        assert desk.line("╭─ Rajesh").count("Rajesh Menon") == 1


async def test_the_contact_log_comes_before_other_links_and_the_newest_contact_first(file: Path) -> None:
    async with Desk(file) as desk:
        await desk.press("4")
        often = Counter(desk.plan["contact"].columns["stakeholder"]).most_common(1)[0][0]
        await desk.go(str(desk.plan.value("stakeholder", str(often), "key")))
        await desk.press("enter")
        assert desk.screen.index("Contact log") < desk.screen.index("Points at")
        log = desk.lines[next(n for n, line in enumerate(desk.lines) if "Contact log" in line) :]
        days = [desk.value(line.split()[1], "at") for line in log if line.split()[1:2] and line.split()[1][:2] == "C-"]
        assert len(days) > 1
        assert days == sorted(days, key=str, reverse=True)
