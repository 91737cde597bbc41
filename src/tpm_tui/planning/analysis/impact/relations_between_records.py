"""What a record of a plan reaches, and what reaches it."""

from collections.abc import Iterator

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.analysis.impact.reached_records import ImpactEdge, ImpactNode, impact

#: Kinds whose records act on all that points at them, and kinds that say something of one of these and so reach it.
_ACTING, _OF_ACTING = ("person", "pool", "calendar"), ("absence", "shift", "rate", "calendar_exception")


def impact_edges(plan: Plan) -> Iterator[ImpactEdge]:
    """Every way in which one record of a plan touches another, by their ids.

    A record reaches what it points at; people, pools and calendars reach what is theirs, and an item the stakeholders
    who care for it.
    """
    for name, kind in KINDS.items():
        table = plan[name]
        if (join := kind.join) is not None:
            for source in join.sources:
                for one, other in zip(table.columns[source], table.columns[join.target], strict=True):
                    if one is not None and other is not None:
                        yield ImpactEdge(str(one), str(other), join.forwards, join.backwards)
            continue
        for column in kind.columns:
            if not column.ref or column.field.hidden:
                continue
            turned = name == "stakeholder" or (column.ref in _ACTING and name not in _OF_ACTING)
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
    edges = [*_ends(plan, record), *impact_edges(plan)]
    return impact(record, edges, backwards=backwards, deepest=deepest)


def _ends(plan: Plan, record: str) -> Iterator[ImpactEdge]:
    """The edges of a record that only joins two others: on the way from one to the other it is no step of its own."""
    kind = plan.kind_of(record)
    if kind is None or (join := kind.join) is None:
        return
    row = plan[kind.name].row(record)
    if row[join.target] is not None:
        yield ImpactEdge(record, str(row[join.target]), join.forwards, join.backwards)
    for source in join.sources:
        if row[source] is not None:
            yield ImpactEdge(str(row[source]), record, join.forwards, join.backwards)
