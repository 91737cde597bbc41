"""The whole file as JSON: out and in again without loss."""

import io
import json
import random
from pathlib import Path

import pytest

from support.record_factory import fill
from tpm_tui.domain.kinds import KINDS
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.import_file import import_file, preview
from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One") as made:
        fill(made, random.Random(1))
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "two.db", name="Two") as made:
        yield made


def text_of(store: Store, journal: bool = False) -> str:
    out = io.StringIO()
    export_file(store, "json", out, journal=journal)
    return out.getvalue()


def test_a_file_comes_back_from_its_export_byte_for_byte(store: Store, empty: Store) -> None:
    exported = text_of(store)
    outcome = import_file(empty, "json", io.StringIO(exported))
    assert outcome.refused == ()
    assert text_of(empty) == exported


def test_every_kind_is_in_the_export_with_every_field(store: Store) -> None:
    records = json.loads(text_of(store))["records"]
    assert list(records) == list(KINDS)
    for name, kind in KINDS.items():
        assert records[name], name
        assert all(list(r) == [c.name for c in kind.columns] for r in records[name])
        assert [r["id"] for r in records[name]] == sorted(r["id"] for r in records[name])


def test_the_journal_comes_along_on_request_and_tells_the_same_history(store: Store, empty: Store) -> None:
    with store.transaction("Delete one") as tx:
        tx.delete("risk", store.plan["risk"].ids[0])
    exported = text_of(store, journal=True)
    outcome = import_file(empty, "json", io.StringIO(exported))
    assert outcome.refused == ()
    assert outcome.notes == ()
    assert text_of(empty, journal=True) == exported
    assert empty.history() == store.history()
    assert empty.as_of(store.history()[3][0].time).sequence == store.as_of(store.history()[3][0].time).sequence


def test_what_was_done_before_the_export_can_be_undone_after_it(store: Store, empty: Store) -> None:
    before = text_of(store)
    with store.transaction("Rename") as tx:
        tx.set("risk", store.plan["risk"].ids[0], title="Another")
    import_file(empty, "json", io.StringIO(text_of(store, journal=True)))
    empty.undo()
    assert text_of(empty) == before


def test_keys_are_not_given_out_again_after_an_import(store: Store, empty: Store) -> None:
    import_file(empty, "json", io.StringIO(text_of(store)))
    taken = set(store.plan["item"].columns["key"])
    with empty.transaction("Add") as tx:
        new = tx.add("item", title="New")
    assert empty.plan.value("item", new, "key") not in taken


def test_a_journal_that_leads_elsewhere_is_left_out_and_said_so(store: Store, empty: Store) -> None:
    facts = json.loads(text_of(store, journal=True))
    facts["records"]["risk"][0]["title"] = "Never happened"
    outcome = import_file(empty, "json", io.StringIO(json.dumps(facts)))
    assert "it does not lead to the risks" in outcome.notes[0]
    assert outcome.created > 0
    assert [entry.verb for entry, _ in empty.history()] == ["import", "file.new"]


def test_into_a_used_file_records_are_updated_by_id_and_one_undo_takes_it_back(store: Store) -> None:
    before = text_of(store)
    facts = json.loads(before)
    facts["records"]["risk"][0]["title"] = "Changed elsewhere"
    del facts["records"]["risk"][1:]
    ids = len(facts["records"]["term"])
    facts["records"]["term"].append({"term": "RTO", "meaning": "time to recover"})
    outcome = import_file(store, "json", io.StringIO(json.dumps(facts)))
    assert (outcome.created, outcome.updated, outcome.refused) == (1, 1, ())
    assert len(store.plan["term"]) == ids + 1
    assert len(store.plan["risk"]) == 3
    store.undo()
    assert text_of(store) == before


def test_an_import_of_the_same_writes_nothing(store: Store) -> None:
    count = len(store.history())
    outcome = import_file(store, "json", io.StringIO(text_of(store)))
    assert (outcome.created, outcome.updated, outcome.refused, outcome.written) == (0, 0, (), False)
    assert outcome.unchanged == sum(len(t) for t in store.plan.tables.values())
    assert len(store.history()) == count


def test_a_key_that_is_another_records_here_is_replaced(store: Store, empty: Store) -> None:
    with empty.transaction("Add") as tx:
        mine = tx.add("risk", title="Mine")
    outcome = import_file(empty, "json", io.StringIO(text_of(store)))
    keys = empty.plan["risk"].columns["key"]
    assert len(set(keys)) == len(keys) == 4
    assert empty.plan.value("risk", mine, "key") == "R-1"
    assert any("a new key for 1 record" in note for note in outcome.notes)


