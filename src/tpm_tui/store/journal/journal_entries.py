"""Entries of the journal: who made which transaction, when, and by which verb."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from tpm_tui.domain.values.codec import Stored

TransactionId = tuple[str, int]


class JournalEntry(Struct, frozen=True):
    """One transaction as it was kept; ``undoes`` is the one it took back (or, for a redo, the undo it took back)."""

    replica: str
    sequence: int
    time: datetime
    author: str
    verb: str
    label: str
    undoes: TransactionId | None = None

    @property
    def id(self) -> TransactionId:
        return self.replica, self.sequence


ENTRY_COLUMNS = "replica, sequence, time, author, verb, label, undoes_replica, undoes_sequence"


def malformed_journal() -> sqlite3.DatabaseError:
    """What SQLite would say, had it looked into the texts."""
    return sqlite3.DatabaseError("malformed journal")


def entry_of_row(row: Sequence[Stored]) -> JournalEntry:
    replica, sequence, time, author, verb, label, undoes_replica, undoes_sequence = row
    undoes = None if undoes_replica is None else (str(undoes_replica), int(undoes_sequence or 0))
    try:
        moment = datetime.fromisoformat(str(time))
    except ValueError:
        raise malformed_journal() from None
    return JournalEntry(str(replica), int(sequence or 0), moment, str(author), str(verb), str(label), undoes)


def journal_timestamp(moment: datetime) -> str:
    """Wall time as the journal keeps it: UTC, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def entries_since(connection: sqlite3.Connection, sequence: int) -> list[JournalEntry]:
    """Every transaction after that sequence number, oldest first."""
    rows = connection.execute(
        f"SELECT {ENTRY_COLUMNS} FROM txn WHERE sequence > ? ORDER BY sequence, replica", (sequence,)
    ).fetchall()
    return [entry_of_row(row) for row in rows]


def first_and_last_entry(connection: sqlite3.Connection) -> tuple[JournalEntry, JournalEntry] | None:
    """The oldest and the newest transaction; None where there is none."""
    ends = [
        connection.execute(
            f"SELECT {ENTRY_COLUMNS} FROM txn ORDER BY sequence {way}, replica {way} LIMIT 1"
        ).fetchone()
        for way in ("ASC", "DESC")
    ]  # fmt: skip
    return None if None in ends else (entry_of_row(ends[0]), entry_of_row(ends[1]))


def last_sequence(connection: sqlite3.Connection) -> int:
    """The highest sequence number in the file, 0 in a new one."""
    return int(connection.execute("SELECT coalesce(max(sequence), 0) FROM txn").fetchone()[0])


def entries_newest_first(connection: sqlite3.Connection, up_to: int | None = None) -> Iterator[JournalEntry]:
    """Every transaction, or those up to a sequence number, newest first."""
    sequence, replica = (last_sequence(connection) if up_to is None else up_to) + 1, ""
    while True:
        rows = connection.execute(
            f"SELECT {ENTRY_COLUMNS} FROM txn WHERE sequence <= ? AND (sequence < ? OR replica < ?)"
            " ORDER BY sequence DESC, replica DESC LIMIT 100",
            (sequence, sequence, replica),
        ).fetchall()
        if not rows:
            return
        yield from (entry_of_row(row) for row in rows)
        replica, sequence = rows[-1][:2]


def sequence_at(connection: sqlite3.Connection, moment: datetime) -> int:
    """The sequence number of the last transaction up to an aware moment, 0 where there is none.

    The clock only finds the place: what comes before and after is the order of the sequence.
    """
    return next((entry.sequence for entry in entries_newest_first(connection) if entry.time <= moment), 0)
