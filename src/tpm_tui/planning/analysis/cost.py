"""What the plan costs: the work of its items at the rates of those who do it, and what is planned besides."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.model.from_plan import dropped_mask, network_of

MINUTES_PER_HOUR = 60


def planned_cost(plan: Plan, context: InputContext) -> list[float]:
    """Planned cost of every item, in the file's currency, in the order of the item table.

    Its work at the hourly rates of those assigned (else of its owner), and the costs planned for it; of an item with
    others below it, theirs too. Nothing for what is dropped. Raises as `network_of`.
    """
    table, out, network = plan["item"], dropped_mask(plan), network_of(plan, context)
    people = plan["person"]
    rates = dict(zip(people.ids, people.columns["rate"], strict=True))
    hourly: dict[str, float] = {}
    c = plan["assignment"].columns
    for item, person, units in zip(c["item"], c["person"], c["units"], strict=True):
        hourly[str(item)] = hourly.get(str(item), 0.0) + float(rates.get(str(person)) or 0) * float(units or 0) / 100
    owners, children = table.columns["owner"], plan.children
    cost = [0.0] * len(table)
    for place, id_ in enumerate(table.ids):
        if not out[place] and id_ not in children:
            rate = hourly.get(id_, float(rates.get(str(owners[place])) or 0))
            cost[place] = network.duration[place] / MINUTES_PER_HOUR * rate
    c = plan["cost"].columns
    for item, planned in zip(c["item"], c["planned"], strict=True):
        at = table.position.get(str(item))
        if at is not None and not out[at]:
            cost[at] += float(planned or 0)
    for place in sorted(range(len(table)), key=network.rank.__getitem__, reverse=True):
        above = table.position.get(str(table.columns["parent"][place]))
        if above is not None:
            cost[above] += cost[place]
    return cost
