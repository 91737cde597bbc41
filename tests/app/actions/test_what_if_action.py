"""Trying things out: nothing reaches the file before it is kept."""

import re
from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, Desk, squeeze, written
from tpm_tui.domain.text import dates
from tpm_tui.domain.time.work_calendar import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


def on_disk(path: Path) -> dict[str, object]:
    """What another program would read."""
    with Store.open(path) as store:
        return written(store.load())


async def estimate(desk: Desk, key: str, text: str) -> None:
    await desk.go(key)
    desk.backlog.column = "estimate"
    await desk.press("i")
    await desk.rewrite(text)
    await desk.press("enter")


class TestTrying:
    async def test_edits_of_any_kind_stay_off_the_file(self, file: Path) -> None:
        before = on_disk(file)
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "20d")
            await desk.press("a")
            await desk.write("Only an idea")
            await desk.press("enter")
            await desk.go("T-81")
            await desk.press("d")
            await desk.press("y")
            assert "Only an idea" in desk.screen
            assert len(desk.session.what_if.steps) == 3
            assert on_disk(file) == before
        assert on_disk(file) == before

    async def test_the_pulse_line_tells_the_difference_all_the_time(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            assert "WHAT-IF 0 edits · finish 01 Apr, as it is" in desk.pulse
            assert "not in the file" in desk.pulse
            await estimate(desk, "T-106", "13d")
            assert "WHAT-IF 1 edit " in desk.pulse
            assert "+" in desk.pulse.partition("finish")[2].partition("   ")[0]

    async def test_the_timeline_shows_where_things_really_lie(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            assert "]" in desk.line("T-78")
            assert "against Signed" not in desk.lines[1]

    async def test_it_has_an_undo_of_its_own(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            await desk.press("u")
            assert desk.content() == real
            await desk.press("u")
            assert "nothing to undo" in desk.foot
            await desk.press("U")
            assert desk.shown("T-78", "estimate") == "9d"

    async def test_a_rule_refuses_as_it_does_in_the_file(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await desk.go("T-77")
            await desk.press("b")
            await desk.write("T-78")
            await desk.press("enter")
            assert "loop" in desk.echo
            assert desk.session.what_if.steps == []

    async def test_a_file_that_cannot_be_written_can_be_tried_on(self, file: Path) -> None:
        async with Desk(file, readonly=True) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            assert desk.shown("T-78", "estimate") == "9d"
            await desk.press("I", "K")
            assert "reading only" in desk.foot
            assert desk.session.what_if is not None

    async def test_an_import_works_on_the_file_and_is_refused_meanwhile(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            source = file.with_name("more.csv")
            source.write_text("title\nFrom elsewhere\n")
            await desk.command("import a file")
            await desk.write("csv")
            await desk.press("enter")
            await desk.write(str(source))
            await desk.press("enter")
            if len(desk.app.screen_stack) > 1:
                await desk.press("enter")
            if desk.workspace.prompts.awaits_key:
                await desk.press("y")
            assert "From elsewhere" not in desk.plan["item"].columns["title"]


class TestLooking:
    async def test_i_lists_what_was_tried_and_what_it_does(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            await desk.press("I")
            shown = squeeze(desk.screen)
            assert "[✓] Estimate of T-78" in shown
            assert "T-78 Failover drill with audit evidence 02 Dec → 10 Dec" in shown
            assert "Would have to give (" in shown
            assert "due 03 Dec, missed by" in shown
            await desk.press("escape")
            assert desk.session.what_if is not None

    async def test_an_edit_names_what_it_is_about(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await desk.go("T-78")
            await desk.press(">", "I")
            assert "T-78" in desk.line("Shift dates a day later")

    async def test_it_fits_a_small_screen(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.press("I")
            assert "WHAT-IF" in desk.lines[0]
            await estimate(desk, "T-78", "9d")
            await desk.press("I")
            assert "Estimate of T-78" in desk.screen


class TestKeeping:
    async def test_all_of_it_is_one_change_and_one_undo(self, file: Path) -> None:
        before = on_disk(file)
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            await estimate(desk, "T-81", "2d")
            tried = desk.content()
            await desk.press("I", "K")
            assert "kept 2 edits" in desk.foot
            assert desk.session.what_if is None
            assert "WHAT-IF" not in desk.pulse
            assert on_disk(file) == tried
            await desk.press("u")
            assert on_disk(file) == before

    async def test_only_the_marked_are_kept_and_the_rest_stays_tried(self, file: Path) -> None:
        async with Desk(file) as desk:
            was = desk.shown("T-81", "estimate")
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            await estimate(desk, "T-81", "2d")
            await desk.press("I", "j", "space", "K")
            assert "kept 1 edit; 1 edit left in the what-if" in desk.foot
            assert "WHAT-IF 1 edit " in desk.pulse
            await desk.command("what if throw")
            await desk.press("y")
            assert desk.shown("T-78", "estimate") == "9d"
            assert desk.shown("T-81", "estimate") == was

    async def test_throwing_away_asks_and_leaves_the_file_as_it_was(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            await desk.press("I", "X", "n")
            assert desk.session.what_if is not None
            await desk.press("I", "X", "y")
            assert desk.session.what_if is None
            assert desk.content() == real

    async def test_a_conflict_with_what_somebody_did_is_said_and_nothing_written(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            desk.session._poller.cancel()
            with Store.open(file, author="ben") as other:
                other.load()
                with other.transaction("theirs") as tx:
                    tx.set("item", tx.plan.find_key("T-78")[1], estimate=ThreePoint(480, 480, 480))
            theirs = on_disk(file)
            await desk.press("I", "K")
            assert "Estimate of T-78 is 1d there" in desk.foot
            assert on_disk(file) == theirs


class TestOthers:
    async def test_what_another_program_does_comes_under_the_what_if(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            with Store.open(file, author="ben") as other:
                other.load()
                with other.transaction("Rename") as tx:
                    tx.set("item", tx.plan.find_key("T-81")[1], title="Runbooks for all")
            await desk.until(lambda: desk.shown("T-81", "title") == "Runbooks for all", "their title is shown")
            assert desk.shown("T-78", "estimate") == "9d"
            assert len(desk.session.what_if.steps) == 1

    async def test_an_edit_that_no_longer_fits_is_named_with_its_reason(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            with Store.open(file, author="ben") as other:
                other.load()
                with other.transaction("Shorten") as tx:
                    tx.set("item", tx.plan.find_key("T-78")[1], estimate=ThreePoint(480, 480, 480))
            await desk.until(lambda: desk.shown("T-78", "estimate") == "1d", "their estimate is shown")
            assert "the what-if lost “Estimate of T-78: 2d/3d/5d → 9d”" in desk.foot
            assert desk.session.what_if.steps == []


class TestDraft:
    async def test_what_was_tried_is_there_again_after_the_program_was_closed(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
        async with Desk(file) as desk:
            assert desk.shown("T-78", "estimate") != "9d"
            await desk.press("I")
            assert desk.shown("T-78", "estimate") == "9d"
            assert "goes on where it was left" in desk.foot

    async def test_nothing_is_left_of_one_that_was_kept(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await estimate(desk, "T-78", "9d")
            await desk.press("I", "K", "I")
            assert desk.session.what_if.steps == []


class TestHowSure:
    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_percentiles_stand_beside_those_of_the_file(self, file: Path, size: tuple[int, int]) -> None:
        async with Desk(file, size, forecast=True) as desk:
            await desk.settle()
            real = desk.session.converged_forecast
            assert real is not None
            await desk.press("I")
            await desk.settle()
            await desk.app.action_context.editor.change(
                "No risks", "edit", lambda tx: [tx.set("risk", i, status="closed") for i in tx.plan["risk"].ids]
            )
            await desk.settle()
            tried = desk.session.converged_forecast
            assert tried is not None
            assert tried.plan is desk.plan
            context = desk.session.context
            then, now = (
                dates.show_date(to_datetime(of.forecast.finish.percentile(80)).date(), context) for of in (real, tried)
            )
            assert then != now
            assert f"P80 {now}, in the file {then}" in desk.pulse
            await desk.press("I")
            assert re.search(rf"P80 +{then} → {now} +-\d+d", desk.screen)
            await desk.press("X", "y")
            await desk.settle()
            assert f"P80 {then}" in desk.pulse
            assert "in the file" not in desk.pulse
