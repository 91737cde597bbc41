"""What the passes need to know about a network, worked out once and kept with it.

Two ways to calculate an item. The *fast path* is integer arithmetic on working time: where both ends of every link
count on the same calendar, all four link types become one number, the working minutes between the two starts
(`rules.edge_minutes`), so that ES_s = max(ES_p + number) and LS_p = min(LS_s - number), the textbook passes (PMBOK,
critical path method). What does not fit - elapsed lags, a second calendar, actual dates, pinned constraints, summaries,
several people on calendars of their own - is marked with None and takes the *general path*, on clock time, in
`forward.py` and `backward.py`. Both give the same dates where both apply; the tests compare them.
"""

from collections.abc import Callable, Iterable
from typing import Any
from weakref import ref

from msgspec import Struct, field

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.cpm.scheduling_rules import (
    ALAP,
    ASAP,
    ELAPSED,
    FF,
    FNET,
    LATE_CONSTRAINTS,
    SNET,
    edge_minutes,
    link_lag,
    release_work,
)
from tpm_tui.planning.model.graph.link_index import Indices, LinkLists
from tpm_tui.planning.model.graph.topology import Outline, outline, topological_order
from tpm_tui.planning.model.network import Network, NetworkLink, positions

Edges = tuple[tuple[int, int], ...]
"""(other position, working minutes from the predecessor's start to the successor's)"""

NEVER = -(10**15)
"""Working time earlier than any plan."""


class CompiledNetwork(Struct, eq=False, weakref=True):
    """Lists by position, unless said otherwise."""

    network: Network
    outline: Outline
    order: list[int]
    calendars: list[WorkCalendar]
    """the calendar of each item"""
    single_calendar: WorkCalendar | None
    """the calendar of all items, if there is only one"""
    links_in: LinkLists
    """indices of the links into an item itself"""
    links_out: LinkLists
    inherited_links_in: dict[int, Indices]
    """indices of the links into a leaf's ancestors, where there are any"""
    inherited_links_out: dict[int, Indices]
    """indices of the links out of a leaf's ancestors, where there are any"""
    leaves: dict[int, list[int]]
    """the leaves of each summary that has links"""
    edges_in: list[Edges | None]
    """None: the early dates need the general path"""
    edges_out: list[Edges | None]
    """None: the late dates need the general path"""
    general_positions: set[int]
    """the items without children whose late dates need the general path"""
    release: list[int]
    """working time before which an item on the fast path does not start, whatever its links"""
    main_calendar: WorkCalendar
    """the calendar of all items, or else the plan's"""
    plan_start_work: int
    """working time at the plan's start on that calendar"""
    groups: list[tuple[WorkCalendar, list[int]]]
    """the items without children on each calendar, if there are several"""
    begun: list[int]
    """items with actual dates"""
    finished: list[int]
    """items with an actual finish"""
    started: set[int]
    """items with actual dates and the summaries above them"""
    alap_positions: list[int]
    """items without children that are late as possible; they need a second pass"""

    elapsed_link_count: int = 0
    """how many links have an elapsed lag"""
    arrays: dict[str, Any] = field(default_factory=dict)
    """columns as arrays, made where that pays"""
    is_topological: bool = False
    """positions are in order themselves: no link leads to a lower one, or joins a summary"""
    order_index: list[int] | None = None
    """where each item stands in the order; see `order_indices`"""

    def depends_on_clock(self) -> bool:
        """Whether it matters where an item stands between two working minutes: to other calendars and elapsed lags."""
        return self.single_calendar is None or self.elapsed_link_count > 0

    def order_indices(self) -> list[int]:
        """Where each item stands in the order; 0 for what is not in it."""
        if self.order_index is None:
            self.order_index = [0] * len(self.release)
            for at, position in zip(positions(self.network), self.order, strict=False):
                self.order_index[position] = at
        return self.order_index


def compiled_network(network: Network) -> CompiledNetwork:
    """The compiled network of a network, made at most once. Raises CycleError."""
    known: CompiledNetwork | ref[CompiledNetwork] | None = network.cache.get("compiled")
    if isinstance(known, ref):
        known = known()
    if known is None:
        known = network.cache["compiled"] = _compile(network)
    return known


