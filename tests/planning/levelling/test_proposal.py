"""Levelled schedules keep every rule, by a checker that shares nothing with the search."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from support.levelled_schedule_checker import schedule_violations
from support.levelling_strategies import problems
from tpm_tui.planning.levelling.problem.levelling_problem import LevellingProblem
from tpm_tui.planning.levelling.problem.objective import LevellingObjective, value_of
from tpm_tui.planning.levelling.problem.time_windows import earliest_dates, latest_finishes
from tpm_tui.planning.levelling.proposal import level
from tpm_tui.planning.levelling.search.make_problem_solvable import prepared
from tpm_tui.planning.levelling.search.priority_rules import PriorityRule, ordered
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator


@settings(max_examples=60, deadline=None)
@given(problems(), st.sampled_from((LevellingObjective.BEST, LevellingObjective.FINISH)))
def test_a_proposal_keeps_every_rule(problem: LevellingProblem, objective: LevellingObjective) -> None:
    proposal = level(problem, objective, schedules=60)
    assert schedule_violations(prepared(problem)[0], proposal.schedule) == []


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_priority_rule_is_better_than_a_proposal(problem: LevellingProblem) -> None:
    proposal = level(problem, LevellingObjective.BEST, schedules=60)
    ready = prepared(problem)[0]
    generator = ScheduleGenerator(ready)
    earliest = earliest_dates(generator)
    latest = latest_finishes(generator, earliest)
    for rule in (PriorityRule.STANDARD, PriorityRule.PRIORITY_STANDARD):
        schedule = generator.schedule(ordered(rule, generator, earliest, latest))
        assert schedule_violations(ready, schedule) == []
        assert proposal.value <= value_of(ready, schedule, LevellingObjective.BEST)
        assert proposal.lower_bound <= schedule.end


@settings(max_examples=60, deadline=None)
@given(problems())
def test_nothing_can_start_earlier(problem: LevellingProblem) -> None:
    """Left-justified: with the others where they are, an activity has no earlier place in its mode."""
    ready = prepared(problem)[0]
    schedule = level(problem, LevellingObjective.FINISH, schedules=30).schedule
    generator = ScheduleGenerator(ready)
    profiles, _ = generator.empty()
    for j in generator.movable:
        generator.take(profiles, j, ready.activities[j].modes[schedule.mode[j]], schedule.start[j], schedule.finish[j])
    for j in generator.movable:
        mode = ready.activities[j].modes[schedule.mode[j]]
        generator.take(profiles, j, mode, schedule.start[j], schedule.finish[j], -1)
        earliest = generator.not_before(schedule, j, mode, generator.earliest(schedule, j))
        assert generator.first_fit(profiles, mode, earliest) == (schedule.start[j], schedule.finish[j])
        generator.take(profiles, j, mode, schedule.start[j], schedule.finish[j])


@settings(max_examples=40, deadline=None)
@given(problems())
def test_taken_at_once_or_one_after_the_other_the_same_is_left(problem: LevellingProblem) -> None:
    generator = ScheduleGenerator(prepared(problem)[0])
    schedule = earliest_dates(generator)
    profiles, _ = generator.empty()
    for j in generator.movable:
        mode = generator.problem.activities[j].modes[schedule.mode[j]]
        generator.take(profiles, j, mode, schedule.start[j], schedule.finish[j])
    assert [(p.times, p.remaining) for p in generator.loaded(schedule)] == [(p.times, p.remaining) for p in profiles]


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 5), st.sampled_from(list(LevellingObjective)))
def test_a_seed_and_a_number_of_schedules_name_one_proposal(
    problem: LevellingProblem, seed: int, objective: LevellingObjective
) -> None:
    one, other = (level(problem, objective, schedules=40, seed=seed) for _ in range(2))
    assert one == other


@settings(max_examples=40, deadline=None)
@given(problems())
def test_what_was_taken_before_is_where_the_search_begins(problem: LevellingProblem) -> None:
    taken = level(problem, LevellingObjective.FINISH, schedules=40, seed=2)
    again = level(problem, LevellingObjective.FINISH, taken=[taken.schedule], schedules=1)
    assert again.schedule.end <= taken.schedule.end


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(1, 3))
def test_least_change_adds_to_no_overload(problem: LevellingProblem, days: int) -> None:
    window = (0, days * 1440)
    proposal = level(problem, LevellingObjective.LEAST_CHANGE, window=window, schedules=20)
    ready = prepared(problem)[0]
    before = level(
        replace(problem, resources=problem.resources), LevellingObjective.LEAST_CHANGE, window=(0, 0), schedules=1
    )
    schedule = proposal.schedule
    moved = [j for j, start in enumerate(schedule.start) if start != before.schedule.start[j]]
    assert proposal.value[0] == len(moved)
    generator = ScheduleGenerator(ready)
    profiles, _ = generator.empty()
    kept = [j for j in generator.movable if j not in moved]
    for j in kept:
        generator.take(profiles, j, ready.activities[j].modes[schedule.mode[j]], schedule.start[j], schedule.finish[j])
    for j in moved:
        mode = ready.activities[j].modes[schedule.mode[j]]
        assert generator.first_fit(profiles, mode, schedule.start[j]) == (schedule.start[j], schedule.finish[j])
        generator.take(profiles, j, mode, schedule.start[j], schedule.finish[j])
        earliest = generator.not_before(schedule, j, mode, generator.earliest(schedule, j))
        assert generator.dates(mode, earliest)[0] <= schedule.start[j]
