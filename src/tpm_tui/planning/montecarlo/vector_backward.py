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


def vector_backward_pass(batch: SampleBatch) -> None:
    """Fill `late` against the finish of the first pass. Raises Cancelled."""
    vectors = batch.vectors
    network, late, duration = vectors.network, batch.late, batch.duration
    children = vectors.compiled.outline.children
    batch.shared_lates = [None] * len(late)
    tops = {id(calendar): calendar.work_at(batch.finish) for calendar in set(vectors.calendars)}
    for count, position in enumerate(reversed(vectors.compiled.order)):
        if not count % VECTOR_CANCEL_CHECK_INTERVAL:
            check_cancelled(batch.cancelled)
        if position in children:
            continue
        calendar = vectors.calendars[position]
        if vectors.actual_finish[position] is not None:
            late[position] = calendar.work_at(vectors.actual_finish[position])
            continue
        length = duration[position]
        limit = tops[id(calendar)]
        start: Vector | None = None
        for other, from_finish, to_finish, lag, percent in vectors.edges_out[position]:
            value = late[other] + duration[other] if to_finish else late[other]
            if percent:
                value = value - percent_of_vector(length, percent)
            elif lag:
                value = value - lag
            if from_finish:
                limit = np.minimum(limit, value)
            else:
                start = value if start is None else np.minimum(start, value)
        if vectors.bound_leaves[position]:
            limit = _followed(batch, position, limit)
        if start is not None and (
            vectors.deadline[position] is not None or network.constraint[position] in LATE_CONSTRAINTS
        ):
            limit, start = np.minimum(limit, start + length), None
        limit = _bounded(batch, position, limit) - batch.left[position]
        late[position] = limit if start is None else np.minimum(limit, start)


def _bounded(batch: SampleBatch, position: int, limit: Vector) -> Vector:
    """A late finish in working time, under the item's own dates."""
    vectors = batch.vectors
    kind, when, deadline = (
        vectors.network.constraint[position],
        vectors.constraint_date[position],
        vectors.deadline[position],
    )
    if when is not None and kind in LATE_CONSTRAINTS:
        calendar = vectors.calendars[position]
        by_start = kind in (Constraint.MSO, Constraint.SNLT)
        bound = calendar.work_at(calendar.add(when, batch.duration[position]) if by_start else when)
        limit = bound if kind in (Constraint.MSO, Constraint.MFO) else np.minimum(limit, bound)
    if deadline is not None:
        limit = np.minimum(limit, vectors.calendars[position].work_at(deadline))
    return limit


def _followed(batch: SampleBatch, position: int, limit: Vector) -> Vector:
    """A late finish in working time, under the links that are not plain."""
    vectors = batch.vectors
    calendar, began = vectors.calendars[position], vectors.actual_start[position]
    bound: Any = False
    for link, after, if_first in vectors.bound_leaves[position]:
        if _in_shared_time(batch, link, position, after):
            reach = _shared_limit(batch, link, position, after)
        else:
            reach = calendar.work_at(_link_limit(batch, link, position, after))
        where = _is_first(batch, link.predecessor, position) if if_first else True
        limit = np.minimum(limit, np.where(where, reach, FAR) if if_first else reach)
        bound = bound | where
    if began is not None and vectors.network.milestone[position]:
        limit = np.where(np.equal(batch.duration[position], 0) & bound, calendar.work_at(began), limit)
    return limit


def _is_first(batch: SampleBatch, summary: int, position: int) -> Vector:
    """In which iterations a leaf starts before all others of a summary; of several, the first in the outline does."""
    rank = batch.vectors.network.rank
    own = batch.start_of(position)
    where: Any = True
    for leaf in batch.vectors.compiled.leaves[summary]:
        if leaf != position:
            start = batch.start_of(leaf)
            where = where & (start > own if rank[leaf] < rank[position] else start >= own)
    return where


def _in_shared_time(batch: SampleBatch, link: NetworkLink, position: int, after: int) -> bool:
    """Whether nothing of a link hangs on clock time: no elapsed lag, no actual dates, no share of a duration."""
    return (
        batch.vectors.is_vectored[position]
        and batch.vectors.actual_start[after] is None
        and link.type != LinkType.SF
        and (link.unit == LagUnit.WORKING or not link.lag)
    )


