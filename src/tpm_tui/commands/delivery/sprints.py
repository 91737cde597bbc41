"""Sprints: what freezes their scope."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.domain.derived.parent_status_from_children import followed_statuses
from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def start_sprint(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Freeze the scope of a sprint: what is in it now is what was committed to."""
    for id_ in ids:
        if tx.plan.value("sprint", id_, "committed") != "[]":
            raise ValidationError(f"{tx.plan.label('sprint', id_)} has started already")
        inside = tuple(tx.plan.ids_by_reference("item", "sprint").get(id_, ()))
        if not inside:
            raise ValidationError(f"{tx.plan.label('sprint', id_)} holds no item; set Sprint on some first")
        tx.set("sprint", id_, committed=inside, start=tx.get("sprint", id_, "start") or tx.context.today)
    return "scope frozen"


def carry_over(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """What a sprint did not finish goes on in the next one that begins after it; what it had committed to stays kept.

    ValidationError where there is no next sprint.
    """
    done = _done_items(tx.plan)
    # read before the first is moved: what one sprint hands on is not handed on by the next as well
    following = {
        item: _next_sprint(tx, id_)
        for id_ in ids
        for item in tx.plan.ids_by_reference("item", "sprint").get(id_, ())
        if item not in done
    }
    for item, sprint in following.items():
        tx.set("item", item, sprint=sprint)
    if not following:
        return "nothing is left to carry over"
    return f"carried {records_label(tx.plan, 'item', list(following))} over"


def _done_items(plan: Plan) -> set[str]:
    """The items that are done, by their own facts or those of all below them; what is dropped is not carried either."""
    groups, finished = plan.state_groups, finished_items(plan)
    by_parts = (groups.get(str(status)) == "done" for status in followed_statuses(plan))
    facts = zip(plan["item"].ids, finished, by_parts, dropped_items(plan), strict=True)
    return {id_ for id_, *over in facts if any(over)}


def _next_sprint(tx: Transaction, sprint: str) -> str:
    table = tx.plan["sprint"]
    begun = str(table.value(sprint, "end") or table.value(sprint, "start") or "")
    later = [(str(start), id_) for id_, start in zip(table.ids, table.columns["start"], strict=True)
             if start is not None and id_ != sprint and str(start) >= begun]  # fmt: skip
    if not begun or not later:
        key = tx.plan.label("sprint", sprint)
        raise ValidationError(f"no sprint begins after {key} has ended; add one with a start, then carry over again")
    return min(later)[1]


COMMANDS = (
    Command(
        "sprint.carry_over",
        "Carry what is unfinished over to the next sprint",
        carry_over,
        keys=("X",),
        kinds=("sprint",),
        group="Plan",
        synonyms=("roll over", "spillover"),
    ),
    Command(
        "sprint.start",
        "Start the sprint: freeze its scope",
        start_sprint,
        keys=("O",),
        kinds=("sprint",),
        group="Plan",
        synonyms=("iteration", "sprint planning"),
    ),
)
