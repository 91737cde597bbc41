"""Records in and out of their tables; keys' counters; which copy of the file this is."""

import contextlib
import gc
import os
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import Row, Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.store.errors import ReadOnlyError
from tpm_tui.store.file.connection import newer_format_reason
from tpm_tui.store.journal import tombstones
from tpm_tui.store.journal.blocked_moments import blocked_moments
from tpm_tui.store.journal.journal_entries import last_sequence
from tpm_tui.store.tables import migrations, schema

#: Rows fetched at a time: a larger fetch keeps other threads, and so the keyboard, waiting.
INSERT_BATCH = 2000
#: Rows at either end of a table that are looked at for columns with one value throughout.
_ENDS = 64
#: A file with more items than this shows its first picture from a glance.
LARGE_BACKLOG = 5000
#: Items of the top level in a glance: more than any screen has lines.
PREVIEW_ITEMS = 300


def read_plan(connection: sqlite3.Connection, kinds: Sequence[str] | None = None, glance: bool = False) -> Plan:
    """The Plan of the file: of all kinds, or of some with the others empty and not complete.

    With ``glance``, a large file gives its items' top level alone, with a child of each that has any.
    """
    tables: dict[str, Table] = {}
    # A collection in the middle of a hundred thousand rows finds nothing to free and costs half as much again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for name, kind in KINDS.items():
            if kinds is not None and name not in kinds:
                tables[name] = Table.empty(kind, complete=False)
            elif glance and name == "item":
                tables[name] = _glance(connection, kind)
            else:
                tables[name] = _read_table(connection, kind)
    finally:
        if collecting:
            gc.enable()
    plan = Plan(tables, last_sequence(connection), tombstones.load_aliases(connection))
    plan.blocked_moments = blocked_moments(connection, tables["item"])
    return plan


def _glance(connection: sqlite3.Connection, kind: Kind) -> Table:
    """The items of the first picture: all of a small file, else the top level and one item below each."""
    total = int(connection.execute("SELECT count(*) FROM item").fetchone()[0])
    if total <= LARGE_BACKLOG:
        return _read_table(connection, kind)
    connection.execute(
        f"CREATE TEMP TABLE top AS SELECT id FROM item WHERE parent IS NULL ORDER BY rank LIMIT {PREVIEW_ITEMS}"
    )
    try:
        below = "SELECT (SELECT id FROM item WHERE parent = top.id ORDER BY rank LIMIT 1) FROM temp.top"
        table = _read_table(connection, kind, f"WHERE id IN (SELECT id FROM temp.top UNION {below})")
    finally:
        connection.execute("DROP TABLE temp.top")
    return Table(kind, table.ids, table.columns, table.position, complete=False, total=total)


def _read_table(connection: sqlite3.Connection, kind: Kind, where: str = "") -> Table:
    have = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")')}
    present = [c for c in kind.columns if c.name in have]
    if not present:
        return Table.empty(kind)
    alike = _alike_columns(connection, kind, present) if not where else {}
    present = [c for c in present if c.name not in alike]
    selected = ", ".join(f'"{c.name}"' for c in present)
    cursor = connection.execute(f'SELECT {selected} FROM "{kind.name}" {where} ORDER BY rowid')
    lists: list[list[Stored]] = [[] for _ in present]
    # Few different values: one copy of each text saves some 50 bytes a record and field.
    shared = [_repeats(c) for c in present]
    kept: dict[Stored, Stored] = {}
    while rows := cursor.fetchmany(INSERT_BATCH):
        for column, values, repeats in zip(lists, zip(*rows, strict=True), shared, strict=True):
            column.extend([kept.setdefault(v, v) for v in values] if repeats else values)
    columns = {c.name: values for c, values in zip(present, lists, strict=True)}
    ids = cast(list[str], columns["id"])
    # A field that nobody has filled in holds one value throughout: one list for all fields that hold the same.
    uniform: dict[tuple[type, Stored], list[Stored]] = {}
    for c in kind.columns:
        if c.name not in columns:
            value = alike[c.name] if c.name in alike else dump_value(c, c.default)
            columns[c.name] = uniform.get((type(value), value)) or [value] * len(ids)
        whole = columns[c.name]
        if whole and whole.count(whole[0]) == len(whole):
            columns[c.name] = uniform.setdefault((type(whole[0]), whole[0]), whole)
    return Table(kind, ids, {c.name: columns[c.name] for c in kind.columns})


