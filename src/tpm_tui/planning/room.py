"""Free slack: how far an item can move before another must.

Free slack by link type (PMBOK), with the lag taken off: FS ES_s - EF_p, SS ES_s - ES_p, FF EF_s - EF_p, SF EF_s - ES_p;
in working minutes on the predecessor's calendar. The least of them is the item's room; free slack is room within total
slack.
"""

from __future__ import annotations

from array import array

from tpm_tui.domain.calendar import MANY, Calendar
from tpm_tui.planning.backward import ends, outgoing
from tpm_tui.planning.forward import State, lag_minutes
from tpm_tui.planning.network import LagUnit, Link, LinkType

NO_LIMIT = 10**15
"""The room of an item that nothing follows."""


def rooms(state: State) -> array[int]:
    """The room of every item, from the early dates; negative where a constraint has won against a link."""
    form = state.form
    state.memo = {}
    if len(form.base) < MANY:
        return array("q", [item_room(state, position) for position in range(len(form.base))])
    room = _many(state)
    for position, arcs in enumerate(form.arcs_out):
        if arcs is None:
            room[position] = item_room(state, position)
    return room


def item_room(state: State, position: int) -> int:
    """The room of one item."""
    form, early = state.form, state.early
    arcs = form.arcs_out[position]
    if arcs is not None:
        return min([early[after] - minutes for after, minutes in arcs], default=NO_LIMIT) - early[position]
    if position in form.outline.children:
        return NO_LIMIT
    if form.network.actual_finish[position] is not None:
        return 0
    return min([_room_behind(state, index, position) for index in outgoing(state, position)], default=NO_LIMIT)


def _room_behind(state: State, index: int, position: int) -> int:
    """The room that one link leaves; of a link into a summary, the least that any leaf of it leaves."""
    link = state.form.network.links[index]
    after = ends(state, link.successor)
    if len(after) < 2 or state.memo is None:
        return min([link_room(state, link, position, leaf) for leaf in after], default=NO_LIMIT)
    key = (index, -1)
    edge = state.memo.get(key)
    if edge is None:
        edge = state.memo[key] = min(_edge(state, link, leaf) for leaf in after)
    return _room_to(state, link, position, edge)


def _many(state: State) -> array[int]:
    """The same for all plain items at once."""
    import numpy as np

    form = state.form
    if "arcs" not in form.arrays:
        before = [position for position, arcs in enumerate(form.arcs_out) if arcs for _ in arcs]
        after = [arc[0] for arcs in form.arcs_out if arcs for arc in arcs]
        minutes = [arc[1] for arcs in form.arcs_out if arcs for arc in arcs]
        heads = np.array(before, dtype=np.int64)
        first = np.flatnonzero(np.diff(heads, prepend=-1))
        form.arrays["arcs"] = (np.array(after, dtype=np.int64), np.array(minutes, dtype=np.int64), first, heads[first])
    after_, minutes_, first, heads = form.arrays["arcs"]
    early = np.array(state.early, dtype=np.int64)
    room = np.full(len(early), NO_LIMIT, dtype=np.int64)
    if len(first):
        room[heads] = np.minimum.reduceat(early[after_] - minutes_, first)
    return array("q", (room - early).tobytes())


def link_room(state: State, link: Link, position: int, after: int) -> int:
    """Working minutes that an item can move before a follower must; may be negative where a constraint won."""
    return _room_to(state, link, position, _edge(state, link, after))


def _edge(state: State, link: Link, after: int) -> int:
    """Clock time that the bound end of a predecessor may reach before a follower must move; NO_LIMIT if it cannot."""
    form = state.form
    if form.network.actual_start[after] is not None:
        return NO_LIMIT  # a start that has happened cannot be pushed
    theirs, duration = form.calendars[after], form.network.duration[after]
    finishes = link.type in (LinkType.FF, LinkType.SF)
    lag = lag_minutes(state, link)
    held = theirs.work_at(state.early_start[after]) + (duration if finishes else 0)
    if link.unit != LagUnit.ELAPSED or not lag:
        return theirs.start_of(held - lag)
    edge = theirs.start_of(held) - lag
    if finishes:
        edge = min(edge, theirs.start_of(_started_by(theirs, theirs.start_of(held - duration) - lag) + duration))
    return edge


def _room_to(state: State, link: Link, position: int, edge: int) -> int:
    """Working minutes until an item's bound end reaches an instant."""
    form = state.form
    starts = link.type in (LinkType.SS, LinkType.SF)
    if edge >= NO_LIMIT or (starts and form.network.actual_start[position] is not None):
        return NO_LIMIT
    if link.unit == LagUnit.PERCENT and link.lag and link.predecessor != position:
        return 0  # moving a child changes what its summary spans, and so the lag: count on nothing
    calendar = form.calendars[position]
    start, finish = state.placed(position)
    if not starts and finish != start:
        return calendar.work_at(edge) - calendar.work_at(finish)
    return _started_by(calendar, edge) - calendar.work_at(start)


def _started_by(calendar: Calendar, instant: int) -> int:
    """The most work behind a start that is not after an instant."""
    work = calendar.work_at(instant)
    return work if calendar.start_of(work) == instant else work - 1
