"""What other programs do to an open file: noticed, brought into the plan, and remembered field by field."""

import sqlite3
from collections.abc import Callable

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.store.file.header import FileHeader
from tpm_tui.store.journal import journal_entries, tombstones, transaction_edits
from tpm_tui.store.tables import record_rows
from tpm_tui.store.transaction import Changed


class ExternalChanges:
    """Where one connection stands among the commits of all. Used by the Store that owns the connection alone."""

    def __init__(self, connection: sqlite3.Connection, header: FileHeader) -> None:
        self._connection = connection
        self._header = header
        #: SQLite's word for "somebody else has committed": another number than the last time.
        self._version = 0
        #: How often the file had been written to, by anybody, when the plan was last brought up to it.
        self._writes = 0
        self._others: dict[tuple[str, str, str], tuple[int, str]] = {}
        self._waiting: Changed | None = None

    def is_behind(self) -> bool:
        """Whether somebody else has committed since the plan was brought up to the file."""
        return self._data_version() != self._version

    def mark_current(self) -> None:
        """The plan has just been read, inside the caller's read or write transaction."""
        self._version, self._writes = self._data_version(), self._header.change_counter()

    def mark_committed(self) -> None:
        """The Store has just committed."""
        self._writes += 1

    def take(self) -> Changed | None:
        """What others did since this was last asked, all of it together; None if nothing."""
        change, self._waiting = self._waiting, None
        return change

    def catch_up(self, plan: Plan) -> Plan:
        """The plan brought up to the file, inside a read or write transaction; :meth:`take` tells what came."""
        behind, writes = self.is_behind(), self._header.change_counter() - self._writes
        entries = journal_entries.entries_since(self._connection, plan.sequence) if plan.complete else []
        edits: list[Edit] = []
        for entry in entries:
            edits_of_entry = transaction_edits.edits_of_transaction(self._connection, entry.id)
            edits += edits_of_entry
            for e in edits_of_entry:
                for name in {**(e.before or {}), **(e.after or {})}:
                    self._others[e.kind, e.id, name] = (entry.sequence, entry.author)
        after = None
        # Written to another number of times than the journal says: by other means than tpm, so it cannot tell how.
        if plan.complete and writes % 2**32 == len(entries):
            try:
                after = plan.applied(edits, entries[-1].sequence) if entries else plan
                if entries:
                    after.aliases = tombstones.load_aliases(self._connection)
            except KeyError:
                after = None
        if after is None:
            after = record_rows.read_plan(self._connection)
            edits = [Edit(name, "", None, None) for name in KINDS]
        if edits and (behind or not plan.complete):
            self._wait(Changed(entries[-1].label if entries else "changes", tuple(edits), after, external=True))
        self.mark_current()
        return after

    def conflicting_author_since(self, seen: int | None) -> Callable[[str, str, str], str | None]:
        """Who, other than this Store, changed a kind's record's field after a sequence number; None if nobody did."""

        def overtaken(kind: str, id_: str, name: str) -> str | None:
            latest = self._others.get((kind, id_, name))
            return latest[1] if latest and seen is not None and latest[0] > seen else None

        return overtaken

    def _wait(self, change: Changed) -> None:
        earlier = self._waiting.edits if self._waiting else ()
        self._waiting = Changed(change.label, earlier + change.edits, change.plan, external=True)

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
