"""Editing where the cursor stands: cells, words for dates and durations, completion."""

from pathlib import Path

import pytest

from support.demo_keys import FAILOVER, FAILOVER_DRILL, SESSION_STORE, TRAFFIC_SWITCH
from support.workspace_pilot import SMALL, WIDE, WorkspacePilot


class TestEditACell:
    async def test_i_opens_the_cell_with_what_it_holds_and_enter_takes_what_was_typed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("i")
            assert pilot.input == "Session store in both regions"
            await pilot.rewrite("Session store in three regions")
            await pilot.press("enter")
            assert pilot.value(SESSION_STORE, "title") == "Session store in three regions"
            assert "Session store in t" in pilot.line("T-77 ")

    async def test_tab_walks_through_the_cells_and_takes_each(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("i", "tab")
            assert pilot.input == "Ben"
            await pilot.rewrite("Kavya")
            await pilot.press("tab")
            assert pilot.input == "4d/6d/11d"
            assert pilot.shown(SESSION_STORE, "owner") == "Kavya"
            await pilot.press("tab", "tab")
            assert pilot.input == "19 Nov 26"
            await pilot.press("shift+tab", "shift+tab", "escape")
            assert pilot.shown(SESSION_STORE, "estimate") == "4d/6d/11d"

    async def test_no_other_pane_is_stood_on_while_one_walks_through_the_cells(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            stood: list[str] = []
            screen = pilot.workspace
            screen.watch(screen, "focused", lambda widget: stood.append(getattr(widget, "kind", "")), init=False)
            await pilot.press("i", "tab", "tab", "escape", "i", "escape")
            assert set(stood) == {"", "item"}
            assert pilot.table is pilot.backlog

    async def test_esc_leaves_the_cell_as_it_was(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            before = pilot.content()
            await pilot.press("i")
            await pilot.rewrite("Something else")
            await pilot.press("escape")
            assert pilot.asking is None
            assert pilot.content() == before

    async def test_a_cell_entered_and_left_unchanged_writes_nothing(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            sequence = pilot.plan.sequence
            await pilot.press("i", "tab", "tab", "tab", "enter")
            assert pilot.plan.sequence == sequence

    @pytest.mark.parametrize(
        ("column", "typed", "reason"),
        [
            ("estimate", "2d/3", "best/likely/worst"),
            ("estimate", "soon", "'soon'"),
            ("status", "finished", "Status is one of"),
            ("owner", "P-99", "there is no person 'P-99'"),
            ("deadline", "31 feb", "31 feb"),
            ("title", "   ", "Title cannot be empty"),
        ],
    )
    async def test_a_refused_value_says_why_and_keeps_what_was_typed(
        self, file: Path, column: str, typed: str, reason: str
    ) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            before = pilot.content()
            pilot.backlog.column = column
            await pilot.press("i")
            await pilot.rewrite(typed)
            await pilot.press("enter")
            assert reason in pilot.echo
            assert pilot.input == typed
            assert f"✗ {pilot.echo[:20]}" in pilot.screen
            await pilot.press("escape")
            assert pilot.content() == before

    @pytest.mark.parametrize(("pasted", "reason"), [("a\0b", "NUL"), ("a\ud800b", "lone surrogate")])
    async def test_what_is_no_text_is_refused_in_a_cell_and_in_a_form(
        self, file: Path, pasted: str, reason: str
    ) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            before = pilot.content()
            for keys, taking in (("i", "enter"), ("E", "f2")):
                await pilot.press(keys)
                pilot.rush("end", "ctrl+u")
                pilot.paste(pasted)
                await pilot.press(taking)
                assert reason in pilot.echo
                assert pilot.input == pasted
                await pilot.press("escape")
            assert pilot.content() == before

    @pytest.mark.parametrize(
        ("column", "typed", "echo"),
        [
            ("deadline", "fri", "27 Nov"),
            ("deadline", "next fri", "04 Dec"),
            ("deadline", "+3d", "26 Nov"),
            ("deadline", "eom", "30 Nov"),
            ("deadline", "12 mar", "12 Mar"),
            ("estimate", "2d/3d/8d", "2d/3d/8d"),
            ("estimate", "16h", "2d"),
            ("estimate", "1w", "5d"),
        ],
    )
    async def test_dates_and_durations_are_echoed_before_they_are_taken(
        self, file: Path, column: str, typed: str, echo: str
    ) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            pilot.backlog.column = column
            await pilot.press("i")
            await pilot.rewrite(typed)
            assert echo in pilot.echo
            assert f"→ {pilot.echo}" in pilot.screen
            await pilot.press("enter")
            assert pilot.asking is None
            assert pilot.shown(FAILOVER_DRILL, column).startswith(echo)

    async def test_an_emptied_cell_clears_the_field(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            pilot.backlog.column = "deadline"
            await pilot.press("i")
            await pilot.rewrite("")
            assert pilot.echo == "empty"
            await pilot.press("enter")
            assert pilot.value(SESSION_STORE, "deadline") is None

    async def test_typing_replaces_what_the_cell_held(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("i")
            await pilot.write("New")
            assert pilot.input == "New"

    async def test_the_cell_stands_over_the_row_it_belongs_to(self, file: Path) -> None:
        for size in (WIDE, SMALL):
            async with WorkspacePilot(file, size) as pilot:
                await pilot.go(SESSION_STORE)
                row = pilot.lines.index(pilot.line("T-77 "))
                await pilot.press("i")
                await pilot.write("Here I am")
                assert "Here I am" in pilot.lines[row]

    async def test_a_cell_at_the_foot_of_the_screen_shows_all_its_lines(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            pilot.backlog.go(pilot.backlog.page - 1)
            await pilot.settle()
            pilot.backlog.column = "status"
            await pilot.press("i")
            await pilot.rewrite("nonsense")
            assert "✗ Status is one of" in pilot.screen
            assert pilot.input == "nonsense"
            assert any("nonsense" in line for line in pilot.lines)

    async def test_what_is_typed_ahead_of_the_question_goes_into_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            pilot.rush("i", *"xdud J", "enter")
            await pilot.settle()
            assert pilot.value(SESSION_STORE, "title") == "xdud J"
            await pilot.press("u")
            assert pilot.value(SESSION_STORE, "title") == "Session store in both regions"


class TestComplete:
    async def test_owners_are_offered_by_any_part_of_their_name(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("w")
            await pilot.rewrite("ka")
            assert any("Kavya" in name for name in pilot.offered)
            await pilot.press("down", "enter")
            assert pilot.shown(SESSION_STORE, "owner") == "Kavya"

    async def test_an_option_is_picked_in_a_hurry(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            pilot.rush("w", "end", "ctrl+u", *"ka", "down", "enter")
            await pilot.settle()
            assert pilot.asking is None, pilot.echo
            assert pilot.shown(SESSION_STORE, "owner") == "Kavya"

    async def test_parents_are_offered_by_key_and_by_title(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("P")
            await pilot.rewrite("netw")
            assert "T-3" in pilot.offered
            await pilot.press("down", "enter")
            assert pilot.shown(TRAFFIC_SWITCH, "parent") == "T-3"
            await pilot.press("P")
            await pilot.rewrite(FAILOVER)
            assert "Failover between regions" in pilot.echo
            await pilot.press("enter")
            assert pilot.shown(TRAFFIC_SWITCH, "parent") == FAILOVER

    async def test_lists_complete_the_last_of_their_words(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            await pilot.go("R-3")
            await pilot.press("E")
            form = pilot.app.screen
            await step_to(pilot, "Items")
            await pilot.rewrite("T-13, T-1")
            assert {"T-14", "T-15"} <= set(pilot.offered)
            at = pilot.offered.index("T-14")
            await pilot.press(*["down"] * (at + 1), "enter", "f2")
            assert form is not pilot.app.screen
            assert pilot.shown("R-3", "items").replace(",", "").split() == ["T-13", "T-14"]

    async def test_an_option_stays_in_view_while_one_walks_through_many(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("P")
            await pilot.rewrite("")
            assert len(pilot.offered) > 20
            await pilot.press(*["down"] * 12)
            assert any(pilot.offered[11] in line for line in pilot.lines)

    async def test_statuses_are_those_of_the_workflow(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("s")
            assert pilot.offered == list(pilot.plan.states)


async def step_to(pilot: WorkspacePilot, label: str) -> None:
    """Go down a form to the field with that label."""
    from tpm_tui.app.modal_screens.editing.form import FormScreen

    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    labels = [column.label for column in form._columns]
    form._fill(labels.index(label))
    await pilot.settle()


class TestNewcomers:
    async def test_a_name_that_is_new_is_told_before_it_is_taken_and_made_with_the_change(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("w")
            await pilot.rewrite("Zaphod")
            assert pilot.echo == "a new person: Zaphod"
            people = len(pilot.plan["person"])
            await pilot.press("enter")
            assert pilot.shown(SESSION_STORE, "owner") == "Zaphod"
            assert len(pilot.plan["person"]) == people + 1
            await pilot.press("u")
            assert pilot.shown(SESSION_STORE, "owner") == "Ben"
            assert len(pilot.plan["person"]) == people
