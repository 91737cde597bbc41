"""Trying things out: nothing reaches the file before it is kept."""

import re
from pathlib import Path

import pytest

from support.demo_keys import FAILOVER_DRILL, RUNBOOKS, SESSION_STORE
from support.workspace_pilot import SMALL, WIDE, WorkspacePilot, squeeze, written
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text import dates
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


def on_disk(path: Path) -> dict[str, object]:
    """What another program would read."""
    with Store.open(path) as store:
        return written(store.load())


async def estimate(pilot: WorkspacePilot, key: str, text: str) -> None:
    await pilot.go(key)
    pilot.backlog.column = "estimate"
    await pilot.press("i")
    await pilot.rewrite(text)
    await pilot.press("enter")


class TestTrying:
    async def test_edits_of_any_kind_stay_off_the_file(self, file: Path) -> None:
        before = on_disk(file)
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "20d")
            await pilot.press("a")
            await pilot.write("Only an idea")
            await pilot.press("enter")
            await pilot.go(RUNBOOKS)
            await pilot.press("d")
            await pilot.press("y")
            assert "Only an idea" in pilot.screen
            assert len(pilot.session.what_if.steps) == 3
            assert on_disk(file) == before
        assert on_disk(file) == before

    async def test_the_pulse_line_tells_the_difference_all_the_time(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            assert "WHAT-IF 0 edits · finish 1 Apr, as it is" in pilot.status_bar
            assert "not in the file" in pilot.status_bar
            await estimate(pilot, "T-106", "13d")
            assert "WHAT-IF 1 edit " in pilot.status_bar
            assert "+" in pilot.status_bar.partition("finish")[2].partition("   ")[0]

    async def test_the_timeline_shows_where_things_really_lie(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            assert "]" in pilot.line(FAILOVER_DRILL)
            assert "against Signed" not in pilot.lines[1]

    async def test_it_has_an_undo_of_its_own(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await pilot.press("u")
            assert pilot.content() == real
            await pilot.press("u")
            assert "nothing to undo" in pilot.footer
            await pilot.press("U")
            assert pilot.shown(FAILOVER_DRILL, "estimate") == "9d"

    async def test_a_rule_refuses_as_it_does_in_the_file(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await pilot.go(SESSION_STORE)
            await pilot.press("b")
            await pilot.write(FAILOVER_DRILL)
            await pilot.press("enter")
            assert "loop" in pilot.echo
            assert pilot.session.what_if.steps == []

    async def test_a_file_that_cannot_be_written_can_be_tried_on(self, file: Path) -> None:
        async with WorkspacePilot(file, readonly=True) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            assert pilot.shown(FAILOVER_DRILL, "estimate") == "9d"
            await pilot.press("I", "K")
            assert "reading only" in pilot.footer
            assert pilot.session.what_if is not None

    async def test_an_import_works_on_the_file_and_is_refused_meanwhile(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            source = file.with_name("more.csv")
            source.write_text("title\nFrom elsewhere\n")
            await pilot.command("import a file")
            await pilot.write("csv")
            await pilot.press("enter")
            await pilot.write(str(source))
            await pilot.press("enter")
            if len(pilot.app.screen_stack) > 1:
                await pilot.press("enter")
            if pilot.workspace.prompts.awaits_key:
                await pilot.press("y")
            assert "From elsewhere" not in pilot.plan["item"].columns["title"]


class TestLooking:
    async def test_i_lists_what_was_tried_and_what_it_does(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await pilot.press("I")
            shown = squeeze(pilot.screen)
            assert "[✓] Estimate of T-78" in shown
            assert "T-78 Failover drill with audit evidence 02 Dec → 10 Dec" in shown
            assert "Would have to give (" in shown
            assert "due 3 Dec, missed by" in shown
            await pilot.press("escape")
            assert pilot.session.what_if is not None

    async def test_an_edit_names_what_it_is_about(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await pilot.go(FAILOVER_DRILL)
            await pilot.press(">", "I")
            assert FAILOVER_DRILL in pilot.line("Shift dates a day later")

    async def test_it_fits_a_small_screen(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("I")
            assert "WHAT-IF" in pilot.lines[0]
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await pilot.press("I")
            assert "Estimate of T-78" in pilot.screen


class TestKeeping:
    async def test_all_of_it_is_one_change_and_one_undo(self, file: Path) -> None:
        before = on_disk(file)
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await estimate(pilot, RUNBOOKS, "2d")
            tried = pilot.content()
            await pilot.press("I", "K")
            assert "kept 2 edits" in pilot.footer
            assert pilot.session.what_if is None
            assert "WHAT-IF" not in pilot.status_bar
            assert on_disk(file) == tried
            await pilot.press("u")
            assert on_disk(file) == before

    async def test_only_the_marked_are_kept_and_the_rest_stays_tried(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            was = pilot.shown(RUNBOOKS, "estimate")
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await estimate(pilot, RUNBOOKS, "2d")
            await pilot.press("I", "j", "space", "K")
            assert "kept 1 edit; 1 edit left in the what-if" in pilot.footer
            assert "WHAT-IF 1 edit " in pilot.status_bar
            await pilot.command("what if throw")
            await pilot.press("y")
            assert pilot.shown(FAILOVER_DRILL, "estimate") == "9d"
            assert pilot.shown(RUNBOOKS, "estimate") == was

    async def test_throwing_away_asks_and_leaves_the_file_as_it_was(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await pilot.press("I", "X", "n")
            assert pilot.session.what_if is not None
            await pilot.press("I", "X", "y")
            assert pilot.session.what_if is None
            assert pilot.content() == real

    async def test_a_conflict_with_what_somebody_did_is_said_and_nothing_written(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            pilot.session._watching.cancel()
            with Store.open(file, author="ben") as other:
                other.load()
                with other.transaction("theirs") as tx:
                    tx.set("item", tx.plan.find_key(FAILOVER_DRILL)[1], estimate=ThreePoint(480, 480, 480))
            theirs = on_disk(file)
            await pilot.press("I", "K")
            assert "Estimate of T-78 is 1d there" in pilot.footer
            assert on_disk(file) == theirs


class TestOthers:
    async def test_what_another_program_does_comes_under_the_what_if(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            with Store.open(file, author="ben") as other:
                other.load()
                with other.transaction("Rename") as tx:
                    tx.set("item", tx.plan.find_key(RUNBOOKS)[1], title="Runbooks for all")
            await pilot.until(lambda: pilot.shown(RUNBOOKS, "title") == "Runbooks for all", "their title is shown")
            assert pilot.shown(FAILOVER_DRILL, "estimate") == "9d"
            assert len(pilot.session.what_if.steps) == 1

    async def test_an_edit_that_no_longer_fits_is_named_with_its_reason(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            with Store.open(file, author="ben") as other:
                other.load()
                with other.transaction("Shorten") as tx:
                    tx.set("item", tx.plan.find_key(FAILOVER_DRILL)[1], estimate=ThreePoint(480, 480, 480))
            await pilot.until(lambda: pilot.shown(FAILOVER_DRILL, "estimate") == "1d", "their estimate is shown")
            assert "the what-if lost “Estimate of T-78: 2d/3d/5d → 9d”" in pilot.footer
            assert pilot.session.what_if.steps == []


class TestDraft:
    async def test_what_was_tried_is_there_again_after_the_program_was_closed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
        async with WorkspacePilot(file) as pilot:
            assert pilot.shown(FAILOVER_DRILL, "estimate") != "9d"
            await pilot.press("I")
            assert pilot.shown(FAILOVER_DRILL, "estimate") == "9d"
            assert "goes on where it was left" in pilot.footer

    async def test_nothing_is_left_of_one_that_was_kept(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await estimate(pilot, FAILOVER_DRILL, "9d")
            await pilot.press("I", "K", "I")
            assert pilot.session.what_if.steps == []


class TestHowSure:
    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_percentiles_stand_beside_those_of_the_file(self, file: Path, size: tuple[int, int]) -> None:
        with Store.open(file) as store:
            store.load()
            with store.transaction("No target") as tx:  # with one, the top line leads with the promise
                tx.set("programme", PROGRAMME_ID, target=None, target_date=None)
        async with WorkspacePilot(file, size, forecast=True) as pilot:
            await pilot.settle()
            real = pilot.session.converged_forecast
            assert real is not None
            await pilot.press("I")
            await pilot.settle()
            await pilot.app.action_context.editor.change(
                "No risks", "edit", lambda tx: [tx.set("risk", i, status="closed") for i in tx.plan["risk"].ids]
            )
            await pilot.settle()
            tried = pilot.session.converged_forecast
            assert tried is not None
            assert tried.plan is pilot.plan
            context = pilot.session.context
            then, now = (
                dates.day_text(to_datetime(of.forecast.finish.percentile(80)).date(), context) for of in (real, tried)
            )
            assert then != now
            assert f"P80 {now}, in the file {then}" in pilot.status_bar
            await pilot.press("I")
            assert re.search(rf"P80 +{then} → {now} +-\d+d", pilot.screen)
            await pilot.press("X", "y")
            await pilot.settle()
            assert f"P80 {then}" in pilot.status_bar
            assert "in the file" not in pilot.status_bar
