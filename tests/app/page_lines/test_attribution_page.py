"""Why the finish moved, read on the screen."""

import re
from pathlib import Path

from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.reports.attribution import signed_elapsed


def minutes(text: str) -> int:
    """What ``signed_elapsed`` wrote, read back."""
    found = {unit: int(count) for count, unit in re.findall(r"(\d+)([dhm])", text)}
    size = found.get("d", 0) * 1440 + found.get("h", 0) * 60 + found.get("m", 0)
    return -size if text.startswith("-") else size


def test_a_move_is_written_so_that_it_can_be_read_back() -> None:
    for amount in (0, 1, 59, 60, 1439, 1440, 100_000):
        assert minutes(signed_elapsed(amount)) == amount
        assert minutes(signed_elapsed(-amount)) == -amount


class TestWhy:
    async def test_the_parts_on_the_page_add_up_to_the_headlines(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("Why did the finish")
            await pilot.write("monday")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("Because of"), "the account")
            names = ("scope", "estimates", "links", "calendars and people", "progress", "risks")
            parts = [line for line in pilot.lines if re.search(rf"│[▌ ]+({'|'.join(names)})\b", line)]
            moves = [re.findall(r"(?<= )(?:[+-](?:\d+[dhm] ?)+|0)(?= |│)", line)[-3:] for line in parts]
            headline = pilot.line("P80 is")
            said = re.search(r"P80 is (\d+) calendar days? (later|earlier)", headline)
            assert said
            whole = int(said[1]) * (1 if said[2] == "later" else -1)
            # the parts add up to the minute, the headline counts the days between two dates
            assert abs(sum(minutes(m[2].strip()) for m in moves) - whole * 1440) < 1440

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
