"""Metrics that miss their target: an item, an issue or a risk of one in a key."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import records
from tpm_tui.commands.command import Command, CommandHandler
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.store.transaction import Transaction


def raise_of_metric(kind: str) -> CommandHandler:
    """A command's run that makes an item, an issue or a risk of metrics that miss their target."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
        made = []
        for id_ in ids:
            row = tx.plan["metric"].row(id_)
            items = tx.get("metric", id_, "items")
            title = f"{row['name']} misses its target of {float(row['target'] or 0):g} {row['unit']}".strip()
            if kind == "item":
                made.append(records.add(tx, "item", {"title": title}))
            else:
                made.append(tx.add(kind, title=title, items=items))
        return f"added {records_label(tx.plan, kind, made)}"

    return run


COMMANDS = (
    Command("metric.to_item", "Make it an item", raise_of_metric("item"), ("O",), ("metric",), group="Quality"),
    Command("metric.to_issue", "Raise an issue of it", raise_of_metric("issue"), kinds=("metric",), group="Quality"),
    Command("metric.to_risk", "Raise a risk of it", raise_of_metric("risk"), kinds=("metric",), group="Quality"),
)
