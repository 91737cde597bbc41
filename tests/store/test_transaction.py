"""The one door: what is added, set and deleted through it, and what is turned away there."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.attempts import attempt
from support.store_files import FILES, Clock, new_file, plainly, rows_in, rows_of
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with new_file(path) as store:
        yield store


def do(store: Store, work: Callable[[Transaction], Any], label: str = "Work") -> Any:
    with store.transaction(label) as tx:
        return work(tx)


def keys(store: Store, kind: str = "item") -> list[Any]:
    return store.plan[kind].columns["key"]


def test_keys_count_up_by_kind_and_are_never_given_out_again(store: Store, path: Path) -> None:
    items = do(store, lambda tx: [tx.add("item", title=str(n)) for n in range(3)])
    do(store, lambda tx: tx.add("risk", title="Late"))
    assert keys(store) == ["T-1", "T-2", "T-3"]
    assert keys(store, "risk") == ["R-1"]
    do(store, lambda tx: tx.delete("item", *items))
    assert attempt(
        do, store, lambda tx: tx.add("item", title=tx.add("item", title="x") and ""), refusal=ValidationError
    )[1]
    do(store, lambda tx: tx.add("item", title="After"))
    assert keys(store) == ["T-4"], "neither those of the deleted again, nor any lost to what was refused"
    store.undo()
    store.close()
    with Store.open(path, now=Clock()) as again:
        do(again, lambda tx: tx.add("item", title="After"))
        assert keys(again) == ["T-5"]


def test_a_record_can_come_with_its_key_and_id(store: Store, path: Path) -> None:
    id_ = do(
        store, lambda tx: tx.add_stored("item", {"title": "Old", "key": "T-40", "created": "2020-01-01T08:00"}, "X")
    )
    assert id_ == "X"
    assert store.plan.value("item", "X", "created") == "2020-01-01T08:00"
    do(store, lambda tx: tx.add("item", title="New"))
    assert keys(store) == ["T-40", "T-41"]
    assert rows_in(store) == rows_of(path)


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda tx: tx.add_stored("item", {"title": "x", "key": "T-1"}), "T-1 is the key of another item"),
        (lambda tx: [tx.add_stored("item", {"title": "x", "key": "T-9"}) for _ in "ab"], "T-9 is the key of another"),
        (
            lambda tx: tx.add_stored("item", {"title": "x", "key": tx.add("item", title="y") and "T-2"}),
            "T-2 is the key",
        ),
        (lambda tx: tx.set_stored("item", "one", {"key": ""}), "Key cannot be empty"),
        (lambda tx: tx.set_stored("item", "one", {"id": "other"}), "the id of a record never changes"),
        (lambda tx: tx.add_stored("item", {"title": "x"}, "one"), "there is an item with the id 'one' already"),
        (lambda tx: tx.add_stored("item", {"title": "x"}, "a\0"), "NUL"),
        (lambda tx: tx.add("item"), "Title cannot be empty"),
        (lambda tx: tx.add("item", title=None), "Title cannot be empty"),
        (lambda tx: tx.add("item", title="x", colour="red"), "there is no field 'colour'"),
        (lambda tx: tx.set("item", "one", colour="red"), "there is no field 'colour'"),
        (lambda tx: tx.set("item", "one", progress=101), "Progress is one of 0 to 100, not '101'"),
        (lambda tx: tx.set("item", "one", progress="much"), "Progress: it is a whole number"),
        (lambda tx: tx.set("item", "one", tags="word"), "Tags: it is a list of texts"),
        (lambda tx: tx.set("item", "one", deadline="soon"), "Due: it is a date with a clock time"),
        (lambda tx: tx.set("item", "gone", title="x"), "that item has been deleted"),
        (lambda tx: tx.set("item", "one", owner="nobody"), "Owner points at a person that is not there"),
    ],
)
def test_what_is_turned_away(store: Store, path: Path, work: Callable[[Transaction], Any], reason: str) -> None:
    do(store, lambda tx: tx.add_stored("item", {"title": "One"}, "one"))
    before = rows_of(path)
    with pytest.raises(ValidationError, match=reason):
        do(store, work)
    assert rows_of(path) == before == rows_in(store)
    do(store, lambda tx: tx.set("item", "one", title="Goes on"))


def test_nothing_to_do_writes_nothing(store: Store, path: Path) -> None:
    do(store, lambda tx: tx.add_stored("item", {"title": "One"}, "one"))
    before = path.read_bytes()
    do(store, lambda tx: None)
    do(store, lambda tx: tx.set("item", "one", title="One", priority="medium"))
    do(store, lambda tx: tx.delete("item", "gone"))
    do(store, lambda tx: tx.delete("item", tx.add("item", title="Made and unmade")))
    assert store.last_change is None
    assert path.read_bytes() == before


def test_one_transaction_is_one_edit_a_record_with_what_was_and_what_is(store: Store) -> None:
    def work(tx: Transaction) -> None:
        one = tx.add("item", title="First")
        tx.set("item", one, title="Second")
        tx.set("item", "old", title="A")
        tx.set("item", "old", title="B", priority="high")
        tx.set("item", "old", priority="medium")

    do(store, lambda tx: tx.add_stored("item", {"title": "Old"}, "old"))
    do(store, work, "Several")
    assert store.last_change is not None
    made, changed = store.last_change.edits
    assert (made.verb, (made.after or {})["title"]) == ("add", "Second")
    assert (changed.verb, (changed.before or {})["title"], (changed.after or {})["title"]) == ("change", "Old", "B")
    assert "priority" not in (changed.after or {})
    assert store.history(limit=1)[0][1] == [made, changed]
    assert store.last_change.kinds == {"item"}


def test_records_come_back_in_the_order_they_were_made(store: Store, path: Path) -> None:
    def work(tx: Transaction) -> None:
        first, _ = tx.add("item", title="First"), tx.add("item", title="Second")
        tx.set("item", first, title="First, changed")

    do(store, work)
    with Store.open(path) as again:
        assert again.load()["item"].ids == store.plan["item"].ids


def test_a_plan_in_the_middle_has_the_edits_so_far(store: Store) -> None:
    def work(tx: Transaction) -> None:
        one = tx.add("item", title="First")
        assert tx.plan.value("item", one, "title") == "First"
        assert tx.get("item", one, "tags") == ()
        tx.set("item", one, tags=("a", "b"))
        assert tx.get("item", one, "tags") == ("a", "b")
        assert one not in store.plan["item"]
        tx.delete("item", one)
        assert one not in tx.plan["item"]
        assert tx.start is store.plan

    do(store, work)


def test_who_and_when(path: Path) -> None:
    clock = Clock()
    with new_file(path) as store:
        store.author, store.now = "chidi", clock
        do(store, lambda tx: tx.add("item", title="One"), "Say hello")
        entry = store.history(limit=1)[0][0]
        assert (entry.author, entry.verb, entry.label, entry.time) == ("chidi", "edit", "Say hello", clock.moment)
        made = store.plan.value("item", store.plan["item"].ids[0], "created")
        assert made == clock.moment.astimezone().strftime("%Y-%m-%dT%H:%M")


values = st.dictionaries(
    st.sampled_from([c.name for c in KINDS["item"].columns] + ["nonsense"]),
    st.none() | st.text(max_size=5) | st.integers() | st.floats() | st.booleans() | st.just(()) | st.just(b"x"),
    max_size=4,
)


@settings(FILES, max_examples=60)
@given(batch=st.lists(values, min_size=1, max_size=12))
def test_any_values_are_kept_as_given_or_turned_away(batch: list[dict[str, Any]], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("f") / "a.db"
    with new_file(path) as store:
        for row in batch:
            attempt(
                do, store, lambda tx, row=row: tx.add_stored("item", {"title": "x", **row}), refusal=ValidationError
            )
            attempt(do, store, lambda tx, row=row: tx.add("item", **row), refusal=ValidationError)
        assert rows_in(store) == rows_of(path)
        with plainly(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
