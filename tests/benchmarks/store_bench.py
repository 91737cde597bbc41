"""What reading and editing a file costs, as ratios in one run.

    python -m tests.benchmarks.store_bench [ITEMS ...]

Reading: the Plan from the file, beside ``SELECT *`` of the same tables with sqlite3 alone (fetched, and let go). An
edit: one field of one item, one item added, one deleted, each with its commit, beside the same statement and its commit
with sqlite3 alone. Times are processor time, each the best of several rounds. Memory: what the process holds more after
reading.
"""

import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.figures import Figure, machine, table

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.rank import order_keys_after
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

ROUNDS = 7

MEMORY = """
import sys
from tpm_tui.store.store import Store
def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 2**20
before = held()
with Store.open(sys.argv[1]) as store:
    store.load()
    print(held() - before)
"""


def make(path: Path, items: int) -> None:
    """A programme of so many items in a tree three deep, with links, checks and comments on some."""
    rng = random.Random(1)
    with Store.create(path, name="Bench") as store, store.transaction("Fill") as tx:
        people = [tx.add("person", name=f"Person {n}") for n in range(50)]
        made: list[str] = []
        for number, rank in enumerate(order_keys_after(items)):
            parent = made[number - number % 100] if number % 100 else None
            made.append(
                tx.add(
                    "item",
                    title=f"Item number {number}",
                    parent=parent,
                    rank=rank,
                    owner=rng.choice(people),
                    estimate=ThreePoint(480, 960, 480 * rng.randrange(2, 20)),
                    tags=("bench",) if number % 3 else (),
                )
            )
            if number % 10 == 5:
                tx.add("link", predecessor=made[-2], successor=made[-1])
            if number % 20 == 7:
                tx.add("check", item=made[-1], title="Reviewed")
                tx.add("comment", item=made[-1], text="Said about it")


def taken(work: Callable[[], object]) -> float:
    """Seconds of a processor: what else the machine does, and how fast its disk is, are not the store's doing."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def select_all(path: Path) -> None:
    connection = sqlite3.connect(path)
    for kind in KINDS:
        connection.execute(f'SELECT * FROM "{kind}"').fetchall()
    connection.close()


def read(path: Path) -> None:
    with Store.open(path) as store:
        store.load()


def bare(path: Path) -> dict[str, float]:
    """Seconds of each edit as plain SQLite does it, with the same promises to the disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    ids = [row[0] for row in connection.execute("SELECT id FROM item")]
    by_key: dict[str, list[float]] = {"field": [], "add": [], "delete": []}
    for number in range(ROUNDS):
        item, new = ids[number * 101 + 1], f"new{number}"
        by_key["field"].append(
            taken(lambda item=item: connection.execute("UPDATE item SET title = 'x' WHERE id = ?", (item,)))
        )
        sql = "INSERT INTO item (id, key, title) VALUES (?, ?, 'x')"
        by_key["add"].append(taken(lambda new=new, sql=sql: connection.execute(sql, (new, new))))
        by_key["delete"].append(taken(lambda new=new: connection.execute("DELETE FROM item WHERE id = ?", (new,))))
    connection.close()
    return {name: min(times) for name, times in by_key.items()}


def edits(path: Path) -> dict[str, float]:
    """Seconds of each edit through the one door, commit and new Plan included."""
    by_key: dict[str, list[float]] = {"field": [], "add": [], "delete": [], "undo": [], "subtree": []}
    with Store.open(path) as store:
        store.load()
        tops = store.plan.children[None]
        for number in range(ROUNDS):
            item = store.plan.children[tops[number]][0]
            new: list[str] = []

            def field(item: str = item, number: int = number) -> None:
                with store.transaction("Rename") as tx:
                    tx.set("item", item, title=f"Renamed {number}")

            def add(new: list[str] = new) -> None:
                with store.transaction("Add") as tx:
                    new.append(tx.add("item", title="New"))

            def delete(new: list[str] = new) -> None:
                with store.transaction("Delete") as tx:
                    tx.delete("item", *new)

            def subtree(top: str = tops[number]) -> None:
                with store.transaction("Delete") as tx:
                    tx.delete("item", top)

            for act in (field, add, delete, store.undo, subtree):
                by_key[act.__name__].append(taken(act))
    return {name: min(times) for name, times in by_key.items()}


def figures(items: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        make(path, items)
        read(path), select_all(path)
        ours = min(taken(lambda: read(path)) for _ in range(ROUNDS))
        plain = min(taken(lambda: select_all(path)) for _ in range(ROUNDS))
        done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True)
        through, alone = edits(path), bare(path)
    size = f"{items:,}"
    print(f"{size} items: Plan {ours * 1000:.0f} ms, SELECT * {plain * 1000:.0f} ms, ÷ {ours / plain:.2f}")
    print(f"{size} items, an edit:", ", ".join(f"{name} {s * 1000:.1f} ms" for name, s in through.items()))
    print(f"{size} items, SQLite alone:", ", ".join(f"{n} {s * 1000:.1f} ms" for n, s in alone.items()), flush=True)
    return [
        Figure(f"Plan of {size} items from the file ÷ SELECT * of its tables", ours / plain, 3.0),
        Figure(f"one field of {size} items changed and kept", through["field"] * 1000, 20, "ms"),
        Figure(f"one item added to {size}", through["add"] * 1000, 60, "ms"),
        Figure(f"one of {size} items deleted", through["delete"] * 1000, 150, "ms"),
        Figure(f"memory of a Plan of {size} items", float(done.stdout), 150, "MiB"),
    ]


def main(sizes: list[int]) -> None:
    print(machine())
    print(table([figure for size in sizes for figure in figures(size)]))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
