"""Which transaction is undone or done again next, and which are undone."""

import sqlite3
from collections.abc import Iterable

from tpm_tui.domain.journal_operations import NEVER_REVERTED, RECORDED_BY_PROGRAM, Operation
from tpm_tui.store.journal.journal_entries import JournalEntry, TransactionId


def next_undo(entries: Iterable[JournalEntry], author: str) -> JournalEntry | None:
    """The author's newest transaction that has not been taken back, None if there is none."""
    cancelled: set[TransactionId] = set()
    for entry in entries:
        if entry.author != author or entry.verb in RECORDED_BY_PROGRAM:
            continue
        if entry.undoes is not None:
            if entry.id not in cancelled:
                cancelled.add(entry.undoes)
        elif entry.id not in cancelled:
            return entry if entry.verb not in NEVER_REVERTED else None
    return None


def next_redo(entries: Iterable[JournalEntry], author: str) -> JournalEntry | None:
    """The author's newest undo that no later edit of theirs has made meaningless, None if there is none."""
    cancelled: set[TransactionId] = set()
    for entry in entries:
        if entry.author != author or entry.id in cancelled or entry.verb in RECORDED_BY_PROGRAM:
            continue
        if entry.undoes is None:
            return None
        if entry.verb == Operation.REDO:
            cancelled.add(entry.undoes)
        else:
            return entry
    return None


def undone_sequences(connection: sqlite3.Connection) -> frozenset[int]:
    """The sequence numbers of transactions that were undone and not done again since."""
    cancelled: set[TransactionId] = set()
    rows = connection.execute(
        "SELECT replica, sequence, undoes_replica, undoes_sequence FROM txn WHERE undoes_sequence IS NOT NULL"
        " ORDER BY sequence DESC, replica DESC"
    )
    for replica, sequence, undoes_replica, undoes_sequence in rows:
        if (replica, sequence) not in cancelled:
            cancelled.add((undoes_replica, undoes_sequence))
    return frozenset(sequence for _, sequence in cancelled)
