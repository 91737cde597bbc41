"""The backward pass for a block of iterations, and what is critical in each: the rules of `cpm.scheduling_rules`."""

from functools import partial
from typing import Any

import numpy as np

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.cpm import scheduling_rules
from tpm_tui.planning.cpm.scheduling_rules import ALAP, LATE_CONSTRAINTS, LateSuccessor
from tpm_tui.planning.model.network import LagUnit, LinkType, NetworkLink
from tpm_tui.planning.montecarlo.interval_table import Vector
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar
from tpm_tui.planning.montecarlo.vector_forward import VECTOR, VECTOR_CANCEL_CHECK_INTERVAL, SampleBatch

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
                value = value - scheduling_rules.percent_of(length, percent)
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
        limit = calendar.start_work(_bounded(batch, position, limit), batch.left[position])
        late[position] = limit if start is None else np.minimum(limit, start)


def _bounded(batch: SampleBatch, position: int, limit: Vector) -> Vector:
    """A late finish in working time, under the item's own dates."""
    vectors = batch.vectors
    kind, when = vectors.network.constraint[position], vectors.constraint_date[position]
    deadline, calendar = vectors.deadline[position], vectors.calendars[position]
    return scheduling_rules.own_late_finish(kind, when, deadline, limit, batch.duration[position], calendar, VECTOR)


def _followed(batch: SampleBatch, position: int, limit: Vector) -> Vector:
    """A late finish in working time, under the links that are not fast."""
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
    """Whether nothing of a link hangs on clock time: no elapsed lag, no actual dates, no share of a duration, nobody
    who works beside others on a calendar of their own."""
    return (
        batch.vectors.is_vectored[position]
        and batch.vectors.calendars[after].additive
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

    def bound_work() -> Vector:
        bound = batch.work_bound(link, after)
        return np.maximum(bound, theirs.work_at(vectors.plan_start)) if link.type == LinkType.FF else bound

    return scheduling_rules.unless_on_time(limit, batch.early_end[position], batch.late[after], bound_work, VECTOR)


def _shared_moved(calendar: VectorCalendar, work: Vector, lag: int) -> Vector:
    """Shared time of a working time moved by a lag that is not zero."""
    return calendar.shared_end(work + lag) if lag > 0 else calendar.shared_start(work + lag)


def _link_limit(batch: SampleBatch, link: NetworkLink, position: int, after: int) -> Vector:
    """Clock time by which an item must finish for a follower to keep its late dates."""
    vectors = batch.vectors
    successor = LateSuccessor(
        batch.late_start(after),
        batch.late_finish(after),
        vectors.actual_start[after],
        batch.duration[after],
        batch.left[after],
        bool(vectors.compiled.links_out[after]),
        vectors.calendars[after],
    )
    limit = scheduling_rules.link_late_finish(
        link.type,
        link.unit,
        batch.lag_of(link),
        successor,
        batch.duration[position],
        vectors.actual_start[position] is not None,
        vectors.calendars[position],
        batch.finish,
    )
    never_behind = vectors.never_late and link.lag >= 0 and link.unit != LagUnit.ELAPSED
    if never_behind and link.type in (LinkType.FS, LinkType.SS):
        return limit  # no earlier than the finish: the follower's late start is no earlier than its early one
    if vectors.actual_start[after] is not None:
        return limit

    def bound_work() -> Vector:
        return vectors.calendars[after].work_at(batch.link_bound(link, after))

    return scheduling_rules.unless_on_time(limit, batch.finish_of(position), batch.late[after], bound_work, VECTOR)


def critical_iterations(batch: SampleBatch) -> dict[int, Vector]:
    """In which iterations each unfinished item is critical: its total slack is at or under the network's limit.

    Summaries are where one of their children is. Items that are never critical may be left out. Raises Cancelled.
    """
    vectors = batch.vectors
    network, compiled = vectors.network, vectors.compiled
    limit = network.critical_slack_limit
    critical: dict[int, Vector] = {}
    for count, position in enumerate(compiled.order):
        if not count % (4 * VECTOR_CANCEL_CHECK_INTERVAL):
            check_cancelled(batch.cancelled)
        if position in compiled.outline.children or vectors.actual_finish[position] is not None:
            continue
        slack = scheduling_rules.total_slack(
            batch.late[position],
            batch.early[position],
            partial(_late_finish_work, batch, position),
            partial(_finish_work, batch, position),
            is_alap=network.constraint[position] == ALAP,
            has_begun=vectors.actual_start[position] is not None,
            is_additive=vectors.calendars[position].additive,
            arithmetic=VECTOR,
        )
        critical[position] = slack <= limit
    for count, summary in enumerate(compiled.outline.upwards):
        if not count % VECTOR_CANCEL_CHECK_INTERVAL:
            check_cancelled(batch.cancelled)
        marks = [critical[child] for child in compiled.outline.children[summary] if child in critical]
        if marks:
            critical[summary] = np.logical_or.reduce(np.broadcast_arrays(*marks))
    return critical


def _late_finish_work(batch: SampleBatch, position: int) -> Vector:
    """Working time at a late finish."""
    return batch.vectors.calendars[position].finish_work(batch.late[position], batch.left[position])


def _finish_work(batch: SampleBatch, position: int) -> Vector:
    """Working time at an early finish."""
    return batch.vectors.calendars[position].work_at(batch.finish_of(position))
