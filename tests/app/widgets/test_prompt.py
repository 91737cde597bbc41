"""Questions in one line: what was typed is kept, a reason is there to be read, and nothing is wrong too soon."""

import json
from pathlib import Path

from app.actions.test_cell_edit import step_to
from support.demo_keys import FAILOVER_DRILL, SESSION_STORE, TRAFFIC_SWITCH
from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.app.services.ui_state import state_path
from tpm_tui.store.store import Store


class TestDrafts:
    async def test_a_comment_left_half_written_is_there_again(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("c")
            await pilot.write("Asked the vendor for")
            await pilot.press("escape", "c")
            assert pilot.input == "Asked the vendor for"
            assert "typed before and not taken" in pilot.footer
            await pilot.press("enter", "c")
            assert pilot.input == ""

    async def test_typing_replaces_what_was_kept(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("a")
            await pilot.write("Half a thought")
            await pilot.press("escape", "a")
            await pilot.write("Another")
            await pilot.press("enter")
            assert pilot.value("T-151", "title") == "Another"

    async def test_it_is_kept_for_its_own_record_only(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("c")
            await pilot.write("Of T-77")
            await pilot.press("escape")
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("c")
            assert pilot.input == ""

    async def test_it_outlives_the_program(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("4", "c")
            await pilot.write("Spoke of the freeze")
        assert "Spoke of the freeze" in json.dumps(json.loads(state_path().read_text()))
        async with WorkspacePilot(file) as pilot:
            await pilot.press("4", "c")
            assert pilot.input == "Spoke of the freeze"

    async def test_a_cell_begins_with_its_value_and_up_brings_the_draft(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("i")
            await pilot.rewrite("Sessions everywhere")
            await pilot.press("escape", "i")
            assert pilot.input == "Session store in both regions"
            assert "↑ typed before" in pilot.footer
            await pilot.press("up")
            assert pilot.input == "Sessions everywhere"

    async def test_a_filter_left_is_the_newest_of_those_before(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("owner:kavya")
            await pilot.press("escape", "/", "up")
            assert pilot.input == "owner:kavya"


class TestReasons:
    async def test_nothing_is_wrong_before_anything_is_typed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("a")
            assert "✗" not in pilot.line("New item")
            assert pilot.echo.endswith("tab completes")
            await pilot.press("escape", "4", "A", "enter")
            assert pilot.echo == "needed"

    async def test_enter_on_nothing_says_what_is_needed_and_the_question_stays(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.press("r", "enter")
            assert pilot.asking is not None
            assert pilot.echo == "Title cannot be empty"
            await pilot.write("Late")
            await pilot.press("enter", "enter")
            assert pilot.content() != before

    async def test_a_view_needs_a_name(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("save this filter")
            await pilot.press("enter")
            assert pilot.asking is not None
            assert pilot.echo == "Name cannot be empty"

    async def test_at_the_right_edge_of_a_small_screen_the_whole_reason_can_be_read(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("t")
            await pilot.rewrite("some day")
            assert all(word in pilot.screen for word in pilot.echo.split())

    async def test_the_input_stands_on_its_cell_and_the_footer_says_what_it_is(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(SESSION_STORE)
            column = pilot.line("Due").index("Due")
            await pilot.press("t")
            await pilot.rewrite("fri")
            assert pilot.line("Session store").index("fri") == column
            assert "Set due date" in pilot.footer

    async def test_a_title_is_edited_behind_its_key(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(SESSION_STORE)
            column = pilot.line(SESSION_STORE).index("Session store")
            await pilot.press("i")
            await pilot.rewrite("Sessions")
            assert pilot.line(SESSION_STORE).index("Sessions") == column

    async def test_somebody_faster_is_named_with_what_can_be_done(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await pilot.rewrite("Mine")
            await step_to(pilot, "Type")
            await pilot.rewrite("bug")
            _elsewhere(file, pilot.plan.find_key(SESSION_STORE)[1], type="spike")  # type: ignore[index]
            await pilot.press("f2")
            assert pilot.input == "bug"
            assert "'spike' by ben" in pilot.echo
            assert "F2 again keeps yours" in pilot.echo
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "type") == "bug"
            assert pilot.value(SESSION_STORE, "title") == "Mine"


class TestMany:
    async def test_the_footer_says_how_many_records_it_is_about(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("space", "space", "space", "s")
            assert "3 items" in pilot.footer
            await pilot.press("escape")
            assert "help" in pilot.footer

    async def test_a_title_is_that_of_the_row_under_the_cursor_alone(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("space", "space", "i")
            assert "Title of T-79" in pilot.footer or "Title of T-78" in pilot.footer
            key = pilot.current
            await pilot.rewrite("Only this one")
            await pilot.press("enter")
            assert [t for t in pilot.plan["item"].columns["title"] if t == "Only this one"] == ["Only this one"]
            assert pilot.value(key, "title") == "Only this one"

    async def test_a_range_ends_with_what_is_done_to_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("v", "j", "p", "escape", "j", "j")
            marked = [pilot.key_of(i) for i in pilot.backlog.targets()]
            assert marked == [TRAFFIC_SWITCH, SESSION_STORE]


def _elsewhere(file: Path, id_: str, **values: object) -> None:
    other = Store.open(file, author="ben")
    other.load()
    with other.transaction("Elsewhere") as tx:
        tx.set("item", id_, **values)
    other.close()
