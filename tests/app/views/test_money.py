"""The money view and the strain view: figures with their sentences, sums, warnings, what would relieve people."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest

from support.store_files import new_file
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.services.calculations import money_figures
from tpm_tui.commands.schedule.baselines import take_baseline
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint


@pytest.fixture
def fence(tmp_path: Path) -> Path:
    """Two items of a day and 1,000 each, the first done for 1,500, and somebody with two months of work at once."""
    path = tmp_path / "fence.db"
    with new_file(path) as store:
        with store.transaction("Plan") as tx:
            tx.set("programme", "programme", start=datetime(2026, 11, 23))
            ana = tx.add("person", name="Ana Ruiz", team="Fences")
            sides = [tx.add("item", title=f"Side {n}", estimate=ThreePoint.single_point(480)) for n in (1, 2)]
            for side in sides:
                tx.add("cost", title="Boards", planned=Decimal(1000), item=side)
            for _ in range(2):
                tx.add("item", title="Dig", owner=ana, estimate=ThreePoint.single_point(40 * 480))
        with store.transaction("Baseline") as tx:
            take_baseline(tx, "", (), {"name": "Plan"})
        with store.transaction("Done") as tx:
            tx.set("item", sides[0], status="done")
            tx.set("cost", store.plan["cost"].ids[0], actual=Decimal(1500))
    return path


async def test_earned_value_says_what_it_means_and_how(fence: Path) -> None:
    async with WorkspacePilot(fence) as pilot:
        await pilot.press("6")
        await pilot.until(lambda: pilot.shows("VAC"), "the figures are worked out")
        assert "Each unit of money has bought 0.67 of planned work" in pilot.line("CPI")
        assert "EV / AC = 1 000.00 / 1 500.00" in pilot.line("CPI")
        assert "3 000.00" in pilot.line("EAC  ")
        assert "BAC / CPI = 2 000.00 / (1 000.00 / 1 500.00)" in pilot.line("EAC  ")
        assert "BAC - EAC = 2 000.00 - 3 000.00" in pilot.line("VAC")
        assert pilot.shows("time logged × rate + actual costs = 0.00 + 1 500.00")


async def test_the_simulated_cost_stands_beside_the_estimate_with_a_word_where_they_disagree(fence: Path) -> None:
    async with WorkspacePilot(fence, forecast=True) as pilot:
        await pilot.press("6")
        await pilot.until(lambda: pilot.shows("They disagree"), "the simulation is through")
        assert "2 000.00" in pilot.line("Cost P80")
        assert "They disagree" in pilot.line("Cost P80")


async def test_the_digit_again_shows_all_figures_the_trend_and_groups_that_sum_up(fence: Path) -> None:
    async with WorkspacePilot(fence) as pilot:
        await pilot.press("6", "6")
        await pilot.until(lambda: pilot.shows("Trend") and not pilot.shows("computing"), "all figures are worked out")
        assert "needs to keep the budget" in pilot.line("TCPI  ")
        assert pilot.shows("(BAC - EV) / (BAC - AC) = (2 000.00 - 1 000.00) / (2 000.00 - 1 500.00)")
        await pilot.press("G")
        assert "2 000.00" in pilot.line("total")
        assert "-500.00" in pilot.line("total")
        assert "Side 1" in pilot.line("T-1")


async def test_keys_go_on_while_the_money_is_worked_out_and_leaving_stops_it(
    fence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real, begun = Event(), money_figures.money_figures, []

    def held(plan: Plan, context: InputContext) -> money_figures.MoneyFigures:
        begun.append(plan)
        gate.wait(20)
        return real(plan, context)

    monkeypatch.setattr(money_figures, "money_figures", held)
    async with WorkspacePilot(fence) as pilot:
        pilot.rush("6")
        await pilot.until(lambda: begun and pilot.shows("computing"), "the money is being worked out")
        pilot.rush("1")
        await pilot.until(lambda: not pilot.shows("computing"), "the first view is shown")
        gate.set()
        await pilot.press("6")
        await pilot.until(lambda: pilot.shows("VAC"), "the figures are worked out")
        assert len(begun) == 2


async def test_what_strains_people_comes_with_what_would_relieve_them(fence: Path) -> None:
    async with WorkspacePilot(fence) as pilot:
        await pilot.command("Strain")
        await pilot.until(lambda: pilot.shows("Over a limit"), "the hours are added up")
        assert "Fences" in pilot.line("Fences")
        assert "80 h a week" in pilot.line("Ana Ruiz")


async def test_a_date_bought_with_overtime_is_called_so_on_the_forecast_page(fence: Path) -> None:
    async with WorkspacePilot(fence, forecast=True) as pilot:
        await pilot.press("F")
        await pilot.until(lambda: pilot.shows("overtime"), "the hours are added up")
        assert "bought with overtime: over 48 h a week work Fences: 1 of 1, up to 80 h" in pilot.line("overtime")


async def test_the_top_line_says_what_it_will_cost_of_the_budget(fence: Path) -> None:
    async with WorkspacePilot(fence) as pilot:
        await pilot.until(lambda: "EAC" in pilot.status_bar, "the top line knows the costs")
        assert "EAC 3 000 of 2 000" in pilot.status_bar


async def test_one_key_logs_time_on_the_item_for_its_owner(fence: Path) -> None:
    async with WorkspacePilot(fence) as pilot:
        await pilot.go("T-3")
        await pilot.press("$")
        await pilot.write("3h")
        await pilot.press("enter", "enter", "enter")
        await pilot.until(lambda: len(pilot.plan["time_entry"]) == 1, "the time is logged")
        entry = pilot.plan["time_entry"].row(pilot.plan["time_entry"].ids[0])
        assert (entry["minutes"], entry["day"], entry["amount"]) == (180, "2026-11-23", "0")
        assert entry["person"] == pilot.plan["person"].ids[0]
