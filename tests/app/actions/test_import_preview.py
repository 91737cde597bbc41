"""Bringing files in and taking them out of the workspace: looked at first, mapped by hand, taken back by one undo."""

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.app.actions.import_preview import import_with_preview
from tpm_tui.store.store import Store

JIRA = (
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Assignee,Labels,Labels,Parent,Outward issue link (Blocks)\n"
    "Cut over,X-1,1,Epic,In Progress,High,Ana Ruiz,ops,wave-1,,\n"
    "Rehearse,X-2,2,Story,To Do,Medium,Ben Okafor,,,X-1,X-3\n"
    "Replay traffic,X-3,3,Story,To Do,Medium,,,,1,\n"
    "Broken,X-4,4,Story,To Do,Medium,,,,X-1,,one too many\n"
)


async def choose_file(pilot: WorkspacePilot, path: Path, format_: str, *kind: str) -> None:
    """The palette, the format, where it is asked the kind, and the path."""
    await pilot.command("import a file")
    for words in (format_, *kind):
        await pilot.write(words)
        await pilot.press("enter")
    await pilot.rewrite(str(path))
    await pilot.press("enter")
    await pilot.settle()


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


class TestJira:
    async def test_it_is_looked_at_taken_by_y_and_taken_back_by_one_undo(self, empty: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            before = pilot.content()
            await choose_file(pilot, written(tmp_path, "x.csv", JIRA), "jira")
            assert pilot.shows("3 to create · 0 to update · 0 the same · 1 refused")
            assert "the row is wider than its header (12 cells, 11 headers)" in pilot.line("line 5")
            assert "Tags" in pilot.line("Labels ×2")
            assert "Owner" in pilot.line("Assignee")
            assert pilot.shows("To create ─ 3")
            assert "Rehearse" in pilot.line("line 3")
            await pilot.press("enter", "escape", "n")
            assert pilot.content() == before
            await choose_file(pilot, tmp_path / "x.csv", "jira")
            await pilot.press("y")
            assert pilot.shows("no forecast: 2 of 2 open items have no estimate")
            assert pilot.shows("1 has no owner")
            await pilot.press("escape")
            assert pilot.footer.startswith(" created 3, updated 0, refused 1 ─ u undoes")
            assert [pilot.value(key, "title") for key in ("T-1", "T-2", "T-3")] == [
                "Cut over",
                "Rehearse",
                "Replay traffic",
            ]
            assert pilot.value("T-2", "parent") == pilot.value("T-3", "parent") != None  # noqa: E711
            await pilot.press("u")
            assert pilot.content() == before

    async def test_once_more_it_tells_what_it_would_change(self, empty: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(empty, SMALL) as pilot:
            await choose_file(pilot, written(tmp_path, "x.csv", JIRA), "jira")
            await pilot.press("y", "escape")
            await choose_file(pilot, written(tmp_path, "y.csv", JIRA.replace("Rehearse", "Rehearse twice")), "jira")
            assert pilot.shows("0 to create · 1 to update · 2 the same · 1 refused")
            await pilot.press("G")
            assert "T-2 Rehearse twice  Title" in pilot.line("line 3")
            await pilot.press("y", "escape")
            assert pilot.value("T-2", "title") == "Rehearse twice"
            assert len(pilot.plan["item"]) == 3

    async def test_a_state_that_nobody_knows_is_asked_once_and_the_end_lists_what_to_do(
        self, empty: Path, tmp_path: Path
    ) -> None:
        rows = "".join(f"Sign {n},U-{n},IN UAT,2026-11-0{n},2026-10-01\n" for n in range(1, 4))
        text = f"Summary,Issue key,Status,Resolved,Due\n{rows}Open,U-9,To Do,,2026-10-01\n"
        async with WorkspacePilot(empty) as pilot:
            await choose_file(pilot, written(tmp_path, "u.csv", text), "jira")
            await pilot.press("y")
            assert pilot.shows("What is IN UAT: 3 of 3 rows are finished")
            await pilot.write("review")
            await pilot.press("enter")
            await pilot.settle()
            assert [pilot.value(f"T-{n}", "status") for n in (1, 2, 3)] == ["review"] * 3
            assert pilot.shows("4 were due in the past")
            await pilot.press("enter")
            await pilot.settle()
            assert pilot.shows("4 marked")
            await pilot.press("t", "ctrl+u", "enter")
            await pilot.settle()
            assert set(pilot.plan["item"].columns["deadline"]) == {None}
            await choose_file(pilot, written(tmp_path, "v.csv", text.replace("U-9", "U-10")), "jira")
            await pilot.press("y")
            await pilot.settle()
            assert not pilot.shows("What is IN UAT")


class TestCsv:
    async def test_foreign_columns_are_mapped_in_the_preview_and_remembered(self, empty: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await choose_file(pilot, written(tmp_path, "a.csv", "Vorhaben;Bis\nUmzug;5.1.2027\n"), "csv", "items")
            assert pilot.shows("no column of a.csv is the title of items: Vorhaben, Bis")
            await pilot.press("g", "enter")
            assert pilot.shows("What does Vorhaben fill")
            await pilot.write("title")
            await pilot.press("enter")
            assert pilot.shows("1 to create")
            await pilot.press("down", "enter")
            await pilot.write("deadline")
            await pilot.press("enter")
            assert "Due" in pilot.line("Bis ")
            await pilot.press("y", "escape")
            assert pilot.shown("T-1", "deadline") == "05 Jan"
            await choose_file(pilot, written(tmp_path, "b.csv", "Vorhaben;Bis\nProbe;6.1.2027\n"), "csv", "items")
            assert pilot.shows("1 to create")
            assert pilot.shows("columns are understood as at the last import")
            await pilot.press("y", "escape")
            assert pilot.value("T-2", "title") == "Probe"

    async def test_a_column_can_be_left_out(self, empty: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await choose_file(pilot, written(tmp_path, "a.csv", "Title,Notes\nMove,secret\n"), "csv", "items")
            await pilot.press("down", "enter")
            await pilot.write("ignore")
            await pilot.press("enter")
            assert "ignored" in pilot.line("Notes ")
            await pilot.press("y")
            assert pilot.value("T-1", "notes") == ""

    async def test_any_kind_comes_in_beginning_with_the_one_in_view(self, empty: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await pilot.press("3")
            path = written(tmp_path, "risks.csv", "Title,Probability\nHall is late,4\n")
            await choose_file(pilot, path, "csv", "")
            await pilot.press("y")
            assert pilot.value("R-1", "title") == "Hall is late"


async def test_a_long_import_is_stopped_by_esc_and_nothing_comes_of_it(empty: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "slow.csv"
    os.mkfifo(pipe)
    async with WorkspacePilot(empty) as pilot:
        before = pilot.content()
        pilot.workspace.run_worker(import_with_preview(pilot.workspace, "jira", pipe, "item"), group="act")
        await pilot.until(
            lambda: "reading slow.csv" in pilot.footer and "esc cancels" in pilot.footer, "it says how to stop"
        )
        pilot.rush("escape")
        await pilot.until(lambda: "cancelling" in pilot.footer, "it is being stopped")
        await asyncio.to_thread(pipe.write_text, JIRA)
        await pilot.until(lambda: "cancelled; nothing was changed" in pilot.footer, "it was stopped")
        assert pilot.content() == before


async def test_taking_back_a_large_import_can_be_stopped_as_well(empty: Path, tmp_path: Path) -> None:
    rows = "".join(f"Item {number},X-{number}\n" for number in range(600))
    async with WorkspacePilot(empty) as pilot:
        await choose_file(pilot, written(tmp_path, "many.csv", "Summary,Issue key\n" + rows), "jira")
        await pilot.press("y", "escape")
        before = pilot.content()
        with closing(sqlite3.connect(empty, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            pilot.rush("u")
            await pilot.until(
                lambda: "undoing" in pilot.footer and "esc cancels" in pilot.footer, "it says how to stop"
            )
            pilot.rush("escape")
            await pilot.until(lambda: "cancelling" in pilot.footer, "it is being stopped")
            other.execute("ROLLBACK")
        await pilot.until(lambda: "cancelled; nothing was changed" in pilot.footer, "it was stopped")
        assert pilot.content() == before
        await pilot.press("u")
        assert len(pilot.plan["item"]) == 0


class TestProject:
    async def test_a_plan_of_ms_project_is_looked_at_and_scheduled_as_there(self, empty: Path) -> None:
        source = Path(__file__).parents[2] / "data" / "mspdi" / "oracle-1-003.xml"
        async with WorkspacePilot(empty) as pilot:
            await choose_file(pilot, source, "ms project")
            assert pilot.shows("33 to create")
            assert pilot.shows("37 links")
            assert not pilot.shows("line 0")
            await pilot.press("y", "escape")
            assert "created 33" in pilot.footer
            assert pilot.shown("T-6", "start") == "03 Dec 10:00"
            assert pilot.shown("T-6", "finish") == "08 Dec 10:00"
            await pilot.press("u")
            assert not len(pilot.plan["item"])


class TestExport:
    async def test_the_whole_file_with_its_history(self, file: Path, tmp_path: Path) -> None:
        target = tmp_path / "all.json"
        async with WorkspacePilot(file) as pilot:
            await pilot.command("export to a file")
            await pilot.write("history")
            await pilot.press("enter")
            await pilot.rewrite(str(target))
            await pilot.press("enter")
            await pilot.settle()
            assert f"written to {target}" in pilot.footer
        with Store.open(file) as store:
            store.load()
            assert len(json.loads(target.read_text())["journal"]) == len(store.entries_since(0))

    async def test_each_format_offers_a_name_beside_the_file_and_says_what_it_wrote(self, file: Path) -> None:
        for words, name, said in (
            ("ms project", "atlas.xml", "MS Project XML"), ("mermaid", "atlas.mmd", "Mermaid Gantt chart"),
            ("icalendar", "atlas.ics", "iCalendar"), ("taskjuggler", "atlas.tjp", "TaskJuggler project"),
            ("csv of the schedule", "atlas-schedule.csv", "CSV of the schedule"),
            ("csv of all items", "atlas-items.csv", "CSV of all items"),
        ):  # fmt: skip
            async with WorkspacePilot(file) as pilot:
                await pilot.command("export to a file")
                await pilot.write(words)
                await pilot.press("enter")
                assert pilot.input == str(file.with_name(name))
                await pilot.press("enter")
                await pilot.settle()
                assert f"{said} written to {file.with_name(name)}" in pilot.footer
            assert file.with_name(name).stat().st_size > 100

    async def test_a_name_that_is_taken_is_not_offered(self, file: Path) -> None:
        file.with_name("atlas.ics").write_text("mine")
        async with WorkspacePilot(file) as pilot:
            await pilot.command("export to a file")
            await pilot.write("icalendar")
            await pilot.press("enter")
            assert pilot.input == str(file.with_name("atlas-2.ics"))
        assert file.with_name("atlas.ics").read_text() == "mine"


async def test_lessons_costs_and_time_sheets_end_in_the_page_of_every_import(file: Path, tmp_path: Path) -> None:
    sheets = {
        "lessons": "Lesson,Colour\nTest the way back first,blue\n,red\n",
        "costs": "Description,Amount,Colour\nBoat hire,1200.50,blue\nFerry,many,red\n",
        "time": "Date,Employee,Task,Hours,Colour\n2026-11-20,Ana Ruiz,T-78,1.5,blue\n2026-11-20,Ana Ruiz,T-999,1,red\n",
    }
    async with WorkspacePilot(file) as pilot:
        before = pilot.content()
        for format_, text in sheets.items():
            await choose_file(pilot, written(tmp_path, f"{format_}.csv", text), format_)
            assert pilot.shows("Not taken over")
            assert pilot.shows("Refused rows")
            await pilot.press("y")
            await pilot.settle()
            assert pilot.shows(f"Imported {format_}.csv ─ esc goes on")
            assert pilot.shows("created 1, updated 0, refused 1 ─ u takes the whole import back")
            assert pilot.line("line 3")
            assert "2 rows" in pilot.line("Colour   ")
            await pilot.press("escape", "u")
            await pilot.settle()
            assert pilot.content() == before
