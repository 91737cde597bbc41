"""``tpm schedule`` and ``tpm why``: held to other programs' dates, and to their documented shapes."""

import json
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.cli_driver import Tpm

PLANS = sorted((Path(__file__).parents[2] / "data" / "mspdi").glob("oracle-*.xml"))
NAMESPACE = "{http://schemas.microsoft.com/project}"
FIELDS = [
    "key", "name", "source_id", "start", "finish", "early_start", "early_finish", "late_start", "late_finish",
    "total_slack_minutes", "free_slack_minutes", "critical", "summary", "milestone", "assumed", "driver",
]  # fmt: skip


def oracle(path: Path) -> list[tuple[str, str, str, int]]:
    """(UID, start, finish, total slack in minutes) of each task in the file, read by nothing of ours."""
    listed = []
    for task in ElementTree.parse(path).iter(f"{NAMESPACE}Task"):
        uid, start, finish = (task.findtext(f"{NAMESPACE}{name}", "") for name in ("UID", "Start", "Finish"))
        if uid != "0":
            slack = int(task.findtext(f"{NAMESPACE}TotalSlack", "0")) // 10
            listed.append((uid, start[:16], finish[:16], slack))
    return listed


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_imported_plan_has_the_dates_that_ms_project_gives_it(tpm: Tpm, tmp_path: Path, path: Path) -> None:
    file = tmp_path / "plan.db"
    assert tpm("-f", file, "import", "mspdi", path).code == 0
    rows = tpm("-f", file, "schedule", "--json").json
    ours = [(r["source_id"], r["start"], r["finish"], r["total_slack_minutes"]) for r in rows]
    assert ours == oracle(path)


