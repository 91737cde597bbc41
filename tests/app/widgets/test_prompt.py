"""Questions in one line: what was typed is kept, a reason is there to be read, and nothing is wrong too soon."""

import json
from pathlib import Path

from support.workspace_pilot import SMALL, Desk
from tpm_tui.app.services.ui_state import state_path
from tpm_tui.store.store import Store


class TestDrafts:
    async def test_a_comment_left_half_written_is_there_again(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("c")
            await desk.write("Asked the vendor for")
            await desk.press("escape", "c")
            assert desk.input == "Asked the vendor for"
            assert "typed before and not taken" in desk.foot
            await desk.press("enter", "c")
            assert desk.input == ""

    async def test_typing_replaces_what_was_kept(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("a")
            await desk.write("Half a thought")
            await desk.press("escape", "a")
            await desk.write("Another")
            await desk.press("enter")
            assert desk.value("T-151", "title") == "Another"

    async def test_it_is_kept_for_its_own_record_only(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("c")
            await desk.write("Of T-77")
            await desk.press("escape")
            await desk.go("T-78")
            await desk.press("c")
            assert desk.input == ""

    async def test_it_outlives_the_program(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("4", "c")
            await desk.write("Spoke of the freeze")
        assert "Spoke of the freeze" in json.dumps(json.loads(state_path().read_text()))
        async with Desk(file) as desk:
            await desk.press("4", "c")
            assert desk.input == "Spoke of the freeze"

    async def test_a_cell_begins_with_its_value_and_up_brings_the_draft(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("i")
            await desk.rewrite("Sessions everywhere")
            await desk.press("escape", "i")
            assert desk.input == "Session store in both regions"
            assert "↑ typed before" in desk.foot
            await desk.press("up")
            assert desk.input == "Sessions everywhere"

    async def test_a_filter_left_is_the_newest_of_those_before(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("owner:kavya")
            await desk.press("escape", "/", "up")
            assert desk.input == "owner:kavya"


class TestReasons:
    async def test_nothing_is_wrong_before_anything_is_typed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("a")
            assert "✗" not in desk.line("New item")
            assert desk.echo == ""
            await desk.press("escape", "4", "A")
            assert desk.echo == "needed"

    async def test_enter_on_nothing_says_what_is_needed_and_the_question_stays(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await desk.press("r", "enter")
            assert desk.asking is not None
            assert desk.echo == "Title cannot be empty"
            await desk.write("Late")
            await desk.press("enter", "enter")
            assert desk.content() != before

    async def test_a_view_needs_a_name(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.command("save this filter")
            await desk.press("enter")
            assert desk.asking is not None
            assert desk.echo == "Name cannot be empty"

    async def test_at_the_right_edge_of_a_small_screen_the_whole_reason_can_be_read(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-77")
            await desk.press("t")
            await desk.rewrite("some day")
            assert all(word in desk.screen for word in desk.echo.split())

    async def test_the_input_stands_on_its_cell_with_its_label_beside_it(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-77")
            column = desk.line("Due").index("Due")
            await desk.press("t")
            await desk.rewrite("fri")
            line = desk.line("Set due date")
            assert line.index("fri") == column

    async def test_a_title_is_edited_behind_its_key(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-77")
            column = desk.line("T-77").index("Session store")
            await desk.press("i")
            await desk.rewrite("Sessions")
            assert desk.line("T-77").index("Sessions") == column

    async def test_somebody_faster_is_named_with_what_can_be_done(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await desk.rewrite("Mine")
            await desk.press("tab")
            await desk.rewrite("bug")
            _elsewhere(file, desk.plan.find_key("T-77")[1], type="spike")  # type: ignore[index]
            await desk.press("f2")
            assert desk.input == "bug"
            assert "'spike' by ben" in desk.echo
            assert "F2 again keeps yours" in desk.echo
            await desk.press("f2")
            assert desk.value("T-77", "type") == "bug"
            assert desk.value("T-77", "title") == "Mine"


class TestMany:
    async def test_the_footer_says_how_many_records_it_is_about(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("space", "space", "space", "s")
            assert "3 items" in desk.foot
            await desk.press("escape")
            assert "help" in desk.foot

    async def test_a_title_is_that_of_the_row_under_the_cursor_alone(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("space", "space", "i")
            assert "Title of T-79" in desk.foot or "Title of T-78" in desk.foot
            key = desk.current
            await desk.rewrite("Only this one")
            await desk.press("enter")
            assert [t for t in desk.plan["item"].columns["title"] if t == "Only this one"] == ["Only this one"]
            assert desk.value(key, "title") == "Only this one"

    async def test_a_range_ends_with_what_is_done_to_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("v", "j", "p", "escape", "j", "j")
            marked = [desk.key_of(i) for i in desk.backlog.targets()]
            assert marked == ["T-76", "T-77"]


def _elsewhere(file: Path, id_: str, **values: object) -> None:
    other = Store.open(file, author="ben")
    other.load()
    with other.transaction("Elsewhere") as tx:
        tx.set("item", id_, **values)
    other.close()
