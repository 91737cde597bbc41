"""Time that was worked: an entry a person, item and day, with what it cost at the rate of that day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.dates import show_date
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.store.transaction import Transaction

_COLUMN = KINDS["time_entry"].column


def log_time(tx: Transaction, item: str, person: str, minutes: int, day: date) -> str:
    """Log minutes of a person on an item; the id of the entry. ValidationError where there are none to log, on a day to
    come, and where the person's day would have more than 24 hours.

    What they cost is rounded once, here, and kept: a later change of rates does not change what was spent.
    """
    from tpm_tui.planning.planned_cost import entry_amount

    if minutes <= 0:
        raise ValidationError("log more than no time", "minutes")
    if day > tx.context.today:
        raise ValidationError(f"{show_date(day, tx.context)} is still to come: log time once it was worked", "day")
    logged = sum(
        int(str(tx.plan.value("time_entry", id_, "minutes")))
        for id_ in tx.plan.ids_by_reference("time_entry", "person").get(person, ())
        if tx.plan.value("time_entry", id_, "day") == day.isoformat()
    )
    if logged + minutes > MINUTES_PER_DAY:
        hours, name = (logged + minutes) / 60, tx.plan.value("person", person, "name")
        raise ValidationError(
            f"{name} would have worked {hours:g} h on {show_date(day, tx.context)}: a day has 24", "minutes"
        )
    amount = entry_amount(tx.plan, person, day, minutes)
    return tx.add("time_entry", item=item, person=person, day=day, minutes=minutes, amount=amount)


def log_on_items(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Log time on the items at hand, of the person named, else of their owner."""
    for id_ in ids:
        person = params.get("person") or tx.plan.value("item", id_, "owner")
        if person is None:
            raise ValidationError(f"say who worked on {tx.plan.label('item', id_)}: it has no owner", "person")
        log_time(tx, id_, str(person), params["minutes"], params.get("day") or tx.context.today)
    return ""


COMMANDS = (
    Command(
        "time.log",
        "Log time on the item",
        log_on_items,
        keys=("$",),
        kinds=("item",),
        group="Money",
        params=(
            CommandParam("minutes", _COLUMN("minutes")),
            CommandParam("person", _COLUMN("person"), optional=True),
            CommandParam("day", replace(_COLUMN("day"), nullable=True, required=False), optional=True),
        ),
        synonyms=("timesheet", "worklog", "hours"),
    ),
)
