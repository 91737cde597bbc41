"""Cycles: in any graph, in the tree of items, and in the links, where one on a summary binds everything below it.

The network's nodes are the start and the finish of every item. A leaf's start leads to its finish, a summary's start to
those of its children and their finishes to its own, a link from its predecessor's finish to its successor's start.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from tpm_tui.domain.plan.record_view import RecordView

NodeT = TypeVar("NodeT", bound=Hashable)

#: The start (False) or the finish (True) of an item.
EventNode = tuple[str, bool]
Adjacency = dict[EventNode, list[EventNode]]


def first_cycle(starts: Iterable[NodeT], following: Callable[[NodeT], Iterator[NodeT]]) -> list[NodeT] | None:
    """The nodes of the first cycle that is reached from one of ``starts``, in order; None if there is none.

    ``following`` gives the nodes that a node leads to. A depth-first search that visits each node once.
    """
    finished: set[NodeT] = set()
    for root in starts:
        if root in finished:
            continue
        path = [root]
        on_path = {root}
        stack = [following(root)]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                done = path.pop()
                on_path.discard(done)
                finished.add(done)
            elif node in on_path:
                return path[path.index(node) :]
            elif node not in finished:
                path.append(node)
                on_path.add(node)
                stack.append(following(node))
    return None


def parent_cycles(
    view: RecordView, items: Sequence[str], kind: str = "item", field: str = "parent"
) -> Iterator[list[str]]:
    """Each cycle of parents that one of ``items`` is part of, from the last of them that is, each before its parent.

    ``field`` of ``kind`` names the parent. A cycle counts as broken there when the next is looked for.
    """
    order = {item: number for number, item in enumerate(items)}
    checked: set[str] = set()
    cut: set[str] = set()
    for start in items:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in checked and at not in path:
            path[at] = None
            at = None if at in cut else _parent(view, kind, field, at)
        if at is not None and at in path:
            members = list(path)
            cycle = members[members.index(at) :]
            last = max((item for item in cycle if item in order), key=order.__getitem__, default=None)
            if last is not None:
                turn = cycle.index(last)
                yield cycle[turn:] + cycle[:turn]
                cut.add(last)
        checked.update(path)


def _parent(view: RecordView, kind: str, field: str, id_: str) -> str | None:
    parent = view.value(kind, id_, field) if view.has(kind, id_) else None
    return None if parent is None else str(parent)


class ItemNetwork:
    """The network of a view's items and links, without the links of some ids. Parents must not form a cycle."""

    def __init__(self, view: RecordView, without: Collection[str] = ()) -> None:
        self._view = view
        self._without = without
        self._children = view.ids_by_reference("item", "parent")
        self._links = view.ids_by_reference("link", "predecessor")

    def following(self, node: EventNode) -> Iterator[EventNode]:
        """The events that wait for one."""
        item, finish = node
        if not finish:
            children = self._children.get(item)
            if children:
                yield from ((child, False) for child in children)
            else:
                yield item, True
            return
        parent = _parent(self._view, "item", "parent", item)
        if parent is not None:
            yield parent, True
        for link in self._links.get(item, ()):
            if link not in self._without:
                yield str(self._view.value("link", link, "successor")), False

    def find_cycle(self, starts: Iterable[str]) -> list[str] | None:
        """The items of a cycle that is reached from the start of one of ``starts``; None if there is none."""
        cycle = first_cycle(((start, False) for start in starts), self.following)
        return None if cycle is None else _items(cycle)

    def reachable(self, starts: Iterable[str]) -> Adjacency:
        """The part of the network that can be reached from the starts of some items."""
        part: Adjacency = {}
        stack: list[EventNode] = [(start, False) for start in starts]
        while stack:
            node = stack.pop()
            if node not in part:
                part[node] = list(self.following(node))
                stack += part[node]
        return part


def _items(nodes: Iterable[EventNode]) -> list[str]:
    return list(dict.fromkeys(item for item, _ in nodes))


