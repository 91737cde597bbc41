"""Tables from KINDS: a STRICT table a kind, and the program's own tables beside them.

sqlite-utils makes and alters the tables; it is imported when first needed, not at start.
"""

import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.values.codec import dump_value

if TYPE_CHECKING:
    from sqlite_utils import Database

#: "tpm1" in the file's header says whose it is.
APPLICATION_ID = 0x74706D31
#: Raised by a change that older programs must not write to; new fields alone do not raise it.
SCHEMA_VERSION = 3

_SQL_TYPES: dict[type, type] = {int: int, bool: int, float: float}

#: The program's own tables. ``meta`` holds the replica id and which file it was given to; ``counter`` the next number
#: of each kind's keys; ``tombstone`` what was deleted and ``alias`` keys given up, each with its transaction; ``txn``
#: and ``edit`` the journal: an edit holds the changed fields before and after as JSON objects, fields at their default
#: left out of whole records; ``item_states`` what the journal says of each item's states.
_OWN: dict[str, tuple[dict[str, type], tuple[str, ...]]] = {
    "meta": ({"name": str, "value": str}, ("name",)),
    "counter": ({"kind": str, "next": int}, ("kind",)),
    "tombstone": ({"id": str, "kind": str, "key": str, "sequence": int}, ("id",)),
    "alias": ({"key": str, "id": str, "sequence": int}, ("key",)),
    "txn": (
        {
            "replica": str,
            "sequence": int,
            "time": str,
            "author": str,
            "verb": str,
            "label": str,
            "undoes_replica": str,
            "undoes_sequence": int,
        },
        ("replica", "sequence"),
    ),
    "edit": (
        {
            "replica": str,
            "sequence": int,
            "number": int,
            "kind": str,
            "record": str,
            "before": str,
            "after": str,
        },
        ("replica", "sequence", "number"),
    ),
    "item_states": ({"record": str, "minutes": str, "states": str, "marks": str}, ("record",)),
}


def sqlite_type(column: Column) -> type:
    """str, int or float: the STRICT type of a column."""
    return _SQL_TYPES.get(column.type, str)


def sqlite_utils_database(connection: sqlite3.Connection) -> "Database":
    """sqlite-utils on an open connection, without its plugins."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def create_tables(connection: sqlite3.Connection) -> None:
    """Every table of an empty file, inside the caller's transaction."""
    db = sqlite_utils_database(connection)
    for name in _OWN:
        _create_own_table(db, name)
    db.table("edit").create_index(["record"])
    db.table("txn").create_index(["sequence"])
    later: list[tuple[Kind, Column]] = []
    made: set[str] = set()
    for kind in KINDS.values():
        made.add(kind.name)
        later += _create_table(db, kind, made)
    for kind, column in later:
        _add_column(connection, kind, column)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _create_own_table(db: "Database", name: str) -> None:
    columns, key = _OWN[name]
    db.table(name).create(columns, pk=key if len(key) > 1 else key[0], strict=True)


def _create_table(db: "Database", kind: Kind, made: Collection[str]) -> list[tuple[Kind, Column]]:
    """Make a kind's table; the columns that are still to be added because what they point at is not made yet."""
    later = [c for c in kind.columns if _points(c) and c.ref not in made]
    now = [c for c in kind.columns if c not in later]
    table = db.table(kind.name)
    table.create(
        {c.name: sqlite_type(c) for c in now},
        pk="id",
        not_null={c.name for c in now if not c.nullable},
        defaults={c.name: dump_value(c, c.default) for c in now if c.default is not None},
        foreign_keys=[(c.name, c.ref, "id") for c in now if _points(c)],
        strict=True,
    )
    table.create_index(["key"], unique=True)
    for c in now:
        # What belongs to a record is looked for, row by row, when SQLite deletes the record.
        if c.cascades:
            table.create_index([c.name, "rank"] if c.ref == kind.name else [c.name])
    return [(kind, c) for c in later]


def _points(column: Column) -> bool:
    return bool(column.ref) and not column.many


def _add_column(connection: sqlite3.Connection, kind: Kind, column: Column) -> None:
    """A new column, at its default in every row. By hand, because sqlite-utils adds a reference by writing the whole
    table anew.

    TypeError if the declaration leaves rows without a value: a field added later needs a default or may be empty.
    """
    words = [f'"{column.name}"', {str: "TEXT", int: "INTEGER", float: "REAL"}[sqlite_type(column)]]
    if _points(column):
        words.append(f'REFERENCES "{column.ref}" ("id")')
    if not column.nullable:
        default = dump_value(column, column.default)
        if default is None or _points(column):
            raise TypeError(f"{kind.name}.{column.name} was added later: give it a default, or let it be empty")
        words.append(
            "NOT NULL DEFAULT "
            + ("'" + default.replace("'", "''") + "'" if isinstance(default, str) else repr(default))
        )
    connection.execute(f'ALTER TABLE "{kind.name}" ADD COLUMN {" ".join(words)}')


def missing_columns(connection: sqlite3.Connection) -> list[tuple[Kind, Column | None]]:
    """Kinds (with None) and fields that this program declares and the file does not have yet."""
    lacking: list[tuple[Kind, Column | None]] = []
    for kind in KINDS.values():
        have = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")')}
        if not have:
            lacking.append((kind, None))
        else:
            lacking += [(kind, c) for c in kind.columns if c.name not in have]
    return lacking


def extend_internal_tables(connection: sqlite3.Connection) -> bool:
    """Add tables of the program's own, and columns of them, that an earlier file does not have, empty in every row;
    True if any."""
    added = False
    for name, (columns, _) in _OWN.items():
        have = {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}
        if not have:
            _create_own_table(sqlite_utils_database(connection), name)
            added = True
            continue
        for column in [c for c in columns if c not in have]:
            kind = "INTEGER" if columns[column] is int else "TEXT"
            connection.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column}" {kind}')
            added = True
    return added


def allow_empty_columns(connection: sqlite3.Connection) -> bool:
    """Let columns be empty that may be by now and could not when the file was made; True if there were any."""
    changed = False
    for kind in KINDS.values():
        required = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")') if row[3]}
        empty = [c for c in kind.columns if c.nullable and c.name in required]
        for column in empty:
            if not _points(column):
                _let_be_empty(connection, kind, column)
        pointing = {c.name: False for c in empty if _points(c)}
        if pointing:
            # SQLite drops no column that points at a table; the whole table is written anew.
            sqlite_utils_database(connection).table(kind.name).transform(not_null=pointing)
        changed = changed or bool(empty)
    return changed


def _let_be_empty(connection: sqlite3.Connection, kind: Kind, column: Column) -> None:
    """Put a column that may be empty in the place of a required one. Column by column, because a table that others
    point at cannot be dropped and written anew inside a transaction."""
    connection.execute(f'ALTER TABLE "{kind.name}" RENAME COLUMN "{column.name}" TO "required_{column.name}"')
    _add_column(connection, kind, column)
    connection.execute(f'UPDATE "{kind.name}" SET "{column.name}" = "required_{column.name}"')
    connection.execute(f'ALTER TABLE "{kind.name}" DROP COLUMN "required_{column.name}"')


def add_missing_columns(connection: sqlite3.Connection, lacking: list[tuple[Kind, Column | None]]) -> None:
    """Add declared kinds and fields to a file made before they were; older programs can still use it."""
    made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    later = [(kind, column) for kind, column in lacking if column is not None]
    for kind in [kind for kind, column in lacking if column is None]:
        made.add(kind.name)
        later += _create_table(sqlite_utils_database(connection), kind, made)
    for kind, column in later:
        _add_column(connection, kind, column)
