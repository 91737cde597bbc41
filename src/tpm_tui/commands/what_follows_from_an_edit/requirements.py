"""What follows from edits of requirements: criteria that were typed as text become checks."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.domain.text.field_values import NewReference, ValidationError
from tpm_tui.store.transaction import Transaction


def _with_new_criteria(tx: Transaction, id_: str | None, values: Mapping[str, Any]) -> Values:
    """The values with the acceptance criteria that were typed as text made checks of the first item that answers the
    requirement; refused where there is none."""
    criteria = values.get("checks") or ()
    if not any(isinstance(criterion, NewReference) for criterion in criteria):
        return dict(values)
    items = values["items"] if "items" in values else tx.get("requirement", id_, "items") if id_ else ()
    if not items:
        raise ValidationError(
            "a criterion stands on the item that answers the requirement: name that among its items first", "checks"
        )
    made = (tx.add("check", item=items[0], title=str(c)) if isinstance(c, NewReference) else c for c in criteria)
    return {**values, "checks": tuple(made)}


EDIT_RULES = {"requirement": EditRules(to_add=_with_new_criteria, to_change=_with_new_criteria)}
