"""Reports that were kept: beside what is said now, and what has become of their figures."""

from pathlib import Path

import pytest

from support.cli_driver import Tpm


@pytest.fixture
def kept(tpm: Tpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tpm:
    """A plan of five days that was promised and reported, and then was said to take fifteen."""
    monkeypatch.setenv("TPM_FILE", str(tmp_path / "kept.db"))
    tpm("new", str(tmp_path / "kept.db"))
    tpm("add", "item", "Copy", "estimate=5d")
    tpm("set", "PG-1", "start=2026-11-23", "target_date=2026-12-04", "budget=1000")
    assert tpm("report", "executive", "--keep").code == 0
    tpm("set", "T-1", "estimate=15d")
    return tpm


def test_what_was_said_then_stands_beside_what_came(kept: Tpm) -> None:
    both = kept("report", "executive", "--beside", "RP-1", "--json").json
    assert (both["then"]["state"]["rag"], both["now"]["state"]["rag"]) == ("green", "red")
    changed = {(figure["name"], figure["key"]): figure for figure in both["changed"]}
    assert changed["probability", "PG-1"]["then"] == 1.0
    assert changed["probability", "PG-1"]["now"] == 0.0
    assert changed["p80", "PG-1"]["now"] == kept("promise", "--json").json["p80"]
    assert not [figure for figure in both["changed"] if figure["name"] == "budget"]
    (line,) = [line for line in kept("report", "executive", "--beside", "RP-1").lines if "GREEN" in line]
    assert line.index("GREEN") < line.index("│") < line.index("RED")


def test_what_came_of_each_record_stands_below(kept: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    for title, due in (
        ("Late", "2026-12-01"),
        ("In time", "2026-12-02"),
        ("Not yet", "2026-12-03"),
        ("Far", "2026-12-18"),
    ):
        kept("add", "item", title, "estimate=1d", f"due={due}")
    kept("add", "decision", "Which region", "needed_by=2026-12-04")
    kept("add", "incident", "Copy stopped", "severity=SEV2")
    kept("add", "stakeholder", "Nordlink", "power=5", "interest=5", "items=T-2,T-5")
    for what, due in (("A map", "2026-11-30"), ("A date", "2026-12-01")):
        kept("add", "contact", "Call", "stakeholder=S-1", f"follow_up={what}", "at=2026-11-20", f"due={due}")
    kept("report", "executive", "--keep")
    kept("report", "letter", "--for", "S-1", "--keep")
    monkeypatch.setenv("TPM_TODAY", "2026-12-07")
    for key, finished in (("T-2", "2026-12-03"), ("T-3", "2026-12-02")):
        kept("set", key, "status=done", f"actual_finish={finished}")
    kept("set", "D-1", "status=accepted", "decided_on=2026-12-05")
    kept("set", "I-1", "resolved=2026-11-30 12:00")
    kept("set", "C-1", "kept=yes")
    kept("rm", "T-4")
    both = kept("report", "executive", "--beside", "RP-2", "--json").json
    came = {one["key"]: (one["came"], one["kept"]) for one in both["came"]}
    assert came["T-2"] == ("finished 3 Dec, 2 days late", False)
    assert came["T-3"] == ("finished 2 Dec, in time", True)
    assert came["T-4"] == ("deleted", None)
    assert came["T-5"][1] is None
    assert came["T-5"][0].startswith("open, backlog, P80 now ")
    assert came["D-1"] == ("accepted 5 Dec", False)
    assert came["I-1"] == ("resolved 30 Nov", None)
    (programme,) = [one for one in both["came"] if one["key"] == "PG-1"]
    assert programme["said"].startswith("red, due 4 Dec, P80 ")
    assert programme["came"].startswith("now red, due 4 Dec, P80 ")
    letter = kept("report", "letter", "--for", "S-1", "--beside", "RP-3", "--json").json
    promises = {one["key"]: (one["said"], one["came"], one["kept"]) for one in letter["came"]}
    assert promises["C-1"] == ("for 30 Nov", "kept", True)
    assert promises["C-2"] == ("for 1 Dec", "open, 6 days past", False)
    text = kept("report", "executive", "--beside", "RP-2").out
    assert "1 of 3 days that were said and have come were kept" in text
    assert "T-2 Late: due 1 Dec, P80" in text


def test_a_report_that_was_written_by_hand_stands_beside_one_too(kept: Tpm) -> None:
    kept("add", "report", "Month one", "text=All is well")
    assert "All is well" in kept("report", "executive", "--beside", "RP-2").out


def test_what_is_no_report_is_refused_in_a_line(kept: Tpm) -> None:
    refused = kept("report", "executive", "--beside", "T-1")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert kept("report", "executive", "--beside", "RP-1", "--to", "html").code == 2


def test_jargon_is_explained_once_and_what_nobody_explained_is_pointed_out(kept: Tpm) -> None:
    kept("add", "term", "failover", "meaning=one region stops, the other goes on")
    kept("add", "decision", "Failover of the mTLS gateway", "status=proposed", "needed_by=2026-12-01")
    kept("add", "decision", "Failover twice", "status=proposed", "needed_by=2026-12-02")
    facts = kept("report", "executive", "--json").json
    ask, *_, words = facts["sections"]
    first, second = (line["text"] for line in ask["lines"])
    assert first.endswith("(failover: one region stops, the other goes on)")
    assert "(failover" not in second
    assert ask["lines"][0]["records"] == ["D-1", "TM-1"]
    assert words["lines"][-1]["text"] == "Not in the glossary: mTLS"


def test_sections_take_headings_of_their_own(kept: Tpm) -> None:
    facts = kept("report", "executive", "--sections", "money=What it costs,promise", "--json").json
    assert [section["title"] for section in facts["sections"]][:2] == ["What it costs", "The promise"]


def test_the_letters_to_two_readers_look_back_on_their_own(kept: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Nordlink", "Atlas"):
        kept("add", "stakeholder", name)
    kept("report", "letter", "--for", "S-1", "--keep")
    since = [kept("report", "letter", "--for", key, "--json").json["since"][:10] for key in ("S-1", "S-2")]
    assert since[0] == "2026-11-23"


def test_one_contact_with_all_who_must_hear(kept: Tpm) -> None:
    kept("add", "person", "Ana Ruiz")
    kept("add", "stakeholder", "Nordlink", "power=5", "interest=5", "items=T-1")
    kept("add", "raci", "role=accountable", "item=T-1", "person=P-1")
    kept("add", "contact", "Kick-off", "stakeholder=S-1", "follow_up=A map", "at=2026-11-03", "due=2026-11-10",
         "owner=P-1")  # fmt: skip
    hearers = {hearer["key"]: hearer for hearer in kept("who-must-hear", "T-1", "--json").json}
    assert hearers["P-1"]["reasons"] == ["accountable for T-1"]
    assert hearers["S-1"] == {
        "key": "S-1", "name": "Nordlink", "kind": "stakeholder",
        "reasons": ["cares about T-1", "manage closely", "promised on 3 Nov for 10 Nov, overdue: A map"],
    }  # fmt: skip
    assert kept("who-must-hear", "T-1", "--log", "Ten days later").code == 0
    (day,) = [row["at"] for row in kept("ls", "contact", "--json").json if row["summary"] == "Ten days later"]
    assert day == "2026-11-23"
    (comment,) = kept("ls", "comment", "--json").json
    assert comment["text"] == "Told Ana: Ten days later"
