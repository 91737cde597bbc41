"""A network prepared for vectors: clocks with tables, dates counted from their origin, links sorted by their cost.

A link is *plain* where both ends count on one calendar and the predecessor's finish is its start plus its duration:
then it is an addition of working time. The rest goes over clock time. The rules are those of `forward` and `backward`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tpm_tui.domain.cancellation import check_cancelled
from tpm_tui.domain.time.work_calendar import MINUTES_PER_DAY
from tpm_tui.planning.cpm.compiled import LATE_CONSTRAINTS, CompiledNetwork, compiled_network
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink
from tpm_tui.planning.montecarlo.vector_calendar import VectorCalendar, vector_calendars

ALAP = int(Constraint.ALAP)
_ELAPSED, _PERCENT = int(LagUnit.ELAPSED), int(LagUnit.PERCENT)
_FS, _FF = int(LinkType.FS), int(LinkType.FF)
_PINS = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT, Constraint.FNET})


WIRING_CANCEL_CHECK_INTERVAL = 64
"""So many items between two looks at whether to stop."""

VectorEdge = tuple[int, bool, bool, int, int]
"""A plain link: the other position, whether it leaves the predecessor's finish, whether it binds the successor's, and
its lag in minutes or in percent of the predecessor."""


class BoundLeaf(NamedTuple):
    """A leaf that a link binds; through a summary's start only where the item is the first in it to start."""

    link: NetworkLink
    leaf: int
    if_first: bool


@dataclass(frozen=True, slots=True, eq=False)
class VectorNetwork:
    """Lists by position. Instants count from `origin`; `base` is working time on the item's clock from there."""

    network: Network
    form: CompiledNetwork
    origin: int
    clocks: list[VectorCalendar]
    plan_clock: VectorCalendar
    plan_start: int
    status: int | None
    when: list[int | None]
    deadline: list[int | None]
    began: list[int | None]
    ended: list[int | None]
    base: list[int | None]
    """working time before which a vectored item does not start, None for no such bound"""
    edges_in: list[tuple[VectorEdge, ...]]
    """plain links into an item; only of items that are `vectored`"""
    general_links: list[tuple[NetworkLink, ...]]
    """links into an item, its ancestors' included, that go over clock time"""
    free: bool
    """whether no item can be late: there are no deadlines, latest dates or actual dates"""
    has_late_freedom: list[bool]
    """whether a position is an item without actual dates: its finish is its start and its duration"""
    is_vectored: list[bool]
    """whether the early start is simply the latest of its bounds, in working time"""
    edges_out: list[tuple[VectorEdge, ...]]
    """plain links to unfinished successors"""
    follow: list[tuple[BoundLeaf, ...]]
    """the other ways in which an item binds unfinished successors"""


