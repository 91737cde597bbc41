"""``tpm report``, ``promise``, ``raci``, ``who-must-hear`` and ``baseline``, held to what other commands say."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from support.hostile import HOSTILE, leaks

KINDS = ("stand-up", "sprint-review", "executive", "letter", "steering", "brief")


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "demo.db"
    path.write_bytes(demo_file.read_bytes())
    monkeypatch.setenv("TPM_FILE", str(path))
    return path


def arguments(kind: str) -> list[str]:
    return [kind, "--since", "2026-11-16", *(["--for", "S-3"] if kind == "letter" else [])]


class TestReport:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_same_file_and_day_give_the_same_bytes(self, tpm: Tpm, demo: Path, kind: str) -> None:
        first = tpm("report", *arguments(kind), "--to", "json")
        assert first.code == 0
        assert tpm("report", *arguments(kind), "--json").out == first.out

    def test_what_is_kept_is_where_the_next_one_begins(self, tpm: Tpm, demo: Path) -> None:
        assert tpm("report", "executive", "--keep").code == 0
        assert tpm("report", "executive", "--json").json["since"].startswith("2026-11-23")
        (kept,) = [row for row in tpm("ls", "report", "--json").json if row["at"].startswith("2026-11-23")]
        assert kept["text"].startswith("# Executive report")

    @pytest.mark.parametrize(
        ("ending", "begin"), [("html", "<!doctype html"), ("htm", "<!doctype html"), ("md", "# "), ("json", "{")]
    )
    def test_the_ending_of_the_file_says_the_form(
        self, tpm: Tpm, demo: Path, tmp_path: Path, ending: str, begin: str
    ) -> None:
        path = tmp_path / f"report.{ending}"
        assert tpm("-f", demo, "report", "executive", path).code == 0
        assert path.read_text(encoding="utf-8").lower().startswith(begin)
        other = tmp_path / f"other.{ending}"
        assert tpm("-f", demo, "report", "executive", other, "--to", "text").code == 0
        assert not other.read_text(encoding="utf-8").lower().startswith(begin)

    @pytest.mark.parametrize("ending", ["pdf", "docx"])
    def test_an_ending_of_no_form_is_refused_before_anything_is_kept(
        self, tpm: Tpm, demo: Path, tmp_path: Path, ending: str
    ) -> None:
        path = tmp_path / f"report.{ending}"
        kept = len(tpm("ls", "report", "--json").json)
        refused = tpm("-f", demo, "report", "executive", path, "--keep")
        assert (refused.code, len(refused.err.splitlines())) == (1, 1)
        assert f"not written as .{ending}" in refused.err
        assert not path.exists()
        assert len(tpm("ls", "report", "--json").json) == kept
        assert tpm("-f", demo, "report", "executive", path, "--to", "text").code == 0

    def test_sections_are_chosen_and_ordered(self, tpm: Tpm, demo: Path) -> None:
        facts = tpm("report", "executive", "--sections", "money,risks", "--json").json
        assert [section["title"] for section in facts["sections"]][:2] == ["Money", "Risks that cost most"]
        assert tpm("report", "executive", "--sections", "weather").code == 1

    def test_a_letter_is_for_somebody(self, tpm: Tpm, demo: Path) -> None:
        refused = tpm("report", "letter")
        assert (refused.code, len(refused.err.splitlines())) == (1, 1)
        assert tpm("report", "letter", "--for", "function:qa").code == 0

    @pytest.mark.parametrize(
        ("kind", "recipient", "said"),
        [
            ("executive", "S-3", "the executive report is for everybody: leave out --for"),
            ("brief", "function:qa", "the programme brief is for everybody: leave out --for"),
            ("stand-up", "S-3", "a stand-up is of everybody, or of a function"),
            ("stand-up", "function:sales", "there is no function 'sales'; there are "),
            ("letter", "function:sales", "there is no function 'sales'; there are "),
        ],
    )
    def test_it_is_for_whom_it_can_be_for(self, tpm: Tpm, demo: Path, kind: str, recipient: str, said: str) -> None:
        refused = tpm("report", kind, "--for", recipient)
        assert (refused.code, len(refused.err.splitlines())) == (1, 1)
        assert said in refused.err

    def test_a_watermelon_is_called_one(self, tpm: Tpm, demo: Path) -> None:
        tpm("set", "PG-1", "target_date=2026-12-01", "state_override=green", "override_reason=Trust us")
        assert "Watermelon" not in tpm("report", "executive").out
        tpm("set", "PG-1", "override_until=2026-12-01")
        facts = tpm("report", "executive", "--json").json
        assert (facts["state"]["rag"], facts["state"]["by_rule"]) == ("green", "red")
        said = "Watermelon: green by hand until 1 Dec (Trust us), red by the rule"
        assert said in tpm("report", "executive", "--to", "md").out
        assert said in tpm("promise").out
        tpm("set", "PG-1", "state_override=amber")
        assert "Amber by hand until 1 Dec (Trust us), red by the rule" in tpm("promise").out
        assert (
            "State: amber by hand until 1 Dec (Trust us), red by the rule"
            in tpm("report", "executive", "--to", "md").out
        )

    @pytest.mark.parametrize("form", ["md", "html", "text"])
    def test_hostile_titles_are_shown_as_text(self, tpm: Tpm, demo: Path, form: str) -> None:
        for text in list(HOSTILE.values())[:12]:
            tpm("add", "incident", f"x{text}", "severity=SEV1")
        out = tpm("report", "executive", "--to", form).out
        assert not leaks(out)
        if form == "html":
            tags: set[str] = set()

            class Tags(HTMLParser):
                def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
                    tags.add(tag)
                    assert not any(name.startswith("on") or name in ("src", "srcset") for name, _ in attrs)

            Tags().feed(out)
            assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "input", "image", "use"}


def test_an_audit_names_its_points(tpm: Tpm, demo: Path) -> None:
    points = {point["point"]: point for point in tpm("check", "--audit", "--json").json}
    links = [row for row in tpm("ls", "link", "--json").json if row["lag"] < 0]
    assert 0 < points["leads"]["count"] <= len(links)
    assert tpm("check", "--audit").code == (0 if all(point["passed"] for point in points.values()) else 1)


def test_a_promise_that_is_moved_is_kept(tpm: Tpm, demo: Path) -> None:
    tpm("set", "PG-1", "target=", "target_date=", "budget=")
    unset = tpm("promise", "--json").json
    assert unset["state"] is None
    for day in ("2027-03-26", "2027-04-02", "2027-03-31"):
        tpm("set", "PG-1", f"target_date={day}")
    facts = tpm("promise", "--json").json
    assert [(m["from"], m["to"], m["days"]) for m in facts["push_outs"][len(unset["push_outs"]) :]] == [
        ("2027-03-29", "2027-03-26", -3), ("2027-03-26", "2027-04-02", 7), ("2027-04-02", "2027-03-31", -2),
    ]  # fmt: skip
    assert facts["state"]["rag"] in ("red", "amber", "green")
    assert facts["state"]["skipped"] == ["no budget"]


def test_a_must_need_without_work_makes_it_red(tpm: Tpm, demo: Path) -> None:
    tpm("set", "PG-1", "target=", "target_date=2028-12-01", "budget=", "need_days=0")
    tpm("set", "I-4", "resolved=2026-11-22 10:00")
    before = {row["key"] for row in tpm("ls", "requirement", "--json").json}
    assert tpm("promise", "--json").json["state"]["rag"] == "green"
    tpm("add", "requirement", "It sings", "priority=must", "accepted_on=2026-11-02")
    (key,) = {row["key"] for row in tpm("ls", "requirement", "--json").json} - before
    state = tpm("promise", "--json").json["state"]
    assert (state["rag"], state["figures"]["unmet_needs"]) == ("red", [key])


def test_roles_and_gaps_are_those_of_the_register(tpm: Tpm, demo: Path) -> None:
    rows = {row["key"]: row for row in tpm("raci", "--json").json}
    people = {row["id"]: row["key"] for kind in ("person", "stakeholder") for row in tpm("ls", kind, "--json").json}
    records = {row["id"]: row["key"] for kind in ("item", "workstream") for row in tpm("ls", kind, "--json").json}
    for entry in tpm("ls", "raci", "--json").json:
        on = records[entry["item"] or entry["workstream"]]
        assert people[entry["person"] or entry["stakeholder"]] in rows[on][entry["role"]]
    assert all(
        any("accountable" in gap for gap in row["gaps"]) for row in rows.values() if len(row["accountable"]) != 1
    )


def test_who_must_hear_has_a_reason_each(tpm: Tpm, demo: Path) -> None:
    for key in ("T-12", "R-3", "I-4", "D-7", "Q-2", "W-1"):
        hearers = tpm("who-must-hear", key, "--json").json
        assert hearers
        assert all(hearer["reasons"] and hearer["kind"] in ("person", "stakeholder") for hearer in hearers)


def test_a_baseline_is_taken_listed_and_compared(tpm: Tpm, demo: Path) -> None:
    key = tpm("baseline", "take", "Second").out.strip()
    assert [row["name"] for row in tpm("baseline", "list", "--json").json] == ["Signed by steering", "Second"]
    same = tpm("baseline", "compare", key, "--json").json
    assert same["finish"]["variance"] == 0
    assert all(row["finish_variance"] == 0 and row["work"]["then"] == row["work"]["now"] for row in same["items"])
    dates = {row["key"]: row for row in tpm("schedule", "--json").json}
    first = tpm("baseline", "compare", "Signed by steering", "--json").json
    assert {row["key"]: row["finish"]["now"] for row in first["items"]} == {
        row["key"]: dates[row["key"]]["finish"] for row in first["items"]
    }
    assert tpm("baseline", "compare", "Third").code == 1
    assert json.dumps(first) == json.dumps(tpm("baseline", "compare", "B-1", "--json").json)


@pytest.mark.parametrize("kind", ["executive", "steering"])
def test_a_risk_that_costs_only_money_is_among_those_that_cost_most(tpm: Tpm, file: Path, kind: str) -> None:
    """By its chance and the mean of a triangle; what gains money costs none."""
    tpm("add", "item", "Build", "estimate=4d/5d/8d")
    for title in ("Late", "Later", "Latest"):
        tpm("add", "risk", title, "chance=50%", "delay=2d/4d/9d", "items=T-1")
    tpm("add", "risk", "Fine", "chance=40%", "cost=1000/3000/8000")
    tpm("add", "risk", "Rebate", "type=opportunity", "chance=40%", "cost=1000/3000/8000")
    tpm("set", "PG-1", "currency=EUR")
    (section,) = [
        section
        for section in tpm("report", kind, "--json").json["sections"]
        if section["title"] == "Risks that cost most"
    ]
    (fine,) = [line for line in section["lines"] if line["records"] == ["R-4"]]
    assert fine["text"].startswith("R-4 Fine: expected cost 1 600 EUR; no response")
    assert fine["numbers"] == [{"name": "expected_cost", "value": 1600, "unit": "EUR", "key": "R-4"}]
    assert not [line for line in section["lines"] if "R-5" in line["records"]]
    by_key = {risk["key"]: risk["expected_cost"] for risk in tpm("simulate", "--json").json["risks"]}
    assert (by_key["R-4"], by_key["R-5"]) == (1600, -1600)
