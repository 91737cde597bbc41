"""How many people are at work on each day, against how many there are: the strip at the foot of the timeline.

Unfinished items count on the days from their start (not before the status date, else today) to their finish, each
person with the units of the assignment, or with their whole day where they are the owner and nobody is assigned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from tpm_tui.domain.derived.finished_items import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.calendars import person_calendars, programme_calendar
from tpm_tui.planning.model.external_supply import supplied_mask

#: Days ahead that are looked at: five years.
MAX_LOAD_DAYS = 5 * 366
#: A person of whom more than this share of a day is asked is overloaded.
FULL_DAY = 1.0
#: Shares that add up to a whole day may miss it by so much.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class LoadStrip:
    """Columns by day from ``first`` (days since 1970-01-01).

    ``demand``: people's days of work asked for; ``capacity``: people who work that day; ``overloaded``:
    how many of them are asked for more than their day.
    """

    first: int
    demand: tuple[float, ...] = ()
    capacity: tuple[int, ...] = ()
    overloaded: tuple[int, ...] = ()

    def share(self, start: int, end: int) -> tuple[float, int] | None:
        """Demand over capacity and how many are overloaded on the worst day from one instant to before another.

        Instants are clock minutes. None where there is nobody at work, or nothing is known.
        """
        low = max(start // MINUTES_PER_DAY - self.first, 0)
        high = min((end - 1) // MINUTES_PER_DAY - self.first + 1, len(self.demand))
        shares = [(self.demand[d] / self.capacity[d], self.overloaded[d]) for d in range(low, high) if self.capacity[d]]
        return (max(s for s, _ in shares), max(o for _, o in shares)) if shares else None


def team_load(plan: Plan, context: InputContext, schedule: Schedule) -> LoadStrip:
    """The load of a plan whose schedule this is; empty for a plan without people."""
    first = (
        schedule.network.status_date // MINUTES_PER_DAY
        if schedule.network.status_date is not None
        else to_day_number(context.today)
    )
    spans = _spans(plan, schedule, first)
    if not spans:
        return LoadStrip(first)
    last = min(max(max(high for _, high in person) for person in spans.values()), first + MAX_LOAD_DAYS)
    days = last - first + 1
    works = _working(plan, first, days)
    demand, capacity, overloaded = [0.0] * days, [0] * days, [0] * days
    for person, calendar in works.items():
        for day, there in enumerate(calendar):
            capacity[day] += there
        steps = spans.get(person)
        if not steps:
            continue
        change = [0.0] * (days + 1)
        for (low, high), units in steps.items():
            if low - first < days:
                change[max(low - first, 0)] += units
                change[min(high - first, days - 1) + 1] -= units
        for day, (units, there) in enumerate(zip(accumulate(change), calendar, strict=False)):
            if there and units > ROUNDING:
                demand[day] += units
                overloaded[day] += units > FULL_DAY + ROUNDING
    return LoadStrip(first, tuple(demand), tuple(capacity), tuple(overloaded))


def _spans(plan: Plan, schedule: Schedule, first: int) -> dict[str, dict[tuple[int, int], float]]:
    """Person -> (first day, last day) -> the share of the person's day that work then asks for."""
    table, supplied = plan["item"], supplied_mask(plan)
    out = [dropped or outside for dropped, outside in zip(dropped_items(plan), supplied, strict=True)]
    owners, position = table.columns["owner"], table.position
    finished = schedule.network.actual_finish
    children = plan.children
    assigned: dict[int, list[tuple[str, float]]] = {}
    c = plan["assignment"].columns
    for item, person, units in zip(c["item"], c["person"], c["units"], strict=True):
        if item in position and person is not None:
            assigned.setdefault(position[str(item)], []).append((str(person), float(units or 0) / 100))
    spans: dict[str, dict[tuple[int, int], float]] = {}
    for place, owner in enumerate(owners):
        if (owner is None and place not in assigned) or out[place] or finished[place] is not None:
            continue
        start, finish = schedule.start[place], schedule.finish[place]
        if finish <= start or table.ids[place] in children:
            continue
        low, high = max(start // MINUTES_PER_DAY, first), (finish - 1) // MINUTES_PER_DAY
        if high < first:
            continue
        for person, units in assigned.get(place) or [(str(owner), 1.0)]:
            days = spans.setdefault(person, {})
            days[low, high] = days.get((low, high), 0.0) + units
    return spans


def _working(plan: Plan, first: int, days: int) -> Mapping[str, list[bool]]:
    """Person -> whether they work on each day."""
    own, default = person_calendars(plan), programme_calendar(plan)
    known: dict[WorkCalendar, list[bool]] = {}
    at_work = {}
    for person in plan["person"].ids:
        calendar = own.get((None, person), default)
        if calendar not in known:
            known[calendar] = working_days(calendar, first, days)
        at_work[person] = known[calendar]
    return at_work


def working_days(calendar: WorkCalendar, first: int, days: int) -> list[bool]:
    """Whether a calendar works on each of some days from ``first`` (days since 1970-01-01) on."""
    week = [bool(hours) for hours in calendar.week]
    begin = (first + EPOCH_ORDINAL - 1) % 7  # ordinal 1 was a Monday
    at_work = [week[(begin + day) % 7] for day in range(days)]
    for day, hours in calendar.exceptions.items():
        place = to_day_number(day) - first
        if 0 <= place < days:
            at_work[place] = bool(hours)
    return at_work
