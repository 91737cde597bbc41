"""The edits of a transaction, in and out of the journal: what each field was before and after."""

import json
import sqlite3
from collections.abc import Iterable
from itertools import islice

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import Row, default_row
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.journal.journal_entries import (
    ENTRY_COLUMNS,
    JournalEntry,
    TransactionId,
    entries_newest_first,
    entries_since,
    journal_timestamp,
    malformed_journal,
)


def _packed(kind: str, row: Row | None, whole: bool) -> str | None:
    if row is None:
        return None
    if whole:
        defaults = default_row(KINDS[kind])
        row = {name: value for name, value in row.items() if value != defaults[name]}
    return json.dumps(dict(row), ensure_ascii=False, separators=(",", ":"))


def _unpacked(kind: str, text: str | None, whole: bool) -> Row | None:
    if text is None:
        return None
    try:
        unpacked = json.loads(text)
    except (ValueError, RecursionError):
        raise malformed_journal() from None
    if not isinstance(unpacked, dict):
        raise malformed_journal()
    return {**default_row(KINDS[kind]), **unpacked} if whole else unpacked


def write_transaction(connection: sqlite3.Connection, entry: JournalEntry, edits: Iterable[Edit]) -> None:
    """Keep one transaction, inside the caller's SQLite transaction."""
    undoes = entry.undoes or (None, None)
    connection.execute(
        f"INSERT INTO txn ({ENTRY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (entry.replica, entry.sequence, journal_timestamp(entry.time), entry.author, entry.verb, entry.label, *undoes),
    )
    connection.executemany(
        "INSERT INTO edit (replica, sequence, number, kind, record, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                entry.replica,
                entry.sequence,
                number,
                e.kind,
                e.id,
                _packed(e.kind, e.before, e.after is None),
                _packed(e.kind, e.after, e.before is None),
            )
            for number, e in enumerate(edits)
        ),
    )


def edits_of_transaction(connection: sqlite3.Connection, id_: TransactionId, whole: bool = False) -> list[Edit]:
    """The edits of one transaction, in order.

    What a newer program wrote of kinds this one does not know is left out; with ``whole``, ValidationError instead, for
    unknown fields too.
    """
    rows = connection.execute(
        "SELECT kind, record, before, after FROM edit WHERE replica = ? AND sequence = ? ORDER BY number", id_
    ).fetchall()
    edits = [edit_of_row(kind, record, before, after) for kind, record, before, after in rows if kind in KINDS]
    if whole and (
        len(edits) < len(rows)
        or any((e.after or e.before or {}).keys() - {c.name for c in KINDS[e.kind].columns} for e in edits)
    ):
        raise ValidationError("that was done by a newer tpm, which must take it back; nothing was undone")
    return edits


def reversing_edits(connection: sqlite3.Connection, id_: TransactionId) -> list[Edit]:
    """The edits that take one transaction back, in order; a record that it added is deleted by its id alone: what it
    was is not read, which takes most of the time of an import."""
    rows = connection.execute(
        "SELECT kind, record, before, CASE WHEN before IS NOT NULL THEN after END, after IS NOT NULL FROM edit"
        " WHERE replica = ? AND sequence = ? ORDER BY number DESC",
        id_,
    )
    return [
        Edit(kind, record, {}, None)
        if before is None and was_added
        else edit_of_row(kind, record, before, after).reversed()
        for kind, record, before, after, was_added in rows
        if kind in KINDS
    ]


def edit_of_row(kind: str, record: str, before: str | None, after: str | None) -> Edit:
    return Edit(kind, record, _unpacked(kind, before, after is None), _unpacked(kind, after, before is None))


def transactions_since(connection: sqlite3.Connection, sequence: int) -> list[tuple[JournalEntry, list[Edit]]]:
    """Every transaction after that sequence number with its edits, oldest first."""
    return [(entry, edits_of_transaction(connection, entry.id)) for entry in entries_since(connection, sequence)]


def newest_transactions(connection: sqlite3.Connection, limit: int) -> list[tuple[JournalEntry, list[Edit]]]:
    """So many of the newest transactions with their edits, newest first."""
    newest = islice(entries_newest_first(connection), limit)
    return [(entry, edits_of_transaction(connection, entry.id)) for entry in newest]
