"""The history of each item's states, kept in the file as it is written: who reads it need not read the whole journal.

A row an item: ``minutes`` and ``states`` say when it entered each of its states, ``marks`` holds minute, start and
cause of each change of the blocked mark, all three as the inside of a JSON array, minutes since 1970-01-01T00:00Z. The
stamp in ``meta`` says up to which transaction, and up to which write of the file, the rows hold: another program, or an
earlier tpm, that writes without them is found out by it. Rows that do not hold are not read, and made anew from the
journal by the next change.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit, ItemStates
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.journal.journal_entries import JournalEntry, TransactionId, last_sequence
from tpm_tui.store.journal.state_changes import changed_fields, taken_back

_STAMP = "item_states"
_Row = tuple[str, str, str, str]
#: More items than this are read from the journal in one go, each of which is a walk over its transactions.
_MANY = 50

#: Adds to what is there, but for the state that an item is in; a record that the file does not know yet begins with it.
_IS_IN_IT = "substr(',' || states, -1 - length(excluded.states)) = ',' || excluded.states"
_ADD_STATE = (
    "INSERT INTO item_states (record, minutes, states, marks) VALUES (?, ?, ?, '') ON CONFLICT (record) DO UPDATE SET"
    " minutes = minutes || ',' || excluded.minutes, states = states || ',' || excluded.states"
    f" WHERE NOT {_IS_IN_IT}"
)
_ADD_MARK = (
    "INSERT INTO item_states (record, minutes, states, marks) VALUES (?, ?, ?, ?) ON CONFLICT (record)"
    " DO UPDATE SET marks = iif(marks = '', excluded.marks, marks || ',' || excluded.marks)"
)
_REPLACE = "INSERT OR REPLACE INTO item_states (record, minutes, states, marks) VALUES (?, ?, ?, ?)"
_ROWS = "SELECT record, minutes, states, marks FROM item_states ORDER BY rowid"


def holds(connection: sqlite3.Connection, sequence: int, writes: int) -> bool:
    """Whether the rows hold after a transaction and a write of the file, by their numbers; asked under its lock."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_STAMP,)).fetchone()
    return row is not None and row[0] == _stamp(sequence, writes)


def keep(connection: sqlite3.Connection, entry: JournalEntry, edits: Iterable[Edit], held: bool, writes: int) -> None:
    """Bring the rows up to a transaction whose journal is written already, inside the caller's SQLite transaction.

    ``held``: whether they held before it; ``writes``: the number of this write of the file.
    """
    if not held:
        make_anew(connection)
    elif entry.undoes is not None:
        # What was taken back counts as never done, which no new line can say.
        _remake(connection, {e.id for e in edits if e.kind == "item"} | _records_of(connection, entry.undoes))
    else:
        _add(connection, _minute(entry.time), [e for e in edits if e.kind == "item"])
    stamp(connection, writes)


def stamp(connection: sqlite3.Connection, writes: int) -> None:
    """Say that the rows hold after the last transaction and this write of the file, by its number."""
    value = _stamp(last_sequence(connection), writes)
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_STAMP, value))


def make_anew(connection: sqlite3.Connection) -> None:
    """Every row from the journal."""
    connection.execute("DELETE FROM item_states")
    connection.executemany(_REPLACE, rows_from_journal(connection).values())


def read_kept(connection: sqlite3.Connection) -> list[ItemStates]:
    """The rows with local clock minutes, in the order in which their items came into the file."""
    rows: list[_Row] = connection.execute(_ROWS).fetchall()
    minutes: list[int] = json.loads(f"[{','.join([row[1] for row in rows])}]")
    states: list[str] = json.loads(f"[{','.join([row[2] for row in rows])}]")
    local = _local_minutes(set(minutes))
    entered = list(map(local.__getitem__, minutes))
    result: list[ItemStates] = []
    end = 0
    for record, text, _, marked in rows:
        begin, end = end, end + text.count(",") + 1
        result.append((record, entered[begin:end], states[begin:end], _marks(marked) if marked else []))
    return result


def _marks(text: str) -> list[tuple[int, str | None, str | None]]:
    members = json.loads(f"[{text}]")
    local = _local_minutes(set(members[::3]))
    return list(zip(map(local.__getitem__, members[::3]), members[1::3], members[2::3], strict=True))


