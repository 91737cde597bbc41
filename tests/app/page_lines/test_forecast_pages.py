"""The forecast in pages: dates and confidences, milestones, drivers, risks, money, decisions, and taking it out."""

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from support.workspace_pilot import SMALL, WIDE, WorkspacePilot
from tpm_tui.app.workspace import progress_message
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import grouped_number
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.montecarlo.simulate import MAX_ITERATIONS, MAX_ITERATIONS_LARGE
from tpm_tui.safe_text import width
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction


def day(pilot: WorkspacePilot, minute: int) -> str:
    return dates.day_text(to_datetime(minute).date(), pilot.session.context)


@pytest.mark.parametrize("size", [WIDE, SMALL])
class TestPages:
    async def test_every_page_says_what_its_numbers_stand_on(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("F")
            for _ in range(7):
                assert re.search(
                    r"\d[\d,]* iterations · seed 1 · triangular · (converged|not converged: P\d0 ±\d+\.\d work)",
                    pilot.screen,
                )
                await pilot.press("tab")

    async def test_the_page_is_marked_and_what_it_stands_on_stays_when_it_is_scrolled(
        self, file: Path, size: tuple[int, int]
    ) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("F", "2", "G")
            assert "iterations · seed 1" in pilot.screen
            await pilot.press("g")
            assert "[2 Milestones]" in pilot.screen
            assert "[1 Dates]" not in pilot.screen

    async def test_the_curve_rises_from_nothing_to_all(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("F")
            rows = [line for line in pilot.lines if re.search(r"(100%|80%|50%|  0%)? +│[┄ ⠀-⣿]*[⠁-⣿]", line)]
            first = [next(i for i, c in enumerate(line) if "⠁" <= c <= "⣿") for line in rows]
            assert len(first) >= 5
            assert first == sorted(first, reverse=True), "higher confidence lies later"
            sure = pilot.session.converged_forecast
            assert sure is not None
            assert f"P80 {day(pilot, sure.forecast.finish.percentile(80))}" in pilot.screen

    async def test_milestones_show_how_often_each_keeps_its_date(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("F", "2")
            sure = pilot.session.converged_forecast
            assert sure is not None
            target = next(t for t in sure.problem.targets if t.key == "T-42")
            kept = sure.forecast.targets[target.id].on_time
            assert f"{kept:.0%}" in pilot.line("T-42")


def one_item(tx: Transaction) -> None:
    tx.add("item", title="Alone", rank="a")


def all_done(tx: Transaction) -> None:
    for n in range(3):
        tx.add(
            "item", title=f"Done {n}", rank=f"a{n}", status="done", actual_start=datetime(2026, 11, 16, 9),
            actual_finish=datetime(2026, 11, 20, 18),
        )  # fmt: skip


def only_milestones(tx: Transaction) -> None:
    tx.add("item", title="Gate", rank="a", type="milestone", deadline=datetime(2026, 12, 1))


def wide_open(tx: Transaction) -> None:
    item = tx.add("item", title="Vast", rank="a", estimate=ThreePoint(1, 480, 480 * 900))
    tx.add(
        "risk",
        title="Meteor",
        items=(item,),
        chance=1.0,
        delay=ThreePoint(480, 4800, 48000),
        cost=ThreePoint.single_point(1e9),
    )
    tx.add(
        "risk", title="Luck", type="opportunity", items=(item,), chance=50.0, delay=ThreePoint(10, 20, 30, percent=True)
    )


@pytest.mark.parametrize("size", [WIDE, SMALL])
@pytest.mark.parametrize("made", [one_item, all_done, only_milestones, wide_open])
async def test_no_page_fails_on_a_plan_that_is_hardly_one(
    empty: Path, made: Callable[[Transaction], None], size: tuple[int, int]
) -> None:
    async with WorkspacePilot(empty, size) as pilot:
        await pilot.app.action_context.editor.change("Plan", "edit", made)
        await pilot.press("F")
        for page in "1234567":
            await pilot.press(page)
            assert "iterations · seed 1" in pilot.screen
            assert all(width(line) <= size[0] for line in pilot.lines)
        await pilot.until(lambda: pilot.shows("all that is open") or pilot.shows("Nothing is open"), "the pace", 120)


class TestAsking:
    async def test_a_confidence_gives_its_date_and_a_date_its_confidence(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("F", "/")
            await pilot.write("P95")
            await pilot.press("enter")
            sure = pilot.session.converged_forecast
            assert sure is not None
            finish = sure.forecast.finish
            assert f"P95 is {day(pilot, finish.percentile(95))}" in pilot.screen
            await pilot.press("/")
            await pilot.write("12 jun")
            await pilot.press("enter")
            shown = re.search(r"by the end of 12 Jun: (\d+)% sure", pilot.screen)
            assert shown
            share = sum(1 for i in finish.instants if to_datetime(int(i)).date().isoformat() <= "2027-06-12")
            assert abs(int(shown[1]) - 100 * share / len(finish.instants)) <= 1

    async def test_what_is_neither_is_refused_where_it_is_typed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("F", "/")
            await pilot.write("soon")
            await pilot.press("enter")
            assert "type a confidence (P90), a date (12 mar) or a number of items (14 items)" in pilot.echo
            await pilot.press("escape")

    async def test_a_milestone_is_chosen_by_entering_its_line(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("F", "2", "down", "down", "enter")
            assert "Forecast ─ T-18 Landing zone accepted" in pilot.screen
            await pilot.press("o")
            await pilot.write("go or no")
            await pilot.press("enter")
            assert "T-133 Go or no-go" in pilot.screen


@pytest.fixture
def torn(empty: Path) -> Path:
    """A plan whose percentiles need many iterations: what occurs in half of them tears a gap where the median lies."""
    with Store.open(empty) as store:
        store.load()
        with store.transaction("One risk") as tx:
            # draws follow the ids, and with some of them the first 10,000 are enough
            item = tx.add_stored("item", {"title": "Port", "estimate": "[480, 960, 4800]"}, "01M8400000000000000A")
            risk = {"title": "Late", "items": f'["{item}"]', "chance": 50.0, "delay": "[960, 960, 3840]"}
            tx.add_stored("risk", risk, "01M8400000000000000B")
    return empty


async def test_the_screen_goes_on_until_the_percentiles_have_converged(torn: Path) -> None:
    async with WorkspacePilot(torn) as pilot:
        await pilot.press("F")
        shown = pilot.session.converged_forecast
        assert shown is not None
        assert MAX_ITERATIONS_LARGE < shown.forecast.runs <= MAX_ITERATIONS
        assert f"{grouped_number(shown.forecast.runs)} iterations" in pilot.screen
        assert "· converged" in pilot.screen


class TestDeciding:
    async def test_the_cheapest_set_is_shown_taken_as_one_change_and_undone_by_one_key(self, file: Path) -> None:
        async with WorkspacePilot(file, forecast=True) as pilot:
            await pilot.settle()
            sure = pilot.session.converged_forecast
            assert sure is not None
            before = pilot.content()
            wanted = sure.forecast.finish.percentile(80) - 10 * 1440
            await pilot.press("F", "4", "r")
            await pilot.rewrite(to_datetime(wanted).date().isoformat())
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("do it?"), "the proposal", 120)
            assert "The cheapest set that keeps" in pilot.screen
            assert "Considered and left" in pilot.screen
            assert re.search(r"\d+ sets of 4 responses simulated", pilot.screen)
            await pilot.press("y")
            await pilot.press("escape")
            await pilot.settle()
            after = pilot.content()
            changed = [i for i in after["risk"] if after["risk"][i] != before["risk"][i]]
            assert changed
            assert {after["risk"][i]["response_date"] for i in changed} == {"2026-11-23"}
            assert pilot.session.converged_forecast is not None
            assert pilot.session.converged_forecast.forecast.finish.percentile(80) <= wanted + 1440
            await pilot.press("u")
            assert pilot.content() == before

    async def test_left_alone_nothing_changes(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.press("F", "4", "r")
            await pilot.rewrite("2027-06-20")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("with the set"), "the proposal", 120)
            await pilot.press("escape", "escape")
            assert pilot.content() == before

    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_a_milestone_is_held_from_the_palette(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.command("Responses: the cheapest")
            await pilot.write("T-42")
            await pilot.press("enter")
            assert "Bring P80 of T-42 Both sites connected before the end of" in pilot.screen
            await pilot.rewrite("20 jan")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("do it?"), "the proposal", 120)
            assert re.search(r"R-4 Private line.* 18 000 +\d", pilot.screen)
            shown = re.search(r"by 20 Jan +(\d+)% +(\d+)%", pilot.screen)
            assert shown
            assert int(shown[1]) < 80 <= int(shown[2])

    async def test_the_search_says_how_far_it_is_and_esc_ends_it(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(progress_message, "PROGRESS_DELAY", 0.0)
        async with WorkspacePilot(file) as pilot:
            before = pilot.content()
            await pilot.press("F", "r")
            await pilot.rewrite("2026-12-01")
            pilot.rush("enter")
            await pilot.until(lambda: "esc cancels" in pilot.footer, "a word on how far it is", 120)
            pilot.rush("escape")
            await pilot.until(lambda: "cancelled; nothing was changed" in pilot.footer, "the end of it", 120)
            await pilot.settle()
            assert pilot.content() == before

    async def test_without_responses_it_says_what_is_needed(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.app.action_context.editor.change(
                "No risks", "edit", lambda tx: [tx.set("risk", i, status="closed") for i in tx.plan["risk"].ids]
            )
            await pilot.press("F", "r")
            await pilot.rewrite("2026-12-01")
            await pilot.press("enter")
            await pilot.until(lambda: pilot.shows("There is nothing to choose from"), "why not", 120)


class TestTakingItOut:
    async def test_as_a_picture_of_every_chart(self, file: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("F", "w")
            await pilot.rewrite(str(tmp_path / "curve.svg"))
            await pilot.press("enter")
            sure = pilot.session.converged_forecast
            assert sure is not None
            root = ET.parse(tmp_path / "curve.svg").getroot()
            texts = [e.text for e in root.iter() if e.text]
            assert f"P80 {day(pilot, sure.forecast.finish.percentile(80))}" in texts
            assert {
                "Deadlines", "What spreads the finish", "Criticality", "What each risk costs",
                "What each response buys", "Cost", "Date and cost together",
            } <= set(texts)  # fmt: skip
            days = next(r for r in sure.forecast.risks if r.key == "R-7").p80_days
            assert f"{days:.1f}" in texts
            _, _, wide, tall = map(float, root.attrib["viewBox"].split())
            for element in root.iter():
                at = element.attrib
                if "x" in at:
                    assert 0 <= float(at["x"]) <= wide
                    assert 0 <= float(at["y"]) <= tall

    async def test_the_curve_is_that_of_the_finish_looked_at(self, file: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("F", "o")
            await pilot.write("T-42")
            await pilot.press("enter", "w")
            await pilot.rewrite(str(tmp_path / "curve.svg"))
            await pilot.press("enter")
            text = (tmp_path / "curve.svg").read_text(encoding="utf-8")
            assert "Atlas Migration: finish of T-42 Both sites connected" in text

    async def test_as_a_table_with_every_figure(self, file: Path, tmp_path: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.app.action_context.editor.change(
                "Hostile", "edit", lambda tx: tx.set("item", tx.plan.find_key("T-42")[1], title="=1+1")
            )
            await pilot.settle()
            await pilot.command("Forecast: write")
            await pilot.rewrite(str(tmp_path / "figures.csv"))
            await pilot.press("enter")
            sure = pilot.session.converged_forecast
            assert sure is not None
            with (tmp_path / "figures.csv").open(newline="") as lines:
                rows = list(csv.DictReader(lines))
            by_key = {(r["what"], r["key"], r["measure"]): r["value"] for r in rows}
            forecast = sure.forecast
            p80 = forecast.finish.percentile(80)
            assert by_key["plan", "", "p80"] == to_datetime(p80).isoformat(timespec="minutes")
            risk = next(r for r in forecast.risks if r.key == "R-7")
            assert float(by_key["risk", "R-7", "p80_days"]) == risk.p80_days
            assert {r["title"] for r in rows if r["key"] == "T-42"} == {"'=1+1"}
            rising = sorted(float(c) for c in forecast.costs)
            money = rising[len(rising) * 8 // 10 - 1]
            assert float(by_key["cost", "", "p80"]) == round(money, 2)
            both = sum(m <= p80 and c <= money for m, c in zip(forecast.sample, forecast.costs, strict=True))
            assert float(by_key["joint", "", "finish p80 and cost p80"]) == pytest.approx(both / len(rising), abs=1e-4)


async def test_the_scales_of_the_scores_are_changed_in_the_file_and_count_at_once(file: Path) -> None:
    async with WorkspacePilot(file, forecast=True) as pilot:
        await pilot.settle()
        before = pilot.session.converged_forecast
        assert before is not None
        await pilot.command("Risk scales")
        fields = [c.name for c in KINDS["programme"].columns if c.settable and not c.field.hidden]
        await pilot.press(*["tab"] * (fields.index("risk_delay") - fields.index("name")))
        await pilot.rewrite("10 30 60 120 200")
        await pilot.press("f2")
        await pilot.settle()
        after = pilot.session.converged_forecast
        assert after is not None
        assert after.plan.programme("risk_delay") == "10 30 60 120 200"
        by_key = {r.key: r for r in after.problem.risks}
        # R-14 has a score and no delay of its own: impact 2 is 30 days now
        assert by_key["R-14"].before.delay.likely == 30 * 480
        assert by_key["R-7"].before == {r.key: r for r in before.problem.risks}["R-7"].before


async def test_an_empty_file_says_what_to_do(empty: Path) -> None:
    async with WorkspacePilot(empty) as pilot:
        await pilot.press("F")
        assert "add items" in pilot.footer
