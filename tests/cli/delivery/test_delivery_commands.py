"""``tpm dora``, ``decision``, ``impact`` and ``incident``, on files that were typed."""

from pathlib import Path

import pytest

from support.cli_driver import Tpm


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T09:00")


def test_deployments_of_a_month_by_workstream(tpm: Tpm, file: Path, day: None) -> None:
    assert tpm("incident", "open", "Ledger down", "severity=SEV1").code == 0
    for words in (
        ("1.0", "at=2026-11-02 10:00", "committed=2026-11-01 10:00", "workstream=Payments"),
        ("1.1", "at=2026-11-05 10:00", "committed=2026-11-05 08:00", "workstream=Payments", "failed=yes",
         "detected=2026-11-05 11:00", "restored=2026-11-05 12:30"),
        ("1.2", "at=2026-11-05 12:30", "committed=2026-11-05 12:00", "workstream=Payments", "planned=no",
         "incident=I-1"),
        ("9.0", "at=2026-11-06 10:00"),
        ("0.9", "at=2026-09-01 10:00", "workstream=Payments"),
    ):  # fmt: skip
        assert tpm("add", "release", *words).code == 0
    payments, rest = tpm("dora", "--json", "--since", "2026-11-01", "--until", "2026-11-30").json
    assert payments == {
        "name": "Payments", "deployment_frequency_per_day": 0.1, "lead_time_median_minutes": 120,
        "change_fail_rate": 0.333333, "recovery_median_minutes": 90, "rework_rate": 0.333333, "days": 30,
        "records": {"deployments": ["RL-1", "RL-2", "RL-3"], "lead_times": ["RL-1", "RL-2", "RL-3"], "failed": ["RL-2"],
                    "recovered": ["RL-2"], "unplanned": ["RL-3"]},
    }  # fmt: skip
    assert (rest["name"], rest["records"]["deployments"], rest["change_fail_rate"]) == ("Atlas", ["RL-4"], 0)
    assert "change fail rate 33.3% (RL-2)" in tpm("dora").out


def test_a_decision_and_what_would_flip_it(tpm: Tpm, file: Path, day: None) -> None:
    tpm("add", "decision", "Which store")
    for name in ("Paper", "Stone"):
        tpm("add", "option", name, "decision=D-1")
    for name in ("cost", "speed"):
        tpm("add", "criterion", name, "decision=D-1", "weight=5")
    for option, criterion, score in (("O-1", "CR-1", 8), ("O-1", "CR-2", 2), ("O-2", "CR-1", 2), ("O-2", "CR-2", 6)):
        assert tpm("add", "score", f"option={option}", f"criterion={criterion}", f"score={score}").code == 0
    facts = tpm("decision", "D-1", "--json").json
    assert [(o["key"], o["total"], o["scores"]) for o in facts["options"]] == [
        ("O-1", 5, {"CR-1": 8, "CR-2": 2}), ("O-2", 4, {"CR-1": 2, "CR-2": 6}),
    ]  # fmt: skip
    assert (facts["winner"], facts["margin"]) == ("O-1", 1)
    first = facts["flips"][0]
    assert (first["kind"], first["criterion"], first["option"], first["from"]) == ("weight", "CR-1", "O-2", 5)
    assert first["to"] == pytest.approx(10 / 3)
    assert first["share"] == pytest.approx(1 / 6)
    assert "the weight of cost from 5 to 3.33" in tpm("decision", "D-1").out
    tpm("add", "decision", "Which cloth")
    tpm("set", "D-1", "status=superseded", "superseded_by=D-2")
    tpm("set", "D-2", "status=superseded", "superseded_by=D-1")
    assert tpm("decision", "D-1", "--json").json["superseded_by"] == ["D-2"], "a circle ends where it closes"
    assert "Superseded by D-2." in tpm("decision", "D-1").out
    assert tpm("decision", "O-1").err == "tpm: O-1 is no decision\n"


def test_from_a_need_to_the_people_who_care(tpm: Tpm, file: Path, day: None) -> None:
    for words in (
        ("item", "Replay", "estimate=2d"), ("item", "Cut-over", "type=milestone", "after=T-1"),
        ("requirement", "The ledger balances", "items=T-1"), ("stakeholder", "Dana", "items=T-2"),
    ):  # fmt: skip
        assert tpm("add", *words).code == 0
    tree = tpm("impact", "Q-1", "--json", "--slip", "1d").json
    assert [(node["key"], node["depth"]) for node in tree] == [("Q-1", 0), ("T-1", 1), ("T-2", 2), ("S-1", 3)]
    assert [node["changes"].get("finish", {}).get("days") for node in tree] == [None, 1, 1, None]
    back = tpm("impact", "S-1", "--back", "--json").json
    assert [node["key"] for node in back] == ["S-1", "T-2", "T-1", "Q-1"]
    assert "T-2 Cut-over" in tpm("impact", "Q-1").out
    assert tpm("impact", "Q-1", "--slip", "90m").code == 1


