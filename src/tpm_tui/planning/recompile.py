"""The compiled form of an edited network from that of the network before: only what the edit touches is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tpm_tui.domain.progress import heed
from tpm_tui.planning.compiled import ALAP, Arcs, Compiled, arcs_into, arcs_out_of, elapsed_lags, sort_out
from tpm_tui.planning.network import Link, Network, positions
from tpm_tui.planning.relinked import relinked
from tpm_tui.planning.shared import Shared
from tpm_tui.planning.topology import order

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

STEP = 512
"""Links are compared so many at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """What an edit touches in a compiled network."""

    form: Compiled
    changed: set[int]
    """items whose columns or links differ"""
    after: set[int]
    """those and their successors: their early dates may differ"""
    before: set[int]
    """those and their predecessors: their late dates may differ"""


def recompiled(form: Compiled, network: Network, changed: Iterable[int] | None) -> Edit | None:
    """Carry a compiled form over to an edited network, or None if the edit goes too deep for that.

    `changed` are the positions whose columns or links differ, both ends of a link; None finds them out. Too deep are
    other calendars, another hierarchy or plan start, links on summaries and items that are late as possible.
    """
    old = form.network
    if len(old) != len(network) or form.leaves or form.late:
        return None
    if not all(getattr(old, name) == getattr(network, name) for name in SCALARS):
        return None
    if not all(_same(getattr(old, name), getattr(network, name)) for name in SHAPE):
        return None
    touched = set(_differences(old, network) if changed is None else changed)
    same_links = old.links is network.links
    if any(network.constraint[position] == ALAP for position in touched):
        return None
    form.places()  # worked out once for all that come after
    grown = replace(form, network=network, general=set(form.general), arrays={})
    network.cache["positions"] = positions(old)
    if not same_links and not _relink(grown, old):
        return None
    if grown.clock_counts() != form.clock_counts():
        return None
    network.cache["outline"] = form.outline
    network.cache["order"] = grown.order
    network.cache["compiled"] = grown
    if any(_standing(old, position) != _standing(network, position) for position in touched):
        sort_out(grown, touched)
    links = network.links
    after, before = set(touched), set(touched)
    for position in touched:
        after.update([links[index][1] for index in grown.links_out[position]])
        before.update([links[index][0] for index in grown.links_in[position]])
    _find_arcs(grown, after, before)
    _carry_arrays(form, grown, touched, before)
    return Edit(grown, touched, after, before)


def _find_arcs(form: Compiled, after: set[int], before: set[int]) -> None:
    """The arcs into some items and out of some; a list in which none differs stays that of the form before."""
    arcs_in: dict[int, Arcs | None] = {}
    arcs_out: dict[int, Arcs | None] = {}
    base: dict[int, int] = {}
    numbers: dict[int, int] = {}
    into, out_of = arcs_into(form, numbers, arcs_in, base), arcs_out_of(form, numbers, arcs_out)
    for position in after:
        into(position)
    for position in before:
        out_of(position)
    form.arcs_in = _with(form.arcs_in, arcs_in)
    form.arcs_out = _with(form.arcs_out, arcs_out)
    form.base = _with(form.base, base)


def _with(column: list[T], entries: dict[int, T]) -> list[T]:
    shared = Shared(column)
    for position, value in entries.items():
        shared.put(position, value)
    return shared.values


def with_durations(form: Compiled, network: Network, cancelled: Callable[[], bool] | None = None) -> Compiled:
    """The compiled form of a network that differs in durations and remaining work alone, for forward passes alone.

    Raises Cancelled.
    """
    grown = replace(form, network=network, arcs_in=list(form.arcs_in), base=list(form.base), arrays={})
    into = arcs_into(grown, {}, grown.arcs_in, grown.base)
    for position in range(len(network)):
        if not position % STEP:
            heed(cancelled)
        into(position)
    return grown


def _carry_arrays(form: Compiled, grown: Compiled, touched: set[int], before: set[int]) -> None:
    """Carry the arrays over; those of the hierarchy and the calendars stay as they are."""
    grown.arrays.update(form.arrays)
    if "duration" in form.arrays:
        durations = Shared(form.arrays["duration"])
        for position in touched:
            durations.put(position, grown.network.duration[position])
        grown.arrays["duration"] = durations.values
    if "arcs" in form.arrays:
        columns, stale = form.arrays["arcs"]
        old, new = form.arcs_out, grown.arcs_out
        grown.arrays["arcs"] = columns, stale.union([position for position in before if old[position] != new[position]])


def _same(one: object, other: object) -> bool:
    return one is other or one == other


def _standing(network: Network, position: int) -> tuple[bool, bool]:
    return network.actual_start[position] is not None, network.actual_finish[position] is not None


def _differences(old: Network, new: Network) -> set[int]:
    """The positions whose columns or links differ."""
    found: set[int] = set()
    for name in VALUES:
        one, other = getattr(old, name), getattr(new, name)
        if not _same(one, other):
            found.update([at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right])
    if old.links is not new.links:
        _, gone, come = _window(old.links, new.links)
        twice = len(gone) != len(set(gone)) or len(come) != len(set(come))
        for link in (*gone, *come) if twice else set(gone) ^ set(come):
            found.update(link[:2])
    return found


def _window(before: Sequence[Link], after: Sequence[Link]) -> tuple[int, Sequence[Link], Sequence[Link]]:
    """How many links at the start are the same, and what stands between there and the end from where all are again."""
    most = min(len(before), len(after))
    first = _alike(before, after, most)
    last = _alike(before, after, most - first, from_end=True)
    return first, before[first : len(before) - last], after[first : len(after) - last]


def _alike(one: Sequence[Link], other: Sequence[Link], most: int, *, from_end: bool = False) -> int:
    """How many links at the start, or at the end, of both are the same; at most so many."""

    def step(links: Sequence[Link], size: int) -> Sequence[Link]:
        return links[len(links) - alike - size : len(links) - alike] if from_end else links[alike : alike + size]

    alike, size = 0, STEP
    while size:
        size = min(size, most - alike)
        if step(one, size) == step(other, size):
            alike += size
        else:
            size //= 2
    return alike


def _relink(form: Compiled, old: Network) -> bool:
    """Renew the lists of links; False if a link joins a summary. Raises CycleError for a loop."""
    children = form.outline.children
    first, gone, come = _window(old.links, form.network.links)
    both = (form.links_out, form.links_in)
    form.links_out, form.links_in = relinked(both, len(old.links), first, gone, come)
    form.elapsed += elapsed_lags(come) - elapsed_lags(gone)
    place = form.places()
    ordered = True
    for predecessor, successor, *_ in come:
        if predecessor in children or successor in children:
            return False
        if place[predecessor] >= place[successor]:
            ordered = False
    if not ordered:
        form.network.cache["outline"] = form.outline
        form.order = order(form.network)
        form.place = None
        form.in_place = False
    return True
