"""When a record is finished, and what finishes it: ``x`` on the screen and ``tpm done`` alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import records
from tpm_tui.commands.command import Command
from tpm_tui.commands.delivery.incidents import resolve_incidents
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: Kinds whose records can be finished: items by their status, the others by a flag.
_TOGGLED = ("item", *(kind.name for kind in KINDS.values() if kind.done))
#: Incidents too: what ends them is the last step of their clock.
FINISHABLE = (*_TOGGLED, "incident")


def is_done(plan: Plan, kind: str, id_: str) -> bool:
    """Whether a record is finished: an item by the group of its status, any other by its flag."""
    if kind == "item":
        return plan.state_groups.get(str(plan.value("item", id_, "status"))) == "done"
    return bool(plan.value(kind, id_, KINDS[kind].done))


def finish(tx: Transaction, kind: str, ids: Sequence[str]) -> str:
    """Finish records; what is finished stays as it is. ValidationError if a check is open, or the workflow has no
    state of the group done."""
    if kind == "incident":
        return resolve_incidents(tx, kind, ids, {})
    if kind != "item":
        records.change(tx, kind, ids, {KINDS[kind].done: True})
        return f"{records_label(tx.plan, kind, ids)} done"
    open_ids = [id_ for id_ in ids if not is_done(tx.plan, kind, id_)]
    return records.change(tx, "item", open_ids, {"status": _state_of(tx.plan, "done")[0]})


def reopen(tx: Transaction, kind: str, ids: Sequence[str]) -> str:
    """Open finished records again; items are ready to start. ValidationError if the workflow has no state of the group
    todo."""
    if kind != "item":
        records.change(tx, kind, ids, {KINDS[kind].done: False})
        return f"{records_label(tx.plan, kind, ids)} open again"
    return records.change(tx, "item", ids, {"status": _state_of(tx.plan, "todo")[-1]})


def toggle_done(tx: Transaction, kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Finish records, or open them again if all of them were finished."""
    return (reopen if all(is_done(tx.plan, kind, id_) for id_ in ids) else finish)(tx, kind, ids)


def _state_of(plan: Plan, group: str) -> list[str]:
    """The states of a group in the order of the workflow."""
    states = [state for state in plan.states if plan.state_groups[state] == group]
    if not states:
        raise ValidationError(f"the workflow has no state of the group {group}; add one in the register of its states")
    return states


COMMANDS = (
    Command(
        "item.done",
        "Done, or open again",
        toggle_done,
        keys=("x",),
        kinds=_TOGGLED,
        synonyms=("complete", "close", "finish"),
    ),
)
