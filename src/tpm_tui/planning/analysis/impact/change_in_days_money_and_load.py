"""What a change of plan comes to: days, money, and who is asked for how much."""

from collections.abc import Iterator

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.impact.moved_and_missed_dates import ChangeImpact, change_impact
from tpm_tui.planning.money.planned_cost import planned_cost


class LoadChange(Struct, frozen=True):
    """A person or pool (kind, id) that is asked for more or less: minutes of planned work, and days above capacity
    from the status date on, each before and after."""

    kind: str
    id: str
    minutes: tuple[int, int]
    overloaded_days: tuple[int, int]


class ChangeEffect(Struct, frozen=True):
    """The difference between two plans: dates, planned cost of the whole in minor units (before, after), and load, in
    the order of the registers of people and pools."""

    impact: ChangeImpact
    cost: tuple[int, int]
    loads: tuple[LoadChange, ...]


def change_effect(before: Plan, after: Plan, context: InputContext) -> ChangeEffect:
    """Compare two plans. Raises as scheduling does."""
    cost = planned_cost(before, context).total, planned_cost(after, context).total
    return ChangeEffect(change_impact(before, after, context), cost, tuple(_load_changes(before, after, context)))


def _load_changes(before: Plan, after: Plan, context: InputContext) -> Iterator[LoadChange]:
    then, now = _loads(before, context), _loads(after, context)
    for key in dict.fromkeys((*now, *then)):
        (minutes, days), (later_minutes, later_days) = then.get(key, (0, 0)), now.get(key, (0, 0))
        if (minutes, days) != (later_minutes, later_days):
            yield LoadChange(*key, (minutes, later_minutes), (days, later_days))


def _loads(plan: Plan, context: InputContext) -> dict[tuple[str, str], tuple[int, int]]:
    """(kind, id) -> minutes of planned work, days above capacity."""
    if not len(plan["person"]) and not len(plan["pool"]):
        return {}
    from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
    from tpm_tui.planning.analysis.workload.overload import overloaded_resources

    load = resource_load(plan, context)
    above = {(one.kind, one.id): len(one.days) for one in overloaded_resources(plan, context)}
    keys = [*(("person", id_) for id_ in load.people), *(("pool", id_) for id_ in load.pools)]
    return {key: (round(sum(load.load[row].tolist())), above.get(key, 0)) for row, key in enumerate(keys)}
