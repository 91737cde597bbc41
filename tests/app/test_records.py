"""Records in full, the history of the file, and files in and out."""

import csv
import shutil
from pathlib import Path

import pytest

from app.desk import SMALL, Desk
from tpm_tui.store.store import Store

ATLAS = Path(__file__).parent.parent / "data" / "jira" / "atlas.csv"


class TestDetail:
    async def test_it_shows_fields_links_both_ways_and_history(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            for words in ("T-77 ─ Session store", "Estimate", "4d/6d/11d", "Waited for by", "T-78", "History", "Notes"):
                assert desk.shows(words), words
            await desk.press("escape")
            await desk.go("T-78")
            await desk.press("enter")
            assert desk.shows("Comes after")
            assert "T-77" in desk.screen

    async def test_a_field_is_edited_in_place(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            await point_at(desk, "Owner")
            await desk.press("i")
            assert desk.input == "Ben"
            await desk.rewrite("Ana")
            await desk.press("enter")
            assert desk.shown("T-77", "owner") == "Ana"
            assert desk.shows("T-77 ─ Session store"), "the page comes back"
            assert "Ana" in desk.line("Owner  ")

    async def test_a_refused_field_keeps_what_was_typed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("enter")
            await point_at(desk, "Parent")
            await desk.press("i")
            await desk.rewrite("T-77")
            await desk.press("enter")
            assert desk.input == "T-77"
            assert "T-77" in desk.echo
            await desk.press("escape")
            assert desk.shown("T-75", "parent") == "T-2"

    async def test_links_are_walked_and_esc_comes_back_step_by_step(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            await point_at(desk, "T-78", "Failover")
            await desk.press("enter")
            assert desk.shows("T-78 ─ Failover drill")
            await point_at(desk, "T-77", "Session")
            await desk.press("enter")
            assert desk.shows("T-77 ─ Session")
            await desk.press("escape")
            assert desk.shows("T-78 ─ Failover")
            await desk.press("escape")
            assert desk.shows("T-77 ─ Session")
            await desk.press("escape")
            assert len(desk.app.screen_stack) == 1

    async def test_esc_comes_back_to_the_line_that_was_left(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter")
            await point_at(desk, "T-78", "Failover")
            here = desk.app.screen.query_one("#page-list").cursor  # type: ignore[attr-defined]
            await desk.press("enter", "escape")
            assert desk.app.screen.query_one("#page-list").cursor == here  # type: ignore[attr-defined]

    async def test_notes_are_drawn_as_markdown(self, file: Path) -> None:
        async with Desk(file) as desk:
            id_ = desk.plan.find_key("T-77")
            assert id_ is not None
            text = "# Plan\n\n* first **bold** point\n* second\n\n[/x] [link](http://example.invalid) `code`\n"
            await desk.workspace.change("Notes", "edit", lambda tx: tx.set("item", id_[1], notes=text))
            await desk.go("T-77")
            await desk.press("enter", "G")
            assert desk.shows("• first bold point")
            assert "**" not in desk.screen
            assert desk.shows("[/x]")

    async def test_a_stakeholder_shows_the_contact_log(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("4", "enter")
            text = await read_through(desk)
            assert "Contacts" in text
            assert "C-" in text

    async def test_the_whole_form_opens_from_the_page(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("enter", "E")
            await desk.rewrite("From the page")
            await desk.press("f2")
            assert desk.shows("T-77 ─ From the page")

    async def test_every_line_can_be_scrolled_to_on_a_small_screen(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-77")
            await desk.press("enter", "G")
            assert desk.shows("Add ")
            await desk.press("g")
            assert desk.shows("Title")

    async def test_a_record_deleted_elsewhere_says_so(self, file: Path) -> None:
        async with Desk(file) as desk:
            found = desk.plan.find_key("T-76")
            assert found
            await desk.go("T-76")
            await desk.press("enter")
            other = Store.open(file, author="ben")
            other.load()
            with other.transaction("Delete") as tx:
                tx.delete("item", found[1])
            other.close()
            await desk.until(lambda: desk.plan.find_key("T-76") is None, "the deletion arrived")
            await desk.press("i")
            await desk.press("escape", "escape", "escape")
            assert len(desk.app.screen_stack) == 1


class TestHistory:
    async def test_the_file_has_its_history_newest_first(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("p")
            await desk.rewrite("highest")
            await desk.press("enter")
            await desk.command("history of the file")
            first = desk.lines.index(desk.line("Set priority"))
            assert "ana" in desk.lines[first]
            assert "medium → highest" in desk.lines[first + 1]
            await desk.press("enter")
            assert desk.shows("T-77 ─")

    async def test_undo_stands_in_it_too(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("x", "u")
            await desk.command("history of the file")
            assert desk.shows("Undid: ")


class TestImport:
    async def test_a_jira_export_is_previewed_confirmed_and_undone_in_one_step(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await start_import(desk, "jira", ATLAS)
            for words in ("to create", "refused", "Columns", "Summary"):
                assert desk.shows(words), words
            assert desk.content() == before, "nothing is written before it is confirmed"
            await desk.press("enter")
            assert "created" in desk.foot
            assert len(desk.plan["item"]) > 150
            await desk.press("u")
            assert desk.content() == before

    async def test_esc_on_the_preview_leaves_everything_as_it_was(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await start_import(desk, "jira", ATLAS)
            await desk.press("escape")
            assert desk.content() == before

    async def test_a_second_import_updates_instead_of_adding(self, file: Path) -> None:
        async with Desk(file) as desk:
            await start_import(desk, "jira", ATLAS)
            await desk.press("enter")
            count = len(desk.plan["item"])
            await start_import(desk, "jira", ATLAS)
            assert desk.shows("0 to create")
            await desk.press("escape")
            assert len(desk.plan["item"]) == count

    async def test_the_path_is_completed_and_a_wrong_one_refused(self, file: Path, tmp_path: Path) -> None:
        shutil.copy(ATLAS, tmp_path / "export-of-atlas.csv")
        async with Desk(file) as desk:
            await desk.command("import a file")
            await desk.write("jira")
            await desk.press("enter")
            await desk.write(str(tmp_path / "nothing"))
            await desk.press("enter")
            assert "no such file" in desk.echo
            await desk.rewrite(str(tmp_path / "export"))
            await desk.press("tab")
            assert desk.input == str(tmp_path / "export-of-atlas.csv")
            await desk.press("enter")
            assert desk.shows("to create")

    async def test_a_file_of_another_shape_is_refused_in_one_line(self, file: Path, tmp_path: Path) -> None:
        (tmp_path / "odd.csv").write_bytes(b"\x00\xff\x00")
        async with Desk(file) as desk:
            before = desk.content()
            await start_import(desk, "jira", tmp_path / "odd.csv")
            assert len(desk.app.screen_stack) == 1 or desk.shows("nothing to import")
            assert desk.content() == before


class TestExport:
    async def test_csv_of_the_register_in_view(self, file: Path, tmp_path: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.command("export to a file")
            await desk.write("csv")
            await desk.press("enter")
            await desk.write(str(tmp_path / "risks.csv"))
            await desk.press("enter")
            assert "written to" in desk.foot
            rows = list(csv.DictReader((tmp_path / "risks.csv").open(encoding="utf-8-sig")))
            assert len(rows) == 14

    async def test_a_file_that_is_there_is_not_written_over(self, file: Path, tmp_path: Path) -> None:
        (tmp_path / "there.csv").write_text("mine")
        async with Desk(file) as desk:
            await desk.command("export to a file")
            await desk.write("csv")
            await desk.press("enter")
            await desk.write(str(tmp_path / "there.csv"))
            await desk.press("enter")
            assert "exists already" in desk.echo
        assert (tmp_path / "there.csv").read_text() == "mine"

    async def test_a_backup_is_a_whole_file(self, file: Path, tmp_path: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("x")
            await desk.command("write a backup")
            await desk.write(str(tmp_path / "copy.db"))
            await desk.press("enter")
            assert "backup written" in desk.foot
            kept = desk.content()
        async with Desk(tmp_path / "copy.db") as desk:
            assert desk.content() == kept

    async def test_a_picture_of_the_screen(self, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        async with Desk(file) as desk:
            await desk.command("save a picture")
            assert "picture saved" in desk.foot
        (picture,) = tmp_path.glob("tpm-*.svg")
        assert "Backlog" in picture.read_text()


async def start_import(desk: Desk, format_: str, path: Path) -> None:
    await desk.command("import a file")
    await desk.write(format_)
    await desk.press("enter")
    await desk.write(str(path))
    await desk.press("enter")


async def point_at(desk: Desk, *words: str) -> None:
    """Move the page's cursor to the first line where it may rest that holds all the words."""
    pages = desk.app.screen.query_one("#page-list")
    for place, line in enumerate(pages.lines):  # type: ignore[attr-defined]
        text = "".join(run[0] for run in line.runs)
        if line.stop and all(word in text for word in words):
            pages.go(place)  # type: ignore[attr-defined]
            await desk.settle()
            return
    raise AssertionError(f"no line holds {words}\n{desk.screen}")


async def read_through(desk: Desk) -> str:
    """Everything a page shows, from its top to its end."""
    seen = [desk.screen]
    for _ in range(40):
        await desk.press("pagedown")
        if desk.screen == seen[-1]:
            break
        seen.append(desk.screen)
    return "\n".join(seen)
