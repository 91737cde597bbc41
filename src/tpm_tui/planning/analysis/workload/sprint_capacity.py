"""What a sprint has room for: the days its people are there, less absences, less a share for the unplanned.

The share is what incidents took of the people's working time in the last four weeks: the hours lost by each of those
who responded (one person where nobody is named), six hours where nobody wrote them down.
"""

from datetime import date, datetime

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.model.calendars import calendars_of, person_calendars, programme_calendar
from tpm_tui.planning.model.external_supply import supplied_mask
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.work_assignments import daily_limit, effort_shares

LOOKED_BACK = 28
"""Days before today in which incidents, and what people could work, are counted: today is not over."""

INCIDENT_MINUTES = 6 * 60


class SprintCapacity(Struct, frozen=True):
    """Working minutes of all people in what is left of a sprint: by their calendars without absences (``there``), taken
    by absences (``away``), the share of the rest that the unplanned takes, and what its items not done still need."""

    sprint: str
    start: date
    end: date
    there: int
    away: int
    unplanned: float
    planned: int

    @property
    def available(self) -> int:
        """What is left for planned work."""
        return round((self.there - self.away) * (1 - self.unplanned))


def sprint_capacity(plan: Plan, context: InputContext, sprint: str) -> SprintCapacity | None:
    """The capacity of a sprint from the status date (else today) on, as its work is what remains then; None where it
    has no dates."""
    first, last = (plan.value("sprint", sprint, name) for name in ("start", "end"))
    if first is None or last is None:
        return None
    start, end = date.fromisoformat(str(first)), date.fromisoformat(str(last))
    status = network_of(plan, context).status_date
    today = to_day_number(context.today) if status is None else status // MINUTES_PER_DAY
    span = max(to_day_number(start), today) * MINUTES_PER_DAY, (to_day_number(end) + 1) * MINUTES_PER_DAY
    there = _working(plan, span, with_absences=False)
    present = _working(plan, span, with_absences=True)
    return SprintCapacity(
        sprint,
        start,
        end,
        there,
        there - present,
        unplanned_share(plan, context.today),
        _planned(plan, context, sprint),
    )


def unplanned_share(plan: Plan, today: date) -> float:
    """Incident time of the last four weeks as a share of what everybody could work in them, at most all of it."""
    day = to_day_number(today)
    capacity = _working(plan, ((day - LOOKED_BACK) * MINUTES_PER_DAY, day * MINUTES_PER_DAY), with_absences=True)
    table = plan["incident"]
    responders = table.kind.column("responders")
    minutes = 0
    for id_ in table.ids:
        begun = table.value(id_, "detected") or table.value(id_, "started")
        if begun is None or not 0 < day - to_day_number(datetime.fromisoformat(str(begun)).date()) <= LOOKED_BACK:
            continue
        lost = table.value(id_, "lost")
        people = max(len(load_value(responders, table.value(id_, "responders")) or ()), 1)
        minutes += people * (INCIDENT_MINUTES if lost is None else int(lost))
    return min(minutes / capacity, 1.0) if capacity else 0.0


def _working(plan: Plan, span: tuple[int, int], *, with_absences: bool) -> int:
    """Working minutes of all people between two instants, at most their capacity on each day."""
    known, default, personal = calendars_of(plan), programme_calendar(plan), person_calendars(plan)
    people = plan["person"]
    total = 0
    for id_ in people.ids:
        calendar = known.get(str(people.value(id_, "calendar")), default)
        if with_absences:
            calendar = personal.get((None, id_), calendar)
        most = daily_limit(people.value(id_, "capacity"))
        for day in range(span[0], span[1], MINUTES_PER_DAY):
            total += min(calendar.between(day, day + MINUTES_PER_DAY), most)
    return total


def _planned(plan: Plan, context: InputContext, sprint: str) -> int:
    """Working minutes that the sprint's items not done still need: what remains of each, times the shares of it that
    those assigned work."""
    network, out, c = network_of(plan, context), dropped_items(plan), plan["item"].columns
    supplied, shares, compiled = supplied_mask(plan), effort_shares(plan), compiled_network(network)
    return sum(
        round(compiled.network.remaining_work(place) * shares.get(id_, 1))
        for place, (id_, of) in enumerate(zip(plan["item"].ids, c["sprint"], strict=True))
        if of == sprint
        and not out[place]
        and not supplied[place]
        and network.actual_finish[place] is None
        and id_ not in plan.children
    )
