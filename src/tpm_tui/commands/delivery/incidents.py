"""Incidents: each step of the clock in one key, and entries of the timeline."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.risks_issues_decisions.risks import mark_occurred
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: The clock of an incident, in order, with the word for each step.
INCIDENT_STEPS = ("detected", "acknowledged", "mitigated", "resolved")


#: How soon the next update is due, by severity.
UPDATE_DUE = {"SEV1": timedelta(minutes=30), "SEV2": timedelta(hours=2), "SEV3": timedelta(days=1)}


def open_incident(tx: Transaction, values: Mapping[str, Any]) -> str:
    """Open an incident with its times filled in; its id.

    With a risk, that has occurred: the incident takes over its items, owner, effect and contingency plan where the
    values say nothing else. ValidationError if the risk had occurred before.
    """
    filled = dict(values)
    if filled.get("risk") is not None:
        risk = mark_occurred(tx, filled["risk"])
        filled.setdefault("title", risk["title"])
        for name, source in (
            ("items", "items"),
            ("owner", "owner"),
            ("contingency", "contingency"),
            ("impact", "effect"),
        ):
            if not filled.get(name):
                filled[name] = risk[source]
    if filled.get("started") is None:
        filled["started"] = filled.get("detected") or tx.now
    if filled.get("detected") is None:
        filled["detected"] = tx.now
    if filled.get("next_update") is None:
        filled["next_update"] = tx.now + UPDATE_DUE[str(filled.get("severity") or "SEV3")]
    id_ = tx.add("incident", **filled)
    tx.add("incident_entry", incident=id_, text="Opened", at=tx.now, author=tx.author)
    return id_


def run_open_incident(tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Open an incident; on items it is linked to them."""
    values = {name: value for name, value in params.items() if value is not None}
    if kind == "item" and ids:
        values["items"] = tuple(ids)
    id_ = open_incident(tx, values)
    return f"opened {tx.plan.label('incident', id_)}"


