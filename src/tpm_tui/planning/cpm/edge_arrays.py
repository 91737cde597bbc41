"""The edges of all items as arrays, for what is calculated of all of them at once.

An edit changes the edges of a few items. They are written into the arrays when these are next asked for; after most
edits nobody does.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from tpm_tui.planning.cpm.compiled_network import CompiledNetwork, Edges
from tpm_tui.planning.model.graph.arrays import Integers

EdgeArrays: TypeAlias = "tuple[Integers, Integers, Integers]"
"""How many edges each item has; item by item, where they lead, and their minutes."""


def edge_arrays(compiled: CompiledNetwork) -> EdgeArrays:
    """The edges out of the items; those on the general path have none."""
    known: tuple[EdgeArrays, frozenset[int]] | None = compiled.arrays.get("edges")
    if known is None:
        columns = _listed(compiled.edges_out)
    elif known[1]:
        columns = _patched(known[0], compiled.edges_out, sorted(known[1]))
    else:
        return known[0]
    compiled.arrays["edges"] = columns, frozenset()
    return columns


def _listed(arcs_of: list[Edges | None]) -> EdgeArrays:
    counts = np.array([len(edges or ()) for edges in arcs_of], dtype=np.int64)
    return counts, *_ends(arcs_of)


def _ends(arcs_of: Iterable[Edges | None]) -> tuple[Integers, Integers]:
    edges = [edge for some in arcs_of if some for edge in some]
    return np.array([edge[0] for edge in edges], dtype=np.int64), np.array([edge[1] for edge in edges], dtype=np.int64)


def _patched(columns: EdgeArrays, arcs_of: list[Edges | None], positions: list[int]) -> EdgeArrays:
    """The arrays with the edges of some items, given in ascending order, in the place of what stood there."""
    counts, others, minutes = columns
    ends = np.cumsum(counts)
    replaced = [slice(int(ends[position] - counts[position]), int(ends[position])) for position in positions]
    several = [len(arcs_of[position] or ()) for position in positions]
    fresh = [_ends([arcs_of[position]]) for position in positions]
    if several == counts[positions].tolist():
        others, minutes = others.copy(), minutes.copy()
        for at, (theirs, lengths) in zip(replaced, fresh, strict=True):
            others[at], minutes[at] = theirs, lengths
        return counts, others, minutes
    counts = counts.copy()
    counts[positions] = several
    return (
        counts,
        _spliced(others, replaced, [one for one, _ in fresh]),
        _spliced(minutes, replaced, [one for _, one in fresh]),
    )


def _spliced(values: Integers, replaced: list[slice], fresh: list[Integers]) -> Integers:
    parts: list[Integers] = []
    since = 0
    for at, instead in zip(replaced, fresh, strict=True):
        parts += [values[since : at.start], instead]
        since = at.stop
    return np.concatenate([*parts, values[since:]])
