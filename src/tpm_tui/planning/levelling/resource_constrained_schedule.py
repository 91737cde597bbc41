"""The dates with the people there are: one deterministic pass, and who hands over to whom in it.

The order is that of the proposal taken last, else priority, then slack. The hand-overs join the network as links beside
those of logic, so that slack, criticality and the simulation know them. The search for something better only makes
proposals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.forward import incoming
from tpm_tui.planning.cpm.schedule import Schedule as PlanSchedule
from tpm_tui.planning.cpm.schedule import schedule as schedule_network
from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, order_of
from tpm_tui.planning.levelling.problem.problem_from_plan import PlanProblem, plan_problem
from tpm_tui.planning.levelling.problem.time_windows import earliest_dates, latest_finishes
from tpm_tui.planning.levelling.resource_flow import HandOver, as_links, resource_flow
from tpm_tui.planning.levelling.search.make_problem_solvable import prepared
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator
from tpm_tui.planning.model.external_supply import SUPPLIED_READS
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink
from tpm_tui.planning.model.network_from_plan import is_levelled, network_of, reads_of
from tpm_tui.planning.model.work_assignments import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

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


LATEST = (Constraint.SNLT, Constraint.FNLT)


class PlanHandOver(Struct, frozen=True):
    """One item goes on with a person or pool after another one: positions in the item table, and (kind, id)."""

    predecessor: int
    successor: int
    resource: tuple[str, str]
    lag: int | None


class PeopleSchedule(Struct, frozen=True):
    """``schedule``: dates, slack and criticality with the people there are, of a network in which ``hand_overs`` are
    links; ``logic_finish``: the finish by logic alone. ``order``: the activities of ``problem`` in the order in which
    they were given people."""

    schedule: PlanSchedule
    hand_overs: tuple[PlanHandOver, ...]
    logic_finish: int
    problem: PlanProblem
    order: tuple[int, ...]

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
    problem = replace(problem, problem=ready)
    generator = ScheduleGenerator(ready)
    order = _order(generator, taken=is_levelled(plan))
    network = network_of(plan, context, levelled=False)
    joined, hand_overs = _with_people(network, problem, generator.schedule(order))
    return PeopleSchedule(
        schedule_network(joined),
        hand_overs,
        schedule_network(network).plan_finish,
        problem,
        tuple(order),
    )


def network_with_more(plan: Plan, context: InputContext, people: PeopleSchedule, resource: tuple[str, str]) -> Network:
    """The network with the hand-overs that there would be with one more of a person or pool (kind, id): in the same
    order, as nobody would decide it anew for them."""
    problem = people.problem
    resources = [
        replace(r, capacity=r.capacity + WHOLE, changes=tuple((at, capacity + WHOLE) for at, capacity in r.changes))
        if who == resource
        else r
        for who, r in zip(problem.resources, problem.problem.resources, strict=True)
    ]
    more = replace(problem.problem, resources=tuple(resources))
    network, problem = network_of(plan, context, levelled=False), replace(problem, problem=more)
    return _with_people(network, problem, ScheduleGenerator(more).schedule(people.order))[0]


def _hand_overs(problem: PlanProblem, flow: Sequence[HandOver]) -> tuple[PlanHandOver, ...]:
    return tuple(
        PlanHandOver(problem.items[h.predecessor], problem.items[h.successor], problem.resources[h.resource], h.lag)
        for h in flow
        if problem.items[h.predecessor] >= 0 and problem.items[h.successor] >= 0
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


def _with_people(
    network: Network, problem: PlanProblem, schedule: ActivitySchedule
) -> tuple[Network, tuple[PlanHandOver, ...]]:
    """The network in which the hand-overs of a schedule are links, and those.

    People win against a latest date that they cannot keep: from then on it is a deadline, as of what levelling holds
    back. What waits for somebody against its links is held to its date.
    """
    flow = resource_flow(problem.problem, schedule)
    links = as_links(problem.problem, flow)
    waiting = {h.successor for h in set(flow).difference(links)} if len(links) < len(flow) else set()
    kind, when, deadline = list(network.constraint), list(network.constraint_date), list(network.deadline)
    for j, place in enumerate(problem.items):
        if place < 0 or problem.problem.activities[j].fixed is not None:
            continue
        date, start, ends = when[place], schedule.start[j], kind[place] == Constraint.FNLT
        late = date is not None and kind[place] in LATEST and (schedule.finish[j] if ends else start) > date
        if date is not None and kind[place] in LATEST and (late or j in waiting):
            own = date if ends else network.calendar_of(place).add(date, network.duration[place])
            known = deadline[place]
            deadline[place] = own if known is None else min(known, own)
            when[place] = network.not_before.get(place)
            kind[place] = Constraint.ASAP if when[place] is None else Constraint.SNET
        if j in waiting:
            kind[place], when[place] = Constraint.SNET, start
    held = replace(network, constraint=kind, constraint_date=when, deadline=deadline, cache={})
    hand_overs = _hand_overs(problem, links)
    return _joined(held, hand_overs), hand_overs


def _joined(network: Network, hand_overs: Sequence[PlanHandOver]) -> Network:
    """The network with the hand-overs as links: after the finish, or so many elapsed minutes after the start."""
    links = dict.fromkeys(
        NetworkLink(h.predecessor, h.successor)
        if h.lag is None
        else NetworkLink(h.predecessor, h.successor, LinkType.SS, h.lag, LagUnit.ELAPSED)
        for h in hand_overs
    )
    # A link is a reason to start, with a lead even before the plan; a hand-over is none.
    compiled, kind, when = compiled_network(network), list(network.constraint), list(network.constraint_date)
    for place in {link.successor for link in links}:
        if kind[place] == Constraint.ASAP and not incoming(compiled, place):
            kind[place], when[place] = Constraint.SNET, network.calendar_of(place).next_working(network.plan_start)
    return replace(network, links=[*network.links, *links], constraint=kind, constraint_date=when, cache={})
