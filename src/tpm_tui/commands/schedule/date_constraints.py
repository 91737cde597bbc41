"""Binding an item to a date: what a bare day means for its start and for its finish."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tpm_tui.commands import records
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.schedule.items import CONSTRAINT_WORDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

_ITEM = KINDS["item"]
_FREE = ("ASAP", "ALAP")


def constrain(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Bind items to a date, or free them of it: as soon and as late as possible have none."""
    constraint, day = str(params["constraint"]), params["constraint_date"]
    free = constraint in _FREE
    if day is None and not free:
        raise ValidationError(f"{constraint} is {CONSTRAINT_WORDS[constraint]} …: say the day", "constraint_date")
    bound: dict[str, datetime | str | None] = {"constraint": constraint, "constraint_date": None if free else day}
    return records.change(tx, "item", ids, bound)


COMMANDS = (
    Command(
        "item.constrain", "Set constraint", constrain, kinds=("item",), group="Plan",
        params=(CommandParam("constraint", _ITEM.column("constraint")),
                CommandParam("constraint_date", _ITEM.column("constraint_date"), optional=True,
                      asked=lambda given: given.get("constraint") not in _FREE)),
                      synonyms=("must start on", "must finish on", "no earlier than", "fixed date"),
    ),
)  # fmt: skip
