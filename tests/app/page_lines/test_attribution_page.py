"""Why the finish moved, read on the screen."""

import re
from pathlib import Path

from support.workspace_pilot import SMALL, WorkspacePilot


def days(text: str) -> int:
    """Calendar days of a move; one within a day is none."""
    return int(text[:-1]) if text.endswith("d") else 0


class TestWhy:
    async def test_the_parts_on_the_page_add_up_to_the_headlines(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("Why did the finish")
            await pilot.write("monday")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("Because of"), "the account")
            names = ("scope", "estimates", "links", "calendars and people", "progress", "risks")
            parts = [line for line in pilot.lines if re.search(rf"│[▌ ]+({'|'.join(names)})\b", line)]
            moves = [re.findall(r"(?<= )(?:[+-]\d+[dhm]|0)(?= |│)", line)[-3:] for line in parts]
            headline = pilot.line("P80 is")
            said = re.search(r"P80 is (\d+) calendar days? (later|earlier)", headline)
            assert said
            whole = int(said[1]) * (1 if said[2] == "later" else -1)
            assert len(moves) > 1
            assert sum(days(m[2]) for m in moves) == whole

    async def test_moves_of_years_stand_apart_on_a_narrow_screen(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go("T-107")
            pilot.backlog.column = "estimate"
            await pilot.press("i")
            await pilot.rewrite("1200d/1501.33d/1999.7d")
            await pilot.press("enter")
            await pilot.command("Why did the finish")
            await pilot.write("this morning")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("Because of"), "the account")
            line = pilot.line("estimates")
            assert len(re.findall(r"[+]\d{4}d", line)) == 3, line
            assert not re.search(r"[dhm][+-]|…", line), line

    async def test_an_edit_leads_to_its_record(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("Why did the finish")
            await pilot.write("monday")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("Because of"), "the account")
            line = next(i for i, text in enumerate(pilot.lines) if "T-147 Replica" in text)
            top = next(i for i, text in enumerate(pilot.lines) if "The finish" in text)
            await pilot.press(*["j"] * (line - top), "enter")
            assert "T-147 ─ Replica falls 40 minutes behind" in pilot.screen

    async def test_since_this_morning_nothing_moved(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("Why did the finish")
            await pilot.write("this morning")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("stands at"), "the account")
            assert pilot.shows("Nothing was changed that the dates follow from")
