"""A figure that is shown in two places is the same in both, to the minute and in the same unit."""

import csv
import random
import shutil
from datetime import date, datetime
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from support.cli_driver import Tpm
from tpm_tui.commands import records
from tpm_tui.commands.schedule.baselines import take_baseline
from tpm_tui.commands.schedule.finish_attribution import past_plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.forecast.forecast_result import ForecastResult, ReferencePlan, compute_forecasts
from tpm_tui.planning.montecarlo.simulate import MAX_ITERATIONS_LARGE
from tpm_tui.store.store import Store
from tpm_tui.store.what_if import WhatIf

DAY = 480


@pytest.fixture
def moved(file: Path) -> Path:
    """A chain with ranges, a risk and a target, a baseline, and an estimate that has grown since."""
    with Store.open(file) as store:
        store.load()
        with store.transaction("Plan") as tx:
            ids = [
                tx.add("item", title=title, rank=title, estimate=ThreePoint(2 * DAY, 4 * DAY, 9 * DAY))
                for title in ("Copy", "Check")
            ]
            end = tx.add("item", title="Live", type="milestone", rank="d", deadline=datetime(2026, 12, 9, 18))
            tx.add("link", predecessor=ids[0], successor=ids[1])
            tx.add("link", predecessor=ids[1], successor=end)
            tx.add("risk", title="Slow", items=(ids[1],), chance=50.0, delay=ThreePoint(DAY, 3 * DAY, 6 * DAY))
            tx.set("programme", "programme", start=datetime(2026, 11, 23), target=end)
    return file


@pytest.fixture
def grown(moved: Path, tpm: Tpm) -> Path:
    assert tpm("baseline", "take", "Signed").code == 0
    assert tpm("set", "T-1", "estimate=6d/9d/15d").code == 0
    return moved


def test_percentiles_of_simulate_why_promise_and_the_screen(tpm: Tpm, grown: Path) -> None:
    forecast = tpm("simulate", "--json").json
    why = tpm("why", "--since", "Signed", "--json").json
    assert why["p50"]["after"] == forecast["finish"]["p50"]
    assert why["p80"]["after"] == forecast["finish"]["p80"]
    assert why["finish"]["after"] == forecast["deterministic"]
    promise = tpm("promise", "--json").json
    live = forecast["milestones"][0]
    assert (promise["p50"], promise["p80"]) == (live["finish"]["p50"], live["finish"]["p80"])
    assert promise["probability"] == live["on_time"]
    with Store.open(grown) as store:
        *_, shown = compute_forecasts(store.load(), store.context, None, {}, Event().is_set)
    told = {level: to_datetime(shown.forecast.finish.percentile(level)) for level in (50, 80)}
    assert {f"p{level}": at.isoformat(timespec="minutes") for level, at in told.items()} == {
        level: forecast["finish"][level] for level in ("p50", "p80")
    }


def test_the_move_of_the_finish_in_why_compare_and_what_if(tpm: Tpm, grown: Path) -> None:
    why = tpm("why", "--since", "Signed", "--json").json
    compared = tpm("baseline", "compare", "--json").json
    assert (why["finish"]["before"], why["finish"]["after"]) == (compared["finish"]["then"], compared["finish"]["now"])
    scheduled = {row["key"]: row for row in tpm("schedule", "--json").json}
    assert max(row["finish"] for row in scheduled.values()) == why["finish"]["after"]
    for item in compared["items"]:
        assert item["finish"]["now"] == scheduled[item["key"]]["finish"]
    days = (date.fromisoformat(why["finish"]["after"][:10]) - date.fromisoformat(why["finish"]["before"][:10])).days
    assert f"The finish is {days} calendar days later" in tpm("why", "--since", "Signed").out
    assert f"(+{days}d)" in tpm("baseline", "compare").out


def test_a_what_if_says_the_percentiles_that_the_file_then_has(tpm: Tpm, moved: Path) -> None:
    """The forecast of the file beside that of the changed plan, then the same change in the file."""
    assert tpm("set", "R-1", "status=closed").code == 0
    told = tpm("simulate", "--json").json
    assert told["converged"] is True
    before = told["finish"]
    with Store.open(moved) as store:
        plan = store.load()
        trial = WhatIf(plan, store.context, "ana")
        with trial.transaction("Try") as tx:
            records.change(tx, "item", [plan["item"].ids[0]], {"estimate": ThreePoint(6 * DAY, 9 * DAY, 15 * DAY)})
        context: InputContext = store.context
        *_, tried = compute_forecasts(trial.plan, context, ReferencePlan("file", plan, context), {}, Event().is_set)
    assert tried.earlier is not None
    assert to_datetime(tried.earlier.p80).isoformat(timespec="minutes") == before["p80"]
    tpm("set", "T-1", "estimate=6d/9d/15d")
    after = tpm("simulate", "--json").json["finish"]
    assert to_datetime(tried.forecast.finish.percentile(80)).isoformat(timespec="minutes") == after["p80"]
    assert to_datetime(tried.forecast.finish.percentile(50)).isoformat(timespec="minutes") == after["p50"]


