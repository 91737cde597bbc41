"""Earned value at past status dates, by week and by group, from the command line."""

from decimal import Decimal
from pathlib import Path

import pytest

from support.cli_driver import Tpm

MONDAY, TUESDAY, FRIDAY, NEXT_WEEK = "2026-11-23", "2026-11-24", "2026-11-27", "2026-12-02"


@pytest.fixture
def wall(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """Two weeks of work for 1,000: 20 % on Monday, 50 % on Friday, all of it on the Wednesday after; each time paid."""
    monkeypatch.setenv("TPM_TODAY", MONDAY)
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "wall.db"))
    tpm("new", tmp_path / "wall.db", "--start", MONDAY)
    tpm("add", "item", "Wall", "estimate=10d")
    tpm("add", "cost", "Stones", "planned=1000", "item=T-1")
    tpm("set", "T-1", "progress=20")
    tpm("set", "K-1", "actual=300")
    monkeypatch.setenv("TPM_TODAY", FRIDAY)
    tpm("set", "T-1", "progress=50")
    tpm("set", "K-1", "actual=600")
    monkeypatch.setenv("TPM_TODAY", NEXT_WEEK)
    assert tpm("run", "baseline.take", "name=Late").code == 0
    tpm("done", "T-1")
    tpm("set", "K-1", "actual=1100")
    return tpm


def ev_and_ac(tpm: Tpm, day: str) -> tuple[str, str]:
    figures = tpm("evm", "--json", "--status-date", day).json
    return figures["ev"], figures["ac"]


def test_a_past_status_date_counts_as_the_history_stood_then(wall: Tpm) -> None:
    # the baseline was taken after all of these days but the last: it measures them all the same
    assert ev_and_ac(wall, TUESDAY) == ("200.00", "300.00")
    assert ev_and_ac(wall, FRIDAY) == ("500.00", "600.00")
    assert ev_and_ac(wall, NEXT_WEEK) == ("1000.00", "1100.00")


def test_the_status_date_of_the_file_is_the_day_that_what_is_in_it_is_said_of(wall: Tpm) -> None:
    wall("set", "PG-1", f"status_date={FRIDAY}")
    assert ev_and_ac(wall, FRIDAY) == ("1000.00", "1100.00")
    assert wall("evm", "--json").json["at"] == FRIDAY
    assert ev_and_ac(wall, TUESDAY) == ("200.00", "300.00")


def test_before_the_history_begins_the_dates_in_the_file_tell(wall: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    wall("add", "item", "Ditch", "estimate=1d", "actual_start=2026-11-16", "actual_finish=2026-11-16", "status=done")
    wall("add", "cost", "Spades", "planned=100", "actual=100", "at=2026-11-16", "item=T-2")
    wall("run", "baseline.take", "name=Both")
    assert ev_and_ac(wall, "2026-11-18") == ("100.00", "1200.00"), "costs without a date count always"
    assert ev_and_ac(wall, "2026-11-13") == ("0.00", "1100.00")
    wall("set", "K-1", "at=2026-12-01")
    assert ev_and_ac(wall, "2026-11-18") == ("100.00", "100.00")
    then = wall("evm", "--json", "--status-date", "2026-11-18").json
    assert then["eac"]["bottom_up"] == "1100.00", "what was paid later was still to be paid"
    assert ev_and_ac(wall, "2026-11-13") == ("0.00", "0.00")


def test_the_trend_has_a_row_a_week_and_each_is_what_that_status_date_says(wall: Tpm) -> None:
    rows = wall("evm", "--trend", "--json").json
    assert [row["at"] for row in rows] == ["2026-11-29", NEXT_WEEK]
    for row in rows:
        alone = wall("evm", "--json", "--status-date", row["at"]).json
        assert row == {name: alone[name] for name in row}
    assert [(row["ev"], row["ac"]) for row in rows] == [("500.00", "600.00"), ("1000.00", "1100.00")]
    assert [line[:13].strip() for line in wall("evm", "--trend").lines[1:]] == ["29 Nov", "02 Dec"]
    assert wall("evm", "--trend", "--by", "item").code == 1


def test_thirds_of_a_cent_sum_to_the_whole_by_every_group(wall: Tpm) -> None:
    wall("add", "person", "ana", "rate=100")
    for number in range(3):
        wall("add", "workstream", f"W{number}")
        wall("add", "item", f"Third {number}", "estimate=10m", "owner=ana", "remaining=20m", f"workstream=W{number}")
        wall("log", f"T-{number + 2}", "ana", "10m")
    wall("run", "baseline.take", "name=Thirds")
    whole = wall("evm", "--json").json
    for by in ("workstream", "function", "item"):
        rows = wall("evm", "--json", "--by", by).json
        for name in ("bac", "pv", "ev", "ac", "cv", "sv"):
            assert sum(Decimal(row[name]) for row in rows) == Decimal(whole[name]), (by, name)


def test_a_third_is_said_by_what_remains(wall: Tpm) -> None:
    wall("add", "item", "Gate", "estimate=3d", "status=doing", "remaining=2d")
    wall("add", "cost", "Steel", "planned=1200", "item=T-2")
    wall("add", "item", "Lock", "estimate=3d", "remaining=2d")
    wall("add", "cost", "Brass", "planned=1200", "item=T-3")
    wall("run", "baseline.take", "name=Both")
    rows = {row["name"]: row["ev"] for row in wall("evm", "--json", "--by", "item").json}
    assert (rows["T-2"], rows["T-3"]) == ("400.00", "0.00"), "what has not begun has earned nothing"


def test_the_simulated_cost_stands_beside_the_estimate_with_a_word_where_they_disagree(
    tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPM_TODAY", MONDAY)
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "wall.db"))
    tpm("new", tmp_path / "wall.db", "--start", MONDAY)
    tpm("add", "person", "Ana", "rate=100")
    tpm("add", "item", "Wall", "estimate=8d/10d/12d", "owner=ana")
    assert tpm("run", "baseline.take", "name=Plan").code == 0
    # by hand: 80 hours at 100 are 8,000; triangular from 8 to 12 days round 10: P50 10 days, P80 12 - sqrt(1.6) days
    figures = tpm("evm", "--json", "--simulate").json
    assert float(figures["cost_p50"]) == pytest.approx(8000, rel=0.005)
    assert float(figures["cost_p80"]) == pytest.approx(100 * 8 * (12 - 1.6**0.5), rel=0.005)
    assert figures["agrees"] is None, "nothing is spent: there is no typical EAC"
    assert float(figures["cost_p80"]) == pytest.approx(tpm("simulate", "--json").json["cost"]["p80"], abs=0.01)
    tpm("set", "T-1", "progress=50")
    for spent, agrees, word in (
        (2000, False, "They disagree: the EAC"),
        (4100, True, "They agree"),
        (6000, False, "They disagree: the work"),
    ):
        tpm("add", "cost", "Paid", f"actual={spent}") if spent == 2000 else tpm("set", "K-1", f"actual={spent}")
        assert tpm("evm", "--json", "--simulate").json["agrees"] is agrees
        (line,) = [line for line in tpm("evm").lines if line.startswith("Cost P80")]
        assert word in line
    assert "Not simulated" in tpm("evm", "--no-simulate").out
    assert "cost_p80" not in tpm("evm", "--json").json
    assert tpm("evm", "--simulate", "--trend").code == 1
