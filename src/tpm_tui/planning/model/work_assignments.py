"""Who works on each item, with how much of their day, and how long that makes the work: MS Project's task types.

- *Fixed units*: the estimate is the working time of those assigned, however many they are; absences extend it.
- *Fixed work*, and fixed units that are effort driven: the estimate is the work of all together; twice the units take
  half the time.
- *Fixed duration*: the estimate is the time from start to finish; an absence takes work away and moves no date.

The owner counts as assigned with 100 % where nobody else is; what is supplied from outside has nobody of ours. A person
whose capacity is below their calendar's day gives no more than that share, so that what is asked of them takes longer;
of a pool as much is taken as is asked for. A thing (a pool without a function) does no work: unless a part is said to
be the thing's, it is held while the others work.
"""

from collections.abc import Mapping, Set
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY, STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.model.calendars import PERSON_READS, person_calendars, programme_calendar
from tpm_tui.planning.model.external_supply import SUPPLIED_READS, supplied_mask

WHOLE = 100
"""Percent of one person, or of one place of a pool."""

ASSIGNMENT_READS: tuple[tuple[str, str], ...] = (
    *PERSON_READS,
    *SUPPLIED_READS,
    ("person", "capacity"),
    ("item", "effort_type"),
    ("item", "effort_driven"),
    ("item", "owner"),
    ("pool", "function"),
    *(("assignment", name) for name in ("item", "person", "pool", "units", "work")),
)


class Assignee(Struct, frozen=True):
    """A person or pool on an item.

    ``units``: percent of a person, or of places of a pool, that they give; ``stretch``: how many times the estimate
    they work that long.
    """

    kind: str
    id: str
    units: int
    stretch: Fraction


def daily_limit(capacity: Stored) -> int:
    """Minutes that a person works on any day at most, by what their record says.

    A standard day, which is what a person has who says nothing, stands for a whole day of whatever calendar they have.
    """
    return MINUTES_PER_DAY if capacity == STANDARD_DAY_MINUTES else int(capacity or 0)


def capacity_units(plan: Plan) -> dict[str, int]:
    """Percent of their calendar's longest day that each person works at most: 100, less where the capacity is below."""

    def build() -> dict[str, int]:
        own, default = person_calendars(plan), programme_calendar(plan)
        table = plan["person"]
        units: dict[str, int] = {}
        for id_, capacity in zip(table.ids, table.columns["capacity"], strict=True):
            day = max(sum(end - start for start, end in hours) for hours in own.get((None, id_), default).week)
            minutes = daily_limit(capacity)
            units[id_] = WHOLE if minutes >= day else max(round(WHOLE * minutes / day), 1)
        return units

    return plan.memoised("capacity_units", [*PERSON_READS, ("person", "capacity")], build)


def is_thing(plan: Plan, pool: str) -> bool:
    """Whether a pool is one of things, which do no work themselves: it has no function."""
    return pool not in plan["pool"] or plan.value("pool", pool, "function") is None


def assignees(plan: Plan) -> Mapping[int, tuple[Assignee, ...]]:
    """Position in the item table -> who works on it; empty where all are assigned with 0 %, without nobody."""
    return plan.memoised("assignees", ASSIGNMENT_READS, lambda: _build(plan))


class _Asked(NamedTuple):
    """What is asked of somebody: percent, and their part of the work in minutes, if it is said."""

    units: int = 0
    work: int | None = None


_Who = tuple[str, str]


def _build(plan: Plan) -> dict[int, tuple[Assignee, ...]]:
    position = plan["item"].position
    asked: dict[int, dict[_Who, _Asked]] = {}
    c = plan["assignment"].columns
    rows = zip(c["item"], c["person"], c["pool"], c["units"], c["work"], strict=True)
    for item, person, pool, units, work in rows:
        place = position.get(str(item))
        if place is not None and (person or pool):
            who = ("person", str(person)) if person else ("pool", str(pool))
            of_item = asked.setdefault(place, {})
            before = of_item.get(who, _Asked())
            part = before.work if work is None else int(work) + (before.work or 0)
            of_item[who] = _Asked(before.units + int(units or 0), part)
    limits = capacity_units(plan)
    columns = plan["item"].columns
    types = [
        "fixed work" if driven and effort == "fixed units" else str(effort)
        for effort, driven in zip(columns["effort_type"], columns["effort_driven"], strict=True)
    ]
    supplied = supplied_mask(plan)
    things = {("pool", id_) for id_ in plan["pool"].ids if is_thing(plan, id_)}
    for place, of_item in asked.items():
        if columns["owner"][place] is not None and things.issuperset(of_item):
            of_item["person", str(columns["owner"][place])] = _Asked(WHOLE)
    known = {place: _with_things(of_item, limits, types[place], things) for place, of_item in asked.items()}
    alone: dict[tuple[object, str], tuple[Assignee, ...]] = {}
    for place, key in enumerate(zip(columns["owner"], types, strict=True)):
        if key[0] is not None and place not in known:
            if key not in alone:
                alone[key] = _assignees({("person", str(key[0])): _Asked(WHOLE)}, limits, key[1])
            known[place] = alone[key]
    return {place: several for place, several in known.items() if not supplied[place]}


