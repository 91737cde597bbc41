"""The edit rules of every kind that has some."""

from tpm_tui.commands.what_follows_from_an_edit import (
    baselines,
    calendars,
    decisions,
    issues,
    items,
    people,
    pools_of_assignments,
    programme,
    requirements,
    states,
    time_entries,
)
from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules

_EDIT_RULES: dict[str, EditRules] = {}
for _topic in (
    programme, calendars, baselines, items, states, people, pools_of_assignments, requirements, decisions, issues,
    time_entries,
):  # fmt: skip
    _EDIT_RULES |= _topic.EDIT_RULES

_NONE = EditRules()


def edit_rules_of(kind: str) -> EditRules:
    """What the edits of records of a kind lead to beyond the values that are given."""
    return _EDIT_RULES.get(kind, _NONE)
