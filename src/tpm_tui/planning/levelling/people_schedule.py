"""The dates with the people there are: one deterministic pass, and who hands over to whom in it.

The order is that of the proposal taken last, else priority, then slack. The hand-overs join the network as links beside
those of logic, so that slack, criticality and the simulation know them. The search for something better only makes
proposals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.cpm.schedule import Schedule as PlanSchedule
from tpm_tui.planning.cpm.schedule import schedule as schedule_network
from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, LevellingProblem, order_of
from tpm_tui.planning.levelling.problem.problem_from_plan import PlanProblem, plan_problem
from tpm_tui.planning.levelling.problem.time_windows import earliest_dates, latest_finishes
from tpm_tui.planning.levelling.resource_flow import HandOver, resource_flow
from tpm_tui.planning.levelling.search.preparation import prepared
from tpm_tui.planning.levelling.search.schedule_generation import ScheduleGenerator
from tpm_tui.planning.model.external_supply import SUPPLIED_READS
from tpm_tui.planning.model.network import LagUnit, LinkType, Network, NetworkLink
from tpm_tui.planning.model.network_from_plan import is_levelled, network_of, reads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CANDIDATES = 8
"""People and pools that are tried as the bottleneck: those with most work on critical hand-overs."""

READS = (
    *(("person", name) for name in ("name", "capacity", "skills")),
    *(("pool", name) for name in ("name", "capacity")),
    *(("assignment", name) for name in ("item", "person", "pool", "units")),
    ("item", "priority"),
    ("item", "key"),
    ("item", "levelled_start"),
    ("item", "skills"),
    *SUPPLIED_READS,
)
"""The columns that it follows from beside those of the network."""


@dataclass(frozen=True, slots=True)
class PlanHandOver:
    """One item goes on with a person or pool after another one: positions in the item table, and (kind, id)."""

    predecessor: int
    successor: int
    resource: tuple[str, str]
    lag: int | None


@dataclass(frozen=True, slots=True)
class ResourceBottleneck:
    """The person or pool whose further place buys most: by how many elapsed minutes the plan would finish earlier."""

    kind: str
    id: str
    name: str
    gain: int


@dataclass(frozen=True, slots=True)
class PeopleSchedule:
    """``schedule``: dates, slack and criticality with the people there are, of a network in which ``hand_overs`` are
    links; ``logic_finish``: the finish by logic alone; ``bottleneck``: None where more people would buy nothing."""

    schedule: PlanSchedule
    hand_overs: tuple[PlanHandOver, ...]
    logic_finish: int
    bottleneck: ResourceBottleneck | None

    @property
    def finish(self) -> int:
        return self.schedule.plan_finish


def people_schedule(plan: Plan, context: InputContext) -> PeopleSchedule:
    """The dates with the people there are, made once for as long as what it reads stays the same.

    Raises CycleError and NoWorkingTimeError.
    """
    reads = (*reads_of(plan), *READS)
    return plan.memoised(f"people.{context.today}", reads, lambda: _build(plan, context))


def _build(plan: Plan, context: InputContext) -> PeopleSchedule:
    problem = plan_problem(plan, context, assign=False)
    ready, _ = prepared(problem.problem)
    generator = ScheduleGenerator(ready)
    order = _order(generator, taken=is_levelled(plan))
    levelled = generator.schedule(order)
    flow = resource_flow(ready, levelled)
    network = network_of(plan, context, levelled=False)
    logic = schedule_network(network)
    hand_overs = tuple(
        PlanHandOver(problem.items[h.predecessor], problem.items[h.successor], problem.resources[h.resource], h.lag)
        for h in flow
        if problem.items[h.predecessor] >= 0 and problem.items[h.successor] >= 0
    )
    with_people = schedule_network(_joined(network, hand_overs))
    return PeopleSchedule(
        with_people, hand_overs, logic.plan_finish, _bottleneck(problem, ready, order, levelled, flow, with_people)
    )


def _order(generator: ScheduleGenerator, *, taken: bool) -> list[int]:
    """The list of the last proposal taken, else by priority, then slack."""
    activities = generator.problem.activities
    earliest = earliest_dates(generator)
    latest = latest_finishes(generator, earliest)
    slack = [late - early for late, early in zip(latest, earliest.finish, strict=True)]
    if taken:
        keys: list[tuple[int, ...]] = [(activity.start, slack[j]) for j, activity in enumerate(activities)]
    else:
        keys = [(-activity.priority, slack[j], earliest.start[j]) for j, activity in enumerate(activities)]
    return order_of(keys, generator.topological, generator.into)


def _joined(network: Network, hand_overs: Sequence[PlanHandOver]) -> Network:
    """The network with the hand-overs as links: after the finish, or so many elapsed minutes after the start."""
    links = dict.fromkeys(
        NetworkLink(h.predecessor, h.successor)
        if h.lag is None
        else NetworkLink(h.predecessor, h.successor, LinkType.SS, h.lag, LagUnit.ELAPSED)
        for h in hand_overs
    )
    return replace(network, links=[*network.links, *links], cache={})


def _bottleneck(
    problem: PlanProblem,
    ready: LevellingProblem,
    order: Sequence[int],
    levelled: ActivitySchedule,
    flow: Sequence[HandOver],
    schedule: PlanSchedule,
) -> ResourceBottleneck | None:
    """Try one more place of each resource with work on critical hand-overs, most work first."""
    work: dict[int, int] = {}
    for h in flow:
        place = problem.items[h.successor]
        if place >= 0 and schedule.critical[place]:
            work[h.resource] = work.get(h.resource, 0) + levelled.finish[h.successor] - levelled.start[h.successor]
    best: ResourceBottleneck | None = None
    for number in sorted(work, key=lambda r: (-work[r], r))[:MOST_CANDIDATES]:
        resource = ready.resources[number]
        more = replace(resource, capacity=resource.capacity + 100)
        resources = (*ready.resources[:number], more, *ready.resources[number + 1 :])
        end = ScheduleGenerator(replace(ready, resources=resources)).schedule(order).end
        gain = levelled.end - end
        if gain > 0 and (best is None or gain > best.gain):
            best = ResourceBottleneck(*problem.resources[number], resource.name, gain)
    return best
