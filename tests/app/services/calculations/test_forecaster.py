"""How sure the dates are, on the screen: the pulse line, what risks cost, whiskers, after every edit."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, WorkspacePilot
from tpm_tui.app.services.calculations.forecaster import Forecaster
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.store.store import Store

WORDS = InputContext(date(2026, 11, 23))


def day(minute: int) -> str:
    return dates.day_text(to_datetime(minute).date(), WORDS)


async def test_a_forecast_comes_however_fast_keys_do(file: Path) -> None:
    """It gives way to every key, and still gets on."""
    listed: list[ForecastResult] = []
    failed: list[str] = []
    executor = ThreadPoolExecutor(max_workers=1)
    forecaster = Forecaster(listed.append, failed.append, executor)
    with Store.open(file) as store:
        plan = store.load()
    try:
        async with asyncio.timeout(60):
            forecaster.forecast(plan, WORDS)
            while not failed and (not listed or listed[-1].preliminary):
                forecaster.pause()
                await asyncio.sleep(0.001)
    finally:
        forecaster.close()
        executor.shutdown(wait=False)
    assert not failed
    assert [one.preliminary for one in listed] == [True, False]


@pytest.fixture
def untargeted(file: Path) -> Path:
    """The demo without a target: where there is one, the top line leads with what is promised instead."""
    with Store.open(file) as store:
        store.load()
        with store.transaction("No target") as tx:
            tx.set("programme", PROGRAMME_ID, target=None, target_date=None)
    return file


class TestThePulse:
    async def test_says_p50_and_p80_as_the_simulation_finds_them(self, untargeted: Path) -> None:
        with Store.open(untargeted) as store:
            result = simulate(risk_model(store.load(), WORDS)).finish
        async with WorkspacePilot(untargeted, forecast=True) as pilot:
            await pilot.settle()
            assert f"finish P50 {day(result.percentile(50))} · P80 {day(result.percentile(80))}" in pilot.status_bar

    async def test_says_how_far_p80_has_moved_since_the_week_began(self, untargeted: Path) -> None:
        async with WorkspacePilot(untargeted, forecast=True) as pilot:
            await pilot.until(lambda: "since Mon 16 Nov" in pilot.status_bar, "the comparison with Monday")
            await pilot.settle()
            sure = pilot.session.converged_forecast
            assert sure is not None
            assert sure.earlier is not None
            moved = to_datetime(sure.forecast.finish.percentile(80)).date() - to_datetime(sure.earlier.p80).date()
            assert f"({moved.days:+}d since Mon 16 Nov)" in pilot.status_bar

    async def test_follows_an_edit_by_a_first_estimate_and_then_a_sure_one(self, untargeted: Path) -> None:
        async with WorkspacePilot(untargeted, forecast=True) as pilot:
            await pilot.settle()
            seen: list[str] = []
            show = pilot.workspace.updates.show_status_bar

            def watch() -> None:
                show()
                seen.append(pilot.status_bar)

            pilot.workspace.updates.show_status_bar = watch  # type: ignore[method-assign]
            before = pilot.status_bar
            await pilot.go("T-113")
            await pilot.press("i")
            while pilot.asking is not None and "Estimate" not in pilot.screen:
                await pilot.press("tab")
            await pilot.press("escape")
            changed = await pilot.app.action_context.editor.change(
                "Longer", "edit", lambda tx: tx.set("item", tx.plan.find_key("T-113")[1], estimate=None)
            )
            assert changed
            await pilot.settle()
            marks = [("~P80" in line) for line in seen]
            assert True in marks, "a first estimate, marked"
            assert marks[-1] is False, "then the sure one"
            assert pilot.status_bar != before

    async def test_fits_a_small_screen(self, untargeted: Path) -> None:
        async with WorkspacePilot(untargeted, SMALL, forecast=True) as pilot:
            await pilot.settle()
            assert re.search(r"P80 \d\d? \w{3}", pilot.lines[0])

    async def test_is_the_planned_finish_where_nothing_is_forecast(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            assert "finish 1 Apr" in pilot.status_bar

    async def test_an_empty_file_has_no_forecast(self, empty: Path) -> None:
        async with WorkspacePilot(empty, forecast=True) as pilot:
            await pilot.settle()
            assert "P80" not in pilot.status_bar


class TestRisks:
    async def test_the_pane_sorts_by_what_each_risk_costs_at_p80(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.press("3")
            sure = pilot.session.converged_forecast
            assert sure is not None
            days = {risk.key: risk.p80_days for risk in sure.forecast.risks}
            known = [days[key] for key in pilot.rows if key in days]
            assert known == sorted(known, key=lambda d: -round(d or 0, 1))
            assert f" {days['R-7']:.1f} " in pilot.line("R-7")
            assert sure.risk_duration is not None
            assert f"together {sure.risk_duration / 480:.1f} working days at P80" in pilot.screen
            assert "in force" in pilot.line("R-3 ")
            assert "-0.0" not in pilot.screen

    async def test_the_title_of_some_of_them_says_nothing_of_all(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.press("3", "/")
            await pilot.write("owner:Ana")
            await pilot.press("enter")
            rows, of = pilot.rows, pilot.plan["risk"]
            open_ = sum(of.value(id_, "status") == "open" for id_ in of.ids if of.value(id_, "key") in rows)
            title = pilot.line("3 Risks")
            assert f"{len(rows)} of {len(of)} · {open_} open" in title
            assert "together" not in title

    async def test_what_a_response_buys_stands_beside_it_and_can_be_filtered(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.press("3", "/")
            await pilot.write("response_p80_days>1")
            await pilot.press("enter")
            sure = pilot.session.converged_forecast
            assert sure is not None
            buys = {risk.key for risk in sure.forecast.risks if round(risk.response_p80_days or 0, 1) > 1}
            assert set(pilot.rows) == buys
            assert buys

    async def test_a_closed_risk_costs_nothing_any_more(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.app.action_context.editor.change(
                "Close", "edit", lambda tx: tx.set("risk", key_id(pilot, "R-7"), status="closed")
            )
            await pilot.settle()
            assert pilot.value("R-7", "status") == "closed"
            assert pilot.session.sheet.value("risk", key_id(pilot, "R-7"), "p80_days") is None


def key_id(pilot: WorkspacePilot, key: str) -> str:
    place = pilot.plan.find_key(key)
    assert place is not None
    return place[1]


class TestTheTimeline:
    async def test_each_milestone_has_a_whisker_to_its_p80_with_the_date(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.press("-", "-")
            sure = datetime.fromisoformat(str(pilot.session.sheet.value("item", key_id(pilot, "T-42"), "p80")))
            line = next(line for line in pilot.lines if re.search(r"T-42\s.*◇", line))
            assert f"P80 {dates.day_text(sure.date(), WORDS)}" in line
            assert "┄┄" in line

    async def test_columns_of_a_forecast_in_the_backlog_are_drawn_as_they_are_now(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            backlog = next(iter(pilot.workspace.view_layout.first_tables()))
            assert isinstance(backlog, Backlog)
            backlog.chosen_columns = ("title", "criticality", "p80", "status")
            await pilot.app.action_context.editor.change(
                "Riskier", "edit", lambda tx: tx.set("risk", key_id(pilot, "R-7"), chance=99.0)
            )
            await pilot.settle()
            assert backlog._drawn
            assert [y for y, drawn in backlog._drawn.items() if drawn != backlog._line(y)] == []

    async def test_criticality_is_a_column_to_filter_by(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.press("/")
            await pilot.write("criticality>50")
            await pilot.press("enter")
            sure = pilot.session.converged_forecast
            assert sure is not None
            often = {i.id for i in sure.forecast.items if round(i.criticality * 100) > 50}
            assert often
            shown = {pilot.plan.find_key(key)[1] for key in pilot.rows}  # type: ignore[index]
            parents = {a for i in often for a in pilot.plan.ancestors(i)}
            assert often <= shown <= often | parents


class TestBesideTheKeys:
    async def test_a_newer_edit_replaces_the_forecast_of_an_older_one(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            item = key_id(pilot, "T-113")
            for progress in (10, 20, 30):
                await pilot.session.change("Progress", "edit", lambda tx, p=progress: tx.set("item", item, progress=p))
            await pilot.settle()
            await pilot.settle()
            assert pilot.session.converged_forecast is not None
            assert pilot.session.converged_forecast.plan is pilot.session.plan

    async def test_what_is_said_in_a_session_leaves_it_as_it_is(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            await pilot.settle()
            before, dates = pilot.session.converged_forecast, pilot.session.schedule_result
            meeting = pilot.plan["meeting"].ids[0]
            said = {
                "requirement": {"statement": "It balances"},
                "action": {"title": "Ask"},
                "lesson": {"title": "Late"},
            }
            for kind, values in said.items():
                await pilot.session.change(
                    "Said", "session.line", lambda tx, k=kind, v=values: tx.add(k, meeting=meeting, **v)
                )
            await pilot.settle()
            after = pilot.session.converged_forecast
            assert after.plan is pilot.session.schedule_result.plan is pilot.session.plan
            assert (after.problem, pilot.session.schedule_result.schedule) == (before.problem, dates.schedule)
            need = pilot.plan["requirement"].ids[-1]
            agreed = {"priority": "must", "status": "agreed", "agreed_on": date(2026, 9, 1)}
            await pilot.session.change("Agreed", "edit", lambda tx: tx.set("requirement", need, **agreed))
            await pilot.settle()
            await pilot.settle()
            assert pilot.session.converged_forecast.plan is pilot.session.plan
            assert pilot.session.converged_forecast.forecast is not before.forecast
            # What is said while a forecast is made does not end it.
            item = key_id(pilot, "T-113")
            await pilot.session.change("Progress", "edit", lambda tx: tx.set("item", item, progress=10))
            await pilot.workspace.updates.scheduler.wait_until_idle()
            await pilot.session.change("Said", "line", lambda tx: tx.add("lesson", title="Sooner"))
            await pilot.settle()
            await pilot.settle()
            assert pilot.session.converged_forecast.plan is pilot.session.plan

    async def test_columns_stay_with_their_records_while_a_new_forecast_is_made(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            await pilot.settle()
            sheet = pilot.session.sheet
            before = {i: sheet.value("risk", i, "p80_days") for i in pilot.plan["risk"].ids}
            pilot.workspace.updates.forecaster.automatic = False
            first = pilot.plan["risk"].ids[0]
            await pilot.session.change("Delete", "edit", lambda tx: tx.delete("risk", first))
            await pilot.session.change("Add", "edit", lambda tx: tx.add("risk", title="New"))
            sheet = pilot.session.sheet
            after = {i: sheet.value("risk", i, "p80_days") for i in pilot.plan["risk"].ids}
            assert {i: after[i] for i in before if i != first} == {i: before[i] for i in before if i != first}
            assert [after[i] for i in after if i not in before] == [None]

    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_a_loop_of_links_leaves_the_screen_as_it_is(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size, forecast=True) as pilot:
            await pilot.settle()
            pilot.workspace.updates.forecaster.forecast(pilot.plan, WORDS)
            pilot.workspace.updates.forecaster.cancel()
            await pilot.settle()
            assert not pilot.workspace.updates.forecaster.busy
            assert "P80" in pilot.status_bar