REFUSALS = [
    ("risk", {"title": "x", "probability": 9}, "Probability is one of 1 to 5"),
    ("risk", {"title": "x", "probability": "3"}, "probability is a"),
    ("risk", {"title": "x", "chance": float("nan")}, "chance is a number"),
    ("risk", {"title": "x\0"}, "NUL"),
    ("risk", {"title": "\ud800"}, "surrogate"),
    ("risk", {"cause": "no title"}, "Title cannot be empty"),
    ("risk", {"title": "x", "owner": "nobody"}, "Owner points at a person that is not there"),
    ("risk", {"title": "x", "id": "calendar"}, "the id calendar is that of a calendar"),
    ("risk", {"title": "x", "id": 7}, "is no id"),
    ("risk", {"title": "x", "key": "T-1"}, "is no key"),
    ("risk", "not a record", "a record is an object"),
    (
        "item",
        {"title": "x", "status": "half done"},
        "Status is one of backlog, ready, doing, review, blocked, done, dropped, not 'half done'",
    ),
    ("item", {"title": "x", "estimate": [3, 2, 1]}, "rising order"),
    ("item", {"title": "x", "custom": "[]"}, "JSON object"),
    ("item", {"title": "x", "deadline": "soon"}, "soon"),
    ("item", {"title": "x", "rank": "!"}, "Rank"),
    ("item", {"title": "x", "id": "a", "parent": "a"}, "inside itself"),
    ("programme", {"name": "Second", "id": "second"}, "one programme"),
    ("check", {"title": "x", "state": "waived"}, "Item cannot be empty"),
    ("gadget", {"title": "x"}, "there is no kind 'gadget'"),
]


@pytest.mark.parametrize(("kind", "record", "reason"), REFUSALS)
def test_a_record_that_does_not_fit_is_refused_with_its_line(
    empty: Store, kind: str, record: object, reason: str
) -> None:
    lines = ['{"format": "tpm", "version": 1, "records": {', f'"{kind}": [', json.dumps(record), "],", '"term": [']
    lines += ['{"term": "SLO", "meaning": "a target"}', "]}}"]
    outcome = import_file(empty, "json", io.StringIO("\n".join(lines)))
    [(line, said)] = outcome.refused
    assert line == 3
    assert reason in said
    assert outcome.created == 1


def test_what_points_at_a_refused_record_is_refused_too(empty: Store) -> None:
    records = {
        "item": [
            {"id": "a", "title": ""},
            {"id": "b", "title": "below", "parent": "a"},
            {"id": "c", "title": "further below", "parent": "b"},
            {"id": "d", "title": "fine"},
        ]
    }
    text = json.dumps({"format": "tpm", "version": 1, "records": records})
    outcome = import_file(empty, "json", io.StringIO(text))
    assert len(outcome.refused) == 3
    assert empty.plan["item"].ids == ["d"]


def test_links_that_close_a_loop_are_refused_one_by_one(empty: Store) -> None:
    records = {
        "item": [{"id": i, "title": i} for i in "abc"],
        "link": [{"predecessor": p, "successor": s} for p, s in ("ab", "bc", "ca", "ac")],
    }
    text = json.dumps({"format": "tpm", "version": 1, "records": records}, indent=1)
    outcome = import_file(empty, "json", io.StringIO(text))
    [(_, reason)] = outcome.refused
    assert reason == "that would make a loop: c → a → b → c"
    assert len(empty.plan["link"]) == 3


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 0, "empty"),
        ("[]", 0, "but a list"),
        ("{}", 0, "does not say"),
        ('{"format": "tpm", "version": 2, "records": {}}', 0, "version 2"),
        ('{"format": "tpm", "version": true, "records": {}}', 0, "version"),
        ('{"format": "tpm",\n"version": 1,\n"records": {"item": [{"title": }]}}', 3, "Expecting value"),
        ('{"format": "tpm", "version": 1, "records": {"item": [{"title": "x"}', 1, "a comma or ]"),
        ('{"format": "tpm", "version": 1, "records": [1]}', 1, "an object"),
        ('{"format": "tpm", "version": 1, "records": {}} {}', 1, "more text"),
        ('{"a": ' + "[" * 100_000, 1, "too deeply"),
        ('{"a": ' + "9" * 5000 + "}", 1, "no JSON"),
        ("{1: 2}", 1, "double quotes"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_one_line(empty: Store, text: str, line: int, reason: str) -> None:
    outcome = import_file(empty, "json", io.StringIO(text))
    [(result, said)] = outcome.refused
    assert (result, "\n" in said) == (line, False)
    assert reason in said
    assert outcome.failed


def test_strict_refuses_all_for_one(empty: Store) -> None:
    text = json.dumps({"format": "tpm", "version": 1, "records": {"term": [{"term": "a"}, {"term": ""}]}})
    outcome = import_file(empty, "json", io.StringIO(text), strict=True)
    assert (outcome.created, len(outcome.refused), outcome.written) == (0, 1, False)
    assert len(empty.plan["term"]) == 0


def test_a_preview_says_what_the_import_then_does(store: Store, empty: Store) -> None:
    exported = text_of(store)
    seen = preview(empty, "json", io.StringIO(exported))
    assert len(empty.plan["item"]) == 0
    done = import_file(empty, "json", io.StringIO(exported))
    assert (seen.created, seen.updated, seen.refused) == (done.created, done.updated, done.refused)
    assert done.written
    assert not seen.written
