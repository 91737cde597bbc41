"""Asking why: the sentences, the graph of links, and walking from item to item."""

from pathlib import Path

from support.demo_keys import (
    FAILOVER,
    FAILOVER_DRILL,
    FIREWALL_RULES,
    RESTORE_BACKUP,
    RUNBOOKS,
    SESSION_STORE,
    TRAFFIC_SWITCH,
)
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze
from tpm_tui.app.modal_screens.forecast import ForecastScreen


class TestWhy:
    async def test_w_says_what_sets_the_start_and_what_it_could_slip_by(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("W")
            assert "T-78 starts 30 Nov because T-77 finishes 27 Nov 18:00" in pilot.screen
            assert "It can slip 1 working day without missing its deadline, 3 Dec" in pilot.screen

    async def test_enter_walks_to_what_drives_it_and_esc_comes_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("W", "enter")
            assert "Why ─ T-77" in pilot.screen
            await pilot.press("escape")
            assert "Why ─ T-78" in pilot.screen
            await pilot.press("escape")
            assert len(pilot.app.screen_stack) == 1
            assert pilot.current == FAILOVER_DRILL

    async def test_what_waits_for_it_leads_on_too(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("W")
            assert "Waiting for it (2)" in pilot.screen
            await pilot.press("j", "enter")
            assert "Why ─ T-74" in pilot.screen

    async def test_a_conflict_gives_its_reason(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("W")
            assert "Conflict: it is due 19 Nov" in pilot.screen

    async def test_it_is_on_the_page_of_the_record(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("enter")
            assert "because T-77 finishes 27 Nov" in squeeze(pilot.screen)
            await pilot.press("W")
            assert "Why ─ T-78" in pilot.screen

    async def test_a_dropped_item_takes_no_time(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("s")
            await pilot.rewrite("dropped")
            await pilot.press("enter", "W")
            assert "It is dropped" in pilot.screen

    async def test_a_key_on_a_page_that_is_being_taken_down_does_nothing(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("W")
            page = pilot.app.screen
            page.dismiss(None)
            await page.remove_children()
            for key in ("at_link('unlink')", "at_link('relink')", "link", "choose", "step(1)", "dismiss(None)"):
                await page.run_action(key)
            await pilot.press("j")
            assert len(pilot.app.screen_stack) == 1

    async def test_what_a_page_lacked_may_come_once_it_is_being_taken_down(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("F")
            page = pilot.app.screen
            assert isinstance(page, ForecastScreen)
            page.dismiss(None)
            await page.remove_children()
            page.fill()
            await pilot.press("j")
            assert len(pilot.app.screen_stack) == 1

    async def test_the_cursor_must_be_on_an_item(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3", "W")
            assert "put the cursor on an item" in pilot.footer


class TestLinks:
    async def test_l_shows_what_it_comes_after_above_and_what_waits_below(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L")
            rows = [
                n for n, line in enumerate(pilot.lines) if SESSION_STORE in line or "● T-78" in line or RUNBOOKS in line
            ]
            assert rows == sorted(rows)
            assert len(rows) == 3
            assert "FS sets the start" in pilot.line(SESSION_STORE)
            assert "SS +2d sets its start" in pilot.line(RUNBOOKS)

    async def test_it_reaches_several_links_away(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L")
            assert pilot.line("T-83").index("╭") > pilot.line(SESSION_STORE).index("╭")

    async def test_where_the_graph_goes_on_it_says_so(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L")
            # T-106 is four links away, and T-107 waits for it; nothing more waits for what is shown once again.
            assert "…" in pilot.line("T-106")[-12:]
            assert "…" not in pilot.line("T-81 ")[-12:]

    async def test_one_walks_along_it_and_turns_to_the_reasons(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(RUNBOOKS)
            await pilot.press("L")
            while "▌" not in pilot.line(FAILOVER_DRILL):
                await pilot.press("j")
            await pilot.press("enter")
            assert "Links ─ T-78" in pilot.screen
            await pilot.press("W")
            assert "Why ─ T-78" in pilot.screen
            await pilot.press("o")
            assert "T-78 ─ Failover drill" in pilot.screen

    async def test_a_link_on_what_holds_an_item_binds_it_too(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER)
            await pilot.press("b")
            await pilot.write(FIREWALL_RULES)
            await pilot.press("enter")
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L")
            assert "Firewall rules" in pilot.line(FIREWALL_RULES)

    async def test_links_are_made_changed_and_removed_where_they_are_read(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L", "b")
            await pilot.write("T-80 SS +1d")
            await pilot.press("enter")
            assert "SS +1d" in pilot.line(RESTORE_BACKUP)
            while "▌" not in pilot.line(RESTORE_BACKUP):
                await pilot.press("j")
            await pilot.press("i")
            assert pilot.input == "T-80 SS +1d"
            await pilot.rewrite("T-80 FS +2d")
            await pilot.press("enter")
            assert "FS +2d" in pilot.line(RESTORE_BACKUP)
            # T-80 needs a day more: 24 November, and two days of lag.
            while "▌" not in pilot.line(RESTORE_BACKUP):
                await pilot.press("j")
            await pilot.press("d")
            assert not pilot.shows(RESTORE_BACKUP)
            await pilot.press("escape", "u", "u", "u")
            assert pilot.content() == real

    async def test_a_loop_made_there_is_named_and_what_was_typed_stays(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L", "b")
            await pilot.write(RUNBOOKS)
            await pilot.press("enter")
            assert pilot.echo == "that would make a loop: T-78 → T-81 → T-78"
            assert pilot.input == RUNBOOKS
            await pilot.press("escape")
            assert "Links ─ T-78" in pilot.screen
            assert pilot.content() == real

    async def test_a_second_link_of_a_type_between_two_items_is_refused(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L")
            while "▌" not in pilot.line(TRAFFIC_SWITCH):
                await pilot.press("j")
            await pilot.press("i")
            await pilot.rewrite("T-77 FS +1d")
            await pilot.press("enter")
            assert pilot.echo == "they are linked so already: T-77 FS"

    async def test_a_link_far_away_is_read_whole_on_a_small_screen(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(FAILOVER_DRILL)
            await pilot.press("L")
            assert "FS (again)" in pilot.line("T-83")
            assert "SS +2d sets" in pilot.line(RUNBOOKS)

    async def test_an_item_without_links_says_how_to_link_it(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await pilot.press("a")
            await pilot.write("Alone")
            await pilot.press("enter", "L")
            assert "Nothing is linked to it yet" in pilot.screen
