"""The replay of edits that were made elsewhere: on a plan that has changed since, or from nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError, show_stored
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.transaction import Transaction

#: Given anew whenever edits are replayed.
_STAMPS = ("created", "changed")


def plan_from_journal(history: Iterable[tuple[int, Sequence[Edit]]]) -> Plan:
    """The plan that a journal leads to from nothing, given as sequence numbers with the edits of each transaction.

    ValidationError if one changes what is not there.
    """
    plan = Plan.empty()
    try:
        for sequence, edits in history:
            plan = plan.applied(edits, sequence)
    except (KeyError, IndexError):
        raise ValidationError("it changes a record that is not there") from None
    return plan


def replay_edits(tx: Transaction, edits: Sequence[Edit], *, same_keys: bool = False) -> None:
    """Do in a transaction what was done elsewhere. ValidationError, naming the record, where it is not what the edits
    were made on.

    Records that are made keep their ids; with ``same_keys`` their keys too, as long as nobody else has them.
    """
    for edit in edits:
        if edit.before is None and edit.after is not None:
            _add(tx, edit.kind, edit.id, edit.after, same_keys)
    for edit in edits:
        if edit.before is not None and edit.after is not None:
            _change(tx, edit)
    deleted = {(edit.kind, edit.id) for edit in edits if edit.after is None}
    if not deleted:
        return
    gone = deleted | {(made.kind, made.id) for made in tx.edits if made.after is None}
    for kind, id_ in deleted:
        if tx.row(kind, id_) is not None:
            tx.delete(kind, id_)
    for made in tx.edits:
        if made.after is None and (made.kind, made.id) not in gone:
            row = made.before or {}
            raise ValidationError(f"{row.get('key')}, made meanwhile, would be deleted with it")


def _add(tx: Transaction, kind: str, id_: str, row: Mapping[str, Stored], same_keys: bool) -> None:
    values = {name: value for name, value in row.items() if name not in _STAMPS and name not in ("id", "key")}
    if same_keys:
        owner = tx.start.id_of_key(kind, str(row["key"]))
        if owner is None or owner == id_:
            values["key"] = row["key"]
    tx.add_stored(kind, values, id_)


def _change(tx: Transaction, edit: Edit) -> None:
    before, after = edit.before or {}, edit.after or {}
    current = tx.row(edit.kind, edit.id)
    label = KINDS[edit.kind].label.lower()
    if current is None:
        raise ValidationError(f"the {label} that {', '.join(_labels(edit))} belongs to is not there any more")
    values: dict[str, Any] = {}
    for name, value in after.items():
        if name in _STAMPS or name not in current or current[name] == value:
            continue
        if current[name] != before.get(name):
            column = KINDS[edit.kind].column(name)
            there = show_stored(column, current[name], tx.start, tx.context) or "empty"
            expected = show_stored(column, before.get(name), tx.start, tx.context) or "empty"
            raise ValidationError(
                f"{column.label} of {current['key']} is {there[:40]} there, not {expected[:40]}", name
            )
        values[name] = value
    if values:
        tx.set_stored(edit.kind, edit.id, values)


def _labels(edit: Edit) -> list[str]:
    columns = {c.name: c.label for c in KINDS[edit.kind].columns}
    return [columns.get(name, name) for name in edit.after or {} if name not in _STAMPS]
