"""Early dates where much of a plan moves by one amount: all are moved by it and checked against the links at once.

Early dates are the only ones that agree with every link, constraint and actual date: items wait for one another in no
loop. So whatever way they were found, once each item stands where those before it let it stand, they are the dates of
the forward pass.
"""

from array import array
from collections import Counter
from heapq import heapify, heappop, heappush

from tpm_tui.planning.cpm.forward import PassState, edge_early_start, general_forward_pass

MAX_RECALCULATED_SHARE = 0.8
"""All are moved where at least this share of what has moved so far moved by the same amount."""


def common_shift(shifts: list[int]) -> int:
    """The amount by which most have moved; 0 where they have moved by this and that, or most have not."""
    amount, times = Counter(shifts).most_common(1)[0] if shifts else (0, 0)
    return amount if times >= MAX_RECALCULATED_SHARE * len(shifts) else 0


def shift_uniformly(state: PassState, since: int, shift: int, touched: set[int], most: int) -> bool:
    """Fill `early` and `early_clock` from a position on, where nearly all from there on is moved by a shift.

    Positions are in order themselves; what stands before is filled in, and of the rest only the edges and release
    times of `touched` differ from when it was. False if more than `most` items must be looked at one by one: then
    `early` means nothing from there on.
    """
    compiled = state.compiled
    apart = [position for position in touched.union(state.early_clock) if compiled.edges_in[position] is None]
    behind = [index for position in compiled.general_positions for index in compiled.links_out[position]]
    if len(apart) + len(behind) > most:
        return False
    links, children = compiled.network.links, compiled.outline.children
    waiting = {links[index][1] for index in behind}.union(apart, _violated_positions(state, since, shift))
    state.early_clock = {position: span for position, span in state.early_clock.items() if position < since}
    return _recalculate(state, [position for position in waiting.difference(children) if position >= since], most)


def _violated_positions(state: PassState, since: int, shift: int) -> list[int]:
    """Move all from a position on; the items on the fast path that the edges would have elsewhere.

    Edges out of items whose late dates are on the general path are not looked at.
    """
    import numpy as np

    from tpm_tui.planning.cpm.edge_arrays import edge_arrays
    from tpm_tui.planning.cpm.hierarchy_arrays import summary_levels
    from tpm_tui.planning.model.graph.arrays import as_array, as_column

    compiled = state.compiled
    early = as_array(state.early).copy()
    early[since:] += shift
    for level in summary_levels(compiled):
        early[level.summaries] = compiled.plan_start_work
    counts, after, minutes = edge_arrays(compiled)
    needed = as_array(array("q", compiled.release))
    np.maximum.at(needed, after, np.repeat(early, counts) + minutes)
    differs = needed != early
    for level in summary_levels(compiled):
        differs[level.summaries] = False
    differs[:since] = False
    state.early = as_column(early)
    violated: list[int] = np.flatnonzero(differs).tolist()
    return violated


def _recalculate(state: PassState, waiting: list[int], most: int) -> bool:
    """Calculate some items, and those behind whatever that changes; False if they are more than `most`.

    All that are on the general path are among them: the others only ask in working time for what is before them.
    """
    compiled, early = state.compiled, state.early
    links, links_out = compiled.network.links, compiled.links_out
    heapify(waiting)
    queued = set(waiting)
    while waiting:
        if len(queued) > most:
            return False
        position = heappop(waiting)
        before = early[position]
        edges = compiled.edges_in[position]
        if edges is None:
            general_forward_pass(state, position)
        else:
            early[position] = edge_early_start(early, compiled.release[position], edges)
        if early[position] == before:
            continue
        for index in links_out[position]:
            following = links[index][1]
            if following not in queued:
                queued.add(following)
                heappush(waiting, following)
    return True
