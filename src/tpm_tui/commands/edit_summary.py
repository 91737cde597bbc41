"""What a change came to, in words: for the journal, the footer and the command line."""

from collections.abc import Mapping, Sequence

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import show_stored
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.transaction import Transaction

#: Longest value that is quoted.
_LONGEST = 32


def records_label(plan: Plan, kind: str, ids: Sequence[str]) -> str:
    """One record by its key or name, several by how many they are."""
    return plan.label(kind, ids[0]) if len(ids) == 1 else f"{len(ids)} {KINDS[kind].plural_noun}"


def describe_edit(tx: Transaction, kind: str, ids: Sequence[str], names: Sequence[str]) -> str:
    """What setting these fields came to: ``Owner of T-77: Ben → Kavya``, with what followed from it; empty if nothing.

    Of several records it says only the new value, and not what followed.
    """
    columns = KINDS[kind].columns_by_name
    if len(ids) > 1:
        said = [
            f"{columns[n].label} of {records_label(tx.plan, kind, ids)}{_new(tx, kind, ids, columns[n])}"
            for n in names
            if n in columns
        ]
        return "; ".join(said)
    edit = next((e for e in tx.edits if e.kind == kind and e.id == ids[0]), None)
    if edit is None or edit.after is None:
        return ""
    before: Mapping[str, Stored] = edit.before or {}
    asked = [n for n in names if n in edit.after and n in columns]
    followed = [n for n in edit.after if n in columns and n not in (*names, "changed", "rank", "custom")]
    said = [
        f"{columns[n].label} of {records_label(tx.plan, kind, ids)}{_turn(tx, columns[n], before, edit.after)}"
        for n in asked[:1]
    ]
    said += [f"{columns[n].label}{_turn(tx, columns[n], before, edit.after)}" for n in (*asked[1:], *followed)]
    return "; ".join(said[:3]) + (f"; {len(said) - 3} more" if len(said) > 3 else "")


def _new(tx: Transaction, kind: str, ids: Sequence[str], column: Column) -> str:
    return "" if column.field.long else f": {_value(tx, column, (tx.row(kind, ids[0]) or {}).get(column.name))}"


def _turn(tx: Transaction, column: Column, before: Mapping[str, Stored], after: Mapping[str, Stored]) -> str:
    if column.field.long:
        return ""
    old, new = (_value(tx, column, row.get(column.name)) for row in (before, after))
    return f": {new}" if old == "none" else f": {old} → {new}"


def _value(tx: Transaction, column: Column, stored: Stored) -> str:
    text = show_stored(column, stored, tx.plan, tx.context) or "none"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
