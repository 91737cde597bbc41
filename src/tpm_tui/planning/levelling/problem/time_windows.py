"""Earliest and latest dates by logic alone: the relations and calendars without the resources."""

from collections.abc import Sequence

from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, LevellingProblem
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator


def earliest_dates(generator: ScheduleGenerator, order: Sequence[int] | None = None) -> ActivitySchedule:
    """The forward pass: each activity at its first possible start, in the mode that finishes first."""
    problem = generator.problem
    _, schedule = generator.empty()
    for j in generator.topological if order is None else order:
        if problem.activities[j].fixed is not None:
            continue
        earliest = generator.earliest(schedule, j)
        choices = []
        for number, mode in enumerate(problem.activities[j].modes):
            start, finish = generator.dates(mode, generator.not_before(schedule, j, mode, earliest))
            choices.append((finish, start, number))
        schedule.finish[j], schedule.start[j], schedule.mode[j] = min(choices)
    return schedule


def latest_finishes(generator: ScheduleGenerator, earliest: ActivitySchedule, deadlines: bool = True) -> list[int]:
    """The backward pass from the end of the earliest dates: when each activity must finish to delay no other.

    With `deadlines`, a deadline or constraint that falls earlier is the latest finish of its activity.
    """
    problem = generator.problem
    end = earliest.end
    latest = [end] * len(problem.activities)
    for j in reversed(generator.topological):
        activity = problem.activities[j]
        bound = end
        for date in (activity.deadline, activity.latest_finish) if deadlines else ():
            bound = bound if date is None else min(bound, date)
        for relation in generator.out[j]:
            k = relation.successor
            if problem.activities[k].is_first:
                continue  # another one of its predecessors may start it
            start = latest_start(problem, k, earliest.mode[k], latest[k])
            until = latest[k] if relation.type in ("FF", "SF") else start
            if relation.lag and relation.calendar is not None:
                until = problem.calendars[relation.calendar].shift(until, -relation.lag)
            else:
                until -= relation.lag
            if relation.type in ("SS", "SF"):
                until = generator.dates(activity.modes[earliest.mode[j]], until)[1]
            bound = min(bound, until)
        latest[j] = bound
    return latest


def latest_start(problem: LevellingProblem, j: int, mode: int, finish: int) -> int:
    """The start from which the longest part of an activity ends at `finish`."""
    return min(
        problem.calendars[part.calendar].latest_start(finish, part.duration)
        for part in problem.activities[j].modes[mode]
    )
