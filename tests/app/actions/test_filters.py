"""Finding and looking: filters, sorts, columns, folds, focus, marks, views, sizes, help and the palette."""

from pathlib import Path

import pytest

from app.actions.test_cell_edit import step_to
from support.demo_keys import CAPACITY_TEST, FAILOVER, FIREWALL_RULES, RESTORE_BACKUP, SESSION_STORE, TRAFFIC_SWITCH
from support.workspace_pilot import MIDDLE, SMALL, WIDE, WorkspacePilot, squeeze
from tpm_tui.app.workspace import messages
from tpm_tui.store.store import Store


def beside(pilot: WorkspacePilot) -> list[str]:
    """Keys of the rows that the timeline draws, from the top."""
    area = pilot.timeline.content_region
    drawn = [line[area.x + 2 :].split()[0] for line in pilot.lines[area.y + 1 : area.bottom]]
    return [key.rstrip("*") for key in drawn]


class TestFilter:
    async def test_rows_follow_while_one_types_and_the_meaning_is_echoed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("status:blocked")
            shown = set(pilot.workspace.context.item_tree.matched_ids or ())
            items = pilot.plan["item"]
            assert shown == {i for i in items.ids if items.value(i, "status") == "blocked"}
            assert pilot.echo == "Status is blocked"
            await pilot.press("enter")
            assert pilot.shows("status:blocked")
            assert f"{len(shown)} of 150" in pilot.screen

    async def test_what_matched_rows_lie_in_stays_but_dimmed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("key:T-77")
            await pilot.press("enter")
            assert pilot.rows == ["T-1", "T-2", FAILOVER, SESSION_STORE]

    async def test_the_timeline_shows_the_rows_that_a_filter_leaves(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            for text, again in (("status:done", "status:done"), ("", "")):
                await pilot.press("/")
                await pilot.rewrite(text)
                await pilot.press("enter")
                # The cursor has stayed on the first row all the while.
                assert (pilot.backlog.cursor, pilot.backlog.filter_text) == (0, again)
                assert beside(pilot) == pilot.rows[pilot.backlog.top :][: len(beside(pilot))]

    async def test_the_timeline_folds_and_sorts_with_the_backlog(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            for keys in (("z",), ("z",), ("o", "O", "w", "n", "e", "r", "enter")):
                await pilot.press(*keys)
                assert beside(pilot) == pilot.rows[pilot.backlog.top :][: len(beside(pilot))]

    async def test_a_bad_token_is_named_and_the_rows_stay(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            count = len(pilot.rows)
            await pilot.press("/")
            await pilot.write("colour:red")
            assert "colour" in pilot.echo
            assert pilot.asking is not None
            assert pilot.asking._answers.bad
            await pilot.press("enter")
            assert pilot.asking is not None
            await pilot.press("escape")
            assert len(pilot.rows) == count

    async def test_esc_in_the_box_brings_back_the_filter_before(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("status:blocked")
            await pilot.press("enter")
            count = len(pilot.rows)
            await pilot.press("/")
            await pilot.rewrite("status:done")
            assert len(pilot.rows) != count
            await pilot.press("escape")
            assert len(pilot.rows) == count
            assert pilot.backlog.filter_text == "status:blocked"

    async def test_esc_on_the_rows_clears_the_filter_and_keeps_the_cursor(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("key:T-77")
            await pilot.press("enter", "G")
            assert pilot.current == SESSION_STORE
            await pilot.press("escape")
            assert len(pilot.rows) == 150
            assert pilot.current == SESSION_STORE

    async def test_up_brings_back_what_was_filtered_before_also_after_a_restart(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            for text in ("status:blocked", "owner:ben"):
                await pilot.press("/")
                await pilot.rewrite(text)
                await pilot.press("enter")
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/", "up")
            assert pilot.input == "owner:ben"
            await pilot.press("up")
            assert pilot.input == "status:blocked"
            await pilot.press("down")
            assert pilot.input == "owner:ben"

    async def test_an_edit_that_takes_a_row_out_of_the_filter_takes_it_from_the_screen(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("status:blocked")
            await pilot.press("enter")
            await pilot.go(CAPACITY_TEST)
            await pilot.press("s")
            await pilot.rewrite("doing")
            await pilot.press("enter")
            assert CAPACITY_TEST not in pilot.rows

    async def test_a_filter_that_fits_nothing_says_how_to_get_out(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("title:nosuchthing")
            await pilot.press("enter")
            assert pilot.shows("Nothing fits the filter")
            assert pilot.shows("esc")

    async def test_a_register_filters_too(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "/")
            await pilot.write("score>=15")
            await pilot.press("enter")
            assert pilot.rows == ["R-7"]


class TestSavedViews:
    async def test_a_view_keeps_filter_sort_and_columns_and_opens_again(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "/")
            await pilot.write("status:open")
            await pilot.press("enter", "o")
            await pilot.write("title")
            await pilot.press("enter")
            rows = pilot.rows
            await pilot.command("save this filter")
            await pilot.write("Open by name")
            await pilot.press("enter")
            await pilot.press("escape", "1")
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open a saved view")
            await pilot.write("open by name")
            await pilot.press("enter")
            assert pilot.rows == rows
            assert pilot.risks.filter_text == "status:open"

    async def test_words_of_it_that_mean_nothing_here_are_passed_over(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open saved views")
            await pilot.press("a")
            await pilot.write("Odd one")
            await pilot.press("enter", "E")
            await step_to(pilot, "Kind")
            await pilot.rewrite("nonsense")
            await step_to(pilot, "Sort")
            await pilot.rewrite("nothing")
            await step_to(pilot, "Columns")
            await pilot.rewrite("nothing nowhere")
            await pilot.press("f2")
            assert "there is no kind of record 'nonsense'" in pilot.echo
            await pilot.rewrite("people")
            await pilot.press("f2")
            await pilot.command("open a saved view")
            await pilot.write("odd one")
            await pilot.press("enter")
            assert pilot.shows("People ─")
            assert len(pilot.rows) == len(pilot.plan["person"])

    async def test_without_one_it_says_how_to_make_one(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await pilot.command("open a saved view")
            assert "no view is saved yet" in pilot.footer


class TestSort:
    async def test_o_sorts_by_a_column_and_again_the_other_way(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "o")
            await pilot.write("title")
            await pilot.press("enter")
            titles = [str(pilot.value(k, "title")).lower() for k in pilot.rows]
            assert titles == sorted(titles)
            assert "Title▲" in pilot.screen
            await pilot.press("o")
            await pilot.write("title")
            await pilot.press("enter")
            assert [str(pilot.value(k, "title")).lower() for k in pilot.rows] == titles[::-1]
            assert "Title▼" in pilot.screen

    async def test_whatever_a_title_begins_with_it_has_its_place(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "i")
            await pilot.rewrite("[draft] Vendor late")
            await pilot.press("enter", "o")
            await pilot.write("title")
            await pilot.press("enter")
            titles = [str(pilot.value(k, "title")).lower() for k in pilot.rows]
            assert titles == sorted(titles)
            assert "[draft] vendor late" in titles

    @pytest.mark.parametrize("type_", ["text", "number", "date", "choice"])
    async def test_a_field_of_ones_own_is_sorted_by_whatever_type_it_had_before(self, empty: Path, type_: str) -> None:
        with Store.open(empty) as store, store.transaction("Fill") as tx:
            tx.add("custom_field", name="size", type=type_, choices=("s", "m") if type_ == "choice" else ())
            for n, value in enumerate(('"m"', "3", "0.5", '"2026-12-01"', '""')):
                tx.add("item", title=f"Item {n}", rank=f"a{n}", custom=f'{{"size":{value}}}')
        async with WorkspacePilot(empty, columns={"item": ("title", "size")}) as pilot:
            await pilot.press("o")
            await pilot.write("size")
            await pilot.press("enter")
            assert sorted(pilot.rows) == ["T-1", "T-2", "T-3", "T-4", "T-5"]
            assert pilot.rows[0] == {"number": "T-3", "date": "T-4", "text": "T-3", "choice": "T-1"}[type_]
            await pilot.press("enter")
            assert pilot.shows("Item")

    async def test_the_order_is_said_in_words_and_how_to_turn_it_round(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("o")
            await pilot.write("due")
            await pilot.press("enter")
            assert "by Due ▲" in pilot.line("1 Backlog")
            await pilot.press("o")
            assert "▲ now; again turns it round" in pilot.line(" Due")
            await pilot.press("enter")
            assert "by Due ▼" in pilot.line("1 Backlog")

    async def test_the_usual_order_comes_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            rows = pilot.rows
            await pilot.press("o")
            await pilot.write("due")
            await pilot.press("enter")
            assert pilot.rows != rows
            await pilot.press("o")
            await pilot.write("rank")
            await pilot.press("enter")
            assert pilot.rows == rows


class TestColumns:
    async def test_chosen_columns_are_shown_and_remembered(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            assert "Delay" in pilot.line("Score")
            await pilot.command("choose columns")
            assert pilot.shows("Columns")
            for _ in range(30):
                name = pilot.app.screen._order[pilot.app.screen.query_one("#columns-list").cursor]  # type: ignore[attr-defined]
                if name == "delay":
                    break
                await pilot.press("j")
            await pilot.press("space", "enter")
            assert "Delay" not in pilot.line("Score")
        async with WorkspacePilot(file) as pilot:
            assert "Delay" not in pilot.line("Score")
            assert "Chance" in pilot.line("Score")

    async def test_capital_j_moves_a_column_later(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            await pilot.command("choose columns")
            await pilot.press("J", "enter")
            names = pilot.risks.column_names()
            assert names[:2] == ("title", "key")


class TestFold:
    async def test_z_folds_and_unfolds(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("z")
            assert TRAFFIC_SWITCH not in pilot.rows
            assert "▸ T-75" in pilot.screen
            assert list(pilot.timeline.rows) == list(pilot.backlog.rows)
            await pilot.press("z")
            assert TRAFFIC_SWITCH in pilot.rows
            assert "▾ T-75" in pilot.screen

    async def test_h_folds_then_goes_to_the_parent_and_l_unfolds_then_goes_in(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("h")
            assert pilot.current == FAILOVER
            await pilot.press("h")
            assert TRAFFIC_SWITCH not in pilot.rows
            assert pilot.current == FAILOVER
            await pilot.press("l")
            assert TRAFFIC_SWITCH in pilot.rows
            assert pilot.current == FAILOVER
            await pilot.press("l")
            assert pilot.current == TRAFFIC_SWITCH

    async def test_folds_are_kept_for_the_next_time(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("z")
        async with WorkspacePilot(file) as pilot:
            assert TRAFFIC_SWITCH not in pilot.rows


class TestLinkedPanes:
    async def test_what_belongs_to_the_item_is_lit(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            assert "│• R-6 " not in pilot.screen
            await pilot.go(pilot.shown("R-6", "items").split(",")[0])
            assert "│• R-6 " in pilot.screen
            await pilot.go(pilot.shown("R-1", "items").split(",")[0])
            assert "│• R-1 " in pilot.screen, "also where the other pane's cursor stands"

    async def test_f_narrows_the_others_and_esc_brings_them_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-38")
            await pilot.press("f")
            risks = [pilot.key_of(i, "risk") for i in pilot.risks.rows]
            assert 0 < len(risks) < 14
            assert "R-4" in risks
            assert len(pilot.stakeholders.rows) < 12
            assert len(pilot.rows) == 150
            assert "of 14" in pilot.line("3 Risks")
            assert "─ of T-38" in pilot.line("3 Risks")
            await pilot.press("escape")
            assert len(pilot.risks.rows) == 14
            assert not pilot.shows("of T-38")

    async def test_a_pane_in_which_nothing_belongs_to_it_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("3", "a")
            await pilot.write("Touches nothing")
            await pilot.press("enter", "f", "1")
            assert pilot.shows("Nothing here belongs to R-15.")
            await pilot.press("escape")
            assert "T-1 " in pilot.screen

    async def test_the_stakeholders_of_the_demo_are_not_all_alike(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("4")
            assert all(pilot.shows(words) for words in ("manage closely", "keep satisfied", "keep informed"))

    async def test_f_on_a_risk_narrows_the_backlog_and_the_timeline(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            await pilot.go("R-4")
            await pilot.press("f")
            assert 0 < len(pilot.workspace.context.item_tree.matched_ids or ()) < 150
            assert list(pilot.timeline.rows) == list(pilot.backlog.rows)
            await pilot.press("f")
            assert len(pilot.backlog.rows) == 150

    async def test_moving_on_the_timeline_moves_the_backlog(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("2", "j", "j", "G")
            assert pilot.backlog.cursor == pilot.timeline.cursor
            assert pilot.backlog.top == pilot.timeline.top
            last = pilot.current
            await pilot.press("1")
            assert pilot.current == last

    async def test_edits_on_the_timeline_hit_its_row(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("2")
            pilot.timeline.go(pilot.rows.index(RESTORE_BACKUP))
            await pilot.press("p")
            await pilot.rewrite("highest")
            await pilot.press("enter")
            assert pilot.value(RESTORE_BACKUP, "priority") == "highest"


class TestJump:
    @pytest.mark.parametrize("key", ["'", "ctrl+o"])
    async def test_labels_stand_on_the_rows_and_a_letter_goes_there(self, file: Path, key: str) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(key)
            assert pilot.line("T-74 ").lstrip("│ ").startswith("d")
            await pilot.press("d")
            assert pilot.current == "T-74"
            assert not pilot.backlog.labels

    async def test_another_key_leaves_the_cursor_where_it_was(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("j", "'", "escape")
            assert pilot.current == "T-2"
            assert not pilot.backlog.labels


class TestMatrix:
    async def test_m_capital_shows_risks_by_probability_and_impact(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("M")
            assert pilot.shows("Risks by probability and impact")
            assert pilot.shows("Probability")
            assert pilot.shows("Impact")
            assert pilot.shows("R-1")
            assert not pilot.shows("R-8 "), "a closed risk is no threat"
            await pilot.press("enter")
            assert pilot.shows("R-7 ─") or pilot.shows("R-1 ─")
            await pilot.press("escape")
            assert pilot.shows("Risks by probability and impact")
            await pilot.press("escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_on_the_stakeholders_it_shows_power_and_interest(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("4", "M")
            assert pilot.shows("power and interest")
            assert pilot.shows("Power")
            assert pilot.shows("Rajesh")


class TestViews:
    @pytest.mark.parametrize(
        ("digit", "title"),
        [
            ("1", "1 Backlog"), ("2", "2 Timeline"), ("3", "3 Risks"), ("4", "4 Stakeholders"), ("5", "5 Team"),
            ("6", "6 Money"), ("7", "7 Checks"), ("8", "8 Decisions"), ("9", "9 Incidents"), ("0", "0 Reports"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
    async def test_each_digit_has_its_view(self, file: Path, digit: str, title: str, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("3", digit)
            assert pilot.shows(title)
            await pilot.press("1")
            assert pilot.shows("1 Backlog")

    async def test_tab_goes_round_the_panes_both_ways(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            seen = []
            for _ in range(4):
                await pilot.press("tab")
                assert pilot.app.action_context.selection.table is not None
                seen.append(pilot.app.action_context.selection.table.id)
            assert seen == ["timeline", "risks", "stakeholders", "backlog"]
            await pilot.press("shift+tab")
            assert pilot.app.action_context.selection.table is not None
            assert pilot.app.action_context.selection.table.id == "stakeholders"

    async def test_the_title_of_the_pane_that_keys_go_to_is_the_one_reversed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            for keys, name in (["1"], "1 Backlog"), (["2"], "2 Timeline"), (["tab"], "3 Risks"), (["1"], "1 Backlog"):
                await pilot.press(*keys)
                assert [title.partition(" ─ ")[0] for title in pilot.reversed_titles] == [name]

    async def test_a_register_keeps_its_cursor_while_one_looks_elsewhere(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("5", "j", "j")
            here = pilot.current
            await pilot.press("1", "5")
            assert pilot.current == here

    async def test_q_goes_back_and_then_quits(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("5", "q")
            assert pilot.shows("1 Backlog")
            assert pilot.app._exit is False
            await pilot.press("q")
            assert "quit tpm? y/n" in pilot.footer, "the second in a row may be one too many"
            await pilot.press("n")
            assert pilot.app._exit is False
            await pilot.press("q")
            assert pilot.app._exit is True

    async def test_a_q_that_closes_a_page_and_one_more_asks(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("?")
            pilot.rush("q", "q")
            await pilot.settle()
            assert "quit tpm? y/n" in pilot.footer
            await pilot.press("y")
            assert pilot.app._exit is True

    async def test_the_cursor_is_where_it_was_the_next_time(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("3", "j")
            risk = pilot.current
        async with WorkspacePilot(file) as pilot:
            assert pilot.current == SESSION_STORE
            await pilot.press("3")
            assert pilot.current == risk

    async def test_a_message_goes_after_a_moment_and_the_keys_come_back(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(messages, "_STAYS", 0.05)
        async with WorkspacePilot(file) as pilot:
            pilot.rush("p")
            await pilot.settle()
            await pilot.rewrite("highest")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.footer.strip().startswith("?"), "the keys were named again")
            await pilot.press("b")
            await pilot.pilot.pause(0.1)
            assert "comes after" in pilot.screen, "a question stays until it is answered"


class TestNothingThere:
    @pytest.mark.parametrize("key", ["enter", "i", "E", "e", "space", "v", "*", "y", "Y", "z", "f", "'", "x", "d"])
    async def test_every_key_says_that_there_is_no_record(self, key: str, tmp_path: Path) -> None:
        path = tmp_path / "empty.db"
        Store.create(path, name="Empty").close()
        async with WorkspacePilot(path) as pilot:
            await pilot.press(key)
            assert "there is no record under the cursor" in pilot.footer

    async def test_a_file_for_reading_only_says_why_at_once(self, file: Path) -> None:
        async with WorkspacePilot(file, readonly=True) as pilot:
            assert "open for reading only" in pilot.footer
            await pilot.press("j", "j", "M", "escape", "u")
            assert "open for reading only" in pilot.footer


class TestSizes:
    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_the_footer_names_whole_keys_of_the_pane_and_fits(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            wanted = {"1": "x done  r risk", "3": "O happened", "4": "c log contact", "9": "x next step"}
            for digit, words in wanted.items():
                await pilot.press(digit)
                assert squeeze(words) in squeeze(pilot.lines[-1])
                assert "…" not in pilot.lines[-1]
                assert "? help" in pilot.lines[-1]
            await pilot.press("1")
            assert ("f focus" in pilot.lines[-1]) == (size == WIDE)

    async def test_one_pane_names_the_others_in_its_border(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL, keys={"view.3": ["%"]}) as pilot:
            assert pilot.lines[1].rstrip("─ ").endswith("2 % 4"), "where their names do not fit, the keys do"
            await pilot.press("4")
            assert "due this week ─" in pilot.lines[1], "where their names do not fit, the keys do"
            assert pilot.lines[1].rstrip("─ ").endswith("1 2 %")
            await pilot.pilot.resize_terminal(*WIDE)
            await pilot.settle()
            assert not pilot.shows("1 Backlog  2 Timeline")

    async def test_a_message_makes_room_for_the_keys_once_one_goes_on(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("D")
            assert "Duplicated" in pilot.footer
            await pilot.press("j")
            assert "? help" in pilot.footer

    @pytest.mark.parametrize("cells", [60, 80, 100, 110, 130, 160])
    async def test_the_pulse_cuts_no_word_and_leaves_out_what_is_none(self, file: Path, cells: int) -> None:
        async with WorkspacePilot(file, (cells, 24)) as pilot:
            assert "…" not in pilot.lines[0]
            assert "5 overdue" in pilot.lines[0]

    async def test_an_empty_file_counts_nothing(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            assert not any(f"0 {word}" in pilot.screen for word in ("overdue", "blocked", "incidents", "open", "due"))

    async def test_under_110_columns_there_is_one_pane(self, file: Path) -> None:
        for size, panes in ((WIDE, 4), (MIDDLE, 4), ((109, 35), 1), (SMALL, 1), ((80, 23), 1)):
            async with WorkspacePilot(file, size) as pilot:
                assert sum(pane.display for pane in pilot.workspace.view_layout.first_tables()) == panes
                assert len(pilot.lines) == size[1]
                assert pilot.lines[-1].strip().startswith("?")

    async def test_resizing_keeps_the_cursor_and_the_pane(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "j")
            here = pilot.current
            await pilot.pilot.resize_terminal(*SMALL)
            await pilot.settle()
            assert pilot.current == here
            assert pilot.shows("3 Risks ─")
            assert not pilot.shows("1 Backlog ─")
            await pilot.pilot.resize_terminal(*WIDE)
            await pilot.settle()
            assert pilot.shows("1 Backlog")
            assert pilot.current == here

    @pytest.mark.parametrize("size", [(40, 10), (20, 6), (300, 80)], ids=str)
    async def test_odd_sizes_do_not_end_it(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            for key in ("j", "2", "3", "4", "5", "1", "i", "escape", "E", "escape", "?", "escape", ":", "escape", "M"):
                await pilot.press(key)
            await pilot.press("escape", "enter", "escape")
            assert len(pilot.lines) == size[1]


class TestHelp:
    async def test_it_lists_every_bound_key_and_the_words(self, file: Path) -> None:
        from tpm_tui.app.actions.action_catalog import all_actions
        from tpm_tui.app.keymap import effective_keys, key_name
        from tpm_tui.app.page_lines.help import help_lines

        actions = [(action.id, action.title, action.group) for action in all_actions().values()]
        text = "\n".join("".join(run[0] for run in line.runs) for line in help_lines(actions, effective_keys({}), 140))
        for act in all_actions().values():
            assert act.title in text or act.title[:40] in text, act.id
            assert all(key_name(key) in text for key in act.keys)
        assert "next fri" in text
        async with WorkspacePilot(file) as pilot:
            await pilot.press("?")
            assert pilot.shows("Command palette")
            await pilot.press("G")
            assert pilot.shows("2d/3d/8d")
            await pilot.press("escape")
            assert not pilot.shows("Command palette")

    async def test_it_begins_with_what_somebody_new_wants_to_do(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL, keys={"risk.raise": ["ctrl+y"]}) as pilot:
            await pilot.press("?")
            assert "x" in squeeze(pilot.line("Finish an item")).split()
            assert "4 c" in squeeze(pilot.line("Log a contact"))
            assert "u ctrl+r" in squeeze(pilot.line("Take back"))
            assert "ctrl+y" in pilot.line("Raise a risk on an item")

    async def test_a_key_scrolls_it_at_once_and_a_page_is_a_page(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("?")
            second = pilot.lines[2]
            await pilot.press("j")
            assert pilot.lines[1] == second
            await pilot.press("g")
            last = pilot.lines[-2]
            await pilot.press("space")
            assert last in pilot.lines[1:4]
            await pilot.press("G")
            assert pilot.shows("what sets the start of the item under the cursor")

    async def test_f1_is_help_as_well(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("f1")
            assert pilot.shows("To begin with")


class TestPalette:
    async def test_enter_pressed_twice_in_a_hurry_closes_one_dialog(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(":")
            await pilot.write("import a file")
            pilot.rush("enter", "enter")
            await pilot.settle()
            assert pilot.app.return_code is None
            await pilot.press("escape", "escape", "escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_the_second_of_what_was_found_is_picked_in_a_hurry(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            pilot.rush(":", *"open c", "down", "enter")
            await pilot.settle()
            hurried = pilot.app.action_context.selection.record_table
            await pilot.press("1", ":")
            await pilot.write("open c")
            await pilot.press("down", "enter")
            assert pilot.app.action_context.selection.record_table is hurried
            assert hurried is not None
            assert hurried.kind.startswith("c")

    async def test_keys_typed_ahead_of_a_new_register_are_for_its_records(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            pilot.rush("8", "j", "enter")
            await pilot.settle()
            assert len(pilot.app.screen_stack) == 2, pilot.screen
            assert pilot.current == pilot.rows[1]
            assert pilot.current in pilot.line("Key  ")

    async def test_it_finds_by_letters_in_order_and_shows_the_key(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(":")
            await pilot.write("stow")
            line = pilot.line("Set owner")
            assert "w" in line.split("Set owner")[1]
            assert "item.owner" in line

    async def test_where_words_are_found_letters_strewn_about_are_not(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(":")
            await pilot.write("risk")
            assert pilot.shows("Raise a risk on this")
            assert not pilot.shows("Open Baseline entries")

    async def test_what_cannot_run_says_why_and_does_not(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.press(":")
            await pilot.write("link the marked")
            assert "mark 2" in pilot.line("Link the marked")
            await pilot.press("enter")
            assert len(pilot.app.screen_stack) == 2
            await pilot.press("escape")
            assert pilot.content() == before

    async def test_why_not_leaves_room_for_what(self, file: Path) -> None:
        async with WorkspacePilot(file, readonly=True) as pilot:
            await pilot.press(":")
            await pilot.write("duplicate")
            assert "reading only" in pilot.line("Duplicate")

    async def test_on_a_slow_link_it_is_one_line(self, file: Path) -> None:
        async with WorkspacePilot(file, slow=True) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press(":")
            assert len(pilot.app.screen_stack) == 1
            await pilot.write("done, or")
            assert pilot.echo == "Done, or open again  x"
            await pilot.press("enter")
            assert pilot.value(FIREWALL_RULES, "status") == "done"
            await pilot.press(":")
            await pilot.write("link the marked")
            assert "mark 2" in pilot.echo
            await pilot.rewrite("qqqzzz")
            assert pilot.echo == "nothing fits"

    async def test_it_runs_what_is_chosen(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.command("done, or open")
            assert pilot.value(FIREWALL_RULES, "status") == "done"

    async def test_ctrl_p_opens_it_and_closes_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("ctrl+p")
            assert pilot.shows("type to narrow")
            await pilot.press("ctrl+p")
            assert not pilot.shows("type to narrow")

    async def test_nothing_found_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(":")
            await pilot.write("qqqzzz")
            assert pilot.shows("Nothing fits")


class TestYank:
    async def test_the_menu_sends_key_row_or_filter(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("y", "enter")
            assert pilot.app._system_clipboard.register == SESSION_STORE
            assert "clipboard" in pilot.footer
            await pilot.press("y", "down", "enter")
            assert pilot.app._system_clipboard.register.split("\t")[:2] == [
                SESSION_STORE,
                "Session store in both regions",
            ]
            await pilot.press("/")
            await pilot.write("status:doing")
            await pilot.press("enter", "y")
            await pilot.write("filter")
            await pilot.press("enter")
            assert pilot.app._system_clipboard.register == "status:doing"

    async def test_y_capital_sends_the_marked_as_a_markdown_table(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("space", "space", "Y")
            lines = pilot.app._system_clipboard.register.splitlines()
            assert lines[0].startswith("| Title |")
            assert lines[1].startswith("| --- |")
            assert len(lines) == 4
            assert lines[2].startswith("| Capacity test")
