"""Files looked at from outside: by plain SQLite, past everything the program itself does to read them."""

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings

from tpm_tui.domain.kinds import KINDS
from tpm_tui.store.store import Store

#: For properties whose every example makes a file: a failing one is told as it was found, not made smaller for minutes.
FILES = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])

Rows = dict[str, list[dict[str, Any]]]


class Clock:
    """A clock that moves a second whenever it is read, from Monday 23 November 2026, and when it is told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def wait(self, **span: float) -> None:
        self.moment += timedelta(**span)


def new_file(path: Path, seed: int = 1, **options: Any) -> Store:
    """A new file whose ids and stamps are the same every time."""
    return Store.create(path, name="Test", now=Clock(), rng=random.Random(seed), **options)


@contextmanager
def plainly(path: Path) -> Iterator[sqlite3.Connection]:
    """The file in SQLite alone."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows_of(path: Path) -> Rows:
    """Every row of every kind, by id."""
    with plainly(path) as connection:
        return {
            kind: [dict(row) for row in connection.execute(f'SELECT * FROM "{kind}" ORDER BY id')] for kind in KINDS
        }


def replayed(path: Path) -> Rows:
    """Every row of every kind as the journal alone tells it, from nothing; fields left out stand at the default that
    the table itself declares."""
    by_key: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
    with plainly(path) as connection:
        defaults: dict[str, dict[str, Any]] = {}
        for kind in KINDS:
            columns = connection.execute(f'PRAGMA table_info("{kind}")').fetchall()
            defaults[kind] = {
                c["name"]: None
                if c["dflt_value"] is None
                else connection.execute(f"SELECT CAST({c['dflt_value']} AS {c['type']})").fetchone()[0]
                for c in columns
            }
        for edit in connection.execute("SELECT * FROM edit ORDER BY sequence, replica, number"):
            table, before, after = by_key[edit["kind"]], edit["before"], edit["after"]
            if after is None:
                del table[edit["record"]]
            elif before is None:
                assert edit["record"] not in table
                table[edit["record"]] = {**defaults[edit["kind"]], **json.loads(after)}
            else:
                row = table[edit["record"]]
                assert {name: row[name] for name in json.loads(before)} == json.loads(before)
                row.update(json.loads(after))
    return {kind: sorted(table.values(), key=lambda row: row["id"]) for kind, table in by_key.items()}


def rows_in(store: Store) -> Rows:
    """Every row of every kind as an open store's plan has it."""
    return {
        kind: sorted((table.row(id_) for id_ in table.ids), key=lambda row: str(row["id"]))
        for kind, table in store.plan.tables.items()
    }


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file: pages, indexes, constraints, references."""
    with plainly(path) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        whole = [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()
