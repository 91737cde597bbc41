"""What a good schedule is: tuples that compare smaller is better, the weightier part first."""

from enum import StrEnum

from tpm_tui.planning.levelling.problem.levelling_problem import Activity, ActivitySchedule, LevellingProblem

ObjectiveValue = tuple[int, ...]


class LevellingObjective(StrEnum):
    """BEST: lateness, then finish, then minutes moved. FINISH: pure makespan. LEAST_CHANGE: items moved first."""

    BEST = "best"
    FINISH = "finish"
    LEAST_CHANGE = "least-change"


def overrun(problem: LevellingProblem, schedule: ActivitySchedule) -> int:
    """Minutes beyond the dates of constraints (start or finish no later than); 0 where all are kept."""
    return sum(map(overrun_of, problem.activities, schedule.start, schedule.finish))


def overrun_of(activity: Activity, start: int, finish: int) -> int:
    """Minutes by which one activity starts or finishes later than its constraint lets it."""
    late_start = 0 if activity.latest_start is None else max(start - activity.latest_start, 0)
    return late_start + (0 if activity.latest_finish is None else max(finish - activity.latest_finish, 0))


def weighted_lateness(problem: LevellingProblem, schedule: ActivitySchedule) -> int:
    """Minutes by which deadlines are missed, each times the weight of its activity's priority."""
    return sum(
        activity.weight * (finish - activity.deadline)
        for activity, finish in zip(problem.activities, schedule.finish, strict=True)
        if activity.deadline is not None and finish > activity.deadline
    )


def minutes_moved(problem: LevellingProblem, schedule: ActivitySchedule) -> int:
    """Elapsed minutes between the starts of the schedule and those before it, earlier or later."""
    return sum(abs(start - a.start) for a, start in zip(problem.activities, schedule.start, strict=True))


def items_moved(problem: LevellingProblem, schedule: ActivitySchedule) -> int:
    """How many activities start at another instant than before."""
    return sum(start != a.start for a, start in zip(problem.activities, schedule.start, strict=True))


def value_of(problem: LevellingProblem, schedule: ActivitySchedule, objective: LevellingObjective) -> ObjectiveValue:
    """The value of a schedule; smaller is better."""
    if objective is LevellingObjective.FINISH:
        return (schedule.end,)
    value = (
        overrun(problem, schedule),
        weighted_lateness(problem, schedule),
        schedule.end,
        minutes_moved(problem, schedule),
    )
    return (items_moved(problem, schedule), *value) if objective is LevellingObjective.LEAST_CHANGE else value
