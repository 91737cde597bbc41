"""Free slack: how far an item can move before another must.

Free slack by link type (PMBOK), with the lag taken off: FS ES_s - EF_p, SS ES_s - ES_p, FF EF_s - EF_p, SF EF_s - ES_p;
in working minutes on the predecessor's calendar. The least of them is the item's room; free slack is room within total
slack.

An item on another calendar, or behind an elapsed lag, may see that its predecessor has moved where on the predecessor's
own calendar it has not: from Friday evening to Monday morning. Where a plan has either, an item outside working time
is moved by whatever takes it into it.
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
    again = set(form.general)
    if form.clock_counts():
        for after in state.early_clock:
            if perched(state, after):
                again.update([form.network.links[index].predecessor for index in form.links_in[after]])
    for position in again:
        room[position] = item_room(state, position)
    return room


def item_room(state: State, position: int) -> int:
    """The room of one item."""
    form, early = state.form, state.early
    arcs = form.arcs_out[position]
    if arcs is not None and not (form.clock_counts() and any(perched(state, after) for after, _ in arcs)):
        return min([early[after] - minutes for after, minutes in arcs], default=NO_LIMIT) - early[position]
    if position in form.outline.children:
        return NO_LIMIT
    if form.network.actual_finish[position] is not None:
        return 0
    following = (*outgoing(state, position), *_spanned(state, position))
    return min([_room_behind(state, index, position) for index in following], default=NO_LIMIT)


def _spanned(state: State, position: int) -> list[int]:
    """Links out of the start of summaries whose lag is part of what they span: each leaf counts, not just the first."""
    links = state.form.network.links
    return [
        index
        for index in state.form.exits.get(position, ())
        if links[index].type in (LinkType.SS, LinkType.SF) and links[index].unit == LagUnit.PERCENT and links[index].lag
    ]


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
    """The same for all plain items at once, and for summaries."""
    import numpy as np

    from tpm_tui.planning.arc_columns import arc_columns
    from tpm_tui.planning.families import column, families, numbers

    form = state.form
    counts, after, minutes = arc_columns(form)
    early = numbers(state.early)
    room = np.full(len(early), NO_LIMIT, dtype=np.int64)
    heads = np.flatnonzero(counts)
    if len(heads):
        first = np.cumsum(counts) - counts
        room[heads] = np.minimum.reduceat(early[after] - minutes, first[heads])
    room -= early
    for level in families(form):
        room[level.summaries] = NO_LIMIT
    return column(room)


def link_room(state: State, link: Link, position: int, after: int) -> int:
    """Working minutes that an item can move before a follower must; may be negative where a constraint won."""
    return _room_to(state, link, position, _edge(state, link, after))


def _edge(state: State, link: Link, after: int) -> int:
    """Clock time that the bound end of a predecessor may reach before a follower must move; NO_LIMIT if it cannot."""
    form = state.form
    if form.network.actual_start[after] is not None:
        return NO_LIMIT  # a start that has happened cannot be pushed
    theirs, duration = form.calendars[after], form.network.duration[after]
    lag = lag_minutes(state, link)
    most = _bearable(state, after)
    edge = _before_lag(theirs, link, lag, most)
    if link.type in (LinkType.FF, LinkType.SF):
        edge = _behind(theirs, duration, edge)
        if link.unit == LagUnit.ELAPSED and lag:
            edge = min(edge, _behind(theirs, duration, most) - lag)
    return edge


def _bearable(state: State, after: int) -> int:
    """The latest clock time to which its links may hold an item that leaves it where it is."""
    form = state.form
    calendar, start = form.calendars[after], state.early_start[after]
    if not perched(state, after):
        return start
    held = calendar.work_at(start)
    if not form.clock_counts():
        return calendar.start_of(held)
    return calendar.end_of(held) if form.network.milestone[after] else calendar.start_of(held - 1)


def perched(state: State, position: int) -> bool:
    """Whether an item stands outside working time: a milestone at the end of a day, or a date that was typed."""
    if position not in state.early_clock:
        return False
    calendar, start = state.form.calendars[position], state.early_start[position]
    return calendar.next_working(start) != start


def _before_lag(calendar: Calendar, link: Link, lag: int, instant: int) -> int:
    """The latest instant from which a lag leads no further than to another."""
    if not lag:
        return instant
    if link.unit == LagUnit.ELAPSED:
        return instant - lag
    work = calendar.work_at(instant) if lag > 0 else _started_by(calendar, instant)
    return calendar.start_of(work - lag)


def _behind(calendar: Calendar, duration: int, instant: int) -> int:
    """The latest instant that, less a duration, is no later than another."""
    return calendar.start_of(_started_by(calendar, instant) + duration) if duration else instant


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
    room = _started_by(calendar, edge) - calendar.work_at(start)
    return max(room, 0) if start <= edge else room


def _started_by(calendar: Calendar, instant: int) -> int:
    """The most work behind a start that is not after an instant."""
    work = calendar.work_at(instant)
    return work if calendar.start_of(work) == instant else work - 1
