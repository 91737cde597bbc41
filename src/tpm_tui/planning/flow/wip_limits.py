"""Limits of work in progress, by state and by function, and what each holds now [Kanban Guide: controlling WIP]."""

from collections import Counter
from collections.abc import Iterable

from tpm_tui.domain.plan.plan import Plan


def state_limits(plan: Plan) -> dict[str, int]:
    """Name of a state -> the most items that may be in it at once."""
    c = plan["state"].columns
    return {str(name): int(most) for name, most in zip(c["name"], c["limit"], strict=True) if most is not None}


def function_limits(plan: Plan) -> dict[str, int]:
    """Function -> the most items of it that may be in progress at once."""
    parts = (part.partition(":") for part in str(plan.programme("function_limits") or "").split())
    return {name: int(most) for name, _, most in parts}


def held_by_state(plan: Plan, items: Iterable[str]) -> Counter[str]:
    """How many of the items are in each state."""
    table = plan["item"]
    return Counter(str(table.value(id_, "status")) for id_ in items)


def held_by_function(plan: Plan, items: Iterable[str]) -> Counter[str]:
    """How many of the items are in progress, in a state of the group active, by their function."""
    table, groups = plan["item"], plan.state_groups
    return Counter(
        str(table.value(id_, "function")) for id_ in items if groups.get(str(table.value(id_, "status"))) == "active"
    )
