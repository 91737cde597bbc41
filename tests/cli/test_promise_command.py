"""``tpm promise``: which forecast a promise is held to, and the state of each part."""

from pathlib import Path
from typing import Any

import pytest

from support.cli_driver import Tpm

START, TARGET = "2027-01-04 09:00", "2027-01-15"


@pytest.fixture
def two_for_one(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """Two items of eight days each, side by side by logic, and one person for both."""
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "two.db"))
    tpm("new", str(tmp_path / "two.db"))
    tpm("add", "person", "Ana Ruiz")
    tpm("add", "workstream", "Data")
    for title in ("Copy", "Check"):
        key = tpm("add", "item", title, "estimate=8d", "owner=ana", "workstream=W-1").out.strip()
        tpm("add", "assignment", f"item={key}", "person=P-1", "units=100")
    tpm("set", "PG-1", f"start={START}", f"status_date={START}", f"target_date={TARGET}")
    return tpm


def figures(facts: dict[str, Any]) -> tuple[str, float, str]:
    return facts["basis"], facts["probability"], facts["state"]["rag"]


def test_a_levelled_order_is_what_the_promise_is_held_to(two_for_one: Tpm) -> None:
    tpm = two_for_one
    assert figures(tpm("promise", "--json").json) == ("logic", 1.0, "green")
    assert "by logic" in tpm("promise").out
    assert tpm("level", "--take").code == 0
    facts = tpm("promise", "--json").json
    assert figures(facts) == ("people", 0.0, "red")
    assert facts["p80"] == tpm("simulate", "--people", "--json").json["finish"]["p80"]
    assert "with people" in tpm("promise").out
    said = tpm("report", "executive", "--json").json
    assert said["state"]["basis"] == "people"
    assert "with people" in tpm("report", "executive").out


def test_a_workstream_is_held_to_its_own_date_else_to_the_programme(two_for_one: Tpm) -> None:
    tpm = two_for_one
    (stream,) = tpm("promise", "--json").json["workstreams"]
    assert (stream["key"], stream["target_from"], stream["state"]["rag"]) == ("W-1", "programme", "green")
    tpm("set", "W-1", "deadline=2027-01-05")
    (stream,) = tpm("promise", "--json").json["workstreams"]
    assert (stream["target_from"], stream["state"]["rag"]) == ("own", "red")
    tpm("set", "W-1", "deadline=")
    tpm("set", "PG-1", "target_date=")
    (stream,) = tpm("promise", "--json").json["workstreams"]
    assert (stream["state"], stream["no_state"]) == (None, "the programme has no target date")


def test_a_milestone_without_a_date_says_why_it_has_no_state(two_for_one: Tpm) -> None:
    tpm = two_for_one
    tpm("add", "item", "Live", "type=milestone")
    (milestone,) = tpm("promise", "--json").json["milestones"]
    assert (milestone["state"], milestone["no_state"]) == (None, "it has no due date")
    assert "it has no due date" in tpm("promise").out
    tpm("set", "PG-1", f"target={milestone['key']}")
    (milestone,) = tpm("promise", "--json").json["milestones"]
    assert (milestone["target"][:10], milestone["state"]["rag"]) == (TARGET, "green")


def test_a_forecast_of_nothing_gives_no_state(two_for_one: Tpm) -> None:
    tpm = two_for_one
    tpm("set", "T-1", "T-2", "estimate=")
    facts = tpm("promise", "--json").json
    assert (facts["state"], facts["no_state"]) == (None, "too little of the open work has an estimate")


def test_a_state_by_hand_counts_with_a_reason_and_an_end_only_and_it_is_said_why_not(two_for_one: Tpm) -> None:
    tpm = two_for_one
    tpm("set", "PG-1", "state_override=red")
    for given, said in (
        ("budget=", "does not count without a reason and an end"),
        ("override_reason=a strike", "does not count without an end"),
        ("override_until=2026-11-22", "The state by hand, red, ended on 22 Nov"),
    ):
        tpm("set", "PG-1", given)
        assert said in tpm("promise").out
        assert tpm("promise", "--json").json["state"]["rag"] == "green"
    tpm("set", "PG-1", "override_until=2026-11-23")
    assert tpm("promise", "--json").json["state"]["rag"] == "red"
    refused = tpm("set", "PG-1", "state_override=purple")
    assert "State by hand is one of red, amber, green, not 'purple'" in refused.err


def test_what_was_agreed_to_give_is_said_with_whom_and_when(two_for_one: Tpm) -> None:
    tpm = two_for_one
    tpm(
        "set",
        "PG-1",
        "trade_off_scope=fixed",
        "trade_off_cost=accepted",
        "trade_off_by=the board",
        "trade_off_on=2026-11-03",
    )
    said = "Trade-offs: scope fixed, cost accepted, agreed by the board on 3 Nov"
    assert said in tpm("promise").out
    assert said in tpm("report", "brief").out
    assert "Left out of the rule: no budget" in tpm("promise").out


def test_a_target_that_is_moved_is_kept_however_it_is_done(two_for_one: Tpm) -> None:
    tpm = two_for_one

    def moves() -> list[int]:
        return [move["days"] for move in tpm("promise", "--json").json["push_outs"]]

    tpm("add", "item", "Handed over", "type=milestone", "deadline=2026-12-04")
    key = tpm("ls", "item", "type:milestone", "--json").json[0]["key"]
    tpm("set", "PG-1", "target_date=", f"target={key}")
    before = moves()
    tpm("set", key, "deadline=2026-12-11")  # the milestone's own date, where the programme gives none
    assert moves() == [*before, 7]
    tpm("set", key, "deadline=")
    tpm("set", key, "deadline=2026-12-09")  # a date that was cleared between
    assert moves() == [*before, 7, -2]
    tpm("set", "PG-1", "target_date=2027-01-29")
    tpm("undo")
    assert moves() == [*before, 7, -2]
    tpm("redo")
    assert moves() == [*before, 7, -2, 51]
    later, earlier = sum(d for d in moves() if d > 0), -sum(d for d in moves() if d < 0)
    assert f"{later} calendar days later and {earlier} earlier" in tpm("promise").out
