"""Fields of items by their own names and labels, as targets of a column."""

from collections.abc import Mapping

from tpm_tui.domain.fields import SYSTEM_FIELDS, Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import custom_columns
from tpm_tui.exchange.issue_trackers.common.headers import plain_header

#: Fields that rows are understood by, not only stored: a column of one of them fills the target of that name.
_TARGETS = {
    "id": "id", "key": "key", "source_id": "key", "title": "title", "type": "type", "parent": "parent",
    "workstream": "components", "status": "status", "priority": "priority", "owner": "owner", "tags": "labels",
    "estimate": "estimate", "points": "points", "progress": "completion", "remaining": "remaining", "deadline": "due",
    "sprint": "sprint", "constraint": "constraint", "constraint_date": "constraint_date",
}  # fmt: skip

#: Target -> the field that it fills, where that goes by another name.
FIELD_OF_TARGET = {target: name for name, target in _TARGETS.items() if name not in ("key", target)}


def own_fields(plan: Plan) -> dict[str, Column]:
    """The fields of an item that a person may fill, those that the user added too, by name."""
    fields = {c.name: c for c in custom_columns(plan)}
    return fields | {c.name: c for c in KINDS["item"].columns if c.name in ("id", "key") or c.name not in SYSTEM_FIELDS}


def own_target(word: str, fields: Mapping[str, Column]) -> str:
    """The target that a field's name or label stands for, ``field:NAME`` for one that is only stored; empty if none."""
    plain = plain_header(word)
    name = next((n for n, c in fields.items() if plain in (n, n.replace("_", " "), c.label.lower())), "")
    return _TARGETS.get(name, f"field:{name}") if name else ""
