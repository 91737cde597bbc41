"""Who is asked for more than there is, from the status date on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import DailyResourceLoad

ROUNDING = 1.0
"""Minutes above a day's capacity that are nothing but rounding."""


class OverloadedResource(Struct, frozen=True):
    """A person or pool (kind, id), the days above capacity (since 1970-01-01), the greatest share of a day that has
    capacity (0 where none of them has), and the most minutes asked for on a day that has none."""

    kind: str
    id: str
    days: tuple[int, ...]
    highest: float
    without_capacity: float


def days_above_capacity(load: DailyResourceLoad) -> npt.NDArray[np.bool_]:
    """Whether each person and pool (rows) is asked for more than there is on each day (columns) of a load."""
    above: npt.NDArray[np.bool_] = load.load > load.capacity + ROUNDING
    return above


def overloaded_resources(plan: Plan, context: InputContext) -> list[OverloadedResource]:
    """Everybody above capacity on any day to come, most days first. Raises as ``schedule_of``."""
    if not len(plan["person"]) and not len(plan["pool"]):
        return []
    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load

    load = resource_load(plan, context)
    status = schedule_of(plan, context).network.status_date
    today = to_day_number(context.today) if status is None else status // MINUTES_PER_DAY
    above = days_above_capacity(load)
    above[:, : max(today - load.first, 0)] = False
    overloaded: list[OverloadedResource] = []
    for row, id_ in enumerate([*load.people, *load.pools]):
        days = above[row].nonzero()[0].tolist()
        if days:
            shares = [float(load.load[row, d]) / float(load.capacity[row, d]) for d in days if load.capacity[row, d]]
            free = [float(load.load[row, d]) for d in days if not load.capacity[row, d]]
            kind = "person" if row < len(load.people) else "pool"
            above_days = tuple(d + load.first for d in days)
            overloaded.append(
                OverloadedResource(kind, id_, above_days, max(shares, default=0.0), max(free, default=0.0))
            )
    return sorted(overloaded, key=lambda resource: (-len(resource.days), resource.id))
