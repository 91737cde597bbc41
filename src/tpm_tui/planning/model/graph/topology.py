"""The order in which a network can be calculated, and the loops that forbid one.

A summary is in the graph twice: as a gate that all its descendants wait behind, and as an end that waits for all of
them. A link into a summary enters at the gate, a link out of it leaves at the end. So a link on a summary binds its
children, and a link between a summary and its own descendant is a loop like any other.

Graph nodes: an item's position is the item itself, or a summary's end; position + n is a summary's gate.
"""

from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.domain.cycles_in_parents_and_links import first_cycle
from tpm_tui.planning.model.network import Network, positions


class CycleError(ValueError):
    """The links run in a loop. `cycle` holds its positions in order, the first not repeated."""

    def __init__(self, loop: list[int]) -> None:
        super().__init__(f"the links run in a loop through the items at {', '.join(map(str, loop))}")
        self.cycle = loop


class Outline(Struct, frozen=True, eq=False):
    """The hierarchy read downwards."""

    children: dict[int, list[int]]
    """direct children of each summary, in order of rank"""
    upwards: list[int]
    """the summaries, each after the summaries within it"""

    def leaves(self, position: int) -> list[int]:
        """The items under a summary that are no summaries, in outline order; an item alone is its own leaf."""
        positions: list[int] = []
        waiting = [position]
        while waiting:
            at = waiting.pop()
            below = self.children.get(at)
            if below is None:
                positions.append(at)
            else:
                waiting.extend(reversed(below))
        return positions


def outline(network: Network) -> Outline:
    """Children by parent. Raises CycleError where an item is its own ancestor."""
    known: Outline | None = network.cache.get("outline")
    if known is not None:
        return known
    children: dict[int, list[int]] = {}
    for position, parent in zip(positions(network), network.parent, strict=True):
        if parent >= 0:
            if parent in children:
                children[parent].append(position)
            else:
                children[parent] = [position]
    rank = network.rank
    for below in children.values():
        below.sort(key=rank.__getitem__)
    downwards: list[int] = []
    reach = [position for position in children if network.parent[position] < 0]
    while reach:
        at = reach.pop()
        downwards.append(at)
        reach.extend(child for child in children[at] if child in children)
    if len(downwards) != len(children):
        raise CycleError(_ancestor_loop(network.parent, set(children) - set(downwards)))
    known = Outline(children, downwards[::-1])
    network.cache["outline"] = known
    return known


def _ancestor_loop(parent: Sequence[int], within: set[int]) -> list[int]:
    at = min(within)
    seen: list[int] = []
    while at not in seen:
        seen.append(at)
        at = parent[at]
    return seen[seen.index(at) :]


def topological_order(network: Network) -> list[int]:
    """Leaves, and summaries with outgoing links after their leaves, each after all that it waits for.

    As near to the order of positions as the links allow: passes run through memory in that order. Raises CycleError
    that names the loop.
    """
    known: list[int] | None = network.cache.get("order")
    if known is None:
        known = network.cache["order"] = _order(network)
    return known


def _order(network: Network) -> list[int]:
    n = len(network)
    children = outline(network).children
    if all(link[0] < link[1] and link[0] not in children and link[1] not in children for link in network.links):
        return [position for position in positions(network) if position not in children]
    before: list[list[int]] = [[] for _ in range(2 * n if children else n)]
    for node, after in enumerate(graph(network)):
        for following in after:
            before[following].append(node)
    state = bytearray(len(before))  # 0 new, 1 on the path, 2 done
    sequence: list[int] = []
    for root in range(n):
        if state[root]:
            continue
        path = [root]
        while path:
            node = path[-1]
            if state[node]:
                path.pop()
                if state[node] == 1:
                    state[node] = 2
                    sequence.append(node)
                continue
            state[node] = 1
            for earlier in before[node]:
                if not state[earlier]:
                    path.append(earlier)
                elif state[earlier] == 1:
                    raise CycleError(find_cycle(network) or [])
    if children:
        leading = {link[0] for link in network.links}
        sequence = [node for node in sequence if node < n and (node not in children or node in leading)]
    return list(map(positions(network).__getitem__, sequence))


def graph(network: Network) -> list[list[int]]:
    """Successor nodes of each node, 2n lists; gates of items that are no summaries stay empty."""
    n = len(network)
    children = outline(network).children
    successors: list[list[int]] = [[] for _ in range(n + (n if children else 0))]
    if children:
        for position, parent in enumerate(network.parent):
            if parent >= 0:
                successors[parent + n].append(position + n if position in children else position)
                successors[position].append(parent)
        for position in children:
            # an end also waits for its own gate, through the leaves; a summary of summaries needs no edge of its own
            successors[position + n].append(position)
    for link in network.links:
        after = link.successor
        successors[link.predecessor].append(after + n if after in children else after)
    return successors


def find_cycle(network: Network) -> list[int] | None:
    """The positions of one loop of links, in order, or None. Summaries take part as the module says."""
    successors = graph(network)
    cycle = first_cycle(range(len(successors)), lambda node: iter(successors[node]))
    return None if cycle is None else _positions(cycle, len(network))


def _positions(nodes: list[int], n: int) -> list[int]:
    """Nodes as positions, a summary's gate and end named once."""
    loop: list[int] = []
    for node in nodes:
        position = node - n if node >= n else node
        if position not in loop:
            loop.append(position)
    return loop
