"""Makes a problem solvable before the search: demands that no schedule could meet, and dates that pins imply."""

from msgspec.structs import replace

from tpm_tui.planning.levelling.problem.levelling_problem import Activity, ActivityPart, Demand, LevellingProblem, Mode


def prepared(problem: LevellingProblem) -> tuple[LevellingProblem, list[int]]:
    """The problem with demands cut to what a resource lastingly has, and the activities whose demands were cut.

    What must be done before a fixed activity gets that date as its latest finish, so that the search keeps it.
    """
    limit = [max(resource.changes)[1] if resource.changes else resource.capacity for resource in problem.resources]
    cut = [
        j
        for j, activity in enumerate(problem.activities)
        if activity.fixed is None
        and any(d.units > limit[d.resource] for mode in activity.modes for part in mode for d in part.demands)
    ]
    activities = list(problem.activities)
    for j in cut:
        possible = tuple(
            mode for mode in activities[j].modes if all(d.units <= limit[d.resource] for p in mode for d in p.demands)
        )
        modes = possible or tuple(_cut(mode, limit) for mode in activities[j].modes)
        activities[j] = replace(activities[j], modes=modes)
    for relation in problem.relations:
        fixed = problem.activities[relation.successor].fixed
        before = activities[relation.predecessor]
        if fixed is None or before.fixed is not None or relation.type != "FS" or relation.lag:
            continue
        activities[relation.predecessor] = _finished_by(before, fixed.start)
    cut = [j for j in cut if len(activities[j].modes) == len(problem.activities[j].modes)]
    return replace(problem, activities=tuple(activities)), cut


def _cut(mode: Mode, limit: list[int]) -> Mode:
    return tuple(
        ActivityPart(
            part.calendar,
            part.duration,
            tuple(Demand(d.resource, min(d.units, limit[d.resource])) for d in part.demands if limit[d.resource] > 0),
            part.held_on,
        )
        for part in mode
    )


def _finished_by(activity: Activity, date: int) -> Activity:
    latest = date if activity.latest_finish is None else min(date, activity.latest_finish)
    return replace(activity, latest_finish=latest)