def test_an_incident_from_open_to_resolved(tpm: Tpm, file: Path, day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tpm("add", "item", "Replay")
    tpm("add", "risk", "Vendor late", "items=T-1", "contingency=Call them")
    opened = tpm("incident", "open", "Vendor API down", "severity=SEV1", "risk=R-1")
    assert opened.out == "I-1\n"
    incident = tpm("show", "I-1", "--json").json
    row = incident[0] if isinstance(incident, list) else incident
    assert (row["started"], row["detected"], row["next_update"]) == (
        "2026-11-23T09:00", "2026-11-23T09:00", "2026-11-23T09:30",
    )  # fmt: skip
    assert row["contingency"] == "Call them"
    assert [r["status"] for r in tpm("ls", "risk", "--json").json] == ["occurred"]
    assert tpm("incident", "open", "Again", "risk=R-1").code == 1
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T10:30")
    assert tpm("incident", "note", "I-1", "Failed", "over").code == 0
    assert tpm("incident", "resolve", "I-1").code == 0
    assert tpm("done", "I-1").code == 0, "what is resolved stays so"
    resolved = tpm("ls", "incident", "--json").json[0]
    assert (resolved["mitigated"], resolved["resolved"], resolved["next_update"]) == (
        "2026-11-23T10:30", "2026-11-23T10:30", None,
    )  # fmt: skip
    assert [e["text"] for e in tpm("ls", "incident_entry", "--json").json] == ["Opened", "Failed over", "Resolved"]


def test_the_options_of_a_decision_side_by_side_by_what_they_change(tpm: Tpm, file: Path, day: None) -> None:
    for words in (
        ("person", "ana", "rate=100"),
        ("item", "Ledger", "estimate=2d", "owner=ana"), ("item", "Replay", "estimate=3d", "owner=ana", "after=T-1"),
        ("decision", "Make or buy"),
        ("option", "Buy", "decision=D-1", "what_if=T-2 estimate=1d\n\nadd cost Licence planned=5000 item=T-2"),
        ("option", "Make", "decision=D-1",
         'what_if=add item "Build it" estimate=4d owner=ana after=T-2\nT-1 estimate=3d'),
        ("option", "Wait", "decision=D-1"),
        ("option", "Drop", "decision=D-1", "what_if=rm T-2"),
        ("option", "Wrong", "decision=D-1", "what_if=T-1 estimate=1d\nT-99 estimate=1d"),
    ):  # fmt: skip
        assert tpm("add", *words).code == 0
    before = tpm("ls", "item", "--json").out
    facts = tpm("decision", "D-1", "--json").json
    now, forecast = facts["as_planned"], tpm("simulate", "--json").json
    finish = forecast["finish"]
    assert (now["finish"], now["p50"], now["p80"]) == (forecast["deterministic"], finish["p50"], finish["p80"])
    figures = {option["name"]: option["what_if"] for option in facts["options"]}
    assert [figures[name] and figures[name].get("planned_cost") for name in ("Buy", "Make", "Wait", "Drop")] == [
        "7400.00", "8000.00", None, "1600.00",
    ]  # fmt: skip
    assert now["planned_cost"] == "4000.00"
    finishes = [figures["Drop"]["finish"], figures["Buy"]["finish"], now["finish"], figures["Make"]["finish"]]
    assert finishes == sorted(set(finishes))
    assert figures["Wait"] is None
    assert figures["Wrong"] == {"refused": "line 2: there is no T-99"}
    said = tpm("decision", "D-1").out
    assert "O-1 Buy: finish " in said
    assert "O-5 Wrong: its changes do not fit the plan: line 2: there is no T-99" in said
    reported = tpm("report", "recommendation", "--for", "D-1").out
    lines = [line.strip() for line in said.splitlines() if line.startswith("  O-1 Buy: finish ")]
    assert lines
    assert lines[0] in " ".join(reported.split())
    assert tpm("ls", "item", "--json").out == before, "the file stays as it is"


@pytest.mark.parametrize(
    ("direction", "scores", "ahead"),
    [
        ("higher", {"O-1": 2, "O-2": 9}, "Beta 9.00"),
        ("lower", {"O-1": 2, "O-2": 9}, "Alpha 2.00"),
        ("higher", {"O-1": 5, "O-2": 5}, None),
        ("higher", {"O-1": 2}, "Alpha 2.00"),
    ],
)
def test_the_best_option_is_the_same_in_register_command_and_report(
    tpm: Tpm, file: Path, day: None, direction: str, scores: dict[str, int], ahead: str | None
) -> None:
    tpm("add", "item", "Build", "estimate=2d")
    tpm("add", "decision", "Which", f"direction={direction}")
    for name in ("Alpha", "Beta"):
        tpm("add", "option", name, "decision=D-1")
    tpm("add", "criterion", "Cost", "decision=D-1", "weight=1")
    for option, score in scores.items():
        tpm("add", "score", f"option={option}", "criterion=CR-1", f"score={score}")
    [decision] = tpm("ls", "decision", "--json").json
    assert decision["leading"] == ahead
    told = tpm("decision", "D-1", "--json").json
    assert told["winner"] == (None if ahead is None else {"Alpha": "O-1", "Beta": "O-2"}[ahead.split()[0]])
    steering = tpm("report", "steering").out
    assert ("best " in steering) is (ahead is not None)
    if ahead is not None:
        assert f"best {ahead.replace(' ', ' with ')}" in " ".join(steering.split())


def test_a_check_that_was_waived_and_then_passed_keeps_no_reason(tpm: Tpm, file: object) -> None:
    tpm("add", "item", "Login")
    tpm("add", "check", "Works", "item=T-1")
    tpm("run", "check.waive", "CK-1", "reason=nobody to test it")
    assert tpm("ls", "check", "--json").json[0]["reason"] == "nobody to test it"
    tpm("run", "check.pass", "CK-1")
    row = tpm("ls", "check", "--json").json[0]
    assert (row["state"], row["reason"]) == ("passed", "")
