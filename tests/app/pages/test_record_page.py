"""The page of one record: what it names, and what can be done to the record from there."""

from collections import Counter
from pathlib import Path

import pytest

from app.actions.test_cell_editing import step_to
from support.workspace_pilot import SMALL, WIDE, Desk, squeeze
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.domain.kinds import KINDS


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

    async def test_a_deleted_one_is_found_in_the_files_history_with_what_it_held(self, file: Path) -> None:
        async with Desk(file, author="ben") as desk:
            await desk.press("3")
            await desk.go("R-10")
            id_, title, owner = desk.risks.current, desk.value("R-10", "title"), desk.shown("R-10", "owner")
            await desk.press("d")
            if desk.workspace.prompts.awaits_key or desk.shows("do it? y/n"):
                await desk.press("y")
            assert desk.plan.find_key("R-10") is None
            await desk.command("history of the file")
            lines = desk.app.screen.query_one(LineList)
            while lines.line is None or lines.line.target != ("risk", id_):
                await desk.press("down")
            await desk.press("enter")
            assert f"R-10 ─ {title}" in desk.screen
            assert desk.shows("This record has been deleted. It held:")
            assert owner in desk.line("Owner ")
            assert "ben" in desk.line("Deleted R-10")

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


class TestReading:
    async def test_all_its_fields_those_without_a_value_apart(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            page = whole(desk)
            filled, _, unfilled = page.partition("Not filled in")
            for column in KINDS["item"].columns:
                if column.field.hidden or column.field.long:
                    continue
                shown = desk.shown("T-77", column.name)
                line = next(row for row in page.split("\n") if row.startswith(f"{column.label}  "))
                assert line in (filled if shown else unfilled), column.name
                assert (shown or "·") in squeeze(line)

    async def test_its_links_are_walked_both_ways_and_back_to_the_line_left(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            await to_line(desk, "T-78")
            await desk.press("enter")
            assert desk.shows("T-78 ─ Failover drill")
            assert "Comes after" in whole(desk)
            await to_line(desk, "T-77")
            await desk.press("enter")
            assert desk.shows("T-77 ─ Session store")
            await desk.press("escape")
            assert under_cursor(desk).startswith("T-77 ")
            await desk.press("escape")
            assert desk.shows("T-77 ─ Session store")
            assert under_cursor(desk).startswith("T-78 ")
            await desk.press("escape")
            assert len(desk.app.screen_stack) == 1
            assert desk.current == "T-77"

    async def test_notes_are_read_as_markdown(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await step_to(desk, "Notes")
            desk.rush("end", "ctrl+u")
            desk.paste("# Why\n\nIt is **not** the cache, see `top`.\n\n* one\n* two\n")
            await desk.press("f2", "enter")
            page = whole(desk)
            notes = page[page.index("\nNotes") : page.index("\nHistory")]
            assert "It is not the cache, see top." in notes
            assert "• one" in notes
            assert "#" not in notes
            strong = {text.strip() for line in lines(desk) for text, style in line.runs if style == "strong"}
            assert {"Why", "not"} <= strong

    async def test_its_history_tells_who_changed_what_and_newest_first(self, file: Path) -> None:
        async with Desk(file, author="zoe") as desk:
            await desk.go("T-77")
            await desk.press("p")
            await desk.rewrite("highest")
            await desk.press("enter", "E", "tab")
            await desk.rewrite("bug")
            await step_to(desk, "Owner")
            await desk.rewrite("Kavya")
            await desk.press("f2", "enter")
            history = whole(desk).partition("\nHistory\n")[2].split("\n")
            assert " zoe " in history[0]
            said = next(n for n, line in enumerate(history) if "Priority of T-77: medium → highest" in line)
            both = "\n".join(history[:said])
            assert "Owner: Ben → Kavya" in both
            assert "Type: task → bug" in both

    async def test_a_field_and_the_whole_form_are_edited_from_there(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            await to_line(desk, "Priority")
            await desk.press("i")
            await desk.rewrite("low")
            await desk.press("enter")
            assert desk.value("T-77", "priority") == "low"
            assert squeeze(under_cursor(desk)) == "Priority low"
            await desk.press("E")
            await step_to(desk, "Title")
            await desk.rewrite("Sessions in both regions")
            await desk.press("f2")
            assert desk.shows("T-77 ─ Sessions in both regions")
            await desk.press("escape", "u", "u")
            assert desk.value("T-77", "title") == "Session store in both regions"


def lines(desk: Desk) -> list[PageLine]:
    """The lines of the page that is open, in view or not."""
    return desk.app.screen.query_one(LineList).lines


def whole(desk: Desk) -> str:
    return "\n".join("".join(text for text, _ in line.runs).rstrip() for line in lines(desk))


def under_cursor(desk: Desk) -> str:
    line = desk.app.screen.query_one(LineList).line
    assert line is not None
    return "".join(text for text, _ in line.runs).rstrip()


async def to_line(desk: Desk, text: str) -> None:
    """Go down to the line that begins with the text."""
    for _ in range(80):
        if under_cursor(desk).startswith(f"{text} "):
            return
        await desk.press("j")
    raise AssertionError(f"no line begins with {text}\n{desk.screen}")
