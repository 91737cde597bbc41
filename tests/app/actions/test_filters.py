"""Finding and looking: filters, sorts, columns, folds, focus, marks, views, sizes, help and the palette."""

from pathlib import Path

import pytest

from app.actions.test_cell_editing import step_to
from support.workspace_pilot import MIDDLE, SMALL, WIDE, Desk, squeeze
from tpm_tui.store.store import Store


def beside(desk: Desk) -> list[str]:
    """Keys of the rows that the timeline draws, from the top."""
    area = desk.timeline.content_region
    drawn = [line[area.x + 2 :].split()[0] for line in desk.lines[area.y + 1 : area.bottom]]
    return [key.rstrip("*") for key in drawn]


class TestFilter:
    async def test_rows_follow_while_one_types_and_the_meaning_is_echoed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("status:blocked")
            shown = set(desk.workspace.context.item_tree.matched_ids or ())
            items = desk.plan["item"]
            assert shown == {i for i in items.ids if items.value(i, "status") == "blocked"}
            assert desk.echo == "Status is blocked"
            await desk.press("enter")
            assert desk.shows("status:blocked")
            assert f"{len(shown)} of 150" in desk.screen

    async def test_what_matched_rows_lie_in_stays_but_dimmed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("key:T-77")
            await desk.press("enter")
            assert desk.rows == ["T-1", "T-2", "T-75", "T-77"]

    async def test_the_timeline_shows_the_rows_that_a_filter_leaves(self, file: Path) -> None:
        async with Desk(file) as desk:
            for text, again in (("status:done", "status:done"), ("", "")):
                await desk.press("/")
                await desk.rewrite(text)
                await desk.press("enter")
                # The cursor has stayed on the first row all the while.
                assert (desk.backlog.cursor, desk.backlog.filter_text) == (0, again)
                assert beside(desk) == desk.rows[desk.backlog.top :][: len(beside(desk))]

    async def test_the_timeline_folds_and_sorts_with_the_backlog(self, file: Path) -> None:
        async with Desk(file) as desk:
            for keys in (("z",), ("z",), ("o", "O", "w", "n", "e", "r", "enter")):
                await desk.press(*keys)
                assert beside(desk) == desk.rows[desk.backlog.top :][: len(beside(desk))]

    async def test_a_bad_token_is_named_and_the_rows_stay(self, file: Path) -> None:
        async with Desk(file) as desk:
            count = len(desk.rows)
            await desk.press("/")
            await desk.write("colour:red")
            assert "colour" in desk.echo
            assert desk.asking is not None
            assert desk.asking._answers.bad
            await desk.press("enter")
            assert desk.asking is not None
            await desk.press("escape")
            assert len(desk.rows) == count

    async def test_esc_in_the_box_brings_back_the_filter_before(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("status:blocked")
            await desk.press("enter")
            count = len(desk.rows)
            await desk.press("/")
            await desk.rewrite("status:done")
            assert len(desk.rows) != count
            await desk.press("escape")
            assert len(desk.rows) == count
            assert desk.backlog.filter_text == "status:blocked"

    async def test_esc_on_the_rows_clears_the_filter_and_keeps_the_cursor(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("key:T-77")
            await desk.press("enter", "G")
            assert desk.current == "T-77"
            await desk.press("escape")
            assert len(desk.rows) == 150
            assert desk.current == "T-77"

    async def test_up_brings_back_what_was_filtered_before_also_after_a_restart(self, file: Path) -> None:
        async with Desk(file) as desk:
            for text in ("status:blocked", "owner:ben"):
                await desk.press("/")
                await desk.rewrite(text)
                await desk.press("enter")
        async with Desk(file) as desk:
            await desk.press("/", "up")
            assert desk.input == "owner:ben"
            await desk.press("up")
            assert desk.input == "status:blocked"
            await desk.press("down")
            assert desk.input == "owner:ben"

    async def test_an_edit_that_takes_a_row_out_of_the_filter_takes_it_from_the_screen(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("status:blocked")
            await desk.press("enter")
            await desk.go("T-79")
            await desk.press("s")
            await desk.rewrite("doing")
            await desk.press("enter")
            assert "T-79" not in desk.rows

    async def test_a_filter_that_fits_nothing_says_how_to_get_out(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("title:nosuchthing")
            await desk.press("enter")
            assert desk.shows("Nothing fits the filter")
            assert desk.shows("esc")

    async def test_a_register_filters_too(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3", "/")
            await desk.write("score>=15")
            await desk.press("enter")
            assert desk.rows == ["R-1", "R-7"]


class TestSavedViews:
    async def test_a_view_keeps_filter_sort_and_columns_and_opens_again(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3", "/")
            await desk.write("status:open")
            await desk.press("enter", "o")
            await desk.write("title")
            await desk.press("enter")
            rows = desk.rows
            await desk.command("save this filter")
            await desk.write("Open by name")
            await desk.press("enter")
            await desk.press("escape", "1")
        async with Desk(file) as desk:
            await desk.command("open a saved view")
            await desk.write("open by name")
            await desk.press("enter")
            assert desk.rows == rows
            assert desk.risks.filter_text == "status:open"

    async def test_words_of_it_that_mean_nothing_here_are_passed_over(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.command("open saved views")
            await desk.press("a")
            await desk.write("Odd one")
            await desk.press("enter", "E")
            await step_to(desk, "Kind")
            await desk.rewrite("nonsense")
            await step_to(desk, "Sort")
            await desk.rewrite("nothing")
            await step_to(desk, "Columns")
            await desk.rewrite("nothing nowhere")
            await desk.press("f2")
            assert "there is no kind of record 'nonsense'" in desk.echo
            await desk.rewrite("people")
            await desk.press("f2")
            await desk.command("open a saved view")
            await desk.write("odd one")
            await desk.press("enter")
            assert desk.shows("5 People")
            assert len(desk.rows) == len(desk.plan["person"])

    async def test_without_one_it_says_how_to_make_one(self, empty: Path) -> None:
        async with Desk(empty) as desk:
            await desk.command("open a saved view")
            assert "no view is saved yet" in desk.foot


class TestSort:
    async def test_o_sorts_by_a_column_and_again_the_other_way(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3", "o")
            await desk.write("title")
            await desk.press("enter")
            titles = [str(desk.value(k, "title")).lower() for k in desk.rows]
            assert titles == sorted(titles)
            assert "Title▲" in desk.screen
            await desk.press("o")
            await desk.write("title")
            await desk.press("enter")
            assert [str(desk.value(k, "title")).lower() for k in desk.rows] == titles[::-1]
            assert "Title▼" in desk.screen

    async def test_whatever_a_title_begins_with_it_has_its_place(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3", "i")
            await desk.rewrite("[draft] Vendor late")
            await desk.press("enter", "o")
            await desk.write("title")
            await desk.press("enter")
            titles = [str(desk.value(k, "title")).lower() for k in desk.rows]
            assert titles == sorted(titles)
            assert "[draft] vendor late" in titles

    @pytest.mark.parametrize("type_", ["text", "number", "date", "choice"])
    async def test_a_field_of_ones_own_is_sorted_by_whatever_type_it_had_before(self, empty: Path, type_: str) -> None:
        with Store.open(empty) as store, store.transaction("Fill") as tx:
            tx.add("custom_field", name="size", type=type_, choices=("s", "m") if type_ == "choice" else ())
            for n, value in enumerate(('"m"', "3", "0.5", '"2026-12-01"', '""')):
                tx.add("item", title=f"Item {n}", rank=f"a{n}", custom=f'{{"size":{value}}}')
        async with Desk(empty, columns={"item": ("title", "size")}) as desk:
            await desk.press("o")
            await desk.write("size")
            await desk.press("enter")
            assert sorted(desk.rows) == ["T-1", "T-2", "T-3", "T-4", "T-5"]
            assert desk.rows[0] == {"number": "T-3", "date": "T-4", "text": "T-3", "choice": "T-1"}[type_]
            await desk.press("enter")
            assert desk.shows("Item")

    async def test_the_order_is_said_in_words_and_how_to_turn_it_round(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("o")
            await desk.write("due")
            await desk.press("enter")
            assert "by Due ▲" in desk.line("1 Backlog")
            await desk.press("o")
            assert "▲ now; again turns it round" in desk.line(" Due")
            await desk.press("enter")
            assert "by Due ▼" in desk.line("1 Backlog")

    async def test_the_usual_order_comes_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            rows = desk.rows
            await desk.press("o")
            await desk.write("due")
            await desk.press("enter")
            assert desk.rows != rows
            await desk.press("o")
            await desk.write("rank")
            await desk.press("enter")
            assert desk.rows == rows


class TestColumns:
    async def test_chosen_columns_are_shown_and_remembered(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            assert "Delay" in desk.line("Score")
            await desk.command("choose columns")
            assert desk.shows("Columns")
            for _ in range(30):
                name = desk.app.screen._order[desk.app.screen.query_one("#columns-list").cursor]  # type: ignore[attr-defined]
                if name == "delay":
                    break
                await desk.press("j")
            await desk.press("space", "enter")
            assert "Delay" not in desk.line("Score")
        async with Desk(file) as desk:
            assert "Delay" not in desk.line("Score")
            assert "Chance" in desk.line("Score")

    async def test_capital_j_moves_a_column_later(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.command("choose columns")
            await desk.press("J", "enter")
            names = desk.risks.column_names()
            assert names[:2] == ("title", "key")


class TestFold:
    async def test_z_folds_and_unfolds(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("z")
            assert "T-76" not in desk.rows
            assert "▸ T-75" in desk.screen
            assert list(desk.timeline.rows) == list(desk.backlog.rows)
            await desk.press("z")
            assert "T-76" in desk.rows
            assert "▾ T-75" in desk.screen

    async def test_h_folds_then_goes_to_the_parent_and_l_unfolds_then_goes_in(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("h")
            assert desk.current == "T-75"
            await desk.press("h")
            assert "T-76" not in desk.rows
            assert desk.current == "T-75"
            await desk.press("l")
            assert "T-76" in desk.rows
            assert desk.current == "T-75"
            await desk.press("l")
            assert desk.current == "T-76"

    async def test_folds_are_kept_for_the_next_time(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("z")
        async with Desk(file) as desk:
            assert "T-76" not in desk.rows


class TestLinkedPanes:
    async def test_what_belongs_to_the_item_is_lit(self, file: Path) -> None:
        async with Desk(file) as desk:
            assert "│• R-6 " not in desk.screen
            await desk.go(desk.shown("R-6", "items").split(",")[0])
            assert "│• R-6 " in desk.screen
            await desk.go(desk.shown("R-1", "items").split(",")[0])
            assert "│• R-1 " in desk.screen, "also where the other pane's cursor stands"

    async def test_f_narrows_the_others_and_esc_brings_them_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-38")
            await desk.press("f")
            risks = [desk.key_of(i, "risk") for i in desk.risks.rows]
            assert 0 < len(risks) < 14
            assert "R-4" in risks
            assert len(desk.stakeholders.rows) < 12
            assert len(desk.rows) == 150
            assert "of 14" in desk.line("3 Risks")
            assert "─ of T-38" in desk.line("3 Risks")
            await desk.press("escape")
            assert len(desk.risks.rows) == 14
            assert not desk.shows("of T-38")

    async def test_a_pane_in_which_nothing_belongs_to_it_says_so(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("3", "a")
            await desk.write("Touches nothing")
            await desk.press("enter", "f", "1")
            assert desk.shows("Nothing here belongs to R-15.")
            await desk.press("escape")
            assert "T-1 " in desk.screen

    async def test_the_stakeholders_of_the_demo_are_not_all_alike(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("4")
            assert all(desk.shows(words) for words in ("manage closely", "keep satisfied", "keep informed"))

    async def test_f_on_a_risk_narrows_the_backlog_and_the_timeline(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.go("R-4")
            await desk.press("f")
            assert 0 < len(desk.workspace.context.item_tree.matched_ids or ()) < 150
            assert list(desk.timeline.rows) == list(desk.backlog.rows)
            await desk.press("f")
            assert len(desk.backlog.rows) == 150

    async def test_moving_on_the_timeline_moves_the_backlog(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("2", "j", "j", "G")
            assert desk.backlog.cursor == desk.timeline.cursor
            assert desk.backlog.top == desk.timeline.top
            last = desk.current
            await desk.press("1")
            assert desk.current == last

    async def test_edits_on_the_timeline_hit_its_row(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("2")
            desk.timeline.go(desk.rows.index("T-80"))
            await desk.press("p")
            await desk.rewrite("highest")
            await desk.press("enter")
            assert desk.value("T-80", "priority") == "highest"


class TestJump:
    @pytest.mark.parametrize("key", ["'", "ctrl+o"])
    async def test_labels_stand_on_the_rows_and_a_letter_goes_there(self, file: Path, key: str) -> None:
        async with Desk(file) as desk:
            await desk.press(key)
            assert desk.line("T-74 ").lstrip("│ ").startswith("d")
            await desk.press("d")
            assert desk.current == "T-74"
            assert not desk.backlog.labels

    async def test_another_key_leaves_the_cursor_where_it_was(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("j", "'", "escape")
            assert desk.current == "T-2"
            assert not desk.backlog.labels


class TestMatrix:
    async def test_m_capital_shows_risks_by_probability_and_impact(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("M")
            assert desk.shows("Risks by probability and impact")
            assert desk.shows("Probability")
            assert desk.shows("Impact")
            assert desk.shows("R-1")
            assert not desk.shows("R-8 "), "a closed risk is no threat"
            await desk.press("enter")
            assert desk.shows("R-7 ─") or desk.shows("R-1 ─")
            await desk.press("escape")
            assert len(desk.app.screen_stack) == 1

    async def test_on_the_stakeholders_it_shows_power_and_interest(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("4", "M")
            assert desk.shows("power and interest")
            assert desk.shows("Power")
            assert desk.shows("Rajesh")


class TestViews:
    @pytest.mark.parametrize(
        ("digit", "title"),
        [
            ("1", "1 Backlog"), ("2", "2 Timeline"), ("3", "3 Risks"), ("4", "4 Stakeholders"), ("5", "5 People"),
            ("6", "6 Costs"), ("7", "7 Checks"), ("8", "8 Decisions"), ("9", "9 Incidents"), ("0", "0 Reports"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
    async def test_each_digit_has_its_view(self, file: Path, digit: str, title: str, size: tuple[int, int]) -> None:
        async with Desk(file, size) as desk:
            await desk.press("3", digit)
            assert desk.shows(title)
            await desk.press("1")
            assert desk.shows("1 Backlog")

    async def test_tab_goes_round_the_panes_both_ways(self, file: Path) -> None:
        async with Desk(file) as desk:
            seen = []
            for _ in range(4):
                await desk.press("tab")
                assert desk.app.action_context.selection.table is not None
                seen.append(desk.app.action_context.selection.table.id)
            assert seen == ["timeline", "risks", "stakeholders", "backlog"]
            await desk.press("shift+tab")
            assert desk.app.action_context.selection.table is not None
            assert desk.app.action_context.selection.table.id == "stakeholders"

    async def test_the_title_of_the_pane_that_keys_go_to_is_the_one_reversed(self, file: Path) -> None:
        async with Desk(file) as desk:
            for keys, name in (["1"], "1 Backlog"), (["2"], "2 Timeline"), (["tab"], "3 Risks"), (["1"], "1 Backlog"):
                await desk.press(*keys)
                assert [title.partition(" ─ ")[0] for title in desk.reversed_titles] == [name]

    async def test_a_register_keeps_its_cursor_while_one_looks_elsewhere(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("5", "j", "j")
            here = desk.current
            await desk.press("1", "5")
            assert desk.current == here

    async def test_q_goes_back_and_then_quits(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("5", "q")
            assert desk.shows("1 Backlog")
            assert desk.app._exit is False
            await desk.press("q")
            assert desk.app._exit is True


class TestNothingThere:
    @pytest.mark.parametrize("key", ["enter", "i", "E", "e", "space", "v", "*", "y", "Y", "z", "f", "'", "x", "d"])
    async def test_every_key_says_that_there_is_no_record(self, key: str, tmp_path: Path) -> None:
        path = tmp_path / "empty.db"
        Store.create(path, name="Empty").close()
        async with Desk(path) as desk:
            await desk.press(key)
            assert "there is no record under the cursor" in desk.foot

    async def test_a_file_for_reading_only_says_why_at_once(self, file: Path) -> None:
        async with Desk(file, readonly=True) as desk:
            assert "open for reading only" in desk.foot
            await desk.press("j", "j", "M", "escape", "u")
            assert "open for reading only" in desk.foot


class TestSizes:
    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_the_footer_names_whole_keys_of_the_pane_and_fits(self, file: Path, size: tuple[int, int]) -> None:
        async with Desk(file, size) as desk:
            wanted = {"1": "x done  r risk", "3": "O happened", "4": "c log contact", "9": "x next step"}
            for digit, words in wanted.items():
                await desk.press(digit)
                assert squeeze(words) in squeeze(desk.lines[-1])
                assert "…" not in desk.lines[-1]
                assert "? help" in desk.lines[-1]
            await desk.press("1")
            assert ("f focus" in desk.lines[-1]) == (size == WIDE)

    async def test_one_pane_names_the_others_in_its_border(self, file: Path) -> None:
        async with Desk(file, SMALL, keys={"view.3": ["%"]}) as desk:
            assert desk.lines[1].rstrip("─ ").endswith("2 Timeline  % Risks  4 Stakeholders")
            await desk.press("4")
            assert "due this week ─" in desk.lines[1], "where their names do not fit, the keys do"
            assert desk.lines[1].rstrip("─ ").endswith("1 2 %")
            await desk.pilot.resize_terminal(*WIDE)
            await desk.settle()
            assert not desk.shows("1 Backlog  2 Timeline")

    async def test_a_message_makes_room_for_the_keys_once_one_goes_on(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("D")
            assert "Duplicated" in desk.foot
            await desk.press("j")
            assert "? help" in desk.foot

    @pytest.mark.parametrize("cells", [60, 80, 100, 110, 130, 160])
    async def test_the_pulse_cuts_no_word_and_leaves_out_what_is_none(self, file: Path, cells: int) -> None:
        async with Desk(file, (cells, 24)) as desk:
            assert "…" not in desk.lines[0]
            assert "5 overdue" in desk.lines[0]

    async def test_an_empty_file_counts_nothing(self, empty: Path) -> None:
        async with Desk(empty) as desk:
            assert not any(f"0 {word}" in desk.screen for word in ("overdue", "blocked", "incidents", "open", "due"))

    async def test_under_110_columns_there_is_one_pane(self, file: Path) -> None:
        for size, panes in ((WIDE, 4), (MIDDLE, 4), ((109, 35), 1), (SMALL, 1), ((80, 23), 1)):
            async with Desk(file, size) as desk:
                assert sum(pane.display for pane in desk.workspace.view_layout.first_tables()) == panes
                assert len(desk.lines) == size[1]
                assert desk.lines[-1].strip().startswith("?")

    async def test_resizing_keeps_the_cursor_and_the_pane(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3", "j")
            here = desk.current
            await desk.pilot.resize_terminal(*SMALL)
            await desk.settle()
            assert desk.current == here
            assert desk.shows("3 Risks ─")
            assert not desk.shows("1 Backlog ─")
            await desk.pilot.resize_terminal(*WIDE)
            await desk.settle()
            assert desk.shows("1 Backlog")
            assert desk.current == here

    @pytest.mark.parametrize("size", [(40, 10), (20, 6), (300, 80)], ids=str)
    async def test_odd_sizes_do_not_end_it(self, file: Path, size: tuple[int, int]) -> None:
        async with Desk(file, size) as desk:
            for key in ("j", "2", "3", "4", "5", "1", "i", "escape", "E", "escape", "?", "escape", ":", "escape", "M"):
                await desk.press(key)
            await desk.press("escape", "enter", "escape")
            assert len(desk.lines) == size[1]


class TestHelp:
    async def test_it_lists_every_bound_key_and_the_words(self, file: Path) -> None:
        from tpm_tui.app.actions.catalog import all_actions
        from tpm_tui.app.keymap import effective_keys, key_name
        from tpm_tui.app.pages.help import help_lines

        text = "\n".join("".join(run[0] for run in line.runs) for line in help_lines(effective_keys({}), 140))
        for act in all_actions().values():
            assert act.title in text or act.title[:40] in text, act.id
            assert all(key_name(key) in text for key in act.keys)
        assert "next fri" in text
        async with Desk(file) as desk:
            await desk.press("?")
            assert desk.shows("Command palette")
            await desk.press("G")
            assert desk.shows("2d/3d/8d")
            await desk.press("escape")
            assert not desk.shows("Command palette")

    async def test_it_begins_with_what_somebody_new_wants_to_do(self, file: Path) -> None:
        async with Desk(file, SMALL, keys={"risk.raise": ["ctrl+y"]}) as desk:
            await desk.press("?")
            assert "x" in squeeze(desk.line("Finish an item")).split()
            assert "4 c" in squeeze(desk.line("Log a contact"))
            assert "u ctrl+r" in squeeze(desk.line("Take back"))
            assert "ctrl+y" in desk.line("Raise a risk on an item")

    async def test_a_key_scrolls_it_at_once_and_a_page_is_a_page(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("?")
            second = desk.lines[2]
            await desk.press("j")
            assert desk.lines[1] == second
            await desk.press("g")
            last = desk.lines[-2]
            await desk.press("space")
            assert last in desk.lines[1:4]
            await desk.press("G")
            assert desk.shows("what sets the start of the item under the cursor")

    async def test_f1_is_help_as_well(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("f1")
            assert desk.shows("Command palette")


class TestPalette:
    async def test_enter_pressed_twice_in_a_hurry_closes_one_dialog(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press(":")
            await desk.write("import a file")
            desk.rush("enter", "enter")
            await desk.settle()
            assert desk.app.return_code is None
            await desk.press("escape", "escape", "escape")
            assert len(desk.app.screen_stack) == 1

    async def test_the_second_of_what_was_found_is_picked_in_a_hurry(self, file: Path) -> None:
        async with Desk(file) as desk:
            desk.rush(":", *"open c", "down", "enter")
            await desk.settle()
            hurried = desk.app.action_context.selection.record_table
            await desk.press("1", ":")
            await desk.write("open c")
            await desk.press("down", "enter")
            assert desk.app.action_context.selection.record_table is hurried
            assert hurried is not None
            assert hurried.kind.startswith("c")

    async def test_keys_typed_ahead_of_a_new_register_are_for_its_records(self, file: Path) -> None:
        async with Desk(file) as desk:
            desk.rush("5", "j", "enter")
            await desk.settle()
            assert len(desk.app.screen_stack) == 2, desk.screen
            assert desk.current == desk.rows[1]
            assert desk.current in desk.line("Key  ")

    async def test_it_finds_by_letters_in_order_and_shows_the_key(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press(":")
            await desk.write("stow")
            line = desk.line("Set owner")
            assert "w" in line.split("Set owner")[1]
            assert "item.owner" in line

    async def test_where_words_are_found_letters_strewn_about_are_not(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press(":")
            await desk.write("risk")
            assert desk.shows("Raise a risk on this")
            assert not desk.shows("Open Baseline entries")

    async def test_what_cannot_run_says_why_and_does_not(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await desk.press(":")
            await desk.write("link the marked")
            assert "mark 2" in desk.line("Link the marked")
            await desk.press("enter")
            assert len(desk.app.screen_stack) == 2
            await desk.press("escape")
            assert desk.content() == before

    async def test_why_not_leaves_room_for_what(self, file: Path) -> None:
        async with Desk(file, readonly=True) as desk:
            await desk.press(":")
            await desk.write("duplicate")
            assert "reading only" in desk.line("Duplicate")

    async def test_on_a_slow_link_it_is_one_line(self, file: Path) -> None:
        async with Desk(file, slow=True) as desk:
            await desk.go("T-39")
            await desk.press(":")
            assert len(desk.app.screen_stack) == 1
            await desk.write("done, or")
            assert desk.echo == "Done, or open again  x"
            await desk.press("enter")
            assert desk.value("T-39", "status") == "done"
            await desk.press(":")
            await desk.write("link the marked")
            assert "mark 2" in desk.echo
            await desk.rewrite("qqqzzz")
            assert desk.echo == "nothing fits"

    async def test_it_runs_what_is_chosen(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-39")
            await desk.command("done, or open")
            assert desk.value("T-39", "status") == "done"

    async def test_ctrl_p_opens_it_and_closes_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("ctrl+p")
            assert desk.shows("type to narrow")
            await desk.press("ctrl+p")
            assert not desk.shows("type to narrow")

    async def test_nothing_found_says_so(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press(":")
            await desk.write("qqqzzz")
            assert desk.shows("Nothing fits")


class TestYank:
    async def test_the_menu_sends_key_row_or_filter(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("y", "enter")
            assert desk.app.clip.register == "T-77"
            assert "clipboard" in desk.foot
            await desk.press("y", "down", "enter")
            assert desk.app.clip.register.split("\t")[:2] == ["T-77", "Session store in both regions"]
            await desk.press("/")
            await desk.write("status:doing")
            await desk.press("enter", "y")
            await desk.write("filter")
            await desk.press("enter")
            assert desk.app.clip.register == "status:doing"

    async def test_y_capital_sends_the_marked_as_a_markdown_table(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("space", "space", "Y")
            lines = desk.app.clip.register.splitlines()
            assert lines[0].startswith("| Title |")
            assert lines[1].startswith("| --- |")
            assert len(lines) == 4
            assert lines[2].startswith("| Capacity test")
