"""Levelling a plan: from its records to a proposal, what it would change, and the values that taking it writes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule
from tpm_tui.planning.levelling.problem.levelling_start_and_freeze import levelling_start
from tpm_tui.planning.levelling.problem.objective import LevellingObjective, overrun_of
from tpm_tui.planning.levelling.problem.problem_from_plan import PlanProblem, plan_problem
from tpm_tui.planning.levelling.proposal import LevellingProposal, level
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator
from tpm_tui.planning.levelling.search.when_a_search_stops import StoppedBy
from tpm_tui.planning.model.network_from_plan import is_levelled

DEFAULT_WEEKS = 6
"""Weeks from the status date in which the least change resolves overloads."""

MOST_SCHEDULES, FEWEST_SCHEDULES = 500, 20
"""Schedules that are tried where nobody says for how long to search: as many of these as place so many items."""
PLACEMENTS = 200_000


class MovedItem(Struct, frozen=True):
    """An item that a proposal moves: its position, new start and finish, by how many elapsed minutes its start moves
    (negative: earlier), and who would do it where nobody does yet."""

    place: int
    start: int
    finish: int
    delay: int
    person: str | None = None


class Peak(Struct, frozen=True):
    """The greatest load of a person or pool at any time that levelling looks at, as a share of its capacity, before
    and after."""

    kind: str
    id: str
    name: str
    before: float
    after: float


class PlanProposal(Struct, frozen=True):
    """A proposal for a plan; instants are clock minutes. ``moved`` has most moved first, ``peaks`` the highest first.

    ``window`` is where overloads are looked for.
    """

    problem: PlanProblem
    proposal: LevellingProposal
    finish_before: int
    finish_after: int
    moved: tuple[MovedItem, ...]
    peaks: tuple[Peak, ...]
    window: tuple[int, int]


def level_plan(
    plan: Plan,
    context: InputContext,
    objective: LevellingObjective = LevellingObjective.LEAST_CHANGE,
    *,
    weeks: int = DEFAULT_WEEKS,
    schedules: int | None = None,
    stop: Callable[[], StoppedBy | None] | None = None,
    seed: int = 1,
    better: Callable[[PlanProposal], None] | None = None,
    proof_seconds: float = 0.0,
) -> PlanProposal:
    """The best proposal for a plan. Raises as ``schedule_of``; the rest as :func:`level`.

    Nothing inside the programme's freeze moves; in the least change nothing that is promised does either.
    """
    least_change = objective is LevellingObjective.LEAST_CHANGE
    problem = plan_problem(
        plan,
        context,
        assign=not least_change,
        keep_promised=least_change,
        freeze_days=int(plan.programme("freeze_days") or 0),
    )
    network = problem.schedule.network
    if schedules is None and stop is None:
        schedules = max(FEWEST_SCHEDULES, min(MOST_SCHEDULES, PLACEMENTS // max(len(problem.items), 1)))
    since = levelling_start(network, context)
    window = since, since + weeks * 7 * MINUTES_PER_DAY
    on_better = None if better is None else lambda result: better(plan_proposal(problem, result, window))
    proposal = level(
        problem.problem,
        objective,
        window=window,
        in_force=problem.in_force,
        taken=[problem.in_force] if is_levelled(plan) else (),
        schedules=schedules,
        stop=stop,
        seed=seed,
        better=on_better,
        proof_seconds=proof_seconds,
    )
    return plan_proposal(problem, proposal, window)


def plan_proposal(problem: PlanProblem, proposal: LevellingProposal, window: tuple[int, int]) -> PlanProposal:
    """What a proposal comes to in the plan."""
    after, before = proposal.schedule, problem.in_force
    moved: list[MovedItem] = []
    for j, place in enumerate(problem.items):
        people = problem.candidates.get(j)
        person = people[after.mode[j]] if people else None
        if place >= 0 and (after.start[j] != before.start[j] or after.finish[j] != before.finish[j] or person):
            moved.append(MovedItem(place, after.start[j], after.finish[j], after.start[j] - before.start[j], person))
    moved.sort(key=lambda item: (-abs(item.delay), item.start, item.place))
    return PlanProposal(
        problem,
        proposal,
        _end(problem, before),
        _end(problem, after),
        tuple(moved),
        _peaks(problem, before, after, window[0]),
        window,
    )


def levelled_values(result: PlanProposal, places: Iterable[int] | None = None) -> dict[int, dict[str, Any]]:
    """Position of an item -> the values that make the schedule of the plan that of the proposal.

    With ``places`` only those items are taken from it. An item is held back where its links alone would let it start
    earlier, or a latest date that cannot be kept would win against them; what was held back before and need not be any
    more is let go.
    """
    problem, after = result.problem, result.proposal.schedule
    generator = ScheduleGenerator(problem.problem)
    chosen = None if places is None else set(places)
    persons = {item.place: item.person for item in result.moved if item.person is not None}
    values: dict[int, dict[str, Any]] = {}
    for j, place in enumerate(problem.items):
        activity = problem.problem.activities[j]
        if place < 0 or activity.fixed is not None or (chosen is not None and place not in chosen):
            continue
        mode = activity.modes[after.mode[j]]
        bound = generator.not_before(after, j, mode, generator.earliest(after, j))
        start, finish = after.start[j], after.finish[j]
        held = generator.dates(mode, bound)[0] < start or overrun_of(activity, start, finish) > 0
        values[place] = {"levelled_start": to_datetime(start) if held else None}
        if place in persons:
            values[place]["owner"] = persons[place]
    return values


def changed_values(plan: Plan, result: PlanProposal, ids: Sequence[str] | None = None) -> dict[str, dict[str, Any]]:
    """Id of an item -> those of its values that taking the proposal changes, of these items only if they are given.

    The plan may be a later one than that of the proposal: an item that has been deleted since is left out.
    """
    table, of = plan["item"], result.problem.ids
    chosen = None if ids is None else set(ids)
    places = None if chosen is None else [place for place, id_ in enumerate(of) if id_ in chosen]
    changes: dict[str, dict[str, Any]] = {}
    for place, values in levelled_values(result, places).items():
        id_ = of[place]
        if id_ not in table:
            continue
        differing = {name: value for name, value in values.items() if _stored(value) != table.value(id_, name)}
        if differing:
            changes[id_] = differing
    return changes


def _stored(value: Any) -> object:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value


def _end(problem: PlanProblem, schedule: ActivitySchedule) -> int:
    """The finish of the plan with these dates; of what did not move, the date stands as it was typed."""
    before = problem.in_force
    finishes = schedule.finish.copy()
    for j, place in enumerate(problem.items):
        if place >= 0 and (schedule.start[j], schedule.finish[j]) == (before.start[j], before.finish[j]):
            finishes[j] = problem.schedule.finish[place]
    return max(finishes, default=problem.schedule.network.plan_start)


def _peaks(problem: PlanProblem, before: ActivitySchedule, after: ActivitySchedule, since: int) -> tuple[Peak, ...]:
    generator = ScheduleGenerator(problem.problem)
    unassigned = frozenset(problem.candidates)
    highest = [
        _highest(problem, generator, before, unassigned, since),
        _highest(problem, generator, after, frozenset(), since),
    ]
    peaks = [
        Peak(kind, id_, problem.problem.resources[number].name, highest[0][number], highest[1][number])
        for number, (kind, id_) in enumerate(problem.resources)
        if highest[0][number] or highest[1][number]
    ]
    return tuple(sorted(peaks, key=lambda peak: (-peak.before, peak.name)))


def _highest(
    problem: PlanProblem, generator: ScheduleGenerator, schedule: ActivitySchedule, without: frozenset[int], since: int
) -> list[float]:
    profiles = generator.loaded(schedule, without)
    return [
        round((resource.capacity - profile.lowest(since)) / resource.capacity, 3)
        for resource, profile in zip(problem.problem.resources, profiles, strict=True)
    ]
