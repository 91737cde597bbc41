"""Is a file sound: its pages, its references, its schema, and its records against its journal."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tpm_tui.domain.field_rules import value_problem
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.errors import FormatError
from tpm_tui.store.journal import item_states, journal_entries, transaction_edits
from tpm_tui.store.store import Store
from tpm_tui.store.tables import schema

#: Examples named of each fault.
_MOST = 5


class IntegrityFault(Struct, frozen=True):
    """``check``: pages, references, schema, values, journal or histories. ``text`` says what is wrong."""

    check: str
    text: str


class IntegrityReport(Struct, frozen=True):
    """What was found, and how much there is: ``records`` and ``transactions``. ``advice`` says what to do."""

    faults: tuple[IntegrityFault, ...]
    records: int
    transactions: int
    advice: str = ""


def recovery_advice(path: Path) -> str:
    """How to save what can be read of a damaged file."""
    rescued = path.with_name(f"rescued-{path.name}")
    return f"restore a backup, or save what can be read with: sqlite3 '{path}' .recover | sqlite3 '{rescued}'"


def check_integrity(path: Path) -> IntegrityReport:
    """Look at all of a file; nothing of it is changed. StoreError if it is no file of this program."""
    try:
        store = Store.open(path)
    except FormatError as error:
        if "damaged" not in str(error):
            raise
        return IntegrityReport(
            (IntegrityFault("pages", "the file is damaged and cannot be opened"),), 0, 0, recovery_advice(path)
        )
    with store:
        connection = store._connection
        try:
            connection.execute("BEGIN")
            faults = [*_pages(connection), *_references(connection), *_schema(connection)]
            plan = store.load()
            faults += [*_values(plan), *_journal(connection, plan), *_histories(store, plan)]
            transactions = int(connection.execute("SELECT count(*) FROM txn").fetchone()[0])
            records = sum(len(table) for table in plan.tables.values())
            connection.execute("COMMIT")
        except (sqlite3.DatabaseError, FormatError) as error:
            return IntegrityReport(
                (IntegrityFault("pages", f"the file is damaged: {error}"),), 0, 0, recovery_advice(path)
            )
    broken = any(f.check == "pages" for f in faults)
    advice = recovery_advice(path) if broken else "set the fields named again, or restore a backup" if faults else ""
    return IntegrityReport(tuple(faults), records, transactions, advice)


def _pages(connection: sqlite3.Connection) -> Iterator[IntegrityFault]:
    for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST * 4})"):
        if text != "ok":
            yield from (IntegrityFault("pages", line) for line in str(text).splitlines())


def _references(connection: sqlite3.Connection) -> Iterator[IntegrityFault]:
    counts: dict[tuple[str, str], int] = {}
    for table, _, target, _ in connection.execute("PRAGMA foreign_key_check"):
        counts[str(table), str(target)] = counts.get((str(table), str(target)), 0) + 1
    for (table, target), count in counts.items():
        yield IntegrityFault("references", f"{count} of {table} point at {with_article(target)} that is not there")


def _schema(connection: sqlite3.Connection) -> Iterator[IntegrityFault]:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version != schema.SCHEMA_VERSION:
        yield IntegrityFault("schema", f"the schema is version {version}; this program writes {schema.SCHEMA_VERSION}")
    for kind, column in schema.missing_columns(connection):
        what = f"the field {column.name} of {kind.name}" if column else f"the kind {kind.name}"
        yield IntegrityFault("schema", f"{what} is not there yet; the next change adds it")


def _values(plan: Plan) -> Iterator[IntegrityFault]:
    """Values that this program would not take."""
    for name, table in plan.tables.items():
        for column in table.kind.columns:
            bad = {v: reason for v in set(table.columns[column.name]) if (reason := value_problem(column, v))}
            if not bad:
                continue
            places = [i for i, v in enumerate(table.columns[column.name]) if v in bad]
            keys = ", ".join(str(table.columns["key"][i]) for i in places[:_MOST])
            more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
            reason = bad[table.columns[column.name][places[0]]]
            yield IntegrityFault("values", f"{column.name} of {name} {keys}{more}: {reason}")


def _histories(store: Store, plan: Plan) -> Iterator[IntegrityFault]:
    """Items whose states, as they are kept beside the journal, are not those that the journal says."""
    if store.item_histories() is None:
        return  # not read by anybody; the next change makes them anew
    wrong = list(item_states.wrong_rows(store._connection))
    if wrong:
        table = plan["item"]
        keys = sorted(str(table.value(id_, "key")) if id_ in table.position else id_ for id_ in wrong)
        more = f" and {len(keys) - _MOST} more" if len(keys) > _MOST else ""
        yield IntegrityFault("histories", f"states kept of {', '.join(keys[:_MOST])}{more} differ from the journal")


def records_from_journal(connection: sqlite3.Connection) -> dict[str, dict[str, dict[str, Stored]]]:
    """Kind -> id -> stored values, as the journal alone says they are."""
    records: dict[str, dict[str, dict[str, Stored]]] = {name: {} for name in KINDS}
    for entry in journal_entries.entries_since(connection, 0):
        for edit in transaction_edits.edits_of_transaction(connection, entry.id):
            _replay(records[edit.kind], edit)
    return records


def _replay(records: dict[str, dict[str, Stored]], edit: Edit) -> None:
    if edit.after is None:
        records.pop(edit.id, None)
    elif edit.before is None:
        records[edit.id] = dict(edit.after)
    else:
        records.setdefault(edit.id, {}).update(edit.after)


def _journal(connection: sqlite3.Connection, plan: Plan) -> Iterator[IntegrityFault]:
    """Where the records are not what the journal says: something other than tpm wrote them."""
    lost = connection.execute(
        "SELECT count(*) FROM edit LEFT JOIN txn USING (replica, sequence) WHERE txn.sequence IS NULL"
    ).fetchone()[0]
    if lost:
        yield IntegrityFault("journal", f"{lost} edits belong to no transaction")
    expected = records_from_journal(connection)
    for name, table in plan.tables.items():
        kept = expected[name]
        different = []
        for id_ in table.ids:
            row, said = table.row(id_), kept.get(id_)
            fields = list(row) if said is None else [n for n, v in row.items() if n in said and said[n] != v]
            if fields:
                different.append(f"{row['key']} ({'not in it' if said is None else ', '.join(fields)})")
        gone = [id_ for id_ in kept if id_ not in table.position]
        different += [f"{kept[id_].get('key', id_)} (missing)" for id_ in gone]
        if different:
            more = f" and {len(different) - _MOST} more" if len(different) > _MOST else ""
            yield IntegrityFault("journal", f"{name} differs from the journal: {', '.join(different[:_MOST])}{more}")
