"""Dates that stand in the schedule as they were typed, hours after the last work that they hold back."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from tpm_tui.planning.levelling.problem.levelling_problem import Activity
from tpm_tui.planning.model.network import Constraint, Network


def keep_typed_finishes(network: Network, items: Sequence[int], activities: list[Activity], linked: Set[int]) -> None:
    """Note the date of each activity that finishes no earlier than it and that no relation leads into (`linked`): what
    follows it follows that date, be it in working time or not. `items` are the positions of the activities' items."""
    for j, place in enumerate(items):
        date = network.constraint_date[place] if place >= 0 else None
        if date is None or network.constraint[place] != Constraint.FNET:
            continue
        if j not in linked and activities[j].fixed is None and network.calendar_of(place).additive:
            activities[j] = replace(activities[j], typed_finish=date)
