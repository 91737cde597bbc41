"""What the command line costs beside the bare tools, as ratios in one run.

    python tests/benchmarks/cli_bench.py [ITEMS]

``tpm ls --json`` to the sqlite3 shell's ``-json`` of the same table; ``tpm flow --json`` of a long history to reading
the rows of that journal with Python's own sqlite3; ``tpm --help`` to the bare interpreter. The runs
take turns, so that whatever else the machine does hits both; the shortest of each is compared. ``tpm report executive``
is told in seconds, of a file that was made a month before.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROUNDS = 15


def fill(path: Path, count: int) -> None:
    """A file with a tree of items, a link for every third, owners, estimates and dates."""
    from tpm_tui.domain.values import rank
    from tpm_tui.domain.values.three_point import ThreePoint
    from tpm_tui.store.store import Store

    rng = random.Random(1)
    with Store.create(path) as store, store.transaction("Fill") as tx:
        people = [tx.add("person", name=name) for name in ("Ana Ruiz", "Ben Okafor", "Chidi Eze", "Dana Kim")]
        ids: list[str] = []
        for i, key in enumerate(rank.order_keys_after(count)):
            parent = None if i % 100 == 0 else ids[i - i % 100] if i % 10 == 0 else ids[i - i % 10]
            best = rng.randint(1, 10) * 240
            due = datetime(2026, 12, 1, 23, 59) + timedelta(days=rng.randrange(200))
            ids.append(
                tx.add(
                    "item",
                    title=f"Move service number {i} to the new platform",
                    rank=key,
                    parent=parent,
                    owner=rng.choice(people),
                    estimate=ThreePoint(best, best * 2, best * 4),
                    status=rng.choice(["backlog", "ready", "doing", "done"]),
                    tags=("cloud", "wave-2")[: i % 3],
                    deadline=due if i % 4 == 0 else None,
                    notes="Agreed with the owners." if i % 5 == 0 else "",
                )
            )
        for i in range(1, count, 3):
            if i % 10 > 1:
                tx.add("link", predecessor=ids[i - 1], successor=ids[i])


#: Reads a journal with what Python brings along: every edit as it stands, not one of them parsed.
READ_JOURNAL = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("SELECT * FROM edit").fetchall()
"""
CHANGES = 100_000


def fill_history(path: Path, count: int) -> None:
    """A file whose items go through the workflow again and again, half an hour from one transaction to the next."""
    from tpm_tui.store.store import Store

    rng, states = random.Random(1), ["backlog", "ready", "doing", "review", "done"]
    moment = datetime(2026, 1, 5, 9)
    os.environ["TPM_TODAY"] = moment.isoformat()
    with Store.create(path) as store:
        store.load()
        with store.transaction("Fill") as tx:
            ids = [tx.add("item", title=f"Item {number}", rank=f"b{number:06d}") for number in range(count)]
        at = dict.fromkeys(ids, 0)
        for _ in range(CHANGES // 50):
            moment += timedelta(minutes=30)
            os.environ["TPM_TODAY"] = moment.isoformat(timespec="minutes")
            with store.transaction("Move") as tx:
                for id_ in rng.sample(ids, 50):
                    at[id_] = (at[id_] + 1) % len(states)
                    tx.set("item", id_, status=states[at[id_]])


def seconds(command: list[str], out: Path) -> float:
    """How long one run takes, its output written to a file."""
    with out.open("wb") as file:
        begun = time.perf_counter()
        subprocess.run(command, stdout=file, check=True)
        return time.perf_counter() - begun


def compare(name: str, ours: list[str], theirs: list[str], folder: Path) -> float:
    """Print and return our shortest run over theirs, in turns."""
    mine, other = [], []
    for _ in range(ROUNDS):
        other.append(seconds(theirs, folder / "theirs"))
        mine.append(seconds(ours, folder / "ours"))
    ratio = min(mine) / min(other)
    print(f"{name:<44} {1000 * min(mine):7.0f} ms {1000 * min(other):7.0f} ms  ÷ {ratio:.2f}")
    return ratio


def compare_kinds_of_report(tpm: list[str], path: Path, folder: Path) -> None:
    """Print how long each kind takes with people, risks and stakeholders: since last week, and since before the file
    was made, so that all of it is new."""
    from tpm_tui.domain.values.three_point import ThreePoint
    from tpm_tui.store.store import Store

    rng = random.Random(2)
    with Store.open(path) as store:
        items = store.load()["item"].ids
        with store.transaction("Risks") as tx:
            for number in range(14):
                hit = tuple(rng.sample(items, 3))
                tx.add("risk", title=f"Risk {number}", chance=40.0, delay=ThreePoint(960, 2400, 7200), items=hit)
            for number in range(12):
                tx.add("stakeholder", name=f"Stakeholder {number}", items=tuple(rng.sample(items, 5)))
    for kind in ("stand-up", "executive", "letter", "steering", "brief"):
        of = ["--for", "S-1"] if kind == "letter" else []
        for since in ("2026-11-23", "2026-11-01"):
            report = [*tpm, "-f", str(path), "report", kind, "--since", since, *of]
            shortest = min(seconds(report, folder / "ours") for _ in range(3))
            print(f"a {kind} since {since}: {shortest:.2f} s")


def main() -> None:
    from tpm_tui.domain.kinds import PROGRAMME_ID
    from tpm_tui.store.store import Store

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    tpm = [str(Path(sys.executable).with_name("tpm"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "bench.db"
        # Its making must lie before what a report tells of: nobody makes 10,000 items in the week of a report.
        os.environ["TPM_TODAY"] = "2026-11-02"
        fill(path, count)
        os.environ["TPM_TODAY"] = "2026-11-30"
        shell = shutil.which("sqlite3")
        if shell is None:
            print("sqlite3 is missing: apt-get install sqlite3")
        else:
            ours = [*tpm, "-f", str(path), "ls", "--json"]
            compare(
                f"tpm ls --json ÷ sqlite3 -json, {count} items",
                ours,
                [shell, "-json", str(path), "SELECT * FROM item"],
                folder,
            )
        report = [*tpm, "-f", str(path), "report", "executive"]
        with Store.open(path) as store:
            store.load()
            with store.transaction("Promise") as tx:
                tx.set("programme", PROGRAMME_ID, target_date=datetime(2027, 9, 1, 18))
        shortest = min(seconds(report, folder / "ours") for _ in range(5))
        print(f"tpm report executive, {count} items: {shortest:.2f} s")
        compare_kinds_of_report(tpm, path, folder)
        journal = folder / "journal.db"
        fill_history(journal, count)
        compare(
            f"tpm flow --json, {CHANGES} changes ÷ reading them",
            [*tpm, "-f", str(journal), "flow", "--json"],
            [sys.executable, "-c", READ_JOURNAL, str(journal)],
            folder,
        )
        compare("tpm --help ÷ python -c pass", [*tpm, "--help"], [sys.executable, "-c", "pass"], folder)


if __name__ == "__main__":
    main()
