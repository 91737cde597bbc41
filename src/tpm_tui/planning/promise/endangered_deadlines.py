"""Deadlines that the forecast keeps with less than half."""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.risk_model import RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult

#: A deadline kept in fewer than this share of iterations is in danger.
ENDANGERED_BELOW = 0.5


class EndangeredDeadline(Struct, frozen=True):
    """An item, the clock minute that it is due, and the share of iterations (0 to 1) that keep it."""

    item: str
    deadline: int
    probability: float


def endangered_deadlines(model: "RiskModel", result: "SimulationResult") -> list[EndangeredDeadline]:
    """The deadlines of unfinished items that are kept with less than half, the nearest first; none where too much
    of the work has no estimate for a forecast."""
    if not result.is_founded:
        return []
    position = {str(id_): place for place, id_ in enumerate(model.network.ids)}
    endangered = []
    for target in model.targets:
        probability = result.targets[target.id].on_time if target.kind == "item" else None
        if probability is None or probability >= ENDANGERED_BELOW or target.deadline is None:
            continue
        if model.network.actual_finish[position[target.id]] is None:
            endangered.append(EndangeredDeadline(target.id, target.deadline, probability))
    return sorted(endangered, key=lambda one: (one.deadline, one.item))
