"""Keys that no record has any more, out as JSON and in again: former keys, and those of what was deleted."""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.store_files import FILES, plainly
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Tombstone
from tpm_tui.exchange.common.import_result import ImportResult
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store


def text_of(store: Store, journal: bool = False) -> str:
    out = io.StringIO()
    export_file(store, "json", out, journal=journal)
    return out.getvalue()


def bring(store: Store, text: str | dict[str, Any]) -> ImportResult:
    return import_file(store, "json", io.StringIO(text if isinstance(text, str) else json.dumps(text)))


def add(store: Store, kind: str, title: str = "x") -> str:
    with store.transaction("Add") as tx:
        return tx.add(kind, title=title)


def give_new_key(store: Store, kind: str, id_: str, key: str) -> str:
    """As a merge does it: the record takes another key, and the one that it had still finds it."""
    old = str(store.plan.value(kind, id_, "key"))
    with store.transaction("New key") as tx:
        tx.reserve_keys({old: id_}, [])
        tx.set(kind, id_, key=key)
    return old


def key_of_new(store: Store, kind: str) -> str:
    new = add(store, kind)
    return str(store.plan.value(kind, new, "key"))


@pytest.fixture
def one(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One", author="ana") as made:
        yield made


@pytest.fixture
def two(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "two.db", name="Two", author="ben") as made:
        yield made


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "add", "delete", "new key", "undo", "redo"]),
        st.sampled_from(["item", "risk"]),
        st.integers(0, 9),
    ),
    max_size=14,
)


def act(store: Store, what: str, kind: str, number: int) -> None:
    ids = store.plan[kind].ids
    if what == "add":
        add(store, kind)
    elif what == "delete" and ids:
        with store.transaction("Delete") as tx:
            tx.delete(kind, ids[number % len(ids)])
    elif what == "new key" and ids:
        give_new_key(store, kind, ids[number % len(ids)], f"{KINDS[kind].prefix}-{20 + store.plan.sequence}")
    elif what == "undo":
        store.undo()
    elif what == "redo":
        store.redo()


@given(acts=ACTS, journal=st.booleans())
@example(acts=[("add", "item", 0), ("new key", "item", 0), ("undo", "item", 0)], journal=False)
@settings(FILES, max_examples=60)
def test_whatever_was_done_the_file_comes_back_and_no_key_is_given_twice(
    acts: list[tuple[str, str, int]], journal: bool
) -> None:
    with TemporaryDirectory() as folder:
        first = Store.create(Path(folder) / "one.db", name="One", author="ana")
        second = Store.create(Path(folder) / "two.db", name="Two", author="ben")
        with first, second:
            lived: dict[str, str] = {}
            for what, kind, number in acts:
                act(first, what, kind, number)
                for name in ("item", "risk"):
                    table = first.plan[name]
                    lived |= dict(zip(map(str, table.columns["key"]), table.ids, strict=True))
            exported = text_of(first, journal)
            outcome = bring(second, exported)
            assert (outcome.refused, outcome.notes) == ((), ())
            assert text_of(second, journal) == exported
            for key in lived:
                assert second.plan.find_key(key) == first.plan.find_key(key)
            # What undo took away, a record or a key of one that is there, was in the end never made; the journal
            # remembers it all the same.
            free = {
                key
                for key, id_ in lived.items()
                if not journal
                and first.plan.find_key(key) is None
                and (first.plan.kind_of(id_) is not None or first.history(id_)[0][0].verb == "undo")
            }
            for kind in ("item", "risk"):
                assert key_of_new(second, kind) not in lived.keys() - free


def test_the_number_of_a_deleted_record_is_not_given_out_after_a_round_trip(one: Store, two: Store) -> None:
    ids = [add(one, "item") for _ in range(3)]
    with one.transaction("Delete") as tx:
        tx.delete("item", ids[2])
    exported = text_of(one)
    assert json.loads(exported)["deleted"] == [{"kind": "item", "id": ids[2], "key": "T-3"}]
    bring(two, exported)
    assert key_of_new(two, "item") == "T-4"


def test_a_former_key_still_opens_its_record_after_a_round_trip(one: Store, two: Store) -> None:
    risk = add(one, "risk", "Vendor late")
    assert give_new_key(one, "risk", risk, "R-9") == "R-1"
    exported = text_of(one)
    assert json.loads(exported)["aliases"] == {"R-1": risk}
    bring(two, exported)
    assert two.plan.find_key("r-1") == two.plan.find_key("R-9") == ("risk", risk)
    with Store.open(two.path) as again:
        assert again.load().find_key("R-1") == ("risk", risk)
    assert key_of_new(two, "risk") == "R-10"


def test_an_export_without_these_parts_reads_as_before(one: Store, two: Store) -> None:
    facts = json.loads(text_of(one))
    assert "deleted" not in facts
    assert "aliases" not in facts
    add(one, "risk")
    outcome = bring(two, text_of(one))
    assert (outcome.refused, outcome.notes) == ((), ())
    assert key_of_new(two, "risk") == "R-2"


def test_what_was_never_made_for_good_leaves_nothing_in_the_export(one: Store) -> None:
    before = text_of(one)
    add(one, "item")
    one.undo()
    assert text_of(one) == before


