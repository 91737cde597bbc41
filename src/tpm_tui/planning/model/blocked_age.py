"""For how long items have been blocked, in working days of the programme's calendar."""

from __future__ import annotations

from datetime import date

from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.model.calendars import programme_calendar


def blocked_ages(plan: Plan, today: date) -> dict[str, int]:
    """Id of an item that is blocked -> working days that have begun since it was marked so: 0 on the day itself.
    Without those that are only in a state of that name, of which nobody said since when."""
    table = plan["item"]
    marked = [(id_, since) for id_ in blocked_items(plan) if (since := table.value(id_, "blocked_since")) is not None]
    if not marked:
        return {}
    is_working, last = programme_calendar(plan).is_working, today.toordinal()
    ages = {}
    for id_, since in marked:
        first = date.fromisoformat(str(since)[:10]).toordinal()
        ages[id_] = sum(is_working(date.fromordinal(day)) for day in range(first + 1, last + 1))
    return ages
