"""The forward pass: the earliest dates that links, constraints and calendars allow.

An item without predecessors starts at the plan's start; with predecessors, at the latest bound of its links. Actual
dates are facts. The rules themselves stand in `scheduling_rules`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, MutableSequence, Sequence
from itertools import islice

from msgspec import Struct, field

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.cpm import scheduling_rules
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork, Edges
from tpm_tui.planning.cpm.scheduling_rules import ALAP, PERCENT
from tpm_tui.planning.model.graph.link_index import Indices
from tpm_tui.planning.model.network import Network, NetworkLink

CANCEL_CHECK_INTERVAL = 32
"""Of so many items one looks at whether to stop, where it is that take the general path."""

DateSpan = tuple[int, int]
"""Clock time of a start and a finish."""


class PassState(Struct, eq=False):
    """Where a calculation stands; the passes fill it."""

    compiled: CompiledNetwork
    early: MutableSequence[int] = field(default_factory=lambda: array("q"))
    """working time of each early start, on the item's calendar"""
    early_start: array[int] = field(default_factory=lambda: array("q"))
    """clock time, once the forward pass is through"""
    early_finish: array[int] = field(default_factory=lambda: array("q"))
    early_clock: dict[int, DateSpan] = field(default_factory=dict)
    """early dates of the items that take the general path: theirs do not follow from the working time alone"""
    spans: dict[int, DateSpan] = field(default_factory=dict)
    """early dates of the summaries with outgoing links"""
    late: MutableSequence[int] = field(default_factory=lambda: array("q"))
    """working time of each late start (of what is left, for a started item)"""
    free_slack: array[int] = field(default_factory=lambda: array("q"))
    """working minutes each item can move before it moves another; NO_LIMIT without successors"""
    finish: int = 0
    """clock time of the plan's finish"""
    memo: dict[tuple[int, ...], int] | None = None
    """in a full pass, what many items ask of a link into or out of a summary; see `backward` and `free_slack`"""
    alap_at_late: bool = False
    """second pass: items that are late as possible stand at their late dates"""
    cancelled: Callable[[], bool] | None = None
    """asked now and then on the way forward whether to stop"""

    def early_span(self, position: int) -> DateSpan:
        """Early start and finish of an item that is no summary, in clock time."""
        known = self.early_clock.get(position)
        if known is not None:
            return known
        compiled = self.compiled
        calendar, work, duration = (
            compiled.calendars[position],
            self.early[position],
            compiled.network.duration[position],
        )
        start = calendar.start_of(work)
        return start, calendar.end_of(calendar.finish_work(work, duration)) if duration else start

    def placed(self, position: int) -> DateSpan:
        """The same, once the forward pass is through."""
        return self.early_start[position], self.early_finish[position]

    def late_span(self, position: int) -> DateSpan:
        """Late start and finish of an item that is no summary; the actual dates where it has some."""
        network, calendar = self.compiled.network, self.compiled.calendars[position]
        finished = network.actual_finish[position]
        if finished is not None:
            return actual_start(self.compiled, position) or finished, finished
        left = self.compiled.network.remaining_work(position)
        finish = calendar.end_of(calendar.finish_work(self.late[position], left))
        began = network.actual_start[position]
        if began is not None:
            return began, finish
        return calendar.start_of(self.late[position]) if left else finish, finish


def forward_pass(state: PassState, since: int = 0) -> None:
    """Fill `early` and `early_clock`, in the network's order; what stands before a place of it is filled in already."""
    compiled = state.compiled
    if since:
        place = compiled.order_indices()
        state.early_clock = {at: span for at, span in state.early_clock.items() if place[at] < since}
    else:
        state.early_clock = {}
    if compiled.is_topological:
        _forward_in_place(state, compiled.order[since] if since else 0)
        return
    # summaries keep this value: any that the calendars cover without reaching far
    state.early = early = list(state.early) if since else [compiled.plan_start_work] * len(compiled.release)
    edges_in, base = compiled.edges_in, compiled.release
    for position in islice(compiled.order, since, None):
        edges = edges_in[position]
        if edges is None:
            general_forward_pass(state, position)
            continue
        work = base[position]
        for before, minutes in edges:
            reach = early[before] + minutes
            if reach > work:
                work = reach
        early[position] = work
    state.early = array("q", early)


def _forward_in_place(state: PassState, since: int) -> None:
    """The same where positions are in order themselves: twice as fast, as memory is read from start to end.

    Both have `edge_early_start` written out.
    """
    compiled = state.compiled
    early = list(state.early[:since])
    state.early = early
    add = early.append
    children, home = compiled.outline.children, compiled.plan_start_work
    for work, edges in zip(islice(compiled.release, since, None), islice(compiled.edges_in, since, None), strict=True):
        if edges is None:
            position = len(early)
            add(home)
            if position not in children:
                general_forward_pass(state, position)
            continue
        for before, minutes in edges:
            reach = early[before] + minutes
            if reach > work:
                work = reach
        add(work)
    state.early = array("q", early)


