"""Learning from what came: forecasts kept day by day, how they and the estimates held, the pace, and a factor taken."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, WorkspacePilot
from tpm_tui.app.modal_screens.forecast import BODY_ID
from tpm_tui.commands.schedule.forecast.calibration import item_transactions
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.flow.throughput import throughput
from tpm_tui.planning.forecast.calibration_result import calibrate
from tpm_tui.store.store import Store

TODAY = date(2026, 11, 23)
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL])


async def retitle(pilot: WorkspacePilot, key: str, title: str) -> None:
    place = pilot.plan.find_key(key)
    assert place is not None
    await pilot.app.action_context.editor.change("Retitle", "edit", lambda tx: tx.set(*place, title=title))


def days(pilot: WorkspacePilot) -> Sequence[object]:
    return pilot.plan["forecast"].columns["day"]


async def learnt(pilot: WorkspacePilot, page: str, words: str) -> None:
    await pilot.press("F", page)
    await pilot.until(lambda: pilot.shows(words), "what the history teaches", 120)


class TestRemembering:
    async def test_the_days_forecast_is_kept_once_something_is_changed_and_only_once(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            await pilot.settle()
            kept = list(days(pilot))
            assert TODAY.isoformat() not in kept, "who only looks changes no file"
            await retitle(pilot, "T-42", "Sites connected")
            await pilot.until(lambda: len(days(pilot)) == len(kept) + 1, "the forecast of today", 120)
            row = pilot.plan["forecast"].row(pilot.plan["forecast"].ids[-1])
            sure = pilot.session.converged_forecast
            assert sure is not None
            assert row["day"] == TODAY.isoformat()
            assert datetime.fromisoformat(str(row["p80"])).timestamp() > 0
            await retitle(pilot, "T-42", "Both sites connected")
            await pilot.settle()
            assert len(days(pilot)) == len(kept) + 1

    async def test_undo_takes_back_the_edit_and_leaves_the_note(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            before, kept = pilot.content(), len(days(pilot))
            await retitle(pilot, "T-42", "Sites connected")
            await pilot.until(lambda: len(days(pilot)) == kept + 1, "the forecast of today", 120)
            await pilot.press("u")
            assert pilot.content() == before
            assert len(days(pilot)) == kept + 1

    async def test_nothing_is_kept_of_a_what_if(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            kept = len(days(pilot))
            await pilot.press("I")
            await retitle(pilot, "T-42", "Sites connected")
            await pilot.settle()
            await pilot.settle()
            assert len(days(pilot)) == kept

    async def test_a_note_of_another_program_is_taken_in_without_a_word(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            await pilot.settle()
            sure, foot = pilot.session.converged_forecast, pilot.footer
            assert sure is not None
            with Store.open(file, author="ben") as store:
                store.load()
                with store.transaction("Forecast", "forecast.remember") as tx:
                    tx.add("forecast", day=TODAY)
            await pilot.until(lambda: TODAY.isoformat() in days(pilot), "the note", 120)
            await pilot.settle()
            assert pilot.footer == foot
            assert pilot.session.converged_forecast is not None
            assert pilot.session.converged_forecast.forecast is sure.forecast, "nothing is calculated anew for it"
            assert pilot.session.converged_forecast.plan is pilot.plan
            await retitle(pilot, "T-42", "Sites connected")
            await pilot.settle()
            assert list(days(pilot)).count(TODAY.isoformat()) == 1


@SIZES
class TestLooking:
    async def test_how_forecasts_and_estimates_held(self, file: Path, size: tuple[int, int]) -> None:
        with Store.open(file) as store:
            result = calibrate(store.load(), InputContext(TODAY), item_transactions(store), None).calibration
        async with WorkspacePilot(file, size) as pilot:
            await learnt(pilot, "6", "up to a week ahead")
            for one in result.horizons:
                line = pilot.line(one.name)
                assert f"{one.p80.hits} of {one.p80.of}, {one.p80.share:.0%}" in line
                assert one.p80.verdict in line
            whole = result.groups[0]
            assert f"×{whole.middle:.2f}" in pilot.line("all finished work")
            assert f"×{whole.factor:g}" in pilot.line("all finished work")
            assert "too few" in pilot.line("function: design")

    async def test_the_pace_beside_the_schedule(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await learnt(pilot, "7", "by the schedule")
            assert re.search(r"\d+ items done in \d+ working days", pilot.screen)
            assert "The two agree, for these ranges meet: from P10 to P90 the pace says" in pilot.screen

    async def test_when_so_many_items_are_done(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("F", "/")
            await pilot.write("14 items")
            assert "when 14 items are done" in pilot.screen
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("14 items: P50"), "the answer", 120)
            with Store.open(file) as store:
                history = [(moment, edits) for moment, _, edits in item_transactions(store)]
                pace = throughput(store.load(), TODAY, history, items=14)
            p80 = pace.percentile(80)
            assert p80 is not None
            assert f"P80 {p80.day} {p80:%b}" in pilot.line("14 items: P50")
            await pilot.press("1")
            assert not pilot.shows("14 items: P50"), "an answer stands on its own page"


class TestDisagreeing:
    async def test_it_says_by_which_rule(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            ids = [i for i in pilot.plan["item"].ids if not pilot.plan.value("item", i, "actual_start")]
            await pilot.app.action_context.editor.change(
                "Ten times as long", "edit",
                lambda tx: [tx.set("item", i, estimate=ThreePoint.single_point(60 * 480)) for i in ids[:60]],
            )  # fmt: skip
            await learnt(pilot, "7", "by the schedule")
            shown = re.sub(r"[│\s]+", " ", pilot.screen)
            assert "The two disagree, for these ranges do not meet" in shown
            assert re.search(r"The pace is \d+ calendar days earlier at P80", shown)


class TestAFactor:
    async def test_is_shown_first_taken_as_one_change_and_not_applied_twice(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await learnt(pilot, "6", "function: operations")
            place = next(n for n, line in enumerate(pilot.lines) if "function: operations" in line)
            top = next(n for n, line in enumerate(pilot.lines) if "1 Dates" in line)
            await pilot.press(*["down"] * (place - top - BODY_ID), "enter")
            await pilot.until(lambda: pilot.shows("Estimates of operations times 1.35"), "what it would change", 120)
            shown = re.search(r"(\d+) items not begun", pilot.screen)
            assert shown
            assert re.search(r"P80 of the plan \d\d \w+ +→ \d\d \w+", pilot.screen)
            assert pilot.content() == before, "so far it was only shown"
            await pilot.press("y", "escape")
            after = pilot.content()
            changed = [i for i in after["item"] if after["item"][i] != before["item"][i]]
            assert len(changed) == int(shown[1])
            for id_ in changed:
                was, now = (ThreePoint.load(str(rows["item"][id_]["estimate"])) for rows in (before, after))
                assert abs(now.likely - 1.35 * was.likely) <= 15
                assert before["item"][id_]["function"] == "operations"
            await learnt(pilot, "6", "function: operations")
            await pilot.press(*["down"] * (place - top - BODY_ID), "enter")
            await pilot.until(
                lambda: "without a factor on it" in pilot.footer or pilot.shows("without a factor"), "no more", 120
            )
            await pilot.press("escape")
            await pilot.press("u")
            assert pilot.content() == before


class TestEmpty:
    async def test_a_new_plan_says_what_is_needed(self, empty: Path) -> None:
        async with WorkspacePilot(empty) as pilot:
            await pilot.app.action_context.editor.change(
                "Add", "item.add", lambda tx: tx.add("item", title="First", rank="a")
            )
            await learnt(pilot, "6", "Estimates")
            assert (
                "This needs 5 finished items with an estimate, a start and a finish; there are none yet."
                in pilot.screen
            )
            assert "No forecast is remembered yet" in pilot.screen
            await pilot.press("7")
            assert "too few to go by, this needs 20 days and 10 items" in pilot.screen

    async def test_after_five_finished_items_there_is_a_factor(self, empty: Path) -> None:
        def work(tx: object) -> None:
            for n in range(5):
                finish = datetime(2026, 11, 20, 18) - timedelta(days=7 * n)
                tx.add(  # type: ignore[attr-defined]
                    "item", title=f"Done {n}", rank=f"a{n}", status="done", estimate=ThreePoint.single_point(480),
                    actual_start=finish.replace(hour=9) - timedelta(days=1), actual_finish=finish,
                )  # fmt: skip
            tx.add("item", title="Open", rank="b", estimate=ThreePoint.single_point(480))

        async with WorkspacePilot(empty) as pilot:
            await pilot.app.action_context.editor.change("Work", "edit", work)
            await learnt(pilot, "6", "all finished work")
            assert "×2.00" in pilot.line("all finished work")
            assert "⏎ ×2" in pilot.line("all finished work")
