"""With the hand-overs as links, the dates of a levelled schedule follow from logic alone."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.levelling_strategies import office, problems
from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    ActivityPart,
    ActivitySchedule,
    Demand,
    LevellingProblem,
    PrecedenceRelation,
    Resource,
)
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.problem.time_windows import earliest_dates
from tpm_tui.planning.levelling.problem.working_time import CONTINUOUS
from tpm_tui.planning.levelling.proposal import level
from tpm_tui.planning.levelling.resource_flow import HandOver, as_links, resource_flow
from tpm_tui.planning.levelling.search.make_problem_solvable import prepared
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator


def in_chosen_modes(problem: LevellingProblem, schedule: ActivitySchedule) -> LevellingProblem:
    """The problem in which every activity has only the mode that the schedule chose."""
    activities = zip(problem.activities, schedule.mode, strict=True)
    return replace(problem, activities=tuple(replace(a, modes=(a.modes[mode],)) for a, mode in activities))


ONE_CALENDAR = st.sampled_from((CONTINUOUS, office(), office(1, 2))).flatmap(lambda c: problems(calendars=(c,)))
"""Whoever works by several calendars may do one thing in the hours that another leaves free: no hand-over says so."""


@settings(max_examples=80, deadline=None)
@given(ONE_CALENDAR)
def test_logic_with_hand_overs_gives_the_levelled_dates(problem: LevellingProblem) -> None:
    # A change of capacity is no hand-over; a lead or a pin may let a successor work before its predecessor.
    fixed = [activity.fixed is not None for activity in problem.activities]
    relations = tuple(r for r in problem.relations if r.lag >= 0 and r.type != "SF" and not fixed[r.successor])
    resources = tuple(replace(r, changes=()) for r in problem.resources)
    steady = replace(problem, relations=relations, resources=resources)
    proposal = level(steady, LevellingObjective.FINISH, schedules=30)
    ready = in_chosen_modes(prepared(steady)[0], proposal.schedule)
    links = tuple(
        PrecedenceRelation(h.predecessor, h.successor, "FS" if h.lag is None else "SS", h.lag or 0)
        for h in as_links(ready, resource_flow(ready, replace(proposal.schedule, mode=[0] * len(ready.activities))))
    )
    network = ScheduleGenerator(replace(ready, relations=(*ready.relations, *links)))
    dates = earliest_dates(network)
    assert (dates.start, dates.finish) == (proposal.schedule.start, proposal.schedule.finish)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_hand_overs_never_make_a_cycle(problem: LevellingProblem) -> None:
    ready = prepared(problem)[0]
    flow = resource_flow(ready, level(problem, LevellingObjective.FINISH, schedules=10).schedule)
    links = tuple(PrecedenceRelation(h.predecessor, h.successor) for h in as_links(ready, flow))
    assert len(replace(ready, relations=(*ready.relations, *links)).topological()) == len(ready.activities)


def test_the_last_to_release_hands_over() -> None:
    ana = (Demand(0, 1),)
    activities = tuple(Activity(f"T{d}", ((ActivityPart(0, d, ana),),), release=0, start=0) for d in (3, 5, 2))
    problem = LevellingProblem(activities, (), (Resource("pair", 2),), (CONTINUOUS,))
    schedule = ActivitySchedule([0, 0, 3], [3, 5, 5], [0, 0, 0])
    assert resource_flow(problem, schedule) == [HandOver(0, 2, 0, 1)]
