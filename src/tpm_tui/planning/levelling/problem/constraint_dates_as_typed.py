"""Dates that stand in the schedule as they were typed, hours before or after the work that they hold back."""

from collections.abc import Sequence, Set

from msgspec.structs import replace

from tpm_tui.planning.levelling.problem.levelling_problem import Activity
from tpm_tui.planning.model.network import Constraint, Network


def keep_typed_dates(
    network: Network, items: Sequence[int], activities: list[Activity], linked: Set[int], to_finish: Set[int]
) -> None:
    """Note the date of each activity that starts no earlier than it and that relations lead into (`linked`), or that
    finishes no earlier than it and that none leads into: what follows it follows that date, be it in working time or
    not. `items` are the positions of the activities' items; what a relation leads to the finish of (`to_finish`) waits
    for the first work of the plan."""
    for j, place in enumerate(items):
        date = network.constraint_date[place] if place >= 0 else None
        if date is None or activities[j].fixed is not None:
            continue
        calendar = network.calendar_of(place)
        if network.constraint[place] == Constraint.SNET and j in linked and calendar.next_working(date) > date:
            if j not in to_finish or calendar.next_working(network.plan_start) <= date:
                activities[j] = replace(activities[j], typed_start=date)
        elif network.constraint[place] == Constraint.FNET and j not in linked and calendar.additive:
            activities[j] = replace(activities[j], typed_finish=date)
