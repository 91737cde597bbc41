"""One open file: its Plan, its transactions, and what other programs do to it.

A Store is used by one thread at a time and keeps one connection. The app gives it a thread of its own.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tpm_tui.domain import clock
from tpm_tui.domain.checks import require
from tpm_tui.domain.dates import Words
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan import Deleted, Edit, Plan
from tpm_tui.domain.progress import Progress, Steps
from tpm_tui.domain.table import Table
from tpm_tui.store import journal, retired, rows
from tpm_tui.store.author import person
from tpm_tui.store.errors import Busy, Gone, ReadOnly, StoreError
from tpm_tui.store.following import Following
from tpm_tui.store.header import Header
from tpm_tui.store.ids import Ids
from tpm_tui.store.journal import Entry
from tpm_tui.store.opening import connect, examine, explained, require_whole
from tpm_tui.store.transaction import Changed, Transaction

if TYPE_CHECKING:
    from random import Random

    from tpm_tui.store.restoring import Told


@dataclass(slots=True)
class _Act:
    """What a transaction is written down as; ``undoes`` is the one it takes back."""

    label: str
    verb: str
    undoes: journal.TransactionId | None = None


class Store:
    """An open file.

    ``readonly`` says in words why it cannot be written, or is empty. ``plan`` is the newest Plan read or made.
    ``words`` is what typed text is read against and may be replaced. StoreError from every method that meets the disk.
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
        self.words = Words(clock.local(now()).date())
        self._ids = Ids(lambda: now().timestamp(), rng)
        self._schema = 0
        try:
            self._header = Header(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be opened: {error.strerror}") from None
        try:
            self._connection = connect(path, bool(readonly), wal)
        except BaseException:
            self._header.close()
            raise
        self._following = Following(self._connection, self._header)

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
        found = examine(path)
        if found.empty:
            raise StoreError(f"{path} is empty; make a workspace of it with: tpm new {path}")
        reason = found.readonly or ("it was asked for" if readonly else "")
        store = cls(path, reason, author or person(), now, rng, found.wal)
        try:
            with store._errors():
                require_whole(store._connection, path)
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
        from tpm_tui.store import beginning

        path = Path(path)
        ours = beginning.claim(path)
        store: Store | None = None
        try:
            store = cls(path, "", author or person(), now, rng)
            if not durable:
                store._connection.execute("PRAGMA synchronous = OFF")
            beginning.fill(store, name or path.stem.replace("_", " ").replace("-", " ").title(), start)
        except BaseException as error:
            if store is not None:
                store.close()
            if ours and not isinstance(error, Busy):
                beginning.unclaim(path)
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
            self._following.stands()
            self.plan = rows.read(self._connection, kinds, glance)
        return self.plan

    def poll(self) -> Changed | None:
        """What other programs committed since the last look, None if nothing. Gone if it is no longer that file."""
        with self._errors():
            self._require_same_file()
            if self._following.behind():
                with self._reading():
                    self.plan = self._following.catch_up(self.plan)
        return self._following.take()

    def history(self, record: str | None = None, limit: int = 1000) -> list[tuple[Entry, list[Edit]]]:
        """Transactions, newest first, with their edits: those of one record, or of the whole file."""
        with self._errors():
            if record is not None:
                return [(entry, [edit]) for entry, edit in journal.of_record(self._connection, record, limit)]
            found: list[tuple[Entry, list[Edit]]] = []
            for entry in journal.backwards(self._connection):
                if len(found) == limit:
                    break
                found.append((entry, journal.edits_of(self._connection, entry.id)))
            return found

    def as_of(self, moment: datetime) -> Plan:
        """The plan as it was at an aware moment."""
        with self._errors(), self._reading():
            plan = self.plan if self.plan.complete else rows.read(self._connection)
            return journal.as_of(self._connection, plan, moment)

    def changes_of(self, kind: str, *fields: str) -> list[tuple[Entry, list[Edit]]]:
        """Transactions that made records of a kind or changed one of these fields, oldest first, with those edits."""
        with self._errors():
            return journal.changes_of(self._connection, kind, fields)

    def entries_since(self, sequence: int) -> list[tuple[Entry, list[Edit]]]:
        """Transactions after a sequence number, oldest first, with their edits."""
        with self._errors():
            found = journal.since(self._connection, sequence)
            return [(entry, journal.edits_of(self._connection, entry.id)) for entry in found]

    # -- changing

    @contextmanager
    def transaction(
        self, label: str, verb: str = "edit", *, initiator: object = None, seen: int | None = None
    ) -> Iterator[Transaction]:
        """The one way to change the file: gather edits under its lock, then write them with their journal entry.

        ``seen`` is the sequence number of the plan the person was looking at: a field that another program changed
        after it is a Conflict. After the block, ``last_change`` tells what was done. Any exception leaves the file as
        it was. Refused if a rule is broken; StoreError if the file cannot be written.
        """
        with self._transaction(_Act(label, verb), initiator, seen) as tx:
            yield tx

    def undo(self, initiator: object = None, progress: Progress | None = None) -> Changed | None:
        """Take back this author's newest edit; None if there is none. Refused if its records have since changed,
        Cancelled if ``progress`` says to stop; nothing is written then."""
        return self._take_back(_Act("", "undo"), journal.to_undo, initiator, progress)

    def redo(self, initiator: object = None, progress: Progress | None = None) -> Changed | None:
        """Take back this author's newest undo; None if there is none. Refused and Cancelled as for :meth:`undo`."""
        return self._take_back(_Act("", "redo"), journal.to_redo, initiator, progress)

    def _take_back(
        self,
        act: "_Act",
        pick: Callable[[Iterator[Entry], str], Entry | None],
        initiator: object,
        progress: Progress | None,
    ) -> Changed | None:
        self.last_change = None
        with self._errors():
            if pick(journal.backwards(self._connection), self.author) is None:
                return None
        with self._transaction(act, initiator, None) as tx:
            # Looked up again under the lock: another program of the same person may have been faster.
            with self._errors():
                entry = pick(journal.backwards(self._connection), self.author)
                edits = [] if entry is None else journal.edits_of(self._connection, entry.id, whole=True)
            if entry is not None:
                act.label, act.undoes = entry.label, entry.id
            # Half of the work comes after: the rules, the tables, the journal.
            tx.take_back(edits, Steps(progress, 2 * len(edits)).step)
        return self.last_change

    last_change: Changed | None = None

    @contextmanager
    def _transaction(self, act: "_Act", initiator: object, seen: int | None) -> Iterator[Transaction]:
        self.last_change = None
        self._require_writable()
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            with self._errors():
                self._require_same_file()
                schema_checked = rows.prepare(self._connection, self._schema)
                latest = journal.latest(self._connection)
                if self._following.behind() or not self.plan.complete or self.plan.sequence != latest:
                    self.plan = self._following.catch_up(self.plan)
            keys = rows.Keys(self._connection)
            tx = Transaction(
                self.plan,
                self.words,
                self.now(),
                self._ids,
                keys.next,
                self._following.overtaken_since(seen),
                self.author,
                keys.taken,
            )
            yield tx
            edits = tx.edits
            act.label = tx.label or act.label
            if edits:
                after = tx.result()
                require(after, edits, taking_back=act.undoes is not None)
                with self._errors():
                    replica = rows.replica(self._connection, self._header.identity)
                    sequence = latest + 1
                    entry = Entry(replica, sequence, tx.moment, self.author, act.verb, act.label, act.undoes)
                    rows.write(self._connection, edits, sequence)
                    retired.write(self._connection, tx.aliases, tx.deleted, sequence)
                    journal.write(self._connection, entry, edits)
                    keys.save()
                    if tx.aliases or act.undoes is not None:
                        # Else they are those of the plan before; to ask looks through the whole history.
                        after.aliases = retired.aliases(self._connection)
                    self._connection.execute("COMMIT")
                self._schema = schema_checked
                self._following.wrote()
                after.sequence = sequence
                self.plan = after
                self.last_change = Changed(act.label, tuple(edits), after, initiator)
            else:
                self._connection.execute("ROLLBACK")
        finally:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")

    def take_external(self) -> Changed | None:
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
            self._keep_off_other_journals()
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise explained(error, self.path) from error

    def _require_writable(self) -> None:
        if self.readonly:
            raise ReadOnly(f"{self.path.name} is open for reading only: {self.readonly}")

    def _end(self) -> str:
        """What became of the file under its name: "deleted", "replaced" by another, or "" where it is still there."""
        try:
            status = self.path.stat()
        except OSError:
            return "deleted"
        return "" if (status.st_dev, status.st_ino) == self._header.identity else "replaced"

    def _require_same_file(self) -> None:
        end = self._end()
        if end:
            raise Gone(
                f"{self.path.name} was {end} while it was open; nothing was written."
                " Save what you see with: backup PATH"
            )

    def _keep_off_other_journals(self) -> None:
        """Gone where SQLite would take the journal of the file that now has the name for one left by a crash of ours.

        It finds a journal by name, so that even reading would write its pages into our file and take it away from the
        program that is writing [sqlite.org/howtocorrupt.html, 2.4 and 2.5].
        """
        if self._end() == "replaced" and self.path.with_name(f"{self.path.name}-journal").exists():
            raise Gone(f"{self.path.name} was replaced while it was open, and is being written now; try again")

    # -- the whole file

    def deleted(self) -> list[Deleted]:
        """The records that were deleted, by id; not those whose making was undone."""
        with self._errors():
            return retired.deleted(self._connection)

    def restore(
        self, records: Plan, history: "Sequence[Told]", aliases: Mapping[str, str], deleted: Sequence[Deleted]
    ) -> None:
        """Fill a new file with records, keys that are not used any more, and the journal that led to them; history is
        theirs, there is nothing to undo.

        Refused, and nothing is written, if the file has been worked in or the journal does not lead to the records.
        """
        from tpm_tui.store import restoring

        self._require_writable()
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._require_same_file()
                rows.prepare(self._connection, self._schema)
                restoring.restore(self._connection, records, history, aliases, deleted)
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
        self.load()

    def backup(self, target: str | Path, progress: Progress | None = None) -> None:
        """Write a complete copy of the file as it is now. StoreError if the target exists or cannot be written,
        Cancelled if ``progress`` says to stop; there is no copy then."""
        from tpm_tui.store.backup import backup

        with self._errors():
            backup(self._connection, Path(target), progress)


__all__ = ["Changed", "Refused", "Store", "StoreError", "Transaction"]
