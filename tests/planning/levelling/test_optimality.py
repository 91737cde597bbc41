"""On small instances every list is tried: nothing is better than what is called optimal."""

from itertools import permutations
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.levelled_schedule_checker import schedule_violations
from support.levelling_strategies import office, problems
from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    ActivityPart,
    Demand,
    LevellingProblem,
    PrecedenceRelation,
    Resource,
    order_of,
)
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.problem.working_time import CONTINUOUS, WorkingTime
from tpm_tui.planning.levelling.proposal import level
from tpm_tui.planning.levelling.search.batch_schedule_generation import BatchScheduleGenerator
from tpm_tui.planning.levelling.search.period_schedule import in_periods, serial, side_by_side
from tpm_tui.planning.levelling.search.schedules_from_activity_lists import CalendarDecoder
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator


@st.composite
def instances(draw: st.DrawFn, calendar: WorkingTime = CONTINUOUS, most: int = 6) -> LevellingProblem:
    """One calendar, two resources, FS and SS links: what has its optimum among the schedules of all lists."""
    capacities = (draw(st.integers(1, 3)), draw(st.integers(1, 2)))
    count = draw(st.integers(1, most))
    activities = []
    for j in range(count):
        units = [draw(st.integers(0, capacity)) for capacity in capacities]
        demands = tuple(Demand(k, u) for k, u in enumerate(units) if u)
        activities.append(
            Activity(f"T{j}", ((ActivityPart(0, 60 * draw(st.integers(1, 6)), demands),),), release=0, start=0)
        )
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    relations = tuple(
        PrecedenceRelation(p, s, draw(st.sampled_from(("FS", "SS"))), draw(st.sampled_from((0, 60, 120))), 0)
        for p, s in (draw(st.lists(pairs, max_size=4, unique=True)) if count > 1 else [])
    )
    resources = tuple(Resource(f"R{k}", capacity) for k, capacity in enumerate(capacities))
    return LevellingProblem(tuple(activities), relations, resources, (calendar,))


def optimum(problem: LevellingProblem) -> int:
    """The earliest finish over every list: one of them makes an optimal schedule (Sprecher, Kolisch, Drexl 1995)."""
    generator = ScheduleGenerator(problem)
    before = [{r.predecessor for r in into} for into in generator.into]
    lists = (
        order
        for order in permutations(range(len(problem.activities)))
        if all(before[j] <= set(order[:place]) for place, j in enumerate(order))
    )
    return min(generator.schedule(order).end for order in lists)


@settings(max_examples=25, deadline=None)
@given(st.one_of(instances(most=5), instances(office(), most=5)))
def test_the_search_reaches_the_optimum_and_bounds_never_pass_it(problem: LevellingProblem) -> None:
    best = optimum(problem)
    proposal = level(problem, LevellingObjective.FINISH, schedules=300)
    assert schedule_violations(problem, proposal.schedule) == []
    assert proposal.lower_bound <= best == proposal.schedule.end
    assert not proposal.proved or proposal.schedule.end == best


@settings(max_examples=25, deadline=None)
@given(instances(most=5))
def test_one_more_unit_never_gives_a_later_finish(problem: LevellingProblem) -> None:
    more = replace(problem, resources=tuple(replace(r, capacity=r.capacity + 1) for r in problem.resources))
    assert optimum(more) <= optimum(problem)
    taken = level(problem, LevellingObjective.FINISH, schedules=100).schedule
    assert level(more, LevellingObjective.FINISH, taken=[taken], schedules=20).schedule.end <= taken.end


@settings(max_examples=60, deadline=None)
@given(st.one_of(instances(), instances(office())), st.randoms(use_true_random=False))
def test_periods_and_calendars_make_the_same_schedule(problem: LevellingProblem, random: object) -> None:
    periods = in_periods(problem)
    assert periods is not None
    generator = ScheduleGenerator(problem)
    order = generator.topological
    p = periods
    start = serial(order, p.duration, p.demand, p.release, p.into, p.free, p.guards)
    assert p.schedule_of(start) == generator.schedule(order)


def crowded(random: Random, capacity: int) -> LevellingProblem:
    """Thirty activities that queue for few units far longer than what is tested at once, with leads and lags."""
    resources = tuple(Resource(f"R{k}", capacity) for k in range(3))
    activities = []
    for j in range(30):
        demands = tuple(Demand(k, random.randint(1, capacity)) for k in range(3) if random.random() < 0.6)
        duration, release = random.choice((0, 1, 5, 31, 32)), random.choice((0, 0, 40))
        activities.append(Activity(f"T{j}", ((ActivityPart(0, duration, demands),),), release=release, start=0))
    relations = [
        PrecedenceRelation(
            random.randrange(j), j, random.choice(("FS", "FS", "SS", "FF")), random.choice((0, 0, -2, 3))
        )
        for j in range(1, 30)
        if random.random() < 0.7
    ]
    return LevellingProblem(tuple(activities), tuple(relations), resources)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from((2, 900, 200_000)))
def test_lists_side_by_side_make_the_schedules_that_each_makes_alone(seed: int, capacity: int) -> None:
    random = Random(seed)
    periods = in_periods(crowded(random, capacity))
    assert periods is not None
    assert side_by_side(periods)
    p, generator = periods, ScheduleGenerator(periods.problem)
    keys = [[random.random() for _ in p.duration] for _ in range(7)]
    orders = [order_of(key, generator.topological, generator.into) for key in keys]
    starts = BatchScheduleGenerator(p, p.into, p.release).starts(np.array(orders))
    assert starts.tolist() == [
        serial(order, p.duration, p.demand, p.release, p.into, p.free, p.guards) for order in orders
    ]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_shifting_right_and_left_again_keeps_a_list_in_order(problem: LevellingProblem) -> None:
    generator = ScheduleGenerator(problem)
    try:
        decoded = CalendarDecoder(generator, LevellingObjective.FINISH).decode(generator.topological)
    except ValueError:
        return  # more is demanded than there is
    order = CalendarDecoder(generator, LevellingObjective.FINISH).right_list(decoded)
    place = {j: k for k, j in enumerate(order)}
    assert sorted(order) == list(range(len(problem.activities)))
    assert all(place[r.predecessor] < place[r.successor] for r in problem.relations)
