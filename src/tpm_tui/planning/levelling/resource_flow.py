"""Who hands over to whom in a levelled schedule: the resource flow network.

Units of a resource flow from the activities that release them to those that take them next. As links they make the
dates of the schedule follow from logic alone. Artigues, Michelon and Reusser (2003), "Insertion techniques for static
and dynamic resource-constrained project scheduling".
"""

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.planning.levelling.problem.levelling_problem import (
    ActivityPart,
    ActivitySchedule,
    LevellingProblem,
    PrecedenceRelation,
)
from tpm_tui.planning.levelling.search.resource_profile import BEGINNING


class HandOver(Struct, frozen=True):
    """`units` of a resource go from one activity to the next.

    `lag` is None where the next starts after the finish of the one before (FS); else the elapsed minutes between their
    starts (SS), where the other one goes on without the resource, or leaves it free at some hours.
    """

    predecessor: int
    successor: int
    resource: int
    units: int
    lag: int | None = None


def resource_flow(problem: LevellingProblem, schedule: ActivitySchedule) -> list[HandOver]:
    """The hand-overs of a schedule, by the start of the successor.

    An activity is first given the units that were released last before its start, so that what it waited for is among
    its predecessors; units that nobody held before come from nowhere and make no link. What is fixed waits for nobody.
    """
    # (released, activity, units); at first the whole capacity, released by nobody
    idle = [[(BEGINNING, -1, max(r.capacity, *(c for _, c in r.changes), 0))] for r in problem.resources]
    flow: list[HandOver] = []
    for j in schedule.order():
        activity = problem.activities[j]
        start, finish = schedule.start[j], schedule.finish[j]
        needed: dict[int, int] = {}
        released: dict[int, int] = {}
        for part in activity.modes[schedule.mode[j]]:
            if not part.duration:
                continue
            end = finish if activity.fixed is not None else _end(problem, part, start)
            for demand in part.demands:
                needed[demand.resource] = needed.get(demand.resource, 0) + demand.units
                released[demand.resource] = max(end, released.get(demand.resource, end))
        for resource, units in needed.items():
            rest = [(released[resource], j, units)]
            wanted = units
            # Released by then, the last first; after those the holders in whose free hours it works.
            for until, holder, held in sorted(idle[resource], key=lambda row: (row[0] > start, -row[0], row[1])):
                given = min(held, wanted)
                wanted -= given
                if given and holder >= 0 and activity.fixed is None:
                    follows = until == schedule.finish[holder] <= start
                    lag = None if follows else min(until, start) - schedule.start[holder]
                    flow.append(HandOver(holder, j, resource, given, lag))
                if until > start:
                    rest.append((until, holder, held))
                elif held > given:
                    rest.append((until, holder, held - given))
            idle[resource] = rest
    return flow


def _end(problem: LevellingProblem, part: ActivityPart, start: int) -> int:
    """When a part of an activity that begins then has done its work."""
    return problem.calendars[part.calendar].finish(start, part.duration)


def as_links(problem: LevellingProblem, flow: list[HandOver]) -> list[HandOver]:
    """The hand-overs that make no cycle with the relations.

    Where a lead, a pin or a start out of sequence lets a successor work before its predecessor, a hand-over may go
    against them: no link says that.
    """
    links = tuple(PrecedenceRelation(h.predecessor, h.successor) for h in flow)
    try:
        replace(problem, relations=(*problem.relations, *links)).topological()
    except ValueError:
        place = {j: number for number, j in enumerate(problem.topological())}
        return [h for h in flow if place[h.predecessor] < place[h.successor]]
    return flow
