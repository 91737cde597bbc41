"""Checks a levelled schedule minute by minute, sharing nothing with what made it.

It writes down every instant at which anything works and counts: slow, plain and independent of profiles, of the serial
scheme and of the arithmetic of calendars. Instants come from the intervals of a calendar alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tpm_tui.planning.levelling.problem.levelling_problem import (
    ActivityPart,
    ActivitySchedule,
    LevellingProblem,
    PrecedenceRelation,
)

_FAR = 100_000


def schedule_violations(problem: LevellingProblem, schedule: ActivitySchedule) -> list[str]:
    """Every rule that the schedule breaks, in words; empty where it is feasible."""
    return [*_dates(problem, schedule), *_relations(problem, schedule), *_capacities(problem, schedule)]


def _minutes(problem: LevellingProblem, calendar: int, since: int) -> Iterator[int]:
    """The working minutes of a calendar from an instant on, one after the other."""
    reach = since
    while True:
        for start, end in problem.calendars[calendar].intervals(reach, reach + _FAR):
            yield from range(start, end)
        reach += _FAR


def _worked(problem: LevellingProblem, part: ActivityPart, start: int) -> list[int]:
    """The minutes that a part works which may begin from an instant on."""
    minutes = _minutes(problem, part.calendar, start)
    return [next(minutes) for _ in range(part.duration)]


def _held(problem: LevellingProblem, part: ActivityPart, start: int) -> list[int]:
    """The minutes in which a part that may begin from an instant on holds its demands."""
    worked = _worked(problem, part, start)
    if part.held_on is None or not worked:
        return worked
    spans = problem.calendars[part.held_on].intervals(worked[0], worked[-1] + 1)
    return [minute for first, last in spans for minute in range(first, last)]


def _dates(problem: LevellingProblem, schedule: ActivitySchedule) -> Iterator[str]:
    for j, activity in enumerate(problem.activities):
        start, finish = schedule.start[j], schedule.finish[j]
        if activity.fixed is not None:
            if (start, finish) != (activity.fixed.start, activity.fixed.finish):
                yield f"{activity.name} is fixed and moved"
            continue
        if start < activity.release:
            yield f"{activity.name} starts before its release"
        worked = [_worked(problem, part, start) for part in activity.modes[schedule.mode[j]] if part.duration]
        if worked and start != min(minutes[0] for minutes in worked):
            yield f"{activity.name} starts without working"
        if finish != max((minutes[-1] + 1 for minutes in worked), default=start):
            yield f"{activity.name} does not finish with its work"


def _ended(problem: LevellingProblem, schedule: ActivitySchedule, j: int) -> int:
    """The finish that counts: as it was typed, where nothing of its calendar lies between that and the finish."""
    typed, finish = problem.activities[j].typed_finish, schedule.finish[j]
    if typed is None:
        return finish
    calendar = problem.calendars[problem.activities[j].modes[0][0].calendar]
    return typed if finish <= typed or not calendar.intervals(typed, finish) else finish


def _begun(problem: LevellingProblem, schedule: ActivitySchedule, j: int) -> int:
    """The start that counts: as it was typed, where no minute of its own work lies before, nor a relation after it."""
    typed, start = problem.activities[j].typed_start, schedule.start[j]
    if typed is None or start < typed:
        return start
    worked = (part.calendar for part in problem.activities[j].modes[schedule.mode[j]] if part.duration)
    if any(problem.calendars[calendar].intervals(typed, start) for calendar in worked):
        return start
    reached = [_bound(problem, schedule, r) for r in problem.relations if r.successor == j and r.type in ("FS", "SS")]
    return start if max(reached, default=typed) > typed else typed


def _relations(problem: LevellingProblem, schedule: ActivitySchedule) -> Iterator[str]:
    for j, activity in enumerate(problem.activities):
        begun = [_begun(problem, schedule, r.predecessor) for r in problem.relations if r.successor == j]
        if activity.is_first and schedule.start[j] < min(begun, default=schedule.start[j]):
            yield f"{activity.name} starts before all that it holds"
    for relation in problem.relations:
        p, s = relation.predecessor, relation.successor
        if problem.activities[s].fixed is not None or problem.activities[s].is_first:
            continue
        reached = schedule.start[s] if relation.type in ("FS", "SS") else schedule.finish[s]
        bound = _bound(problem, schedule, relation)
        if reached >= bound:
            continue
        if relation.type in ("FF", "SF"):
            # On one calendar the end of a day's work and the beginning of the next are one amount of work.
            mode = problem.activities[s].modes[schedule.mode[s]]
            calendars = {part.calendar for part in mode if part.duration}
            if len(calendars) == 1 and not problem.calendars[calendars.pop()].intervals(reached, bound):
                continue
        names = problem.activities[p].name, problem.activities[s].name
        yield f"{names[0]} → {names[1]} {relation.type} {relation.lag}: {reached} lies before {bound}"


def _bound(problem: LevellingProblem, schedule: ActivitySchedule, relation: PrecedenceRelation) -> int:
    """The instant that a relation asks of its successor's start or finish."""
    p, s = relation.predecessor, relation.successor
    origin = (_ended if relation.type in ("FS", "FF") else _begun)(problem, schedule, p)
    modes = [problem.activities[j].modes[schedule.mode[j]] for j in (p, s)]
    lag, calendar = relation.chosen(modes[0], modes[1])
    if relation.span is not None:
        held = relation.span.activities
        first, last = min(_begun(problem, schedule, j) for j in held), max(_ended(problem, schedule, j) for j in held)
        spans = problem.calendars[relation.span.calendar].intervals(first, last)
        hundredths = sum(end - start for start, end in spans) * relation.percent
        lag = (abs(hundredths) + 50) // 100 * (1 if hundredths > 0 else -1)
    return _lagged(problem, origin, lag, calendar)


