"""What is refused in the names of people and of stakeholders."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.domain.text.field_values import ValidationError, person_name_problem
from tpm_tui.store.transaction import Transaction


def _with_a_name(_tx: Transaction, _id: str | None, values: Mapping[str, Any]) -> Values:
    """ValidationError where a person would be called by what belongs into another field."""
    wrong = person_name_problem(str(values.get("name") or ""))
    if wrong:
        raise ValidationError(wrong, "name")
    return dict(values)


_NAMED = EditRules(to_add=_with_a_name, to_change=_with_a_name)

EDIT_RULES = {"person": _NAMED, "stakeholder": _NAMED}
