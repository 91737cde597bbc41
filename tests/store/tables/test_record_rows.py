"""Every kind of record through a real file: made, read back, changed, deleted, undone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.record_strategies import values
from support.store_files import FILES, Clock, new_file, replayed, rows_in, rows_of, sound
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction

#: What a file holds one of, made with the file.
ONCE = {"programme"}


def make_targets(tx: Transaction, kind: str, made: dict[str, list[str]], data: st.DataObject) -> None:
    """Two records of each kind that this one can point at."""
    for c in KINDS[kind].columns:
        if c.ref:
            make_two(tx, c.ref, made, data)


def make_two(tx: Transaction, kind: str, made: dict[str, list[str]], data: st.DataObject) -> None:
    if kind in made:
        return
    for c in KINDS[kind].columns:
        if c.ref and c.required:
            make_two(tx, c.ref, made, data)
    made[kind] = [tx.add(kind, **values(kind, data, made, all_fields=False)) for _ in range(2)]


@pytest.mark.parametrize("kind", KINDS)
@settings(FILES, max_examples=8)
@given(data=st.data())
def test_a_record_is_read_back_as_it_was_made(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("f") / "a.db"
    with new_file(path) as store:
        made: dict[str, list[str]] = {}
        with store.transaction("Make what it points at") as tx:
            make_targets(tx, kind, made, data)
        wanted = values(kind, data, made)
        with store.transaction("Make it") as tx:
            if kind in ONCE:
                id_ = PROGRAMME_ID
                tx.set(kind, id_, **wanted)
            else:
                id_ = tx.add(kind, **wanted)
        kept = store.plan[kind].record(id_)
        remembered = rows_in(store)
    with Store.open(path, now=Clock()) as again:
        record = again.load()[kind].record(id_)
        assert record == kept
        assert {name: getattr(record, name) for name in wanted} == wanted
        assert record.created is not None
        assert rows_in(again) == remembered == rows_of(path) == replayed(path)
    assert sound(path)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ONCE])
@settings(FILES, max_examples=8)
@given(data=st.data())
def test_deleting_a_record_takes_what_is_part_of_it_and_undo_brings_all_of_it_back(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("f") / "a.db"
    with new_file(path) as store:
        made: dict[str, list[str]] = {}
        with store.transaction("Make what it points at") as tx:
            make_targets(tx, kind, made, data)
            id_ = tx.add(kind, **values(kind, data, made))
            # Of every kind that can point at this one, a record that does.
            around = {**made, kind: [id_]}
            for other in KINDS:
                pointing = [c for c in KINDS[other].columns if c.ref == kind]
                if pointing and other not in ONCE:
                    make_targets(tx, other, around, data)
                    if other == "link":
                        row = {"predecessor": id_, "successor": tx.add("item", title="After it")}
                    else:
                        row = values(other, data, around, all_fields=False)
                        row |= {c.name: (id_,) if c.many else id_ for c in pointing}
                        if kind == "pool" and other in ("assignment", "rate"):
                            row["person"] = None  # they are of a person or of a pool
                    tx.add(other, **row)
        before = rows_of(path)
        with store.transaction("Delete it") as tx:
            tx.delete(kind, id_)
        after = rows_of(path)
        assert id_ not in str({name: rows for name, rows in after.items() if name != "baseline_entry"})
        for other, rows in after.items():
            whole = {row["id"] for row in before[other]} - {row["id"] for row in rows}
            if not any(c.ref and c.cascades for c in KINDS[other].columns) and other != kind:
                assert not whole, f"{other} has nothing that takes it along"
        assert rows_in(store) == after
        assert store.undo() is not None
        assert rows_of(path) == rows_in(store) == before
        assert store.redo() is not None
        assert rows_of(path) == rows_in(store) == after
        assert replayed(path) == after
    assert sound(path)


def test_every_table_is_strict_and_every_reference_declared(tmp_path: Path) -> None:
    import sqlite3

    new_file(tmp_path / "a.db").close()
    connection = sqlite3.connect(tmp_path / "a.db")
    loose = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%STRICT%'")
    assert loose.fetchall() == []
    for name, kind_ in KINDS.items():
        declared = {(c.name, c.ref) for c in kind_.columns if c.ref and not c.many}
        assert {(r[3], r[2]) for r in connection.execute(f'PRAGMA foreign_key_list("{name}")')} == declared
        columns = {r[1]: r for r in connection.execute(f'PRAGMA table_info("{name}")')}
        assert set(columns) == {c.name for c in kind_.columns}
        assert {n for n, r in columns.items() if r[3]} == {
            c.name for c in kind_.columns if not c.nullable or c.name == "id"
        }
        unique = [r[1] for r in connection.execute(f'PRAGMA index_list("{name}")') if r[2]]
        keyed = [[r[2] for r in connection.execute(f'PRAGMA index_info("{i}")')] for i in unique]
        assert ["key"] in keyed


def test_what_differs_in_the_middle_of_a_long_table_is_read(tmp_path: Path) -> None:
    """Columns that hold one value at either end of a table may hold it throughout, or not."""
    path = tmp_path / "a.db"
    with new_file(path) as store, store.transaction("Fill") as tx:
        ids = [tx.add("item", title=f"Item {n}", rank=f"b{n:03d}", notes="same", function="qa") for n in range(300)]
        tx.set("item", ids[150], notes="other", tags=("odd",), function="design")
        tx.set("item", ids[299], function="design")
    with Store.open(path) as store:
        store.load()
        assert rows_in(store) == rows_of(path)
        table = store.plan["item"]
        assert [table.value(ids[150], name) for name in ("notes", "function")] == ["other", "design"]
        assert table.columns["workstream"] == [None] * 300
