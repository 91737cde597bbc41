"""Time that was worked: an entry a person, item and day, with what it cost at the rate of that day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.derived.logged_time import logged_minutes, logged_time_problem
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.amounts import minor_units, of_minor_units, stored_amount
from tpm_tui.domain.values.codec import load_value
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
    """What the minutes of an entry cost, at the person's rate of that day."""
    from tpm_tui.planning.money.planned_cost import entry_amount

    return entry_amount(tx.plan, str(values["person"]), values["day"], int(values["minutes"]))


def amount_of_changed_time(tx: Transaction, entry: str, values: Mapping[str, Any]) -> Mapping[str, Decimal]:
    """The amount of an entry whose person, day or minutes change; nothing where it stays or is given along.

    One that came of the rate comes of it again; any other (an invoice's, or of a rate that changed since) keeps what
    an hour of it cost.
    """
    from tpm_tui.domain.derived.currency import currency_digits

    row = tx.plan["time_entry"].row(entry)
    before = {name: load_value(_COLUMN(name), row[name]) for name in ("person", "day", "minutes")}
    after = before | {name: value for name, value in values.items() if name in before}
    if "amount" in values or row["amount"] is None or after == before:
        return {}
    kept = stored_amount(row["amount"])
    if None not in (*before.values(), *after.values()) and kept == amount_of_time(tx, before):
        return {"amount": amount_of_time(tx, after)}
    if not before["minutes"] or after["minutes"] is None:
        return {}
    digits = currency_digits(tx.plan)
    units = minor_units(Fraction(kept) * after["minutes"] / before["minutes"], digits)
    return {"amount": of_minor_units(units, digits)}


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
