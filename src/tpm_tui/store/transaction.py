"""The one write path: everything that changes a file passes through a Transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from tpm_tui.domain.field_rules import kept_values, new_row, stored_values
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, PREFIXES
from tpm_tui.domain.plan.cascade import cascade
from tpm_tui.domain.plan.edits import Edit, Tombstone
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import NewReference, ValidationError, show_stored
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.values.codec import Stored, encoding_problem, load_value
from tpm_tui.store.journal.journal_entries import TransactionId


class EditConflict(ValidationError):
    """Somebody else changed the same field since the person saw it."""


class Changed(Struct, frozen=True):
    """What a transaction did: its label, its edits, who started it, and the plan after it.

    ``external`` is true where another program made the change.
    """

    label: str
    edits: tuple[Edit, ...]
    plan: Plan
    initiator: object = None
    external: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(e.kind for e in self.edits)


class TransactionHeader(Struct):
    """What a transaction is written down as; ``undoes`` is the one it takes back."""

    label: str
    verb: str
    undoes: TransactionId | None = None


class Transaction:
    """Edits gathered under the file's lock, to be written together or not at all.

    ``plan`` is the plan with the edits so far. ``context`` is what typed text is read against. Values are Python values
    as the kinds declare them, checked here field by field; rules across records are checked when it is committed.
    ``label``, where it is set, is what the journal calls it instead of what it was begun as. ``created_by_reference``
    holds (kind, id) of records made because a value named them.
    """

    def __init__(
        self,
        plan: Plan,
        context: InputContext,
        now: datetime,
        new_id: Callable[[], str],
        next_key: Callable[[str], str],
        overtaken: Callable[[str, str, str], str | None] = lambda _kind, _id, _field: None,
        author: str = "",
        key_taken: Callable[[str, str], None] = lambda _kind, _key: None,
    ) -> None:
        self.context = context
        self.now = to_local(now)
        self.moment = now
        self.author = author
        self.start = plan
        self._plan = plan
        self._pending: list[Edit] = []
        self._edits: dict[tuple[str, str], Edit] = {}
        self._new_id = new_id
        self._next_key = next_key
        self._overtaken = overtaken
        self._key_taken = key_taken
        self._keys: dict[tuple[str, str], str] = {}
        self._retraced = False
        self.created_by_reference: list[tuple[str, str]] = []
        self.aliases: dict[str, str] = {}
        self.deleted: list[Tombstone] = []
        self.label = ""
        self._stamp = self.now.isoformat(timespec="minutes")

    @property
    def plan(self) -> Plan:
        if self._pending:
            self._plan = self._plan.applied(self._pending)
            self._pending = []
        return self._plan

    @property
    def edits(self) -> list[Edit]:
        """The net edits so far, one a record, in the order the records were first touched."""
        return list(self._edits.values())

    def result(self) -> Plan:
        """The plan after the net edits: row for row, in their order too, what reading the file back will give."""
        return self.start.applied(self.edits) if self._retraced else self.plan

    def new_id(self) -> str:
        """An id for a record to come, so that records can point at each other before they are made."""
        return self._new_id()

    def add(self, kind: str, /, **values: Any) -> str:
        """Make a record of Python values; its id. ValidationError if a value is not one of its field's, or one is
        missing."""
        return self.add_stored(kind, self._stored(kind, values))

    def add_stored(self, kind: str, values: Mapping[str, Stored], id_: str | None = None) -> str:
        """Make a record of values already in stored form; its id. ValidationError as for :meth:`add`.

        A key or stamps that come with the values are kept, and the key is never given out again.
        """
        row = new_row(KINDS[kind], values)
        row["id"] = self._free_id(kind, id_) if id_ else self._new_id()
        row["key"] = self.reserve_key(kind, str(row["key"]), str(row["id"])) if row["key"] else self._next_key(kind)
        row["created"] = row["created"] or self._stamp
        row["changed"] = row["changed"] or self._stamp
        self._keys[kind, str(row["key"])] = str(row["id"])
        self.keep(Edit(kind, str(row["id"]), None, row))
        return str(row["id"])

    def _free_id(self, kind: str, id_: str) -> str:
        problem = encoding_problem(id_)
        if problem:
            raise ValidationError(f"Id: {problem}")
        if self.row(kind, id_) is not None:
            raise ValidationError(f"there is {with_article(KINDS[kind].label)} with the id {id_[:40]!r} already")
        return id_

    def reserve_key(self, kind: str, key: str, id_: str) -> str:
        """The key, never to be given out again. ValidationError if another record has it."""
        owner = self._keys.get((kind, key)) or self.start.id_of_key(kind, key)
        current = self.row(kind, owner) if owner and owner != id_ else None
        if current is not None and current["key"] == key:
            raise ValidationError(f"{key[:40]} is the key of another {KINDS[kind].label.lower()}", "key")
        self._key_taken(kind, key)
        return key

    def reserve_keys(self, aliases: Mapping[str, str], deleted: Sequence[Tombstone]) -> None:
        """Take over keys that no record has now, never to be given out: former keys, which find a record by its id,
        and those of deleted records. They are kept with the edits, and go with them when these are taken back."""
        for key in aliases:
            self._key_taken(PREFIXES[key.rpartition("-")[0]], key)
        for gone in deleted:
            self._key_taken(gone.kind, gone.key)
        self.aliases.update(aliases)
        self.deleted += deleted

    def set(self, kind: str, id_: str, /, **values: Any) -> None:
        """Change fields of a record to Python values. ValidationError if it is gone or a value does not fit;
        EditConflict if another program changed the same field since the person saw it."""
        self.set_stored(kind, id_, self._stored(kind, values))

    def set_stored(self, kind: str, id_: str, values: Mapping[str, Stored]) -> None:
        """Change fields of a record to values already in stored form; as :meth:`set`."""
        current = self.row(kind, id_)
        if current is None:
            raise ValidationError(f"that {KINDS[kind].label.lower()} has been deleted")
        before: dict[str, Stored] = {}
        after: dict[str, Stored] = {}
        for name, value in kept_values(KINDS[kind], values).items():
            if current[name] == value:
                continue
            if name == "id":
                raise ValidationError("the id of a record never changes", name)
            if name == "key":
                self._keys[kind, str(value)] = self.reserve_key(kind, str(value), id_) and id_
            who = self._overtaken(kind, id_, name)
            if who is not None:
                column = KINDS[kind].column(name)
                now = show_stored(column, current[name], self.plan, self.context) or "empty"
                raise EditConflict(
                    f"{column.label} was changed to {now[:60]!r} by {who} meanwhile; look, then edit again", name
                )
            before[name], after[name] = current[name], value
        if after:
            if "changed" not in after:
                before["changed"], after["changed"] = current["changed"], self._stamp
            self.keep(Edit(kind, id_, before, after))

    def get(self, kind: str, id_: str, name: str) -> Any:
        """One value as Python, with the edits so far."""
        return load_value(KINDS[kind].column(name), self.plan.value(kind, id_, name))

    def delete(self, kind: str, *ids: str) -> None:
        """Delete records with all that belongs to them; what else points at them forgets them."""
        deleted, unset = cascade(self.plan, [(kind, id_) for id_ in ids])
        for other, other_id, name, value in unset:
            self.set_stored(other, other_id, {name: value})
        for other, other_id in deleted:
            row = self.row(other, other_id)
            if row is not None:
                self.keep(Edit(other, other_id, row, None))

    def _stored(self, kind: str, values: Mapping[str, Any]) -> dict[str, Stored]:
        naming = [name for name, value in values.items() if _names_new_records(value)]
        if naming:
            # What cannot be taken is refused before a record is made that another value names.
            stored_values(KINDS[kind], {name: value for name, value in values.items() if name not in naming})
            known = [(name, KINDS[kind].columns_by_name.get(name)) for name in naming]
            made = {name: self.resolve_new_references(column, values[name]) for name, column in known if column}
            values = {**values, **made}
        return stored_values(KINDS[kind], values)

    def resolve_new_references(self, column: Column, value: Any) -> Any:
        """The value with ids where it named records that are not there yet: those are made, once."""
        if isinstance(value, NewReference):
            kind = KINDS[column.ref]
            table = self.plan[kind.name]
            names = zip(table.ids, table.columns[kind.title], strict=True)
            existing = next((id_ for id_, name in names if str(name).lower() == value.lower()), None)
            if existing is None:
                existing = self.add(kind.name, **{kind.title: str(value)})
                self.created_by_reference.append((kind.name, existing))
            return existing
        if _names_new_records(value):
            return tuple(dict.fromkeys(self.resolve_new_references(column, one) for one in value))
        return value

    def row(self, kind: str, id_: str) -> Mapping[str, Stored] | None:
        """A record's stored values with the edits so far, None if it is not there; asking does not flush them."""
        edit = self._edits.get((kind, id_))
        if edit is not None and (edit.before is None or edit.after is None):
            return edit.after
        table = self.start[kind]
        if id_ not in table:
            return None
        return {**table.row(id_), **edit.after} if edit is not None and edit.after else table.row(id_)

    def keep(self, edit: Edit) -> None:
        """Take an edit over as it is, neither checked nor stamped, as one with what was done to the same record before:
        for what is reverted to what it was."""
        self._pending.append(edit)
        place = (edit.kind, edit.id)
        earlier = self._edits.get(place)
        if earlier is None:
            self._edits[place] = edit
            return
        net = _joined(earlier, edit)
        if net is None:
            del self._edits[place]
        else:
            self._edits[place] = net
        if edit.before is None or net is None:
            # What was deleted and made again, or made and deleted, leaves other traces in the plan than its net does.
            self._retraced = True


def _names_new_records(value: Any) -> bool:
    """Whether a value names records that are not there yet."""
    return isinstance(value, NewReference) or (
        isinstance(value, tuple) and any(isinstance(one, NewReference) for one in value)
    )


def _joined(first: Edit, second: Edit) -> Edit | None:
    """Two edits of one record as one; None if nothing is left of them."""
    if second.after is None:
        if first.before is None:
            return None
        whole = {**(second.before or {}), **first.before}
        return Edit(first.kind, first.id, whole, None)
    if first.before is None:
        return Edit(first.kind, first.id, None, {**(first.after or {}), **second.after})
    if first.after is None:
        before = dict(first.before)
        after = {k: v for k, v in second.after.items() if before.get(k) != v}
        return Edit(first.kind, first.id, {k: before.get(k) for k in after}, after) if after else None
    before = {**(second.before or {}), **first.before}
    after = {**first.after, **second.after}
    names = [k for k in after if after[k] != before[k]]
    return Edit(first.kind, first.id, {k: before[k] for k in names}, {k: after[k] for k in names}) if names else None
