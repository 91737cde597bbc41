"""Calculate an edited network from the schedule before the edit: the same dates as from nothing, at a fraction of it.

Items are visited in the network's order from those that the edit touches, and no further than dates change. If the
plan's finish moves, the late dates move with it as a whole, and only those are visited that do not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from msgspec.structs import replace

from tpm_tui.domain.time.work_calendar import VECTOR_THRESHOLD
from tpm_tui.planning.cpm.backward import backward_pass, edge_late_start, general_backward_pass, plan_finish_work
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork
from tpm_tui.planning.cpm.forward import PassState, edge_early_start, forward_pass, general_forward_pass
from tpm_tui.planning.cpm.free_slack import free_slacks, item_free_slack
from tpm_tui.planning.cpm.recompile import NetworkEdit, recompiled
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.cpm.total_slack import (
    SlackColumns,
    early_dates,
    enclosing_span,
    item_slack,
    late_dates,
    latest_instant,
    shift_late_dates,
    summary_slack,
    total_slacks,
)
from tpm_tui.planning.model.graph.copy_on_write import CopyOnWrite
from tpm_tui.planning.model.network import Network

MAX_INCREMENTAL_ITEMS = 32
"""So many items, or a part of the plan, are followed one by one before all that come after are calculated at once."""

PART = 32
"""One following costs as much as this part of a pass over the plan."""

ASIDE = 16
"""Where all moves by one amount, so small a part of the plan may not: those items are calculated one by one."""


def reschedule(previous: Schedule, network: Network, changed: Iterable[int] | None = None) -> Schedule:
    """The schedule of an edited network, equal in every value to `schedule(network)`.

    `changed` are the positions whose columns or links differ from the network before (both ends of a link); leave it
    out to have them found. An edit that goes deep - of the hierarchy, of calendars, with links on summaries or items
    as late as possible - is calculated from nothing. Raises as `schedule` does; `previous` stays as it is.
    """
    edit = recompiled(previous.state.compiled, network, changed)
    if edit is None:
        return schedule(network)
    if not edit.changed:
        return _unchanged(previous, edit.compiled)
    state = _resumed(previous.state, edit.compiled)
    moved = _forward(state, edit)
    if moved is None:
        early_dates(state)
        state.finish = latest_instant(state.early_finish)
    else:
        _plan_finish(previous, state, moved)
    return _finished(previous, state, edit, moved)


def _unchanged(previous: Schedule, compiled: CompiledNetwork) -> Schedule:
    state = _resumed(previous.state, compiled)
    return replace(previous, network=compiled.network, state=state)


def _resumed(old: PassState, compiled: CompiledNetwork) -> PassState:
    """A state to go on from; its columns are still those of the old one, and copied before they are changed."""
    return PassState(
        compiled=compiled,
        early=old.early,
        early_start=old.early_start,
        early_finish=old.early_finish,
        early_clock=old.early_clock,
        late=old.late,
        free_slack=old.free_slack,
        finish=old.finish,
    )


def _plan_finish(previous: Schedule, state: PassState, moved: set[int]) -> None:
    """The plan's finish, looked for among all items only if one that had it moved away."""
    old, finish = previous.early_finish, previous.state.finish
    last = max([state.early_finish[position] for position in moved], default=finish)
    if last < finish and any(old[position] == finish for position in moved):
        last = finish = latest_instant(state.early_finish)
    state.finish = max(last, finish)


