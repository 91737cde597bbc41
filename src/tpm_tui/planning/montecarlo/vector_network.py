"""A network prepared for vectors: clocks with tables, dates counted from their origin, links sorted by their cost.

A link is *fast* where both ends count on one calendar and the predecessor's finish is its start plus its duration:
then it is an addition of working time. The rest goes over clock time. The rules stand in `cpm.scheduling_rules`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork, compiled_network
from tpm_tui.planning.cpm.scheduling_rules import (
    ALAP,
    ELAPSED,
    FF,
    LATE_CONSTRAINTS,
    PERCENT,
    SNET,
    binds_predecessor_finish,
    binds_successor_finish,
    release_work,
)
from tpm_tui.planning.model.network import Constraint, LinkType, Network, NetworkLink
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar, vector_calendars

_PINS = LATE_CONSTRAINTS | {Constraint.FNET}
"""Constraints under which an early start is not the latest of its bounds in working time, whatever the duration."""

COMPILE_CANCEL_CHECK_INTERVAL = 64
"""So many items between two looks at whether to stop."""

VectorEdge = tuple[int, bool, bool, int, int]
"""A fast link: the other position, whether it leaves the predecessor's finish, whether it binds the successor's, and
its lag in minutes or in percent of the predecessor."""


class BoundLeaf(NamedTuple):
    """A leaf that a link binds; through a summary's start only where the item is the first in it to start."""

    link: NetworkLink
    leaf: int
    if_first: bool


class VectorNetwork(Struct, frozen=True, eq=False):
    """Lists by position. Instants count from `origin`; `release` is working time on the item's calendar from there."""

    network: Network
    compiled: CompiledNetwork
    origin: int
    calendars: list[VectorCalendar]
    plan_calendar: VectorCalendar
    plan_start: int
    status_date: int | None
    constraint_date: list[int | None]
    deadline: list[int | None]
    actual_start: list[int | None]
    actual_finish: list[int | None]
    release: list[int | None]
    """working time before which a vectored item does not start, None for no such bound"""
    edges_in: list[tuple[VectorEdge, ...]]
    """fast links into an item; only of items that are `vectored`"""
    general_links: list[tuple[NetworkLink, ...]]
    """links into an item, its ancestors' included, that go over clock time"""
    never_late: bool
    """whether no item can be late: there are no deadlines, latest dates or actual dates"""
    is_unstarted: list[bool]
    """whether a position is an item without actual dates: its finish is its start and its duration"""
    is_vectored: list[bool]
    """whether the early start is simply the latest of its bounds, in working time"""
    edges_out: list[tuple[VectorEdge, ...]]
    """fast links to unfinished successors"""
    bound_leaves: list[tuple[BoundLeaf, ...]]
    """the other ways in which an item binds unfinished successors"""


