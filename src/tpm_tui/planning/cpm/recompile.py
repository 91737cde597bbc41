"""The compiled form of an edited network from that of the network before: only what the edit touches is compiled."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.cancellation_of_long_work import check_cancelled
from tpm_tui.planning.cpm.compiled_network import (
    CompiledNetwork,
    Edges,
    classify_positions,
    count_elapsed_lags,
    edges_into,
    edges_out_of,
)
from tpm_tui.planning.cpm.scheduling_rules import ALAP
from tpm_tui.planning.model.graph.copy_on_write import CopyOnWrite
from tpm_tui.planning.model.graph.link_index import updated_link_index
from tpm_tui.planning.model.graph.topology import topological_order
from tpm_tui.planning.model.network import Network, NetworkLink, positions

T = TypeVar("T")

SCALARS = ("calendars", "plan_calendar", "plan_start", "status_date", "critical_slack_limit")
SHAPE = ("parent", "rank", "calendar")
"""Columns whose change touches more than the items that changed."""
VALUES = (
    "duration",
    "milestone",
    "constraint",
    "constraint_date",
    "deadline",
    "actual_start",
    "actual_finish",
    "remaining",
    "progress",
)

COMPARE_STEP = 512
"""Links are compared so many at a time."""


class NetworkEdit(Struct, frozen=True, eq=False):
    """What an edit touches in a compiled network."""

    compiled: CompiledNetwork
    changed: set[int]
    """items whose columns or links differ"""
    after: set[int]
    """those and their successors: their early dates may differ"""
    before: set[int]
    """those and their predecessors: their late dates may differ"""


def recompiled(compiled: CompiledNetwork, network: Network, changed: Iterable[int] | None) -> NetworkEdit | None:
    """Carry a compiled network over to an edited network, or None if the edit goes too deep for that.

    `changed` are the positions whose columns or links differ, both ends of a link; None finds them out. Too deep are
    other calendars, another hierarchy or plan start, links on summaries and items that are late as possible.
    """
    old = compiled.network
    if len(old) != len(network) or compiled.leaves or compiled.alap_positions:
        return None
    if not all(getattr(old, name) == getattr(network, name) for name in SCALARS):
        return None
    if not all(_same(getattr(old, name), getattr(network, name)) for name in SHAPE):
        return None
    touched = set(_differences(old, network) if changed is None else changed)
    same_links = old.links is network.links
    if any(network.constraint[position] == ALAP for position in touched):
        return None
    compiled.order_indices()  # worked out once for all that come after
    grown = replace(compiled, network=network, general_positions=set(compiled.general_positions), arrays={})
    network.cache["positions"] = positions(old)
    if not same_links and not _update_links(grown, old):
        return None
    if grown.depends_on_clock() != compiled.depends_on_clock():
        return None
    network.cache["outline"] = compiled.outline
    network.cache["order"] = grown.order
    network.cache["compiled"] = grown
    if any(_activity_state(old, position) != _activity_state(network, position) for position in touched):
        classify_positions(grown, touched)
    links = network.links
    after, before = set(touched), set(touched)
    for position in touched:
        after.update([links[index][1] for index in grown.links_out[position]])
        before.update([links[index][0] for index in grown.links_in[position]])
    _find_arcs(grown, after, before)
    _carry_arrays(compiled, grown, touched, before)
    return NetworkEdit(grown, touched, after, before)


def _find_arcs(compiled: CompiledNetwork, after: set[int], before: set[int]) -> None:
    """The edges into some items and out of some; a list in which none differs stays that of the compiled before."""
    edges_in: dict[int, Edges | None] = {}
    edges_out: dict[int, Edges | None] = {}
    release: dict[int, int] = {}
    numbers: dict[int, int] = {}
    into, out_of = edges_into(compiled, numbers, edges_in, release), edges_out_of(compiled, numbers, edges_out)
    for position in after:
        into(position)
    for position in before:
        out_of(position)
    compiled.edges_in = _with(compiled.edges_in, edges_in)
    compiled.edges_out = _with(compiled.edges_out, edges_out)
    compiled.release = _with(compiled.release, release)


def _with(column: list[T], entries: dict[int, T]) -> list[T]:
    shared = CopyOnWrite(column)
    for position, value in entries.items():
        shared.put(position, value)
    return shared.values


def with_durations(
    compiled: CompiledNetwork, network: Network, cancelled: Callable[[], bool] | None = None
) -> CompiledNetwork:
    """The compiled network of a network that differs in durations and remaining work alone, for forward passes alone.

    Raises Cancelled.
    """
    grown = replace(
        compiled, network=network, edges_in=list(compiled.edges_in), release=list(compiled.release), arrays={}
    )
    into = edges_into(grown, {}, grown.edges_in, grown.release)
    for position in range(len(network)):
        if not position % COMPARE_STEP:
            check_cancelled(cancelled)
        into(position)
    return grown


def _carry_arrays(compiled: CompiledNetwork, grown: CompiledNetwork, touched: set[int], before: set[int]) -> None:
    """Carry the arrays over; those of the hierarchy and the calendars stay as they are."""
    grown.arrays.update(compiled.arrays)
    if "duration" in compiled.arrays:
        durations = CopyOnWrite(compiled.arrays["duration"])
        for position in touched:
            durations.put(position, grown.network.duration[position])
        grown.arrays["duration"] = durations.values
    if "edges" in compiled.arrays:
        columns, stale = compiled.arrays["edges"]
        old, new = compiled.edges_out, grown.edges_out
        grown.arrays["edges"] = (
            columns,
            stale.union([position for position in before if old[position] != new[position]]),
        )


def _same(one: object, other: object) -> bool:
    return one is other or one == other


def _activity_state(network: Network, position: int) -> tuple[bool, bool]:
    return network.actual_start[position] is not None, network.actual_finish[position] is not None


def _differences(old: Network, new: Network) -> set[int]:
    """The positions whose columns or links differ."""
    differing: set[int] = set()
    for name in VALUES:
        one, other = getattr(old, name), getattr(new, name)
        if not _same(one, other):
            differing.update([at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right])
    if old.not_before != new.not_before:
        held = old.not_before.keys() | new.not_before.keys()
        differing.update([at for at in held if old.not_before.get(at) != new.not_before.get(at)])
    if old.links is not new.links:
        _, gone, come = _window(old.links, new.links)
        twice = len(gone) != len(set(gone)) or len(come) != len(set(come))
        for link in (*gone, *come) if twice else set(gone) ^ set(come):
            differing.update(link[:2])
    return differing


def _window(
    before: Sequence[NetworkLink], after: Sequence[NetworkLink]
) -> tuple[int, Sequence[NetworkLink], Sequence[NetworkLink]]:
    """How many links at the start are the same, and what stands between there and the end from where all are again."""
    most = min(len(before), len(after))
    first = _common_length(before, after, most)
    last = _common_length(before, after, most - first, from_end=True)
    return first, before[first : len(before) - last], after[first : len(after) - last]


def _common_length(
    one: Sequence[NetworkLink], other: Sequence[NetworkLink], most: int, *, from_end: bool = False
) -> int:
    """How many links at the start, or at the end, of both are the same; at most so many."""

    def step(links: Sequence[NetworkLink], size: int) -> Sequence[NetworkLink]:
        return links[len(links) - alike - size : len(links) - alike] if from_end else links[alike : alike + size]

    alike, size = 0, COMPARE_STEP
    while size:
        size = min(size, most - alike)
        if step(one, size) == step(other, size):
            alike += size
        else:
            size //= 2
    return alike


def _update_links(compiled: CompiledNetwork, old: Network) -> bool:
    """Renew the lists of links; False if a link joins a summary. Raises CycleError for a loop."""
    children = compiled.outline.children
    first, gone, come = _window(old.links, compiled.network.links)
    both = (compiled.links_out, compiled.links_in)
    compiled.links_out, compiled.links_in = updated_link_index(both, len(old.links), first, gone, come)
    compiled.elapsed_link_count += count_elapsed_lags(come) - count_elapsed_lags(gone)
    place = compiled.order_indices()
    ordered = True
    for predecessor, successor, *_ in come:
        if predecessor in children or successor in children:
            return False
        if place[predecessor] >= place[successor]:
            ordered = False
    if not ordered:
        compiled.network.cache["outline"] = compiled.outline
        compiled.order = topological_order(compiled.network)
        compiled.order_index = None
        compiled.is_topological = False
    return True
