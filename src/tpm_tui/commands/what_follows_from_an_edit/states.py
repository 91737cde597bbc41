"""What follows from edits of the states of the workflow: an item is in a state by its name."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def _to_add(tx: Transaction, _id: str | None, values: Mapping[str, Any]) -> Values:
    _require_new_name(tx, str(values.get("name") or ""))
    return dict(values)


def _to_change(tx: Transaction, id_: str, values: Mapping[str, Any]) -> Values:
    """The items of a state that is renamed are in it by its new name."""
    if "name" in values:
        old, new = str(tx.plan.value("state", id_, "name")), str(values["name"])
        items = tx.plan["item"]
        if new != old:
            _require_new_name(tx, new)
        for item, state in zip(items.ids, items.columns["status"], strict=True):
            if state == old:
                tx.set("item", item, status=new)
    return dict(values)


def _require_new_name(tx: Transaction, name: str) -> None:
    if name in tx.plan.state_groups:
        raise ValidationError(f"there is a state {name!r} already", "name")


EDIT_RULES = {"state": EditRules(to_add=_to_add, to_change=_to_change)}
