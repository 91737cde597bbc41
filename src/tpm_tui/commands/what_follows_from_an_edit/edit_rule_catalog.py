"""The edit rules of every kind that has some."""

from collections.abc import Mapping
from functools import cache

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules

_NONE = EditRules()


@cache
def _edit_rules() -> Mapping[str, EditRules]:
    # Loaded with the first edit: what they check is a tenth of the program.
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

    topics = (
        programme, calendars, baselines, items, states, people, pools_of_assignments, requirements, decisions, issues,
        time_entries,
    )  # fmt: skip
    return {kind: rules for topic in topics for kind, rules in topic.EDIT_RULES.items()}


def edit_rules_of(kind: str) -> EditRules:
    """What the edits of records of a kind lead to beyond the values that are given."""
    return _edit_rules().get(kind, _NONE)
