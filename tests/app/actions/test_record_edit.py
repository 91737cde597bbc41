"""Changing the plan by keys: add, order, link, mark, repeat, and take it all back."""

from pathlib import Path

import pytest

from support.demo_keys import (
    CAPACITY_TEST,
    FAILOVER,
    FAILOVER_DRILL,
    FIREWALL_RULES,
    RESTORE_BACKUP,
    RUNBOOKS,
    SESSION_STORE,
    TRAFFIC_SWITCH,
)
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze
from tpm_tui.store.store import Store


class TestAdd:
    async def test_a_adds_after_the_cursor_and_stands_on_what_was_added(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("a")
            await pilot.write("Warm the caches")
            await pilot.press("enter")
            assert pilot.current == "T-151"
            assert pilot.rows[pilot.rows.index(SESSION_STORE) + 1] == "T-151"
            assert pilot.shown("T-151", "parent") == FAILOVER
            assert "added T-151" in pilot.footer

    async def test_a_adds_a_sibling_below_all_that_an_open_row_holds(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("a")
            await pilot.write("Next to it")
            await pilot.press("enter")
            assert pilot.shown("T-151", "parent") == "T-2"
            assert pilot.rows[pilot.rows.index(FAILOVER_DRILL) + 1] == "T-151"

    async def test_capital_a_adds_below_and_unfolds_to_show_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("z")
            assert TRAFFIC_SWITCH not in pilot.rows
            await pilot.press("A")
            await pilot.write("Inside")
            await pilot.press("enter")
            assert pilot.current == "T-151"
            assert pilot.shown("T-151", "parent") == FAILOVER
            assert "Inside" in pilot.line("T-151")

    async def test_the_first_item_of_an_empty_file(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            assert pilot.shows("Press a to add an item")
            await pilot.press("a")
            await pilot.write("Begin")
            await pilot.press("enter")
            assert pilot.current == "T-1"
            assert not pilot.shows("Press a to add an item")

    async def test_esc_adds_nothing(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.press("a")
            await pilot.write("Never mind")
            await pilot.press("escape")
            assert pilot.content() == before

    async def test_an_empty_title_is_refused_where_it_is_typed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("a", "enter")
            assert "Title cannot be empty" in pilot.echo
            assert pilot.asking is not None

    async def test_something_added_under_a_filter_that_hides_it_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("status:blocked")
            await pilot.press("enter", "a")
            await pilot.write("Hidden one")
            await pilot.press("enter")
            assert "the filter hides it" in pilot.footer

    async def test_capital_a_on_a_stakeholder_logs_a_contact(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("4", "A")
            assert pilot.shows("New contact of")
            await pilot.press("enter")
            assert pilot.shows("New Contact")
            assert "23 Nov" in pilot.line("Date")


class TestOrder:
    async def test_indent_puts_below_the_one_above_and_outdent_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-57")
            await pilot.press("]")
            assert pilot.shown("T-57", "parent") == "T-56"
            assert pilot.current == "T-57"
            await pilot.press("[")
            assert pilot.shown("T-57", "parent") == "T-4"
            assert pilot.rows.index("T-57") == pilot.rows.index("T-56") + 1

    async def test_indenting_below_what_it_waits_for_is_refused(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("]")
            assert pilot.shown(FAILOVER_DRILL, "parent") == FAILOVER
            assert "loop" in pilot.footer

    async def test_indenting_into_a_folded_row_keeps_the_cursor_on_the_item(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("z", "j", "j")
            assert pilot.current == "T-149"
            await pilot.press("K", "]")
            assert pilot.shown("T-149", "parent") == FAILOVER
            assert pilot.current == "T-149"

    async def test_j_and_k_capital_move_among_siblings(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("J")
            assert [r for r in pilot.rows if r in (TRAFFIC_SWITCH, SESSION_STORE, FAILOVER_DRILL)] == [
                SESSION_STORE,
                TRAFFIC_SWITCH,
                FAILOVER_DRILL,
            ]
            assert pilot.current == TRAFFIC_SWITCH
            await pilot.press("K")
            assert [r for r in pilot.rows if r in (TRAFFIC_SWITCH, SESSION_STORE, FAILOVER_DRILL)] == [
                TRAFFIC_SWITCH,
                SESSION_STORE,
                FAILOVER_DRILL,
            ]

    async def test_the_first_cannot_move_up_and_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("K")
            assert "first of its siblings" in pilot.footer

    async def test_p_capital_moves_to_a_parent_or_to_the_top(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("P")
            await pilot.rewrite("T-4")
            assert "Security baseline" in pilot.echo
            await pilot.press("enter")
            assert pilot.shown(FAILOVER_DRILL, "parent") == "T-4"
            assert pilot.current == FAILOVER_DRILL
            await pilot.press("P")
            await pilot.rewrite("")
            await pilot.press("enter")
            assert pilot.value(FAILOVER_DRILL, "parent") is None

    async def test_a_parent_below_itself_is_refused_with_the_loop(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("P")
            await pilot.rewrite(SESSION_STORE)
            await pilot.press("enter")
            assert pilot.shown(FAILOVER, "parent") == "T-2"
            assert SESSION_STORE in pilot.echo
            assert pilot.input == SESSION_STORE
            await pilot.rewrite("T-4")
            await pilot.press("enter")
            assert pilot.shown(FAILOVER, "parent") == "T-4"


class TestLink:
    async def test_b_links_after_another_with_type_and_lag_echoed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("b")
            await pilot.write("T-76 SS +2d")
            assert "Traffic switch" in pilot.echo
            assert "2d" in pilot.echo
            assert "start" in pilot.echo
            await pilot.press("enter")
            link = links(pilot, TRAFFIC_SWITCH, CAPACITY_TEST)
            assert link == [("SS", 960, "working")]
            assert "after T-76" in pilot.footer

    async def test_a_link_that_would_close_a_loop_is_refused_and_named(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("b")
            await pilot.write(FAILOVER_DRILL)
            await pilot.press("enter")
            assert links(pilot, FAILOVER_DRILL, SESSION_STORE) == []
            assert pilot.echo == "that would make a loop: T-77 → T-78 → T-77"
            assert pilot.input == FAILOVER_DRILL

    async def test_b_links_from_the_timeline_too(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("2", "b")
            await pilot.write("after T-76 FF -50%")
            assert "T-76 Traffic switch" in pilot.echo
            assert pilot.echo.endswith("finishes after its finish -50%")
            await pilot.press("enter")
            assert links(pilot, TRAFFIC_SWITCH, CAPACITY_TEST) == [("FF", -50, "percent")]

    async def test_a_link_typed_in_the_palette_is_made(self, file: Path) -> None:
        for slow in (False, True):
            async with WorkspacePilot(file, slow=slow) as pilot:
                await pilot.go(CAPACITY_TEST)
                await pilot.command("after T-76 SS +3ed")
                assert links(pilot, TRAFFIC_SWITCH, CAPACITY_TEST) == [("SS", 4320, "elapsed")]
                await pilot.go(RESTORE_BACKUP)
                await pilot.press(".")
                assert links(pilot, TRAFFIC_SWITCH, RESTORE_BACKUP) == [("SS", 4320, "elapsed")]
                await pilot.press("u", "u")
                assert links(pilot, TRAFFIC_SWITCH, CAPACITY_TEST) == []

    async def test_what_cannot_be_a_link_is_said_in_the_palette(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.go(SESSION_STORE)
            await pilot.press(":")
            await pilot.write("after T-999")
            assert "there is no item 'T-999'" in pilot.screen
            await pilot.press("enter", "escape")
            await pilot.command("after T-78")
            assert pilot.footer.strip() == "that would make a loop: T-77 → T-78 → T-77"
            assert pilot.content() == real

    async def test_of_several_values_only_the_refused_one_is_asked_for_again(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.command("set constraint")
            await pilot.rewrite("FNLT")
            await pilot.press("enter")
            await pilot.rewrite("")
            await pilot.press("enter")
            assert "say the day" in pilot.echo
            await pilot.rewrite("12 jan")
            await pilot.press("enter")
            assert pilot.asking is None
            assert pilot.value(FAILOVER_DRILL, "constraint") == "FNLT"
            assert pilot.value(FAILOVER_DRILL, "constraint_date") == "2027-01-12T18:00"

    async def test_a_constraint_is_asked_for_in_words_and_then_its_day(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.command("set constraint")
            assert "FNLT must finish by" in squeeze(pilot.screen)
            await pilot.rewrite("fnlt")
            assert pilot.echo == "FNLT: must finish by"
            await pilot.press("enter")
            await pilot.write("12 jan")
            await pilot.press("enter")
            assert pilot.value(FAILOVER_DRILL, "constraint_date") == "2027-01-12T18:00"
            await pilot.command("set constraint")
            await pilot.rewrite("asap")
            await pilot.press("enter")
            assert pilot.value(FAILOVER_DRILL, "constraint_date") is None
            await pilot.press("u", "u")
            assert pilot.value(FAILOVER_DRILL, "constraint") == "ASAP"

    async def test_every_field_is_found_in_the_palette(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.command("remaining")
            await pilot.write("2d")
            await pilot.press("enter")
            assert pilot.shown(FAILOVER_DRILL, "remaining") == "2d"
            await pilot.press("u")
            assert pilot.shown(FAILOVER_DRILL, "remaining") == ""

    async def test_the_status_date_is_set_in_the_form_of_the_programme(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("status date")
            await pilot.press("tab", "tab")
            await pilot.rewrite("22 nov")
            await pilot.press("f2")
            assert pilot.plan.programme("status_date") == "2026-11-22T23:59", "up to when is known: the last such day"

    async def test_nonsense_after_the_key_is_refused_where_it_is_typed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("b")
            await pilot.write("T-76 XY")
            await pilot.press("enter")
            assert pilot.asking is not None
            assert pilot.asking._answers.bad

    async def test_completion_keeps_the_rest_of_what_was_typed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("b")
            await pilot.write("traffic")
            assert pilot.offered[0] == TRAFFIC_SWITCH
            await pilot.press("tab")
            assert pilot.input == TRAFFIC_SWITCH
            await pilot.write(" FF")
            await pilot.press("enter")
            assert links(pilot, TRAFFIC_SWITCH, CAPACITY_TEST) == [("FF", 0, "working")]

    async def test_b_capital_links_the_marked_in_a_row(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(RESTORE_BACKUP)
            await pilot.press("space", "space", "space", "B")
            assert links(pilot, RESTORE_BACKUP, RUNBOOKS) == [("FS", 0, "working")]
            assert links(pilot, RUNBOOKS, "T-82") == [("FS", 0, "working")]
            await pilot.press("u")
            assert links(pilot, RESTORE_BACKUP, RUNBOOKS) == links(pilot, RUNBOOKS, "T-82") == []

    async def test_b_capital_without_marks_says_what_is_needed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("B")
            assert "mark 2" in pilot.footer


class TestMarkMany:
    async def test_actions_hit_the_marked_rows(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("space", "space")
            assert pilot.current == RESTORE_BACKUP
            await pilot.press("p")
            await pilot.rewrite("highest")
            await pilot.press("enter")
            assert [pilot.value(k, "priority") for k in (CAPACITY_TEST, "T-149")] == ["highest", "highest"]
            assert pilot.value(RESTORE_BACKUP, "priority") != "highest"
            await pilot.press("u")
            assert pilot.value(CAPACITY_TEST, "priority") != "highest"

    async def test_v_marks_a_range_up_to_the_cursor(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("v", "j", "j")
            assert [pilot.key_of(i) for i in pilot.backlog.targets()] == [TRAFFIC_SWITCH, SESSION_STORE, FAILOVER_DRILL]
            await pilot.press("k")
            assert len(pilot.backlog.targets()) == 2
            await pilot.press("v", "j")
            assert len(pilot.backlog.targets()) == 2

    async def test_a_range_keeps_rows_marked_before_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-1")
            await pilot.press("space")
            await pilot.go(TRAFFIC_SWITCH)
            await pilot.press("v", "j")
            assert [pilot.key_of(i) for i in pilot.backlog.targets()] == ["T-1", TRAFFIC_SWITCH, SESSION_STORE]

    async def test_star_marks_all_the_filter_leaves(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("status:blocked")
            await pilot.press("enter", "*", "p")
            await pilot.rewrite("low")
            await pilot.press("enter")
            items = pilot.plan["item"]
            changed = [i for i in items.ids if items.value(i, "status") == "blocked"]
            assert changed
            assert all(items.value(i, "priority") == "low" for i in changed)
            held = [i for i in items.ids if items.value(i, "status") == "doing"]
            assert not all(items.value(i, "priority") == "low" for i in held)

    async def test_esc_takes_the_marks_away(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("space", "space", "escape")
            assert not pilot.backlog.marks

    async def test_a_cell_edited_with_marks_changes_them_all(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("space", "space")
            pilot.backlog.column = "owner"
            await pilot.press("i")
            await pilot.rewrite("Ana")
            await pilot.press("enter")
            assert [pilot.shown(k, "owner") for k in (CAPACITY_TEST, "T-149")] == ["Ana", "Ana"]

    async def test_marks_are_said_in_the_title(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("space", "space")
            assert pilot.shows("2 marked")


class TestDuplicateAndDelete:
    async def test_d_capital_makes_a_copy_beside_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("D")
            assert pilot.value("T-151", "title") == f"{pilot.value('T-79', 'title')} (copy)"
            assert pilot.rows[pilot.rows.index(CAPACITY_TEST) + 1] == "T-151"
            assert pilot.value("T-151", "actual_finish") is None

    async def test_one_record_goes_without_a_question_and_u_brings_it_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("a")
            await pilot.write("Short life")
            await pilot.press("enter")
            before = pilot.content()
            await pilot.press("d")
            assert pilot.plan.find_key("T-151") is None
            assert "u undoes" in pilot.footer
            await pilot.press("u")
            assert pilot.content() == before

    async def test_a_cascade_names_what_goes_along_and_asks(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            before = pilot.content()
            await pilot.press("d")
            assert "do it? y/n" in pilot.line("Delete T-75")
            assert pilot.shows("4 items")
            assert "Session store in both regions" in pilot.line("T-77 ")
            assert pilot.shows("comes after")
            await pilot.press("d")
            assert pilot.shows("do it? y/n")
            await pilot.press("n")
            assert pilot.content() == before
            await pilot.press("d", "y")
            assert "Deleted T-75 “Failover between regions” and" in pilot.footer
            assert all(
                pilot.plan.find_key(k) is None for k in (FAILOVER, TRAFFIC_SWITCH, SESSION_STORE, FAILOVER_DRILL)
            )
            await pilot.press("u")
            assert pilot.content() == before

    async def test_what_goes_along_can_be_looked_at_first(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(FAILOVER)
            before = pilot.content()
            await pilot.press("d", "j", "enter")
            assert pilot.shows("T-76 ─ Traffic switch")
            await pilot.press("escape")
            assert pilot.shows("do it? y/n")
            await pilot.press("escape")
            assert "left as it was" in pilot.footer
            assert pilot.content() == before

    async def test_on_a_slow_link_a_cascade_asks_in_one_line(self, file: Path) -> None:
        async with WorkspacePilot(file, slow=True) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("d")
            assert "with 3 items" in pilot.footer
            assert "y/n" in pilot.footer
            await pilot.press("enter", "d", "n")
            assert pilot.plan.find_key(FAILOVER) is not None

    async def test_the_answers_are_seen_however_long_the_title_is(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL, slow=True) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("i")
            await pilot.rewrite("Failover " * 20)
            await pilot.press("enter", "d")
            assert pilot.lines[-1].endswith("…? y/n")
            await pilot.press("n")
            assert pilot.plan.find_key(FAILOVER) is not None

    async def test_the_cursor_stays_near_where_the_record_was(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            await pilot.go("R-10")
            place = pilot.risks.cursor
            await pilot.press("d", "y")
            assert pilot.risks.cursor == place


class TestRepeat:
    async def test_a_dot_does_the_last_change_again_on_another_row(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("p")
            await pilot.rewrite("highest")
            await pilot.press("enter")
            await pilot.go(RESTORE_BACKUP)
            await pilot.press(".")
            assert pilot.value(RESTORE_BACKUP, "priority") == "highest"

    async def test_a_dot_repeats_a_cell(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            pilot.backlog.column = "owner"
            await pilot.press("i")
            await pilot.rewrite("Goran")
            await pilot.press("enter")
            await pilot.go("T-149")
            await pilot.press(".")
            assert pilot.shown("T-149", "owner") == "Goran"

    async def test_a_dot_before_any_change_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press(".")
            assert "nothing to repeat" in pilot.footer


class TestOneKeyChanges:
    async def test_x_is_done_and_open_again(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press("x")
            assert pilot.value(FIREWALL_RULES, "status") == "done"
            assert pilot.value(FIREWALL_RULES, "actual_finish") is not None
            await pilot.press("x")
            assert pilot.value(FIREWALL_RULES, "status") != "done"

    async def test_x_with_an_open_check_is_refused_with_the_reason(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            checks = pilot.plan["check"]
            items = [str(checks.value(c, "item")) for c in checks.ids if checks.value(c, "state") == "open"]
            open_ = next(i for i in items if pilot.plan.value("item", i, "status") == "doing")
            key = str(pilot.plan.value("item", open_, "key"))
            await pilot.go(key)
            await pilot.press("x")
            assert pilot.value(key, "status") == "doing"
            assert "check" in pilot.footer

    async def test_t_takes_a_date_in_words(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(CAPACITY_TEST)
            await pilot.press("t")
            await pilot.rewrite("next fri")
            assert "04 Dec" in pilot.echo
            await pilot.press("enter")
            assert str(pilot.value(CAPACITY_TEST, "deadline")).startswith("2026-12-04")

    async def test_less_and_greater_shift_the_date_by_a_day(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press(">")
            assert str(pilot.value(FAILOVER_DRILL, "deadline")).startswith("2026-12-04")
            await pilot.press("<", "<")
            assert str(pilot.value(FAILOVER_DRILL, "deadline")).startswith("2026-12-02")

    async def test_c_comments_on_an_item(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            count = len(pilot.plan["comment"])
            await pilot.press("c")
            await pilot.write("Asked the vendor again")
            await pilot.press("enter")
            assert len(pilot.plan["comment"]) == count + 1
            assert pilot.plan.value("comment", pilot.plan["comment"].ids[-1], "text") == "Asked the vendor again"

    async def test_s_takes_the_beginning_of_a_status(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(RESTORE_BACKUP)
            await pilot.press("s")
            await pilot.rewrite("bl")
            assert pilot.echo == "blocked"
            await pilot.press("enter")
            assert pilot.value(RESTORE_BACKUP, "status") == "blocked"

    async def test_r_raises_a_risk_on_the_item(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("r")
            await pilot.write("Store may not scale")
            await pilot.press("enter")
            await pilot.write("Ben")
            await pilot.press("enter")
            assert pilot.shown("R-15", "items") == SESSION_STORE
            assert pilot.shown("R-15", "owner") == "Ben"


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
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-57")
            before = pilot.content()
            await play(pilot, VERBS[verb])
            after = pilot.content()
            assert after != before
            await pilot.press("u")
            assert "undid" in pilot.footer
            assert pilot.content() == before
            await pilot.press("ctrl+r")
            assert "redid" in pilot.footer
            assert pilot.content() == after
            await pilot.press("u", "U")
            assert pilot.content() == after

    async def test_undo_survives_a_restart(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.go(SESSION_STORE)
            await pilot.press("p")
            await pilot.rewrite("low")
            await pilot.press("enter")
        async with WorkspacePilot(file) as pilot:
            await pilot.press("u")
            assert pilot.content() == before
        async with WorkspacePilot(file) as pilot:
            await pilot.press("ctrl+r")
            assert pilot.value(SESSION_STORE, "priority") == "low"

    async def test_nothing_to_undo_says_so(self, empty: Path) -> None:
        async with WorkspacePilot(empty, author="newcomer") as pilot:
            await pilot.press("u")
            assert "nothing to undo" in pilot.footer
            await pilot.press("ctrl+r")
            assert "nothing to redo" in pilot.footer

    async def test_what_somebody_has_changed_since_is_not_taken_back_and_the_reason_is_said(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("p")
            await pilot.rewrite("low")
            await pilot.press("enter")
            with Store.open(file, author="ben") as ben:
                ben.load()
                with ben.transaction("Raise it") as tx:
                    tx.set("item", str(pilot.plan.find_key(SESSION_STORE)[1]), priority="highest")  # type: ignore[index]
            await pilot.press("u")
            assert "Priority of T-77 has since changed; nothing was undone" in pilot.footer
            assert pilot.value(SESSION_STORE, "priority") == "highest"

    async def test_the_cursor_goes_to_what_undo_brought_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("d", "y")
            await pilot.press("G", "u")
            assert pilot.current == FAILOVER


async def play(pilot: WorkspacePilot, steps: list[str]) -> None:
    """Keys; ``=text`` writes, ``~text`` writes in the place of what is there."""
    for step in steps:
        if len(step) > 1 and step[0] == "=":
            await pilot.write(step[1:])
        elif len(step) > 1 and step[0] == "~":
            await pilot.rewrite(step[1:])
        else:
            await pilot.press(step)


def links(pilot: WorkspacePilot, before: str, after: str) -> list[tuple[object, object, object]]:
    """(type, lag, unit) of the links between two items."""
    table = pilot.plan["link"]
    ends = [pilot.plan.find_key(key) for key in (before, after)]
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
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("w")
            await pilot.rewrite("Kavya")
            await pilot.press("enter")
            assert "Owner of T-77: Ben → Kavya" in pilot.footer
            await pilot.press("u")
            assert "undid: Owner of T-77: Ben → Kavya" in pilot.footer
            await pilot.command("history of the file")
            assert pilot.shows("Undid: Owner of T-77: Ben → Kavya")

    async def test_what_follows_from_a_status_is_said_with_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press("x")
            assert "Status of T-39: doing → done; Actual finish: " in pilot.footer
            await pilot.press("x")
            assert "Status of T-39: done → ready; Actual finish: " in pilot.footer

    async def test_of_several_it_says_how_many(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("space", "space", "p")
            await pilot.rewrite("low")
            await pilot.press("enter")
            assert "Priority of 2 items: low" in pilot.footer

    async def test_an_act_without_a_value_names_what_it_was_done_to(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-57")
            await pilot.press("]")
            assert "Indent: T-57" in pilot.footer
            await pilot.press("D")
            assert "Duplicated T-57 as T-151" in pilot.footer

    async def test_a_link_names_both_ends(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("b")
            await pilot.write("T-12 SS +2d")
            await pilot.press("enter")
            assert "T-77 comes after T-12" in pilot.footer