def edge_early_start(early: Sequence[int], release: int, edges: Edges) -> int:
    """Working time of an early start on the fast path: the latest of its release and of its edges.

    Full passes have these lines written out: calling this for each item makes them a fifth slower.
    """
    work = release
    for before, minutes in edges:
        reach = early[before] + minutes
        if reach > work:
            work = reach
    return work


def general_forward_pass(state: PassState, position: int) -> None:
    """Early dates of one item from clock time; its predecessors are done. Raises Cancelled."""
    if not position % CANCEL_CHECK_INTERVAL:
        check_cancelled(state.cancelled)
    compiled = state.compiled
    if position in compiled.outline.children:
        spans = [_placed(state, leaf) for leaf in compiled.leaves[position]]
        state.spans[position] = min(start for start, _ in spans), max(finish for _, finish in spans)
        return
    span = started_span(compiled, position)
    if span is None:
        span = position_unstarted_span(state, position)
    state.early_clock[position] = span
    state.early[position] = compiled.calendars[position].work_at(span[0])


def _placed(state: PassState, leaf: int) -> DateSpan:
    if state.alap_at_late and state.compiled.network.constraint[leaf] == ALAP:
        return state.late_span(leaf)
    return state.early_span(leaf)


def actual_start(compiled: CompiledNetwork, position: int) -> int | None:
    """When work began, in clock minutes; None if it has not. See `scheduling_rules.begun_at`."""
    network = compiled.network
    began, ended = network.actual_start[position], network.actual_finish[position]
    return scheduling_rules.begun_at(began, ended, network.duration[position], compiled.calendars[position])


def started_span(compiled: CompiledNetwork, position: int) -> DateSpan | None:
    """Dates of an item that has begun, None for one that has not; links no longer move it."""
    network = compiled.network
    began = actual_start(compiled, position)
    if began is None:
        return None
    ended = network.actual_finish[position]
    if ended is not None:
        return began, ended
    finish = scheduling_rules.begun_finish(
        network.constraint[position],
        network.constraint_date[position],
        began,
        network.duration[position],
        compiled.network.remaining_work(position),
        network.status_date,
        compiled.calendars[position],
    )
    return began, finish


def position_unstarted_span(state: PassState, position: int) -> DateSpan:
    """Early dates of an item that has not begun."""
    return _unstarted_span(state, state.compiled.network, position)


def start_by_logic(state: PassState, logic: Network, position: int) -> int:
    """Early start of an item that has not begun under its constraint in another network, all others where they are."""
    return _unstarted_span(state, logic, position)[0]


def _unstarted_span(state: PassState, network: Network, position: int) -> DateSpan:
    compiled = state.compiled
    bound: int | None = None
    for index in incoming(compiled, position):
        reach = link_bound(state, compiled.network.links[index], position)
        if bound is None or reach > bound:
            bound = reach
    return scheduling_rules.unstarted_span(
        network.constraint[position],
        network.constraint_date[position],
        bound,
        network.duration[position],
        network.milestone[position],
        compiled.calendars[position],
        network.plan_start,
        network.not_before.get(position),
    )


def incoming(compiled: CompiledNetwork, position: int) -> Indices:
    """Indices of all links that bind an item: its own and those of its ancestors."""
    inherited = compiled.inherited_links_in.get(position)
    return compiled.links_in[position] + inherited if inherited else compiled.links_in[position]


def position_next_start(compiled: CompiledNetwork, position: int, instant: int) -> int:
    """The next instant at which an item can start. See `rules.next_start`."""
    start: int = scheduling_rules.next_start(
        instant, compiled.network.milestone[position], compiled.calendars[position]
    )
    return start


def link_bound(state: PassState, link: NetworkLink, position: int) -> int:
    """Clock time before which a link lets an item not start; `position` is the successor or a leaf of it."""
    compiled = state.compiled
    start, finish = predecessor_span(state, link, position)
    bound: int = scheduling_rules.link_early_start(
        link[2],
        link[4],
        lag_minutes(state, link),
        finish if scheduling_rules.binds_predecessor_finish(link[2]) else start,
        compiled.network.duration[position],
        compiled.calendars[position],
        compiled.network.plan_start,
    )
    return bound


def predecessor_span(state: PassState, link: NetworkLink, position: int) -> DateSpan:
    """The dates of a link's predecessor that count for a successor.

    In the second pass, an item as late as possible stands at its late dates for all but those that are late themselves.
    """
    before = link.predecessor
    known = state.spans.get(before)
    if known is not None:
        return known
    if state.alap_at_late:
        constraint = state.compiled.network.constraint
        if constraint[before] == ALAP and constraint[position] != ALAP:
            return state.late_span(before)
    return state.early_span(before)


def lag_minutes(state: PassState, link: NetworkLink) -> int:
    """A link's lag in minutes; a share of a summary is one of the working time that it spans."""
    if link[4] != PERCENT or not link[3]:
        return link[3]
    before = link[0]
    span, compiled = state.spans.get(before), state.compiled
    work = compiled.network.duration[before] if span is None else compiled.calendars[before].between(*span)
    lag: int = scheduling_rules.percent_of(work, link[3])
    return lag
