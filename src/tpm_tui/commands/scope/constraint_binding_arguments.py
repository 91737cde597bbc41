"""What a constraint binds: said with the words by:, from:, to:, max:, or in plain words; a freeze takes days off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tpm_tui.commands.edit_summary import records_label
from tpm_tui.commands.meetings.session_lines import SessionLine
from tpm_tui.commands.scope.agreement import request_changes, requests_text
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError, parse_value
from tpm_tui.planning.scope.resource_groups import resource_groups
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.domain.text.resource_phrases import ResourceLimit

_REQUIREMENT = KINDS["requirement"]
#: A constraint that binds nothing.
UNBOUND: dict[str, Any] = {
    "binding": "", "from_day": None, "to_day": None, "limit": None, "work_limit": None, "people_limit": None,
    "people_of": "",
}  # fmt: skip


def bound_values(tx: Transaction, line: SessionLine) -> dict[str, Any]:
    """The fields of what a line binds: a freeze, a first day, a last one, a limit; of an assumption the day to look
    again. Where a constraint does not say it with by:, from:, to:, max: or binds:no, its plain words are read."""
    values: dict[str, Any] = {}
    if line.due and line.type == "assumption":
        values = {"review_on": _value(tx, "review_on", line.due)}
    elif line.due:
        values = {"binding": "by", "to_day": _value(tx, "to_day", line.due)}
    elif line.last:
        first, last = _freeze_days(tx, line.first, line.last)
        values = {"binding": "days off", "from_day": first, "to_day": last}
    elif line.first:
        values = {"binding": "not before", "from_day": _value(tx, "from_day", line.first)}
    elif line.most:
        values = {"binding": "at most", **_typed_limit(tx, line.most)}
    elif line.type == "constraint" and not line.binds:
        values = _said_plainly(tx, line.text)
    return values | ({"conflicts": _value(tx, "conflicts", line.against)} if line.against else {})


def binds_explicitly(line: SessionLine) -> bool:
    """Whether a line of a constraint says what it binds, or that it binds nothing, in other than plain words."""
    return line.type == "constraint" and any((line.due, line.first, line.most, line.binds))


def take_days_off(tx: Transaction, statement: str, values: Mapping[str, Any]) -> None:
    """Make the days of a freeze free days of the programme's calendar, called by what was said; values of no freeze do
    nothing. ValidationError where that cannot be."""
    if values.get("binding") != "days off":
        return
    first, last = values["from_day"], values["to_day"]
    if last < first:
        raise ValidationError(f"the freeze ends before it begins: {first} to {last}")
    calendar = tx.plan.programme("calendar")
    if calendar is None:
        raise ValidationError("the programme has no calendar; set its calendar first")
    tx.add("calendar_exception", calendar=str(calendar), name=statement[:60], start=first, end=last, hours="")


def rebind(tx: Transaction, requirement: str, values: Mapping[str, Any]) -> None:
    """Bind a constraint otherwise than before, or not at all: the days off that it took are given back first."""
    _give_days_back(tx, requirement)
    tx.set("requirement", requirement, **{**UNBOUND, **values})
    take_days_off(tx, str(tx.get("requirement", requirement, "statement")), values)


def bind_days_off(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A freeze binds: its days become days off of the programme's calendar, and the constraint says so."""
    freeze = {"binding": "days off", "from_day": params["from_day"], "to_day": params["to_day"]}
    requests = request_changes(tx, ids, {"type": "constraint", **freeze})
    bound = [id_ for id_ in ids if id_ not in requests]
    for id_ in bound:
        tx.set("requirement", id_, type="constraint")
        rebind(tx, id_, freeze)
    said = [f"{records_label(tx.plan, 'requirement', bound)} binds: days off"] if bound else []
    return "; ".join([*said, *([requests_text(tx, requests)] if requests else [])])


def _value(tx: Transaction, name: str, text: str) -> Any:
    return parse_value(_REQUIREMENT.column(name), text, tx.plan, tx.context)


def _freeze_days(tx: Transaction, first: str, last: str) -> tuple[date, date]:
    from tpm_tui.domain.text.constraint_binding_phrases import freeze_days

    _value(tx, "from_day", first), _value(tx, "to_day", last)  # refused by the name of the field
    try:
        return freeze_days(first, last, tx.context.today)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _said_plainly(tx: Transaction, text: str) -> dict[str, Any]:
    """The fields of what plain words bind; none where they bind nothing, or days off where there is no calendar."""
    from tpm_tui.domain.text.constraint_binding_phrases import Binding, plain_binding

    read = plain_binding(text, tx.context, str(tx.plan.programme("currency") or ""), resource_groups(tx.plan))
    if not isinstance(read, Binding) or (read.how == "days off" and tx.plan.programme("calendar") is None):
        return {}
    limit = None if read.limit is None else float(read.limit)
    values = {"binding": read.how, "from_day": read.first, "to_day": read.last, "limit": limit}
    return values if read.resources is None else values | _limit_values(read.resources)


def _typed_limit(tx: Transaction, text: str) -> dict[str, Any]:
    """The fields of what max: limits: money, or work or people where it says so."""
    from tpm_tui.domain.text.resource_phrases import typed_limit

    try:
        resources = typed_limit(text, resource_groups(tx.plan), tx.context)
    except ValueError as error:
        raise ValidationError(f"max:{text}: {error}") from None
    return {"limit": _value(tx, "limit", text)} if resources is None else _limit_values(resources)


def _limit_values(limit: ResourceLimit) -> dict[str, Any]:
    return {"work_limit": limit.work, "people_limit": limit.people, "people_of": limit.group}


def _give_days_back(tx: Transaction, requirement: str) -> None:
    """Delete the free days of the programme's calendar that stand for a freeze."""
    was, first, last, statement = (
        tx.get("requirement", requirement, name) for name in ("binding", "from_day", "to_day", "statement")
    )
    if was != "days off":
        return
    name, calendar = " ".join(str(statement)[:60].split()), tx.plan.programme("calendar")
    taken = [
        id_
        for id_ in tx.plan["calendar_exception"].ids
        if tx.get("calendar_exception", id_, "calendar") == calendar
        and (tx.get("calendar_exception", id_, "start"), tx.get("calendar_exception", id_, "end")) == (first, last)
        and " ".join(str(tx.get("calendar_exception", id_, "name")).split()) == name
    ]
    if taken:
        tx.delete("calendar_exception", *taken)
