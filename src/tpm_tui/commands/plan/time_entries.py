"""Time that was worked: an entry a person, item and day, with what it cost at the rate of that day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.derived.logged_time import logged_minutes, logged_time_problem
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

_COLUMN = KINDS["time_entry"].column


def log_time(tx: Transaction, item: str, person: str, minutes: int, day: date) -> str:
    """Log minutes of a person on an item; the id of the entry. ValidationError where there are none to log, on a day to
    come, and where the person's day would have more than 24 hours.

    What they cost is rounded once, here, and kept: a later change of rates does not change what was spent.
    """
    values = {"item": item, "person": person, "day": day, "minutes": minutes}
    require_possible_time(tx, None, values)
    return tx.add("time_entry", **values, amount=amount_of_time(tx, values))


def amount_of_time(tx: Transaction, values: Mapping[str, Any]) -> Decimal:
    """What the minutes of a new entry cost, at the person's rate of that day."""
    from tpm_tui.planning.money.planned_cost import entry_amount

    return entry_amount(tx.plan, str(values["person"]), values["day"], int(values["minutes"]))


def require_possible_time(tx: Transaction, entry: str | None, values: Mapping[str, Any]) -> None:
    """ValidationError where new values of a time entry (of a new one: None) say what nobody can have worked."""
    if not {"person", "day", "minutes"} & values.keys():
        return
    row = {} if entry is None else tx.plan["time_entry"].row(entry)
    person, day, minutes = (values.get(name, row.get(name)) for name in ("person", "day", "minutes"))
    if person not in tx.plan["person"] or day is None or minutes is None:
        return
    worked = day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
    others = logged_minutes(tx.plan, str(person), worked, entry)
    problem = logged_time_problem(tx.context, tx.plan.title("person", str(person)), int(minutes), worked, others)
    if problem is not None:
        raise ValidationError(*problem)


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
