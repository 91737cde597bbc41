"""Solving a problem: why below why, the options there are, and actions that become mitigations."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def add_cause(tx: Transaction, meeting: str, title: str, depth: int = 0) -> str:
    """A cause, so many whys below the problem; with 0, the cause of the one that was said last. Its id.

    ValidationError where nothing was said at the level above.
    """
    said = tx.plan.ids_by_reference("cause", "meeting").get(meeting, [])
    effect = said[-1] if said and not depth else None
    if depth > 1:
        above = [id_ for id_ in said if _depth(tx, id_) == depth - 1]
        if not above:
            raise ValidationError(f"nothing was said {depth - 1} whys below the problem yet; say w{depth - 1} first")
        effect = above[-1]
    return tx.add("cause", title=title, meeting=meeting, effect=effect)


def add_option(tx: Transaction, meeting: str, name: str) -> str:
    """An option of the decision that the meeting is about, which is made with the first. The id of the option."""
    decisions = tx.plan.ids_by_reference("decision", "meeting").get(meeting, [])
    decision = decisions[0] if decisions else None
    if decision is None:
        decision = tx.add("decision", title=tx.get("meeting", meeting, "title"), meeting=meeting)
    return tx.add("option", decision=decision, name=name)


def cause_to_action(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """What is done about a cause, by somebody by name."""
    made = [
        tx.add(
            "action", title=params["title"], owner=params["owner"], due=params.get("due"),
            meeting=tx.get("cause", id_, "meeting"),
        )
        for id_ in ids
    ]  # fmt: skip
    return f"added {records_label(tx.plan, 'action', made)}"


def action_to_mitigation(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Turn actions into steps of a risk's response, with their owners and days."""
    made = []
    for id_ in ids:
        title, owner, due, done = (tx.get("action", id_, name) for name in ("title", "owner", "due", "done"))
        made.append(tx.add("mitigation", risk=params["risk"], title=title, owner=owner, due=due, done=done))
    return f"added {records_label(tx.plan, 'mitigation', made)} to {tx.plan.label('risk', params['risk'])}"


def _depth(tx: Transaction, cause: str) -> int:
    depth, at = 1, tx.get("cause", cause, "effect")
    while at is not None:
        depth, at = depth + 1, tx.get("cause", at, "effect")
    return depth


_ACTION = KINDS["action"]

COMMANDS = (
    Command(
        "cause.to_action", "What is done about it", cause_to_action, keys=("O",), kinds=("cause",), group="Sessions",
        params=(
            CommandParam("title", _ACTION.column("title")),
            CommandParam("owner", _ACTION.column("owner")),
            CommandParam("due", _ACTION.column("due"), optional=True),
        ),
    ),
    Command(
        "action.to_mitigation", "Make it a mitigation of a risk", action_to_mitigation, kinds=("action",),
        group="Sessions", params=(CommandParam("risk", KINDS["mitigation"].column("risk")),),
    ),
)  # fmt: skip
