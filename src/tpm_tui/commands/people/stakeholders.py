"""Stakeholders: the log of contacts with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.schedule.items import comment_items
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.counted_nouns import list_text
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.people.who_must_hear import Hearer, concerned_items, who_must_hear
from tpm_tui.store.transaction import Transaction

_CONTACT = KINDS["contact"]


def log_contact(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """An entry in the log of each stakeholder, today, by their usual channel."""
    for id_ in ids:
        channel = tx.plan.value("stakeholder", id_, "channel")
        tx.add("contact", stakeholder=id_, summary=params["summary"], at=tx.context.today, channel=channel)
    return f"logged a contact with {list_text([tx.plan.label('stakeholder', i) for i in ids], 3)}"


def hearers_of(plan: Plan, context: InputContext, kind: str, id_: str) -> list[Hearer]:
    """Who must hear about a change of a record today."""
    due, today = Sheet(plan, context).values("stakeholder", "contact_due"), context.today.isoformat()
    late = [who for who, day in zip(plan["stakeholder"].ids, due, strict=True) if day is not None and str(day) < today]
    return who_must_hear(plan, kind, id_, context, late)


def log_hearing(tx: Transaction, *, kind: str, id_: str, hearers: Sequence[Hearer], summary: str) -> str:
    """A contact with each stakeholder, and a comment on the items concerned that names the people who were told.
    ValidationError where there is nobody, or no stakeholder and no item to note it on."""
    stakeholders = [hearer.id for hearer in hearers if hearer.kind == "stakeholder"]
    people = [tx.plan.label("person", hearer.id) for hearer in hearers if hearer.kind == "person"]
    items = [id_] if kind == "item" else concerned_items(tx.plan, kind, id_)
    if not stakeholders and not (people and items):
        raise ValidationError("there is nobody to log a contact with")
    if stakeholders:
        log_contact(tx, "stakeholder", stakeholders, {"summary": summary})
    if people and items:
        comment_items(tx, "item", items, {"text": f"Told {', '.join(people)}: {summary}"})
    return f"logged the contact with {len(stakeholders) + (len(people) if items else 0)}"


COMMANDS = (
    Command(
        "contact.log",
        "Log a contact",
        log_contact,
        keys=("c",),
        kinds=("stakeholder",),
        group="Stakeholders",
        comments=True,
        params=(CommandParam("summary", _CONTACT.column("summary")),),
    ),
)
