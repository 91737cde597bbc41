"""Which copy of a file this is: replica ids, backups, tombstones."""

import os
import shutil
from pathlib import Path

import pytest

from support.store_files import Clock, new_file, plainly, rows_of, sound
from tpm_tui.domain.cancellation_of_long_work import Cancelled
from tpm_tui.store.errors import StoreError
from tpm_tui.store.store import Store
from tpm_tui.store.tables.schema import SCHEMA_VERSION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    new_file(path).close()
    return path


def edit(path: Path, title: str = "Edit") -> str:
    """Add an item; the replica id that the transaction was signed with."""
    with Store.open(path, now=Clock()) as store:
        store.load()
        with store.transaction("Add") as tx:
            tx.add("item", title=title)
        return store.history(limit=1)[0][0].replica


def test_a_file_keeps_its_replica_id_when_it_is_opened_again_moved_or_linked_to(path: Path) -> None:
    first = edit(path)
    assert edit(path) == first
    moved = path.rename(path.with_name("moved.db"))
    assert edit(moved) == first
    path.symlink_to(moved)
    assert edit(path) == first


def test_a_copy_gets_a_replica_id_of_its_own_with_its_first_write(path: Path) -> None:
    first = edit(path)
    copy = path.with_name("copy.db")
    shutil.copy2(path, copy)
    before = copy.read_bytes()
    with Store.open(copy) as store:
        store.load()
    assert copy.read_bytes() == before, "looking is not writing"
    second = edit(copy)
    assert second != first
    assert edit(copy) == second
    assert edit(path) == first
    with plainly(copy) as connection:
        by = connection.execute("SELECT replica, count(*) FROM txn GROUP BY replica").fetchall()
        assert {row[0]: row[1] for row in by} == {first: 2, second: 2}


def test_a_backup_is_the_whole_file_and_a_replica_of_its_own_even_put_back_in_its_place(path: Path) -> None:
    first = edit(path)
    backup = path.with_name("backup.db")
    with Store.open(path) as store:
        store.backup(backup)
    assert rows_of(backup) == rows_of(path)
    assert sound(backup)
    edit(path, "After the backup")
    # Put back by writing into the very file: the inode says it is the same one.
    inode = path.stat().st_ino
    path.write_bytes(backup.read_bytes())
    assert path.stat().st_ino == inode
    assert edit(path) != first, "the numbers after the backup have been given to other transactions"


def test_a_backup_never_overwrites_and_leaves_nothing_half(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_text("precious")
    with Store.open(path) as store:
        with pytest.raises(StoreError, match=r"backup\.db exists already; choose another name"):
            store.backup(target)
        with pytest.raises(StoreError, match="cannot be written"):
            store.backup(tmp_path / "no" / "backup.db")
    assert target.read_text() == "precious"
    assert sorted(os.listdir(tmp_path)) == ["a.db", "backup.db"]


def test_a_backup_taken_while_another_transaction_is_open_holds_what_was_kept(path: Path) -> None:
    with Store.open(path, now=Clock()) as writer, Store.open(path) as reader:
        writer.load()
        reader.load()
        with writer.transaction("Add") as tx:
            tx.add("item", title="Later")
            reader.backup(path.with_name("backup.db"))
    assert rows_of(path.with_name("backup.db"))["item"] == []
    assert sound(path.with_name("backup.db"))


def test_what_is_deleted_leaves_a_tombstone_and_what_comes_back_takes_it_away(path: Path) -> None:
    def tombstones() -> list[tuple[str, str, int]]:
        with plainly(path) as connection:
            return [tuple(row) for row in connection.execute("SELECT kind, key, sequence FROM tombstone ORDER BY key")]

    with Store.open(path, now=Clock()) as store:
        store.load()
        with store.transaction("Add") as tx:
            item = tx.add("item", title="Short-lived")
            tx.add("check", item=item, title="Look")
        with store.transaction("Delete") as tx:
            tx.delete("item", item)
        assert tombstones() == [("check", "CK-1", 3), ("item", "T-1", 3)]
        store.undo()
        assert tombstones() == []
        store.redo()
        assert tombstones() == [("check", "CK-1", 5), ("item", "T-1", 5)]


def test_every_file_means_the_same_by_its_first_records(tmp_path: Path) -> None:
    paths = [tmp_path / "a.db", tmp_path / "b.db"]
    for seed, path in enumerate(paths):
        new_file(path, seed).close()
    one, other = (rows_of(path) for path in paths)
    assert {kind: [row["id"] for row in rows] for kind, rows in one.items() if rows} == {
        kind: [row["id"] for row in rows] for kind, rows in other.items() if rows
    }
    with plainly(paths[0]) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"tpm1")
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_a_backup_that_is_stopped_leaves_nothing(path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Store.open(path) as store:
        store.load()
        before = sorted(path.parent.iterdir())
        with pytest.raises(Cancelled):
            store.backup(path.with_name("backup.db"), lambda done, total: bool(told.append((done, total))))
        assert sorted(path.parent.iterdir()) == before
        store.backup(path.with_name("backup.db"), lambda done, total: True)
    assert told[0][0] <= told[0][1]
    assert rows_of(path.with_name("backup.db")) == rows_of(path)
