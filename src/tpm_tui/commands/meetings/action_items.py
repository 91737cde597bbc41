"""Actions that come of meetings and incidents, and become items."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tpm_tui.commands import records
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.dates import DAY_END
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction


def add_action(tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """An action that comes of an incident or a meeting."""
    for id_ in ids:
        tx.add("action", title=params["title"], **{kind: id_})
    return ""


def action_to_item(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Turn actions into items of the backlog, and remember which became which."""
    made = []
    for id_ in ids:
        row = tx.plan["action"].row(id_)
        if row["item"]:
            raise ValidationError(f"{row['key']} became {tx.plan.label('item', str(row['item']))} already")
        due = load_value(KINDS["action"].column("due"), row["due"])
        deadline = None if due is None else datetime.combine(due, DAY_END)
        item = records.add(tx, "item", {"title": row["title"], "owner": row["owner"], "deadline": deadline})
        tx.set("action", id_, item=item)
        made.append(item)
    return f"added {', '.join(tx.plan.label('item', i) for i in made)}"


COMMANDS = (
    Command("action.to_item", "Make it an item", action_to_item, keys=("O",), kinds=("action",), group="Requirements"),
    Command(
        "action.add",
        "Add an action",
        add_action,
        kinds=("incident", "meeting"),
        group="Incidents",
        params=(CommandParam("title", KINDS["action"].column("title")),),
    ),
)