def _shared_limit(batch: SampleBatch, link: NetworkLink, position: int, after: int) -> Vector:
    """`_link_limit` as working time of the item."""
    vectors, lag = batch.vectors, -link.lag
    calendar, theirs = vectors.calendars[position], vectors.calendars[after]
    if link.type == LinkType.FF:
        work = batch.late[after] + batch.left[after]
        limit = calendar.work_in_shared(_shared_moved(theirs, work, lag) if lag else theirs.shared_end(work))
    elif link.type == LinkType.FS:
        moved = _shared_moved(theirs, batch.late[after], lag) if lag else batch.shared_late_start(after)
        limit = calendar.work_in_shared(moved)
    else:
        limit = calendar.work_in_shared(batch.shared_late_start(after))
        if lag:
            work = theirs.work_in_shared(calendar.shared_start(limit))
            limit = calendar.work_in_shared(_shared_moved(theirs, work, lag))
        limit = limit + batch.duration[position]
    if vectors.never_late and lag <= 0 and link.type != LinkType.FF:
        return limit  # no earlier than the finish: the follower's late start is no earlier than its early one
    finish = batch.early_end[position]
    behind = limit < finish
    if np.any(behind):
        # two instants may be one to the follower: then it is not late
        bound = batch.work_bound(link, after)
        if link.type == LinkType.FF:
            bound = np.maximum(bound, theirs.work_at(vectors.plan_start))
        limit = np.where(behind & (bound <= batch.late[after]), finish, limit)
    return limit


def _shared_moved(calendar: VectorCalendar, work: Vector, lag: int) -> Vector:
    """Shared time of a working time moved by a lag that is not zero."""
    return calendar.shared_end(work + lag) if lag > 0 else calendar.shared_start(work + lag)


def _link_limit(batch: SampleBatch, link: NetworkLink, position: int, after: int) -> Vector:
    """Clock time by which an item must finish for a follower to keep its late dates."""
    vectors = batch.vectors
    calendar, theirs = vectors.calendars[position], vectors.calendars[after]
    began, duration = vectors.actual_start[after], batch.duration[position]
    lag = -batch.lag_of(link)
    if link.type == LinkType.SS:
        if vectors.actual_start[position] is not None:
            return batch.finish
        if began is not None:
            if not vectors.compiled.links_out[after]:
                return batch.finish
            done = batch.duration[after] - batch.left[after]
            return calendar.add(theirs.add(began, done), duration)
        limit = calendar.add(batch.add_lag(link, lag, after, calendar.next_working(batch.late_start(after))), duration)
    elif link.type == LinkType.FS:
        if began is not None:
            limit = batch.add_lag(link, lag, after, theirs.add(batch.late_finish(after), -batch.left[after]))
        elif link.unit == LagUnit.WORKING and link.lag:
            limit = _moved(theirs, batch.late[after], lag)
        else:
            limit = batch.add_lag(link, lag, after, batch.late_start(after))
    elif link.type == LinkType.FF:
        if link.unit == LagUnit.WORKING and link.lag:
            limit = _moved(theirs, batch.late[after] + batch.left[after], lag)
        else:
            limit = batch.add_lag(link, lag, after, batch.late_finish(after))
    else:
        limit = batch.add_lag(link, lag, after, calendar.add(batch.late_finish(after), duration))
    if (
        vectors.never_late
        and link.lag >= 0
        and link.unit != LagUnit.ELAPSED
        and link.type in (LinkType.FS, LinkType.SS)
    ):
        return limit  # no earlier than the finish: the follower's late start is no earlier than its early one
    if began is None:
        finish = batch.finish_of(position)
        behind = limit < finish
        if np.any(behind):  # one number where no iteration differs
            # two instants may be one to the follower: then it is not late
            same = theirs.work_at(batch.link_bound(link, after)) <= batch.late[after]
            limit = np.where(behind & same, finish, limit)
    return limit


def _moved(calendar: VectorCalendar, work: Vector, lag: int) -> Vector:
    """Clock time of a working time moved by a lag that is not zero."""
    return calendar.end_of(work + lag) if lag > 0 else calendar.start_of(work + lag)


def critical_iterations(batch: SampleBatch) -> dict[int, Vector]:
    """In which iterations each unfinished item is critical: its total slack is at or under the network's limit.

    Summaries are where one of their children is. Items that are never critical may be left out. Raises Cancelled.
    """
    vectors = batch.vectors
    network, compiled = vectors.network, vectors.compiled
    most = network.critical_slack_limit
    found: dict[int, Vector] = {}
    for count, position in enumerate(compiled.order):
        if not count % (4 * VECTOR_CANCEL_CHECK_INTERVAL):
            check_cancelled(batch.cancelled)
        if position in compiled.outline.children or vectors.actual_finish[position] is not None:
            continue
        if network.constraint[position] == ALAP:
            found[position] = most >= 0
        elif vectors.actual_start[position] is not None:
            calendar = vectors.calendars[position]
            slack = batch.late[position] + batch.left[position] - calendar.work_at(batch.finish_of(position))
            found[position] = slack <= most
        else:
            found[position] = batch.late[position] <= (batch.early[position] + most if most else batch.early[position])
    for count, summary in enumerate(compiled.outline.upwards):
        if not count % VECTOR_CANCEL_CHECK_INTERVAL:
            check_cancelled(batch.cancelled)
        marks = [found[child] for child in compiled.outline.children[summary] if child in found]
        if marks:
            found[summary] = np.logical_or.reduce(np.broadcast_arrays(*marks))
    return found
