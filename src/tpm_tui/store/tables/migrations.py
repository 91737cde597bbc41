"""Hand-written steps from one schema version to the next, for changes that adding a field cannot express."""

import json
import sqlite3
from collections.abc import Callable, Mapping

from tpm_tui.domain.values.amounts import amount_text, stored_amount
from tpm_tui.store.tables import schema

#: Fields that held an amount of money as a floating-point number up to version 1, by kind.
_FLOAT_AMOUNTS = {
    "person": ("rate",),
    "baseline_entry": ("cost",),
    "risk": ("response_cost",),
    "mitigation": ("cost",),
    "cost": ("planned", "committed", "actual"),
}


def _exact_amounts(connection: sqlite3.Connection) -> None:
    """From version 1 to 2: amounts of money become decimal texts, in the tables and in the journal."""
    connection.create_function("decimal_text", 1, _decimal_text, deterministic=True)
    for kind, names in _FLOAT_AMOUNTS.items():
        have = {row[1]: row for row in connection.execute(f'PRAGMA table_info("{kind}")')}
        for name in [name for name in names if name in have]:
            required = "NOT NULL DEFAULT '0'" if have[name][3] else ""
            connection.execute(f'ALTER TABLE "{kind}" RENAME COLUMN "{name}" TO "float_{name}"')
            connection.execute(f'ALTER TABLE "{kind}" ADD COLUMN "{name}" TEXT {required}')
            connection.execute(f'UPDATE "{kind}" SET "{name}" = decimal_text("float_{name}")')
            connection.execute(f'ALTER TABLE "{kind}" DROP COLUMN "float_{name}"')
    marks = ", ".join("?" * len(_FLOAT_AMOUNTS))
    edits = connection.execute(
        f"SELECT rowid, kind, before, after FROM edit WHERE kind IN ({marks})", list(_FLOAT_AMOUNTS)
    ).fetchall()
    connection.executemany(
        "UPDATE edit SET before = ?, after = ? WHERE rowid = ?",
        [(_exact_row(kind, before), _exact_row(kind, after), rowid) for rowid, kind, before, after in edits],
    )


def _decimal_text(value: float | None) -> str | None:
    return None if value is None else amount_text(stored_amount(value))


def _exact_row(kind: str, text: str | None) -> str | None:
    """The fields of one side of an edit, a JSON object, with exact amounts."""
    row = None if text is None else json.loads(text)
    if not isinstance(row, dict):
        return text
    for name in _FLOAT_AMOUNTS[kind]:
        if isinstance(row.get(name), int | float):
            row[name] = _decimal_text(row[name])
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


#: Fields whose default was a number up to version 2 and is nothing since, by kind: the journal leaves out what is at
#: its default.
_FORMER_DEFAULTS = {"risk": {"probability": 3, "impact": 3}}


def _defaults_in_words(connection: sqlite3.Connection) -> None:
    """From version 2 to 3: the journal says of whole records what was at a default that this program does not have."""
    for kind, defaults in _FORMER_DEFAULTS.items():
        whole = connection.execute(
            "SELECT rowid, before, after FROM edit WHERE kind = ? AND (before IS NULL OR after IS NULL)", (kind,)
        ).fetchall()
        connection.executemany(
            "UPDATE edit SET before = ?, after = ? WHERE rowid = ?",
            [
                (_with_defaults(before, defaults), _with_defaults(after, defaults), rowid)
                for rowid, before, after in whole
            ],
        )


def _with_defaults(text: str | None, defaults: Mapping[str, int]) -> str | None:
    row = None if text is None else json.loads(text)
    if not isinstance(row, dict):
        return text
    return json.dumps(dict(defaults) | row, ensure_ascii=False, separators=(",", ":"))


#: Step N takes a file from version N to N + 1.
STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _exact_amounts, 2: _defaults_in_words}


def migrate(connection: sqlite3.Connection) -> bool:
    """Bring a writable file up to this program's schema, inside the caller's transaction; True if anything changed."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    changed = False
    while version < schema.SCHEMA_VERSION:
        STEPS[version](connection)
        version += 1
        connection.execute(f"PRAGMA user_version = {version}")
        changed = True
    changed = schema.extend_internal_tables(connection) or changed
    lacking = schema.missing_columns(connection)
    if lacking:
        schema.add_missing_columns(connection, lacking)
        changed = True
    return schema.allow_empty_columns(connection) or changed
