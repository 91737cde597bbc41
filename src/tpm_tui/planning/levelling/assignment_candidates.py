"""Who can take an item: people by skill, by being free when it is needed, and by what it would do to the finish."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.levelling.problem.levelling_problem import ActivityPart, ActivitySchedule, Demand
from tpm_tui.planning.levelling.problem.problem_from_plan import plan_problem
from tpm_tui.planning.levelling.problem.qualified_people import missing_levels, skill_levels
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator
from tpm_tui.planning.model.item_calendars import WorkCalendars
from tpm_tui.planning.model.work_assignments import WHOLE, is_thing, stretches


class Candidate(Struct, frozen=True):
    """A person who could take an item: their skills, the minutes they have free between its dates as planned, when they
    could begin, and when the plan would finish if they took it (others staying where they are, what follows moving);
    ``missing``: how many levels of the skills needed they lack."""

    person: str
    skills: Mapping[str, int]
    missing: int
    free_minutes: int
    start: int
    finish: int
    plan_finish: int


def candidates(plan: Plan, context: InputContext, item: str) -> list[Candidate]:
    """Everybody who could take an item, the best first: those who lack least of the skills, then by the plan's finish,
    then by the item's, then who has most time free, then those of its function. Empty for what holds others, is
    finished or has no duration."""
    problem = plan_problem(plan, context, assign=False, everyone_for=item)
    place = plan["item"].position[item]
    j = problem.activity_of.get(place)
    if j is None or problem.schedule.network.actual_finish[place] is not None:
        return []
    base = problem.problem.activities[j]
    # As long as it takes somebody with the whole of their day, whoever does it now.
    duration = Fraction(problem.schedule.network.duration[place]) / stretches(plan).get(place, 1)
    if not duration:
        return []
    calendars = WorkCalendars(plan)
    moves = calendars.moves(place)
    generator = ScheduleGenerator(problem.problem)
    profiles, _ = generator.empty()
    schedule = problem.in_force
    for k in generator.movable:
        if k != j:
            mode = problem.problem.activities[k].modes[schedule.mode[k]]
            generator.take(profiles, k, mode, schedule.start[k], schedule.finish[k])
    if base.fixed is not None:
        generator.take(profiles, j, base.modes[0], base.fixed.start, base.fixed.finish, -1)
    followers = _followers(generator, j)
    needed = skill_levels(load_value(plan["item"].kind.column("skills"), plan.value("item", item, "skills")))
    skills_of = plan["person"].kind.column("skills")
    earliest = generator.earliest(schedule, j)
    numbers = {id_: number for number, (kind, id_) in enumerate(problem.resources) if kind == "pool"}
    pools = [
        Demand(numbers[str(plan.value("assignment", id_, "pool"))], units)
        for id_, units in staying_pools(plan, item).items()
        if units
    ]
    able: list[Candidate] = []
    for number, (kind, id_) in enumerate(problem.resources):
        if kind != "person":
            continue
        skills = skill_levels(load_value(skills_of, plan.value("person", id_, "skills")))
        calendar = problem.personal[id_]
        demand = Demand(number, problem.problem.resources[number].capacity)
        takes = ceil(duration * WHOLE / demand.units) if moves else int(duration)
        on = calendar if moves else base.modes[0][0].calendar
        mode = (ActivityPart(on, takes, (demand, *pools), calendar if calendars.is_away(place) else None),)
        start, finish = generator.first_fit(profiles, mode, generator.not_before(schedule, j, mode, earliest))
        free = 0
        table = problem.problem.calendars[calendar]
        for begin, end in table.intervals(schedule.start[j], schedule.finish[j]):
            at = begin
            while at < end:
                lack = profiles[number].clear_from(at, at + 1, demand.units)
                until = min(end, profiles[number].next_change(at))
                free += 0 if lack is not None else until - at
                at = until
        able.append(
            Candidate(
                id_,
                skills,
                missing_levels(needed, skills),
                free,
                start,
                finish,
                _plan_finish(generator, schedule.start, schedule.finish, j, (start, finish), followers),
            )
        )
    function = plan.value("item", item, "function")
    able.sort(
        key=lambda c: (
            c.missing, c.plan_finish, c.finish, -c.free_minutes,
            plan.value("person", c.person, "function") != function, c.person,
        )
    )  # fmt: skip
    return able


def staying_pools(plan: Plan, item: str) -> dict[str, int]:
    """Assignment -> percent of a pool that an item still asks for once somebody takes it: all of a thing, one place
    less of a function, 0 where that was all."""
    staying: dict[str, int] = {}
    for id_ in plan.ids_by_reference("assignment", "item").get(item, ()):
        pool, units = plan.value("assignment", id_, "pool"), int(plan.value("assignment", id_, "units") or 0)
        if pool is not None:
            staying[id_] = units if is_thing(plan, str(pool)) else max(units - WHOLE, 0)
    return staying


def _followers(generator: ScheduleGenerator, j: int) -> list[int]:
    """What comes after an activity by relations, in their order."""
    reached = {j}
    for k in generator.topological:
        if k in reached:
            reached.update(relation.successor for relation in generator.out[k])
    return [k for k in generator.topological if k in reached and k != j]


def _plan_finish(
    generator: ScheduleGenerator,
    starts: list[int],
    finishes: list[int],
    j: int,
    dates: tuple[int, int],
    followers: list[int],
) -> int:
    """The plan's finish by logic when an activity has these dates and what follows moves where it must."""
    schedule = ActivitySchedule(starts.copy(), finishes.copy(), [0] * len(starts))
    schedule.start[j], schedule.finish[j] = dates
    for k in followers:
        activity = generator.problem.activities[k]
        if activity.fixed is None:
            mode = activity.modes[0]
            bound = generator.not_before(schedule, k, mode, generator.earliest(schedule, k))
            start, finish = generator.dates(mode, bound)
            if start > schedule.start[k]:
                schedule.start[k], schedule.finish[k] = start, finish
    return schedule.end
