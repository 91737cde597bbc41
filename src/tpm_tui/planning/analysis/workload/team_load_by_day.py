"""How busy people are on each day to come, against what they can work: the strip at the foot of the timeline."""

from math import inf

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.workload.overload import days_above_capacity
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

Who = tuple[str, str]
"""A person or pool: kind and id."""


class LoadStrip(Struct, frozen=True):
    """Columns by day from ``first`` (days since 1970-01-01).

    ``demand`` and ``capacity``: minutes asked of all people, and minutes they can work; ``overloaded``: the people and
    pools (kind, id) that are asked for more than there is.
    """

    first: int
    demand: tuple[float, ...] = ()
    capacity: tuple[int, ...] = ()
    overloaded: tuple[tuple[Who, ...], ...] = ()

    def share(self, start: int, end: int) -> tuple[float, int] | None:
        """Demand over capacity and how many are overloaded on the worst day from one instant to before another.

        Instants are clock minutes; what is asked for where nobody works is without end. None where nobody works or is
        asked for anything.
        """
        low = max(start // MINUTES_PER_DAY - self.first, 0)
        high = min((end - 1) // MINUTES_PER_DAY - self.first + 1, len(self.demand))
        days = [
            (self.demand[d] / self.capacity[d] if self.capacity[d] else inf, len(self.overloaded[d]))
            for d in range(low, high)
            if self.capacity[d] or self.demand[d]
        ]
        return (max(share for share, _ in days), max(over for _, over in days)) if days else None

    def all_overloaded(self) -> list[Who]:
        """Everybody who is overloaded on any day, most days first."""
        days: dict[Who, int] = {}
        for overloaded in self.overloaded:
            for who in overloaded:
                days[who] = days.get(who, 0) + 1
        return sorted(days, key=lambda who: (-days[who], who[1]))


def team_load(plan: Plan, context: InputContext) -> LoadStrip:
    """The load of a plan's people from the status date (else today) on, to the last day that has any; empty for a plan
    whose people and pools have no work. Raises as `schedule_of`."""
    status = schedule_of(plan, context).network.status_date
    first = to_day_number(context.today) if status is None else status // MINUTES_PER_DAY
    if not len(plan["person"]) and not len(plan["pool"]):
        return LoadStrip(first)
    from numpy import argwhere

    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load

    load = resource_load(plan, context)
    people, ahead = len(load.people), slice(max(first - load.first, 0), None)
    days = int(load.load[:, ahead].sum(axis=0).nonzero()[0].max(initial=-1)) + 1
    demand, capacity = (column[:people, ahead].sum(axis=0)[:days].tolist() for column in (load.load, load.capacity))
    who = [*(("person", id_) for id_ in load.people), *(("pool", id_) for id_ in load.pools)]
    overloaded: list[list[Who]] = [[] for _ in range(days)]
    for day, row in argwhere(days_above_capacity(load)[:, ahead].T).tolist():
        overloaded[day].append(who[row])
    return LoadStrip(first, tuple(demand), tuple(capacity), tuple(map(tuple, overloaded)))