def test_the_exported_dates_are_those_of_the_schedule(tpm: Tpm, grown: Path, tmp_path: Path) -> None:
    assert tpm("export", "schedule", tmp_path / "dates.csv").code == 0
    text = (tmp_path / "dates.csv").read_text(encoding="utf-8")
    for row in tpm("schedule", "--json").json:
        assert row["finish"].replace("T", " ") in text.replace("T", " ")


def test_a_deadline_is_kept_with_the_same_share_everywhere(tpm: Tpm, grown: Path) -> None:
    share = f"{tpm('simulate', '--json').json['milestones'][0]['on_time']:.0%}"
    assert f"kept with {share}" in tpm("check").out
    assert share in tpm("simulate").out
    assert f": {share}" in tpm("promise").out


def random_plan(path: Path) -> None:
    """Forty items in branches with ranges, links, risks, dates and a baseline that was moved since, drawn by a seed."""
    chance = random.Random(11)
    with Store.create(path, name="Random", start=date(2026, 11, 16), author="ana") as store:
        store.load()
        with store.transaction("Plan") as tx:
            above = [tx.add("item", title=f"Branch {n}", type="epic", rank=f"b{n}") for n in range(3)]
            ids: list[str] = []
            for n in range(40):
                likely = chance.randint(1, 10) * DAY
                span = ThreePoint(likely // 2, likely, likely * chance.randint(1, 3))
                ids.append(
                    tx.add("item", title=f"Item {n}", rank=f"c{n:02}", estimate=span, parent=chance.choice(above))
                )
                for before in chance.sample(ids[:-1], min(len(ids) - 1, chance.randint(0, 2))):
                    tx.add("link", predecessor=before, successor=ids[-1], type=chance.choice(("FS", "SS", "FF")))
            target = tx.add(
                "item", title="Live", type="milestone", rank="d", deadline=datetime(2027, 2, 12, 18), parent=above[0]
            )
            tx.add("link", predecessor=ids[-1], successor=target)
            for n in range(6):
                delay = ThreePoint.single_point(chance.randint(1, 12) * DAY)
                on = tuple(chance.sample(ids, 3))
                likely = float(chance.randint(5, 95))
                tx.add(
                    "risk",
                    title=f"Risk {n}",
                    items=on,
                    chance=likely,
                    delay=delay,
                    cost=ThreePoint(100.0, 500.0, 900.0),
                )
            tx.set("programme", "programme", target=target)
        with store.transaction("Take", "baseline.take") as tx:
            take_baseline(tx, "", (), {"name": "Signed by steering"})
        with store.transaction("Grown") as tx:
            for id_ in chance.sample(ids, 8):
                tx.set("item", id_, estimate=ThreePoint(4 * DAY, 9 * DAY, 15 * DAY))


def torn_plan(path: Path) -> None:
    """Two items and a risk that occurs in half of the iterations: its percentiles need many of them."""
    with Store.create(path, name="Torn", start=date(2026, 11, 23), author="ana") as store:
        store.load()
        with store.transaction("Plan") as tx:
            # draws follow the ids, and with some of them fewer iterations are enough
            first = tx.add_stored("item", {"title": "Port", "estimate": "[480, 960, 4800]"}, "01M8400000000000000A")
            live = {"title": "Live", "type": "milestone", "deadline": "2026-12-04T18:00"}
            last = tx.add_stored("item", live, "01M8400000000000000C")
            risk = {"title": "Late", "items": f'["{first}"]', "chance": 50.0, "delay": "[960, 960, 3840]"}
            tx.add_stored("risk", risk, "01M8400000000000000B")
            tx.set("risk", "01M8400000000000000B", cost=ThreePoint(1000.0, 5000.0, 20000.0))
            tx.add("link", predecessor=first, successor=last)
            tx.set("programme", "programme", target=last)
        with store.transaction("Take", "baseline.take") as tx:
            take_baseline(tx, "", (), {"name": "Signed by steering"})
        with store.transaction("Grown") as tx:
            tx.set("item", first, estimate=ThreePoint(2 * DAY, 4 * DAY, 15 * DAY))


def prepared(name: str, demo: Path, path: Path) -> Path:
    """A file of that name, to be written: a copy of the demo, or a plan that is made for it."""
    if name == "demo":
        shutil.copy(demo, path)
    else:
        {"random": random_plan, "torn": torn_plan}[name](path)
    return path


@pytest.fixture(params=["demo", "random", "torn"])
def large(request: pytest.FixtureRequest, demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo, or a plan that is made for it; what commands work on."""
    path = prepared(request.param, demo_file, tmp_path / f"{request.param}.db")
    monkeypatch.setenv("TPM_FILE", str(path))
    return path


def minute(of: int) -> str:
    """A clock minute as JSON says it."""
    return to_datetime(of).isoformat(timespec="minutes")


def forecast_on_screen(path: Path) -> ForecastResult:
    """The settled forecast of the workspace, beside that of the plan as its baseline was taken."""
    with Store.open(path) as store:
        plan = store.load()
        then = past_plan(store, plan["baseline"].ids[0])
        earlier = ReferencePlan("then", then.plan, replace(store.context, today=then.since.date()))
        return [*compute_forecasts(plan, store.context, earlier, {}, Event().is_set)][-1]


def test_every_place_shows_the_same_figures_of_a_large_plan(tpm: Tpm, large: Path) -> None:
    forecast = tpm("simulate", "--json").json
    by_key = {one["key"]: one for one in forecast["milestones"]}
    why = tpm("why", "--since", "Signed by steering", "--json").json
    compared = tpm("baseline", "compare", "Signed by steering", "--json").json
    assert {level: why[level]["after"] for level in ("p50", "p80")} == {
        level: forecast["finish"][level] for level in ("p50", "p80")
    }
    assert (why["finish"]["before"], why["finish"]["after"]) == (compared["finish"]["then"], compared["finish"]["now"])
    assert why["finish"]["after"] == forecast["deterministic"]
    scheduled = {row["key"]: row for row in tpm("schedule", "--json").json}
    for item in compared["items"]:
        assert item["finish"]["now"] == scheduled[item["key"]]["finish"], item["key"]
        assert item["start"]["now"] == scheduled[item["key"]]["start"], item["key"]
    promise = tpm("promise", "--json").json
    places = [promise, *promise["milestones"]] if "milestones" in promise else [promise]
    for place in places:
        if place["key"] in by_key:
            told = by_key[place["key"]]
            assert (place["p50"], place["p80"]) == (told["finish"]["p50"], told["finish"]["p80"]), place["key"]
    report = tpm("report", "executive", "--json").json
    numbers = [n for section in report["sections"] for line in section["lines"] for n in line["numbers"]]
    told = {n["name"]: n["value"] for n in numbers if n["key"] == promise["key"]}
    assert {name: told[name] for name in ("p50", "p80", "probability")} == {
        name: promise[name] for name in ("p50", "p80", "probability")
    }
    assert forecast["runs"] > MAX_ITERATIONS_LARGE or large.stem != "torn", "it needs more than large plans make"
    cost = {level: forecast["cost"][level] for level in ("p50", "p80")}
    assert told["cost_p80"] == cost["p80"]
    money = tpm("evm", "--simulate", "--json").json
    assert {level: float(money[f"cost_{level}"]) for level in cost} == pytest.approx(cost)
    rows = csv.DictReader(tpm("simulate", "--to", "csv").out.splitlines())
    figures = {(row["what"], row["measure"]): row["value"] for row in rows}
    assert {level: float(figures["cost", level]) for level in cost} == cost
    shown = forecast_on_screen(large)
    assert shown.forecast.runs == forecast["runs"]
    assert {f"p{level}": minute(shown.forecast.finish.percentile(level)) for level in (10, 50, 80, 90)} == {
        level: forecast["finish"][level] for level in ("p10", "p50", "p80", "p90")
    }
    assert {level: round(shown.forecast.cost(int(level[1:])), 2) for level in cost} == cost
    assert shown.promise is not None
    assert shown.promise.figures.cost_p80 == pytest.approx(cost["p80"], abs=0.005)
    assert shown.promise.p80 is not None
    assert minute(shown.promise.p80) == promise["p80"]
    assert shown.earlier is not None
    assert {level: why[level]["before"] for level in ("p50", "p80")} == {
        "p50": minute(shown.earlier.p50), "p80": minute(shown.earlier.p80),
    }  # fmt: skip
    check = tpm("check").out
    for one in forecast["milestones"]:
        if one["on_time"] is not None and one["on_time"] < 0.495:
            assert f"kept with {one['on_time']:.0%}" in next(
                row for row in check.splitlines() if f"{one['key']} " in row
            )
