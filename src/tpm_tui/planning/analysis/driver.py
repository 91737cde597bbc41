"""What sets an item's start, and what sets its late finish."""

from enum import StrEnum

from msgspec import Struct

from tpm_tui.planning.cpm import scheduling_rules
from tpm_tui.planning.cpm.backward import link_limit, successor_links
from tpm_tui.planning.cpm.forward import (
    actual_start,
    incoming,
    lag_minutes,
    link_bound,
    position_next_start,
    predecessor_span,
)
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.scheduling_rules import LATE_CONSTRAINTS
from tpm_tui.planning.model.network import Constraint, LinkType, NetworkLink


class Cause(StrEnum):
    """Why a date is where it is."""

    LINK = "link"
    CONSTRAINT = "constraint"
    PLAN_START = "plan start"
    PLAN_FINISH = "plan finish"
    ACTUAL = "actual"
    CHILD = "child"
    """a summary spans its children"""
    LATE = "late"
    """as late as possible: its followers, or the plan's finish, set it"""
    DEADLINE = "deadline"


class Driver(Struct, frozen=True):
    """What sets a date.

    `link` is an index into the network's links, `other` the position at its far end: the child that counts, where that
    is a summary. `at` is the instant that the cause by itself gives: the item's own calendar may move the date on.
    """

    cause: Cause
    at: int
    link: int | None = None
    other: int | None = None


def driver(schedule: Schedule, position: int) -> Driver:
    """What sets an item's planned start. Of several equal links the first in the outline."""
    state, network = schedule.state, schedule.network
    compiled = state.compiled
    children = compiled.outline.children.get(position)
    if children:
        start = schedule.start[position]
        first = next(child for child in children if schedule.start[child] == start)
        return Driver(Cause.CHILD, start, other=first)
    begun = actual_start(compiled, position)
    if begun is not None:
        return Driver(Cause.ACTUAL, begun)
    kind, when = network.constraint[position], network.constraint_date[position]
    if kind == Constraint.ALAP and schedule.start[position] != schedule.early_start[position]:
        limit = late_driver(schedule, position)
        return Driver(Cause.LATE, schedule.start[position], limit.link, limit.other)
    linked = binding_link(schedule, position)
    if when is not None:
        pinned = kind in (Constraint.MSO, Constraint.MFO)
        if pinned or (linked is None and kind not in LATE_CONSTRAINTS):
            return Driver(Cause.CONSTRAINT, when)
        free = position_next_start(compiled, position, linked.at if linked is not None else network.plan_start)
        if free != schedule.early_start[position]:
            return Driver(Cause.CONSTRAINT, when)
    if linked is None:
        return Driver(Cause.PLAN_START, network.plan_start)
    at_start = linked.at == network.plan_start and linked.link is not None
    if at_start and _is_held_by_plan_start(schedule, position, network.links[linked.link or 0]):
        return Driver(Cause.PLAN_START, network.plan_start)
    return linked


def _is_held_by_plan_start(schedule: Schedule, position: int, link: NetworkLink) -> bool:
    """Whether a finish-to-finish link would let an item start before the plan, whose start then holds it."""
    if link.type != LinkType.FF:
        return False
    state, network = schedule.state, schedule.network
    finish = predecessor_span(state, link, position)[1]
    lag, calendar = lag_minutes(state, link), state.compiled.calendars[position]
    own = calendar.add(finish, -network.duration[position])
    return bool(scheduling_rules.add_lag(link.unit, lag, own, calendar) < network.plan_start)


def binding_link(schedule: Schedule, position: int) -> Driver | None:
    """The link with the latest bound on an unstarted item's start, whether or not that sets it; None without links."""
    state, network = schedule.state, schedule.network
    best: tuple[int, int, int] | None = None
    chosen = -1
    for index in incoming(state.compiled, position):
        link = network.links[index]
        key = (link_bound(state, link, position), -network.rank[link.predecessor], -link.type)
        if best is None or key > best:
            best, chosen = key, index
    if best is None:
        return None
    link = network.links[chosen]
    before = link.predecessor
    if before in state.compiled.outline.children:
        column, choose = (schedule.finish, max) if link.type in (LinkType.FS, LinkType.FF) else (schedule.start, min)
        before = choose(state.compiled.leaves[before], key=column.__getitem__)
    return Driver(Cause.LINK, best[0], chosen, before)


def late_driver(schedule: Schedule, position: int) -> Driver:
    """What sets an item's late finish; followed from item to item it leads to the reason for negative slack."""
    state, network = schedule.state, schedule.network
    compiled = state.compiled
    children = compiled.outline.children.get(position)
    if children:
        last = schedule.late_finish[position]
        if schedule.total_slack[position] < 0:  # the child that is latest, not the one that ends last
            child = min(children, key=schedule.total_slack.__getitem__)
        else:
            child = next(child for child in children if schedule.late_finish[child] == last)
        return Driver(Cause.CHILD, schedule.late_finish[child], other=child)
    finished = network.actual_finish[position]
    if finished is not None:
        return Driver(Cause.ACTUAL, finished)
    calendar = compiled.calendars[position]
    late = calendar.work_at(schedule.late_finish[position])
    when, deadline = network.constraint_date[position], network.deadline[position]
    if when is not None and network.constraint[position] in LATE_CONSTRAINTS:
        by_start = network.constraint[position] in (Constraint.MSO, Constraint.SNLT)
        limit = calendar.add(when, network.duration[position]) if by_start else when
        if calendar.work_at(limit) == late:
            return Driver(Cause.CONSTRAINT, when)
    if deadline is not None and calendar.work_at(deadline) == late:
        return Driver(Cause.DEADLINE, deadline)
    if calendar.work_at(state.finish) > late:
        limits = [
            (link_limit(state, network.links[index], position, after), network.rank[after], after, index)
            for index, after in successor_links(state, position)
        ]
        if limits:
            limit, _, after, index = min(limits)
            return Driver(Cause.LINK, limit, index, after)
    return Driver(Cause.PLAN_FINISH, state.finish)