def _forward(state: PassState, edit: NetworkEdit) -> set[int] | None:
    """Early dates from the touched items on; the items, and summaries, whose early dates changed.

    None if there are so many that all the rest is calculated at once: then only the working times are filled in.
    """
    compiled = state.compiled
    links, links_out = compiled.network.links, compiled.links_out
    place, order = compiled.order_indices(), compiled.order
    children = compiled.outline.children
    works, starts, finishes = CopyOnWrite(state.early), CopyOnWrite(state.early_start), CopyOnWrite(state.early_finish)
    early = given = state.early
    clocks = CopyOnWrite(state.early_clock)
    by_edges: list[int] = []
    waiting = [place[position] for position in edit.after if position not in children]
    heapify(waiting)
    queued = set(waiting)
    moved: set[int] = set()
    most = max(len(early) // PART, MAX_INCREMENTAL_ITEMS)
    while waiting:
        if len(moved) + len(waiting) > most:
            _rest(state, edit, waiting[0], [early[position] - given[position] for position in moved])
            return None
        position = order[heappop(waiting)]
        edges = compiled.edges_in[position]
        before = early[position]
        if edges is None:
            early, clock = state.early, state.early_clock = works.writable(), clocks.writable()
            general_forward_pass(state, position)
            start, finish = clock[position]
            differs = starts.put(position, start) | finishes.put(position, finish) | (early[position] != before)
        else:
            work = edge_early_start(early, compiled.release[position], edges)
            differs = work != before
            if differs:
                early = state.early = works.writable()
                early[position] = work
            if position in state.early_clock:
                state.early_clock = clocks.writable()
                del state.early_clock[position]
                differs = True
            differs = differs or position in edit.changed
            if differs:
                by_edges.append(position)
        if not differs:
            continue
        moved.add(position)
        for index in links_out[position]:
            at = place[links[index][1]]
            if at not in queued:
                queued.add(at)
                heappush(waiting, at)
    for position in by_edges:  # their clock time follows from their working time: nobody asked for it on the way
        start, finish = state.early_span(position)
        if not starts.put(position, start) | finishes.put(position, finish) and early[position] == given[position]:
            moved.discard(position)
    for summary in summaries_above(compiled, moved):
        start, finish = enclosing_span(children[summary], starts.values, finishes.values)
        if starts.put(summary, start) | finishes.put(summary, finish):
            moved.add(summary)
    state.early_start, state.early_finish = starts.values, finishes.values
    return moved


def _rest(state: PassState, edit: NetworkEdit, since: int, shifts: list[int]) -> None:
    """Early working times of all that stands from a place on, once those before it have moved by some amounts."""
    compiled = state.compiled
    if compiled.is_topological and len(compiled.release) >= VECTOR_THRESHOLD:
        from tpm_tui.planning.cpm.uniform_shift import common_shift, shift_uniformly

        shift = common_shift(shifts)
        if shift and shift_uniformly(state, compiled.order[since], shift, edit.after, len(compiled.release) // ASIDE):
            return
    forward_pass(state, since)


def summaries_above(compiled: CompiledNetwork, positions: set[int]) -> list[int]:
    """The summaries above some items, each after the summaries within it."""
    parent = compiled.network.parent
    summaries: set[int] = set()
    for position in positions:
        up = parent[position]
        while up >= 0 and up not in summaries:
            summaries.add(up)
            up = parent[up]
    if len(summaries) * 8 > len(compiled.outline.upwards):
        return [summary for summary in compiled.outline.upwards if summary in summaries]

    def depth(position: int) -> int:
        steps = 0
        while position >= 0:
            position = parent[position]
            steps += 1
        return steps

    return sorted(summaries, key=depth, reverse=True)


def _finished(previous: Schedule, state: PassState, edit: NetworkEdit, moved: set[int] | None) -> Schedule:
    """Late dates and slack after the forward pass."""
    compiled = state.compiled
    whole = state.finish != previous.state.finish
    late: set[int] | None = None
    if whole and (compiled.single_calendar is None or len(compiled.general_positions) * 8 > len(compiled.order)):
        backward_pass(state)
    else:
        seeds = set(edit.before)
        seeds.update(
            compiled.general_positions if whole or moved is None else compiled.general_positions.intersection(moved)
        )
        if whole and compiled.single_calendar is not None:
            state.late = shift_late_dates(
                compiled, state.late, compiled.single_calendar.between(previous.state.finish, state.finish)
            )
        late = _backward(state, seeds)
    if moved is None:
        state.free_slack = free_slacks(state)
        return _all_slack(state)
    changed_slack = _free_slacks(previous, state, edit, moved)
    if late is None or whole:
        return _all_slack(state)
    return _slack(previous, state, edit, moved, late, changed_slack)


def _backward(state: PassState, seeds: set[int]) -> set[int] | None:
    """Late dates from some items back; those whose late dates changed.

    None if there are so many that all that is left was calculated at once.
    """
    compiled = state.compiled
    lates = CopyOnWrite(state.late)
    late = state.late
    links, links_in = compiled.network.links, compiled.links_in
    place, order, children = compiled.order_indices(), compiled.order, compiled.outline.children
    duration = compiled.network.duration
    tops = plan_finish_work(state)
    waiting = [-place[position] for position in seeds if position not in children]
    heapify(waiting)
    queued = set(waiting)
    changed: set[int] = set()
    most = max(len(late) // PART, MAX_INCREMENTAL_ITEMS)
    while waiting:
        if len(changed) + len(waiting) > most:
            backward_pass(state, 1 - waiting[0])
            return None
        position = order[-heappop(waiting)]
        before = late[position]
        edges = compiled.edges_out[position]
        if edges is None:
            late = state.late = lates.writable()
            general_backward_pass(state, position)
        else:
            latest = edge_late_start(late, tops[compiled.calendars[position]] - duration[position], edges)
            if latest != before:
                late = state.late = lates.writable()
                late[position] = latest
        if late[position] == before:
            continue
        changed.add(position)
        for index in links_in[position]:
            at = -place[links[index][0]]
            if at not in queued:
                queued.add(at)
                heappush(waiting, at)
    return changed


def _free_slacks(previous: Schedule, state: PassState, edit: NetworkEdit, moved: set[int]) -> set[int]:
    """Fill in the slack to what follows of the few items for which it may differ; the items for which it does."""
    compiled = state.compiled
    links, children = compiled.network.links, compiled.outline.children
    asked = set(edit.before)
    for position in moved:
        if position not in children:
            asked.add(position)
            asked.update([links[index][0] for index in compiled.links_in[position]])
    slacks = CopyOnWrite(previous.state.free_slack)
    changed_slack = {position for position in asked if slacks.put(position, item_free_slack(state, position))}
    state.free_slack = slacks.values
    return changed_slack


def _slack(
    previous: Schedule, state: PassState, edit: NetworkEdit, moved: set[int], late: set[int], changed_slack: set[int]
) -> Schedule:
    """Slack and late dates of the few items for which they may differ."""
    compiled, network = state.compiled, state.compiled.network
    children = compiled.outline.children
    starts, finishes = CopyOnWrite(previous.late_start), CopyOnWrite(previous.late_finish)
    total, free, critical = (
        CopyOnWrite(previous.total_slack),
        CopyOnWrite(previous.free_slack),
        CopyOnWrite(previous.critical),
    )
    again = late | edit.changed
    for position in again:
        if position not in children:
            start, finish = state.late_span(position)
            starts.put(position, start)
            finishes.put(position, finish)
    again |= changed_slack | moved
    limit = network.critical_slack_limit
    for position in again:
        if position not in children:
            slack = item_slack(state, position)
            total.put(position, slack)
            free.put(position, max(0, min(slack, state.free_slack[position])))
            critical.put(position, slack <= limit and network.actual_finish[position] is None)
    for summary in summaries_above(compiled, again):
        start, finish = enclosing_span(children[summary], starts.values, finishes.values)
        starts.put(summary, start)
        finishes.put(summary, finish)
        known = SlackColumns(total.values, free.values, critical.values)
        slack, spare, marked = summary_slack(state, summary, known, state.early_finish, starts.values, finishes.values)
        total.put(summary, slack)
        free.put(summary, spare)
        critical.put(summary, marked)
    return _result(state, (starts.values, finishes.values), SlackColumns(total.values, free.values, critical.values))


def _all_slack(state: PassState) -> Schedule:
    late = late_dates(state)
    return _result(state, late, total_slacks(state, state.early_finish, *late))


def _result(state: PassState, late: tuple[array[int], array[int]], slack: SlackColumns) -> Schedule:
    start, finish = state.early_start, state.early_finish
    return Schedule(
        network=state.compiled.network,
        start=start,
        finish=finish,
        early_start=start,
        early_finish=finish,
        late_start=late[0],
        late_finish=late[1],
        total_slack=slack.total,
        free_slack=slack.free,
        critical=slack.critical,
        plan_finish=state.finish,
        state=state,
    )
