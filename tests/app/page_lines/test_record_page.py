"""The page of one record: what it names, and what can be done to the record from there."""

from collections import Counter
from pathlib import Path

import pytest

from app.actions.test_cell_edit import step_to
from support.demo_keys import FAILOVER_DRILL, FIREWALL_RULES, SESSION_STORE
from support.workspace_pilot import SMALL, WIDE, WorkspacePilot, squeeze
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.domain.kinds import KINDS


class TestKeys:
    async def test_what_can_be_done_to_the_record_is_done_on_its_page(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press("enter", "x")
            assert pilot.value(FIREWALL_RULES, "status") == "done"
            assert "Status of T-39: doing → done" in pilot.lines[-1]
            assert "done" in pilot.line("Status")
            await pilot.press("u")
            assert pilot.value(FIREWALL_RULES, "status") == "doing"
            assert "undid" in pilot.lines[-1]

    async def test_what_needs_a_value_asks_for_it_and_the_page_comes_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press("enter", "w")
            assert FIREWALL_RULES in pilot.screen
            await pilot.rewrite("Kavya")
            await pilot.press("enter")
            assert pilot.shown(FIREWALL_RULES, "owner") == "Kavya"
            assert "Kavya" in pilot.line("Owner   ")

    async def test_it_is_done_to_the_record_of_the_page_and_not_to_the_row_below_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("space", "space")
            await pilot.go("T-42")
            await pilot.press("3")
            await pilot.go("R-4")
            await pilot.press("enter")
            while "Private line to the data" not in next((line for line in pilot.lines if "▌" in line), ""):
                before = pilot.screen
                await pilot.press("j")
                assert pilot.screen != before
            await pilot.press("enter", "p")
            await pilot.rewrite("lowest")
            await pilot.press("enter")
            changed = [k for k in ("T-1", "T-2", "T-38", "T-42") if pilot.value(k, "priority") == "lowest"]
            assert changed == ["T-38"]

    async def test_a_contact_is_logged_on_the_page_of_its_stakeholder(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("4", "enter", "c")
            await pilot.write("Agreed on the freeze")
            await pilot.press("enter")
            assert "Agreed on the freeze" in pilot.plan["contact"].columns["summary"]
            assert pilot.shows("Cadence")

    async def test_deleted_there_it_says_so_and_undo_brings_it_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            await pilot.go("R-10")
            await pilot.press("enter", "d")
            if pilot.shows("do it? y/n"):
                await pilot.press("y")
            assert pilot.shows("This record has been deleted")
            await pilot.press("u")
            assert not pilot.shows("This record has been deleted")
            assert pilot.plan.find_key("R-10") is not None

    async def test_a_deleted_one_is_found_in_the_files_history_with_what_it_held(self, file: Path) -> None:
        async with WorkspacePilot(file, author="ben") as pilot:
            await pilot.press("3")
            await pilot.go("R-10")
            id_, title, owner = pilot.risks.current, pilot.value("R-10", "title"), pilot.shown("R-10", "owner")
            await pilot.press("d")
            if pilot.workspace.prompts.awaits_key or pilot.shows("do it? y/n"):
                await pilot.press("y")
            assert pilot.plan.find_key("R-10") is None
            await pilot.command("history of the file")
            lines = pilot.app.screen.query_one(LineList)
            while lines.line is None or lines.line.target != ("risk", id_):
                await pilot.press("down")
            await pilot.press("enter")
            assert f"R-10 ─ {title}" in pilot.screen
            assert pilot.shows("This record has been deleted. It held:")
            assert owner in pilot.line("Owner ")
            assert "ben" in pilot.line("Deleted R-10")

    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_its_border_names_the_keys(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("enter")
            assert "i edit · E form · x done · r risk · s status · esc back" in pilot.screen

    async def test_the_cursor_stays_on_its_line(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press("enter", "j", "j", "j", "i", "escape")
            assert "▌ Workstream" in pilot.screen


async def test_a_name_is_said_once(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("4", "enter")
        assert pilot.line("╭─ Rajesh").count("Rajesh Menon") == 1


async def test_the_contact_log_comes_before_other_links_and_the_newest_contact_first(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("4")
        often = Counter(pilot.plan["contact"].columns["stakeholder"]).most_common(1)[0][0]
        await pilot.go(str(pilot.plan.value("stakeholder", str(often), "key")))
        await pilot.press("enter")
        assert pilot.screen.index("Contact log") < pilot.screen.index("Points at")
        log = pilot.lines[next(n for n, line in enumerate(pilot.lines) if "Contact log" in line) :]
        days = [pilot.value(line.split()[1], "at") for line in log if line.split()[1:2] and line.split()[1][:2] == "C-"]
        assert len(days) > 1
        assert days == sorted(days, key=str, reverse=True)


class TestReading:
    async def test_all_its_fields_those_without_a_value_apart(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("enter")
            page = whole(pilot)
            filled, _, unfilled = page.partition("Not filled in")
            for column in KINDS["item"].columns:
                if column.field.hidden or column.field.long:
                    continue
                shown = pilot.shown(SESSION_STORE, column.name)
                line = next(row for row in page.split("\n") if row.startswith(f"{column.label}  "))
                assert line in (filled if shown else unfilled), column.name
                assert (shown or "·") in squeeze(line)

    async def test_its_links_are_walked_both_ways_and_back_to_the_line_left(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("enter")
            await to_line(pilot, FAILOVER_DRILL)
            await pilot.press("enter")
            assert pilot.shows("T-78 ─ Failover drill")
            assert "Comes after" in whole(pilot)
            await to_line(pilot, SESSION_STORE)
            await pilot.press("enter")
            assert pilot.shows("T-77 ─ Session store")
            await pilot.press("escape")
            assert under_cursor(pilot).startswith("T-77 ")
            await pilot.press("escape")
            assert pilot.shows("T-77 ─ Session store")
            assert under_cursor(pilot).startswith("T-78 ")
            await pilot.press("escape")
            assert len(pilot.app.screen_stack) == 1
            assert pilot.current == SESSION_STORE

    async def test_notes_are_read_as_markdown(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await step_to(pilot, "Notes")
            pilot.rush("end", "ctrl+u")
            pilot.paste("# Why\n\nIt is **not** the cache, see `top`.\n\n* one\n* two\n")
            await pilot.press("f2", "enter")
            page = whole(pilot)
            notes = page[page.index("\nNotes") : page.index("\nHistory")]
            assert "It is not the cache, see top." in notes
            assert "• one" in notes
            assert "#" not in notes
            strong = {text.strip() for line in lines(pilot) for text, style in line.runs if style == "strong"}
            assert {"Why", "not"} <= strong

    async def test_its_history_tells_who_changed_what_and_newest_first(self, file: Path) -> None:
        async with WorkspacePilot(file, author="zoe") as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("p")
            await pilot.rewrite("highest")
            await pilot.press("enter", "E")
            await step_to(pilot, "Owner")
            await pilot.rewrite("Kavya")
            await step_to(pilot, "Type")
            await pilot.rewrite("bug")
            await pilot.press("f2", "enter")
            history = whole(pilot).partition("\nHistory\n")[2].split("\n")
            assert " zoe " in history[0]
            said = next(n for n, line in enumerate(history) if "Priority of T-77: medium → highest" in line)
            both = "\n".join(history[:said])
            assert "Owner: Ben → Kavya" in both
            assert "Type: task → bug" in both

    async def test_a_field_and_the_whole_form_are_edited_from_there(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("enter")
            await to_line(pilot, "Priority")
            await pilot.press("i")
            await pilot.rewrite("low")
            await pilot.press("enter")
            assert pilot.value(SESSION_STORE, "priority") == "low"
            assert squeeze(under_cursor(pilot)) == "Priority low"
            await pilot.press("E")
            await step_to(pilot, "Title")
            await pilot.rewrite("Sessions in both regions")
            await pilot.press("f2")
            assert pilot.shows("T-77 ─ Sessions in both regions")
            await pilot.press("escape", "u", "u")
            assert pilot.value(SESSION_STORE, "title") == "Session store in both regions"


def lines(pilot: WorkspacePilot) -> list[PageLine]:
    """The lines of the page that is open, in view or not."""
    return pilot.app.screen.query_one(LineList).lines


def whole(pilot: WorkspacePilot) -> str:
    return "\n".join("".join(text for text, _ in line.runs).rstrip() for line in lines(pilot))


def under_cursor(pilot: WorkspacePilot) -> str:
    line = pilot.app.screen.query_one(LineList).line
    assert line is not None
    return "".join(text for text, _ in line.runs).rstrip()


async def to_line(pilot: WorkspacePilot, text: str) -> None:
    """Go down to the line that begins with the text."""
    for _ in range(80):
        if under_cursor(pilot).startswith(f"{text} "):
            return
        await pilot.press("j")
    raise AssertionError(f"no line begins with {text}\n{pilot.screen}")
