"""Free slack: how far an item can move before another must.

Free slack by link type (PMBOK), with the lag taken off: FS ES_s - EF_p, SS ES_s - ES_p, FF EF_s - EF_p, SF EF_s - ES_p;
in working minutes on the predecessor's calendar. The least of them is the slack to what follows;
free slack is that within total slack.

An item on another calendar, or behind an elapsed lag, may see that its predecessor has moved where on the predecessor's
own calendar it has not: from Friday evening to Monday morning. Where a plan has either, an item outside working time
is moved by whatever takes it into it.
"""

from __future__ import annotations

from array import array

from tpm_tui.domain.time.work_calendar import VECTOR_THRESHOLD, WorkCalendar
from tpm_tui.planning.cpm.backward import outgoing, unfinished_leaves
from tpm_tui.planning.cpm.forward import PassState, lag_minutes
from tpm_tui.planning.model.network import LagUnit, LinkType, NetworkLink

NO_LIMIT = 10**15
"""The slack of an item that nothing follows."""


def free_slacks(state: PassState) -> array[int]:
    """The slack of every item to what follows it, from the early dates.

    In working minutes on its calendar; negative where a constraint has won against a link.
    """
    compiled = state.compiled
    state.memo = {}
    if len(compiled.release) < VECTOR_THRESHOLD:
        return array("q", [item_free_slack(state, position) for position in range(len(compiled.release))])
    slack = _many(state)
    again = set(compiled.general_positions)
    if compiled.depends_on_clock():
        for after in state.early_clock:
            if is_outside_working_time(state, after):
                again.update([compiled.network.links[index].predecessor for index in compiled.links_in[after]])
    for position in again:
        slack[position] = item_free_slack(state, position)
    return slack


def item_free_slack(state: PassState, position: int) -> int:
    """The slack of one item to what follows it."""
    compiled, early = state.compiled, state.early
    edges = compiled.edges_out[position]
    if edges is not None and not (
        compiled.depends_on_clock() and any(is_outside_working_time(state, after) for after, _ in edges)
    ):
        return min([early[after] - minutes for after, minutes in edges], default=NO_LIMIT) - early[position]
    if position in compiled.outline.children:
        return NO_LIMIT
    if compiled.network.actual_finish[position] is not None:
        return 0
    following = (*outgoing(state, position), *_spanned(state, position))
    return min([_free_slack_behind(state, index, position) for index in following], default=NO_LIMIT)


def _spanned(state: PassState, position: int) -> list[int]:
    """Links out of the start of summaries whose lag is part of what they span: each leaf counts, not just the first."""
    links = state.compiled.network.links
    return [
        index
        for index in state.compiled.inherited_links_out.get(position, ())
        if links[index].type in (LinkType.SS, LinkType.SF) and links[index].unit == LagUnit.PERCENT and links[index].lag
    ]


def _free_slack_behind(state: PassState, index: int, position: int) -> int:
    """The slack that one link leaves; of a link into a summary, the least that any leaf of it leaves."""
    link = state.compiled.network.links[index]
    after = unfinished_leaves(state, link.successor)
    if len(after) < 2 or state.memo is None:
        return min([link_free_slack(state, link, position, leaf) for leaf in after], default=NO_LIMIT)
    key = (index, -1)
    edge = state.memo.get(key)
    if edge is None:
        edge = state.memo[key] = min(_edge(state, link, leaf) for leaf in after)
    return _minutes_to(state, link, position, edge)


def _many(state: PassState) -> array[int]:
    """The same for all items on the fast path at once, and for summaries."""
    import numpy as np

    from tpm_tui.planning.cpm.edge_arrays import edge_arrays
    from tpm_tui.planning.cpm.hierarchy_arrays import summary_levels
    from tpm_tui.planning.model.graph.arrays import as_array, as_column

    compiled = state.compiled
    counts, after, minutes = edge_arrays(compiled)
    early = as_array(state.early)
    slack = np.full(len(early), NO_LIMIT, dtype=np.int64)
    heads = np.flatnonzero(counts)
    if len(heads):
        first = np.cumsum(counts) - counts
        slack[heads] = np.minimum.reduceat(early[after] - minutes, first[heads])
    slack -= early
    for level in summary_levels(compiled):
        slack[level.summaries] = NO_LIMIT
    return as_column(slack)


