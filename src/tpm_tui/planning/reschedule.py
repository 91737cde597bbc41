"""Calculate an edited network from the schedule before the edit: the same dates as from nothing, at a fraction of it.

Items are visited in the network's order from those that the edit touches, and no further than dates change. If the
plan's finish moves, the late dates move with it as a whole, and only those are visited that do not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace
from heapq import heapify, heappop, heappush

from tpm_tui.domain.calendar import MANY
from tpm_tui.planning.backward import backward, general_backward, plan_tops
from tpm_tui.planning.compiled import Compiled
from tpm_tui.planning.dates import (
    Slack,
    early_dates,
    item_slack,
    late_dates,
    latest,
    shifted,
    slacks,
    span,
    summary_slack,
)
from tpm_tui.planning.forward import State, forward, general_forward
from tpm_tui.planning.network import Network
from tpm_tui.planning.recompile import Edit, recompiled
from tpm_tui.planning.room import item_room, rooms
from tpm_tui.planning.schedule import Schedule, schedule
from tpm_tui.planning.shared import Shared

FEW = 32
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
    edit = recompiled(previous.state.form, network, changed)
    if edit is None:
        return schedule(network)
    if not edit.changed:
        return _unchanged(previous, edit.form)
    state = _resumed(previous.state, edit.form)
    moved = _forward(state, edit)
    if moved is None:
        early_dates(state)
        state.finish = latest(state.early_finish)
    else:
        _plan_finish(previous, state, moved)
    return _finished(previous, state, edit, moved)


def _unchanged(previous: Schedule, form: Compiled) -> Schedule:
    state = _resumed(previous.state, form)
    return replace(previous, network=form.network, state=state)


def _resumed(old: State, form: Compiled) -> State:
    """A state to go on from; its columns are still those of the old one, and copied before they are changed."""
    return State(
        form=form,
        early=old.early,
        early_start=old.early_start,
        early_finish=old.early_finish,
        early_clock=old.early_clock,
        late=old.late,
        room=old.room,
        finish=old.finish,
    )


def _plan_finish(previous: Schedule, state: State, moved: set[int]) -> None:
    """The plan's finish, looked for among all items only if one that had it moved away."""
    old, finish = previous.early_finish, previous.state.finish
    last = max([state.early_finish[position] for position in moved], default=finish)
    if last < finish and any(old[position] == finish for position in moved):
        last = finish = latest(state.early_finish)
    state.finish = max(last, finish)


