"""Files that are not as they should be: one clear line, nothing written, and read where that is possible."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.attempts import attempt
from support.store_files import Clock, new_file, plainly, rows_in, rows_of
from tpm_tui.store.errors import FileLockedError, FileReplacedError, FormatError, ReadOnlyError, StoreError
from tpm_tui.store.store import Store
from tpm_tui.store.tables.schema import SCHEMA_VERSION

ROOT = os.getuid() == 0
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with new_file(path) as store, store.transaction("Add") as tx:
        for number in range(200):
            tx.add("item", title=f"Item {number}", notes="x" * 200)
    return path


def refused(path: Path) -> str:
    """The one line for which a file is not opened; the file is as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught, Store.open(path) as store:
        store.load()
    reason = str(caught.value)
    assert "\n" not in reason
    assert path.name in reason
    if before is not None:
        assert path.read_bytes() == before
    return reason


def test_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.db").endswith("does not exist; make it with: tpm new " + str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_a_folder_a_device_a_pipe(tmp_path: Path) -> None:
    assert refused(tmp_path).endswith("is not a file")
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").endswith("is not a file")
    with pytest.raises(StoreError, match="/dev/null is not a file"):
        Store.open("/dev/null")


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_a_name_no_file_can_have(name: str) -> None:
    for act in (Store.open, Store.create):
        with pytest.raises(StoreError, match=r"cannot be (opened|made)"):
            act(name)


