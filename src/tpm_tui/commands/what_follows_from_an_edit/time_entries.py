"""What follows from edits of time entries: what the time costs; what nobody can have worked is refused."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands.money.time_entries import amount_of_changed_time, amount_of_time, require_possible_time
from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.store.transaction import Transaction


def _to_add(tx: Transaction, _id: str | None, values: Mapping[str, Any]) -> Values:
    require_possible_time(tx, None, values)
    if values.get("amount") is None and {"person", "day", "minutes"} <= values.keys():
        return {**values, "amount": amount_of_time(tx, values)}
    return dict(values)


def _to_change(tx: Transaction, id_: str, values: Mapping[str, Any]) -> Values:
    require_possible_time(tx, id_, values)
    return {**values, **amount_of_changed_time(tx, id_, values)}


EDIT_RULES = {"time_entry": EditRules(to_add=_to_add, to_change=_to_change)}
