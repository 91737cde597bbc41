"""What the passes need to know about a network, worked out once and kept with it.

Two ways to calculate an item. The *plain* way is integer arithmetic on working time: where both ends of every link
count on the same calendar, all four link types become one number, the working minutes between the two starts:

    FS  duration_p + lag        SS  lag
    FF  duration_p + lag - duration_s        SF  lag - duration_s

so that ES_s = max(ES_p + number) and LS_p = min(LS_s - number), the textbook passes (PMBOK, critical path method). What
does not fit - elapsed lags, a second calendar, actual dates, pinned constraints, summaries - is marked with None and
calculated the *general* way, on clock time, in `forward.py` and `backward.py`. Both ways give the same dates where both
apply; the tests compare them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpm_tui.domain.calendar import Calendar
from tpm_tui.planning.network import Constraint, LagUnit, Link, LinkType, Network
from tpm_tui.planning.topology import Outline, order, outline

Arcs = tuple[tuple[int, int], ...]
"""(other position, working minutes from the predecessor's start to the successor's)"""

NEVER = -(10**15)
"""Working time earlier than any plan."""


@dataclass(slots=True, eq=False)
class Compiled:
    """Lists by position, unless said otherwise."""

    network: Network
    outline: Outline
    order: list[int]
    calendars: list[Calendar]
    """the calendar of each item"""
    single: Calendar | None
    """the calendar of all items, if there is only one"""
    links_in: list[list[int]]
    """indices of the links into an item itself"""
    links_out: list[list[int]]
    gates: dict[int, list[int]]
    """indices of the links into a leaf's ancestors, where there are any"""
    exits: dict[int, list[int]]
    """indices of the links out of a leaf's ancestors, where there are any"""
    leaves: dict[int, list[int]]
    """the leaves of each summary that has links"""
    arcs_in: list[Arcs | None]
    """None: the early dates need the general way"""
    arcs_out: list[Arcs | None]
    """None: the late dates need the general way"""
    base: list[int]
    """working time before which a plain item does not start, whatever its links"""
    home: int
    """working time at the plan's start"""
    groups: list[tuple[Calendar, list[int]]]
    """the items without children on each calendar, if there are several"""
    instant: list[int]
    """items without duration"""
    begun: list[int]
    """items with actual dates"""
    finished: list[int]
    """items with an actual finish"""
    late: list[int]
    """items without children that are late as possible; they need a second pass"""

    @property
    def linked_summaries(self) -> bool:
        """Whether any link touches a summary."""
        return bool(self.leaves)


def compiled(network: Network) -> Compiled:
    """The compiled form of a network, made at most once. Raises CycleError."""
    known: Compiled | None = network.cache.get("compiled")
    if known is None:
        known = network.cache["compiled"] = _compile(network)
    return known


def _compile(network: Network) -> Compiled:
    n = len(network)
    tree = outline(network)
    sequence = order(network)
    plan_calendar = network.calendars[network.plan_calendar]
    if max(network.calendar, default=-1) < 0:
        calendars = [plan_calendar] * n
    else:
        calendars = [network.calendar_of(position) for position in range(n)]
    links_in: list[list[int]] = [[] for _ in range(n)]
    links_out: list[list[int]] = [[] for _ in range(n)]
    for index, link in enumerate(network.links):
        links_in[link.successor].append(index)
        links_out[link.predecessor].append(index)
    gates, exits, leaves = _inherited(tree, links_in, links_out)
    single = calendars[0] if calendars and all(other is calendars[0] for other in calendars) else None
    form = Compiled(
        network=network,
        outline=tree,
        order=sequence,
        calendars=calendars,
        single=single,
        links_in=links_in,
        links_out=links_out,
        gates=gates,
        exits=exits,
        leaves=leaves,
        arcs_in=[()] * n,
        arcs_out=[()] * n,
        base=[0] * n,
        home=(single or plan_calendar).work_at(network.plan_start),
        groups=[],
        instant=[position for position, duration in enumerate(network.duration) if not duration],
        begun=[],
        finished=[],
        late=[],
    )
    if form.single is None:
        groups: dict[Calendar, list[int]] = {}
        for position, calendar in enumerate(calendars):
            if position not in tree.children:
                groups.setdefault(calendar, []).append(position)
        form.groups = list(groups.items())
    for position in range(n):
        if position in tree.children:
            continue
        if network.constraint[position] == Constraint.ALAP:
            form.late.append(position)
        if network.actual_finish[position] is not None:
            form.finished.append(position)
            form.begun.append(position)
        elif network.actual_start[position] is not None:
            form.begun.append(position)
    for position in range(n):
        compile_forward(form, position)
        compile_backward(form, position)
    return form


