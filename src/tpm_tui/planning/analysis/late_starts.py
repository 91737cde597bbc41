"""What stands before the status date although it has not begun, and plans in which nothing has begun at all."""

from datetime import date, datetime, timedelta

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.network import Constraint

#: A plan that began longer ago than this, and in which nothing has begun, has its dates in the past.
LONG_AGO = timedelta(days=7)

PINNED = frozenset({Constraint.MSO, Constraint.MFO})
"""Constraints that leave work that has not begun before the status date."""


def pinned_before_status(plan: Plan, schedule: Schedule) -> list[tuple[str, int]]:
    """(item id, start in clock minutes) of the work that must start or finish on a date and is late to begin.

    In the order of the item table; `schedule` is the plan's.
    """
    network, out = schedule.network, dropped_items(plan)
    if network.status_date is None:
        return []
    return [
        (id_, schedule.start[place])
        for place, id_ in enumerate(plan["item"].ids)
        if network.constraint[place] in PINNED
        and not out[place]
        and network.actual_start[place] is None
        and network.actual_finish[place] is None
        and schedule.start[place] < network.status_date
    ]


def idle_since(plan: Plan, context: InputContext, schedule: Schedule) -> date | None:
    """The day on which a plan began in which nothing has begun by today, a week or more later; None for any other."""
    network, out = schedule.network, dropped_items(plan)
    start = plan.programme("start")
    if network.status_date is not None or start is None or all(out):
        return None
    day = datetime.fromisoformat(str(start)).date()
    return day if context.today - day >= LONG_AGO else None
