"""Changing the plan by keys: add, order, link, mark, repeat, and take it all back."""

from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, Desk, squeeze
from tpm_tui.store.store import Store


class TestAdd:
    async def test_a_adds_after_the_cursor_and_stands_on_what_was_added(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("a")
            await desk.write("Warm the caches")
            await desk.press("enter")
            assert desk.current == "T-151"
            assert desk.rows[desk.rows.index("T-77") + 1] == "T-151"
            assert desk.shown("T-151", "parent") == "T-75"
            assert "added T-151" in desk.foot

    async def test_a_adds_a_sibling_below_all_that_an_open_row_holds(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("a")
            await desk.write("Next to it")
            await desk.press("enter")
            assert desk.shown("T-151", "parent") == "T-2"
            assert desk.rows[desk.rows.index("T-78") + 1] == "T-151"

    async def test_capital_a_adds_below_and_unfolds_to_show_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("z")
            assert "T-76" not in desk.rows
            await desk.press("A")
            await desk.write("Inside")
            await desk.press("enter")
            assert desk.current == "T-151"
            assert desk.shown("T-151", "parent") == "T-75"
            assert "Inside" in desk.line("T-151")

    async def test_the_first_item_of_an_empty_file(self, empty: Path) -> None:
        async with Desk(empty) as desk:
            assert desk.shows("Press a to add an item")
            await desk.press("a")
            await desk.write("Begin")
            await desk.press("enter")
            assert desk.current == "T-1"
            assert not desk.shows("Press a to add an item")

    async def test_esc_adds_nothing(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await desk.press("a")
            await desk.write("Never mind")
            await desk.press("escape")
            assert desk.content() == before

    async def test_an_empty_title_is_refused_where_it_is_typed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("a", "enter")
            assert "Title cannot be empty" in desk.echo
            assert desk.asking is not None

    async def test_something_added_under_a_filter_that_hides_it_says_so(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("status:blocked")
            await desk.press("enter", "a")
            await desk.write("Hidden one")
            await desk.press("enter")
            assert "the filter hides it" in desk.foot

    async def test_capital_a_on_a_stakeholder_logs_a_contact(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("4", "A")
            assert desk.shows("New Contact")
            assert "23 Nov" in desk.line("Date")


class TestOrder:
    async def test_indent_puts_below_the_one_above_and_outdent_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-57")
            await desk.press("]")
            assert desk.shown("T-57", "parent") == "T-56"
            assert desk.current == "T-57"
            await desk.press("[")
            assert desk.shown("T-57", "parent") == "T-4"
            assert desk.rows.index("T-57") == desk.rows.index("T-56") + 1

    async def test_indenting_below_what_it_waits_for_is_refused(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            await desk.press("]")
            assert desk.shown("T-78", "parent") == "T-75"
            assert "loop" in desk.foot

    async def test_indenting_into_a_folded_row_keeps_the_cursor_on_the_item(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("z", "j", "j")
            assert desk.current == "T-149"
            await desk.press("K", "]")
            assert desk.shown("T-149", "parent") == "T-75"
            assert desk.current == "T-149"

    async def test_j_and_k_capital_move_among_siblings(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("J")
            assert [r for r in desk.rows if r in ("T-76", "T-77", "T-78")] == ["T-77", "T-76", "T-78"]
            assert desk.current == "T-76"
            await desk.press("K")
            assert [r for r in desk.rows if r in ("T-76", "T-77", "T-78")] == ["T-76", "T-77", "T-78"]

    async def test_the_first_cannot_move_up_and_says_so(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("K")
            assert "first of its siblings" in desk.foot

    async def test_p_capital_moves_to_a_parent_or_to_the_top(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            await desk.press("P")
            await desk.rewrite("T-4")
            assert "Security baseline" in desk.echo
            await desk.press("enter")
            assert desk.shown("T-78", "parent") == "T-4"
            assert desk.current == "T-78"
            await desk.press("P")
            await desk.rewrite("")
            await desk.press("enter")
            assert desk.value("T-78", "parent") is None

    async def test_a_parent_below_itself_is_refused_with_the_loop(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("P")
            await desk.rewrite("T-77")
            await desk.press("enter")
            assert desk.shown("T-75", "parent") == "T-2"
            assert "T-77" in desk.echo
            assert desk.input == "T-77"
            await desk.rewrite("T-4")
            await desk.press("enter")
            assert desk.shown("T-75", "parent") == "T-4"


class TestLink:
    async def test_b_links_after_another_with_type_and_lag_echoed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("b")
            await desk.write("T-76 SS +2d")
            assert "Traffic switch" in desk.echo
            assert "2d" in desk.echo
            assert "start" in desk.echo
            await desk.press("enter")
            link = links(desk, "T-76", "T-79")
            assert link == [("SS", 960, "working")]
            assert "after T-76" in desk.foot

    async def test_a_link_that_would_close_a_loop_is_refused_and_named(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("b")
            await desk.write("T-78")
            await desk.press("enter")
            assert links(desk, "T-78", "T-77") == []
            assert desk.echo == "that would make a loop: T-77 → T-78 → T-77"
            assert desk.input == "T-78"

    async def test_b_links_from_the_timeline_too(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("2", "b")
            await desk.write("after T-76 FF -50%")
            assert "T-76 Traffic switch" in desk.echo
            assert desk.echo.endswith("finishes after its finish -50%")
            await desk.press("enter")
            assert links(desk, "T-76", "T-79") == [("FF", -50, "percent")]

    async def test_a_link_typed_in_the_palette_is_made(self, file: Path) -> None:
        for slow in (False, True):
            async with Desk(file, slow=slow) as desk:
                await desk.go("T-79")
                await desk.command("after T-76 SS +3ed")
                assert links(desk, "T-76", "T-79") == [("SS", 4320, "elapsed")]
                await desk.go("T-80")
                await desk.press(".")
                assert links(desk, "T-76", "T-80") == [("SS", 4320, "elapsed")]
                await desk.press("u", "u")
                assert links(desk, "T-76", "T-79") == []

    async def test_what_cannot_be_a_link_is_said_in_the_palette(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await desk.go("T-77")
            await desk.press(":")
            await desk.write("after T-999")
            assert "there is no item 'T-999'" in desk.screen
            await desk.press("enter", "escape")
            await desk.command("after T-78")
            assert desk.foot.strip() == "that would make a loop: T-77 → T-78 → T-77"
            assert desk.content() == real

    async def test_of_several_values_only_the_refused_one_is_asked_for_again(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            await desk.command("set constraint")
            await desk.rewrite("FNLT")
            await desk.press("enter")
            await desk.rewrite("")
            await desk.press("enter")
            assert "say the day" in desk.echo
            await desk.rewrite("12 jan")
            await desk.press("enter")
            assert desk.asking is None
            assert desk.value("T-78", "constraint") == "FNLT"
            assert desk.value("T-78", "constraint_date") == "2027-01-12T18:00"

    async def test_a_constraint_is_asked_for_in_words_and_then_its_day(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            await desk.command("set constraint")
            assert "FNLT must finish by" in squeeze(desk.screen)
            await desk.rewrite("fnlt")
            assert desk.echo == "FNLT: must finish by"
            await desk.press("enter")
            await desk.write("12 jan")
            await desk.press("enter")
            assert desk.value("T-78", "constraint_date") == "2027-01-12T18:00"
            await desk.command("set constraint")
            await desk.rewrite("asap")
            await desk.press("enter")
            assert desk.value("T-78", "constraint_date") is None
            await desk.press("u", "u")
            assert desk.value("T-78", "constraint") == "ASAP"

    async def test_every_field_is_found_in_the_palette(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            await desk.command("remaining")
            await desk.write("2d")
            await desk.press("enter")
            assert desk.shown("T-78", "remaining") == "2d"
            await desk.press("u")
            assert desk.shown("T-78", "remaining") == ""

    async def test_the_status_date_is_set_in_the_form_of_the_programme(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.command("status date")
            await desk.press("tab", "tab")
            await desk.rewrite("24 nov")
            await desk.press("f2")
            assert desk.plan.programme("status_date") == "2026-11-24T23:59"

    async def test_nonsense_after_the_key_is_refused_where_it_is_typed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("b")
            await desk.write("T-76 XY")
            await desk.press("enter")
            assert desk.asking is not None
            assert desk.asking._answers.bad

    async def test_completion_keeps_the_rest_of_what_was_typed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("b")
            await desk.write("traffic")
            assert desk.offered[0] == "T-76"
            await desk.press("tab")
            assert desk.input == "T-76"
            await desk.write(" FF")
            await desk.press("enter")
            assert links(desk, "T-76", "T-79") == [("FF", 0, "working")]

    async def test_b_capital_links_the_marked_in_a_row(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-80")
            await desk.press("space", "space", "space", "B")
            assert links(desk, "T-80", "T-81") == [("FS", 0, "working")]
            assert links(desk, "T-81", "T-82") == [("FS", 0, "working")]
            await desk.press("u")
            assert links(desk, "T-80", "T-81") == links(desk, "T-81", "T-82") == []

    async def test_b_capital_without_marks_says_what_is_needed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("B")
            assert "mark 2" in desk.foot


class TestMarkMany:
    async def test_actions_hit_the_marked_rows(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("space", "space")
            assert desk.current == "T-80"
            await desk.press("p")
            await desk.rewrite("highest")
            await desk.press("enter")
            assert [desk.value(k, "priority") for k in ("T-79", "T-149")] == ["highest", "highest"]
            assert desk.value("T-80", "priority") != "highest"
            await desk.press("u")
            assert desk.value("T-79", "priority") != "highest"

    async def test_v_marks_a_range_up_to_the_cursor(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-76")
            await desk.press("v", "j", "j")
            assert [desk.key_of(i) for i in desk.backlog.targets()] == ["T-76", "T-77", "T-78"]
            await desk.press("k")
            assert len(desk.backlog.targets()) == 2
            await desk.press("v", "j")
            assert len(desk.backlog.targets()) == 2

    async def test_a_range_keeps_rows_marked_before_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-1")
            await desk.press("space")
            await desk.go("T-76")
            await desk.press("v", "j")
            assert [desk.key_of(i) for i in desk.backlog.targets()] == ["T-1", "T-76", "T-77"]

    async def test_star_marks_all_the_filter_leaves(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("status:blocked")
            await desk.press("enter", "*", "p")
            await desk.rewrite("low")
            await desk.press("enter")
            items = desk.plan["item"]
            changed = [i for i in items.ids if items.value(i, "status") == "blocked"]
            assert changed
            assert all(items.value(i, "priority") == "low" for i in changed)
            held = [i for i in items.ids if items.value(i, "status") == "doing"]
            assert not all(items.value(i, "priority") == "low" for i in held)

    async def test_esc_takes_the_marks_away(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("space", "space", "escape")
            assert not desk.backlog.marks

    async def test_a_cell_edited_with_marks_changes_them_all(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("space", "space")
            desk.backlog.column = "owner"
            await desk.press("i")
            await desk.rewrite("Ana")
            await desk.press("enter")
            assert [desk.shown(k, "owner") for k in ("T-79", "T-149")] == ["Ana", "Ana"]

    async def test_marks_are_said_in_the_title(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("space", "space")
            assert desk.shows("2 marked")


class TestDuplicateAndDelete:
    async def test_d_capital_makes_a_copy_beside_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("D")
            assert desk.value("T-151", "title") == f"{desk.value('T-79', 'title')} (copy)"
            assert desk.rows[desk.rows.index("T-79") + 1] == "T-151"
            assert desk.value("T-151", "actual_finish") is None

    async def test_one_record_goes_without_a_question_and_u_brings_it_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("a")
            await desk.write("Short life")
            await desk.press("enter")
            before = desk.content()
            await desk.press("d")
            assert desk.plan.find_key("T-151") is None
            assert "u undoes" in desk.foot
            await desk.press("u")
            assert desk.content() == before

    async def test_a_cascade_names_what_goes_along_and_asks(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            before = desk.content()
            await desk.press("d")
            assert "do it? y/n" in desk.line("Delete T-75")
            assert desk.shows("4 items")
            assert "Session store in both regions" in desk.line("T-77 ")
            assert desk.shows("comes after")
            await desk.press("d")
            assert desk.shows("do it? y/n")
            await desk.press("n")
            assert desk.content() == before
            await desk.press("d", "y")
            assert "Deleted T-75 “Failover between regions” and" in desk.foot
            assert all(desk.plan.find_key(k) is None for k in ("T-75", "T-76", "T-77", "T-78"))
            await desk.press("u")
            assert desk.content() == before

    async def test_what_goes_along_can_be_looked_at_first(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-75")
            before = desk.content()
            await desk.press("d", "j", "enter")
            assert desk.shows("T-76 ─ Traffic switch")
            await desk.press("escape")
            assert desk.shows("do it? y/n")
            await desk.press("escape")
            assert "left as it was" in desk.foot
            assert desk.content() == before

    async def test_on_a_slow_link_a_cascade_asks_in_one_line(self, file: Path) -> None:
        async with Desk(file, slow=True) as desk:
            await desk.go("T-75")
            await desk.press("d")
            assert "with 3 items" in desk.foot
            assert "y/n" in desk.foot
            await desk.press("enter", "d", "n")
            assert desk.plan.find_key("T-75") is not None

    async def test_the_answers_are_seen_however_long_the_title_is(self, file: Path) -> None:
        async with Desk(file, SMALL, slow=True) as desk:
            await desk.go("T-75")
            await desk.press("i")
            await desk.rewrite("Failover " * 20)
            await desk.press("enter", "d")
            assert desk.lines[-1].endswith("…? y/n")
            await desk.press("n")
            assert desk.plan.find_key("T-75") is not None

    async def test_the_cursor_stays_near_where_the_record_was(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.go("R-10")
            place = desk.risks.cursor
            await desk.press("d", "y")
            assert desk.risks.cursor == place


class TestRepeat:
    async def test_a_dot_does_the_last_change_again_on_another_row(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("p")
            await desk.rewrite("highest")
            await desk.press("enter")
            await desk.go("T-80")
            await desk.press(".")
            assert desk.value("T-80", "priority") == "highest"

    async def test_a_dot_repeats_a_cell(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            desk.backlog.column = "owner"
            await desk.press("i")
            await desk.rewrite("Goran")
            await desk.press("enter")
            await desk.go("T-149")
            await desk.press(".")
            assert desk.shown("T-149", "owner") == "Goran"

    async def test_a_dot_before_any_change_says_so(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press(".")
            assert "nothing to repeat" in desk.foot


class TestOneKeyChanges:
    async def test_x_is_done_and_open_again(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-39")
            await desk.press("x")
            assert desk.value("T-39", "status") == "done"
            assert desk.value("T-39", "actual_finish") is not None
            await desk.press("x")
            assert desk.value("T-39", "status") != "done"

    async def test_x_with_an_open_check_is_refused_with_the_reason(self, file: Path) -> None:
        async with Desk(file) as desk:
            checks = desk.plan["check"]
            items = [str(checks.value(c, "item")) for c in checks.ids if checks.value(c, "state") == "open"]
            open_ = next(i for i in items if desk.plan.value("item", i, "status") == "doing")
            key = str(desk.plan.value("item", open_, "key"))
            await desk.go(key)
            await desk.press("x")
            assert desk.value(key, "status") == "doing"
            assert "check" in desk.foot

    async def test_t_takes_a_date_in_words(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-79")
            await desk.press("t")
            await desk.rewrite("next fri")
            assert "04 Dec" in desk.echo
            await desk.press("enter")
            assert str(desk.value("T-79", "deadline")).startswith("2026-12-04")

    async def test_less_and_greater_shift_the_date_by_a_day(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            await desk.press(">")
            assert str(desk.value("T-78", "deadline")).startswith("2026-12-04")
            await desk.press("<", "<")
            assert str(desk.value("T-78", "deadline")).startswith("2026-12-02")

    async def test_c_comments_on_an_item(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            count = len(desk.plan["comment"])
            await desk.press("c")
            await desk.write("Asked the vendor again")
            await desk.press("enter")
            assert len(desk.plan["comment"]) == count + 1
            assert desk.plan.value("comment", desk.plan["comment"].ids[-1], "text") == "Asked the vendor again"

    async def test_s_takes_the_beginning_of_a_status(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-80")
            await desk.press("s")
            await desk.rewrite("bl")
            assert desk.echo == "blocked"
            await desk.press("enter")
            assert desk.value("T-80", "status") == "blocked"

    async def test_r_raises_a_risk_on_the_item(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("r")
            await desk.write("Store may not scale")
            await desk.press("enter")
            await desk.write("Ben")
            await desk.press("enter")
            assert desk.shown("R-15", "items") == "T-77"
            assert desk.shown("R-15", "owner") == "Ben"


#: What changes the plan from the row T-57, and the keys and texts of it.
VERBS = {
    "add": ["a", "=New", "enter"],
    "add child": ["A", "=New", "enter"],
    "cell": ["i", "=New title", "enter"],
    "indent": ["]"],
    "outdent": ["["],
    "move up": ["K"],
    "move to parent": ["P", "~T-75", "enter"],
    "link": ["b", "=T-76 SS +2d", "enter"],
    "chain": ["k", "space", "space", "B"],
    "priority of marked": ["space", "space", "p", "~lowest", "enter"],
    "duplicate": ["D"],
    "delete with what it holds": ["k", "k", "d", "y"],
    "status": ["s", "~blocked", "enter"],
    "owner": ["w", "~Ana", "enter"],
    "due": ["t", "~fri", "enter"],
    "later": ["j", ">"],
    "comment": ["c", "=Hm", "enter"],
    "risk": ["r", "=May break", "enter", "enter"],
}


class TestUndo:
    @pytest.mark.parametrize("verb", VERBS)
    async def test_u_takes_it_back_and_redo_does_it_again(self, file: Path, verb: str) -> None:
        async with Desk(file) as desk:
            await desk.go("T-57")
            before = desk.content()
            await play(desk, VERBS[verb])
            after = desk.content()
            assert after != before
            await desk.press("u")
            assert "undid" in desk.foot
            assert desk.content() == before
            await desk.press("ctrl+r")
            assert "redid" in desk.foot
            assert desk.content() == after
            await desk.press("u", "U")
            assert desk.content() == after

    async def test_undo_survives_a_restart(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await desk.go("T-77")
            await desk.press("p")
            await desk.rewrite("low")
            await desk.press("enter")
        async with Desk(file) as desk:
            await desk.press("u")
            assert desk.content() == before
        async with Desk(file) as desk:
            await desk.press("ctrl+r")
            assert desk.value("T-77", "priority") == "low"

    async def test_nothing_to_undo_says_so(self, empty: Path) -> None:
        async with Desk(empty, author="newcomer") as desk:
            await desk.press("u")
            assert "nothing to undo" in desk.foot
            await desk.press("ctrl+r")
            assert "nothing to redo" in desk.foot

    async def test_what_somebody_has_changed_since_is_not_taken_back_and_the_reason_is_said(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("p")
            await desk.rewrite("low")
            await desk.press("enter")
            with Store.open(file, author="ben") as ben:
                ben.load()
                with ben.transaction("Raise it") as tx:
                    tx.set("item", str(desk.plan.find_key("T-77")[1]), priority="highest")  # type: ignore[index]
            await desk.press("u")
            assert "Priority of T-77 has since changed; nothing was undone" in desk.foot
            assert desk.value("T-77", "priority") == "highest"

    async def test_the_cursor_goes_to_what_undo_brought_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-75")
            await desk.press("d", "y")
            await desk.press("G", "u")
            assert desk.current == "T-75"


async def play(desk: Desk, steps: list[str]) -> None:
    """Keys; ``=text`` writes, ``~text`` writes in the place of what is there."""
    for step in steps:
        if len(step) > 1 and step[0] == "=":
            await desk.write(step[1:])
        elif len(step) > 1 and step[0] == "~":
            await desk.rewrite(step[1:])
        else:
            await desk.press(step)


def links(desk: Desk, before: str, after: str) -> list[tuple[object, object, object]]:
    """(type, lag, unit) of the links between two items."""
    table = desk.plan["link"]
    ends = [desk.plan.find_key(key) for key in (before, after)]
    assert all(ends)
    ids = [end[1] for end in ends if end]
    return [
        (table.value(i, "type"), table.value(i, "lag"), table.value(i, "lag_unit"))
        for i in table.ids
        if [table.value(i, "predecessor"), table.value(i, "successor")] == ids
    ]


class TestWhatIsSaid:
    """What a change came to: in the footer, in the history, and when it is taken back."""

    async def test_it_names_the_record_with_the_old_and_the_new_value(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("w")
            await desk.rewrite("Kavya")
            await desk.press("enter")
            assert "Owner of T-77: Ben → Kavya" in desk.foot
            await desk.press("u")
            assert "undid: Owner of T-77: Ben → Kavya" in desk.foot
            await desk.command("history of the file")
            assert desk.shows("Undid: Owner of T-77: Ben → Kavya")

    async def test_what_follows_from_a_status_is_said_with_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-39")
            await desk.press("x")
            assert "Status of T-39: doing → done; Actual finish: " in desk.foot
            await desk.press("x")
            assert "Status of T-39: done → ready; Actual finish: " in desk.foot

    async def test_of_several_it_says_how_many(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("space", "space", "p")
            await desk.rewrite("low")
            await desk.press("enter")
            assert "Priority of 2 items: low" in desk.foot

    async def test_an_act_without_a_value_names_what_it_was_done_to(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-57")
            await desk.press("]")
            assert "Indent: T-57" in desk.foot
            await desk.press("D")
            assert "Duplicated T-57 as T-151" in desk.foot

    async def test_a_link_names_both_ends(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("b")
            await desk.write("T-12 SS +2d")
            await desk.press("enter")
            assert "T-77 comes after T-12" in desk.foot
