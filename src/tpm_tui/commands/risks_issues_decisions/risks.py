"""Risks: raise one on an item, re-score, and when it happens turn it into an incident or an item."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.derived.risk_levels import has_numbers
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.transaction import Transaction

_RISK = KINDS["risk"]


def raise_risk(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A new risk that threatens the items."""
    id_ = tx.add("risk", title=params["title"], items=tuple(ids), owner=params.get("owner"))
    on = f" on {edit_summary.records_label(tx.plan, 'item', ids)}" if ids else ""
    return f"raised {tx.plan.label('risk', id_)}{on}"


def score_risk(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Judge probability and impact anew. Of a risk with a chance or a delay these go on saying its score."""
    said = records.change(tx, "risk", ids, {"probability": params["probability"], "impact": params["impact"]})
    by_number = [tx.plan.label("risk", id_) for id_ in ids if has_numbers(tx.plan, id_)]
    return f"{said}; the score of {', '.join(by_number)} follows from chance and delay" if by_number else said


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


def settle_risk(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Say what a risk that occurred really cost: from then on that is part of its items, and the forecast no risk.

    The delay goes to the estimates of the unfinished work it hits, and to what is left of work that has begun; the
    money becomes an actual cost of the first item. ValidationError for a risk that has not occurred, or is settled.
    """
    from tpm_tui.planning.model.network_from_plan import network_of
    from tpm_tui.planning.model.risk_delays import delay_targets, is_unfinished_work, is_unsettled
    from tpm_tui.planning.model.work_assignments import stretches

    delay: int | None = params.get("delay")
    cost: Decimal | None = params.get("cost")
    if delay is None and cost is None:
        raise ValidationError("say what it cost: a delay, money, or both (0 for none)", "delay")
    for id_ in ids:
        plan = tx.plan
        row = plan["risk"].row(id_)
        label = plan.label("risk", id_)
        if row["status"] != "occurred":
            raise ValidationError(f"{label} has not occurred")
        if not is_unsettled(row["status"], row["actual_delay"], row["actual_cost"]):
            raise ValidationError(f"what {label} cost is said already")
        network = network_of(plan, tx.context)
        moved = (delay or 0) * (-1 if row["type"] == "opportunity" else 1)
        hit = delay_targets(plan, network, id_, is_unfinished_work(plan, network))[0] if moved else ()
        for position in hit:
            item = plan["item"].ids[position]
            # a record says the work of one whole person, which the network stretches: the dates move by the delay
            stretch = stretches(plan).get(position, Fraction(1))
            change = floor(moved / stretch)
            left, whole = network.estimated_remaining(position), network.estimated_duration(position)
            estimate = tx.get("item", item, "estimate") or ThreePoint.single_point(floor(whole / stretch))
            best, likely, worst = (max(x + change, 0.0) for x in (estimate.best, estimate.likely, estimate.worst))
            values: dict[str, Any] = {"estimate": ThreePoint(best, likely, worst)}
            if network.actual_start[position] is not None:
                values["remaining"] = max(floor(left / stretch) + change, 0)
            tx.set("item", item, **values)
        if cost:
            items = load_value(_RISK.column("items"), row["items"])
            tx.add("cost", title=row["title"], actual=cost, item=items[0] if items else None)
        tx.set("risk", id_, actual_delay=delay, actual_cost=cost)
    return f"settled {', '.join(tx.plan.label('risk', i) for i in ids)}"


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
        synonyms=("threat", "opportunity"),
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
        synonyms=("likelihood", "severity", "assess"),
    ),
    Command(
        "risk.respond",
        "Take the response: it counts from today",
        take_responses,
        kinds=("risk",),
        group="Risk",
        synonyms=("mitigate", "treat", "reduce", "avoid", "transfer"),
    ),
    Command(
        "risk.settle",
        "It happened: say what it really cost",
        settle_risk,
        kinds=("risk",),
        group="Risk",
        params=(
            CommandParam("delay", _RISK.column("actual_delay"), optional=True),
            CommandParam("cost", _RISK.column("actual_cost"), optional=True),
        ),
    ),
    Command("risk.occurred_item", "It happened: add an item", occur_as_item, kinds=("risk",), group="Risk"),
)
