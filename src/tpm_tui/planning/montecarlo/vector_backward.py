"""The backward pass for a block of iterations, and what is critical in each. The rules are `backward`'s."""

from __future__ import annotations

from typing import Any

import numpy as np

from tpm_tui.domain.cancellation import check_cancelled
from tpm_tui.planning.cpm.compiled import LATE_CONSTRAINTS
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, NetworkLink
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar
from tpm_tui.planning.montecarlo.vector_forward import VECTOR_CANCEL_CHECK_INTERVAL, SampleBatch, percent_of_vector
from tpm_tui.planning.montecarlo.vector_network import ALAP

FAR = 2**30
"""An instant later than any (two thousand years on, and still a number of 32 bits): no limit."""


def vector_backward_pass(lanes: SampleBatch) -> None:
    """Fill `late` against the finish of the first pass. Raises Cancelled."""
    wiring = lanes.wiring
    network, late, duration = wiring.network, lanes.late, lanes.duration
    children = wiring.form.outline.children
    lanes.shared_lates = [None] * len(late)
    tops = {id(clock): clock.work_at(lanes.finish) for clock in set(wiring.clocks)}
    for count, position in enumerate(reversed(wiring.form.order)):
        if not count % VECTOR_CANCEL_CHECK_INTERVAL:
            check_cancelled(lanes.cancelled)
        if position in children:
            continue
        clock = wiring.clocks[position]
        if wiring.ended[position] is not None:
            late[position] = clock.work_at(wiring.ended[position])
            continue
        length = duration[position]
        limit = tops[id(clock)]
        start: Vector | None = None
        for other, from_finish, to_finish, lag, percent in wiring.edges_out[position]:
            value = late[other] + duration[other] if to_finish else late[other]
            if percent:
                value = value - percent_of_vector(length, percent)
            elif lag:
                value = value - lag
            if from_finish:
                limit = np.minimum(limit, value)
            else:
                start = value if start is None else np.minimum(start, value)
        if wiring.follow[position]:
            limit = _followed(lanes, position, limit)
        if start is not None and (
            wiring.deadline[position] is not None or network.constraint[position] in LATE_CONSTRAINTS
        ):
            limit, start = np.minimum(limit, start + length), None
        limit = _bounded(lanes, position, limit) - lanes.left[position]
        late[position] = limit if start is None else np.minimum(limit, start)


def _bounded(lanes: SampleBatch, position: int, limit: Vector) -> Vector:
    """A late finish in working time, under the item's own dates."""
    wiring = lanes.wiring
    kind, when, deadline = wiring.network.constraint[position], wiring.when[position], wiring.deadline[position]
    if when is not None and kind in LATE_CONSTRAINTS:
        clock = wiring.clocks[position]
        by_start = kind in (Constraint.MSO, Constraint.SNLT)
        bound = clock.work_at(clock.add(when, lanes.duration[position]) if by_start else when)
        limit = bound if kind in (Constraint.MSO, Constraint.MFO) else np.minimum(limit, bound)
    if deadline is not None:
        limit = np.minimum(limit, wiring.clocks[position].work_at(deadline))
    return limit


def _followed(lanes: SampleBatch, position: int, limit: Vector) -> Vector:
    """A late finish in working time, under the links that are not plain."""
    wiring = lanes.wiring
    clock, began = wiring.clocks[position], wiring.began[position]
    bound: Any = False
    for link, after, if_first in wiring.follow[position]:
        if _in_shared_time(lanes, link, position, after):
            reach = _shared_limit(lanes, link, position, after)
        else:
            reach = clock.work_at(_link_limit(lanes, link, position, after))
        where = _is_first(lanes, link.predecessor, position) if if_first else True
        limit = np.minimum(limit, np.where(where, reach, FAR) if if_first else reach)
        bound = bound | where
    if began is not None and wiring.network.milestone[position]:
        limit = np.where(np.equal(lanes.duration[position], 0) & bound, clock.work_at(began), limit)
    return limit


def _is_first(lanes: SampleBatch, summary: int, position: int) -> Vector:
    """In which lanes a leaf starts before all others of a summary; of several, the first in the outline does."""
    rank = lanes.wiring.network.rank
    own = lanes.start_of(position)
    where: Any = True
    for leaf in lanes.wiring.form.leaves[summary]:
        if leaf != position:
            start = lanes.start_of(leaf)
            where = where & (start > own if rank[leaf] < rank[position] else start >= own)
    return where


def _in_shared_time(lanes: SampleBatch, link: NetworkLink, position: int, after: int) -> bool:
    """Whether nothing of a link hangs on clock time: no elapsed lag, no actual dates, no share of a duration."""
    return (
        lanes.wiring.is_vectored[position]
        and lanes.wiring.began[after] is None
        and link.type != LinkType.SF
        and (link.unit == LagUnit.WORKING or not link.lag)
    )


