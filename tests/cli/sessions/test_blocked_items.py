"""Items in the state named blocked that nobody blocked with a cause: since when, wherever that stands."""

import sqlite3
from pathlib import Path

import pytest

from support.cli_driver import Tpm

FRIDAY, TUESDAY = "2026-11-20T10:00", "2026-12-01"


@pytest.fixture
def blocked(on: Tpm, tmp_path: Path) -> Tpm:
    """Two items that a Friday's import put there, looked at on the Tuesday after the next weekend."""
    rows = tmp_path / "rows.csv"
    rows.write_text("Title,Status,Blocked since\nOne,blocked,\nTwo,blocked,2026-11-17T09:00\nThree,ready,\n", "utf-8")
    on(FRIDAY, "import", "csv", rows)
    return lambda *words: on(TUESDAY, *words)


def test_an_import_blocks_from_its_moment_unless_its_data_says_when(blocked: Tpm) -> None:
    assert "20 Nov 10:00, for 7 working days" in blocked("show", "T-1").out
    listed = blocked("impediments", "--json").json
    assert [(one["key"], one["items"], one["owner"], one["age_days"], one["level"]) for one in listed] == [
        ("T-2", ["T-2"], None, 10, "sponsor"), ("T-1", ["T-1"], None, 7, "sponsor"),
    ]  # fmt: skip


def test_a_check_names_what_is_blocked_without_an_issue(blocked: Tpm, tpm: Tpm, tmp_path: Path) -> None:
    finding = "it has been blocked for 7 working days, and no issue says who frees it"
    blocked("set", "T-1", "T-2", "T-3", "estimate=1d")
    assert finding in tpm("-f", tmp_path / "a.db", "check").out
    blocked("run", "item.block", "T-1", "cause=legal", "owner=Ana")
    assert finding not in tpm("-f", tmp_path / "a.db", "check").out


def test_a_cause_that_is_said_later_keeps_the_age(blocked: Tpm) -> None:
    blocked("run", "item.block", "T-1", "cause=legal", "owner=Ana")
    assert "20 Nov 10:00, for 7 working days" in blocked("show", "T-1").out
    issue = next(one for one in blocked("impediments", "--json").json if one["items"] == ["T-1"])
    assert issue == {
        "key": "IS-1", "items": ["T-1"], "owner": "Ana", "cause": "legal", "age_days": 7, "level": "sponsor",
    }  # fmt: skip


def test_a_file_from_before_there_were_marks_is_read_by_its_journal(blocked: Tpm, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE item SET blocked_since = NULL")
    connection.close()
    assert "20 Nov 10:00, for 7 working days" in blocked("show", "T-1").out
    assert [one["age_days"] for one in blocked("impediments", "--json").json] == [7, 7]
    blocked("set", "T-1", "status=ready")
    assert [one["key"] for one in blocked("impediments", "--json").json] == ["T-2"]
    blocked("set", "T-1", "status=blocked")
    assert "01 Dec 12:00, for 0 working days" in blocked("show", "T-1").out


def test_an_import_that_takes_an_item_out_of_the_state_frees_it(blocked: Tpm, tmp_path: Path) -> None:
    (tmp_path / "later.csv").write_text("Title,Status\nOne,ready\nTwo,blocked\n", "utf-8")
    blocked("import", "csv", str(tmp_path / "later.csv"))
    assert [(one["key"], one["age_days"]) for one in blocked("impediments", "--json").json] == [("T-2", 10)]
