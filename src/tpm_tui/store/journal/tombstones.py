"""Keys that no record has now: former ones, which still find their record, and those of records that were deleted.

Both belong to the transaction that made them so. One that has been taken back by undo counts for nothing until it is
done again; the rows stay, since redo brings no keys along.
"""

import sqlite3
from collections.abc import Mapping, Sequence

from tpm_tui.domain.plan.edits import Tombstone
from tpm_tui.store.journal import next_transaction_to_undo


def load_aliases(connection: sqlite3.Connection) -> dict[str, str]:
    """Former key -> id of the record that it finds."""
    # In a file of an earlier program that nobody has written since, none says what brought it.
    rows = [(*row, None)[:3] for row in connection.execute("SELECT * FROM alias ORDER BY key")]
    back = next_transaction_to_undo.undone_sequences(connection) if rows else frozenset()
    return {str(key): str(id_) for key, id_, sequence in rows if sequence not in back}


def load_tombstones(connection: sqlite3.Connection) -> list[Tombstone]:
    """The records that were deleted, by id. One whose making was undone, which may be redone, was not."""
    rows = connection.execute(
        "SELECT kind, id, key, sequence, (SELECT max(txn.verb = 'undo') FROM edit JOIN txn USING (replica, sequence)"
        " WHERE edit.record = tombstone.id AND sequence = tombstone.sequence) FROM tombstone ORDER BY id"
    ).fetchall()
    back = next_transaction_to_undo.undone_sequences(connection) if rows else frozenset()
    tombstones = []
    for kind, id_, key, sequence, by_undo in rows:
        # None where no edit deleted it here: it had been when its file was imported.
        counts = sequence not in back if by_undo is None else not by_undo
        if counts and kind and key:
            tombstones.append(Tombstone(str(kind), str(id_), str(key)))
    return tombstones


def write_tombstones(
    connection: sqlite3.Connection, former: Mapping[str, str], gone: Sequence[Tombstone], sequence: int
) -> None:
    """Keep what a transaction brought; a record that is known to be deleted stays so by what deleted it."""
    connection.executemany(
        "INSERT OR REPLACE INTO alias (key, id, sequence) VALUES (?, ?, ?)",
        [(key, id_, sequence) for key, id_ in former.items()],
    )
    known = {record.id for record in load_tombstones(connection)} if gone else set()
    connection.executemany(
        "INSERT OR REPLACE INTO tombstone (id, kind, key, sequence) VALUES (?, ?, ?, ?)",
        [(record.id, record.kind, record.key, sequence) for record in gone if record.id not in known],
    )
