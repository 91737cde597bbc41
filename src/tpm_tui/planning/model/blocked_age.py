"""For how long items have been blocked, in working days of the programme's calendar."""

from datetime import date

from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.calendars import programme_calendar


def blocked_since(plan: Plan, item: str) -> Stored:
    """The local time since when an item that is blocked is so, None where nothing says."""
    table = plan["item"]
    return table.value(item, "blocked_since") or plan.blocked_moments.get(item) or table.value(item, "created")


def blocked_ages(plan: Plan, today: date) -> dict[str, int]:
    """Id of an item that is blocked -> working days that have begun since it was marked so: 0 on the day itself. One
    that is only in a state of that name: since it went there by the journal, else since it is in the file."""
    marked = [(id_, since) for id_ in blocked_items(plan) if (since := blocked_since(plan, id_)) is not None]
    if not marked:
        return {}
    is_working, last = programme_calendar(plan).is_working, today.toordinal()
    ages = {}
    for id_, since in marked:
        first = date.fromisoformat(str(since)[:10]).toordinal()
        ages[id_] = sum(is_working(date.fromordinal(day)) for day in range(first + 1, last + 1))
    return ages
