"""How much of the work each objective gets, when the last of it is done, and what serves none."""

from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.derived.items_serving_objectives import items_serving
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.analysis.variance import planned_work

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult


class ObjectiveWork(Struct, frozen=True):
    """``items``: ids of the work that serves it, in the plan's order; ``share`` of the effort of all work, 0 to 1, None
    where there is none. What serves several counts for each."""

    objective: str
    items: tuple[str, ...]
    share: float | None


def objective_work(plan: Plan, context: InputContext) -> tuple[list[ObjectiveWork], list[str]]:
    """The work of each objective in the order of the register, and ids of the work that serves none: items without
    others below them that are not dropped. Raises as the schedule does."""
    out, children, ids = dropped_items(plan), plan.children, plan["item"].ids
    work = planned_work(plan, context)
    leaves = [id_ for place, id_ in enumerate(ids) if not out[place] and id_ not in children]
    effort = {id_: work[plan["item"].position[id_]] for id_ in leaves}
    whole, served, made = sum(effort.values()), set[str](), []
    for objective in plan["objective"].ids:
        items = tuple(id_ for id_ in items_serving(plan, objective) if id_ in effort)
        served |= set(items)
        made.append(ObjectiveWork(objective, items, sum(effort[id_] for id_ in items) / whole if whole else None))
    return made, [id_ for id_ in leaves if id_ not in served and effort[id_]]


def last_p80(forecast: "SimulationResult", objective: str) -> str | None:
    """The local minute at which all that serves an objective is done with 80 %, as ISO; None where nothing serves it,
    or too little of the work is estimated."""
    finish = forecast.targets.get(objective)
    if finish is None or not forecast.is_founded:
        return None
    return to_datetime(finish.percentile(80)).isoformat(timespec="minutes")


def objective_findings(plan: Plan, context: InputContext) -> list[tuple[str, str, str]]:
    """(kind, id, sentence): objectives that nothing serves, and, where there are objectives, work that serves none."""
    if not len(plan["objective"]):
        return []
    objectives, unserving = objective_work(plan, context)
    findings = [("objective", one.objective, "no work serves it") for one in objectives if not one.items]
    return findings + [("item", id_, "it serves no objective") for id_ in unserving]
