"""Definitions of done, protocols of checks, and gates: what must be passed, and whether to go on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.domain.derived.checks_by_definition_of_done import definitions_of_done, protocol_checks
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def add_protocol(tx: Transaction, protocol: str, items: Iterable[str]) -> int:
    """Put the checks of a protocol on items that do not have them; how many were added."""
    text = str(tx.plan.value("protocol", protocol, "checks"))
    added = 0
    for item in items:
        there = {
            (str(tx.plan.value("check", id_, "type")), str(tx.plan.value("check", id_, "title")))
            for id_ in tx.plan.ids_by_reference("check", "item").get(item, ())
        }
        for type_, title in protocol_checks(text):
            if (type_, title) not in there:
                tx.add("check", item=item, title=title, type=type_)
                added += 1
    return added


def add_definition_of_done(tx: Transaction, item: str) -> int:
    """Put the checks on an item that the definition of done of its type asks for; how many were added."""
    type_ = tx.get("item", item, "type")
    protocols = [protocol for protocol, types, _ in definitions_of_done(tx.plan) if type_ in types]
    return sum(add_protocol(tx, protocol, [item]) for protocol in protocols)


def run_protocol(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Put a protocol's checks on items."""
    count = add_protocol(tx, params["protocol"], ids)
    name = tx.plan.title("protocol", params["protocol"])
    return f"added {count} checks of {name} to {records_label(tx.plan, 'item', ids)}"


def gate_problems(plan: Plan, gate: str) -> list[str]:
    """Ids of what still keeps a gate shut: its own checks, and those of its milestone and of its release's items."""
    from tpm_tui.domain.values.codec import load_value

    row = plan["gate"].row(gate)
    items = [] if row["milestone"] is None else [str(row["milestone"])]
    if row["release"] is not None:
        stored = plan.value("release", str(row["release"]), "items")
        items += load_value(KINDS["release"].column("items"), stored)
    checks = dict.fromkeys(load_value(KINDS["gate"].column("checks"), row["checks"]))
    for item in items:
        checks |= dict.fromkeys(plan.ids_by_reference("check", "item").get(item, ()))
    return [
        id_ for id_ in checks if id_ in plan["check"] and plan.value("check", id_, "state") not in ("passed", "waived")
    ]


def decide_gate(decision: str) -> Any:
    """A command's run that lets gates pass or stops there."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
        for id_ in ids:
            shut = gate_problems(tx.plan, id_) if decision == "continue" else []
            if shut:
                named = ", ".join(f"{tx.plan.label('check', c)} {tx.plan.title('check', c)}" for c in shut[:3])
                more = f" and {len(shut) - 3} more" if len(shut) > 3 else ""
                raise ValidationError(
                    f"{tx.plan.label('gate', id_)} is shut while these checks are open: {named}{more}"
                )
            tx.set(
                "gate",
                id_,
                decision=decision,
                decided_by=params.get("decided_by"),
                decided_on=tx.context.today,
                reason=params.get("reason") or "",
            )
        return f"{records_label(tx.plan, 'gate', ids)}: {decision}"

    return run


def accept(tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Somebody accepts releases or needs."""
    for id_ in ids:
        tx.set(kind, id_, accepted_by=params["accepted_by"], accepted_on=tx.context.today)
    return f"{records_label(tx.plan, kind, ids)} accepted by {tx.plan.title('stakeholder', params['accepted_by'])}"


_GATE = KINDS["gate"]
_PROTOCOL = Column("protocol", str, False, True, None, Field("Protocol", ref="protocol"))

COMMANDS = (
    Command(
        "item.protocol", "Add the checks of a protocol", run_protocol, kinds=("item",), group="Quality",
        params=(CommandParam("protocol", _PROTOCOL),), synonyms=("checklist",),
    ),
    Command(
        "gate.continue", "Gate: continue", decide_gate("continue"), keys=("x",), kinds=("gate",), group="Quality",
        params=(CommandParam("decided_by", _GATE.column("decided_by"), optional=True),),
        synonyms=("approve", "go ahead"),
    ),
    Command(
        "gate.stop", "Gate: stop", decide_gate("stop"), kinds=("gate",), group="Quality",
        params=(CommandParam("reason", _GATE.column("reason")),
                CommandParam("decided_by", _GATE.column("decided_by"), optional=True)), synonyms=("no-go",),
    ),
    Command(
        "record.accept", "Accepted by", accept, kinds=("release", "requirement"), group="Quality",
        params=(CommandParam("accepted_by", KINDS["release"].column("accepted_by")),),
    ),
)  # fmt: skip
