"""Stakeholders: the log of contacts with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.store.transaction import Transaction

_CONTACT = KINDS["contact"]


def log_contact(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """An entry in the log of each stakeholder, today, by their usual channel."""
    for id_ in ids:
        channel = tx.plan.value("stakeholder", id_, "channel")
        tx.add("contact", stakeholder=id_, summary=params["summary"], at=tx.context.today, channel=channel)
    return f"logged a contact with {', '.join(tx.plan.label('stakeholder', i) for i in ids[:3])}"


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
