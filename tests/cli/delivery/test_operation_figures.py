"""``tpm incident figures``, and risks against what happened in ``tpm learn``, on files that were typed."""

from pathlib import Path

import pytest

from support.cli_driver import Tpm


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-11-30T00:00")


def add_incident(tpm: Tpm, title: str, *words: str) -> None:
    assert tpm("add", "incident", title, *words).code == 0


def test_figures_of_incidents_with_the_records_behind_each(tpm: Tpm, file: Path, day: None) -> None:
    assert tpm("add", "workstream", "Payments", "availability_target=99.9").code == 0
    add_incident(
        tpm, "Ledger down", "workstream=Payments", "started=2026-11-02 10:00", "detected=2026-11-02 10:10",
        "acknowledged=2026-11-02 10:20", "mitigated=2026-11-02 11:00", "resolved=2026-11-02 14:10",
    )  # fmt: skip
    add_incident(
        tpm, "Queue slow", "workstream=Payments", "started=2026-11-05 10:00", "detected=2026-11-05 10:00",
        "acknowledged=2026-11-05 10:20", "mitigated=2026-11-05 10:20", "affected=50",
    )  # fmt: skip
    add_incident(tpm, "Long ago", "workstream=Payments", "started=2026-09-05 10:00", "detected=2026-09-05 10:00",
                 "mitigated=2026-09-05 12:00")  # fmt: skip
    figures = tpm("incident", "figures", "--json", "--since", "2026-11-01", "--until", "2026-11-29").json
    assert figures == [
        {
            "name": "Payments", "mtta_minutes": 15, "time_to_mitigate_minutes": 35, "mttr_minutes": 240,
            "service_minutes": 29 * 1440, "downtime_minutes": 70, "availability": round(1 - 70 / (29 * 1440), 6),
            "target": 0.999, "downtime_left_minutes": round(29 * 1.44 - 70, 2),
            "records": {"incidents": ["I-1", "I-2"], "acknowledged": ["I-1", "I-2"], "mitigated": ["I-1", "I-2"],
                        "resolved": ["I-1"], "downtime": {"I-1": 60, "I-2": 10}},
        }
    ]  # fmt: skip
    said = tpm("incident", "figures", "--since", "2026-11-01", "--until", "2026-11-29").out
    assert "Payments: 2 incidents (I-1, I-2)" in said
    assert "mean time to resolve (MTTR): 4 h over 1 (I-1)" in said
    assert tpm("incident", "figures", "I-1").code == 2
    assert tpm("incident", "open").code == 2
    assert tpm("incident", "resolve", "I-1", "--json").code == 2


def test_no_incident_has_no_figures(tpm: Tpm, file: Path, day: None) -> None:
    assert tpm("incident", "figures").out.startswith("No incident yet")


def test_chances_are_held_against_what_happened(tpm: Tpm, file: Path, day: None) -> None:
    tpm("add", "item", "Replay")
    for words in (
        ("chance=10", "status=closed"),
        ("chance=15", "status=occurred"),
        ("chance=20", "status=closed"),
        ("chance=100", "status=occurred"),
        ("chance=80", "response_chance=30", "response_date=2026-11-01", "status=closed"),
        ("chance=50",),
        ("status=closed",),
    ):
        assert tpm("add", "risk", "It may", *words).code == 0
    risks = tpm("learn", "--json").json["risks"]
    assert [(band["from"], band["risks"], band["occurred"]) for band in risks["bands"]] == [
        (0, ["R-1", "R-2"], ["R-2"]), (0.2, ["R-3", "R-5"], []), (0.4, [], []), (0.6, [], []), (0.8, ["R-4"], ["R-4"]),
    ]  # fmt: skip
    assert risks["bands"][0]["forecast_share"] == 0.125
    assert risks["bands"][0]["verdict"] == "too few"
    assert (risks["all"]["occurred_share"], risks["all"]["forecast_share"]) == (0.4, 0.35)
    assert risks["all"]["verdict"] == "as forecast"
    assert risks["brier_score"] == round((0.1**2 + 0.85**2 + 0.2**2 + 0 + 0.3**2) / 5, 6)
    assert risks["without_chance"] == ["R-7"]
    said = tpm("learn").out
    assert "0 to 20%" in said
    assert "2 of 5, 40%" in said
    assert "Over without a chance: R-7." in said


def test_what_counts_is_the_chance_that_stood_when_the_risk_was_over(tpm: Tpm, file: Path, day: None) -> None:
    for words in (("chance=30",), ("probability=4",), ("chance=90", "response_chance=10")):
        assert tpm("add", "risk", "It may", *words).code == 0
    assert tpm("set", "R-3", "response_date=2026-12-24").code == 0
    for key in ("R-1", "R-2", "R-3"):
        assert tpm("set", key, "status=occurred").code == 0
        assert tpm("set", key, "chance=100").code == 0
    bands = tpm("learn", "--json").json["risks"]["bands"]
    assert [(band["from"], band["risks"]) for band in bands] == [
        (0, []), (0.2, ["R-1"]), (0.4, []), (0.6, ["R-2"]), (0.8, ["R-3"]),
    ]  # fmt: skip
    assert tpm("set", "R-1", "status=open").code == 0
    assert tpm("set", "R-1", "status=closed").code == 0
    assert tpm("learn", "--json").json["risks"]["bands"][4]["risks"] == ["R-1", "R-3"], "it was open at 100 % since"
