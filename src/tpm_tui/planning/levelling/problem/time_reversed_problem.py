"""A problem with time running backwards: every calendar, relation and capacity mirrored about zero."""

from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    Fixed,
    LevellingProblem,
    PrecedenceRelation,
    RelationType,
    Resource,
)

_MIRRORED: dict[RelationType, RelationType] = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}
_ALWAYS = -(1 << 59)


def mirrored(problem: LevellingProblem) -> LevellingProblem:
    """The problem with time running backwards about zero; releases and deadlines are left out."""
    return LevellingProblem(
        tuple(_backward(activity) for activity in problem.activities),
        tuple(
            PrecedenceRelation(r.successor, r.predecessor, _MIRRORED[r.type], r.lag, r.calendar)
            for r in problem.relations
        ),
        tuple(_reversed(resource) for resource in problem.resources),
        tuple(calendar.mirrored() for calendar in problem.calendars),
    )


def _backward(activity: Activity) -> Activity:
    fixed = activity.fixed
    if fixed is not None:
        until = None if fixed.work_from is None else -fixed.work_from
        since = None if fixed.work_until is None else -fixed.work_until
        fixed = Fixed(-fixed.finish, -fixed.start, since, until)
    return Activity(activity.name, activity.modes, release=_ALWAYS, start=0, fixed=fixed)


def _reversed(resource: Resource) -> Resource:
    """Changes of capacity in the other direction: what held until an instant holds from it on."""
    if not resource.changes:
        return resource
    changes = sorted(resource.changes)
    before = [resource.capacity, *(capacity for _, capacity in changes[:-1])]
    backward = tuple((-instant, capacity) for (instant, _), capacity in zip(changes, before, strict=True))
    return Resource(resource.name, changes[-1][1], tuple(sorted(backward)))
