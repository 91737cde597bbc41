"""From when on levelling looks, and until when nothing may move."""

from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.model.network import Network

ALWAYS = -(1 << 50)
"""A clock minute before every start."""


def levelling_start(network: Network, context: InputContext) -> int:
    """The clock minute from which levelling looks on: the status date, else today or the plan's later start."""
    if network.status_date is not None:
        return network.status_date
    return max(network.plan_start, to_day_number(context.today) * MINUTES_PER_DAY)


def freeze_end(network: Network, context: InputContext, days: int) -> int:
    """The clock minute at which the last of so many working days ends; before any start where there are none."""
    if not days:
        return ALWAYS
    calendar = network.calendars[network.plan_calendar]
    at = levelling_start(network, context)
    for _ in range(days):
        at = (calendar.next_working(at) // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY
    return at