@pytest.mark.parametrize("used", [False, True])
def test_an_undo_of_the_import_takes_the_keys_back_and_a_redo_brings_them_again(
    one: Store, two: Store, used: bool
) -> None:
    if used:
        for _ in range(30):
            add(two, "risk")
    before = text_of(two)
    kept, gone = add(one, "item"), add(one, "item")
    give_new_key(one, "item", kept, "T-7")
    with one.transaction("Delete") as tx:
        tx.delete("item", gone)
    bring(two, text_of(one))
    after = text_of(two)
    assert two.plan.find_key("T-1") == ("item", kept)
    two.undo()
    assert text_of(two) == before
    assert two.plan.find_key("T-1") is None
    two.redo()
    assert text_of(two) == after
    assert two.plan.find_key("T-1") == ("item", kept)
    two.undo()
    bring(two, text_of(one))
    assert text_of(two) == after


def test_a_former_key_that_finds_another_record_here_is_left_out_and_said_so(one: Store, two: Store) -> None:
    theirs = add(two, "item")
    kept = add(one, "item")
    give_new_key(one, "item", kept, "T-7")
    outcome = bring(two, text_of(one))
    assert outcome.notes == ("1 former keys were left out: each is that of another record here",)
    assert two.plan.find_key("T-1") == ("item", theirs)
    assert two.plan.find_key("T-7") == ("item", kept)


def test_a_key_that_still_finds_a_record_here_is_not_that_of_one_that_comes(one: Store, two: Store) -> None:
    mine = add(two, "item")
    give_new_key(two, "item", mine, "T-7")
    theirs = add(one, "item")
    outcome = bring(two, text_of(one))
    assert any("a new key for 1 record" in note for note in outcome.notes)
    assert two.plan.find_key("T-1") == ("item", mine)
    assert two.plan.value("item", theirs, "key") == "T-8"


def test_what_is_there_is_not_deleted_by_an_export_that_says_so(one: Store, two: Store) -> None:
    item = add(one, "item")
    bring(two, text_of(one))
    facts = json.loads(text_of(one))
    facts["records"] = {"term": [{"term": "SLO", "meaning": "a target"}]}
    facts["deleted"] = [{"kind": "item", "id": item, "key": "T-1"}]
    assert bring(two, facts).created == 1
    assert item in two.plan["item"]
    assert two.deleted() == []


@pytest.mark.parametrize(
    "parts",
    [
        {"aliases": []},
        {"aliases": {"T-1": 5}},
        {"aliases": {"T-0": "a"}},
        {"aliases": {"\u0660-1": "a", "T-\u0661": "a"}},
        {"deleted": {}},
        {"deleted": ["T-1"]},
        {"deleted": [{"kind": "risk", "id": "a", "key": "T-1"}]},
        {"deleted": [{"kind": ["risk"], "id": "a", "key": "R-1"}]},
        {"deleted": [{"kind": "item", "id": "a\nb", "key": "T-1"}]},
        {"deleted": [{"kind": "item", "id": "a", "key": "T-" + "9" * 400}]},
    ],
)
def test_parts_of_another_shape_are_left_out_and_said_so(two: Store, parts: dict[str, Any]) -> None:
    records = {"term": [{"term": "SLO", "meaning": "a target"}]}
    outcome = bring(two, {"format": "tpm", "version": 1, "records": records, **parts})
    assert (outcome.created, outcome.refused) == (1, ())
    [note] = outcome.notes
    assert "aliases and deleted records cannot be read" in note
    assert two.deleted() == []
    assert two.plan.aliases == {}


def test_another_program_finds_a_record_by_a_key_that_was_brought_meanwhile(one: Store, two: Store) -> None:
    kept = add(one, "item")
    give_new_key(one, "item", kept, "T-7")
    with Store.open(two.path) as other:
        other.load()
        bring(two, text_of(one))
        assert other.poll() is not None
        assert other.plan.find_key("T-1") == ("item", kept)
        two.undo()
        other.poll()
        assert other.plan.aliases == {}


def test_a_file_that_does_not_say_what_brought_its_former_keys_is_read_and_written(one: Store, two: Store) -> None:
    """Files had such a table before the program filled it."""
    risk = add(two, "risk")
    two.close()
    with plainly(two.path) as connection:
        connection.execute("ALTER TABLE alias DROP COLUMN sequence")
        connection.execute("INSERT INTO alias VALUES ('R-8', ?)", (risk,))
    kept = add(one, "item")
    give_new_key(one, "item", kept, "T-7")
    with Store.open(two.path, author="ben") as store:
        assert store.load().find_key("R-8") == ("risk", risk)
        bring(store, text_of(one))
        assert store.plan.find_key("R-8") == ("risk", risk)
        assert store.plan.find_key("T-1") == ("item", kept)


def test_a_deleted_record_stays_deleted_by_what_deleted_it(one: Store) -> None:
    """An import that tells of it too, and is undone, does not bring its number back."""
    item = add(one, "item")
    with one.transaction("Delete") as tx:
        tx.delete("item", item)
    facts = json.loads(text_of(one))
    facts["records"] = {"term": [{"term": "SLO", "meaning": "a target"}]}
    bring(one, facts)
    one.undo()
    assert one.deleted() == [Tombstone("item", item, "T-1")]