def _forward(state: State, edit: Edit) -> set[int] | None:
    """Early dates from the touched items on; the items, and summaries, whose early dates changed.

    None if there are so many that all the rest is calculated at once: then only the working times are filled in.
    """
    form = state.form
    links, links_out = form.network.links, form.links_out
    place, order = form.places(), form.order
    children = form.outline.children
    works, starts, finishes = Shared(state.early), Shared(state.early_start), Shared(state.early_finish)
    early = given = state.early
    clocks = Shared(state.early_clock)
    plain: list[int] = []
    waiting = [place[position] for position in edit.after if position not in children]
    heapify(waiting)
    queued = set(waiting)
    moved: set[int] = set()
    most = max(len(early) // PART, FEW)
    while waiting:
        if len(moved) + len(waiting) > most:
            _rest(state, edit, waiting[0], [early[position] - given[position] for position in moved])
            return None
        position = order[heappop(waiting)]
        arcs = form.arcs_in[position]
        before = early[position]
        if arcs is None:
            early, clock = state.early, state.early_clock = works.own(), clocks.own()
            general_forward(state, position)
            start, finish = clock[position]
            differs = starts.put(position, start) | finishes.put(position, finish) | (early[position] != before)
        else:
            work = form.base[position]
            for other, minutes in arcs:
                reach = early[other] + minutes
                if reach > work:
                    work = reach
            differs = work != before
            if differs:
                early = state.early = works.own()
                early[position] = work
            if position in state.early_clock:
                state.early_clock = clocks.own()
                del state.early_clock[position]
                differs = True
            differs = differs or position in edit.changed
            if differs:
                plain.append(position)
        if not differs:
            continue
        moved.add(position)
        for index in links_out[position]:
            at = place[links[index][1]]
            if at not in queued:
                queued.add(at)
                heappush(waiting, at)
    for position in plain:  # their clock time follows from their working time: nobody asked for it on the way
        start, finish = state.early_span(position)
        if not starts.put(position, start) | finishes.put(position, finish) and early[position] == given[position]:
            moved.discard(position)
    for summary in above(form, moved):
        start, finish = span(children[summary], starts.values, finishes.values)
        if starts.put(summary, start) | finishes.put(summary, finish):
            moved.add(summary)
    state.early_start, state.early_finish = starts.values, finishes.values
    return moved


def _rest(state: State, edit: Edit, since: int, shifts: list[int]) -> None:
    """Early working times of all that stands from a place on, once those before it have moved by some amounts."""
    form = state.form
    if form.in_place and len(form.base) >= MANY:
        from tpm_tui.planning.guess import common, guessed

        shift = common(shifts)
        if shift and guessed(state, form.order[since], shift, edit.after, len(form.base) // ASIDE):
            return
    forward(state, since)


def above(form: Compiled, positions: set[int]) -> list[int]:
    """The summaries above some items, each after the summaries within it."""
    parent = form.network.parent
    found: set[int] = set()
    for position in positions:
        up = parent[position]
        while up >= 0 and up not in found:
            found.add(up)
            up = parent[up]
    if len(found) * 8 > len(form.outline.upwards):
        return [summary for summary in form.outline.upwards if summary in found]

    def depth(position: int) -> int:
        steps = 0
        while position >= 0:
            position = parent[position]
            steps += 1
        return steps

    return sorted(found, key=depth, reverse=True)


def _finished(previous: Schedule, state: State, edit: Edit, moved: set[int] | None) -> Schedule:
    """Late dates, slack and room after the forward pass."""
    form = state.form
    whole = state.finish != previous.state.finish
    late: set[int] | None = None
    if whole and (form.single is None or len(form.general) * 8 > len(form.order)):
        backward(state)
    else:
        seeds = set(edit.before)
        seeds.update(form.general if whole or moved is None else form.general.intersection(moved))
        if whole and form.single is not None:
            state.late = shifted(form, state.late, form.single.between(previous.state.finish, state.finish))
        late = _backward(state, seeds)
    if moved is None:
        state.room = rooms(state)
        return _all_slack(state)
    roomy = _rooms(previous, state, edit, moved)
    if late is None or whole:
        return _all_slack(state)
    return _slack(previous, state, edit, moved, late, roomy)


def _backward(state: State, seeds: set[int]) -> set[int] | None:
    """Late dates from some items back; those whose late dates changed.

    None if there are so many that all that is left was calculated at once.
    """
    form = state.form
    lates = Shared(state.late)
    late = state.late
    links, links_in = form.network.links, form.links_in
    place, order, children = form.places(), form.order, form.outline.children
    duration = form.network.duration
    tops = plan_tops(state)
    waiting = [-place[position] for position in seeds if position not in children]
    heapify(waiting)
    queued = set(waiting)
    changed: set[int] = set()
    most = max(len(late) // PART, FEW)
    while waiting:
        if len(changed) + len(waiting) > most:
            backward(state, 1 - waiting[0])
            return None
        position = order[-heappop(waiting)]
        before = late[position]
        arcs = form.arcs_out[position]
        if arcs is None:
            late = state.late = lates.own()
            general_backward(state, position)
        else:
            latest = tops[form.calendars[position]] - duration[position]
            for other, minutes in arcs:
                reach = late[other] - minutes
                if reach < latest:
                    latest = reach
            if latest != before:
                late = state.late = lates.own()
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


def _rooms(previous: Schedule, state: State, edit: Edit, moved: set[int]) -> set[int]:
    """Fill in the room of the few items for which it may differ; the items for which it does."""
    form = state.form
    links, children = form.network.links, form.outline.children
    asked = set(edit.before)
    for position in moved:
        if position not in children:
            asked.add(position)
            asked.update([links[index][0] for index in form.links_in[position]])
    rooms = Shared(previous.state.room)
    roomy = {position for position in asked if rooms.put(position, item_room(state, position))}
    state.room = rooms.values
    return roomy


def _slack(previous: Schedule, state: State, edit: Edit, moved: set[int], late: set[int], roomy: set[int]) -> Schedule:
    """Slack and late dates of the few items for which they may differ."""
    form, network = state.form, state.form.network
    children = form.outline.children
    starts, finishes = Shared(previous.late_start), Shared(previous.late_finish)
    total, free, critical = Shared(previous.total_slack), Shared(previous.free_slack), Shared(previous.critical)
    again = late | edit.changed
    for position in again:
        if position not in children:
            start, finish = state.late_span(position)
            starts.put(position, start)
            finishes.put(position, finish)
    again |= roomy | moved
    limit = network.critical_slack_limit
    for position in again:
        if position not in children:
            slack = item_slack(state, position)
            total.put(position, slack)
            free.put(position, max(0, min(slack, state.room[position])))
            critical.put(position, slack <= limit and network.actual_finish[position] is None)
    for summary in above(form, again):
        start, finish = span(children[summary], starts.values, finishes.values)
        starts.put(summary, start)
        finishes.put(summary, finish)
        known = Slack(total.values, free.values, critical.values)
        slack, spare, marked = summary_slack(state, summary, known, state.early_finish, starts.values, finishes.values)
        total.put(summary, slack)
        free.put(summary, spare)
        critical.put(summary, marked)
    return _result(state, (starts.values, finishes.values), Slack(total.values, free.values, critical.values))


def _all_slack(state: State) -> Schedule:
    late = late_dates(state)
    return _result(state, late, slacks(state, state.early_finish, *late))


def _result(state: State, late: tuple[array[int], array[int]], slack: Slack) -> Schedule:
    start, finish = state.early_start, state.early_finish
    return Schedule(
        network=state.form.network,
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
