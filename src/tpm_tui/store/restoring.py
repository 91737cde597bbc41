"""A file filled from an export that brought its journal: records and history as they were, not as one new edit."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tpm_tui.domain.checks import require
from tpm_tui.domain.codec import Stored
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.kinds import KINDS, PREFIXES
from tpm_tui.domain.plan import Deleted, Edit, Plan
from tpm_tui.store import journal, retired, rows
from tpm_tui.store.journal import Entry


class Told(Protocol):
    """One transaction as an export tells it; ``time`` is ISO 8601 with its zone."""

    @property
    def replica(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def time(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def undoes(self) -> tuple[str, int] | None: ...
    @property
    def edits(self) -> Sequence[Edit]: ...


def replayed(history: Sequence[Told]) -> Plan:
    """The plan that a journal leads to, from nothing. Refused if a step changes what is not there."""
    plan = Plan.empty()
    try:
        for told in history:
            plan = plan.applied(told.edits, told.sequence)
    except (KeyError, IndexError):
        raise Refused("it changes a record that is not there") from None
    return plan


def restore(
    connection: sqlite3.Connection,
    records: Plan,
    history: Sequence[Told],
    aliases: Mapping[str, str],
    deleted: Sequence[Deleted],
) -> None:
    """Inside a write transaction on a file nobody has worked in: replace all of it.

    ``aliases`` and ``deleted`` as in :meth:`Transaction.retire`; what the journal itself deletes need not be in them.

    Refused, before anything is written, if the file has been worked in or the journal does not lead to the records.
    """
    if connection.execute("SELECT count(*) FROM txn").fetchone()[0] > 1:
        raise Refused("this file has a history of its own")
    led = replayed(history)
    for name, table in records.tables.items():
        if _rows_of(table.ids, table.columns) != _rows_of(led[name].ids, led[name].columns):
            raise Refused(f"it does not lead to the {KINDS[name].plural.lower()} of the file")
    edits = [Edit(name, i, None, table.row(i)) for name, table in led.tables.items() for i in table.ids]
    require(led, edits)
    for table_name in (*reversed(KINDS), "txn", "edit", "counter", "tombstone", "alias"):
        connection.execute(f'DELETE FROM "{table_name}"')
    rows.write(connection, edits, led.sequence)
    keys = rows.Keys(connection)
    for told in history:
        entry = Entry(
            told.replica,
            told.sequence,
            datetime.fromisoformat(told.time),
            told.author,
            told.verb,
            told.label,
            told.undoes,
        )
        journal.write(connection, entry, told.edits)
        for e in told.edits:
            key = (e.after or e.before or {}).get("key")
            if key is not None:
                keys.taken(e.kind, str(key))
            if e.after is None and e.id not in led[e.kind]:
                connection.execute(
                    "INSERT OR REPLACE INTO tombstone (id, kind, key, sequence) VALUES (?, ?, ?, ?)",
                    (e.id, e.kind, key, told.sequence),
                )
    for key in aliases:
        keys.taken(PREFIXES[key.rpartition("-")[0]], key)
    for gone in deleted:
        keys.taken(gone.kind, gone.key)
    retired.write(connection, aliases, [gone for gone in deleted if gone.id not in led[gone.kind]], sequence=0)
    keys.save()


def _rows_of(ids: Sequence[str], columns: Mapping[str, Sequence[Stored]]) -> dict[str, tuple[Stored, ...]]:
    names = sorted(columns)
    return {id_: tuple(columns[n][place] for n in names) for place, id_ in enumerate(ids)}
