"""What an import means to change, gathered before anything is written: preview and import read the same change set."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.derived.waits_and_blocks import implied_mark
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.plan.edits import Tombstone
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.exchange.common.import_gaps import import_findings
from tpm_tui.exchange.common.import_result import ColumnMapping, ImportResult, PreviewRow, StateQuestion
from tpm_tui.store.transaction import Transaction

StoredValues = dict[str, Stored]

#: So many records are listed before an import, of those to be made and of those to be changed.
PREVIEW_LIMIT = 200

_BLOCKED_SINCE = KINDS["item"].column("blocked_since")

#: Stands for the key of an item that is made in the same import, where a baseline notes it.
PENDING_KEY = "?"


class RecordChange(Struct):
    """One record to make (``new``) or to change, with stored values, and the line of the file that asks for it."""

    kind: str
    id: str
    values: StoredValues
    line: int
    new: bool


class ChangeSet:
    """Changes by record, in order, on top of a Plan.

    ``refused`` holds (line, reason); ``left_out`` of them are parts of rows that come in.
    ``main`` is the kind whose records are counted (empty: every kind); ``same``
    counts its records that need no change. ``columns`` says how the file's columns were understood.
    ``removed`` holds (kind, id) of what a new file came with and the import has no place for. ``aliases`` and
    ``deleted`` are keys that come along and no record has any more.
    """

    def __init__(self, plan: Plan, context: InputContext, new_id: Callable[[], str], main: str = "") -> None:
        self.plan = plan
        self.context = context
        self.new_id = new_id
        self.main = main
        self.changes: dict[str, RecordChange] = {}
        self.refused: list[tuple[int, str]] = []
        self.left_out = 0
        self.notes: list[str] = []
        self.assumed: list[str] = []
        self.questions: list[StateQuestion] = []
        self.ignored: list[tuple[str, int]] = []
        self.columns: tuple[ColumnMapping, ...] = ()
        self.same = 0
        self.removed: list[tuple[str, str]] = []
        self.aliases: dict[str, str] = {}
        self.deleted: list[Tombstone] = []

    def add(self, kind: str, values: StoredValues, line: int = 0, id_: str | None = None) -> str:
        """A record to be made; its id."""
        id_ = id_ or self.new_id()
        self.changes[id_] = RecordChange(kind, id_, values, line, True)
        return id_

    def set(self, kind: str, id_: str, values: StoredValues, line: int = 0) -> bool:
        """Fields to be changed, those that differ; False if none does."""
        change = self.changes.get(id_)
        if change is not None:
            change.values.update(values)
            return True
        table = self.plan[kind]
        place = table.position[id_]
        columns = table.columns
        differing = {name: value for name, value in values.items() if columns[name][place] != value}
        if not differing:
            return False
        self.changes[id_] = RecordChange(kind, id_, differing, line, False)
        return True

    def value(self, kind: str, id_: str, name: str) -> Stored:
        """One stored value as it will be. KeyError if the record will not be there."""
        change = self.changes.get(id_)
        if change is not None and name in change.values:
            return change.values[name]
        if change is not None and change.new:
            column = KINDS[kind].column(name)
            return "[]" if column.many and not column.default else column.default
        return self.plan.value(kind, id_, name)

    def will_have(self, kind: str, id_: str) -> bool:
        change = self.changes.get(id_)
        return (change is not None and change.kind == kind) or id_ in self.plan[kind]

    def refuse(self, id_: str, reason: str) -> None:
        """Take a record's change out, saying why."""
        change = self.changes.pop(id_)
        if self.main in ("", change.kind):
            self.refused.append((change.line, reason))
        else:
            self.leave_out(change.line, KINDS[change.kind].label, reason)

    def leave_out(self, line: int, what: str, reason: str) -> None:
        """Refuse a part of a row that comes in for the rest."""
        self.refused.append((line, f"{what} left out: {reason}"))
        self.left_out += 1

    def assume(self, what: str) -> None:
        """Note something that was guessed, so that a person can look at it."""
        self.assumed.append(what)
        self.notes.append(what)

    def outcome(self, written: bool, nothing: bool = False) -> ImportResult:
        """What comes of the change set. With ``nothing``, its changes are given up and only the refusals are listed."""
        refused = tuple(sorted(self.refused))
        if nothing:
            return ImportResult(
                refused=refused,
                left_out=self.left_out,
                notes=tuple(self.notes),
                columns=self.columns,
                ignored=tuple(self.ignored),
            )
        counted = [c.new for c in self.changes.values() if self.main in ("", c.kind)]
        made = Counter(c.kind for c in self.changes.values() if c.new and self.main not in ("", c.kind))
        beside = ", ".join(_count_label(kind, made[kind]) for kind in KINDS if made[kind])
        notes = (f"also created: {beside}", *self.notes) if beside else tuple(self.notes)
        new = sum(counted)
        return ImportResult(
            new, len(counted) - new, self.same, refused, notes, self.columns, written,
            ignored=tuple(self.ignored), assumed=tuple(self.assumed), findings=self._findings(),
            questions=tuple(self.questions), left_out=self.left_out, reworked=tuple(self.reworked_needs()),
        )  # fmt: skip

    def reworked_needs(self) -> Iterator[str]:
        """Ids of the requirements that were there, and say something else by the changes."""
        for change in self.changes.values():
            if change.kind == "requirement" and not change.new and not change.values.keys().isdisjoint(CONTENT_FIELDS):
                yield change.id

    def preview(self, nothing: bool = False) -> ImportResult:
        """The outcome before anything is written, with the first records that would be made and changed."""
        result = self.outcome(False, nothing)
        if nothing:
            return result
        making, changing = (tuple(islice(self._coming(new), PREVIEW_LIMIT)) for new in (True, False))
        return replace(result, to_create=making, to_update=changing)

    def _findings(self) -> tuple[tuple[str, int], ...]:
        if self.main not in ("", "item"):
            return ()
        groups = dict(self.plan.state_groups)
        for change in self.changes.values():
            if change.kind == "state":
                groups[str(self.value("state", change.id, "name"))] = str(self.value("state", change.id, "group"))
        return import_findings(self, groups, (c.id for c in self.changes.values() if c.kind == "item"))

    def _coming(self, new: bool) -> Iterator[PreviewRow]:
        for change in self.changes.values():
            if change.new != new or self.main not in ("", change.kind):
                continue
            kind = KINDS[change.kind]
            key = change.values.get("key") if new else self.plan.value(kind.name, change.id, "key")
            title = self.value(kind.name, change.id, kind.title)
            names = (c.label for c in kind.columns if not new and c.name in change.values)
            yield PreviewRow(change.line, str(key or ""), str(title or ""), tuple(names))