def vector_network(
    network: Network, first: int, last: int, cancelled: Callable[[], bool] | None = None
) -> VectorNetwork:
    """Prepare a network for dates between two clock minutes. Raises CycleError and Cancelled."""
    check_cancelled(cancelled)
    form = compiled_network(network)
    origin = first // MINUTES_PER_DAY // 91 * 91 * MINUTES_PER_DAY
    days = -(-(last - origin) // MINUTES_PER_DAY // 91) * 91
    used = {id(calendar): calendar for calendar in (*form.calendars, network.calendars[network.plan_calendar])}
    made = vector_calendars(tuple(dict.fromkeys(used.values())), origin, days)
    known = {name: made[calendar] for name, calendar in used.items()}

    def relative(column: Sequence[int | None]) -> list[int | None]:
        return [None if instant is None else instant - origin for instant in column]

    wiring = VectorNetwork(
        network=network,
        form=form,
        origin=origin,
        clocks=[known[id(calendar)] for calendar in form.calendars],
        plan_clock=known[id(network.calendars[network.plan_calendar])],
        plan_start=network.plan_start - origin,
        status=None if network.status_date is None else network.status_date - origin,
        when=relative(network.constraint_date),
        deadline=relative(network.deadline),
        began=relative(network.actual_start),
        ended=relative(network.actual_finish),
        base=[None] * len(network),
        edges_in=[()] * len(network),
        general_links=[()] * len(network),
        free=not form.begun
        and list(network.deadline).count(None) == len(network)
        and LATE_CONSTRAINTS.isdisjoint(network.constraint),
        has_late_freedom=[
            began is None and ended is None and position not in form.outline.children
            for position, (began, ended) in enumerate(zip(network.actual_start, network.actual_finish, strict=True))
        ],
        is_vectored=[False] * len(network),
        edges_out=[()] * len(network),
        follow=[()] * len(network),
    )
    homes: dict[int, int] = {}
    for count, position in enumerate(form.order):
        if not count % WIRING_CANCEL_CHECK_INTERVAL:
            check_cancelled(cancelled)
        if position not in form.outline.children:
            _incoming_edges(wiring, position, homes)
            _outgoing_edges(wiring, position)
    return wiring


def last_finishers(wiring: VectorNetwork, positions: Sequence[int]) -> list[int]:
    """Those of some leaves that can finish last: not followed by another of them that starts after their finish."""
    network, form = wiring.network, wiring.form
    among = set(positions)
    found = []
    for position in positions:
        for index in form.links_out[position]:
            link = network.links[index]
            after = link.successor
            if (
                link.type == LinkType.FS
                and link.lag >= 0
                and after in among
                and network.actual_start[after] is None
                and network.actual_finish[after] is None
                and network.constraint[after] in (Constraint.ASAP, Constraint.SNET)
                and network.constraint[position] != ALAP
            ):
                break
        else:
            found.append(position)
    return found


def _simple(wiring: VectorNetwork, before: int, link: NetworkLink, own: VectorCalendar) -> bool:
    """Whether a link to or from a position is an addition of working time on that clock."""
    return wiring.clocks[before] is own and wiring.has_late_freedom[before] and not (link[4] == _ELAPSED and link[3])


def _arc(other: int, link: NetworkLink) -> VectorEdge:
    _, _, kind, lag, unit = link
    if unit == _PERCENT:
        return other, kind <= _FS, not kind & 1, 0, lag
    return other, kind <= _FS, not kind & 1, lag, 0


def _incoming_edges(wiring: VectorNetwork, position: int, homes: dict[int, int]) -> None:
    """`homes` keeps the working time of the plan's start, by clock."""
    network, form, own = wiring.network, wiring.form, wiring.clocks[position]
    links = [network.links[index] for index in form.links_in[position] + form.inherited_links_in.get(position, ())]
    when, kind = wiring.when[position], network.constraint[position]
    if (
        network.milestone[position]
        or network.actual_start[position] is not None
        or network.actual_finish[position] is not None
        or kind in _PINS
        or (kind == Constraint.SNET and (when is None or links) and (when is None or own.next_working(when) != when))
    ):
        wiring.general_links[position] = tuple(links)
        return
    wiring.is_vectored[position] = True
    into: list[VectorEdge] = []
    others: list[NetworkLink] = []
    held = not links and kind != Constraint.SNET
    for link in links:
        before = link[0]
        # items that are late as possible stand elsewhere in the second pass, so theirs always go over clock time
        if network.constraint[before] != ALAP and _simple(wiring, before, link, own):
            into.append(_arc(before, link))
        else:
            others.append(link)
        held = held or link[2] == _FF
    wiring.edges_in[position], wiring.general_links[position] = tuple(into), tuple(others)
    base = int(own.work_at(when)) if kind == Constraint.SNET and when is not None else None
    if held:
        home = homes.get(id(own))
        if home is None:
            home = homes[id(own)] = int(own.work_at(wiring.plan_start))
        base = home if base is None else max(base, home)
    wiring.base[position] = base


def _outgoing_edges(wiring: VectorNetwork, position: int) -> None:
    network, form, own = wiring.network, wiring.form, wiring.clocks[position]
    if network.actual_finish[position] is not None:
        return
    plain: list[VectorEdge] = []
    follow: list[BoundLeaf] = []
    inherited = form.inherited_links_out.get(position, ())
    for number, index in enumerate(form.links_out[position] + inherited):
        link = network.links[index]
        after = link.successor
        of_summary = number >= len(form.links_out[position])
        if not of_summary and network.actual_start[position] is None and _simple(wiring, after, link, own):
            plain.append(_arc(after, link))
            continue
        if_first = of_summary and link.type in (LinkType.SS, LinkType.SF)
        for leaf in form.leaves[after] if after in form.outline.children else (after,):
            if network.actual_finish[leaf] is None:
                follow.append(BoundLeaf(link, leaf, if_first))
    wiring.edges_out[position], wiring.follow[position] = tuple(plain), tuple(follow)
