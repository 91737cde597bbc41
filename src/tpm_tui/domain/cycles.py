"""Loops: in any graph, in the tree of items, and in the links, where one on a summary binds everything below it."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from tpm_tui.domain.plan.plan import Plan

NodeT = TypeVar("NodeT", bound=Hashable)

#: An item's way in (0: something waits to start it) or out (1: something waits for its end).
_Node = tuple[str, int]


def parent_cycle(plan: Plan, item: str) -> list[str] | None:
    """The items of a loop of parents that starts at an item, None if its ancestors end at the top."""
    table, path, at = plan["item"], {item: None}, plan.value("item", item, "parent")
    while at is not None and at in table:
        if at == item:
            return list(path)
        if at in path:
            return None
        path[str(at)] = None
        at = table.value(str(at), "parent")
    return None


def link_cycle(plan: Plan, starts: Iterable[str]) -> list[str] | None:
    """The items of a loop of links that is reached from one of ``starts``, None if there is none.

    Nodes are ways in and out: a leaf leads from its way in to its way out, a summary's way in to those
    of its children and their ways out to its own, a link from its predecessor's way out to its successor's way in.
    """
    children, links = plan.children, plan["link"]
    by_predecessor = plan.ids_by_reference("link", "predecessor")
    parents = plan["item"].columns["parent"]
    position = plan["item"].position

    def following(node: _Node) -> Iterator[_Node]:
        item, way = node
        if way == 0:
            below = children.get(item)
            if below:
                yield from ((child, 0) for child in below)
            else:
                yield item, 1
            return
        parent = parents[position[item]]
        if parent is not None:
            yield str(parent), 1
        for link in by_predecessor.get(item, ()):
            yield str(links.value(link, "successor")), 0

    cycle = first_cycle(((start, 0) for start in starts), following)
    return None if cycle is None else list(dict.fromkeys(item for item, _ in cycle))


def first_cycle(starts: Iterable[NodeT], following: Callable[[NodeT], Iterator[NodeT]]) -> list[NodeT] | None:
    """The nodes of the first loop that is reached from one of ``starts``, in order; None if there is none.

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
