"""Tables from KINDS: a STRICT table a kind, and the program's own tables beside them.

sqlite-utils makes and alters the tables; it is imported when first needed, not at start.
"""

import sqlite3
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.codec import dump
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind

if TYPE_CHECKING:
    from sqlite_utils import Database

#: "tpm1" in the file's header says whose it is.
APPLICATION_ID = 0x74706D31
#: Raised by a change that older programs must not write to; new fields alone do not raise it.
SCHEMA_VERSION = 1

_SQL_TYPES: dict[type, type] = {int: int, bool: int, float: float}

#: The program's own tables. ``meta`` holds the replica id and which file it was given to; ``counter`` the next number
#: of each kind's keys; ``tombstone`` what was deleted; ``alias`` keys given up in a merge; ``txn`` and ``edit`` the
#: journal: each edit holds the changed fields before and after as JSON objects, fields at their default left out of
#: whole records.
_OWN: dict[str, tuple[dict[str, type], tuple[str, ...]]] = {
    "meta": ({"name": str, "value": str}, ("name",)),
    "counter": ({"kind": str, "next": int}, ("kind",)),
    "tombstone": ({"id": str, "kind": str, "key": str, "sequence": int}, ("id",)),
    "alias": ({"key": str, "id": str}, ("key",)),
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
}


def sql_type(column: Column) -> type:
    """str, int or float: the STRICT type of a column."""
    return _SQL_TYPES.get(column.type, str)


def database(connection: sqlite3.Connection) -> "Database":
    """sqlite-utils on an open connection, without its plugins."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def create(connection: sqlite3.Connection) -> None:
    """Every table of an empty file, inside the caller's transaction."""
    db = database(connection)
    for name, (columns, key) in _OWN.items():
        db.table(name).create(columns, pk=key if len(key) > 1 else key[0], strict=True)
    db.table("edit").create_index(["record"])
    db.table("txn").create_index(["sequence"])
    later: list[tuple[str, str, str, str]] = []
    made: set[str] = set()
    for kind in KINDS.values():
        made.add(kind.name)
        references = [(c.name, c.ref) for c in kind.columns if c.ref and not c.many]
        db.table(kind.name).create(
            {c.name: sql_type(c) for c in kind.columns},
            pk="id",
            not_null={c.name for c in kind.columns if not c.nullable},
            defaults=_defaults(kind),
            foreign_keys=[(name, target, "id") for name, target in references if target in made],
            strict=True,
        )
        later += [(kind.name, name, target, "id") for name, target in references if target not in made]
    if later:
        db.add_foreign_keys(later)
    for kind in KINDS.values():
        db.table(kind.name).create_index(["key"], unique=True)
    db.table("item").create_index(["parent"])
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _defaults(kind: Kind) -> dict[str, Any]:
    return {c.name: dump(c, c.default) for c in kind.columns if c.default is not None}


def missing(connection: sqlite3.Connection) -> list[tuple[Kind, Column | None]]:
    """Kinds (with None) and fields that this program declares and the file does not have yet."""
    found: list[tuple[Kind, Column | None]] = []
    for kind in KINDS.values():
        have = {row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")')}
        if not have:
            found.append((kind, None))
        else:
            found += [(kind, c) for c in kind.columns if c.name not in have]
    return found


def extend(connection: sqlite3.Connection, lacking: list[tuple[Kind, Column | None]]) -> None:
    """Add declared kinds and fields to a file made before they were; older programs can still use it."""
    db = database(connection)
    for kind, column in lacking:
        if column is None:
            db.table(kind.name).create(
                {c.name: sql_type(c) for c in kind.columns},
                pk="id",
                not_null={c.name for c in kind.columns if not c.nullable},
                defaults=_defaults(kind),
                foreign_keys=[(c.name, c.ref, "id") for c in kind.columns if c.ref and not c.many],
                strict=True,
            )
            db.table(kind.name).create_index(["key"], unique=True)
        else:
            default = dump(column, column.default)
            db.table(kind.name).add_column(
                column.name,
                sql_type(column),
                fk=column.ref if column.ref and not column.many else None,
                not_null_default=None if column.nullable else ("" if default is None else default),
            )
