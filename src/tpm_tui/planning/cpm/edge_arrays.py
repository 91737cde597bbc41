"""The arcs of all items as arrays, for what is calculated of all of them at once.

An edit changes the arcs of a few items. They are written into the arrays when these are next asked for; after most
edits nobody does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tpm_tui.planning.cpm.compiled import CompiledNetwork, Edges

EdgeArray: TypeAlias = "npt.NDArray[np.int64]"
EdgeArrays: TypeAlias = "tuple[EdgeArray, EdgeArray, EdgeArray]"
"""How many arcs each item has; item by item, where they lead, and their minutes."""


def edge_arrays(form: CompiledNetwork) -> EdgeArrays:
    """The arcs out of the items; those calculated the general way have none."""
    known: tuple[EdgeArrays, frozenset[int]] | None = form.arrays.get("arcs")
    if known is None:
        columns = _listed(form.edges_out)
    elif known[1]:
        columns = _patched(known[0], form.edges_out, sorted(known[1]))
    else:
        return known[0]
    form.arrays["arcs"] = columns, frozenset()
    return columns


def _listed(arcs_of: list[Edges | None]) -> EdgeArrays:
    counts = np.array([len(arcs or ()) for arcs in arcs_of], dtype=np.int64)
    return counts, *_ends(arcs_of)


def _ends(arcs_of: Iterable[Edges | None]) -> tuple[EdgeArray, EdgeArray]:
    arcs = [arc for some in arcs_of if some for arc in some]
    return np.array([arc[0] for arc in arcs], dtype=np.int64), np.array([arc[1] for arc in arcs], dtype=np.int64)


def _patched(columns: EdgeArrays, arcs_of: list[Edges | None], positions: list[int]) -> EdgeArrays:
    """The arrays with the arcs of some items, given in ascending order, in the place of what stood there."""
    counts, others, minutes = columns
    ends = np.cumsum(counts)
    stood = [slice(int(ends[position] - counts[position]), int(ends[position])) for position in positions]
    several = [len(arcs_of[position] or ()) for position in positions]
    fresh = [_ends([arcs_of[position]]) for position in positions]
    if several == counts[positions].tolist():
        others, minutes = others.copy(), minutes.copy()
        for at, (theirs, lengths) in zip(stood, fresh, strict=True):
            others[at], minutes[at] = theirs, lengths
        return counts, others, minutes
    counts = counts.copy()
    counts[positions] = several
    return (
        counts,
        _spliced(others, stood, [one for one, _ in fresh]),
        _spliced(minutes, stood, [one for _, one in fresh]),
    )


def _spliced(values: EdgeArray, stood: list[slice], fresh: list[EdgeArray]) -> EdgeArray:
    parts: list[EdgeArray] = []
    since = 0
    for at, instead in zip(stood, fresh, strict=True):
        parts += [values[since : at.start], instead]
        since = at.stop
    return np.concatenate([*parts, values[since:]])
