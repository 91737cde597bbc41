"""A file filled from an export that brought its journal: records and history as they were, not as one new edit."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tpm_tui.domain.kinds import KINDS, PREFIXES
from tpm_tui.domain.plan.edits import Edit, Tombstone
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.record_rules import require_valid
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.journal import item_states, tombstones, transaction_edits
from tpm_tui.store.journal.journal_entries import JournalEntry
from tpm_tui.store.journal.plan_as_of import plan_from_journal
from tpm_tui.store.tables import record_rows


class ExportedTransaction(Protocol):
    """One transaction as an export describes it; ``time`` is ISO 8601 with its zone."""

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


def restore_export(
    connection: sqlite3.Connection,
    records: Plan,
    history: Sequence[ExportedTransaction],
    aliases: Mapping[str, str],
    deleted: Sequence[Tombstone],
    writes: int,
) -> None:
    """Inside a write transaction on a file nobody has worked in: replace all of it. ``writes``: the number of this
    write of the file.

    ``aliases`` and ``deleted`` as in :meth:`Transaction.reserve_keys`; what the journal itself deletes need not be
    in them.

    ValidationError, before anything is written, if the file has been worked in or the journal does not lead to the
    records.
    """
    if connection.execute("SELECT count(*) FROM txn").fetchone()[0] > 1:
        raise ValidationError("this file has a history of its own")
    led = plan_from_journal((transaction.sequence, transaction.edits) for transaction in history)
    for name, table in records.tables.items():
        if _rows_of(table.ids, table.columns) != _rows_of(led[name].ids, led[name].columns):
            raise ValidationError(f"it does not lead to the {KINDS[name].plural.lower()} of the file")
    edits = [Edit(name, i, None, table.row(i)) for name, table in led.tables.items() for i in table.ids]
    require_valid(led, edits)
    for table_name in (*reversed(KINDS), "txn", "edit", "counter", "tombstone", "alias"):
        connection.execute(f'DELETE FROM "{table_name}"')
    record_rows.write_edits(connection, edits, led.sequence)
    keys = record_rows.KeyCounters(connection)
    for transaction in history:
        entry = JournalEntry(
            transaction.replica,
            transaction.sequence,
            datetime.fromisoformat(transaction.time),
            transaction.author,
            transaction.verb,
            transaction.label,
            transaction.undoes,
        )
        transaction_edits.write_transaction(connection, entry, transaction.edits)
        for e in transaction.edits:
            key = (e.after or e.before or {}).get("key")
            if key is not None:
                keys.reserve(e.kind, str(key))
            if e.after is None and e.id not in led[e.kind]:
                connection.execute(
                    "INSERT OR REPLACE INTO tombstone (id, kind, key, sequence) VALUES (?, ?, ?, ?)",
                    (e.id, e.kind, key, transaction.sequence),
                )
    for key in aliases:
        keys.reserve(PREFIXES[key.rpartition("-")[0]], key)
    for gone in deleted:
        keys.reserve(gone.kind, gone.key)
    tombstones.write_tombstones(
        connection, aliases, [gone for gone in deleted if gone.id not in led[gone.kind]], sequence=0
    )
    keys.save()
    item_states.make_anew(connection)
    item_states.stamp(connection, writes)


def _rows_of(ids: Sequence[str], columns: Mapping[str, Sequence[Stored]]) -> dict[str, tuple[Stored, ...]]:
    names = sorted(columns)
    return {id_: tuple(columns[n][place] for n in names) for place, id_ in enumerate(ids)}