def occur_as_incident(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """The risk happened: open an incident with its items and contingency plan."""
    made = [open_incident(tx, {"risk": id_}) for id_ in ids]
    return f"opened {', '.join(tx.plan.label('incident', i) for i in made)}"


def resolve_incidents(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """End incidents: each step of the clock that was never stamped is stamped now. What is resolved stays as it is."""
    for id_ in ids:
        if tx.plan.value("incident", id_, "resolved") is not None:
            continue
        missing = [step for step in INCIDENT_STEPS if tx.plan.value("incident", id_, step) is None]
        tx.set("incident", id_, **dict.fromkeys(missing, tx.now), next_update=None)
        tx.add("incident_entry", incident=id_, text="Resolved", at=tx.now, author=tx.author)
    return f"{edit_summary.records_label(tx.plan, 'incident', ids)} resolved"


def post_update(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Tell those concerned: a line on the timeline, a contact with each stakeholder who cares, the next update due."""
    for id_ in ids:
        row = tx.plan["incident"].row(id_)
        tx.add("incident_entry", incident=id_, text=params["text"], at=tx.now, author=tx.author)
        tx.set("incident", id_, next_update=tx.now + UPDATE_DUE[str(row["severity"])])
        for stakeholder in concerned_stakeholders(tx, id_):
            tx.add("contact", stakeholder=stakeholder, summary=f"{row['key']}: {params['text']}", at=tx.now.date())
    return f"told those concerned by {edit_summary.records_label(tx.plan, 'incident', ids)}"


def concerned_stakeholders(tx: Transaction, incident: str) -> list[str]:
    """Ids of stakeholders who care for an item of an incident, or for its workstream."""
    items = set(tx.get("incident", incident, "items"))
    workstream = tx.plan.value("incident", incident, "workstream")
    table = tx.plan["stakeholder"]
    return [
        id_
        for id_ in table.ids
        if items & set(tx.get("stakeholder", id_, "items"))
        or (workstream is not None and workstream in tx.get("stakeholder", id_, "workstreams"))
    ]


def charge_lost_time(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """What an incident took from each responder: it comes on top of the work that is left on what they had begun."""
    charged: list[str] = []
    for id_ in ids:
        if tx.plan.value("incident", id_, "lost") is not None:
            raise ValidationError(f"the hours of {tx.plan.label('incident', id_)} were charged already")
        tx.set("incident", id_, lost=params["lost"])
        people = tx.get("incident", id_, "responders") or [tx.get("incident", id_, "owner")]
        for person in filter(None, people):
            item = _begun_item(tx, person)
            if item is not None:
                tx.set("item", item, remaining=_remaining(tx, item) + params["lost"])
                charged.append(item)
    if not charged:
        return "kept the hours lost; nobody concerned has an item under way that is estimated"
    verb = "takes" if len(charged) == 1 else "take"
    return f"{edit_summary.records_label(tx.plan, 'item', charged)} {verb} longer by the hours lost"


def _begun_item(tx: Transaction, person: str) -> str | None:
    """The item of a person that is under way and whose work is known; the first by rank."""
    table, groups = tx.plan["item"], tx.plan.state_groups
    begun = [
        id_
        for id_ in table.ids
        if table.value(id_, "owner") == person
        and groups.get(str(table.value(id_, "status"))) == "active"
        and (table.value(id_, "remaining") is not None or table.value(id_, "estimate") is not None)
    ]
    return min(begun, key=lambda id_: str(table.value(id_, "rank")), default=None)


def _remaining(tx: Transaction, item: str) -> int:
    remaining = tx.get("item", item, "remaining")
    if remaining is not None:
        return int(remaining)
    return int(tx.get("item", item, "estimate").likely * (100 - tx.get("item", item, "progress")) // 100)


def advance_incident(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Stamp the next step of the incident's clock with the time, and say so on its timeline."""
    done = ""
    for id_ in ids:
        step = next((s for s in INCIDENT_STEPS if tx.plan.value("incident", id_, s) is None), None)
        if step is None:
            raise ValidationError(f"{tx.plan.label('incident', id_)} is resolved already")
        tx.set("incident", id_, **{step: tx.now})
        tx.add("incident_entry", incident=id_, text=step.capitalize(), at=tx.now, author=tx.author)
        done = step
    return f"{edit_summary.records_label(tx.plan, 'incident', ids)} {done}"


def add_timeline_entry(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A line on the timeline, stamped now."""
    for id_ in ids:
        tx.add("incident_entry", incident=id_, text=params["text"], at=tx.now, author=tx.author)
    return ""


_INCIDENT = KINDS["incident"]

COMMANDS = (
    Command(
        "incident.open",
        "Open an incident",
        run_open_incident,
        keys=("!",),
        needs=(0, 100_000),
        group="Incidents",
        params=(
            CommandParam("title", _INCIDENT.column("title"), line_of="incident"),
            CommandParam(
                "severity",
                _INCIDENT.column("severity"),
                optional=True,
                asked=lambda given: given.get("severity") is None,
            ),
        ),
        synonyms=("outage", "downtime"),
    ),
    Command(
        "risk.occurred", "It happened: open an incident", occur_as_incident, keys=("O",), kinds=("risk",), group="Risk"
    ),
    Command("incident.resolve", "Resolved", resolve_incidents, kinds=("incident",), group="Incidents"),
    Command(
        "incident.update",
        "Tell those concerned",
        post_update,
        kinds=("incident",),
        group="Incidents",
        params=(CommandParam("text", KINDS["incident_entry"].column("text")),),
    ),
    Command(
        "incident.lost",
        "Charge the hours it took",
        charge_lost_time,
        kinds=("incident",),
        group="Incidents",
        params=(CommandParam("lost", _INCIDENT.column("lost")),),
    ),
    Command(
        "incident.advance",
        "Next step: acknowledged, mitigated, resolved",
        advance_incident,
        keys=("x",),
        kinds=("incident",),
        group="Incidents",
    ),
    Command(
        "incident.note",
        "Add to the timeline",
        add_timeline_entry,
        keys=("c",),
        kinds=("incident",),
        group="Incidents",
        comments=True,
        params=(CommandParam("text", KINDS["incident_entry"].column("text")),),
    ),
)