def _count_label(kind: str, count: int) -> str:
    return f"{count} {KINDS[kind].label.lower() if count == 1 else KINDS[kind].plural_noun}"


def apply_changes(change_set: ChangeSet, tx: Transaction, steps: ProgressReporter) -> None:
    """Write a change set through a transaction.

    Removals come first, then keys that nothing is to be given, then records that come with a key, so that no other gets
    it. Baselines come after the items they describe.
    """
    for kind, id_ in change_set.removed:
        tx.delete(kind, id_)
    tx.reserve_keys(change_set.aliases, change_set.deleted)
    keyed = [c for c in change_set.changes.values() if c.new and c.values.get("key")]
    rest = [c for c in change_set.changes.values() if not (c.new and c.values.get("key"))]
    items: Table | None = None
    for change in (*keyed, *rest):
        if change.values.get("item_key") == PENDING_KEY:
            if items is None:
                items = tx.plan["item"]
            if change.values["item_id"] not in items:
                continue  # refused
            change.values["item_key"] = items.value(str(change.values["item_id"]), "key")
        values = change.values
        if change.kind == "item":
            before = {} if change.new else tx.row("item", change.id) or {}
            values = {**values, **implied_mark(before, values, dump_value(_BLOCKED_SINCE, tx.now))}
        if change.new:
            tx.add_stored(change.kind, values, change.id)
        else:
            tx.set_stored(change.kind, change.id, values)
        steps.advance()