def test_an_empty_file_can_be_made_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    assert "is empty; make a workspace of it with: tpm new" in refused(path)
    with Store.create(path, name="Atlas") as store:
        assert store.plan.programme("name") == "Atlas"


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04" + bytes(500), b"SQLite format 3\0", b"\0" * 5000])
def test_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    assert refused(path).endswith("is not a tpm file; nothing was changed")
    with pytest.raises(StoreError, match="is not a tpm file"):
        Store.create(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with plainly(path) as connection:
        connection.execute("CREATE TABLE item (id TEXT)")
    assert refused(path).endswith("is an SQLite file of another program; nothing was changed")


def test_a_database_that_only_claims_to_be_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with plainly(path) as connection:
        connection.execute("CREATE TABLE item (id TEXT)")
        connection.execute(f"PRAGMA application_id = {0x74706D31}")
    assert "is damaged; restore a backup" in refused(path)


def test_an_existing_file_is_not_made_anew(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match="exists already; open it with: tpm"):
        Store.create(path)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be made: No such file or directory"):
        Store.create(tmp_path / "no" / "a.db")


def test_a_newer_file_is_read_but_not_written(path: Path) -> None:
    with plainly(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.execute("CREATE TABLE invention (id TEXT PRIMARY KEY)")
        connection.execute("ALTER TABLE item ADD COLUMN mood TEXT")
    before = path.read_bytes()
    with Store.open(path) as store:
        assert (
            f"newer tpm (format {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}); upgrade to edit"
            in store.readonly
        )
        assert len(store.load()["item"]) == 200
        with pytest.raises(ReadOnlyError, match=r"a\.db is open for reading only: it was written by a newer tpm"):
            store.undo()
    assert path.read_bytes() == before


def test_a_file_taken_over_by_a_newer_program_while_open(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with plainly(path) as connection:
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        before = path.read_bytes()
        with pytest.raises(ReadOnlyError, match="newer tpm"), store.transaction("Edit") as tx:
            tx.add("item", title="Never")
        assert path.read_bytes() == before
        assert len(store.load()["item"]) == 200


def test_asked_to_be_read_only(path: Path) -> None:
    before = path.read_bytes()
    with Store.open(path, readonly=True) as store:
        assert len(store.load()["item"]) == 200
        with pytest.raises(ReadOnlyError, match="it was asked for"), store.transaction("Edit"):
            pass
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store._connection.execute("DELETE FROM item")
    assert path.read_bytes() == before


#: Run as somebody who is not root, since root may write anything: opens, reads, tries to write.
LOOK = """
import os, sys, urllib.parse  # which Python itself asks for later, and somebody else may not read
from pathlib import Path
from tpm_tui.store.store import Store
from tpm_tui.store.tables.schema import SCHEMA_VERSION
from tpm_tui.store.errors import StoreError
os.setgid({user}), os.setuid({user})
try:
    with Store.open(Path({path!r})) as store:
        print(len(store.load()["item"]), store.readonly)
        with store.transaction("Edit") as tx:
            tx.add("item", title="Never")
except StoreError as error:
    print(type(error).__name__, error)
"""


def as_somebody(path: Path) -> list[str]:
    user = NOBODY if ROOT else os.getuid()
    code = LOOK.format(user=user, path=str(path)) if ROOT else LOOK.replace("os.setgid({user}), os.setuid({user})", "")
    done = subprocess.run(
        [sys.executable, "-c", code if ROOT else code.format(path=str(path))],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def public(path: Path) -> Iterator[Path]:
    """The file in a folder that everybody can reach."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "f"
        Path(name).chmod(0o755)
        folder.mkdir()
        shutil.copy(path, folder / "a.db")
        if ROOT:
            os.chown(folder, NOBODY, NOBODY)
            os.chown(folder / "a.db", NOBODY, NOBODY)
        yield folder / "a.db"
        folder.chmod(0o755)


def test_a_write_protected_file_is_read(public: Path) -> None:
    public.chmod(0o444)
    before = public.read_bytes()
    assert as_somebody(public) == [
        "200 the file is write-protected",
        "ReadOnlyError a.db is open for reading only: the file is write-protected",
    ]
    assert public.read_bytes() == before


def test_a_file_in_a_write_protected_folder_is_read(public: Path) -> None:
    public.parent.chmod(0o555)
    assert as_somebody(public) == [
        "200 its folder is write-protected",
        "ReadOnlyError a.db is open for reading only: its folder is write-protected",
    ]
    assert [p.name for p in public.parent.iterdir()] == ["a.db"]


def test_a_file_that_may_not_be_read(public: Path) -> None:
    public.chmod(0o000)
    assert as_somebody(public) == [f"StoreError {public} cannot be opened: Permission denied"]


def test_a_file_with_a_write_ahead_log_in_a_write_protected_folder_is_read(public: Path) -> None:
    with plainly(public) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    public.parent.chmod(0o555)
    assert as_somebody(public)[0] == "200 its folder is write-protected"


def test_a_broken_off_write_in_a_write_protected_folder_says_what_to_do(public: Path) -> None:
    with plainly(public) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO tombstone (id, key) VALUES (?, ?)", [(str(i), "x" * 500) for i in range(500)]
        )
        shutil.copy(public, public.with_name("half.db"))
        shutil.copy(public.with_name("a.db-journal"), public.with_name("half.db-journal"))
        connection.execute("ROLLBACK")
    if ROOT:
        for file in public.parent.iterdir():
            os.chown(file, NOBODY, NOBODY)
    public.parent.chmod(0o555)
    (line,) = as_somebody(public.with_name("half.db"))
    assert "half.db was being written when that broke off" in line
    assert "copy it, with the files named like it, to another folder" in line


def test_a_write_ahead_log_is_turned_off(path: Path) -> None:
    with plainly(path) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
    with Store.open(path) as store:
        store.load()
        with store.transaction("Edit") as tx:
            tx.add("item", title="Kept")
        assert path.read_bytes()[18:20] == b"\1\1"
        assert not path.with_name("a.db-wal").exists()
    assert len(rows_of(path)["item"]) == 201


def test_a_file_locked_by_another_program(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpm_tui.store.file.connection.LOCK_TIMEOUT", 0.2)
    with plainly(path) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(
            FileLockedError, match="is being written by another program; nothing was changed, try again"
        ):
            Store.open(path)
        connection.execute("ROLLBACK")
    Store.open(path).close()


@pytest.mark.parametrize("end", ["deleted", "replaced"])
def test_a_file_that_goes_away_while_it_is_open_takes_no_more_writes(path: Path, end: str) -> None:
    with Store.open(path, now=Clock()) as store:
        store.load()
        if end == "deleted":
            path.rename(path.with_name("moved.db"))
        else:
            shutil.copy(path, path.with_name("other.db"))
            path.with_name("other.db").rename(path)
        before = path.read_bytes() if path.exists() else b""
        for act in (lambda: store.transaction("Edit").__enter__(), store.undo):
            with pytest.raises(FileReplacedError, match=rf"a\.db was {end} while it was open; nothing was written"):
                act()
        assert (path.read_bytes() if path.exists() else b"") == before
        assert not path.with_name("a.db-journal").exists()
        store.backup(path.with_name("saved.db"))
        saved = path.with_name("saved.db")
        assert rows_of(saved) == rows_in(store)


def test_the_journal_of_a_file_that_took_its_place_is_left_alone(path: Path) -> None:
    """A program still open on the old file does not take the newcomer's journal for one that a crash left."""
    with Store.open(path) as store:
        store.load()
        before = rows_in(store)
        shutil.copy(path, path.with_name("other.db"))
        path.with_name("other.db").rename(path)
        with plainly(path) as other:
            other.execute("PRAGMA cache_size = 1")
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE item SET notes = 'written in the middle'")
            assert path.with_name("a.db-journal").stat().st_size > 0
            for look in (store.poll, store.history, lambda: store.backup(path.with_name("saved.db")), store.undo):
                with pytest.raises(FileReplacedError, match=r"a\.db was replaced while it was open"):
                    look()
            other.execute("COMMIT")
            assert [tuple(row) for row in other.execute("PRAGMA integrity_check")] == [("ok",)]
        store.backup(path.with_name("saved.db"))
        assert rows_of(path.with_name("saved.db")) == before


@pytest.mark.parametrize("end", ["deleted", "replaced"])
def test_a_file_that_went_away_is_noticed_by_looking(path: Path, end: str) -> None:
    with Store.open(path) as store:
        store.load()
        path.unlink()
        if end == "replaced":
            path.touch()
        with pytest.raises(FileReplacedError, match=rf"a\.db was {end} while it was open"):
            store.poll()


def test_an_undo_on_a_file_that_went_away_is_told(path: Path) -> None:
    with Store.open(path) as store:
        store.load()
        with store.transaction("Edit") as tx:
            tx.add("item", title="Kept")
        path.unlink()
        with pytest.raises(FileReplacedError):
            store.undo()


def damaged_copies(path: Path, number: int) -> Iterator[Path]:
    """Copies of a file cut short or with bytes turned over, seeded."""
    whole, rng = path.read_bytes(), random.Random(7)
    for n in range(number):
        data = bytearray(whole)
        if n % 3 == 0:
            data = data[: rng.randrange(1, len(data))]
        else:
            for _ in range(rng.choice([1, 5, 200])):
                data[rng.randrange(100 if n % 3 == 1 else 0, len(data))] ^= 1 << rng.randrange(8)
        copy = path.with_name(f"damaged{n}.db")
        copy.write_bytes(data)
        yield copy


@pytest.mark.slow
def test_a_damaged_file_never_ends_in_anything_but_one_line(path: Path) -> None:
    opened = told = 0
    for copy in damaged_copies(path, 150):
        reason = attempt(work_on, copy, refusal=StoreError)[1]
        if reason is not None:
            assert "\n" not in reason
            assert len(reason) < 400
            told += 1
        opened += reason is None
        copy.unlink(missing_ok=True)
    assert told > 30
    assert opened > 5


def work_on(path: Path) -> None:
    with Store.open(path, now=Clock()) as store:
        store.load()
        with store.transaction("Edit") as tx:
            tx.add("item", title="After the damage")
        store.undo()
        store.history()
        store.as_of(store.now())


def test_damage_in_the_middle_is_named_so(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 8 : -4096] = b"\xff" * (len(data) - 4096 * 9)
    path.write_bytes(data)
    with pytest.raises(
        FormatError, match=r"a\.db is damaged; restore a backup, or save what can be read with: tpm doctor"
    ):
        Store.open(path).load()


def test_a_full_disk_leaves_the_file_as_it_was(path: Path) -> None:
    def much(store: Store) -> None:
        with store.transaction("Much") as tx:
            for number in range(500):
                tx.add("item", title="x" * 500, notes=str(number))

    with Store.open(path, now=Clock()) as store:
        store.load()
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        before = rows_of(path)
        with pytest.raises(StoreError, match=r"the disk is full; a\.db was not changed"):
            much(store)
        assert rows_of(path) == before == rows_in(store)
        store._connection.execute("PRAGMA max_page_count = 1000000")
        with store.transaction("Little") as tx:
            tx.add("item", title="Fits")
