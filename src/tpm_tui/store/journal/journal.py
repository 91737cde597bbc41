"""The journal: what was changed, when, by whom, and what it was before. Undo, history and the plan as of a moment."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.operations import NEVER_REVERTED, RECORDED_BY_PROGRAM, Operation
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import Row, default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored

TransactionId = tuple[str, int]


@dataclass(frozen=True, slots=True)
class JournalEntry:
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


_COLUMNS = "replica, sequence, time, author, verb, label, undoes_replica, undoes_sequence"


def _malformed() -> sqlite3.DatabaseError:
    """What SQLite would say, had it looked into the texts."""
    return sqlite3.DatabaseError("malformed journal")


def _entry(row: Sequence[Stored]) -> JournalEntry:
    replica, sequence, time, author, verb, label, undoes_replica, undoes_sequence = row
    undoes = None if undoes_replica is None else (str(undoes_replica), int(undoes_sequence or 0))
    try:
        moment = datetime.fromisoformat(str(time))
    except ValueError:
        raise _malformed() from None
    return JournalEntry(str(replica), int(sequence or 0), moment, str(author), str(verb), str(label), undoes)


def journal_timestamp(moment: datetime) -> str:
    """Wall time as the journal keeps it: UTC, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


_DEFAULTS: dict[str, dict[str, Stored]] = {}


def _defaults(kind: str) -> dict[str, Stored]:
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = default_row(KINDS[kind])
    return _DEFAULTS[kind]


def _packed(kind: str, row: Row | None, whole: bool) -> str | None:
    if row is None:
        return None
    if whole:
        defaults = _defaults(kind)
        row = {name: value for name, value in row.items() if value != defaults[name]}
    return json.dumps(dict(row), ensure_ascii=False, separators=(",", ":"))


def _unpacked(kind: str, text: str | None, whole: bool) -> Row | None:
    if text is None:
        return None
    try:
        unpacked = json.loads(text)
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(unpacked, dict):
        raise _malformed()
    return {**_defaults(kind), **unpacked} if whole else unpacked


def write_transaction(connection: sqlite3.Connection, entry: JournalEntry, edits: Iterable[Edit]) -> None:
    """Keep one transaction, inside the caller's SQLite transaction."""
    undoes = entry.undoes or (None, None)
    connection.execute(
        f"INSERT INTO txn ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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

    What a newer program wrote of kinds this one does not know is left out; with ``whole``, Refused instead, for unknown
    fields too.
    """
    rows = connection.execute(
        "SELECT kind, record, before, after FROM edit WHERE replica = ? AND sequence = ? ORDER BY number", id_
    ).fetchall()
    edits = [_edit(kind, record, before, after) for kind, record, before, after in rows if kind in KINDS]
    if whole and (
        len(edits) < len(rows)
        or any((e.after or e.before or {}).keys() - {c.name for c in KINDS[e.kind].columns} for e in edits)
    ):
        raise ValidationError("that was done by a newer tpm, which must take it back; nothing was undone")
    return edits


def _edit(kind: str, record: str, before: str | None, after: str | None) -> Edit:
    return Edit(kind, record, _unpacked(kind, before, after is None), _unpacked(kind, after, before is None))


def entries_since(connection: sqlite3.Connection, sequence: int) -> list[JournalEntry]:
    """Every transaction after that sequence number, oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM txn WHERE sequence > ? ORDER BY sequence, replica", (sequence,)
    ).fetchall()
    return [_entry(row) for row in rows]


def last_sequence(connection: sqlite3.Connection) -> int:
    """The highest sequence number in the file, 0 in a new one."""
    return int(connection.execute("SELECT coalesce(max(sequence), 0) FROM txn").fetchone()[0])


def entries_newest_first(connection: sqlite3.Connection) -> Iterator[JournalEntry]:
    """Every transaction, newest first."""
    sequence, replica = last_sequence(connection) + 1, ""
    while True:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM txn WHERE sequence <= ? AND (sequence < ? OR replica < ?)"
            " ORDER BY sequence DESC, replica DESC LIMIT 100",
            (sequence, sequence, replica),
        ).fetchall()
        if not rows:
            return
        yield from (_entry(row) for row in rows)
        replica, sequence = rows[-1][:2]


def entries_of_record(
    connection: sqlite3.Connection, record: str, limit: int = 1000
) -> list[tuple[JournalEntry, Edit]]:
    """What happened to one record, newest first."""
    names = ", ".join(f"t.{name.strip()}" for name in _COLUMNS.split(","))
    rows = connection.execute(
        f"SELECT {names}, e.kind, e.before, e.after FROM edit e JOIN txn t USING (replica, sequence)"
        " WHERE e.record = ? ORDER BY t.sequence DESC, t.replica DESC, e.number DESC LIMIT ?",
        (record, limit),
    ).fetchall()
    return [(_entry(head), _edit(kind, record, before, after)) for *head, kind, before, after in rows if kind in KINDS]


def field_changes(
    connection: sqlite3.Connection, kind: str, fields: Sequence[str]
) -> list[tuple[JournalEntry, list[Edit]]]:
    """Transactions that made records of a kind or changed one of these fields, oldest first, with those edits alone."""
    names = ", ".join(f"t.{name.strip()}" for name in _COLUMNS.split(","))
    # a text that holds the name otherwise does no harm: the edit says what it changed
    like = " OR ".join("e.after LIKE ?" for _ in fields)
    rows = connection.execute(
        f"SELECT {names}, e.record, e.before, e.after FROM edit e JOIN txn t USING (replica, sequence)"
        f" WHERE e.kind = ? AND e.after IS NOT NULL AND (e.before IS NULL OR {like})"
        " ORDER BY t.sequence, t.replica, e.number",
        (kind, *(f'%"{name}"%' for name in fields)),
    )
    changes: list[tuple[JournalEntry, list[Edit]]] = []
    for *head, record, before, after in rows:
        entry = _entry(head)
        if not changes or changes[-1][0].id != entry.id:
            changes.append((entry, []))
        changes[-1][1].append(_edit(kind, record, before, after))
    return changes


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


def sequence_at(connection: sqlite3.Connection, moment: datetime) -> int:
    """The sequence number of the last transaction up to an aware moment, 0 where there is none.

    The clock only finds the place: what comes before and after is the order of the sequence.
    """
    return next((entry.sequence for entry in entries_newest_first(connection) if entry.time <= moment), 0)


def sequence_of_creation(connection: sqlite3.Connection, kind: str, record: str) -> int | None:
    """The sequence number of the transaction that first made a record, None where the journal does not say."""
    row = connection.execute(
        "SELECT min(sequence) FROM edit WHERE kind = ? AND record = ? AND before IS NULL", (kind, record)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def plan_at(connection: sqlite3.Connection, plan: Plan, sequence: int) -> Plan:
    """The plan as it was after a transaction: a plan of the file with every later transaction in it reverted."""
    back: list[Edit] = []
    here: dict[tuple[str, str], bool] = {}
    for entry in entries_newest_first(connection):
        if entry.sequence > plan.sequence:
            continue
        if entry.sequence <= sequence:
            break
        for e in (e.reversed() for e in reversed(edits_of_transaction(connection, entry.id))):
            place = e.kind, e.id
            # What was changed by other means than tpm may not fit the journal; the rest is still worth seeing.
            if here.get(place, e.id in plan[e.kind]) == (e.before is not None):
                here[place] = e.after is not None
                back.append(e)
    return plan.applied(back, min(sequence, plan.sequence))
