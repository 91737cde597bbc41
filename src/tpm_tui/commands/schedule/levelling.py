"""Levelling: take a proposal, or a part of it, as one change; let go of what levelling holds back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.command import Command
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal


def take_proposal(tx: Transaction, proposal: PlanProposal, ids: Sequence[str] | None = None) -> str:
    """Let the plan's dates be those of a proposal, of these items only if they are given; items that have been deleted
    since it was made are left out. One sentence.

    Raises ValidationError where nothing would change.
    """
    from tpm_tui.planning.levelling.levelling_of_plan import changed_values

    plan = tx.plan
    changes = changed_values(plan, proposal, ids)
    if not changes:
        raise ValidationError("there is nothing to take: the plan is as the proposal says")
    for id_, values in changes.items():
        tx.set("item", id_, **values)
    said, moved = edit_summary.records_label(plan, "item", list(changes)), len(proposal.moved)
    if ids is not None or moved == len(changes):
        return f"levelled: {said}"
    return f"levelled: {counted(moved, 'item')} moved, by the levelled start or the owner of {said}"


def assign_to(tx: Transaction, item: str, person: str) -> str:
    """Let somebody do an item in place of the people who do: they are its owner, and assigned beside what it needs of
    pools, of a function one place less. One sentence."""
    from tpm_tui.planning.levelling.assignment_candidates import staying_pools

    staying = staying_pools(tx.plan, item)
    for id_ in tx.plan.ids_by_reference("assignment", "item").get(item, ()):
        if staying.get(id_):
            tx.set("assignment", id_, units=staying[id_])
        else:
            tx.delete("assignment", id_)
    if any(staying.values()):
        tx.add("assignment", item=item, person=person)
    records.change(tx, "item", [item], {"owner": person})
    people = tx.plan["person"]
    # Whoever was deleted meanwhile is refused with the rest of the transaction, by the rule that says why.
    return f"{tx.plan.label('item', item)} is for {people.value(person, 'name') if person in people else person}"


def _level(tx: Transaction, _kind: str, _ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    from tpm_tui.planning.levelling.levelling_of_plan import level_plan

    return take_proposal(tx, level_plan(tx.plan, tx.context))


def clear_levelling(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Let items go that levelling held back: these, or all where none is given."""
    column = tx.plan["item"].columns["levelled_start"]
    held = [
        id_ for id_, at in zip(tx.plan["item"].ids, column, strict=True) if at is not None and (not ids or id_ in ids)
    ]
    if not held:
        raise ValidationError("levelling holds nothing back here")
    for id_ in held:
        tx.set("item", id_, levelled_start=None)
    return f"not held back by levelling any more: {edit_summary.records_label(tx.plan, 'item', held)}"


COMMANDS = (
    Command(
        "plan.level", "Level with the least change: resolve overloads", _level, needs=(0, 100_000), group="Plan",
        synonyms=("capacity", "overallocation"),
    ),
    Command(
        "plan.level.clear", "Let go of what levelling holds back", clear_levelling, kinds=("item",), needs=(0, 100_000),
        group="Plan",
    ),
)  # fmt: skip
