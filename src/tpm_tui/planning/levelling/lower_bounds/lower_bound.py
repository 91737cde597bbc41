"""How early a plan can finish at best: the critical path, and the work that resources still have before them."""

from msgspec.structs import replace

from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, LevellingProblem
from tpm_tui.planning.levelling.problem.time_windows import earliest_dates, latest_finishes
from tpm_tui.planning.levelling.problem.working_time import CONTINUOUS, WorkingTime
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator

_Work = list[tuple[int, int, int]]
"""(earliest start, units × duration, time from finish to the end) of the activities that need a group of resources."""


def finish_bound(generator: ScheduleGenerator, earliest: ActivitySchedule) -> int:
    """No schedule finishes before this instant; `earliest` are the dates by logic.

    For each resource, and each set of people among whom an activity chooses: from the earliest start of the activities
    that must use it, their work divided by the capacity has to pass before the last one can finish, and then what
    follows the activity that is soonest followed by the end.
    """
    generator, earliest = _without_shares(generator, earliest)
    problem = generator.problem
    bound = earliest.end
    continuous = all(calendar.continuous for calendar in problem.calendars)
    latest = latest_finishes(generator, earliest, deadlines=False) if continuous else []
    groups: dict[frozenset[int], _Work] = {}
    for j, activity in enumerate(problem.activities):
        if activity.fixed is not None:
            continue
        tail = earliest.end - latest[j] if continuous else 0
        for resources, work in _needs(problem, j).items():
            groups.setdefault(resources, []).append((earliest.start[j], work, tail))
    calendars = _calendars_of(problem)
    for resources in groups:
        combined = [row for group, rows in groups.items() if group <= resources for row in rows]
        capacity = sum(_highest(problem, r) for r in resources)
        numbers: set[int] = set().union(*(calendars[r] for r in resources))
        calendar = problem.calendars[numbers.pop()] if len(numbers) == 1 else CONTINUOUS
        bound = max(bound, _energy(combined, capacity, calendar))
    return bound


def _without_shares(
    generator: ScheduleGenerator, earliest: ActivitySchedule
) -> tuple[ScheduleGenerator, ActivitySchedule]:
    """The problem without shares of the time that summaries span: that time may be more or less than by logic."""
    relations = generator.problem.relations
    if all(relation.span is None for relation in relations):
        return generator, earliest
    kept = [replace(r, lag=0, percent=0, span=None) if r.span else r for r in relations if not r.span or r.percent > 0]
    relaxed = ScheduleGenerator(replace(generator.problem, relations=tuple(kept)))
    return relaxed, earliest_dates(relaxed)


def _needs(problem: LevellingProblem, j: int) -> dict[frozenset[int], int]:
    """Units × duration that every mode of an activity needs, by the group of resources that may provide it."""
    modes = problem.activities[j].modes
    if len(modes) == 1:
        parts = [part for part in modes[0] if part.duration and part.held_on is None]
        return {frozenset((d.resource,)): d.units * part.duration for part in parts for d in part.demands}
    if any(len(mode) > 1 or len(mode[0].demands) != 1 or mode[0].held_on is not None for mode in modes):
        return {}
    group = frozenset(mode[0].demands[0].resource for mode in modes)
    return {group: min(mode[0].demands[0].units * mode[0].duration for mode in modes)}


def _highest(problem: LevellingProblem, resource: int) -> int:
    changes = problem.resources[resource].changes
    return max(problem.resources[resource].capacity, *(capacity for _, capacity in changes), 1)


def _calendars_of(problem: LevellingProblem) -> list[set[int]]:
    """The calendars on which each resource works."""
    calendars: list[set[int]] = [set() for _ in problem.resources]
    for activity in problem.activities:
        for mode in activity.modes:
            for part in mode:
                for demand in part.demands if part.held_on is None else ():
                    calendars[demand.resource].add(part.calendar)
    return calendars


def _energy(work: _Work, capacity: int, calendar: WorkingTime) -> int:
    """The latest instant before which some of the work, all that starts no earlier than one of it, cannot be done."""
    bound = 0
    total = 0
    shortest = 1 << 60
    for start, amount, tail in sorted(work, reverse=True):
        total += amount
        shortest = min(shortest, tail)
        bound = max(bound, calendar.finish(start, -(-total // capacity)) + shortest)
    # Leaving out what has the shortest tails can only raise the bound: once for the whole of the work.
    total = 0
    first = 1 << 60
    for start, amount, tail in sorted(work, key=lambda row: -row[2]):
        total += amount
        first = min(first, start)
        bound = max(bound, calendar.finish(first, -(-total // capacity)) + tail)
    return bound
