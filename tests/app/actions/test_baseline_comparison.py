"""Baselines at the screen: take one, compare with it, see what slipped and what crept in."""

from pathlib import Path

from support.demo_keys import FAILOVER_DRILL
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze


async def take(pilot: WorkspacePilot, name: str) -> None:
    await pilot.command("take a baseline")
    await pilot.write(name)
    await pilot.press("enter")


class TestTake:
    async def test_the_palette_takes_one_under_a_name_and_u_takes_it_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await take(pilot, "After rehearsal")
            assert "Took the baseline After rehearsal" in pilot.footer
            assert "against After rehearsal" in pilot.lines[1]
            await pilot.press("u")
            assert pilot.content() == before
            assert "against Signed by steering" in pilot.lines[1]

    async def test_a_name_is_needed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await take(pilot, "")
            assert "cannot be empty" in pilot.echo
            assert len(pilot.plan["baseline"]) == 1

    async def test_an_empty_plan_has_nothing_to_keep(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await take(pilot, "Nothing")
            assert "nothing planned" in pilot.echo


class TestCompare:
    async def test_c_tells_finish_dates_and_scope_since(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("C", "enter")
            shown = squeeze(pilot.screen)
            assert "Finish 19 Mar → 1 Apr +13d" in shown
            assert "75 later, 7 earlier" in shown
            assert "T-74 Platform accepted for production 04 Nov → 09 Dec +35d" in shown
            assert "Added (10)" in shown
            assert "T-142 Disks wiped with certificate +3d ana 08 Oct 26" in shown

    async def test_an_edit_since_is_in_it_with_who_made_it(self, file: Path) -> None:
        async with WorkspacePilot(file, author="goran") as pilot:
            await take(pilot, "Today")
            await pilot.go(FAILOVER_DRILL)
            pilot.backlog.column = "estimate"
            await pilot.press("i")
            await pilot.rewrite("7d")
            await pilot.press("enter", "C", "enter")
            shown = squeeze(pilot.screen)
            assert "The plan beside the baseline Today" in shown
            assert "Re-estimated (1)" in shown
            assert "T-78 Failover drill with audit evidence" in shown
            assert "goran 23 Nov" in shown

    async def test_nothing_has_moved_right_after_it_was_taken(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await take(pilot, "Today")
            await pilot.press("C", "enter")
            assert "0 later, 0 earlier" in pilot.screen
            assert "Added" not in pilot.screen

    async def test_a_line_leads_to_its_item_and_esc_back(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("C", "enter", "enter")
            assert "T-74 ─ Platform accepted" in pilot.screen
            await pilot.press("escape")
            assert "The plan beside the baseline" in pilot.screen

    async def test_another_baseline_or_none_can_be_chosen(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await take(pilot, "Today")
            await pilot.press("C")
            await pilot.write("steering")
            await pilot.press("enter", "escape")
            assert "against Signed by steering" in pilot.lines[1]
            await pilot.press("C")
            await pilot.write("nothing")
            await pilot.press("enter")
            assert "against" not in pilot.lines[1]
            assert "finish_variance" not in pilot.session.sheet.columns("item")

    async def test_slips_are_columns_to_filter_and_sort_by(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("/")
            await pilot.write("finish_variance>5d type:milestone")
            await pilot.press("enter")
            matched, sheet = pilot.workspace.context.item_tree.matched_ids, pilot.session.sheet
            assert matched
            assert all(int(sheet.value("item", i, "finish_variance") or 0) > 5 * 480 for i in matched)

    async def test_without_a_baseline_it_says_how_to_take_one(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await pilot.press("C")
            assert "take a baseline" in pilot.footer
