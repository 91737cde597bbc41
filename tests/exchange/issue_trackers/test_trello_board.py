"""A board of Trello as JSON: cards, lists, labels, members, dates, comments and checklists come in."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.exchange.common.import_result import ImportResult
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

DOING, LATER, GONE = "5f0000000000000000000b01", "5f0000000000000000000b02", "5f0000000000000000000b03"
NINA, OTTO = "5f0000000000000000000c01", "5f0000000000000000000c02"
#: Made at the second that its first eight digits say: 2026-11-02 09:00 UTC.
HALL = f"{int(datetime(2026, 11, 2, 9, tzinfo=UTC).timestamp()):08x}00000000000000a1"
TALKS, SPONSORS, POSTER = (f"5f0000000000000000000a0{n}" for n in (2, 3, 4))


def card(id_: str, name: str, list_: str, **members: Any) -> dict[str, Any]:
    """A card with the members that Trello writes for every one."""
    return {
        "id": id_, "name": name, "desc": "", "closed": False, "due": None, "dueComplete": False, "start": None,
        "idBoard": "5f0000000000000000000d01", "idList": list_, "idMembers": [], "idLabels": [], "labels": [],
        "idChecklists": [], "pos": 65535, "shortLink": "AbCdEfGh", "url": "https://trello.com/c/AbCdEfGh/1",
        "badges": {"comments": 0, "checkItems": 0}, "cover": {"color": None}, "attachments": [],
    } | members  # fmt: skip


def board() -> dict[str, Any]:
    return {
        "id": "5f0000000000000000000d01", "name": "Conference", "url": "https://trello.com/b/xYz/conference",
        "actions": [
            {"type": "updateCard", "date": "2026-11-18T08:00:00.000Z",
             "data": {"card": {"id": HALL}, "listBefore": {"name": "Later"}, "listAfter": {"name": "Doing"}}},
            {"type": "commentCard", "date": "2026-11-17T10:30:00.000Z", "memberCreator": {"fullName": "Otto Berg"},
             "data": {"card": {"id": HALL}, "text": "# Seats\n200; no more"}},
        ],
        "cards": [
            card(HALL, "Book hall", DOING, desc="For **200** people", due="2026-12-01T12:00:00.000Z",
                 idMembers=[NINA, OTTO], labels=[{"name": "Venue", "color": "green"}, {"name": "", "color": "red"}]),
            card(TALKS, "Call for papers", LATER, due="2026-11-20T12:00:00.000Z", dueComplete=True, closed=True),
            card(SPONSORS, "Sponsors", LATER),
            card(POSTER, "Poster", GONE, attachments=[{"name": "draft.png"}]),
        ],
        "lists": [
            {"id": DOING, "name": "Doing", "closed": False},
            {"id": LATER, "name": "Waiting for answer", "closed": False},
            {"id": GONE, "name": "Ideas", "closed": True},
        ],
        "members": [
            {"id": NINA, "fullName": "Nina Falk", "username": "nina"},
            {"id": OTTO, "fullName": "Otto Berg", "username": "otto"},
        ],
        "checklists": [
            {"id": "k1", "name": "Venue", "idCard": HALL, "checkItems": [
                {"name": "Pay deposit", "state": "incomplete", "pos": 2},
                {"name": "Sign contract", "state": "complete", "pos": 1},
            ]},
        ],
    }  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One", start=date(2026, 11, 23)) as made:
        yield made


def bring(store: Store, tmp_path: Path, what: Any) -> ImportResult:
    path = tmp_path / "board.json"
    path.write_text(what if isinstance(what, str) else json.dumps(what), encoding="utf-8")
    return import_file(store, "trello", path)


def test_cards_come_in_with_all_that_the_board_says_of_them(store: Store, tmp_path: Path) -> None:
    outcome = bring(store, tmp_path, board())
    assert (outcome.created, outcome.refused) == (4, ())
    plan = store.plan
    hall, talks, sponsors, poster = plan["item"].ids
    assert plan.value("item", hall, "title") == "Book hall"
    assert plan.value("item", hall, "status") == "doing"
    assert plan.value("item", hall, "notes") == "For **200** people"
    assert plan.value("item", hall, "tags") == '["Venue","red"]'
    assert plan.value("item", hall, "deadline") == "2026-12-01T12:00"
    assert plan.value("item", hall, "actual_start") == "2026-11-18T08:00"
    assert str(Sheet(plan, store.context).value("item", hall, "created")).startswith("2026-11-02")
    assert plan.title("workstream", str(plan.value("item", hall, "workstream"))) == "Conference"
    people = [plan.title("person", str(person)) for person in plan["assignment"].columns["person"]]
    assert people == ["Nina Falk", "Otto Berg"]
    assert plan.value("item", talks, "status") == "done", "its due date was marked complete before it was archived"
    assert plan.value("item", sponsors, "status") == "Waiting for answer"
    assert plan.value("item", poster, "status") == "dropped", "its list was archived"
    comment = plan["comment"].row(plan["comment"].ids[0])
    assert (comment["author"], comment["text"], comment["item"]) == ("Otto Berg", "# Seats\n200; no more", hall)
    assert ("Attachments", 1) in outcome.ignored


def test_lines_of_checklists_become_checks_and_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, board())
    plan = store.plan
    checks = [plan["check"].row(id_) for id_ in plan["check"].ids]
    assert [(row["title"], row["state"]) for row in checks] == [("Sign contract", "passed"), ("Pay deposit", "open")]
    again = bring(store, tmp_path, board())
    assert (again.created, again.updated, again.unchanged, again.written) == (0, 0, 4, False)
    paid = board()
    paid["checklists"][0]["checkItems"][0]["state"] = "complete"
    bring(store, tmp_path, paid)
    assert set(store.plan["check"].columns["state"]) == {"passed"}
    bring(store, tmp_path, board())
    assert set(store.plan["check"].columns["state"]) == {"passed"}, "what passed here stays so"


def test_the_csv_export_of_the_same_board_finds_its_cards_again(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, board())
    path = tmp_path / "board.csv"
    path.write_text(f"Card ID,Card Name,List ID,List Name,Board Name\n{HALL},Book hall,l1,Doing,Conference\n")
    assert (outcome := import_file(store, "csv", path)).created == 0
    assert outcome.unchanged == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "board.json holds no board of Trello: an object with lists and cards"),
        ('{"cards": 3, "lists": []}', "board.json holds no board of Trello: an object with lists and cards"),
        ('{"cards": [],\n "lists": [', "board.json is no JSON in line 2"),
        ('{"cards": [], "lists": []}', "board.json has no rows below its headers"),
    ],
)
def test_what_is_no_board_is_refused_in_a_line(store: Store, tmp_path: Path, text: str, reason: str) -> None:
    assert [said for _, said in bring(store, tmp_path, text).refused] == [reason]


def test_a_card_without_a_name_is_refused_with_its_line(store: Store, tmp_path: Path) -> None:
    spoiled = board()
    spoiled["cards"][1]["name"] = " "
    spoiled["cards"][3].update(labels="none", idMembers=None, idList=4, due=["odd"])
    outcome = bring(store, tmp_path, json.dumps(spoiled, indent=1))
    lines = json.dumps(spoiled, indent=1).split("\n")
    (line, reason), *others = outcome.refused
    assert reason == "Title is empty"
    assert TALKS in lines[line], "it begins above its id"
    assert len(others) == 1
