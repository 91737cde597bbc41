"""The backward pass: the latest dates that keep the plan's finish, deadlines and constraints.

An item without successors may end with the plan. Successors that are finished bind nothing. A link out of a summary's
start binds the child that starts first, a link out of its finish binds all its children. The rules of links and
constraints stand in `scheduling_rules`.
"""

from array import array
from collections.abc import Sequence
from itertools import islice

from tpm_tui.planning.cpm import scheduling_rules
from tpm_tui.planning.cpm.compiled_network import Edges
from tpm_tui.planning.cpm.forward import PassState, lag_minutes, link_bound
from tpm_tui.planning.cpm.scheduling_rules import LateSuccessor, binds_predecessor_finish
from tpm_tui.planning.model.graph.link_index import Indices
from tpm_tui.planning.model.network import NetworkLink


def backward_pass(state: PassState, until: int | None = None) -> None:
    """Fill `late` against the plan's finish, in the reverse of the network's order.

    What stands from a place of it on is filled in already.
    """
    compiled = state.compiled
    edges_out, duration = compiled.edges_out, compiled.network.duration
    state.late = late = [compiled.plan_start_work] * len(duration) if until is None else list(state.late)
    state.memo = {}
    tops = plan_finish_work(state)
    children = compiled.outline.children
    calendars = compiled.calendars
    single = tops[compiled.single_calendar] if compiled.single_calendar is not None else None
    for position in islice(reversed(compiled.order), 0 if until is None else len(compiled.order) - until, None):
        edges = edges_out[position]
        if edges is None:
            if position not in children:
                general_backward_pass(state, position)
            continue
        latest = (tops[calendars[position]] if single is None else single) - duration[position]
        for after, minutes in edges:
            reach = late[after] - minutes
            if reach < latest:
                latest = reach
        late[position] = latest
    state.late = array("q", late)


def edge_late_start(late: Sequence[int], limit: int, edges: Edges) -> int:
    """Working time of a late start on the fast path: the earliest of `limit`, at the plan's finish, and of its edges.

    The full pass has these lines written out, as `forward.edge_early_start` is.
    """
    work = limit
    for after, minutes in edges:
        reach = late[after] - minutes
        if reach < work:
            work = reach
    return work


def plan_finish_work(state: PassState) -> dict[object, int]:
    """Working time at the plan's finish on each calendar that an item uses."""
    compiled = state.compiled
    calendars = {compiled.single_calendar} if compiled.single_calendar is not None else set(compiled.calendars)
    return {calendar: calendar.work_at(state.finish) for calendar in calendars if calendar is not None}


def general_backward_pass(state: PassState, position: int) -> None:
    """Late dates of one item from clock time; its successors are done."""
    compiled = state.compiled
    network, calendar = compiled.network, compiled.calendars[position]
    finished = network.actual_finish[position]
    if finished is not None:
        state.late[position] = calendar.work_at(finished)
        return
    began = network.actual_start[position]
    duration = network.duration[position]
    links = outgoing(state, position)
    limit = state.finish
    if began is not None and network.milestone[position] and not duration and successor_links(state, position):
        limit = began
    else:
        for index in links:
            reach = limit_of(state, index, position)
            if reach < limit:
                limit = reach
    latest = scheduling_rules.own_late_finish(
        network.constraint[position],
        network.constraint_date[position],
        network.deadline[position],
        calendar.work_at(limit),
        duration,
        calendar,
    )
    state.late[position] = calendar.start_work(latest, compiled.network.remaining_work(position))


def outgoing(state: PassState, position: int) -> Indices:
    """Indices of the links that bind an item to what follows: its own and those of its ancestors.

    A link out of a summary's start is among them only for the leaf that starts first.
    """
    compiled = state.compiled
    exits = compiled.inherited_links_out.get(position)
    if not exits:
        return compiled.links_out[position]
    links = compiled.network.links
    return compiled.links_out[position] + tuple(
        [
            index
            for index in exits
            if binds_predecessor_finish(links[index].type) or first_leaf(state, links[index].predecessor) == position
        ]
    )


def successor_links(state: PassState, position: int) -> list[tuple[int, int]]:
    """Indices of the links that bind an item to unfinished successors, each with the item that follows.

    A link into a summary is given once for every leaf of it.
    """
    links = state.compiled.network.links
    return [
        (index, leaf)
        for index in outgoing(state, position)
        for leaf in unfinished_leaves(state, links[index].successor)
    ]


def unfinished_leaves(state: PassState, after: int) -> list[int]:
    """The unfinished leaves of a successor; itself, if it is no summary."""
    compiled = state.compiled
    finished = compiled.network.actual_finish
    if after in compiled.outline.children:
        return [leaf for leaf in compiled.leaves[after] if finished[leaf] is None]
    return [after] if finished[after] is None else []


def limit_of(state: PassState, index: int, position: int) -> int:
    """Clock time by which a link wants an item to finish; the plan's finish if nobody unfinished follows.

    Between two summaries, all items of the one ask the same of all items of the other: the answer is kept.
    """
    compiled = state.compiled
    link = compiled.network.links[index]
    after = unfinished_leaves(state, link.successor)
    if len(after) < 2 or state.memo is None:
        return min([link_limit(state, link, position, leaf) for leaf in after], default=state.finish)
    calendar = compiled.calendars[position]
    key = (index, id(calendar), compiled.network.duration[position], compiled.network.actual_start[position] is None)
    limit = state.memo.get(key)
    if limit is None:
        limit = state.memo[key] = min(raw_limit(state, link, position, leaf) for leaf in after)
    if limit < state.early_finish[position]:
        return min(link_limit(state, link, position, leaf) for leaf in after)
    return limit


def first_leaf(state: PassState, summary: int) -> int:
    """The leaf that starts first; of several, the first in the outline."""
    known = state.memo.get((summary,)) if state.memo is not None else None
    if known is None:
        rank, start = state.compiled.network.rank, state.early_start
        known = min(state.compiled.leaves[summary], key=lambda leaf: (start[leaf], rank[leaf]))
        if state.memo is not None:
            state.memo[(summary,)] = known
    return known


def link_limit(state: PassState, link: NetworkLink, position: int, after: int) -> int:
    """Clock time by which an item must finish for a follower to keep its late dates."""
    limit = raw_limit(state, link, position, after)
    compiled = state.compiled
    if compiled.network.actual_start[after] is not None:
        return limit

    def bound_work() -> int:
        return compiled.calendars[after].work_at(link_bound(state, link, after))

    on_time: int = scheduling_rules.unless_on_time(limit, state.early_finish[position], state.late[after], bound_work)
    return on_time


def raw_limit(state: PassState, link: NetworkLink, position: int, after: int) -> int:
    """The same from the late dates alone."""
    compiled = state.compiled
    network = compiled.network
    late_start, late_finish = state.late_span(after)
    successor = LateSuccessor(
        late_start,
        late_finish,
        network.actual_start[after],
        network.duration[after],
        compiled.network.remaining_work(after),
        bool(compiled.links_out[after]),
        compiled.calendars[after],
    )
    limit: int = scheduling_rules.link_late_finish(
        link[2],
        link[4],
        lag_minutes(state, link),
        successor,
        network.duration[position],
        network.actual_start[position] is not None,
        compiled.calendars[position],
        state.finish,
    )
    return limit
