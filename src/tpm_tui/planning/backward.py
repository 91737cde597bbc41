"""The backward pass: the latest dates that keep the plan's finish, deadlines and constraints.

Rules (PMBOK critical path method; where that leaves room, MS Project's): an item without successors may end with the
plan. MSO and MFO fix the late dates, SNLT, FNLT and a deadline limit them. Successors that are finished bind nothing, a
start-to-start link binds no predecessor that has begun. A link out of a summary's start binds the child that starts
first, a link out of its finish binds all its children.
"""

from __future__ import annotations

from tpm_tui.planning.forward import State, add_lag, lag_minutes, link_bound, remaining
from tpm_tui.planning.network import Constraint, Link, LinkType


def backward(state: State) -> None:
    """Fill `late` against the plan's finish, in the reverse of the network's order."""
    form = state.form
    arcs_out, duration = form.arcs_out, form.network.duration
    state.late = late = [form.home] * len(duration)
    tops = plan_tops(state)
    children = form.outline.children
    calendars = form.calendars
    single = tops[form.single] if form.single is not None else None
    for position in reversed(form.order):
        arcs = arcs_out[position]
        if arcs is None:
            if position not in children:
                general_backward(state, position)
            continue
        latest = (tops[calendars[position]] if single is None else single) - duration[position]
        for after, minutes in arcs:
            reach = late[after] - minutes
            if reach < latest:
                latest = reach
        late[position] = latest


def plan_tops(state: State) -> dict[object, int]:
    """Working time at the plan's finish on each calendar that an item uses."""
    form = state.form
    calendars = {form.single} if form.single is not None else set(form.calendars)
    return {calendar: calendar.work_at(state.finish) for calendar in calendars if calendar is not None}


def general_backward(state: State, position: int) -> None:
    """Late dates of one item from clock time; its successors are done."""
    form = state.form
    network, calendar = form.network, form.calendars[position]
    finished = network.actual_finish[position]
    if finished is not None:
        state.late[position] = calendar.work_at(finished)
        return
    began = network.actual_start[position]
    duration = network.duration[position]
    links = followers(state, position)
    limit = state.finish
    if links and began is not None and network.milestone[position] and not duration:
        limit = began
    else:
        for index, after in links:
            reach = link_limit(state, network.links[index], position, after)
            if reach < limit:
                limit = reach
    kind, when = network.constraint[position], network.constraint_date[position]
    if when is not None:
        if kind == Constraint.MSO:
            limit = calendar.add(when, duration)
        elif kind == Constraint.MFO:
            limit = when
        elif kind == Constraint.SNLT:
            limit = min(limit, calendar.add(when, duration))
        elif kind == Constraint.FNLT:
            limit = min(limit, when)
    deadline = network.deadline[position]
    if deadline is not None and deadline < limit:
        limit = deadline
    state.late[position] = calendar.work_at(limit) - remaining(form, position)


def followers(state: State, position: int) -> list[tuple[int, int]]:
    """Indices of the links that bind an item to unfinished successors, each with the item that follows.

    A link into a summary is given once for every leaf of it. A link out of a summary's start is given only for the leaf
    that starts first.
    """
    form = state.form
    network = form.network
    children = form.outline.children
    found: list[tuple[int, int]] = []
    for index in form.links_out[position] + form.exits.get(position, []):
        link = network.links[index]
        starts = link.type in (LinkType.SS, LinkType.SF)
        if starts and link.predecessor != position and first_leaf(state, link.predecessor) != position:
            continue
        after = link.successor
        for leaf in form.leaves[after] if after in children else (after,):
            if network.actual_finish[leaf] is None:
                found.append((index, leaf))
    return found


def first_leaf(state: State, summary: int) -> int:
    """The leaf that starts first; of several, the first in the outline."""
    leaves = state.form.leaves[summary]
    rank = state.form.network.rank
    return min(leaves, key=lambda leaf: (state.early_span(leaf)[0], rank[leaf]))


def link_limit(state: State, link: Link, position: int, after: int) -> int:
    """Clock time by which an item must finish for a follower to keep its late dates."""
    form = state.form
    network, calendar = form.network, form.calendars[position]
    began = network.actual_start[after]
    lag = -lag_minutes(state, link)
    late_start, late_finish = state.late_span(after)
    if link.type == LinkType.SS:
        if network.actual_start[position] is not None:
            return state.finish
        if began is not None:
            # the follower runs already: only where it has come to can still matter
            if not form.links_out[after]:
                return state.finish
            done = network.duration[after] - remaining(form, after)
            return calendar.add(form.calendars[after].add(began, done), network.duration[position])
        start = add_lag(form, link, lag, after, calendar.next_working(late_start))
        limit = calendar.add(start, network.duration[position])
    elif link.type == LinkType.FS:
        if began is not None:
            late_start = form.calendars[after].add(late_finish, -remaining(form, after))
        limit = add_lag(form, link, lag, after, late_start)
    elif link.type == LinkType.FF:
        limit = add_lag(form, link, lag, after, late_finish)
    else:
        limit = add_lag(form, link, lag, after, calendar.add(late_finish, network.duration[position]))
    if began is None and limit < state.early_span(position)[1]:
        # on another calendar or after an elapsed lag, two instants may be one to the follower: then it is not late
        bound = link_bound(state, link, after)
        if form.calendars[after].work_at(bound) <= state.late[after]:
            return state.early_span(position)[1]
    return limit