def _shared_limit(lanes: SampleBatch, link: NetworkLink, position: int, after: int) -> Vector:
    """`_link_limit` as working time of the item."""
    wiring, lag = lanes.wiring, -link.lag
    clock, theirs = wiring.clocks[position], wiring.clocks[after]
    if link.type == LinkType.FF:
        work = lanes.late[after] + lanes.left[after]
        limit = clock.work_in_shared(_shared_moved(theirs, work, lag) if lag else theirs.shared_end(work))
    elif link.type == LinkType.FS:
        moved = _shared_moved(theirs, lanes.late[after], lag) if lag else lanes.shared_late_start(after)
        limit = clock.work_in_shared(moved)
    else:
        limit = clock.work_in_shared(lanes.shared_late_start(after))
        if lag:
            work = theirs.work_in_shared(clock.shared_start(limit))
            limit = clock.work_in_shared(_shared_moved(theirs, work, lag))
        limit = limit + lanes.duration[position]
    if wiring.free and lag <= 0 and link.type != LinkType.FF:
        return limit  # no earlier than the finish: the follower's late start is no earlier than its early one
    finish = lanes.reach[position]
    behind = limit < finish
    if np.any(behind):
        # two instants may be one to the follower: then it is not late
        bound = lanes.work_bound(link, after)
        if link.type == LinkType.FF:
            bound = np.maximum(bound, theirs.work_at(wiring.plan_start))
        limit = np.where(behind & (bound <= lanes.late[after]), finish, limit)
    return limit


def _shared_moved(clock: VectorCalendar, work: Vector, lag: int) -> Vector:
    """Shared time of a working time moved by a lag that is not zero."""
    return clock.shared_end(work + lag) if lag > 0 else clock.shared_start(work + lag)


def _link_limit(lanes: SampleBatch, link: NetworkLink, position: int, after: int) -> Vector:
    """Clock time by which an item must finish for a follower to keep its late dates."""
    wiring = lanes.wiring
    clock, theirs = wiring.clocks[position], wiring.clocks[after]
    began, duration = wiring.began[after], lanes.duration[position]
    lag = -lanes.lag_of(link)
    if link.type == LinkType.SS:
        if wiring.began[position] is not None:
            return lanes.finish
        if began is not None:
            if not wiring.form.links_out[after]:
                return lanes.finish
            done = lanes.duration[after] - lanes.left[after]
            return clock.add(theirs.add(began, done), duration)
        limit = clock.add(lanes.add_lag(link, lag, after, clock.next_working(lanes.late_start(after))), duration)
    elif link.type == LinkType.FS:
        if began is not None:
            limit = lanes.add_lag(link, lag, after, theirs.add(lanes.late_finish(after), -lanes.left[after]))
        elif link.unit == LagUnit.WORKING and link.lag:
            limit = _moved(theirs, lanes.late[after], lag)
        else:
            limit = lanes.add_lag(link, lag, after, lanes.late_start(after))
    elif link.type == LinkType.FF:
        if link.unit == LagUnit.WORKING and link.lag:
            limit = _moved(theirs, lanes.late[after] + lanes.left[after], lag)
        else:
            limit = lanes.add_lag(link, lag, after, lanes.late_finish(after))
    else:
        limit = lanes.add_lag(link, lag, after, clock.add(lanes.late_finish(after), duration))
    if wiring.free and link.lag >= 0 and link.unit != LagUnit.ELAPSED and link.type in (LinkType.FS, LinkType.SS):
        return limit  # no earlier than the finish: the follower's late start is no earlier than its early one
    if began is None:
        finish = lanes.finish_of(position)
        behind = limit < finish
        if np.any(behind):  # one number where no lane differs
            # two instants may be one to the follower: then it is not late
            same = theirs.work_at(lanes.link_bound(link, after)) <= lanes.late[after]
            limit = np.where(behind & same, finish, limit)
    return limit


def _moved(clock: VectorCalendar, work: Vector, lag: int) -> Vector:
    """Clock time of a working time moved by a lag that is not zero."""
    return clock.end_of(work + lag) if lag > 0 else clock.start_of(work + lag)


def critical_iterations(lanes: SampleBatch) -> dict[int, Vector]:
    """In which lanes each unfinished item is critical: its total slack is at or under the network's limit.

    Summaries are where one of their children is. Items that are never critical may be left out. Raises Cancelled.
    """
    wiring = lanes.wiring
    network, form = wiring.network, wiring.form
    most = network.critical_slack_limit
    found: dict[int, Vector] = {}
    for count, position in enumerate(form.order):
        if not count % (4 * VECTOR_CANCEL_CHECK_INTERVAL):
            check_cancelled(lanes.cancelled)
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
    for count, summary in enumerate(form.outline.upwards):
        if not count % VECTOR_CANCEL_CHECK_INTERVAL:
            check_cancelled(lanes.cancelled)
        marks = [found[child] for child in form.outline.children[summary] if child in found]
        if marks:
            found[summary] = np.logical_or.reduce(np.broadcast_arrays(*marks))
    return found
