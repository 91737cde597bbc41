"""``tpm report recommendation`` and ``incident``: sentences whose numbers are those of the records."""

import pytest

from support.cli_driver import Tpm


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T09:00")


def test_a_decision_on_a_page(tpm: Tpm, file: object) -> None:
    tpm("add", "item", "Replay", "estimate=2d")
    tpm("add", "decision", "Which store", "context=Entries grow")
    for name in ("Paper", "Stone"):
        tpm("add", "option", name, "decision=D-1")
    tpm("add", "criterion", "cost", "decision=D-1", "weight=2")
    tpm("add", "score", "option=O-1", "criterion=CR-1", "score=8")
    tpm("add", "score", "option=O-2", "criterion=CR-1", "score=3")
    said = tpm("report", "recommendation", "--for", "D-1").out
    assert "Paper leads by 5" in said
    assert said.index("Paper: 8") < said.index("Stone: 3")
    facts = tpm("report", "recommendation", "--for", "D-1", "--json").json
    numbers = {n["name"]: n["value"] for s in facts["sections"] for line in s["lines"] for n in line["numbers"]}
    decision = tpm("decision", "D-1", "--json").json
    assert numbers["margin"] == decision["margin"]
    assert tpm("report", "recommendation").err.startswith("tpm: a recommendation is for a decision")


def test_an_incident_with_its_times(tpm: Tpm, file: object, monkeypatch: pytest.MonkeyPatch) -> None:
    tpm("add", "item", "Replay", "estimate=2d")
    tpm("add", "risk", "Vendor late", "chance=40%")
    tpm("incident", "open", "Ledger down", "severity=SEV1", "risk=R-1", "affected=50%")
    tpm("set", "R-1", "chance=95%")  # wise afterwards
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T11:00")
    tpm("incident", "note", "I-1", "Failed over")
    tpm("incident", "resolve", "I-1")
    tpm("add", "action", "Second line", "incident=I-1", "due=2026-11-30")
    said = tpm("report", "incident", "--for", "I-1").out
    assert "Resolved after 2 hours" in said
    assert "Downtime 1 hour, 50% of the service affected" in said
    assert "its chance was given as 40%" in said
    assert said.index("Opened") < said.index("Failed over") < said.index("11:00 Resolved")
    assert "A-1 Second line: due" in said
    assert tpm("report", "incident", "--for", "A-1").code == 1


def test_what_an_incident_says_of_a_risk_without_a_chance_by_score_and_still_open(tpm: Tpm, file: object) -> None:
    tpm("add", "item", "Replay", "estimate=2d")
    tpm("add", "risk", "Nobody judged it")
    tpm("add", "risk", "By its score", "probability=3", "impact=2")
    tpm("add", "risk", "Linked afterwards", "chance=10%")
    for number in (1, 2):
        tpm("incident", "open", "Down", "severity=SEV2", f"risk=R-{number}")
    tpm("incident", "open", "Down", "severity=SEV2")
    tpm("set", "I-3", "risk=R-3")
    told = [tpm("report", "incident", "--for", f"I-{number}").out for number in (1, 2, 3)]
    ends = ("nobody had given it a chance", "its chance was given as 40%", "its record says that it is still open")
    assert all(end in said for end, said in zip(ends, told, strict=True))
