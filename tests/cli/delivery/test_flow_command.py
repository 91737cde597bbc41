"""``tpm flow`` on a history that was typed day by day."""

import json
from pathlib import Path

import pytest

from support.cli_driver import Tpm

DAYS = [
    ("2026-11-02T09:00", ("add", "item", "Replay", "status=ready")),
    ("2026-11-02T09:00", ("add", "item", "Rehearse", "status=ready", "function=qa", "after=T-1")),
    ("2026-11-02T10:00", ("add", "item", "Sign")),
    ("2026-11-03T09:00", ("set", "T-1", "status=doing")),
    ("2026-11-04T09:00", ("set", "T-1", "status=review")),
    ("2026-11-04T12:00", ("set", "T-3", "status=done")),
    ("2026-11-05T09:00", ("set", "T-1", "blocked_since=2026-11-05 09:00", "blocked_cause=vendor")),
    ("2026-11-06T09:00", ("set", "T-1", "blocked_since=")),
    ("2026-11-09T09:00", ("done", "T-1")),
    ("2026-11-10T09:00", ("set", "T-2", "status=doing")),
]


@pytest.fixture
def typed(tpm: Tpm, file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for moment, words in DAYS:
        monkeypatch.setenv("TPM_TODAY", moment)
        assert tpm(*words).code == 0
    monkeypatch.setenv("TPM_TODAY", "2026-11-12T09:00")
    return file


def test_figures_of_a_fortnight_worked_by_hand(tpm: Tpm, typed: Path) -> None:
    flow = json.loads(tpm("flow", "--json").out)
    replay, rehearse, sign = flow["items"]
    assert replay == {
        "key": "T-1", "created": "2026-11-02T09:00", "lead_days_inclusive": 8, "started": "2026-11-03T09:00",
        "finished": "2026-11-09T09:00", "elapsed_minutes": 6 * 1440,
        "days_inclusive": 7, "working_days_inclusive": 5, "skipped": False, "reopened": False, "age_minutes": None,
        "age_days_inclusive": None, "blocked_minutes": 1440,
        "minutes_in_state": {"ready": 1440, "doing": 1440, "review": 5 * 1440, "done": 0},
    }  # fmt: skip
    assert (rehearse["age_days_inclusive"], rehearse["finished"]) == (3, None)
    assert (sign["skipped"], sign["elapsed_minutes"], sign["days_inclusive"]) == (True, 0, 1)
    assert flow["lead_time_days"]["p95"] == 8, "made on 2 November, done on 9 November"
    assert flow["cycle_time_days"] == {"p50": 1, "p85": 7, "p95": 7}
    assert flow["throughput"] == [{"day": "2026-11-04", "finished": 1}, {"day": "2026-11-09", "finished": 1}]
    assert flow["flow_efficiency"] == pytest.approx(5 / 6)
    assert flow["cfd"][-1] == {
        "day": "2026-11-11", "reached": {"backlog": 3, "ready": 3, "doing": 3, "review": 2, "done": 2}, "wip": 1,
    }  # fmt: skip
    assert flow["bottleneck"]["state"] == "review"
    assert flow["hand_offs"][0]["p50_minutes"] == 1440, "development had finished a day before qa began"
    assert flow["blocked_by_cause"] == [{"cause": "vendor", "minutes": 1440}]
    assert flow["wip_by_function"] == [{"function": "qa", "items": 1, "limit": None, "exceeded": False}]
    assert flow["reviews"] == {"waiting": [], "given": 0, "turnaround_minutes": {"p50": None, "p85": None}}


def test_a_filter_and_a_window(tpm: Tpm, typed: Path) -> None:
    assert [item["key"] for item in json.loads(tpm("flow", "function:qa", "--json").out)["items"]] == ["T-2"]
    late = json.loads(tpm("flow", "--json", "--since", "2026-11-05").out)
    assert late["cycle_time_days"]["p50"] == 7
    assert late["cfd"][0]["day"] == "2026-11-05"
    refused = tpm("flow", "--since", "2026-11-05", "--until", "2026-11-01")
    assert (refused.code, refused.err) == (1, "tpm: --until lies before --since\n")
    assert tpm("flow", "--since", "nosuch").code == 1


def test_sentences_for_a_person(tpm: Tpm, typed: Path) -> None:
    said = tpm("flow").out
    assert "review is the bottleneck" in said
    assert "Straight from to-do to done" in said
    assert "From development to qa work waited 1 calendar day in all." in said


def test_reviews_that_wait_and_what_they_took(tpm: Tpm, typed: Path) -> None:
    tpm("add", "check", "Read it", "item=T-2", "type=code review", "reviewer=Ben", "asked_at=2026-11-11 09:00")
    tpm("add", "check", "Read that", "item=T-1", "type=code review", "state=passed", "asked_at=2026-11-03 09:00",
        "decided_at=2026-11-04 09:00")  # fmt: skip
    said = tpm("flow").out
    assert "1 code review took 1 calendar day for half of them, 1 calendar day for 85%." in said
    assert "1 code review waits, CK-1 for T-2 of Ben the longest: 1 calendar day." in said


def test_an_empty_file_says_so(tpm: Tpm, file: Path) -> None:
    assert "No time was spent in an active state" in tpm("flow").out
    assert json.loads(tpm("flow", "--json").out)["flow_efficiency"] is None
