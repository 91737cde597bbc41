"""Meetings, actions, requirements and checks."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction


def action_to_item(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Turn actions into items of the backlog, and remember which became which."""
    made = []
    for id_ in ids:
        row = tx.plan["action"].row(id_)
        if row["item"]:
            raise ValidationError(f"{row['key']} became {tx.plan.label('item', str(row['item']))} already")
        due = load_value(KINDS["action"].column("due"), row["due"])
        deadline = None if due is None else _end_of_day(due)
        item = records.add(tx, "item", {"title": row["title"], "owner": row["owner"], "deadline": deadline})
        tx.set("action", id_, item=item)
        made.append(item)
    return f"added {', '.join(tx.plan.label('item', i) for i in made)}"


def _end_of_day(day: Any) -> Any:
    from datetime import datetime

    from tpm_tui.domain.text.dates import DAY_END

    return datetime.combine(day, DAY_END)


def add_check(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Put a check on each item: done is refused until it is passed or waived."""
    for id_ in ids:
        tx.add("check", item=id_, title=params["title"])
    return ""


def set_check_state(state: str) -> Any:
    """A command's run that passes or fails checks."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
        records.change(tx, "check", ids, {"state": state})
        return f"{edit_summary.records_label(tx.plan, 'check', ids)} {state}"

    return run


def waive_check(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Let checks go, with the reason."""
    records.change(tx, "check", ids, {"state": "waived", "reason": params["reason"]})
    return f"{edit_summary.records_label(tx.plan, 'check', ids)} waived: {params['reason']}"


_REASON = KINDS["check"].column("reason")

COMMANDS = (
    Command("action.to_item", "Make it an item", action_to_item, keys=("O",), kinds=("action",), group="Requirements"),
    Command(
        "check.add",
        "Add a check",
        add_check,
        kinds=("item",),
        group="Quality",
        params=(CommandParam("title", KINDS["check"].column("title")),),
    ),
    Command("check.pass", "Check passed", set_check_state("passed"), keys=("x",), kinds=("check",), group="Quality"),
    Command("check.fail", "Check failed", set_check_state("failed"), kinds=("check",), group="Quality"),
    Command(
        "check.waive",
        "Waive the check",
        waive_check,
        kinds=("check",),
        params=(CommandParam("reason", _REASON),),
        group="Quality",
    ),
)
