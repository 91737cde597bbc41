"""What a record of a plan reaches, and what reaches it."""

from __future__ import annotations

from collections.abc import Iterator

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.analysis.impact.reached_records import ImpactEdge, ImpactNode, impact

#: Records that only join two others: the field of the one that acts, that of the one that is reached, and the words.
_JOINS = {
    "link": ("predecessor", "successor", "comes before", "comes after"),
    "assignment": ("person", "item", "works on", "is worked on by"),
    "raci": ("item", "stakeholder", "concerns", "has a role in"),
}


def impact_edges(plan: Plan) -> Iterator[ImpactEdge]:
    """Every way in which one record of a plan touches another, by their ids.

    A record reaches what it points at; a person reaches what they own, and an item the stakeholders who care for it.
    """
    for name, kind in KINDS.items():
        table = plan[name]
        join = _JOINS.get(name)
        if join is not None:
            source, target, via, back = join
            for one, other in zip(table.columns[source], table.columns[target], strict=True):
                if one is not None and other is not None:
                    yield ImpactEdge(str(one), str(other), via, back)
            continue
        for column in kind.columns:
            if not column.ref or column.field.hidden:
                continue
            turned = column.ref == "person" or name == "stakeholder"
            label = column.label.lower()
            for id_, stored in zip(table.ids, table.columns[column.name], strict=True):
                if stored is None or stored == "[]":
                    continue
                for other in load_value(column, stored) if column.many else (stored,):
                    if turned:
                        yield ImpactEdge(str(other), id_, f"{label} of", label)
                    else:
                        yield ImpactEdge(id_, str(other), label, f"{label} of")


def plan_impact(plan: Plan, record: str, *, backwards: bool = False, deepest: int | None = None) -> list[ImpactNode]:
    """What a record reaches (what reaches it, if ``backwards``) as a tree in reading order; nodes are ids."""
    return impact(record, list(impact_edges(plan)), backwards=backwards, deepest=deepest)