def vector_network(
    network: Network, first: int, last: int, cancelled: Callable[[], bool] | None = None
) -> VectorNetwork:
    """Prepare a network for dates between two clock minutes. Raises CycleError and Cancelled."""
    check_cancelled(cancelled)
    compiled = compiled_network(network)
    origin = first // MINUTES_PER_DAY // 91 * 91 * MINUTES_PER_DAY
    days = -(-(last - origin) // MINUTES_PER_DAY // 91) * 91
    used = {id(calendar): calendar for calendar in (*compiled.calendars, network.calendars[network.plan_calendar])}
    made = vector_calendars(tuple(dict.fromkeys(used.values())), origin, days)
    known = {name: made[calendar] for name, calendar in used.items()}

    def relative(column: Sequence[int | None]) -> list[int | None]:
        return [None if instant is None else instant - origin for instant in column]

    vectors = VectorNetwork(
        network=network,
        compiled=compiled,
        origin=origin,
        calendars=[known[id(calendar)] for calendar in compiled.calendars],
        plan_calendar=known[id(network.calendars[network.plan_calendar])],
        plan_start=network.plan_start - origin,
        status_date=None if network.status_date is None else network.status_date - origin,
        constraint_date=relative(network.constraint_date),
        deadline=relative(network.deadline),
        actual_start=relative(network.actual_start),
        actual_finish=relative(network.actual_finish),
        release=[None] * len(network),
        edges_in=[()] * len(network),
        general_links=[()] * len(network),
        never_late=not compiled.begun
        and list(network.deadline).count(None) == len(network)
        and LATE_CONSTRAINTS.isdisjoint(network.constraint),
        is_unstarted=[
            began is None and ended is None and position not in compiled.outline.children
            for position, (began, ended) in enumerate(zip(network.actual_start, network.actual_finish, strict=True))
        ],
        is_vectored=[False] * len(network),
        edges_out=[()] * len(network),
        bound_leaves=[()] * len(network),
    )
    starts: dict[int, int] = {}
    for count, position in enumerate(compiled.order):
        if not count % COMPILE_CANCEL_CHECK_INTERVAL:
            check_cancelled(cancelled)
        if position not in compiled.outline.children:
            _incoming_edges(vectors, position, starts)
            _outgoing_edges(vectors, position)
    return vectors


def last_finishers(vectors: VectorNetwork, positions: Sequence[int]) -> list[int]:
    """Those of some leaves that can finish last: not followed by another of them that starts after their finish."""
    network, compiled = vectors.network, vectors.compiled
    among = set(positions)
    last = []
    for position in positions:
        for index in compiled.links_out[position]:
            link = network.links[index]
            after = link.successor
            if (
                link.type == LinkType.FS
                and link.lag >= 0
                and after in among
                and network.actual_start[after] is None
                and network.actual_finish[after] is None
                and network.constraint[after] in (Constraint.ASAP, SNET)
                and network.constraint[position] != ALAP
            ):
                break
        else:
            last.append(position)
    return last


def _is_fast(vectors: VectorNetwork, before: int, link: NetworkLink, own: VectorCalendar) -> bool:
    """Whether a link to or from a position is an addition of working time on that calendar."""
    alike = own.additive and vectors.calendars[before] is own
    return alike and vectors.is_unstarted[before] and not (link[4] == ELAPSED and link[3])


def _edge(other: int, link: NetworkLink) -> VectorEdge:
    _, _, kind, lag, unit = link
    ends = binds_predecessor_finish(kind), binds_successor_finish(kind)
    return (other, *ends, 0, lag) if unit == PERCENT else (other, *ends, lag, 0)


def _incoming_edges(vectors: VectorNetwork, position: int, starts: dict[int, int]) -> None:
    """`starts` keeps the working time of the plan's start, by calendar."""
    network, compiled, own = vectors.network, vectors.compiled, vectors.calendars[position]
    links = [
        network.links[index] for index in compiled.links_in[position] + compiled.inherited_links_in.get(position, ())
    ]
    when, kind = vectors.constraint_date[position], network.constraint[position]
    if (
        network.milestone[position]
        or not own.additive
        or network.actual_start[position] is not None
        or network.actual_finish[position] is not None
        or kind in _PINS
        or (kind == SNET and when is None)
        or (links and kind in (SNET, ALAP) and when is not None and own.next_working(when) != when)
    ):
        vectors.general_links[position] = tuple(links)
        return
    vectors.is_vectored[position] = True
    into: list[VectorEdge] = []
    others: list[NetworkLink] = []
    for link in links:
        before = link[0]
        # items that are late as possible stand elsewhere in the second pass, so theirs always go over clock time
        if network.constraint[before] != ALAP and _is_fast(vectors, before, link, own):
            into.append(_edge(before, link))
        else:
            others.append(link)
    vectors.edges_in[position], vectors.general_links[position] = tuple(into), tuple(others)
    when_work = int(own.work_at(when)) if kind in (SNET, ALAP) and when is not None else None
    plan_start_work = starts.get(id(own))
    if plan_start_work is None:
        plan_start_work = starts[id(own)] = int(own.work_at(vectors.plan_start))
    has_ff = any(link[2] == FF for link in links)
    vectors.release[position] = release_work(kind, when_work, plan_start_work, has_links=bool(links), has_ff=has_ff)


def _outgoing_edges(vectors: VectorNetwork, position: int) -> None:
    network, compiled, own = vectors.network, vectors.compiled, vectors.calendars[position]
    if network.actual_finish[position] is not None:
        return
    fast: list[VectorEdge] = []
    bound: list[BoundLeaf] = []
    inherited = compiled.inherited_links_out.get(position, ())
    for number, index in enumerate(compiled.links_out[position] + inherited):
        link = network.links[index]
        after = link.successor
        of_summary = number >= len(compiled.links_out[position])
        if not of_summary and network.actual_start[position] is None and _is_fast(vectors, after, link, own):
            fast.append(_edge(after, link))
            continue
        if_first = of_summary and link.type in (LinkType.SS, LinkType.SF)
        for leaf in compiled.leaves[after] if after in compiled.outline.children else (after,):
            if network.actual_finish[leaf] is None:
                bound.append(BoundLeaf(link, leaf, if_first))
    vectors.edges_out[position], vectors.bound_leaves[position] = tuple(fast), tuple(bound)
