"""The history of records and of fields, read from the journal."""

import sqlite3
from collections.abc import Sequence

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.store.journal.journal_entries import ENTRY_COLUMNS, JournalEntry, entry_of_row
from tpm_tui.store.journal.transaction_edits import edit_of_row


def entries_of_record(
    connection: sqlite3.Connection, record: str, limit: int = 1000
) -> list[tuple[JournalEntry, Edit]]:
    """What happened to one record, newest first."""
    names = ", ".join(f"t.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
    rows = connection.execute(
        f"SELECT {names}, e.kind, e.before, e.after FROM edit e JOIN txn t USING (replica, sequence)"
        " WHERE e.record = ? ORDER BY t.sequence DESC, t.replica DESC, e.number DESC LIMIT ?",
        (record, limit),
    ).fetchall()
    return [
        (entry_of_row(head), edit_of_row(kind, record, before, after))
        for *head, kind, before, after in rows
        if kind in KINDS
    ]


def field_changes(
    connection: sqlite3.Connection, kind: str, fields: Sequence[str], deletions: bool = False
) -> list[tuple[JournalEntry, list[Edit]]]:
    """Transactions that made records of a kind or changed one of these fields, oldest first, with those edits alone;
    with ``deletions`` also those that deleted one."""
    names = ", ".join(f"t.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
    # a text that holds the name otherwise does no harm: the edit says what it changed
    like = " OR ".join("e.after LIKE ?" for _ in fields)
    rows = connection.execute(
        f"SELECT {names}, e.record, e.before, e.after FROM edit e JOIN txn t USING (replica, sequence)"
        f" WHERE e.kind = ? AND (e.after IS NULL AND {int(deletions)} OR e.after IS NOT NULL"
        f" AND (e.before IS NULL OR {like}))"
        " ORDER BY t.sequence, t.replica, e.number",
        (kind, *(f'%"{name}"%' for name in fields)),
    )
    changes: list[tuple[JournalEntry, list[Edit]]] = []
    for *head, record, before, after in rows:
        entry = entry_of_row(head)
        if not changes or changes[-1][0].id != entry.id:
            changes.append((entry, []))
        changes[-1][1].append(edit_of_row(kind, record, before, after))
    return changes


def sequence_of_creation(connection: sqlite3.Connection, kind: str, record: str) -> int | None:
    """The sequence number of the transaction that first made a record, None where the journal does not say."""
    row = connection.execute(
        "SELECT min(sequence) FROM edit WHERE kind = ? AND record = ? AND before IS NULL", (kind, record)
    ).fetchone()
    return None if row[0] is None else int(row[0])
