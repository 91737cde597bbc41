"""The backward pass for a block of iterations, and what is critical in each. See `backward` for the rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from tpm_tui.planning.clock import Vector
from tpm_tui.planning.lanes import CHECK, Cancelled, Lanes, percent_of
from tpm_tui.planning.network import Constraint, Link, LinkType
from tpm_tui.planning.wiring import ALAP

FAR = 2**30
"""An instant later than any (two thousand years on, and still a number of 32 bits): no limit."""


def backward(lanes: Lanes) -> None:
    """Fill `late` against the finish of the first pass. Raises Cancelled."""
    wiring = lanes.wiring
    form, late, duration = wiring.form, lanes.late, lanes.duration
    children = form.outline.children
    tops = {id(clock): clock.work_at(lanes.finish) for clock in set(wiring.clocks)}
    for count, position in enumerate(reversed(form.order)):
        if not count % CHECK and lanes.cancelled is not None and lanes.cancelled():
            raise Cancelled
        arcs = wiring.out_of[position]
        if arcs is None:
            if position not in children:
                _general(lanes, position)
            continue
        length = duration[position]
        limit = tops[id(wiring.clocks[position])]
        start: Vector | None = None
        for other, from_finish, to_finish, lag, percent in arcs:
            value = late[other] + duration[other] if to_finish else late[other]
            if percent:
                value = value - percent_of(length, percent)
            elif lag:
                value = value - lag
            if from_finish:
                limit = np.minimum(limit, value)
            else:
                start = value if start is None else np.minimum(start, value)
        limit = limit - length
        late[position] = limit if start is None else np.minimum(limit, start)


def _general(lanes: Lanes, position: int) -> None:
    wiring = lanes.wiring
    network, clock = wiring.network, wiring.clocks[position]
    ended, began = wiring.ended[position], wiring.began[position]
    if ended is not None:
        lanes.late[position] = clock.work_at(ended)
        return
    duration = lanes.duration[position]
    limit = lanes.finish
    bound: Any = False
    for link, after, where in _followers(lanes, position):
        reach = _link_limit(lanes, link, position, after)
        limit = np.minimum(limit, reach if where is None else np.where(where, reach, FAR))
        bound = True if where is None else bound | where
    if began is not None and network.milestone[position]:
        limit = np.where(np.equal(duration, 0) & bound, began, limit)
    kind, when = network.constraint[position], wiring.when[position]
    if when is not None:
        if kind == Constraint.MSO:
            limit = clock.add(when, duration)
        elif kind == Constraint.MFO:
            limit = when
        elif kind == Constraint.SNLT:
            limit = np.minimum(limit, clock.add(when, duration))
        elif kind == Constraint.FNLT:
            limit = np.minimum(limit, when)
    deadline = wiring.deadline[position]
    if deadline is not None:
        limit = np.minimum(limit, deadline)
    lanes.late[position] = clock.work_at(limit) - lanes.left[position]


def _followers(lanes: Lanes, position: int) -> list[tuple[Link, int, Vector | None]]:
    """Links that bind an item to unfinished successors: the link, the item that follows, and in which lanes (all)."""
    wiring = lanes.wiring
    network, form = wiring.network, wiring.form
    found: list[tuple[Link, int, Vector | None]] = []
    for index in form.links_out[position] + form.exits.get(position, []):
        link = network.links[index]
        where: Vector | None = None
        if link.type in (LinkType.SS, LinkType.SF) and link.predecessor != position:
            where = _is_first(lanes, link.predecessor, position)
        after = link.successor
        for leaf in form.leaves[after] if after in form.outline.children else (after,):
            if network.actual_finish[leaf] is None:
                found.append((link, leaf, where))
    return found


def _is_first(lanes: Lanes, summary: int, position: int) -> Vector:
    """In which lanes a leaf starts before all others of a summary; of several, the first in the outline does."""
    rank = lanes.wiring.network.rank
    own = lanes.start_of(position)
    where: Any = True
    for leaf in lanes.wiring.form.leaves[summary]:
        if leaf != position:
            start = lanes.start_of(leaf)
            where = where & (start > own if rank[leaf] < rank[position] else start >= own)
    return where


def _link_limit(lanes: Lanes, link: Link, position: int, after: int) -> Vector:
    """Clock time by which an item must finish for a follower to keep its late dates."""
    wiring = lanes.wiring
    clock, theirs = wiring.clocks[position], wiring.clocks[after]
    began, duration = wiring.began[after], lanes.duration[position]
    lag = -lanes.lag_of(link)
    late_start, late_finish = lanes.late_span(after)
    if link.type == LinkType.SS:
        if wiring.began[position] is not None:
            return lanes.finish
        if began is not None:
            if not wiring.form.links_out[after]:
                return lanes.finish
            done = lanes.duration[after] - lanes.left[after]
            return clock.add(theirs.add(began, done), duration)
        limit = clock.add(lanes.add_lag(link, lag, after, clock.next_working(late_start)), duration)
    elif link.type == LinkType.FS:
        if began is not None:
            late_start = theirs.add(late_finish, -lanes.left[after])
        limit = lanes.add_lag(link, lag, after, late_start)
    elif link.type == LinkType.FF:
        limit = lanes.add_lag(link, lag, after, late_finish)
    else:
        limit = lanes.add_lag(link, lag, after, clock.add(late_finish, duration))
    if began is None:
        finish = lanes.finish_of(position)
        behind = limit < finish
        if np.any(behind):
            # two instants may be one to the follower: then it is not late
            same = theirs.work_at(lanes.link_bound(link, after)) <= lanes.late[after]
            limit = np.where(behind & same, finish, limit)
    return limit


def critical(lanes: Lanes) -> dict[int, Vector]:
    """In which lanes each unfinished item is critical: its total slack is at or under the network's limit.

    Summaries are where one of their children is. Items that are never critical may be left out.
    """
    wiring = lanes.wiring
    network, form = wiring.network, wiring.form
    most = network.critical_slack_limit
    found: dict[int, Vector] = {}
    for position in form.order:
        if position in form.outline.children or wiring.ended[position] is not None:
            continue
        if network.constraint[position] == ALAP:
            found[position] = most >= 0
        elif wiring.began[position] is not None:
            clock = wiring.clocks[position]
            slack = lanes.late[position] + lanes.left[position] - clock.work_at(lanes.finish_of(position))
            found[position] = slack <= most
        else:
            found[position] = lanes.late[position] <= (lanes.early[position] + most if most else lanes.early[position])
    for summary in form.outline.upwards:
        marks = [found[child] for child in form.outline.children[summary] if child in found]
        if marks:
            found[summary] = np.logical_or.reduce(np.broadcast_arrays(*marks))
    return found