def _compile(network: Network) -> CompiledNetwork:
    n = len(network)
    tree = outline(network)
    sequence = topological_order(network)
    plan_calendar = network.calendars[network.plan_calendar]
    if max(network.calendar, default=-1) < 0:
        calendars = [plan_calendar] * n
    else:
        calendars = [network.calendar_of(position) for position in range(n)]
    links_in: list[Indices] = [()] * n
    links_out: list[Indices] = [()] * n
    for index, (before, after, *_) in enumerate(network.links):
        links_in[after] += (index,)
        links_out[before] += (index,)
    inherited_in, inherited_out, leaves = _inherited_links(tree, links_in, links_out)
    alike = bool(calendars) and calendars[0].additive and all(other is calendars[0] for other in calendars)
    single = calendars[0] if alike else None
    compiled = CompiledNetwork(
        network=network,
        outline=tree,
        order=sequence,
        calendars=calendars,
        single_calendar=single,
        links_in=links_in,
        links_out=links_out,
        inherited_links_in=inherited_in,
        inherited_links_out=inherited_out,
        leaves=leaves,
        edges_in=[()] * n,
        edges_out=[()] * n,
        general_positions=set(),
        release=[0] * n,
        main_calendar=single or plan_calendar,
        plan_start_work=(single or plan_calendar).work_at(network.plan_start),
        groups=[],
        begun=[],
        finished=[],
        started=set(),
        alap_positions=[],
    )
    if compiled.single_calendar is None:
        groups: dict[WorkCalendar, list[int]] = {}
        for position, calendar in enumerate(calendars):
            if position not in tree.children:
                groups.setdefault(calendar, []).append(position)
        compiled.groups = list(groups.items())
    compiled.elapsed_link_count = count_elapsed_lags(network.links)
    classify_positions(compiled)
    places = positions(network)
    numbers = dict(zip(places, places, strict=True))
    into, out_of = (
        edges_into(compiled, numbers, compiled.edges_in, compiled.release),
        edges_out_of(compiled, numbers, compiled.edges_out),
    )
    for position in places:
        into(position)
        out_of(position)
    compiled.edges_in, compiled.edges_out = _compact(compiled.edges_in), _compact(compiled.edges_out)
    compiled.is_topological = is_in_topological_order(compiled)
    return compiled


def _compact(edges: list[Edges | None]) -> list[Edges | None]:
    """The same tuples side by side in memory, in the order in which they are read."""
    return [tuple([(other, minutes) for other, minutes in some]) if some else some for some in edges]


def count_elapsed_lags(links: Iterable[NetworkLink]) -> int:
    """How many links have an elapsed lag."""
    return sum(1 for link in links if link[4] == ELAPSED and link[3])


def is_in_topological_order(compiled: CompiledNetwork) -> bool:
    """Whether positions are in order themselves."""
    return not compiled.leaves and all(link[0] < link[1] for link in compiled.network.links)


def classify_positions(compiled: CompiledNetwork, touched: set[int] | None = None) -> None:
    """List the items that have begun, have ended, or are late as possible; where given, only some may differ."""
    network, children = compiled.network, compiled.outline.children
    began, ended = network.actual_start, network.actual_finish
    if touched is None:
        compiled.alap_positions = [
            position
            for position, constraint in enumerate(network.constraint)
            if constraint == ALAP and position not in children
        ]
        both = zip(began, ended, strict=True)
        have = [position for position, (start, end) in enumerate(both) if start is not None or end is not None]
    else:
        now = [position for position in touched if began[position] is not None or ended[position] is not None]
        have = sorted({*compiled.begun, *now}.difference(touched.difference(now)))
    compiled.begun = [position for position in have if position not in children]
    compiled.finished = [position for position in compiled.begun if ended[position] is not None]
    compiled.started = set(compiled.begun)
    for position in compiled.begun:
        up = network.parent[position]
        while up >= 0 and up not in compiled.started:
            compiled.started.add(up)
            up = network.parent[up]


def _inherited_links(
    tree: Outline, links_in: list[Indices], links_out: list[Indices]
) -> tuple[dict[int, Indices], dict[int, Indices], dict[int, list[int]]]:
    inherited_in: dict[int, Indices] = {}
    inherited_out: dict[int, Indices] = {}
    leaves: dict[int, list[int]] = {}
    for summary in tree.children:
        if links_in[summary] or links_out[summary]:
            leaves[summary] = tree.leaves(summary)
            for leaf in leaves[summary]:
                if links_in[summary]:
                    inherited_in[leaf] = inherited_in.get(leaf, ()) + links_in[summary]
                if links_out[summary]:
                    inherited_out[leaf] = inherited_out.get(leaf, ()) + links_out[summary]
    return inherited_in, inherited_out, leaves