def link_free_slack(state: PassState, link: NetworkLink, position: int, after: int) -> int:
    """Working minutes that an item can move before a follower must; may be negative where a constraint won."""
    return _minutes_to(state, link, position, _edge(state, link, after))


def _edge(state: PassState, link: NetworkLink, after: int) -> int:
    """Clock time that the bound end of a predecessor may reach before a follower must move; NO_LIMIT if it cannot."""
    compiled = state.compiled
    if compiled.network.actual_start[after] is not None:
        return NO_LIMIT  # a start that has happened cannot be pushed
    theirs, duration = compiled.calendars[after], compiled.network.duration[after]
    lag = lag_minutes(state, link)
    most = _bearable(state, after)
    edge = _before_lag(theirs, link, lag, most)
    if link.type in (LinkType.FF, LinkType.SF):
        edge = _behind(theirs, duration, edge)
        if link.unit == LagUnit.ELAPSED and lag:
            edge = min(edge, _behind(theirs, duration, most) - lag)
    return edge


def _bearable(state: PassState, after: int) -> int:
    """The latest clock time to which its links may hold an item that leaves it where it is."""
    compiled = state.compiled
    calendar, start = compiled.calendars[after], state.early_start[after]
    if not is_outside_working_time(state, after):
        return start
    held = calendar.work_at(start)
    if not compiled.depends_on_clock():
        return calendar.start_of(held)
    return calendar.end_of(held) if compiled.network.milestone[after] else calendar.start_of(held - 1)


def is_outside_working_time(state: PassState, position: int) -> bool:
    """Whether an item stands outside working time: a milestone at the end of a day, or a date that was typed."""
    if position not in state.early_clock:
        return False
    calendar, start = state.compiled.calendars[position], state.early_start[position]
    return calendar.next_working(start) != start


def _before_lag(calendar: WorkCalendar, link: NetworkLink, lag: int, instant: int) -> int:
    """The latest instant from which a lag leads no further than to another."""
    if not lag:
        return instant
    if link.unit == LagUnit.ELAPSED:
        return instant - lag
    work = calendar.work_at(instant) if lag > 0 else _started_by(calendar, instant)
    return calendar.start_of(work - lag)


def _behind(calendar: WorkCalendar, duration: int, instant: int) -> int:
    """The latest instant that, less a duration, is no later than another."""
    return calendar.start_of(calendar.finish_work(_started_by(calendar, instant), duration)) if duration else instant


def _minutes_to(state: PassState, link: NetworkLink, position: int, edge: int) -> int:
    """Working minutes until an item's bound end reaches an instant."""
    compiled = state.compiled
    starts = link.type in (LinkType.SS, LinkType.SF)
    if edge >= NO_LIMIT or (starts and compiled.network.actual_start[position] is not None):
        return NO_LIMIT
    if link.unit == LagUnit.PERCENT and link.lag and link.predecessor != position:
        return 0  # moving a child changes what its summary spans, and so the lag: count on nothing
    calendar = compiled.calendars[position]
    start, finish = state.placed(position)
    if not starts and finish != start:
        return calendar.work_at(edge) - calendar.work_at(finish)
    slack = _started_by(calendar, edge) - calendar.work_at(start)
    return max(slack, 0) if start <= edge else slack


def _started_by(calendar: WorkCalendar, instant: int) -> int:
    """The most work behind a start that is not after an instant."""
    work = calendar.work_at(instant)
    return work if calendar.start_of(work) == instant else work - 1
