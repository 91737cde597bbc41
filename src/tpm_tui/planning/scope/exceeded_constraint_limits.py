"""How a plan breaks what a constraint limits: money, work, or people at one time.

A limit holds for the items that the constraint names with what lies below them, finished ones too; without items for
the whole plan. What is dropped counts for nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted, list_text
from tpm_tui.domain.text.dates import InputContext, day_text, show_duration
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.amounts import show_amount
from tpm_tui.domain.values.codec import Stored, stored_ids
from tpm_tui.planning.analysis.variance import planned_work
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.work_assignments import WHOLE, assignees
from tpm_tui.planning.money.planned_cost import planned_cost
from tpm_tui.planning.scope.resource_groups import group_members, resource_groups

#: Items that a sentence names before it counts the rest.
_NAMED = 3


class PeakPeople(Struct, frozen=True):
    """The most people of a group who are assigned to work at one time: when that is first so, in clock minutes, and
    to which items they are."""

    people: int
    at: int
    items: tuple[str, ...]


def broken_limits(
    plan: Plan, context: InputContext, schedule: Schedule, row: dict[str, Stored], named: Sequence[str]
) -> Iterator[str]:
    """What breaks each limit of a constraint on the items ``named``, none of them dropped."""
    position, children = plan["item"].position, plan.children
    if row["limit"] is not None:
        cost, digits = planned_cost(plan, context), currency_digits(plan)
        units = sum(cost.own[position[id_]] for id_ in named) if stored_ids(row["items"]) else cost.total
        spent, limit = Decimal(units).scaleb(-digits), Decimal(str(row["limit"]))
        if spent > limit:
            yield f"the plan costs {show_amount(spent, digits)}, at most {show_amount(limit, digits)} is allowed"
    leaves = [id_ for id_ in named if id_ not in children]
    if row["work_limit"] is not None:
        work, allowed = planned_work(plan, context), int(row["work_limit"])
        minutes = sum(work[position[id_]] for id_ in leaves)
        if minutes > allowed:
            is_, most = show_duration(minutes, context), show_duration(allowed, context)
            yield f"the plan takes {is_} of work, at most {most} is allowed"
    if row["people_limit"] is not None:
        yield from _too_many(plan, context, schedule, row, leaves)


def peak_people(plan: Plan, schedule: Schedule, items: Sequence[str], group: str = "") -> PeakPeople:
    """The most people of a group who are assigned to items at one time, from their start to their finish: a person
    counts once however many of the items are theirs, of a pool the places asked for, begun ones whole."""
    members, position, working = group_members(plan, group), plan["item"].position, assignees(plan)
    moments: list[tuple[int, int, str]] = []
    for id_ in items:
        place = position[id_]
        if schedule.finish[place] > schedule.start[place] and any(who.id in members for who in working.get(place, ())):
            moments += [(schedule.start[place], 1, id_), (schedule.finish[place], 0, id_)]
    held: Counter[str] = Counter()
    running: dict[str, None] = {}
    best = PeakPeople(0, 0, ())
    for at, together in groupby(sorted(moments, key=lambda moment: moment[:2]), key=lambda moment: moment[0]):
        for _, begins, id_ in together:
            for who in working[position[id_]]:
                if who.id in members:
                    held[who.id] += who.units if begins else -who.units
            if begins:
                running[id_] = None
            else:
                del running[id_]
        people = sum(-(-units // WHOLE) if who in plan["pool"] else 1 for who, units in held.items() if units > 0)
        if people > best.people:
            best = PeakPeople(people, at, tuple(running))
    return best


def _too_many(
    plan: Plan, context: InputContext, schedule: Schedule, row: dict[str, Stored], leaves: Sequence[str]
) -> Iterator[str]:
    group, allowed = str(row["people_of"] or ""), int(row["people_limit"] or 0)
    if group and group.casefold() not in {name.casefold() for name in resource_groups(plan)}:
        yield f"no pool, team or function is called {group}, whose people it limits"
        return
    peak = peak_people(plan, schedule, leaves, group)
    if peak.people > allowed:
        of, day = f" of {group}" if group else "", to_datetime(peak.at).date()
        items = list_text([plan.label("item", id_) for id_ in peak.items], _NAMED)
        work, are = "works" if peak.people == 1 else "work", "is" if allowed == 1 else "are"
        yield (
            f"{counted(peak.people, 'person', 'people')}{of} {work} at one time on {day_text(day, context)} ({items}),"
            f" at most {allowed} {are} allowed"
        )
