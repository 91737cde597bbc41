"""Many real processes on one file, and processes that are killed in the middle of a write."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.attempts import attempt
from support.store_files import new_file, plainly, replayed, rows_of, sound
from tpm_tui.store.errors import StoreError
from tpm_tui.store.store import Store

WORKER = Path(__file__).with_name("worker.py")
CREATE = "import sys; from tpm_tui.store.store import Store; Store.create(sys.argv[1]).close()"


def start(path: Path, author: str, rounds: int, seed: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(path), author, str(rounds), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def numbers(path: Path) -> list[int]:
    with plainly(path) as connection:
        return [row[0] for row in connection.execute("SELECT sequence FROM txn ORDER BY sequence")]


@pytest.mark.slow
def test_eight_writers_and_a_reader_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    new_file(path).close()
    writers = [start(path, f"writer{n}", 25, n) for n in range(8)]
    with Store.open(path) as reader:
        reader.load()
        seen = reader.plan.sequence
        while any(w.poll() is None for w in writers):
            changed = reader.poll()
            if changed is not None:
                assert changed.plan.sequence > seen
                seen = changed.plan.sequence
            time.sleep(0.02)
        reader.poll()
        told: list[int] = []
        for writer in writers:
            out, err = writer.communicate(timeout=120)
            assert writer.returncode == 0, err
            told += [int(line) for line in out.split()]
        assert sorted(told) == numbers(path)[1:], "each kept transaction has a number of its own, none is missing"
        assert numbers(path) == list(range(1, len(told) + 2))
        assert len(told) > 100
        table = reader.plan["item"]
        assert rows_of(path)["item"] == sorted((table.row(i) for i in table.ids), key=lambda r: str(r["id"]))
    rows = rows_of(path)
    assert rows == replayed(path)
    for kind in ("item", "check", "link"):
        keys = [row["key"] for row in rows[kind]]
        assert len(keys) == len(set(keys))
    assert sound(path)


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    new_file(path).close()
    rng = random.Random(5)
    interrupted = 0
    for number in range(25):
        process = start(path, "ana", 10_000, number)
        assert process.stdout is not None
        process.stdout.readline()  # the first transaction is through
        time.sleep(rng.uniform(0, 0.05))
        process.kill()
        told = [int(line) for line in process.communicate(timeout=60)[0].split()]
        interrupted += path.with_name("a.db-journal").exists()
        with Store.open(path, author="ana") as store:
            store.load()
            assert store.plan.sequence >= max(told, default=0), "what was said to be kept is kept"
            assert sound(path)
            assert rows_of(path) == replayed(path)
            with store.transaction("Goes on") as tx:
                tx.add("item", title="After the crash")
            assert store.undo() is not None
    assert numbers(path) == list(range(1, len(numbers(path)) + 1))
    assert interrupted, "no kill ever hit a write: the test proves too little"


@pytest.mark.slow
def test_a_process_killed_while_it_makes_a_file_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", CREATE, str(tmp_path / "whole.db")], check=True, timeout=60)
    whole = time.monotonic() - begin
    rng = random.Random(3)
    for number in range(15):
        path = tmp_path / f"{number}.db"
        process = subprocess.Popen([sys.executable, "-c", CREATE, str(path)], stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.3, 1.05) * whole)
        process.kill()
        process.wait(timeout=60)
        store, reason = attempt(Store.open, path, refusal=StoreError)
        if reason is not None:
            assert "is empty; make a workspace of it with: tpm new" in reason or "does not exist" in reason
            store = Store.create(path)
        with store:
            store.load()
            assert store.plan.programme("name")
            assert len(store.plan.states) == 7
        assert sound(path)


@pytest.mark.slow
def test_only_one_of_several_that_make_a_file_at_once_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    makers = [
        subprocess.Popen([sys.executable, "-c", CREATE, str(path)], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    reasons = [maker.communicate(timeout=60)[1] for maker in makers]
    assert sorted(maker.returncode for maker in makers) == [0, 1, 1, 1]
    assert sum("exists already; open it with: tpm" in reason for reason in reasons) == 3
    assert len(rows_of(path)["programme"]) == 1
    assert sound(path)


@pytest.mark.slow
def test_a_file_copied_with_its_journal_in_the_middle_of_a_write_rolls_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    new_file(path).close()
    before = rows_of(path)
    writing = subprocess.Popen(
        [sys.executable, "-c", f"""
import sqlite3, time
c = sqlite3.connect({str(path)!r}, isolation_level=None)
c.execute("PRAGMA cache_size = 1"), c.execute("PRAGMA cache_spill = ON")
c.execute("BEGIN IMMEDIATE")
c.executemany("INSERT INTO tombstone (id, key) VALUES (?, ?)", [(str(i), "x" * 500) for i in range(5000)])
print("half", flush=True)
time.sleep(60)
"""],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writing.stdout is not None
    writing.stdout.readline()
    writing.kill()
    writing.wait(timeout=60)
    hot = path.with_name("a.db-journal")
    assert hot.stat().st_size > 0
    (tmp_path / "copy").mkdir()
    for file in (path, hot):
        shutil.copy(file, tmp_path / "copy" / file.name)
    for place in (path, tmp_path / "copy" / "a.db"):
        with Store.open(place) as store:
            store.load()
            with store.transaction("Goes on") as tx:
                tx.add("item", title="After the crash")
        rows = rows_of(place)
        assert rows.pop("item")
        assert rows == {kind: r for kind, r in before.items() if kind != "item"}
        assert sound(place)
