"""Incidents: each step of the clock in one key, and entries of the timeline."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: The clock of an incident, in order, with the word for each step.
INCIDENT_STEPS = ("detected", "acknowledged", "mitigated", "resolved")


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


COMMANDS = (
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