def edges_into(
    compiled: CompiledNetwork,
    numbers: dict[int, int],
    edges_in: list[Edges | None] | dict[int, Edges | None],
    release_of: list[int] | dict[int, int],
) -> Callable[[int], None]:
    """A function that finds the edges into an item and its release time, or marks it for the general path.

    It puts them into `edges_in` and `release_of`. `numbers` gives the edges one object for each number: passes run a
    third faster through the less memory.
    """
    network, calendars, children, inherited_in = (
        compiled.network,
        compiled.calendars,
        compiled.outline.children,
        compiled.inherited_links_in,
    )
    began, ended, duration = network.actual_start, network.actual_finish, network.duration
    constraint, dates, milestone = network.constraint, network.constraint_date, network.milestone
    links, links_in = network.links, compiled.links_in
    plan_start = network.plan_start
    starts = {id(compiled.main_calendar): compiled.plan_start_work}
    one = numbers.setdefault

    def find(position: int) -> None:
        edges_in[position] = None
        if milestone[position] or began[position] is not None or ended[position] is not None:
            return
        if position in children or position in inherited_in:
            return
        calendar = calendars[position]
        if not calendar.additive:
            return
        length = duration[position]
        edges: list[tuple[int, int]] = []
        has_ff = False
        for index in links_in[position]:
            before, _, kind, lag, unit = links[index]
            if calendars[before] is not calendar or constraint[before] == ALAP or (unit == ELAPSED and lag):
                return
            if began[before] is not None or ended[before] is not None or before in children:
                return  # its finish does not follow from its start
            has_ff = has_ff or kind == FF
            minutes = edge_minutes(kind, link_lag(unit, lag, duration[before]), duration[before], length)
            edges.append((one(before, before), one(minutes, minutes)))
        tie, when, when_work = constraint[position], dates[position], None
        if tie != ASAP and (tie != ALAP or when is not None):
            if when is None or tie not in (SNET, FNET, ALAP):
                return
            if tie != FNET:
                when_work = calendar.work_at(when)
                if edges and calendar.next_working(when) != when:
                    return
            else:
                when_work = calendar.work_at(when) - length
                if not length or (not edges and calendar.previous_working(when) != when):
                    return
        plan_start_work = starts.get(id(calendar))
        if plan_start_work is None:
            plan_start_work = starts[id(calendar)] = calendar.work_at(plan_start)
        release = release_work(tie, when_work, plan_start_work, has_links=bool(edges), has_ff=has_ff)
        release_of[position] = NEVER if release is None else release
        edges_in[position] = tuple(edges)

    return find


def edges_out_of(
    compiled: CompiledNetwork, numbers: dict[int, int], edges_out: list[Edges | None] | dict[int, Edges | None]
) -> Callable[[int], None]:
    """A function that finds the edges out of an item, or marks it for the general path; see `edges_into`."""
    network, calendars, children, inherited_out = (
        compiled.network,
        compiled.calendars,
        compiled.outline.children,
        compiled.inherited_links_out,
    )
    began, ended, duration = network.actual_start, network.actual_finish, network.duration
    constraint, deadline = network.constraint, network.deadline
    links, links_out, general = network.links, compiled.links_out, compiled.general_positions
    one = numbers.setdefault

    def find(position: int) -> None:
        edges_out[position] = None
        if position not in children:
            general.add(position)
        if deadline[position] is not None or began[position] is not None or ended[position] is not None:
            return
        if constraint[position] in LATE_CONSTRAINTS or position in children or position in inherited_out:
            return
        calendar = calendars[position]
        if not calendar.additive:
            return
        length = duration[position]
        edges: list[tuple[int, int]] = []
        for index in links_out[position]:
            _, after, kind, lag, unit = links[index]
            if ended[after] is not None:
                continue
            if calendars[after] is not calendar or (unit == ELAPSED and lag):
                return
            if began[after] is not None or after in children:
                return
            minutes = edge_minutes(kind, link_lag(unit, lag, length), length, duration[after])
            edges.append((one(after, after), one(minutes, minutes)))
        edges_out[position] = tuple(edges)
        general.discard(position)

    return find
