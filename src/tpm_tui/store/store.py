"""One open file: its Plan, its transactions, and what other programs do to it.

A Store is used by one thread at a time and keeps one connection. The app gives it a thread of its own.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tpm_tui.domain.cancellation_of_long_work import ProgressCallback, ProgressReporter
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit, ItemStates, StateChange, Tombstone
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.store.errors import FileLockedError, ReadOnlyError, StoreError
from tpm_tui.store.file.author import author_name
from tpm_tui.store.file.connection import inspect_file, open_connection, require_complete, to_store_error
from tpm_tui.store.file.external_changes import ExternalChanges
from tpm_tui.store.file.header import FileHeader
from tpm_tui.store.file.replacement import require_no_foreign_journal, require_same_file
from tpm_tui.store.journal import item_states, journal_entries, tombstones, transaction_edits
from tpm_tui.store.journal.journal_entries import JournalEntry, entries_newest_first, last_sequence
from tpm_tui.store.journal.next_transaction_to_undo import next_redo, next_undo
from tpm_tui.store.journal.plan_as_of import plan_at
from tpm_tui.store.journal.record_history import entries_of_record, field_changes, sequence_of_creation
from tpm_tui.store.journal.state_changes import state_changes, undone_since
from tpm_tui.store.tables import record_rows
from tpm_tui.store.tables.ids import IdGenerator
from tpm_tui.store.transaction import Changed, Transaction, TransactionHeader
from tpm_tui.store.when_an_undo_is_refused import revert_edits

if TYPE_CHECKING:
    from random import Random

    from tpm_tui.store.file.restore import ExportedTransaction


class Store:
    """An open file.

    ``readonly`` says in words why it cannot be written, or is empty. ``plan`` is the newest Plan read or made.
    ``context`` is what typed text is read against and may be replaced. Every method may raise StoreError.
    """

    def __init__(
        self,
        path: Path,
        readonly: str,
        author: str,
        now: Callable[[], datetime],
        rng: "Random | None",
        wal: bool = False,
    ) -> None:
        self.path = path
        self.readonly = readonly
        self.author = author
        self.now = now
        self.plan = Plan({name: Table.empty(kind, complete=False) for name, kind in KINDS.items()})
        self.context = InputContext(clock.to_local(now()).date())
        self._ids = IdGenerator(lambda: now().timestamp(), rng)
        self._schema = 0
        try:
            self._header = FileHeader(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be opened: {error.strerror}") from None
        try:
            self._connection = open_connection(path, bool(readonly), wal)
        except BaseException:
            self._header.close()
            raise
        self._following = ExternalChanges(self._connection, self._header)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        readonly: bool = False,
        author: str | None = None,
        now: Callable[[], datetime] = clock.now,
        rng: "Random | None" = None,
    ) -> "Store":
        """Open an existing file; read nothing of it yet (:meth:`load` does). StoreError says what is wrong."""
        path = Path(path)
        info = inspect_file(path)
        if info.empty:
            raise StoreError(f"{path} is empty; make a workspace of it with: tpm new {path}")
        reason = info.readonly or ("it was asked for" if readonly else "")
        store = cls(path, reason, author or author_name(), now, rng, info.wal)
        try:
            with store._errors():
                require_complete(store._connection, path)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        name: str = "",
        start: date | None = None,
        author: str | None = None,
        now: Callable[[], datetime] = clock.now,
        rng: "Random | None" = None,
        durable: bool = True,
    ) -> "Store":
        """Make a new file with a default calendar and workflow. StoreError if something is there already.

        With ``durable`` false, commits do not wait for the disk until the file is closed: for what is made in one go
        and thrown away if it fails.
        """
        from tpm_tui.store.file import create as beginning

        path = Path(path)
        ours = beginning.reserve_path(path)
        store: Store | None = None
        try:
            store = cls(path, "", author or author_name(), now, rng)
            if not durable:
                store._connection.execute("PRAGMA synchronous = OFF")
            with store.transaction("Make the file", Operation.CREATE_FILE) as tx:
                another_was_faster = last_sequence(store._connection) > 0
                beginning.insert_initial_records(tx, path, name, start or store.context.today, another_was_faster)
        except BaseException as error:
            if store is not None:
                store.close()
            if ours and not isinstance(error, FileLockedError):
                beginning.release_path(path)
            raise
        return store

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()
        self._header.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading

    def load(self, kinds: Sequence[str] | None = None, glance: bool = False) -> Plan:
        """Read the file into ``plan`` (and return it): all of it, some kinds, or a glance for a first picture."""
        with self._errors(), self._reading():
            self._following.mark_current()
            self.plan = record_rows.read_plan(self._connection, kinds, glance)
        return self.plan

    def poll(self) -> Changed | None:
        """What other programs committed since the last look, None if nothing. Gone if it is no longer that file."""
        with self._errors():
            require_same_file(self.path, self._header.identity)
            if self._following.is_behind():
                with self._reading():
                    self.plan = self._following.catch_up(self.plan)
        return self._following.take()

    def history(self, record: str | None = None, limit: int = 1000) -> list[tuple[JournalEntry, list[Edit]]]:
        """Transactions, newest first, with their edits: those of one record, or of the whole file."""
        with self._errors():
            if record is not None:
                return [(entry, [edit]) for entry, edit in entries_of_record(self._connection, record, limit)]
            return transaction_edits.newest_transactions(self._connection, limit)

    def as_of(self, moment: datetime | int, later: Plan | None = None) -> Plan:
        """The plan as it was at an aware moment, or after a transaction; the way back begins at ``later``, else now."""
        with self._errors(), self._reading():
            plan = later or (self.plan if self.plan.complete else record_rows.read_plan(self._connection))
            return plan_at(self._connection, plan, moment)

    def first_and_last_entry(self) -> tuple[JournalEntry, JournalEntry] | None:
        """The oldest and the newest transaction; None where the journal is empty."""
        with self._errors():
            return journal_entries.first_and_last_entry(self._connection)

    def sequence_of_creation(self, kind: str, id_: str) -> int | None:
        """The sequence number of the transaction that first made a record, None where the journal does not say."""
        with self._errors():
            return sequence_of_creation(self._connection, kind, id_)

    def changes_of(self, kind: str, *fields: str, deletions: bool = False) -> list[tuple[JournalEntry, list[Edit]]]:
        """Transactions that made records of a kind or changed one of these fields, oldest first, with those edits; with
        ``deletions`` also those that deleted one."""
        with self._errors():
            return field_changes(self._connection, kind, fields, deletions)

    def state_changes(self, after: int = 0, until: int | None = None) -> tuple[bool, list[StateChange]]:
        """Changes of items' states and blocked marks, oldest first, without those taken back: from after one sequence
        number to another; or (then the first is true) from the beginning, as what was read no longer holds."""
        with self._errors():
            whole = not after or undone_since(self._connection, after)
            return whole, state_changes(self._connection, 0 if whole else after, until)

    def item_histories(self, until: int | None = None) -> list[ItemStates] | None:
        """The states of each item as the file keeps them, up to its last transaction; None where it does not, or where
        its last one is not ``until``: then :meth:`state_changes` says."""
        with self._errors(), self._reading():
            latest, writes = last_sequence(self._connection), self._header.change_counter()
            held = until in (None, latest) and item_states.holds(self._connection, latest, writes)
            return item_states.read_kept(self._connection) if held else None

    def entries_since(self, sequence: int) -> list[tuple[JournalEntry, list[Edit]]]:
        """Transactions after a sequence number, oldest first, with their edits."""
        with self._errors():
            return transaction_edits.transactions_since(self._connection, sequence)

    # -- changing

    @contextmanager
    def transaction(
        self, label: str, verb: str = Operation.EDIT, *, initiator: object = None, seen: int | None = None
    ) -> Iterator[Transaction]:
        """The one way to change the file: gather edits under its lock, then write them with their journal entry.

        ``seen`` is the sequence number of the plan the person was looking at: a field that another program changed
        after it is an EditConflict. After the block, ``last_change`` says what was done. Any exception leaves the file
        as it was. ValidationError if a rule is broken; StoreError if the file cannot be written.
        """
        with self._transaction(TransactionHeader(label, verb), initiator, seen) as tx:
            yield tx

    def undo(self, initiator: object = None, progress: ProgressCallback | None = None) -> Changed | None:
        """Take back this author's newest edit; None if there is none. ValidationError if its records have since
        changed, Cancelled if ``progress`` says to stop; nothing is written then."""
        return self._take_back(TransactionHeader("", Operation.UNDO), next_undo, initiator, progress)

    def redo(self, initiator: object = None, progress: ProgressCallback | None = None) -> Changed | None:
        """Take back this author's newest undo; None if there is none. Raises as :meth:`undo`."""
        return self._take_back(TransactionHeader("", Operation.REDO), next_redo, initiator, progress)

    def _take_back(
        self,
        act: TransactionHeader,
        pick: Callable[[Iterator[JournalEntry], str], JournalEntry | None],
        initiator: object,
        progress: ProgressCallback | None,
    ) -> Changed | None:
        self.last_change = None
        with self._errors():
            if pick(entries_newest_first(self._connection), self.author) is None:
                return None
        with self._transaction(act, initiator, None) as tx:
            # Looked up again under the lock: another program of the same person may have been faster.
            with self._errors():
                entry = pick(entries_newest_first(self._connection), self.author)
                edits = (
                    []
                    if entry is None
                    else transaction_edits.edits_of_transaction(self._connection, entry.id, whole=True)
                )
            if entry is not None:
                act.label, act.undoes = entry.label, entry.id
            # Half of the work comes after: the rules, the tables, the journal.
            revert_edits(tx, edits, ProgressReporter(progress, 2 * len(edits)).advance)
        return self.last_change

    last_change: Changed | None = None

    @contextmanager
    def _transaction(self, act: TransactionHeader, initiator: object, seen: int | None) -> Iterator[Transaction]:
        self.last_change = None
        self._require_writable()
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            with self._errors():
                require_same_file(self.path, self._header.identity)
                schema_checked = record_rows.prepare_schema(self._connection, self._schema)
                latest, writes = last_sequence(self._connection), self._header.change_counter()
                histories_held = item_states.holds(self._connection, latest, writes)
                if self._following.is_behind() or not self.plan.complete or self.plan.sequence != latest:
                    self.plan = self._following.catch_up(self.plan)
            keys = record_rows.KeyCounters(self._connection)
            tx = Transaction(
                self.plan, self.context, self.now(), self._ids, keys.next,
                self._following.conflicting_author_since(seen), self.author, keys.reserve,
            )  # fmt: skip
            yield tx
            edits = tx.edits
            act.label = tx.label or act.label
            if edits:
                from tpm_tui.domain.record_rules import require_valid  # with the filter language: who reads needs none

                after = tx.result()
                require_valid(after, edits, replayed=act.undoes is not None)
                with self._errors():
                    replica = record_rows.ensure_replica(self._connection, self._header.identity)
                    sequence = latest + 1
                    entry = JournalEntry(replica, sequence, tx.moment, self.author, act.verb, act.label, act.undoes)
                    record_rows.write_edits(self._connection, edits, sequence)
                    tombstones.write_tombstones(self._connection, tx.aliases, tx.deleted, sequence)
                    transaction_edits.write_transaction(self._connection, entry, edits)
                    item_states.keep(self._connection, entry, edits, histories_held, writes + 1)
                    keys.save()
                    if tx.aliases or act.undoes is not None:
                        # Else they are those of the plan before; to ask looks through the whole history.
                        after.aliases = tombstones.load_aliases(self._connection)
                    self._connection.execute("COMMIT")
                self._schema = schema_checked
                self._following.mark_committed()
                after.sequence = sequence
                self.plan = after
                self.last_change = Changed(act.label, tuple(edits), after, initiator)
            else:
                self._connection.execute("ROLLBACK")
        finally:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")

    def take_external_changes(self) -> Changed | None:
        """What other programs did that a transaction came upon, once; :meth:`poll` gives it too."""
        return self._following.take()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One consistent view of the file for several statements."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Around all that meets the file: what goes wrong there becomes a StoreError."""
        if not self._connection.in_transaction:
            require_no_foreign_journal(self.path, self._header.identity)
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise to_store_error(error, self.path) from error

    def _require_writable(self) -> None:
        if self.readonly:
            raise ReadOnlyError(f"{self.path.name} is open for reading only: {self.readonly}")

    # -- the whole file

    def deleted(self) -> list[Tombstone]:
        """The records that were deleted, by id; not those whose making was undone."""
        with self._errors():
            return tombstones.load_tombstones(self._connection)

    def restore(
        self,
        records: Plan,
        history: "Sequence[ExportedTransaction]",
        aliases: Mapping[str, str],
        deleted: Sequence[Tombstone],
    ) -> None:
        """Fill a new file with records, keys that are not used any more, and the journal that led to them; history is
        theirs, there is nothing to undo.

        ValidationError, and nothing is written, if the file has been worked in or the journal does not lead to the
        records.
        """
        from tpm_tui.store.file import restore as restoring

        self._require_writable()
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                require_same_file(self.path, self._header.identity)
                record_rows.prepare_schema(self._connection, self._schema)
                writes = self._header.change_counter() + 1
                restoring.restore_export(self._connection, records, history, aliases, deleted, writes)
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
        self.load()

    def backup(self, target: str | Path, progress: ProgressCallback | None = None) -> None:
        """Write a complete copy of the file as it is now. StoreError if the target exists or cannot be written,
        Cancelled if ``progress`` says to stop; there is no copy then."""
        from tpm_tui.store.file.backup import write_backup

        with self._errors():
            write_backup(self._connection, Path(target), self._header.mode, progress)


__all__ = ["Changed", "Store", "StoreError", "Transaction", "ValidationError"]
