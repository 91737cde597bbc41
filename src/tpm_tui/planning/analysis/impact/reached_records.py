"""What is reached from a record: a tree over typed edges between records."""

from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct


class ImpactEdge(Struct, frozen=True):
    """``source`` touches ``target``; ``via`` says how, read forwards, ``back`` read the other way."""

    source: str
    target: str
    via: str
    back: str


class ImpactNode(Struct, frozen=True):
    """One record that is reached: by which edge, from which record, in how many steps (the first has 0)."""

    key: str
    parent: str | None
    via: str
    depth: int


def impact(
    start: str, edges: Iterable[ImpactEdge], *, backwards: bool = False, deepest: int | None = None
) -> list[ImpactNode]:
    """Everything reached from a record, each once and on a shortest way, as a tree in the order it is read.

    Edges are followed from source to target, the other way if ``backwards``. Siblings stand in the order of the edges.
    """
    following: dict[str, list[tuple[str, str]]] = {}
    for edge in edges:
        if backwards:
            following.setdefault(edge.target, []).append((edge.source, edge.back))
        else:
            following.setdefault(edge.source, []).append((edge.target, edge.via))
    reached = {start: ImpactNode(start, None, "", 0)}
    children: dict[str, list[str]] = {}
    queue = deque([start])
    while queue:
        key = queue.popleft()
        depth = reached[key].depth + 1
        if deepest is not None and depth > deepest:
            continue
        for other, via in following.get(key, ()):
            if other not in reached:
                reached[other] = ImpactNode(other, key, via, depth)
                children.setdefault(key, []).append(other)
                queue.append(other)
    return [reached[key] for key in _preorder(start, children)]


def _preorder(start: str, children: dict[str, list[str]]) -> Iterator[str]:
    stack = [start]
    while stack:
        key = stack.pop()
        yield key
        stack.extend(reversed(children.get(key, ())))