def _alike_columns(connection: sqlite3.Connection, kind: Kind, columns: Sequence[Column]) -> dict[str, Stored]:
    """Of a large table, the columns that hold one value throughout, and which: SQLite finds that out in a fraction of
    the time that fetching them takes."""
    (last,) = connection.execute(f'SELECT max(rowid) FROM "{kind.name}"').fetchone()
    if last is None or last < 2 * _ENDS:
        return {}
    selected = ", ".join(f'"{c.name}"' for c in columns)
    ends = [
        row
        for order in ("ASC", "DESC")
        for row in connection.execute(f'SELECT {selected} FROM "{kind.name}" ORDER BY rowid {order} LIMIT {_ENDS}')
    ]
    if len(ends) < 2 * _ENDS:
        return {}
    likely = {
        c.name: values[0]
        for c, values in zip(columns, zip(*ends, strict=True), strict=True)
        if values.count(values[0]) == len(values)
    }
    if not likely:
        return {}
    same = ", ".join(f'min("{name}" IS ?)' for name in likely)
    (row,) = connection.execute(f'SELECT {same} FROM "{kind.name}"', list(likely.values()))
    return {name: value for (name, value), holds in zip(likely.items(), row, strict=True) if holds}


def _repeats(column: Column) -> bool:
    """Whether many records have the same text in a column."""
    field = column.field
    few = column.ref or field.choices or field.vocabulary or column.many or field.format == "object"
    return bool(few or column.type not in (str, float))


def prepare_schema(connection: sqlite3.Connection, checked: int) -> int:
    """Inside a write transaction: make or bring up to date the schema, and let references wait for the end.

    ``checked`` is what this gave the last time: the state of the schema that was found in order, so that it is looked
    at again only when it has changed. ReadOnly if a newer program has since taken the file over.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    state = int(connection.execute("PRAGMA schema_version").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > schema.SCHEMA_VERSION:
        raise ReadOnlyError(f"the file cannot be written any more: {newer_format_reason(version)}")
    if state == checked and version == schema.SCHEMA_VERSION:
        return checked
    if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        schema.create_tables(connection)
    else:
        migrations.migrate(connection)
    return int(connection.execute("PRAGMA schema_version").fetchone()[0])


def write_edits(connection: sqlite3.Connection, edits: Sequence[Edit], sequence: int) -> None:
    """Carry edits into the tables, and deletions into the tombstones."""
    # By their fields too: what comes back by undo may have fewer than this program knows.
    added: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    removed: dict[str, list[Edit]] = {}
    for e in edits:
        if e.after is None:
            removed.setdefault(e.kind, []).append(e)
        elif e.before is None:
            added.setdefault((e.kind, tuple(e.after)), []).append(e.after)
    # What points at others goes before them, so that SQLite finds nothing to look for.
    for kind in (kind for kind in reversed(KINDS) if kind in removed):
        gone = removed[kind]
        connection.executemany(f'DELETE FROM "{kind}" WHERE id = ?', [(e.id,) for e in gone])
        connection.executemany(
            "INSERT OR REPLACE INTO tombstone (id, kind, key, sequence) VALUES (?, ?, ?, ?)",
            [(e.id, kind, (e.before or {}).get("key"), sequence) for e in gone],
        )
    for (kind, names), rows in added.items():
        columns, places = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
        connection.executemany(
            f'INSERT INTO "{kind}" ({columns}) VALUES ({places})', ([row[n] for n in names] for row in rows)
        )
        connection.executemany("DELETE FROM tombstone WHERE id = ?", [(row["id"],) for row in rows])
    for e in edits:
        if e.before is not None and e.after:
            assignments = ", ".join(f'"{name}" = ?' for name in e.after)
            connection.execute(f'UPDATE "{e.kind}" SET {assignments} WHERE id = ?', (*e.after.values(), e.id))


class KeyCounters:
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

    def reserve_up_to(self, kind: str, number: int) -> None:
        """Never give out a number up to this one."""
        if self._next.get(kind, 0) <= number:
            self.next(kind)
            self._next[kind] = max(self._next[kind] - 1, number + 1)

    def reserve(self, kind: str, key: str) -> None:
        """A record came with this key: never give it out again."""
        prefix, _, number = key.rpartition("-")
        if prefix == KINDS[kind].prefix and number.isdecimal() and len(number) < 16:
            self.reserve_up_to(kind, int(number))

    def save(self) -> None:
        self._connection.executemany(
            "INSERT INTO counter (kind, next) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET next = excluded.next",
            list(self._next.items()),
        )


@lru_cache(maxsize=16)
def file_location(identity: tuple[int, int]) -> str:
    """Which file on which machine: what distinguishes a copy from its original."""
    # Needed only to write; loading the cryptography library costs a reader 4 ms.
    import hashlib
    import platform

    machine = ""
    with contextlib.suppress(OSError):
        machine = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    text = f"{machine or platform.node()}:{identity[0]}:{identity[1]}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def ensure_replica(connection: sqlite3.Connection, identity: tuple[int, int]) -> str:
    """This copy's replica id; a new one, inside the caller's write transaction, if the file was copied since."""
    known = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('replica', 'place')").fetchall())
    here = file_location(identity)
    if known.get("place") == here and known.get("replica"):
        return str(known["replica"])
    fresh = os.urandom(6).hex()
    connection.executemany("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
                           [("replica", fresh), ("place", here)])  # fmt: skip
    return fresh
