"""What serves an objective: its items, their share of the effort, and what serves none."""

import json
from dataclasses import dataclass

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.variance import planned_work
from tpm_tui.planning.model.network_from_plan import dropped_mask


@dataclass(frozen=True, slots=True)
class ObjectiveWork:
    """``items``: ids of the work that serves it, in the plan's order; ``share`` of the effort of all work, 0 to 1, None
    where there is none. What serves several counts for each."""

    objective: str
    items: tuple[str, ...]
    share: float | None


def objective_work(plan: Plan, context: InputContext) -> tuple[list[ObjectiveWork], list[str]]:
    """The work of each objective in the order of the register, and ids of the work that serves none: items without
    others below them that are not dropped. Raises as the schedule does."""
    out, children, ids = dropped_mask(plan), plan.children, plan["item"].ids
    work = planned_work(plan, context)
    leaves = [id_ for place, id_ in enumerate(ids) if not out[place] and id_ not in children]
    effort = {id_: work[plan["item"].position[id_]] for id_ in leaves}
    whole, served, made = sum(effort.values()), set[str](), []
    for objective in plan["objective"].ids:
        chosen = _serving(plan, objective)
        items = tuple(id_ for id_ in leaves if id_ in chosen)
        served |= set(items)
        made.append(ObjectiveWork(objective, items, sum(effort[id_] for id_ in items) / whole if whole else None))
    return made, [id_ for id_ in leaves if id_ not in served and effort[id_]]


def _serving(plan: Plan, objective: str) -> set[str]:
    """Items that an objective names, those of its workstreams and of its needs, and all below them."""
    row = plan["objective"].row(objective)
    named, streams, needs = (json.loads(str(row[field])) for field in ("items", "workstreams", "requirements"))
    for need in needs:
        if need in plan["requirement"]:
            named += json.loads(str(plan.value("requirement", need, "items")))
    chosen = {id_ for id_ in plan["item"].ids if plan.value("item", id_, "workstream") in streams}
    for item in [*named, *chosen]:
        if item in plan["item"]:
            chosen |= {item, *plan.descendants(item)}
    return chosen


def objective_findings(plan: Plan, context: InputContext) -> list[tuple[str, str, str]]:
    """(kind, id, sentence): objectives that nothing serves, and, where there are objectives, work that serves none."""
    if not len(plan["objective"]):
        return []
    objectives, unserving = objective_work(plan, context)
    findings = [("objective", one.objective, "no work serves it") for one in objectives if not one.items]
    return findings + [("item", id_, "it serves no objective") for id_ in unserving]