def _with_things(
    asked: Mapping[_Who, _Asked], limits: Mapping[str, int], effort_type: str, things: Set[_Who]
) -> tuple[Assignee, ...]:
    """Who works, and the things that are held as long as anybody does; where there are only things, they work."""
    held = {who: part for who, part in asked.items() if who in things and part.units > 0 and part.work is None}
    workers = _assignees({who: part for who, part in asked.items() if who not in held}, limits, effort_type)
    if not held or not workers:
        return _assignees(asked, limits, effort_type)
    longest = max(who.stretch for who in workers)
    return (*workers, *(Assignee(*who, part.units, longest) for who, part in held.items()))


def _assignees(asked: Mapping[_Who, _Asked], limits: Mapping[str, int], effort_type: str) -> tuple[Assignee, ...]:
    asked = {who: part for who, part in asked.items() if part.units > 0}
    given = {who: min(part.units, limits.get(who[1], part.units)) for who, part in asked.items()}
    if effort_type == "fixed duration":
        return tuple(Assignee(*who, units, Fraction(1)) for who, units in given.items())
    works = [part.work for part in asked.values() if part.work]
    parts = {who: part.work for who, part in asked.items() if part.work}
    if effort_type == "fixed work":
        if len(works) == len(asked):
            stretch = {who: Fraction(WHOLE * parts[who], sum(works) * units) for who, units in given.items()}
        else:
            together = sum(given.values())
            stretch = dict.fromkeys(given, Fraction(WHOLE, together)) if together else {}
    else:
        longest = max((Fraction(work, asked[who].units) for who, work in parts.items()), default=Fraction(1))
        share = {who: Fraction(work, asked[who].units) / longest for who, work in parts.items()}
        stretch = {who: share.get(who, 1) * Fraction(asked[who].units, units) for who, units in given.items()}
    return tuple(Assignee(*who, units, stretch[who]) for who, units in given.items())


def stretches(plan: Plan) -> dict[int, Fraction]:
    """Position -> duration as a multiple of the estimate, where that is not one: the longest that anybody takes."""

    def build() -> dict[int, Fraction]:
        one, longest = Fraction(1), dict[int, Fraction]()
        for place, several in assignees(plan).items():
            most = max((who.stretch for who in several), default=one)
            if most != one:
                longest[place] = most
        return longest

    return plan.memoised("stretches", ASSIGNMENT_READS, build)


def workers_of(plan: Plan) -> dict[str, list[tuple[str, Fraction]]]:
    """Item id -> (person or pool, percent of the item's duration that they work), over all of it on average."""

    def build() -> dict[str, list[tuple[str, Fraction]]]:
        ids, longest = plan["item"].ids, stretches(plan)
        # most work is one owner's: items with the same team share one list
        known: dict[tuple[int, Fraction | None], list[tuple[str, Fraction]]] = {}
        workers = {}
        for place, several in assignees(plan).items():
            stretch = longest.get(place)
            team = id(several), stretch
            if team not in known:
                known[team] = [(who.id, who.units * who.stretch / (stretch or 1)) for who in several]
            workers[ids[place]] = known[team]
        return workers

    return plan.memoised("workers_of", ASSIGNMENT_READS, build)


def effort_shares(plan: Plan) -> dict[str, Fraction]:
    """Item id -> working minutes of all who work on it, in a minute of its duration; without nobody."""

    def build() -> dict[str, Fraction]:
        none = Fraction(0)
        return {id_: sum((units for _, units in several), none) / WHOLE for id_, several in workers_of(plan).items()}

    return plan.memoised("effort_shares", ASSIGNMENT_READS, build)