def test_each_item_is_an_object_of_the_documented_shape(tpm: Tpm, atlas: Path) -> None:
    rows = tpm("schedule", "--json").json
    assert [list(row) for row in rows] == [FIELDS] * 4
    assert [row["key"] for row in rows] == ["T-1", "T-2", "T-3", "T-4"]
    top, first, second, _ = rows
    assert (top["summary"], first["summary"], top["driver"]) == (True, False, "T-2")
    assert (first["driver"], second["driver"]) == ("plan start", "T-2")
    assert (top["start"], top["finish"]) == (first["start"], second["finish"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", first["start"])
    assert first["source_id"] == ""


def test_a_dropped_item_has_no_dates(tpm: Tpm, atlas: Path) -> None:
    assert tpm("set", "T-4", "status=dropped").code == 0
    row = tpm("schedule", "--json").json[3]
    assert (row["key"], row["start"], row["total_slack_minutes"], row["driver"]) == ("T-4", None, None, None)


def test_a_filter_chooses_by_what_was_calculated(tpm: Tpm, atlas: Path) -> None:
    rows = tpm("schedule", "--json").json
    wanted = [row["key"] for row in rows if row["critical"]]
    assert 0 < len(wanted) < 4
    assert [row["key"] for row in tpm("schedule", "critical:yes", "--json").json] == wanted


def test_the_table_shows_the_tree_with_dates(tpm: Tpm, atlas: Path) -> None:
    result = tpm("schedule")
    assert result.lines[0].split()[:4] == ["Key", "Title", "Start", "Finish"]
    assert "T-2    Rehearse" in result.out
    assert result.lines[2].endswith("plan start")


def test_a_file_that_loops_is_refused_by_the_names_of_its_items(tpm: Tpm, atlas: Path) -> None:
    import sqlite3

    with sqlite3.connect(atlas) as connection:  # as no edit of ours can
        ids = dict(connection.execute("SELECT key, id FROM item"))
        connection.execute(
            "INSERT INTO link (id, key, predecessor, successor, type, lag, lag_unit)"
            " VALUES ('x', 'L-9', ?, ?, 'FS', 0, 'working')",
            (ids["T-3"], ids["T-2"]),
        )
    result = tpm("schedule")
    assert result.code == 1
    assert "T-2 → T-3" in result.err or "T-3 → T-2" in result.err


WHY_FIELDS = [
    "key", "name", "start", "finish", "cause", "driver", "at", "type", "lag_minutes", "lag_elapsed", "work_minutes",
    "idle_before_minutes", "idle_minutes", "days_off", "total_slack_minutes", "free_slack_minutes", "critical",
]  # fmt: skip


def test_each_reason_is_an_object_of_the_documented_shape(tpm: Tpm, atlas: Path) -> None:
    first, *rest = tpm("why", "T-3", "--json").json
    assert list(first) == [*WHY_FIELDS, "limits", "followers", "conflicts", "words"]
    assert [list(reason) for reason in rest] == [WHY_FIELDS] * len(rest)
    assert all(list(limit) == ["key", "cause", "at"] for limit in first["limits"])
    (follower,) = tpm("why", "T-2", "--json").json[0]["followers"]
    assert list(follower) == ["key", "room_minutes", "driven", "type"]
    documented = Path(__file__).parents[3].joinpath("docs", "command-line.md").read_text()
    assert all(f'"{name}"' in documented for name in WHY_FIELDS)


def test_why_says_what_sets_the_dates(tpm: Tpm, atlas: Path) -> None:
    result = tpm("why", "t-3")
    assert result.code == 0
    assert result.lines[0].startswith("T-3 start")
    reasons = tpm("why", "T-2", "--json").json
    assert [reason["key"] for reason in reasons] == ["T-2"]
    assert reasons[0]["cause"] == "plan start"
    assert [f["key"] for f in reasons[0]["followers"]] == ["T-3"]


def test_the_chain_of_reasons_leads_back_to_one_that_needs_no_other(tpm: Tpm, tmp_path: Path) -> None:
    file = tmp_path / "plan.db"
    tpm("-f", file, "import", "mspdi", PLANS[0])
    rows = {row["key"]: row for row in tpm("-f", file, "schedule", "--json").json}
    for key in rows:
        chain = tpm("-f", file, "why", key, "--json").json
        assert chain[0]["key"] == key
        assert chain[0]["start"] == rows[key]["start"]
        for reason, following in pairwise(chain):
            assert reason["driver"] == following["key"] == rows[reason["key"]]["driver"]
        assert chain[-1]["cause"] not in ("link", "child")


def test_an_unknown_or_a_dropped_item_is_refused(tpm: Tpm, atlas: Path) -> None:
    assert tpm("why", "T-99").code == 1
    assert tpm("why", "R-1").code == 1
    tpm("set", "T-4", "status=dropped")
    result = tpm("why", "T-4")
    assert (result.code, "dropped" in result.err) == (1, True)


def test_json_of_hostile_titles_is_plain(tpm: Tpm, file: Path) -> None:
    tpm("add", "item", "title=\x1b]0;pwned\x07 \u202e \x9b31m")
    out = tpm("schedule", "--json").out
    assert json.loads(out)[0]["name"].startswith("\x1b]0;pwned")
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_a_finish_at_the_end_of_a_day_is_that_day_wherever_it_stands(tpm: Tpm, tmp_path: Path) -> None:
    file = tmp_path / "always.db"
    tpm("new", file, "--start", "2026-11-23")
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    assert tpm("-f", file, "set", "CAL-1", *(f"{day}=0:00-24:00" for day in days)).code == 0
    tpm("-f", file, "add", "item", "Alpha", "estimate=24h")
    tpm("-f", file, "add", "item", "Reached", "type=milestone", "after=T-1", "due=2026-11-23")
    for words in (["schedule"], ["promise"], ["simulate"], ["why", "T-1"], ["why", "T-2"], ["level"]):
        said = tpm("-f", file, *words).out
        assert "23 Nov" in said, words
        assert "24 Nov" not in said, words
    tpm("-f", file, "baseline", "take", "First")
    tpm("-f", file, "set", "T-1", "estimate=48h")
    for words in (["baseline", "compare"], ["why", "--since", "First"]):
        said = tpm("-f", file, *words).out
        assert "24 Nov" in said, words
        assert "25 Nov" not in said, words
