"""Records in and out of their tables; keys' counters; which copy of the file this is."""

import contextlib
import gc
import hashlib
import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from tpm_tui.domain.codec import Stored, dump
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.plan import Edit, Plan
from tpm_tui.domain.table import Table
from tpm_tui.store import migrations, schema
from tpm_tui.store.journal import latest

#: The item fields that the first picture of the workspace is drawn from.
OUTLINE = (
    "id", "key", "title", "type", "parent", "workstream", "status", "priority", "rank", "owner",
    "estimate", "progress", "actual_start", "actual_finish", "deadline", "constraint", "constraint_date",
)  # fmt: skip


def read(connection: sqlite3.Connection, kinds: Sequence[str] | None = None, outline: bool = False) -> Plan:
    """The Plan of the file: of all kinds, or of some with the others empty.

    With ``outline``, items of a large file come with the fields of :data:`OUTLINE` alone and journal-sized kinds stay
    empty; the tables that are not whole say so.
    """
    tables: dict[str, Table] = {}
    # A collection in the middle of a hundred thousand rows finds nothing to free and costs half as much again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for name, kind in KINDS.items():
            if kinds is not None and name not in kinds:
                tables[name] = Table.empty(kind)
            else:
                tables[name] = _read_table(connection, kind, OUTLINE if outline and name == "item" else None)
    finally:
        if collecting:
            gc.enable()
    aliases = dict(connection.execute("SELECT key, id FROM alias").fetchall())
    return Plan(tables, latest(connection), aliases)


def _read_table(connection: sqlite3.Connection, kind: Kind, names: Sequence[str] | None) -> Table:
    have = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")')}
    wanted = [c for c in kind.columns if names is None or c.name in names]
    present = [c for c in wanted if c.name in have]
    if not present:
        return Table.empty(kind)
    selected = ", ".join(f'"{c.name}"' for c in present)
    found = connection.execute(f'SELECT {selected} FROM "{kind.name}" ORDER BY rowid').fetchall()
    if not found:
        return Table.empty(kind)
    columns: dict[str, list[Stored]] = {
        c.name: cast(list[Stored], list(values)) for c, values in zip(present, zip(*found, strict=True), strict=True)
    }
    for c in wanted:
        if c.name not in columns:
            columns[c.name] = [dump(c, c.default)] * len(found)
        elif len(found) > 1000 and (c.ref or c.field.choices or c.field.vocabulary):
            # Few different values: one copy of each text saves some 50 bytes a record.
            kept: dict[Stored, Stored] = {}
            columns[c.name] = [kept.setdefault(v, v) for v in columns[c.name]]
    return Table(kind, cast(list[str], columns["id"]), columns, complete=len(wanted) == len(kind.columns))


def prepare(connection: sqlite3.Connection) -> None:
    """Inside a write transaction: bring the schema up to date and let references wait for the end."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    if connection.execute("PRAGMA user_version").fetchone()[0] < schema.SCHEMA_VERSION or _lacking(connection):
        migrations.migrate(connection)


_CHECKED: set[tuple[int, int]] = set()


def _lacking(connection: sqlite3.Connection) -> bool:
    """Whether the file lacks declared fields; looked up again only when its schema has changed."""
    place = (id(connection), int(connection.execute("PRAGMA schema_version").fetchone()[0]))
    if place in _CHECKED:
        return False
    if schema.missing(connection):
        return True
    _CHECKED.add(place)
    return False


def write(connection: sqlite3.Connection, edits: Sequence[Edit], sequence: int) -> None:
    """Carry edits into the tables, and deletions into the tombstones."""
    added: dict[str, list[dict[str, Stored]]] = {}
    removed: dict[str, list[Edit]] = {}
    for e in edits:
        if e.after is None:
            removed.setdefault(e.kind, []).append(e)
        elif e.before is None:
            added.setdefault(e.kind, []).append(dict(e.after))
    for kind, gone in removed.items():
        connection.executemany(f'DELETE FROM "{kind}" WHERE id = ?', [(e.id,) for e in gone])
        connection.executemany(
            "INSERT OR REPLACE INTO tombstone (id, kind, key, sequence) VALUES (?, ?, ?, ?)",
            [(e.id, kind, (e.before or {}).get("key"), sequence) for e in gone],
        )
    for kind, rows in added.items():
        names = list(rows[0])
        columns, places = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
        connection.executemany(
            f'INSERT INTO "{kind}" ({columns}) VALUES ({places})', ([row[n] for n in names] for row in rows)
        )
        connection.executemany("DELETE FROM tombstone WHERE id = ?", [(row["id"],) for row in rows])
    for e in edits:
        if e.before is not None and e.after:
            assignments = ", ".join(f'"{name}" = ?' for name in e.after)
            connection.execute(f'UPDATE "{e.kind}" SET {assignments} WHERE id = ?', (*e.after.values(), e.id))


class Keys:
    """The next human key of each kind, counted up in memory and saved with the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next: dict[str, int] = {}

    def next(self, kind: str) -> str:
        if kind not in self._next:
            row = self._connection.execute("SELECT next FROM counter WHERE kind = ?", (kind,)).fetchone()
            self._next[kind] = row[0] if row else 1
        number = self._next[kind]
        self._next[kind] = number + 1
        return f"{KINDS[kind].prefix}-{number}"

    def at_least(self, kind: str, number: int) -> None:
        """Never give out a number up to this one."""
        if self._next.get(kind, 0) <= number:
            self.next(kind)
            self._next[kind] = max(self._next[kind] - 1, number + 1)

    def taken(self, kind: str, key: str) -> None:
        """A record came with this key: never give it out again."""
        prefix, _, number = key.rpartition("-")
        if prefix == KINDS[kind].prefix and number.isdecimal() and len(number) < 16:
            self.at_least(kind, int(number))

    def save(self) -> None:
        self._connection.executemany(
            "INSERT INTO counter (kind, next) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET next = excluded.next",
            list(self._next.items()),
        )


def place_of(identity: tuple[int, int]) -> str:
    """Which file on which machine: what tells a copy from its original."""
    machine = ""
    with contextlib.suppress(OSError):
        machine = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    text = f"{machine or platform.node()}:{identity[0]}:{identity[1]}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def replica(connection: sqlite3.Connection, identity: tuple[int, int]) -> str:
    """This copy's replica id; a new one, inside the caller's write transaction, if the file was copied since."""
    known = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('replica', 'place')").fetchall())
    here = place_of(identity)
    if known.get("place") == here and known.get("replica"):
        return str(known["replica"])
    fresh = os.urandom(6).hex()
    connection.executemany("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
                           [("replica", fresh), ("place", here)])  # fmt: skip
    return fresh
