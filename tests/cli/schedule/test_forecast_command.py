"""``tpm simulate`` and ``tpm why --since``: how sure, and why the date moved."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time import clock
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import MAX_ITERATIONS, MAX_ITERATIONS_LARGE, simulate
from tpm_tui.store.store import Store

LEVELS = ["p10", "p50", "p80", "p90"]


@pytest.fixture
def uncertain(file: Path) -> Path:
    """Two items in a row before a milestone, both with ranges; a risk with a response on the second."""
    with Store.open(file) as store:
        store.load()
        with store.transaction("Plan") as tx:
            first = tx.add("item", title="Copy", rank="a", estimate=ThreePoint(480, 960, 2400))
            second = tx.add("item", title="Check", rank="b", estimate=ThreePoint(240, 480, 1440))
            end = tx.add("item", title="Live", type="milestone", rank="c", deadline=datetime(2026, 12, 1, 18))
            tx.add("item", title="Beside", rank="d", estimate=ThreePoint.single_point(60))
            tx.add("link", predecessor=first, successor=second)
            tx.add("link", predecessor=second, successor=end)
            tx.add(
                "risk", title="Too slow", items=(second,), chance=50.0, delay=ThreePoint(960, 1440, 2880),
                response_chance=10.0, response_cost=1000.0,
            )  # fmt: skip
    return file


class TestSimulate:
    def test_the_object_has_what_is_documented_and_nothing_else(self, tpm: Tpm, uncertain: Path) -> None:
        result = tpm("simulate", "--json", "--runs", 500, "--seed", 3)
        assert result.code == 0
        told = result.json
        assert list(told) == [
            "finish", "duration_minutes", "deterministic", "deadline", "on_time", "assumed", "milestones", "dated",
            "workstreams", "items", "pace", "risks", "cost", "runs", "seed", "shape", "converged",
        ]  # fmt: skip
        assert list(told["finish"]) == [*LEVELS, "mean"]
        assert list(told["duration_minutes"]) == ["mean", "sd", *LEVELS]
        assert [m["key"] for m in told["milestones"]] == ["T-3"]
        assert {"finish", "duration_minutes"} <= told["milestones"][0].keys()
        assert [list(i) for i in told["items"]] == [["key", "criticality_index", "sensitivity"]] * 4
        assert {"key", "p80_days", "response_p80_days"} <= told["risks"][0].keys()
        assert (told["runs"], told["seed"]) == (500, 3)

    def test_it_says_what_the_simulation_found(self, tpm: Tpm, uncertain: Path) -> None:
        told = tpm("simulate", "--json", "--runs", 500, "--seed", 3).json
        with Store.open(uncertain) as store:
            forecast = simulate(risk_model(store.load(), InputContext(clock.today())), runs=500, seed=3)
        assert [told["duration_minutes"][level] for level in LEVELS] == [
            forecast.finish.duration(p) for p in (10, 50, 80, 90)
        ]
        assert told["risks"][0]["p80_days"] == pytest.approx(forecast.risks[0].p80_days)
        assert told["milestones"][0]["on_time"] == pytest.approx(next(iter(forecast.targets.values())).on_time)
        assert sorted(told["finish"][level] for level in LEVELS) == [told["finish"][level] for level in LEVELS]

    def test_the_same_seed_gives_the_same_bytes_and_another_does_not(self, process: Tpm, uncertain: Path) -> None:
        once, twice, other = (process("simulate", "--json", "--runs", 400, "--seed", s).out for s in (7, 7, 8))
        assert once == twice
        assert once != other

    def test_nothing_but_the_result_goes_to_stdout(self, process: Tpm, uncertain: Path) -> None:
        assert process("simulate", "--json", "--runs", 100).json["runs"] == 100

    def test_without_runs_it_stops_when_the_percentiles_are_known(self, tpm: Tpm, uncertain: Path) -> None:
        # with the risk, P90 lies in a thin tail whose error depends on the ids: it may need all 10,000
        tpm("set", "R-1", "status=closed")
        told = tpm("simulate", "--json").json
        assert told["converged"] is True
        assert told["runs"] < 10_000

    def test_without_runs_it_goes_on_until_they_are(self, tpm: Tpm, file: Path) -> None:
        """A risk that occurs in half of the iterations tears a gap where the median lies."""
        with Store.open(file) as store:
            store.load()
            with store.transaction("One risk") as tx:
                # draws follow the ids, and with some of them the first 10,000 are enough
                item = tx.add_stored("item", {"title": "Port", "estimate": "[480, 960, 4800]"}, "01M8400000000000000A")
                risk = {"title": "Late", "items": f'["{item}"]', "chance": 50.0, "delay": "[960, 960, 3840]"}
                tx.add_stored("risk", risk, "01M8400000000000000B")
        told = tpm("simulate", "--json").json
        assert told["converged"] is True
        assert MAX_ITERATIONS_LARGE < told["runs"] <= MAX_ITERATIONS

    def test_it_is_a_picture_or_a_table_of_figures_if_asked(self, tpm: Tpm, uncertain: Path) -> None:
        picture = tpm("simulate", "--runs", 300, "--to", "svg").out
        assert picture.startswith("<svg ")
        assert "What each risk costs" in picture
        rows = tpm("simulate", "--runs", 300, "--to", "csv").out.splitlines()
        told = tpm("simulate", "--runs", 300, "--json").json
        assert f"plan,,{rows[4].split(',')[2]},p80,{told['finish']['p80']}" in rows
        assert tpm("simulate", "--json", "--to", "csv").code == 2

    def test_a_person_reads_tables(self, tpm: Tpm, uncertain: Path) -> None:
        text = tpm("simulate", "--runs", 200).out
        for word in ("the plan", "T-3 Live", "R-1", "Too slow", "T-2", "200 iterations, seed 1, triangular"):
            assert word in text

    def test_a_plan_without_items_is_refused_with_what_to_do(self, tpm: Tpm, file: Path) -> None:
        result = tpm("simulate")
        assert (result.code, result.out) == (1, "")
        assert "tpm add item" in result.err

    def test_no_iterations_at_all_is_wrong_usage(self, tpm: Tpm, uncertain: Path) -> None:
        assert tpm("simulate", "--runs", 0).code == 2


class TestWhySince:
    def edit(self, path: Path, author: str, days_ago: int, kind: str, key: str, **values: object) -> None:
        when = clock.now() - timedelta(days=days_ago)
        with Store.open(path, author=author, now=lambda: when) as store:
            plan = store.load()
            place = plan.find_key(key)
            assert place is not None
            with store.transaction("Edit") as tx:
                tx.set(kind, place[1], **values)

    @pytest.fixture
    def moved(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = tmp_path / "old.db"
        begun = clock.now() - timedelta(days=14)
        store = Store.create(path, name="Old", start=begun.date(), now=lambda: begun)
        with store, store.transaction("Plan") as tx:
            first = tx.add("item", title="Copy", rank="a", estimate=ThreePoint(480, 960, 2400))
            second = tx.add("item", title="Check", rank="b", estimate=ThreePoint(240, 480, 1440))
            tx.add("link", predecessor=first, successor=second)
            tx.add("risk", title="Slow", items=(second,), chance=10.0, delay=ThreePoint(960, 1440, 2880))
        self.edit(path, "ben", 6, "item", "T-1", estimate=ThreePoint(480, 2400, 4800))
        self.edit(path, "cem", 5, "risk", "R-1", chance=60.0)
        monkeypatch.setenv("TPM_FILE", str(path))
        return path

    def test_the_parts_add_up_to_the_whole_at_every_level(self, tpm: Tpm, moved: Path) -> None:
        told = tpm("why", "--since", "-10d", "--json").json
        for level in ("finish", "p50", "p80"):
            before, after = (datetime.fromisoformat(told[level][n]) for n in ("before", "after"))
            assert told[level]["moved_minutes"] == (after - before).total_seconds() / 60
            assert told[level]["moved_minutes"] == sum(p["moved_minutes"][level] for p in told["parts"])
        for part in told["parts"]:
            for level in ("finish", "p50", "p80"):
                assert part["moved_minutes"][level] == sum(e["moved_minutes"][level] for e in part["edits"])
            assert part["depends_on_order"] == (part["moved_minutes"] != part["alone_minutes"])
        assert [p["name"] for p in told["parts"]] == [
            "scope", "estimates", "links", "calendars and people", "progress", "risks",
        ]  # fmt: skip

    def test_each_part_names_the_edits_and_their_authors(self, tpm: Tpm, moved: Path) -> None:
        parts = {p["name"]: p for p in tpm("why", "--since", "-10d", "--json").json["parts"]}
        assert [(e["key"], e["fields"], e["authors"]) for e in parts["estimates"]["edits"]] == [
            ("T-1", ["estimate"], ["ben"])
        ]
        assert parts["estimates"]["moved_minutes"]["finish"] > 0
        assert [(e["key"], e["authors"]) for e in parts["risks"]["edits"]] == [("R-1", ["cem"])]
        assert parts["risks"]["moved_minutes"]["p80"] > 0
        assert parts["risks"]["moved_minutes"]["finish"] == 0

    def test_what_was_done_before_that_day_does_not_count(self, tpm: Tpm, moved: Path) -> None:
        parts = {p["name"]: p for p in tpm("why", "--since", "-5d", "--json").json["parts"]}
        assert parts["estimates"]["edits"] == []
        assert [e["key"] for e in parts["risks"]["edits"]] == ["R-1"]

    def test_a_person_reads_who_moved_what(self, tpm: Tpm, moved: Path) -> None:
        text = tpm("why", "--since", "-10d").out
        assert "T-1 Copy: Estimate 1d/2d/5d → 1d/5d/10d (ben)" in text
        assert "later" in text.splitlines()[0]

    def test_a_part_that_depends_on_the_order_says_what_it_would_be_alone(self, tpm: Tpm, moved: Path) -> None:
        parts = tpm("why", "--since", "-10d", "--json").json["parts"]
        assert [p["name"] for p in parts if p["depends_on_order"]] == ["risks"]
        lines = tpm("why", "--since", "-10d").out.splitlines()
        [note] = [n for n, line in enumerate(lines) if "alone it would be (order matters)" in line]
        assert lines[note - 1].startswith("risks")

    def test_since_today_nothing_moved(self, tpm: Tpm, moved: Path) -> None:
        told = tpm("why", "--since", "today", "--json").json
        assert {told[level]["moved_minutes"] for level in ("finish", "p50", "p80")} == {0}

    def test_before_the_file_was_made_is_when_it_was_made(self, tpm: Tpm, moved: Path) -> None:
        told = tpm("why", "--since", "2020-01-01", "--json").json
        assert told["since"].startswith("2026-11-09")

    @pytest.mark.parametrize(("args", "code"), [((), 2), (("T-1", "--since", "mon"), 2), (("--since", "+3d"), 1)])
    def test_what_makes_no_sense_is_refused(self, tpm: Tpm, moved: Path, args: tuple[str, ...], code: int) -> None:
        result = tpm("why", *args)
        assert (result.code, result.out) == (code, "")


class TestRespond:
    def test_the_object_has_what_is_documented_and_what_the_simulation_finds(self, tpm: Tpm, uncertain: Path) -> None:
        by = date(2026, 11, 30)
        result = tpm("respond", "--before", by.isoformat(), "--json", "--runs", 500)
        told = result.json
        assert list(told) == [
            "of", "before", "level", "holds", "cheapest", "cost", "least_cost", "responses", "considered", "without",
            "with", "sets", "runs", "seed", "taken",
        ]  # fmt: skip
        assert [list(one) for one in told["considered"]] == [
            ["key", "title", "response", "cost", "days", "minutes", "days_per_money"]
        ]
        with Store.open(uncertain) as store:
            problem = risk_model(store.load(), InputContext(clock.today()))
        bare, taken = (simulate(p, runs=500, seed=1).finish for p in (problem, problem.with_responses()))
        for told_finish, finish in ((told["without"], bare), (told["with"], taken)):
            assert told_finish["p80"] == to_datetime(finish.percentile(80)).isoformat(timespec="minutes")
        assert told["considered"][0]["days"] == pytest.approx((bare.duration(80) - taken.duration(80)) / 480)
        assert told["holds"] == (to_datetime(taken.percentile(80)).date() <= by)
        assert result.code == (0 if told["holds"] else 1)

    def test_taken_it_is_one_change_that_undo_takes_back(self, tpm: Tpm, uncertain: Path) -> None:
        asked = "--runs", 500, "--json"
        bare = tpm("respond", "--before", "2027-03-01", *asked).json["without"]["p80"]
        before = (datetime.fromisoformat(bare) - timedelta(days=1)).date().isoformat()
        assert tpm("respond", "--before", before, *asked, "--take").json["responses"] == ["R-1"]
        assert tpm("show", "R-1", "--json").json[0]["response_date"] == clock.today().isoformat()
        assert tpm("respond", "--before", before, *asked).json["considered"] == []
        tpm("undo")
        assert not tpm("show", "R-1", "--json").json[0].get("response_date")

    def test_what_cannot_be_held_is_not_taken(self, tpm: Tpm, uncertain: Path) -> None:
        result = tpm("respond", "--before", "2026-11-24", "--take")
        assert result.code == 1
        assert "Nothing was taken" in result.err
        assert not tpm("show", "R-1", "--json").json[0].get("response_date")

    def test_a_milestone_is_asked_for_by_its_key_and_an_item_without_a_date_is_refused(
        self, tpm: Tpm, uncertain: Path
    ) -> None:
        told = tpm("respond", "--before", "2026-12-04", "--of", "T-3", "--runs", 300, "--json").json
        assert (told["of"], told["level"]) == ("T-3", 80)
        refused = tpm("respond", "--before", "2026-12-04", "--of", "T-4")
        assert (refused.code, refused.err.count("\n")) == (1, 1)
        assert "T-4 has no forecast of its own" in refused.err

    def test_a_person_reads_a_sentence_and_a_table(self, tpm: Tpm, uncertain: Path) -> None:
        text = tpm("respond", "--before", "2026-11-24", "--runs", 200).out
        assert text.startswith("No set keeps 24 Nov")
        assert "Too slow" in text
        assert "each by the same 200 draws (seed 1)" in text


class TestLearn:
    def test_a_forecast_is_remembered_once_a_day_and_only_when_asked(self, tpm: Tpm, uncertain: Path) -> None:
        tpm("simulate", "--runs", 200)
        assert tpm("ls", "forecast", "--json").json == []
        for _ in range(2):
            assert tpm("simulate", "--runs", 200, "--remember").code == 0
        [kept] = tpm("ls", "forecast", "--json").json
        assert (kept["day"], kept["runs"]) == (clock.today().isoformat(), 200)
        assert tpm("learn", "--json").json["remembered"] == [kept["day"]]
        assert tpm("undo").out == "Plan\n", "undo passes over it"
        assert tpm("ls", "forecast", "--json").json == [kept]

    def test_the_object_has_what_is_documented(self, tpm: Tpm, uncertain: Path) -> None:
        told = tpm("learn", "--json", "--items", 14).json
        documented = ["remembered", "forecasts", "estimates", "pace", "done", "days", "thin", "apart_days", "risks"]
        assert list(told) == documented
        assert [list(one) for one in told["forecasts"]] == [["ahead", "p50", "p80", "open", "verdict"]] * 3
        assert list(told["estimates"][0]) == [
            "by", "value", "items", "p50", "p80", "took", "lower_quartile", "upper_quartile", "factor", "would_change",
        ]  # fmt: skip
        assert [(one["items"], list(one)) for one in told["pace"]] == [
            (14, ["items", "p50", "p80", "p95"]),
            (3, ["items", "p50", "p80", "p95"]),
        ]

    def test_a_person_reads_what_is_lacking(self, tpm: Tpm, uncertain: Path) -> None:
        text = tpm("learn").out
        assert "This needs 5 finished items with an estimate, a start and a finish; there are none yet." in text
        assert "No forecast is remembered yet" in text

    def test_a_factor_multiplies_the_estimates_of_items_by_their_keys(self, tpm: Tpm, uncertain: Path) -> None:
        tpm("run", "estimate.factor", "T-1", "T-2", "factor=1.5")
        assert [tpm("show", key, "--json").json[0]["estimate"] for key in ("T-1", "T-2")] == [
            [720, 1440, 3600], [360, 720, 2160],
        ]  # fmt: skip
        refused = tpm("run", "estimate.factor", "T-1", "factor=-1")
        assert refused.code == 1
        assert "a factor lies between" in refused.err


class TestCheck:
    def test_it_names_the_deadlines_that_the_forecast_keeps_with_less_than_half(
        self, tpm: Tpm, uncertain: Path
    ) -> None:
        tpm("set", "T-3", "deadline=2026-11-25")
        milestone = tpm("simulate", "--json").json["milestones"][0]
        assert milestone["on_time"] < 0.5
        result = tpm("check", "--json")
        assert result.code == 1
        named = [f for f in result.json if "is kept with" in f["finding"]]
        share = f"{milestone['on_time']:.0%}"
        assert [(f["key"], f["finding"]) for f in named] == [("T-3", f"Its deadline 25 Nov is kept with {share}")]

    def test_a_deadline_that_is_kept_more_often_than_not_is_none(self, tpm: Tpm, uncertain: Path) -> None:
        tpm("set", "T-3", "deadline=2027-03-01")
        assert "is kept with" not in tpm("check").out
