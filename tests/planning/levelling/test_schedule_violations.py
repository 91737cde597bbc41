"""The checker names what is wrong with a schedule."""

from support.levelled_schedule_checker import schedule_violations
from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    ActivityPart,
    ActivitySchedule,
    Demand,
    Fixed,
    LevellingProblem,
    PrecedenceRelation,
    Resource,
)

ANA = (Demand(0, 1),)


def plan(
    *durations: int, relations: tuple[PrecedenceRelation, ...] = (), fixed: Fixed | None = None
) -> LevellingProblem:
    activities = [Activity(f"T{j}", ((ActivityPart(0, d, ANA),),), release=0, start=0) for j, d in enumerate(durations)]
    if fixed is not None:
        activities.append(
            Activity("pinned", ((ActivityPart(0, fixed.finish - fixed.start, ANA),),), 0, fixed.start, fixed)
        )
    return LevellingProblem(tuple(activities), relations, (Resource("Ana", 1),))


def test_two_at_once_are_named() -> None:
    assert schedule_violations(plan(3, 2), ActivitySchedule([0, 2], [3, 4], [0, 0])) == [
        "Ana has 2 of 1 at 2, T0 among them",
    ] or schedule_violations(plan(3, 2), ActivitySchedule([0, 2], [3, 4], [0, 0])) == [
        "Ana has 2 of 1 at 2, T1 among them"
    ]
    assert schedule_violations(plan(3, 2), ActivitySchedule([0, 3], [3, 5], [0, 0])) == []


def test_a_broken_link_is_named() -> None:
    relations = (PrecedenceRelation(0, 1, "FS", 2),)
    assert schedule_violations(plan(3, 2, relations=relations), ActivitySchedule([0, 4], [3, 6], [0, 0])) == [
        "T0 → T1 FS 2: 4 lies before 5"
    ]


def test_what_is_fixed_may_overload_but_nothing_is_added_to_it() -> None:
    problem = plan(3, fixed=Fixed(0, 4))
    assert schedule_violations(problem, ActivitySchedule([4, 0], [7, 4], [0, 0])) == []
    assert schedule_violations(problem, ActivitySchedule([3, 0], [6, 4], [0, 0])) == [
        "Ana has 2 of 1 at 3, T0 among them"
    ]
    assert schedule_violations(problem, ActivitySchedule([5, 1], [8, 5], [0, 0])) == ["pinned is fixed and moved"]


def test_a_wrong_finish_is_named() -> None:
    assert schedule_violations(plan(3), ActivitySchedule([0], [4], [0])) == ["T0 does not finish with its work"]
