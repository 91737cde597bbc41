"""What was agreed stays as it was agreed: a change after that is a request for change."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.meetings.requirements import CONTENT_FIELDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction


def require_not_agreed(tx: Transaction, requirement: str, values: Mapping[str, Any]) -> None:
    """ValidationError where values change what an agreed requirement says, unless it is agreed anew with them or no
    longer agreed."""
    if tx.get("requirement", requirement, "status") != "agreed" or {"agreed_on", "status"} & values.keys():
        return
    for name in CONTENT_FIELDS:
        if name in values and values[name] != tx.get("requirement", requirement, name):
            key = tx.plan.label("requirement", requirement)
            how = (
                f"reword it (tpm run requirement.reword {key} statement=…), which asks for one"
                if name == "statement"
                else f"add an issue of that type that says so (what_if={key} {name}=…)"
            )
            label = KINDS["requirement"].column(name).label
            raise ValidationError(f"{key} is agreed, and a change of {label} is a request for change: {how}", name)
