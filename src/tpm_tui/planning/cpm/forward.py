"""The forward pass: the earliest dates that links, constraints and calendars allow.

Rules (PMBOK critical path method; where that leaves room, MS Project's):
- An item without predecessors starts at the plan's start; with predecessors, at the latest bound of its links. A lead
  may bring it before the plan's start, except over a finish-to-finish link.
- FS and SS bound the start. FF and SF bound the finish: the start is that less the item's duration.
- A lag counts on the successor's calendar. Instants with no working time of the successor between them are the same.
- SNET and FNET hold an item back; SNLT, FNLT, MSO and MFO win against links, which then shows as negative slack.
- Actual dates are facts. A started item does what is left of it after what is done and after the status date.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass, field
from itertools import islice

from tpm_tui.domain.cancellation import check_cancelled
from tpm_tui.planning.cpm.compiled import ELAPSED, FF, FS, PERCENT, SS, CompiledNetwork, percent_of
from tpm_tui.planning.model.link_index import Indices
from tpm_tui.planning.model.network import Constraint, NetworkLink

CANCEL_CHECK_INTERVAL = 32
"""Of so many items one looks at whether to stop, where it is calculated the general way."""

DateSpan = tuple[int, int]
"""Clock time of a start and a finish."""


@dataclass(slots=True, eq=False)
class PassState:
    """Where a calculation stands; the passes fill it."""

    compiled: CompiledNetwork
    early: MutableSequence[int] = field(default_factory=lambda: array("q"))
    """working time of each early start, on the item's calendar"""
    early_start: array[int] = field(default_factory=lambda: array("q"))
    """clock time, once the forward pass is through"""
    early_finish: array[int] = field(default_factory=lambda: array("q"))
    early_clock: dict[int, DateSpan] = field(default_factory=dict)
    """early dates of the items calculated the general way: theirs do not follow from the working time alone"""
    spans: dict[int, DateSpan] = field(default_factory=dict)
    """early dates of the summaries with outgoing links"""
    late: MutableSequence[int] = field(default_factory=lambda: array("q"))
    """working time of each late start (of what is left, for a started item)"""
    free_slack: array[int] = field(default_factory=lambda: array("q"))
    """working minutes each item can move before it moves another; NO_LIMIT without successors"""
    finish: int = 0
    """clock time of the plan's finish"""
    memo: dict[tuple[int, ...], int] | None = None
    """in a full pass, what many items ask of a link into or out of a summary; see `backward` and `room`"""
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
        return start, calendar.end_of(work + duration) if duration else start

    def placed(self, position: int) -> DateSpan:
        """The same, once the forward pass is through."""
        return self.early_start[position], self.early_finish[position]

    def late_span(self, position: int) -> DateSpan:
        """Late start and finish of an item that is no summary; the actual dates where it has some."""
        network, calendar = self.compiled.network, self.compiled.calendars[position]
        finished = network.actual_finish[position]
        if finished is not None:
            return actual_start(self.compiled, position) or finished, finished
        left = remaining_work(self.compiled, position)
        finish = calendar.end_of(self.late[position] + left)
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
    """The same where positions are in order themselves: twice as fast, as memory is read from start to end."""
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
        span = unstarted_span(state, position)
    state.early_clock[position] = span
    state.early[position] = compiled.calendars[position].work_at(span[0])


def _placed(state: PassState, leaf: int) -> DateSpan:
    if state.alap_at_late and state.compiled.network.constraint[leaf] == Constraint.ALAP:
        return state.late_span(leaf)
    return state.early_span(leaf)


def actual_start(compiled: CompiledNetwork, position: int) -> int | None:
    """When work began; for an item that only says when it ended, its duration before that."""
    network = compiled.network
    began, ended = network.actual_start[position], network.actual_finish[position]
    if began is None and ended is not None:
        return compiled.calendars[position].add(ended, -network.duration[position])
    return began


def remaining_work(compiled: CompiledNetwork, position: int) -> int:
    """Working minutes still to do."""
    network = compiled.network
    if network.actual_finish[position] is not None:
        return 0
    duration = network.duration[position]
    if network.actual_start[position] is None:
        return duration
    left = network.remaining[position]
    if left is None:
        return duration - round(duration * min(max(network.progress[position], 0), 100) / 100)
    return left


