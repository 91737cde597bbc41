"""The checker names what is wrong with a schedule."""

from tpm_tui.planning.levelling.checker import violations
from tpm_tui.planning.levelling.problem import (
    Activity,
    Demand,
    Fixed,
    LevellingProblem,
    Part,
    Relation,
    Resource,
    Schedule,
)

ANA = (Demand(0, 1),)


def plan(*durations: int, relations: tuple[Relation, ...] = (), fixed: Fixed | None = None) -> LevellingProblem:
    activities = [Activity(f"T{j}", ((Part(0, d, ANA),),), release=0, start=0) for j, d in enumerate(durations)]
    if fixed is not None:
        activities.append(Activity("pinned", ((Part(0, fixed.finish - fixed.start, ANA),),), 0, fixed.start, fixed))
    return LevellingProblem(tuple(activities), relations, (Resource("Ana", 1),))


def test_two_at_once_are_named() -> None:
    assert violations(plan(3, 2), Schedule([0, 2], [3, 4], [0, 0])) == [
        "Ana has 2 of 1 at 2, T0 among them",
    ] or violations(plan(3, 2), Schedule([0, 2], [3, 4], [0, 0])) == ["Ana has 2 of 1 at 2, T1 among them"]
    assert violations(plan(3, 2), Schedule([0, 3], [3, 5], [0, 0])) == []


def test_a_broken_link_is_named() -> None:
    relations = (Relation(0, 1, "FS", 2),)
    assert violations(plan(3, 2, relations=relations), Schedule([0, 4], [3, 6], [0, 0])) == [
        "T0 → T1 FS 2: 4 lies before 5"
    ]


def test_what_is_fixed_may_overload_but_nothing_is_added_to_it() -> None:
    problem = plan(3, fixed=Fixed(0, 4))
    assert violations(problem, Schedule([4, 0], [7, 4], [0, 0])) == []
    assert violations(problem, Schedule([3, 0], [6, 4], [0, 0])) == ["Ana has 2 of 1 at 3, T0 among them"]
    assert violations(problem, Schedule([5, 1], [8, 5], [0, 0])) == ["pinned is fixed and moved"]


def test_a_wrong_finish_is_named() -> None:
    assert violations(plan(3), Schedule([0], [4], [0])) == ["T0 does not finish with its work"]
