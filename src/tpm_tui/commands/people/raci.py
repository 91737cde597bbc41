"""Roles of people and stakeholders on items and workstreams, set by one letter."""

from collections.abc import Iterator

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.people.raci import RACI_ROLES
from tpm_tui.store.transaction import Transaction

#: The role that each letter gives.
ROLE_LETTERS = {role[0]: role for role in RACI_ROLES}


def roles_of(plan: Plan, work: tuple[str, str], who: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """(id, role) of each role that somebody has on a piece of work; both as (kind, id)."""
    for id_ in plan.ids_by_reference("raci", work[0]).get(work[1], ()):
        if plan.value("raci", id_, who[0]) == who[1]:
            yield id_, str(plan.value("raci", id_, "role"))


def toggle_role(tx: Transaction, work: tuple[str, str], who: tuple[str, str], role: str) -> str:
    """Give somebody a role on an item or a workstream, or take it where they have it; what it came to."""
    there = [id_ for id_, named in roles_of(tx.plan, work, who) if named == role]
    name = f"{tx.plan.label(*who)} {role} for {tx.plan.label(*work)}"
    if there:
        tx.delete("raci", *there)
        return f"no longer: {name}"
    tx.add("raci", role=role, **{work[0]: work[1], who[0]: who[1]})
    return name


def clear_roles(tx: Transaction, work: tuple[str, str], who: tuple[str, str]) -> str:
    """Take every role of somebody on an item or a workstream; what it came to."""
    there = [id_ for id_, _ in roles_of(tx.plan, work, who)]
    if there:
        tx.delete("raci", *there)
    return f"no role: {tx.plan.label(*who)} for {tx.plan.label(*work)}"
