"""Baselines at the screen: take one, compare with it, see what slipped and what crept in."""

from pathlib import Path

from support.workspace_pilot import SMALL, Desk, squeeze


async def take(desk: Desk, name: str) -> None:
    await desk.command("take a baseline")
    await desk.write(name)
    await desk.press("enter")


class TestTake:
    async def test_the_palette_takes_one_under_a_name_and_u_takes_it_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = desk.content()
            await take(desk, "After rehearsal")
            assert "Took the baseline After rehearsal" in desk.foot
            assert "against After rehearsal" in desk.lines[1]
            await desk.press("u")
            assert desk.content() == before
            assert "against Signed by steering" in desk.lines[1]

    async def test_a_name_is_needed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await take(desk, "")
            assert "cannot be empty" in desk.echo
            assert len(desk.plan["baseline"]) == 1

    async def test_an_empty_plan_has_nothing_to_keep(self, empty: Path) -> None:
        async with Desk(empty) as desk:
            await take(desk, "Nothing")
            assert "nothing planned" in desk.echo


class TestCompare:
    async def test_c_tells_finish_dates_and_scope_since(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("C", "enter")
            shown = squeeze(desk.screen)
            assert "Finish 26 Mar → 01 Apr +4d" in shown
            assert "86 later, 6 earlier" in shown
            assert "T-74 Platform accepted for production +8d" in shown
            assert "Added (23)" in shown
            assert "T-127 Course and exercise book +6d ana 22 Sep 26" in shown

    async def test_an_edit_since_is_in_it_with_who_made_it(self, file: Path) -> None:
        async with Desk(file, author="goran") as desk:
            await take(desk, "Today")
            await desk.go("T-78")
            desk.backlog.column = "estimate"
            await desk.press("i")
            await desk.rewrite("7d")
            await desk.press("enter", "C", "enter")
            shown = squeeze(desk.screen)
            assert "The plan beside the baseline Today" in shown
            assert "Re-estimated (1)" in shown
            assert "T-78 Failover drill with audit evidence" in shown
            assert "goran 23 Nov" in shown

    async def test_nothing_has_moved_right_after_it_was_taken(self, file: Path) -> None:
        async with Desk(file) as desk:
            await take(desk, "Today")
            await desk.press("C", "enter")
            assert "0 later, 0 earlier" in desk.screen
            assert "Added" not in desk.screen

    async def test_a_line_leads_to_its_item_and_esc_back(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("C", "enter", "enter")
            assert "T-74 ─ Platform accepted" in desk.screen
            await desk.press("escape")
            assert "The plan beside the baseline" in desk.screen

    async def test_another_baseline_or_none_can_be_chosen(self, file: Path) -> None:
        async with Desk(file) as desk:
            await take(desk, "Today")
            await desk.press("C")
            await desk.write("steering")
            await desk.press("enter", "escape")
            assert "against Signed by steering" in desk.lines[1]
            await desk.press("C")
            await desk.write("nothing")
            await desk.press("enter")
            assert "against" not in desk.lines[1]
            assert "finish_variance" not in desk.session.sheet.columns("item")

    async def test_slips_are_columns_to_filter_and_sort_by(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("/")
            await desk.write("finish_variance>5d type:milestone")
            await desk.press("enter")
            matched, sheet = desk.workspace.context.item_tree.matched_ids, desk.session.sheet
            assert matched
            assert all(int(sheet.value("item", i, "finish_variance") or 0) > 5 * 480 for i in matched)

    async def test_without_a_baseline_it_says_how_to_take_one(self, empty: Path) -> None:
        async with Desk(empty) as desk:
            await desk.press("C")
            assert "take a baseline" in desk.foot
