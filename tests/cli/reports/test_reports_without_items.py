"""Reports of a file in which nothing is planned yet: what is known is told, and what is missing is said."""

from pathlib import Path

import pytest

from support.cli_driver import Tpm


@pytest.fixture
def harbour(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """A programme with a target, people, needs and risks, and no item."""
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "harbour.db"))
    tpm("new", str(tmp_path / "harbour.db"), "--name", "Harbour")
    tpm("add", "stakeholder", "Dana Kim", "power=5", "interest=4", "engagement=neutral", "desired=supportive")
    tpm("add", "stakeholder", "Ola Berg", "power=2", "interest=2")
    tpm("set", "PG-1", "target_date=2027-03-26", "budget=500000", "sponsor=S-1")
    tpm("add", "objective", "Berths are booked online", "sponsor=S-1", "by=2027-06-01")
    tpm("add", "requirement", "A berth is booked in two minutes", "priority=must", "stakeholder=S-1")
    tpm("add", "risk", "Cable late", "chance=40%", "delay=3d/5d/15d")
    tpm("add", "decision", "Which vendor", "needed_by=2026-12-01", "asked_of=S-2")
    tpm("add", "cost", "Licences", "planned=20000")
    tpm("add", "sprint", "Sprint 1", "start=2026-11-16", "end=2026-11-27")
    tpm("add", "incident", "Old berths down", "severity=SEV1", "started=2026-11-22 09:00", "detected=2026-11-22 09:10")
    tpm("add", "contact", "First talk", "stakeholder=S-1", "at=2026-11-19", "follow_up=The plan", "due=2026-11-20")
    return tpm


SAID = (
    ("brief", "", "OB-1 Berths are booked online by 1 Jun; no work serves it"),
    ("brief", "", "Q-1 A berth is booked in two minutes (must)"),
    ("executive", "", "No forecast for finish 26 Mar: nothing is planned yet"),
    ("executive", "", "Cost P80 20 000 EUR, budget 500 000 EUR"),
    ("steering", "", "D-1 Which vendor, needed by 1 Dec: no open item waits for it"),
    ("letter", "S-1", "The plan (we to you, for 20 Nov): overdue"),
    ("letter", "function:qa", "No forecast for finish 26 Mar: nothing is planned yet"),
    ("stand-up", "", "I-1 SEV1 Old berths down"),
    ("stand-up", "function:qa", "I-1 SEV1 Old berths down"),
    ("sprint-review", "SP-1", "Nothing was committed, 0 added later"),
    ("recommendation", "D-1", "No options are named yet"),
    ("incident", "I-1", "Downtime"),
)


@pytest.mark.parametrize(("kind", "recipient", "said"), SAID)
def test_every_report_tells_what_is_known(harbour: Tpm, kind: str, recipient: str, said: str) -> None:
    done = harbour("report", kind, "--json", *(["--for", recipient] if recipient else []))
    lines = [line["text"] for section in done.json["sections"] for line in section["lines"]]
    assert any(line.startswith(said) for line in lines), lines
    assert done.json["state"] is None
    assert lines.count("Nothing is planned yet") == 0


def test_a_report_of_nothing_says_that(harbour: Tpm) -> None:
    assert "Nothing is planned yet" in harbour("report", "stand-up", "--sections", "finished").out


def test_the_promise_says_what_is_missing(harbour: Tpm) -> None:
    said = harbour("promise").out.splitlines()
    assert said[0] == "No forecast for finish 26 Mar: nothing is planned yet"
    assert any(line.startswith("Plan work with: tpm add item") for line in said)
    facts = harbour("promise", "--json").json
    assert (facts["state"], facts["p80"], facts["no_state"]) == (None, None, "nothing is planned yet")
    harbour("set", "PG-1", "target_date=")
    assert any(line.startswith("Set the target with") for line in harbour("promise").out.splitlines())


def test_objectives_without_work_are_listed(harbour: Tpm) -> None:
    (objective,) = harbour("objectives", "--json").json
    assert (objective["key"], objective["last_p80"]) == ("OB-1", None)


@pytest.mark.parametrize("key", ["D-1", "I-1", "Q-1", "PG-1"])
def test_what_names_no_item_concerns_the_sponsor_and_whoever_is_managed_closely(harbour: Tpm, key: str) -> None:
    heard = {one["key"]: one["reasons"] for one in harbour("who-must-hear", key, "--json").json}
    assert "manage closely" in heard["S-1"]
    assert any(reason.startswith("sponsors") for reason in heard["S-1"])
    assert heard.get("S-2") == (["is asked to decide"] if key == "D-1" else None)