def started_span(compiled: CompiledNetwork, position: int) -> DateSpan | None:
    """Dates of an item that has begun, None for one that has not; links no longer move it."""
    network = compiled.network
    began = actual_start(compiled, position)
    if began is None:
        return None
    ended = network.actual_finish[position]
    if ended is not None:
        return began, ended
    calendar = compiled.calendars[position]
    left = remaining_work(compiled, position)
    resume = calendar.add(began, max(network.duration[position] - left, 0))
    if network.status_date is not None and resume < network.status_date:
        resume = network.status_date
    finish = calendar.add(resume, left)
    bound = network.constraint_date[position]
    if network.constraint[position] == Constraint.FNET and bound is not None and finish < bound:
        finish = bound
    return began, finish


def unstarted_span(state: PassState, position: int) -> DateSpan:
    """Early dates of an item that has not begun."""
    compiled = state.compiled
    network, calendar = compiled.network, compiled.calendars[position]
    duration = network.duration[position]
    kind, when = network.constraint[position], network.constraint_date[position]
    finish: int | None = None
    bound: int | None = None
    for index in incoming(compiled, position):
        reach = link_bound(state, network.links[index], position)
        if bound is None or reach > bound:
            bound = reach
    if bound is not None:
        start = bound
    elif kind == Constraint.SNET and when is not None:
        start = when
    elif kind == Constraint.FNET and when is not None:
        start, finish = calendar.add(when, -duration), when
    else:
        start = network.plan_start
    start = next_start(compiled, position, start)
    if when is not None:
        # a date that binds is taken as it was typed, in working time or not
        if kind == Constraint.SNET:
            start = max(start, when)
        elif kind == Constraint.SNLT:
            start = min(start, when)
        elif kind == Constraint.FNET:
            start = max(start, calendar.add(when, -duration))
        elif kind == Constraint.FNLT:
            start = min(start, calendar.add(when, -duration))
        elif kind == Constraint.MSO:
            start = when
        elif kind == Constraint.MFO:
            start, finish = calendar.add(when, -duration), when
    return start, calendar.add(start, duration) if finish is None else finish


def incoming(compiled: CompiledNetwork, position: int) -> Indices:
    """Indices of all links that bind an item: its own and those of its ancestors."""
    inherited = compiled.inherited_links_in.get(position)
    return compiled.links_in[position] + inherited if inherited else compiled.links_in[position]


def next_start(compiled: CompiledNetwork, position: int, instant: int) -> int:
    """The next instant at which an item can start; a milestone may also stay where work ends."""
    calendar = compiled.calendars[position]
    start = calendar.next_working(instant)
    if start > instant and compiled.network.milestone[position] and calendar.previous_working(instant) == instant:
        return instant
    return start


def link_bound(state: PassState, link: NetworkLink, position: int) -> int:
    """Clock time before which a link lets an item not start; `position` is the successor or a leaf of it."""
    start, finish = predecessor_span(state, link, position)
    compiled = state.compiled
    _, _, kind, lag, unit = link
    if unit == PERCENT and lag:
        lag = lag_minutes(state, link)
    if kind in (FS, SS):
        end = finish if kind == FS else start
        return add_lag(compiled, link, lag, position, end) if lag else end
    calendar, duration = compiled.calendars[position], compiled.network.duration[position]
    end = finish if kind == FF else start
    bound = calendar.add(end, -duration)
    if lag:
        bound = add_lag(compiled, link, lag, position, bound)
        if unit == ELAPSED:
            # MS Project walks the lag from the start; where that breaks EF_s >= E_p + lag, the rule holds
            bound = max(bound, calendar.add(end + lag, -duration))
    if kind == FF:
        bound = max(bound, compiled.network.plan_start)
    return bound


def predecessor_span(state: PassState, link: NetworkLink, position: int) -> DateSpan:
    """The dates of a link's predecessor that count for a successor."""
    before = link.predecessor
    known = state.spans.get(before)
    if known is not None:
        return known
    if state.alap_at_late:
        constraint = state.compiled.network.constraint
        if constraint[before] == Constraint.ALAP and constraint[position] != Constraint.ALAP:
            return state.late_span(before)
    return state.early_span(before)


def lag_minutes(state: PassState, link: NetworkLink) -> int:
    """A link's lag in minutes; a share of a summary is one of the working time that it spans."""
    if link.unit != PERCENT or not link.lag:
        return link.lag
    before = link.predecessor
    span = state.spans.get(before)
    if span is not None:
        return percent_of(state.compiled.calendars[before].between(*span), link.lag)
    return percent_of(state.compiled.network.duration[before], link.lag)


def add_lag(compiled: CompiledNetwork, link: NetworkLink, lag: int, position: int, instant: int) -> int:
    """An instant moved by a lag, elapsed or on the calendar of `position`."""
    if link[4] == ELAPSED:
        return instant + lag
    return compiled.calendars[position].add(instant, lag)
