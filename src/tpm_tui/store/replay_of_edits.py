"""The replay of edits that were made elsewhere: by a what-if on a plan that has changed since, by undo and redo."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.text.field_values import ValidationError, show_stored
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.transaction import Transaction

#: A record as it is where an edit is replayed, in stored form; None where it is not there.
CurrentRow: TypeAlias = Mapping[str, Stored] | None

#: Given anew whenever edits are replayed.
_STAMPS = ("created", "changed")


def replay(
    tx: Transaction,
    edits: Iterable[Edit],
    write: Callable[[Edit, CurrentRow], None],
    refusal: Callable[[Edit, CurrentRow, str], ValidationError],
    *,
    tolerant: bool = False,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Write edits one after the other, each onto its record as that is by then; ``step`` is called after each.

    Where a record is not what the edit was made on, ``refusal`` is raised: it is told the field that differs, or ""
    where the record itself is missing or in the way. ``tolerant``: what is as the edit leaves it does not differ.
    """
    for edit in edits:
        current = tx.row(edit.kind, edit.id)
        for field in _differences(edit, current, tolerant):
            raise refusal(edit, current, field)
        write(edit, current)
        step()


def _differences(edit: Edit, current: CurrentRow, tolerant: bool) -> Iterator[str]:
    """The fields of a record that are not what an edit was made on; "" stands for the record itself."""
    made, deleted = edit.before is None, edit.after is None
    if tolerant and (made or deleted):
        return
    if made or current is None:
        if made != (current is None):
            yield ""
        return
    for name, value in (edit.before or {}).items():
        if name in _STAMPS or name not in current or current[name] == value:
            continue
        if not (tolerant and current[name] == (edit.after or {})[name]):
            yield name


def replay_edits(tx: Transaction, edits: Sequence[Edit], *, same_keys: bool = False) -> None:
    """Do in a transaction what was done elsewhere. ValidationError, naming the record, where it is not what the edits
    were made on.

    Records that are made keep their ids; with ``same_keys`` their keys too, as long as nobody else has them.
    """

    def write(edit: Edit, current: CurrentRow) -> None:
        if edit.after is None:
            if current is not None:
                tx.delete(edit.kind, edit.id)
        elif edit.before is None:
            _add(tx, edit.kind, edit.id, edit.after, same_keys)
        elif current is not None:
            values = {n: v for n, v in edit.after.items() if n not in _STAMPS and n in current and current[n] != v}
            if values:
                tx.set_stored(edit.kind, edit.id, values)

    deleted = [edit for edit in edits if edit.after is None]
    changed = [edit for edit in edits if edit.before is not None and edit.after is not None]
    made = [edit for edit in edits if edit.before is None and edit.after is not None]
    expected = {(edit.kind, edit.id) for edit in (*deleted, *(e for e in tx.edits if e.after is None))}
    replay(tx, [*made, *changed, *deleted], write, partial(_not_as_before, tx), tolerant=True)
    if deleted:
        for edit in tx.edits:
            if edit.after is None and (edit.kind, edit.id) not in expected:
                row = edit.before or {}
                raise ValidationError(f"{row.get('key')}, made meanwhile, would be deleted with it")


def _add(tx: Transaction, kind: str, id_: str, row: Mapping[str, Stored], same_keys: bool) -> None:
    values = {name: value for name, value in row.items() if name not in _STAMPS and name not in ("id", "key")}
    if same_keys:
        owner = tx.start.id_of_key(kind, str(row["key"]))
        if owner is None or owner == id_:
            values["key"] = row["key"]
    tx.add_stored(kind, values, id_)


def _not_as_before(tx: Transaction, edit: Edit, current: CurrentRow, field: str) -> ValidationError:
    kind = KINDS[edit.kind]
    if current is None:
        labels = {c.name: c.label for c in kind.columns}
        fields = ", ".join(labels.get(name, name) for name in edit.after or {} if name not in _STAMPS)
        return ValidationError(f"the {kind.label.lower()} that {fields} belongs to is not there any more")
    column = kind.column(field)
    there = show_stored(column, current[field], tx.start, tx.context) or "empty"
    before = show_stored(column, (edit.before or {})[field], tx.start, tx.context) or "empty"
    return ValidationError(f"{column.label} of {current['key']} is {there[:40]} there, not {before[:40]}", field)
