"""Why levelling holds an item back: whose hands it waits for."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.actuals_and_status_date_to_bounds import minutes_of_texts
from tpm_tui.planning.model.network import Constraint, Network
from tpm_tui.planning.model.work_assignments import workers_of


def held_by_levelling(plan: Plan, network: Network, position: int) -> bool:
    """Whether the constraint of an item in the network is levelling's and not its own."""
    at = plan["item"].columns["levelled_start"][position]
    if at is None or network.constraint[position] != Constraint.SNET:
        return False
    return minutes_of_texts([at])[0] == network.constraint_date[position]


def last_work_before(plan: Plan, schedule: Schedule, position: int) -> tuple[str, int] | None:
    """The person or pool whom an item waited for, and the position of the item that they worked on last before it; None
    where nobody of those who do it had other work before."""
    workers, table = workers_of(plan), plan["item"]
    own = {resource for resource, _ in workers.get(table.ids[position], ())}
    start = schedule.start[position]
    best: tuple[int, str, int] | None = None
    for place, id_ in enumerate(table.ids):
        if place != position and schedule.start[place] < schedule.finish[place] <= start and id_ not in plan.children:
            shared = own & {resource for resource, _ in workers.get(id_, ())}
            if shared and (best is None or schedule.finish[place] > best[0]):
                best = schedule.finish[place], min(shared), place
    return None if best is None else best[1:]
