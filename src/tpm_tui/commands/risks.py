"""Risks: raise one on an item, re-score, and when it happens turn it into an incident or an item."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction

_RISK = KINDS["risk"]


def raise_risk(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A new risk that threatens the items."""
    id_ = tx.add("risk", title=params["title"], items=tuple(ids), owner=params.get("owner"))
    on = f" on {edit_summary.records_label(tx.plan, 'item', ids)}" if ids else ""
    return f"raised {tx.plan.label('risk', id_)}{on}"


def score_risk(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Judge probability and impact anew."""
    return records.change(tx, "risk", ids, {"probability": params["probability"], "impact": params["impact"]})


def mark_occurred(tx: Transaction, id_: str) -> dict[str, Any]:
    """Say that a risk has happened; what an incident or an item takes over from it. ValidationError if it had."""
    row = tx.plan["risk"].row(id_)
    if row["status"] == "occurred":
        raise ValidationError(f"{tx.plan.label('risk', id_)} has occurred already")
    tx.set("risk", id_, status="occurred")
    return {
        name: load_value(_RISK.column(name), row[name]) for name in ("title", "items", "owner", "contingency", "effect")
    }


def occur_as_item(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """The risk happened: add an item for what must be done about it."""
    made = []
    for id_ in ids:
        risk = mark_occurred(tx, id_)
        parent = tx.plan.value("item", risk["items"][0], "parent") if risk["items"] else None
        values = {"title": risk["title"], "owner": risk["owner"], "notes": risk["contingency"], "priority": "high"}
        made.append(records.add(tx, "item", values, parent=None if parent is None else str(parent)))
    return f"added {', '.join(tx.plan.label('item', i) for i in made)}"


def take_responses(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Put responses in force: from today on the risks count by what is left after them."""
    for id_ in ids:
        when = tx.plan.value("risk", id_, "response_date")
        if when is None or str(when) > tx.context.today.isoformat():
            tx.set("risk", id_, response_date=tx.context.today)
    return f"responses of {', '.join(tx.plan.label('risk', i) for i in ids)} count from today"


COMMANDS = (
    Command(
        "risk.raise",
        "Raise a risk on this",
        raise_risk,
        keys=("r",),
        kinds=("item",),
        group="Risk",
        params=(
            CommandParam("title", _RISK.column("title")),
            CommandParam("owner", _RISK.column("owner"), optional=True),
        ),
    ),
    Command(
        "risk.score",
        "Score: probability and impact",
        score_risk,
        kinds=("risk",),
        group="Risk",
        params=(
            CommandParam("probability", _RISK.column("probability")),
            CommandParam("impact", _RISK.column("impact")),
        ),
    ),
    Command("risk.respond", "Take the response: it counts from today", take_responses, kinds=("risk",), group="Risk"),
    Command("risk.occurred_item", "It happened: add an item", occur_as_item, kinds=("risk",), group="Risk"),
)
