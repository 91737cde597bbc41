"""``tpm impact``: what changes where a record slips, falls away, or is decided otherwise."""

from pathlib import Path
from typing import Any

import pytest

from support.cli_driver import Tpm


@pytest.fixture
def plan(tpm: Tpm, file: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """Build takes Monday and Tuesday, then Sign, due on Tuesday evening Ana costs 100 an hour."""
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T09:00")
    for words in (
        ("person", "Ana", "rate=100"),
        ("item", "Build", "owner=Ana", "estimate=2d"),
        ("item", "Sign", "type=milestone", "after=T-1", "deadline=2026-11-24"),
        ("requirement", "It balances", "items=T-1"),
        ("decision", "Which way", "items=T-1"),
    ):  # fmt: skip
        done = tpm("add", *words)
        assert done.code == 0, done.err
    return tpm


def changes(tpm: Tpm, *args: str) -> dict[str, Any]:
    done = tpm("impact", *args, "--json")
    assert done.code == 0, done.err
    return {node["key"]: node["changes"] for node in done.json}


def test_a_slip_moves_finishes_and_says_which_deadline_is_late(plan: Tpm) -> None:
    told = changes(plan, "T-1", "--slip", "1d")
    assert told["T-1"]["finish"]["days"] == 1
    assert told["T-2"] == {
        "finish": {"from": "2026-11-24T18:00", "to": "2026-11-25T18:00", "days": 1},
        "state": {"from": "in time", "to": "late"},
    }
    assert (
        "T-2 Sign  finishes 25 Nov 18:00, 1 calendar day later; in time → late"
        in plan("impact", "T-1", "--slip", "1d").out
    )


def test_what_falls_away_costs_nothing_and_lets_others_begin(plan: Tpm) -> None:
    told = changes(plan, "T-1", "--gone")
    assert told["T-1"]["state"] == {"from": "backlog", "to": "dropped"}
    assert told["T-1"]["cost"] == {"from": "1600.00", "to": "0.00", "more": "-1600.00"}
    assert told["T-2"]["finish"]["days"] < 0


def test_a_person_who_leaves_takes_their_cost_along_and_leaves_work_without_an_owner(plan: Tpm) -> None:
    told = changes(plan, "P-1", "--gone")
    assert told["T-1"]["state"] == {"from": "Ana", "to": "nobody"}
    assert told["T-1"]["cost"]["more"] == "-1600.00"


def test_work_that_answers_no_other_need_answers_none(plan: Tpm) -> None:
    assert changes(plan, "Q-1", "--gone")["T-1"] == {"state": {"from": "answers a need", "to": "answers no need"}}
    plan("add", "requirement", "It is fast", "items=T-1")
    assert changes(plan, "Q-1", "--gone")["T-1"] == {}


def test_a_decision_that_goes_the_other_way(plan: Tpm) -> None:
    for name in ("Rent", "Buy"):
        plan("add", "option", name, "decision=D-1")
    plan("set", "D-1", "outcome=O-1")
    told = changes(plan, "D-1", "--otherwise")
    assert told["D-1"]["state"] == {"from": "Rent", "to": "Buy"}
    assert told["T-1"]["state"] == {"from": "as decided: Rent", "to": "to be planned again"}


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("T-1", "--gone", "--slip", "1d"), "say one of --slip, --gone and --otherwise"),
        (("T-1", "--otherwise"), "only a decision can be decided otherwise"),
    ],
)
def test_what_cannot_be_supposed_is_refused(plan: Tpm, args: tuple[str, ...], reason: str) -> None:
    refused = plan("impact", *args)
    assert refused.code == 1
    assert reason in refused.err


def test_a_shock_opens_an_issue_on_all_open_work_that_serves_the_objective(plan: Tpm) -> None:
    plan("add", "objective", "Halve the cost", "requirements=Q-1", "items=T-2")
    plan("done", "T-1")
    said = plan("run", "objective.question", "OB-1", "what=a rival is cheaper")
    assert "opened IS-1: 1 open item hangs on it" in said.out + said.err
    [issue] = plan("ls", "issue", "--json").json
    assert issue["title"] == "a rival is cheaper: Halve the cost is in question"
    assert [node["key"] for node in plan("impact", "IS-1", "--json", "--depth", "1").json] == ["IS-1", "T-2"]


@pytest.mark.parametrize(
    "words", [("status=doing",), ("progress=50",), ("actual_start=2026-11-20 09:00",), ("status=doing", "remaining=1d")]
)
def test_what_is_under_way_slips_as_well(plan: Tpm, words: tuple[str, ...]) -> None:
    assert plan("set", "T-1", *words).code == 0
    told = changes(plan, "T-1", "--slip", "2d")
    assert [told[key]["finish"]["days"] for key in ("T-1", "T-2")] == [2, 2]
