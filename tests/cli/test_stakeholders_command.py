"""``tpm stakeholders``: engagement with its history, promises both ways, supplies with their revisions, and changes."""

from pathlib import Path
from typing import Any

import pytest

from support.cli_driver import Tpm


@pytest.fixture
def carrier(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """A stakeholder who supplies a line and asked for a need, in a file that is a month old."""
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "carrier.db"))
    monkeypatch.setenv("TPM_TODAY", "2026-10-19")
    tpm("new", str(tmp_path / "carrier.db"))
    tpm("set", "PG-1", "start=2026-10-19")
    tpm("add", "person", "Ana Ruiz")
    tpm("add", "stakeholder", "Nordlink", "engagement=resistant", "desired=supportive", "cadence=weekly")
    tpm("add", "item", "Private line", "estimate=5d", "supplier=S-1", "promised=2026-11-06")
    tpm("add", "item", "Line tested", "type=milestone", "deadline=2026-11-30")
    tpm("link", "T-1", "T-2")
    tpm("add", "requirement", "Half the noise", "stakeholder=S-1")
    tpm("set", "S-1", "items=T-2")
    tpm("add", "contact", "Kick-off", "stakeholder=S-1", "follow_up=A map", "due=2026-10-26", "kept=yes",
        "owner=P-1")  # fmt: skip
    tpm("add", "contact", "Kick-off", "stakeholder=S-1", "follow_up=A price", "due=2026-11-02", "theirs=yes")
    return tpm


def facts(tpm: Tpm) -> dict[str, Any]:
    (one,) = tpm("stakeholders", "S-1", "--json").json
    return dict(one)


def test_engagement_tells_the_gap_and_how_it_came(carrier: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-11-02")
    carrier("set", "S-1", "engagement=neutral")
    one = facts(carrier)
    assert (one["engagement"], one["desired"], one["gap"]) == ("neutral", "supportive", 1)
    moves = [(move["field"], move["from"], move["to"]) for move in one["engagement_history"]]
    assert moves[-1] == ("engagement", "resistant", "neutral")
    assert ("engagement", None, "resistant") in moves
    assert "neutral, wanted supportive: 1 step to go" in carrier("stakeholders", "S-1").out


def test_a_promise_of_theirs_that_is_moved_keeps_every_day_that_it_had(
    carrier: Tpm, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2026-11-13", "2026-11-20"):
        carrier("set", "T-1", f"promised={day}")
    monkeypatch.setenv("TPM_TODAY", "2026-11-23")
    one = facts(carrier)
    (line,) = one["supplies"]
    assert [(move["from"], move["to"], move["days"]) for move in line["revisions"]] == [
        ("2026-11-06", "2026-11-13", 7), ("2026-11-13", "2026-11-20", 7),
    ]  # fmt: skip
    assert (line["promised"], line["kept"], line["overdue"]) == ("2026-11-20", None, True)
    assert "overdue, moved 2 times: 14 calendar days later in all" in carrier("stakeholders", "S-1").out
    assert any(f["key"] == "T-1" and "Nordlink promised it" in f["finding"] for f in carrier("check", "--json").json)


def test_the_share_of_kept_promises_counts_both_sides(carrier: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-11-23")
    carrier("set", "T-1", "actual_start=2026-10-19", "actual_finish=2026-11-05")
    promises = facts(carrier)["promises"]
    assert promises["ours"] == {"kept": 1, "open": 0, "overdue": 0, "kept_rate": 1.0}
    assert promises["theirs"] == {"kept": 1, "open": 0, "overdue": 1, "kept_rate": 0.5}


def test_what_changed_this_week_is_told_to_whom_it_touches(carrier: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-11-02")
    carrier("set", "T-1", "estimate=10d")
    carrier("set", "Q-1", "priority=must")
    carrier("add", "item", "Nobody cares", "estimate=3d", "deadline=2026-11-30")
    changes = {change["key"]: change for change in facts(carrier)["changes"]}
    assert set(changes) == {"T-2", "Q-1"}
    assert changes["T-2"]["moved_minutes"] == 7 * 24 * 60
    assert changes["Q-1"]["change"] == "is now a must"
    carrier("set", "S-1", "items=T-1,T-2")  # without a due date, but named by themselves
    changes = {change["key"]: change for change in facts(carrier)["changes"]}
    assert (changes["T-1"]["moved_minutes"], changes["T-1"]["finish"]) == (7 * 24 * 60, "2026-10-30T18:00")
    assert "T-1 Private line: 7 calendar days later, planned for 30 Oct" in carrier("stakeholders", "S-1").out
    monkeypatch.setenv("TPM_TODAY", "2026-11-23")
    assert not facts(carrier)["changes"]


def test_a_key_that_is_no_stakeholder_is_refused_in_a_line(carrier: Tpm) -> None:
    refused = carrier("stakeholders", "T-1")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)


def test_a_supplier_is_told_what_they_promised_in_the_letter_and_as_a_reason_to_hear(tpm: Tpm, file: Path) -> None:
    tpm("add", "stakeholder", "Vendor")
    tpm("add", "item", "Build 8.2", "estimate=5d", "supplier=S-1", "promised=2026-11-18")
    tpm("add", "item", "Licences", "supplier=S-1", "promised=2026-11-12", "status=done", "actual_finish=2026-11-13")
    tpm("add", "item", "Manuals", "supplier=S-1", "promised=2026-12-18")
    letter = tpm("report", "letter", "--for", "S-1", "--json").json
    (promised,) = [section for section in letter["sections"] if section["title"] == "Promised"]
    assert [line["text"] for line in promised["lines"]] == [
        "You kept 0 of 2 promises that were due",
        "T-1 Build 8.2 (you to us, for 18 Nov): overdue",
        "T-2 Licences (you to us, for 12 Nov): came late",
        "T-3 Manuals (you to us, for 18 Dec): open",
    ]
    (hearer,) = tpm("who-must-hear", "T-1", "--json").json
    assert hearer["reasons"] == ["supplies it", "promised T-1 for 18 Nov, overdue", "promised T-3 for 18 Dec"]