def _inherited(
    tree: Outline, links_in: list[list[int]], links_out: list[list[int]]
) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, list[int]]]:
    gates: dict[int, list[int]] = {}
    exits: dict[int, list[int]] = {}
    leaves: dict[int, list[int]] = {}
    for summary in tree.children:
        if links_in[summary] or links_out[summary]:
            leaves[summary] = tree.leaves(summary)
            for leaf in leaves[summary]:
                if links_in[summary]:
                    gates.setdefault(leaf, []).extend(links_in[summary])
                if links_out[summary]:
                    exits.setdefault(leaf, []).extend(links_out[summary])
    return gates, exits, leaves


def compile_forward(form: Compiled, position: int) -> None:
    """Find the arcs into an item and its base, or mark it for the general way."""
    network, calendars = form.network, form.calendars
    form.arcs_in[position] = None
    if (
        position in form.outline.children
        or network.milestone[position]
        or network.actual_start[position] is not None
        or network.actual_finish[position] is not None
        or position in form.gates
    ):
        return
    calendar = calendars[position]
    duration = network.duration[position]
    arcs: list[tuple[int, int]] = []
    base = NEVER
    for index in form.links_in[position]:
        link = network.links[index]
        before = link.predecessor
        if network.constraint[before] == Constraint.ALAP or not plain_end(form, before, calendar):
            return
        minutes = offset(network, link)
        if minutes is None:
            return
        if link.type == LinkType.FF:
            base = calendar.work_at(network.plan_start)
        arcs.append((before, minutes))
    kind = network.constraint[position]
    when = network.constraint_date[position]
    if kind == Constraint.SNET and when is not None:
        base = max(base, calendar.work_at(when))
        if arcs and calendar.next_working(when) != when:
            return
    elif kind == Constraint.FNET and when is not None:
        base = max(base, calendar.work_at(when) - duration)
        if duration == 0 or (not arcs and calendar.previous_working(when) != when):
            return
    elif kind not in (Constraint.ASAP, Constraint.ALAP):
        return
    elif not arcs:
        base = calendar.work_at(network.plan_start)
    form.base[position] = base
    form.arcs_in[position] = tuple(arcs)


def compile_backward(form: Compiled, position: int) -> None:
    """Find the arcs out of an item, or mark it for the general way."""
    network, calendars = form.network, form.calendars
    form.arcs_out[position] = None
    if (
        position in form.outline.children
        or network.deadline[position] is not None
        or network.constraint[position] in _LATEST
        or network.actual_start[position] is not None
        or network.actual_finish[position] is not None
        or position in form.exits
    ):
        return
    calendar = calendars[position]
    arcs: list[tuple[int, int]] = []
    for index in form.links_out[position]:
        link = network.links[index]
        after = link.successor
        if network.actual_finish[after] is not None:
            continue
        minutes = offset(network, link)
        if minutes is None or not plain_end(form, after, calendar):
            return
        arcs.append((after, minutes))
    form.arcs_out[position] = tuple(arcs)


_LATEST = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT})


def plain_end(form: Compiled, position: int, calendar: Calendar) -> bool:
    """Whether an item's finish is its start plus its duration, on this calendar."""
    network = form.network
    return (
        form.calendars[position] is calendar
        and network.actual_start[position] is None
        and network.actual_finish[position] is None
        and position not in form.outline.children
    )


def offset(network: Network, link: Link) -> int | None:
    """Working minutes from the predecessor's start to the successor's that a link asks for; None for an elapsed lag."""
    before, after, kind, lag, unit = link
    if unit == LagUnit.ELAPSED and lag:
        return None
    minutes = percent_of(network.duration[before], lag) if unit == LagUnit.PERCENT else lag
    if kind == LinkType.FS:
        return minutes + network.duration[before]
    if kind == LinkType.SS:
        return minutes
    if kind == LinkType.FF:
        return minutes + network.duration[before] - network.duration[after]
    return minutes - network.duration[after]


def percent_of(duration: int, percent: int) -> int:
    """A share of a duration in whole minutes, halves away from zero."""
    share = (abs(percent) * duration * 2 + 100) // 200
    return share if percent >= 0 else -share
