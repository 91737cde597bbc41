"""Undo and redo: edits are replayed backwards, and refused where a record has since changed."""

from collections.abc import Callable, Sequence

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.replay_of_edits import CurrentRow, replay
from tpm_tui.store.transaction import Transaction


def revert_edits(tx: Transaction, edits: Sequence[Edit], step: Callable[[], None] = lambda: None) -> None:
    """Reverse edits that were made before; ``step`` is called after each. ValidationError, naming the record, if one
    has since changed."""
    _require_free_keys(tx, [edit for edit in edits if edit.after is None])

    def write(edit: Edit, current: CurrentRow) -> None:
        before, after = edit.before, edit.after
        if before is None or current is None:
            tx.keep(edit)
        elif after is None:
            tx.keep(Edit(edit.kind, edit.id, current, None))
        else:
            unchanged = "changed" not in before or current["changed"] == before["changed"]
            back = {k: v for k, v in after.items() if k in current and (k != "changed" or unchanged)}
            tx.keep(Edit(edit.kind, edit.id, {k: current[k] for k in back}, back))

    replay(tx, (edit.reversed() for edit in reversed(edits)), write, _refusal, step=step)


def _refusal(edit: Edit, current: CurrentRow, field: str) -> ValidationError:
    kind = KINDS[edit.kind]
    row = current or edit.after or edit.before or {}
    name = row.get("key") or f"that {kind.label.lower()}"
    if field:
        reason = f"{kind.column(field).label} of {name} has since changed"
    else:
        reason = f"{name} has since been deleted" if current is None else f"{name} is back already"
    return ValidationError(f"{reason}; nothing was undone")


def _require_free_keys(tx: Transaction, returning: Sequence[Edit]) -> None:
    """ValidationError if a record that would come back has a key that another one has by now."""
    keys: dict[str, set[Stored]] = {}
    for edit in returning:
        keys.setdefault(edit.kind, set()).add((edit.before or {}).get("key"))
    # A walk past all keys costs a tenth of an index of them, which only a clash needs.
    if any(of.intersection(tx.start[kind].columns["key"]) for kind, of in keys.items()):
        for edit in returning:
            tx.reserve_key(edit.kind, str((edit.before or {}).get("key")), edit.id)
