"""Editing where the cursor stands: cells, words for dates and durations, completion."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, Desk


class TestEditACell:
    async def test_i_opens_the_cell_with_what_it_holds_and_enter_takes_what_was_typed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("i")
            assert desk.input == "Session store in both regions"
            await desk.rewrite("Session store in three regions")
            await desk.press("enter")
            assert desk.value("T-77", "title") == "Session store in three regions"
            assert "Session store in t" in desk.line("T-77 ")

    async def test_tab_walks_through_the_cells_and_takes_each(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("i", "tab")
            assert desk.input == "Ben"
            await desk.rewrite("Kavya")
            await desk.press("tab")
            assert desk.input == "4d/6d/11d"
            assert desk.shown("T-77", "owner") == "Kavya"
            await desk.press("tab", "tab")
            assert desk.input == "19 Nov"
            await desk.press("shift+tab", "shift+tab", "escape")
            assert desk.shown("T-77", "estimate") == "4d/6d/11d"

    async def test_no_other_pane_is_stood_on_while_one_walks_through_the_cells(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            stood: list[str] = []
            screen = desk.workspace
            screen.watch(screen, "focused", lambda widget: stood.append(getattr(widget, "kind", "")), init=False)
            await desk.press("i", "tab", "tab", "escape", "i", "escape")
            assert set(stood) == {"", "item"}
            assert screen.grid is screen.backlog

    async def test_esc_leaves_the_cell_as_it_was(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            before = desk.content()
            await desk.press("i")
            await desk.rewrite("Something else")
            await desk.press("escape")
            assert desk.asking is None
            assert desk.content() == before

    async def test_a_cell_entered_and_left_unchanged_writes_nothing(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            sequence = desk.plan.sequence
            await desk.press("i", "tab", "tab", "tab", "enter")
            assert desk.plan.sequence == sequence

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
        async with Desk(file) as desk:
            await desk.go("T-77")
            before = desk.content()
            desk.backlog.column = column
            await desk.press("i")
            await desk.rewrite(typed)
            await desk.press("enter")
            assert reason in desk.echo
            assert desk.input == typed
            assert f"✗ {desk.echo[:20]}" in desk.screen
            await desk.press("escape")
            assert desk.content() == before

    @pytest.mark.parametrize(("pasted", "reason"), [("a\0b", "NUL"), ("a\ud800b", "lone surrogate")])
    async def test_what_is_no_text_is_refused_in_a_cell_and_in_a_form(
        self, file: Path, pasted: str, reason: str
    ) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            before = desk.content()
            for keys, taking in (("i", "enter"), ("E", "f2")):
                await desk.press(keys)
                desk.rush("end", "ctrl+u")
                desk.paste(pasted)
                await desk.press(taking)
                assert reason in desk.echo
                assert desk.input == pasted
                await desk.press("escape")
            assert desk.content() == before

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
        async with Desk(file) as desk:
            await desk.go("T-78")
            desk.backlog.column = column
            await desk.press("i")
            await desk.rewrite(typed)
            assert echo in desk.echo
            assert f"→ {desk.echo}" in desk.screen
            await desk.press("enter")
            assert desk.asking is None
            assert desk.shown("T-78", column).startswith(echo)

    async def test_an_emptied_cell_clears_the_field(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            desk.backlog.column = "deadline"
            await desk.press("i")
            await desk.rewrite("")
            assert desk.echo == "empty"
            await desk.press("enter")
            assert desk.value("T-77", "deadline") is None

    async def test_typing_replaces_what_the_cell_held(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("i")
            await desk.write("New")
            assert desk.input == "New"

    async def test_the_cell_stands_over_the_row_it_belongs_to(self, file: Path) -> None:
        for size in (WIDE, SMALL):
            async with Desk(file, size) as desk:
                await desk.go("T-77")
                row = desk.lines.index(desk.line("T-77 "))
                await desk.press("i")
                await desk.write("Here I am")
                assert "Here I am" in desk.lines[row]

    async def test_a_cell_at_the_foot_of_the_screen_shows_all_its_lines(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            desk.backlog.go(desk.backlog.page - 1)
            await desk.settle()
            desk.backlog.column = "status"
            await desk.press("i")
            await desk.rewrite("nonsense")
            assert "✗ Status is one of" in desk.screen
            assert desk.input == "nonsense"
            assert any("nonsense" in line for line in desk.lines)

    async def test_what_is_typed_ahead_of_the_question_goes_into_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            desk.rush("i", *"xdud J", "enter")
            await desk.settle()
            assert desk.value("T-77", "title") == "xdud J"
            await desk.press("u")
            assert desk.value("T-77", "title") == "Session store in both regions"


class TestComplete:
    async def test_owners_are_offered_by_any_part_of_their_name(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("w")
            await desk.rewrite("ka")
            assert any("Kavya" in name for name in desk.offered)
            await desk.press("down", "enter")
            assert desk.shown("T-77", "owner") == "Kavya"

    async def test_an_option_is_picked_in_a_hurry(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            desk.rush("w", "end", "ctrl+u", *"ka", "down", "enter")
            await desk.settle()
            assert desk.asking is None, desk.echo
            assert desk.shown("T-77", "owner") == "Kavya"

    async def test_parents_are_offered_by_key_and_by_title(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("P")
            await desk.rewrite("netw")
            assert "T-3" in desk.offered
            await desk.press("down", "enter")
            assert desk.shown("T-76", "parent") == "T-3"
            await desk.press("P")
            await desk.rewrite("T-75")
            assert "Failover between regions" in desk.echo
            await desk.press("enter")
            assert desk.shown("T-76", "parent") == "T-75"

    async def test_lists_complete_the_last_of_their_words(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.go("R-3")
            await desk.press("E")
            form = desk.app.screen
            await step_to(desk, "Items")
            await desk.rewrite("T-13, T-1")
            assert {"T-14", "T-15"} <= set(desk.offered)
            at = desk.offered.index("T-14")
            await desk.press(*["down"] * (at + 1), "enter", "f2")
            assert form is not desk.app.screen
            assert desk.shown("R-3", "items").replace(",", "").split() == ["T-13", "T-14"]

    async def test_an_option_stays_in_view_while_one_walks_through_many(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("P")
            await desk.rewrite("")
            assert len(desk.offered) > 20
            await desk.press(*["down"] * 12)
            assert any(desk.offered[11] in line for line in desk.lines)

    async def test_statuses_are_those_of_the_workflow(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("s")
            assert desk.offered == list(desk.plan.states)


async def step_to(desk: Desk, label: str) -> None:
    """Go down a form to the field with that label."""
    from tpm_tui.app.screens.form import FormScreen

    form = desk.app.screen
    assert isinstance(form, FormScreen)
    labels = [column.label for column in form._columns]
    form._fill(labels.index(label))
    await desk.settle()


class TestNewcomers:
    async def test_a_name_that_is_new_is_told_before_it_is_taken_and_made_with_the_change(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("w")
            await desk.rewrite("Zaphod")
            assert desk.echo == "a new person: Zaphod"
            people = len(desk.plan["person"])
            await desk.press("enter")
            assert desk.shown("T-77", "owner") == "Zaphod"
            assert len(desk.plan["person"]) == people + 1
            await desk.press("u")
            assert desk.shown("T-77", "owner") == "Ben"
            assert len(desk.plan["person"]) == people