def _lagged(problem: LevellingProblem, origin: int, lag: int, calendar: int | None) -> int:
    if calendar is None or not lag:
        return origin + lag
    minutes = _minutes(problem, calendar, origin)
    if lag > 0:
        return [next(minutes) for _ in range(lag)][-1] + 1
    back = [m for s, e in problem.calendars[calendar].intervals(origin + 30 * lag - _FAR, origin) for m in range(s, e)]
    return back[lag] if len(back) >= -lag else -_FAR * _FAR


def _capacities(problem: LevellingProblem, schedule: ActivitySchedule) -> Iterator[str]:
    """Above capacity where something that moves has a share in it; fixed activities may overload among themselves."""
    load: dict[tuple[int, int], int] = defaultdict(int)
    movable: dict[tuple[int, int], str] = {}
    for j, activity in enumerate(problem.activities):
        for part in activity.modes[schedule.mode[j]]:
            if activity.fixed is None:
                minutes = _held(problem, part, schedule.start[j])
            elif part.duration:
                since = activity.fixed.start if activity.fixed.work_from is None else activity.fixed.work_from
                until = activity.fixed.finish if activity.fixed.work_until is None else activity.fixed.work_until
                spans = problem.calendars[part.demand_calendar].intervals(since, until)
                minutes = [minute for start, end in spans for minute in range(start, end)]
                if len(activity.modes[0]) > 1 and part.held_on is None:
                    minutes = minutes[: part.duration]
            else:
                minutes = []
            for demand in part.demands:
                for minute in minutes:
                    load[demand.resource, minute] += demand.units
                    if activity.fixed is None:
                        movable[demand.resource, minute] = activity.name
    named: set[tuple[int, str]] = set()
    for (resource, minute), units in sorted(load.items()):
        capacity = problem.resources[resource].capacity
        for since, changed in sorted(problem.resources[resource].changes):
            capacity = changed if since <= minute else capacity
        name = movable.get((resource, minute))
        if units > capacity and name is not None and (resource, name) not in named:
            named.add((resource, name))
            yield f"{problem.resources[resource].name} has {units} of {capacity} at {minute}, {name} among them"
