"""How items went through the workflow, read from the journal without what was taken back."""

import json
import re
import sqlite3
from datetime import datetime

from tpm_tui.domain.plan.edits import StateChange
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import to_minute

#: In the text of an edit: within a text of a field the quotes would be escaped.
_STATUS = re.compile(r'"status":("(?:[^"\\]|\\.)*")')
_STATUS_IS = '"status":"'
_BLOCKED = re.compile(r'"blocked_since":(null|"[^"]*")')
_CAUSE = re.compile(r'"blocked_cause":("(?:[^"\\]|\\.)*")')


def undone_since(connection: sqlite3.Connection, after: int) -> bool:
    """Whether something was undone or done again after a sequence number: what was read before may not hold then."""
    row = connection.execute(
        "SELECT 1 FROM txn WHERE sequence > ? AND undoes_sequence IS NOT NULL LIMIT 1", (after,)
    ).fetchone()
    return row is not None


def state_changes(connection: sqlite3.Connection, after: int = 0, until: int | None = None) -> list[StateChange]:
    """Changes of items' states, and marks in transactions after a sequence number, oldest first; with ``until`` none
    of transactions after that.

    A transaction that was undone does not count, nor do undo and redo themselves: what was taken back was a mistake.
    """
    try:
        return _read(connection, after, until, "")
    except _OutOfOrderError:  # copies that were merged: the newer of one may stand before the older of the other
        return _read(connection, after, until, " ORDER BY e.sequence, e.replica, e.number")


class _OutOfOrderError(Exception):
    """Edits do not lie in the file in the order in which they were made."""


def _read(connection: sqlite3.Connection, after: int, until: int | None, order: str) -> list[StateChange]:
    minutes = _minutes(connection, after, until)
    parsed: dict[str, _Fields] = {}
    changes: list[StateChange] = []
    transaction, minute, last = ("", 0), None, 0
    # Of the whole journal each transaction is looked up here, not in SQLite: one holds many edits.
    tables = "txn t CROSS JOIN edit e ON e.replica = t.replica AND e.sequence = t.sequence" if after else "edit e"
    # The plus keeps SQLite from looking up all later edits for each transaction.
    later = " AND +t.sequence > ?" if after else ""
    rows = connection.execute(
        "SELECT e.sequence, e.replica, e.record, e.before IS NULL, e.after"
        f" FROM {tables} WHERE e.kind = 'item'{later}{order}",
        (after,) if after else (),
    )
    for sequence, replica, record, created, text in rows:
        if sequence != transaction[1] or replica != transaction[0]:
            transaction = replica, sequence
            minute = minutes.get(transaction)
            if minute is not None:
                if sequence < last and not order:
                    raise _OutOfOrderError
                last = sequence
        if minute is None:
            continue
        fields = parsed.get(text, None if text is not None else _NOTHING)
        if fields is None:
            fields = changed_fields(text)
            if len(text) < 80:  # a state alone: many edits say the same
                parsed[text] = fields
        if fields is _NOTHING and not created and text is not None:
            continue
        changes.append((minute, record, created, text is None, *fields))
    return changes


def _minutes(connection: sqlite3.Connection, after: int, until: int | None) -> dict[tuple[str, int], int]:
    """Transaction -> its clock minute, of those after a sequence number, and none after ``until``, that neither took
    something back nor were taken back themselves."""
    undone, hours = taken_back(connection), dict[str, int]()
    minutes: dict[tuple[str, int], int] = {}
    for replica, sequence, time in connection.execute(
        "SELECT replica, sequence, time FROM txn"
        " WHERE undoes_sequence IS NULL AND sequence > :after AND (:until IS NULL OR sequence <= :until)",
        {"after": after, "until": until},
    ):
        if (replica, sequence) in undone:
            continue
        hour = time[:13]
        start = hours.get(hour)
        if start is None:
            start = hours[hour] = to_minute(to_local(datetime.fromisoformat(f"{hour}:00:00{time[23:]}")))
        minutes[replica, sequence] = start + int(time[14:16])
    return minutes


_Fields = tuple[str | None, str | None, str | None]
_NOTHING: _Fields = (None, None, None)


def changed_fields(text: str) -> _Fields:
    """Status, start of the mark and its cause, as far as an edit changes them."""
    if '"blocked_' not in text:
        begin = text.find(_STATUS_IS)
        end = text.find('"', begin + len(_STATUS_IS))
        if begin < 0:
            return _NOTHING
        if "\\" not in text[begin:end]:
            return text[begin + len(_STATUS_IS) : end], None, None
    blocked = _BLOCKED.search(text)
    since = None if blocked is None else "" if blocked[1] == "null" else str(json.loads(blocked[1]))
    fields = _text(_STATUS, text), since, _text(_CAUSE, text)
    return fields if any(field is not None for field in fields) else _NOTHING


def _text(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    if match is None:
        return None
    return match[1][1:-1] if "\\" not in match[1] else str(json.loads(match[1]))


def taken_back(connection: sqlite3.Connection) -> set[tuple[str, int]]:
    """Ids of transactions that were undone and not done again."""
    undone: dict[tuple[str, int], tuple[str, int]] = {}
    result: set[tuple[str, int]] = set()
    for replica, sequence, undoes_replica, undoes_sequence in connection.execute(
        "SELECT replica, sequence, undoes_replica, undoes_sequence FROM txn WHERE undoes_sequence IS NOT NULL"
        " ORDER BY sequence, replica"
    ):
        target = undoes_replica, undoes_sequence
        if target in undone:  # it took back an undo
            result.discard(undone[target])
        else:
            result.add(target)
        undone[replica, sequence] = undone.get(target, target)
    return result
