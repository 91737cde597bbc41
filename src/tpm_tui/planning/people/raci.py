"""The RACI matrix: who is responsible, accountable, consulted and informed, and where it has gaps or overloads."""

from collections import Counter

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan

RACI_ROLES = ("responsible", "accountable", "consulted", "informed")

#: Rows of a matrix from which on, and share of them beyond which, one accountable person is an overload.
_MANY_ROWS, _MOST_SHARE = 5, 0.5


class RaciRow(Struct, frozen=True):
    """The roles on an item or a workstream: (kind, id) of people and stakeholders by role, and what is wrong.

    ``owner_counts``: nobody is said to be responsible, so the owner (of a workstream: its lead) is.
    """

    kind: str
    id: str
    roles: dict[str, tuple[tuple[str, str], ...]]
    owner_counts: bool
    gaps: tuple[str, ...]


def raci_rows(plan: Plan, item: str | None = None) -> list[RaciRow]:
    """A row for every workstream, and for every item that somebody has a role in (and for ``item``), in the plan's
    order."""
    entries: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {
        ("workstream", id_): {} for id_ in plan["workstream"].ids
    }
    if item is not None:
        entries["item", item] = {}
    columns = plan["raci"].columns
    for place in range(len(plan["raci"])):
        who = next(
            ((kind, str(columns[kind][place])) for kind in ("person", "stakeholder") if columns[kind][place]), None
        )
        for kind in ("item", "workstream"):
            if columns[kind][place] and who is not None:
                roles = entries.setdefault((kind, str(columns[kind][place])), {})
                roles.setdefault(str(columns["role"][place]), []).append(who)
    order = {id_: place for place, id_ in enumerate((*plan["workstream"].ids, *plan["item"].ids))}
    rows = [_row(plan, kind, id_, roles) for (kind, id_), roles in entries.items() if id_ in order]
    rows.sort(key=lambda row: order[row.id])
    return _with_overloads(plan, rows)


def raci_gaps(responsible: int, accountable: int) -> list[str]:
    """What is wrong with so many of each: exactly one is accountable, and at least one responsible [PMBOK]."""
    gaps = []
    if accountable != 1:
        gaps.append("nobody is accountable" if not accountable else f"{accountable} are accountable")
    if not responsible:
        gaps.append("nobody is responsible")
    return gaps


def _row(plan: Plan, kind: str, id_: str, given: dict[str, list[tuple[str, str]]]) -> RaciRow:
    roles = {role: tuple(dict.fromkeys(given.get(role, ()))) for role in RACI_ROLES}
    owner = plan.value(kind, id_, "owner" if kind == "item" else "lead")
    owner_counts = not roles["responsible"] and owner is not None
    if owner_counts:
        roles["responsible"] = (("person", str(owner)),)
    gaps = raci_gaps(len(roles["responsible"]), len(roles["accountable"]))
    return RaciRow(kind, id_, roles, owner_counts, tuple(gaps))


def _with_overloads(plan: Plan, rows: list[RaciRow]) -> list[RaciRow]:
    """The rows, with one person who is accountable nearly everywhere named once, in the first of theirs."""
    count = Counter(who for row in rows for who in row.roles["accountable"])
    if len(rows) < _MANY_ROWS:
        return rows
    overloaded = {who for who, rows_of in count.items() if rows_of > len(rows) * _MOST_SHARE}
    made = []
    for row in rows:
        named = [who for who in row.roles["accountable"] if who in overloaded]
        overloaded.difference_update(named)
        many = [f"{plan.title(*who)} is accountable for {count[who]} of {len(rows)}" for who in named]
        made.append(RaciRow(row.kind, row.id, row.roles, row.owner_counts, (*row.gaps, *many)))
    return made
