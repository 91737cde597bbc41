"""What a record of a plan reaches, and what changes there if it slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.codec import dump_value, load_value
from tpm_tui.planning.requirements.impact import ImpactEdge, ImpactNode, impact

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


@dataclass(frozen=True, slots=True)
class SlipResult:
    """Item -> its finish before and after (ISO local times); ``moved`` are the records that were held back."""

    finishes: dict[str, tuple[str, str]]
    moved: tuple[str, ...]


def slip(plan: Plan, context: InputContext, record: str, days: int) -> SlipResult:
    """What happens to finishes if an item, or the unfinished items that a record points at, slip by working days.

    What has begun takes longer, what has not begun starts later. Raises as :func:`schedule_of`.
    """
    from tpm_tui.planning.analysis.shift import shifted_values
    from tpm_tui.planning.cpm.plan_schedule import schedule_of

    kind = plan.kind_of(record)
    items = [record] if kind is not None and kind.name == "item" else _items_of(plan, record)
    table, columns = plan["item"], {c.name: c for c in KINDS["item"].columns}
    edits = []
    for id_, values in shifted_values(plan, context, items, days).items():
        after = {name: dump_value(columns[name], value) for name, value in values.items()}
        edits.append(Edit("item", id_, {name: table.value(id_, name) for name in after}, after))
    shifted = {edit.id for edit in edits}
    for id_ in items:
        remaining: Any = table.value(id_, "remaining") if id_ in table else None
        begun = id_ not in shifted and table.value(id_, "actual_finish") is None
        if begun and table.value(id_, "actual_start") is not None and remaining is not None:
            longer = int(remaining) + days * context.minutes_per_day
            edits.append(Edit("item", id_, {"remaining": remaining}, {"remaining": longer}))
    before, after_ = schedule_of(plan, context), schedule_of(plan.applied(edits), context)
    finishes = {}
    for place, id_ in enumerate(table.ids):
        if before.finish[place] != after_.finish[place]:
            finishes[id_] = tuple(to_datetime(s.finish[place]).isoformat(timespec="minutes") for s in (before, after_))
    return SlipResult(finishes, tuple(edit.id for edit in edits))  # type: ignore[arg-type]


def _items_of(plan: Plan, record: str) -> list[str]:
    kind = plan.kind_of(record)
    if kind is None:
        return []
    result: list[str] = []
    for column in kind.columns:
        if column.ref == "item":
            stored = plan.value(kind.name, record, column.name)
            if stored is not None:
                result += load_value(column, stored) if column.many else [str(stored)]
    return [id_ for id_ in result if id_ in plan["item"]]