def rows_from_journal(connection: sqlite3.Connection, record: str | None = None) -> dict[str, _Row]:
    """What the journal says the rows are: of one record, or of all."""
    undone = taken_back(connection)
    status_default = str(KINDS["item"].column("status").default)
    lines: dict[str, tuple[list[str], list[str], list[str]]] = {}
    one = "" if record is None else " AND e.record = ?"
    for replica, sequence, time, id_, created, text in connection.execute(
        "SELECT e.replica, e.sequence, t.time, e.record, e.before IS NULL, e.after"
        " FROM edit e JOIN txn t USING (replica, sequence)"
        f" WHERE e.kind = 'item' AND t.undoes_sequence IS NULL{one} ORDER BY e.sequence, e.replica, e.number",
        () if record is None else (record,),
    ):
        if (replica, sequence) in undone:
            continue
        if text is None:
            lines.pop(id_, None)
            continue
        status, since, cause = changed_fields(text)
        if created:
            lines.pop(id_, None)
        elif status is since is cause is None:
            continue
        minute = _minute(datetime.fromisoformat(time))
        minutes, states, marks = lines.setdefault(id_, ([], [], []))
        if status is not None or not states:
            state = _quoted(status or status_default)
            if states[-1:] != [state]:
                minutes.append(str(minute))
                states.append(state)
        if since is not None or cause is not None:
            marks.append(_mark(minute, since, cause))
    return {
        id_: (id_, ",".join(minutes), ",".join(states), ",".join(marks))
        for id_, (minutes, states, marks) in lines.items()
    }


def wrong_rows(connection: sqlite3.Connection) -> Iterator[str]:
    """Ids of the items whose row is not what the journal says."""
    said = rows_from_journal(connection)
    kept = {row[0]: row for row in connection.execute(_ROWS)}
    yield from (id_ for id_ in said.keys() | kept.keys() if said.get(id_) != kept.get(id_))


def _add(connection: sqlite3.Connection, minute: int, edits: Sequence[Edit]) -> None:
    status_default = str(KINDS["item"].column("status").default)
    gone: list[tuple[str]] = []
    new: list[_Row] = []
    entered: list[tuple[str, str, str]] = []
    marked: list[_Row] = []
    for e in edits:
        if e.after is None:
            gone.append((e.id,))
            continue
        status, since, cause = e.after.get("status"), e.after.get("blocked_since", ""), e.after.get("blocked_cause")
        mark = ""
        if since or cause or (e.before is not None and "blocked_since" in e.after):
            given = str(since or "") if "blocked_since" in e.after else None
            mark = _mark(minute, given, None if cause is None else str(cause))
        if e.before is None:
            new.append((e.id, str(minute), _quoted(status or status_default), mark))
            continue
        if status is not None:
            entered.append((e.id, str(minute), _quoted(status)))
        if mark:
            marked.append((e.id, str(minute), _quoted(status_default), mark))
    connection.executemany("DELETE FROM item_states WHERE record = ?", gone)
    connection.executemany(_REPLACE, new)
    connection.executemany(_ADD_STATE, entered)
    connection.executemany(_ADD_MARK, marked)


def _remake(connection: sqlite3.Connection, records: set[str]) -> None:
    if len(records) > _MANY:
        make_anew(connection)
        return
    for record in records:
        connection.execute("DELETE FROM item_states WHERE record = ?", (record,))
        connection.executemany(_REPLACE, rows_from_journal(connection, record).values())


def _records_of(connection: sqlite3.Connection, id_: TransactionId) -> set[str]:
    """Items of a transaction, and of those that it took back itself."""
    records: set[str] = set()
    wanted: TransactionId | None = id_
    seen: set[TransactionId] = set()
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        records.update(
            row[0]
            for row in connection.execute(
                "SELECT record FROM edit WHERE replica = ? AND sequence = ? AND kind = 'item'", wanted
            )
        )
        row = connection.execute(
            "SELECT undoes_replica, undoes_sequence FROM txn WHERE replica = ? AND sequence = ?", wanted
        ).fetchone()
        wanted = None if row is None or row[0] is None else (row[0], row[1])
    return records


def _stamp(sequence: int, writes: int) -> str:
    return f"{sequence} {writes % 2**32}"


def _quoted(status: Stored) -> str:
    return json.dumps(str(status), ensure_ascii=False)


def _mark(minute: int, since: str | None, cause: str | None) -> str:
    return f"{minute},{json.dumps(since)},{json.dumps(cause, ensure_ascii=False)}"


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _local_minutes(minutes: set[int]) -> dict[int, int]:
    """Minute since 1970-01-01T00:00Z -> minute of the local clock; a clock is put forward and back at full hours."""
    hours: dict[int, int] = {}
    local: dict[int, int] = {}
    for minute in minutes:
        hour, past = divmod(minute, 60)
        start = hours.get(hour)
        if start is None:
            start = hours[hour] = to_minute(to_local(datetime.fromtimestamp(hour * 3600, UTC)))
        local[minute] = start + past
    return local