def link_cycles(view: RecordView, links: Sequence[str], moved: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(kind, id, items of the cycle) of each change that closes a cycle of links.

    ``links`` are those that were made or changed: taken one by one in this order, the one that closes a cycle with the
    others is given. Where what else is there is cyclic already, it is the last of the ``moved`` items in that cycle
    alone, and nothing of the links.
    """
    ends = {
        link: (str(view.value("link", link, "predecessor")), str(view.value("link", link, "successor")))
        for link in links
    }
    starts = [*(successor for _, successor in ends.values()), *moved]
    cycle = ItemNetwork(view).find_cycle(starts)
    if cycle is None:
        return
    if len(starts) == 1:
        yield ("link", links[0], cycle) if links else ("item", moved[0], cycle)
        return
    kept = ItemNetwork(view, set(links))
    cycle = kept.find_cycle(starts)
    if cycle is not None:
        last = next((item for item in reversed(moved) if item in cycle), None)
        if last is not None:
            yield "item", last, cycle
        return
    network = kept.reachable([*starts, *(predecessor for predecessor, _ in ends.values())])
    core = _cyclic_core(network, ends.values())
    order = _IncrementalOrder({node: [n for n in network[node] if n in core] for node in core})
    for link, (predecessor, successor) in ends.items():
        low, high = (predecessor, True), (successor, False)
        if low in core and high in core:
            path = order.add(low, high)
            if path is not None:
                yield "link", link, _items([low, *path])


def _cyclic_core(network: Mapping[EventNode, Sequence[EventNode]], links: Iterable[tuple[str, str]]) -> set[EventNode]:
    """What is left of a network with some links more when everything that no cycle can pass through is taken off."""
    forward: Adjacency = {node: list(following) for node, following in network.items()}
    for predecessor, successor in links:
        forward.setdefault((predecessor, True), []).append((successor, False))
    backward: Adjacency = {}
    for node, following in forward.items():
        for n in following:
            backward.setdefault(n, []).append(node)
    left = {*forward, *backward}
    for onward, behind in ((backward, forward), (forward, backward)):
        count = {node: sum(1 for n in onward.get(node, ()) if n in left) for node in left}
        stack = [node for node, c in count.items() if c == 0]
        while stack:
            node = stack.pop()
            left.discard(node)
            for n in behind.get(node, ()):
                if n in left:
                    count[n] -= 1
                    if count[n] == 0:
                        stack.append(n)
    return left


class _IncrementalOrder:
    """An acyclic network with a number for each node, greater than those of all that lead to it; edges are added one
    by one.

    Only what lies between the ends of a new edge is looked at [Pearce and Kelly 2006, "A dynamic topological sort
    algorithm for directed acyclic graphs"].
    """

    def __init__(self, forward: Adjacency) -> None:
        self._forward = forward
        self._backward: Adjacency = {node: [] for node in forward}
        for node, following in forward.items():
            for n in following:
                self._backward[n].append(node)
        self._number = self._numbers()

    def _numbers(self) -> dict[EventNode, int]:
        count = {node: len(leading) for node, leading in self._backward.items()}
        stack = [node for node, c in count.items() if c == 0]
        number: dict[EventNode, int] = {}
        while stack:
            node = stack.pop()
            number[node] = len(number)
            for n in self._forward[node]:
                count[n] -= 1
                if count[n] == 0:
                    stack.append(n)
        return number

    def add(self, low: EventNode, high: EventNode) -> list[EventNode] | None:
        """Add an edge. If it closes a cycle, the path from ``high`` back to ``low``, and nothing is added."""
        number = self._number
        first, last = number[high], number[low]
        if first < last:
            after = self._reached(self._forward, high, first, last)
            if low in after:
                path = [low]
                while path[-1] != high:
                    path.append(after[path[-1]])
                return path[::-1]
            before = self._reached(self._backward, low, first, last)
            moved = sorted(before, key=number.__getitem__) + sorted(after, key=number.__getitem__)
            for node, place in zip(moved, sorted(number[n] for n in moved), strict=True):
                number[node] = place
        self._forward[low].append(high)
        self._backward[high].append(low)
        return None

    def _reached(self, edges: Adjacency, start: EventNode, first: int, last: int) -> dict[EventNode, EventNode]:
        """Each node reached between two numbers, and the one it was reached from."""
        number, reached, stack = self._number, {start: start}, [start]
        while stack:
            node = stack.pop()
            for n in edges[node]:
                if n not in reached and first <= number[n] <= last:
                    reached[n] = node
                    stack.append(n)
        return reached
