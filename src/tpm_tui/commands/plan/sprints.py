"""Sprints: what freezes their scope."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command
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


COMMANDS = (
    Command(
        "sprint.start", "Start the sprint: freeze its scope", start_sprint, keys=("O",), kinds=("sprint",), group="Plan"
    ),
)
