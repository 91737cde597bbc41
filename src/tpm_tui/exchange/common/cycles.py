"""Which parents and links of a change set would make a cycle, all of them together.

The network is that of :mod:`tpm_tui.domain.cycles`: every item has a way in and a way out; a leaf leads from one to the
other, a summary's way in to those of its children and their ways out to its own, a link from its predecessor's way out
to its successor's way in.
"""

from tpm_tui.exchange.common.change_set import ChangeSet, RecordChange

#: An item's way in (False) or out (True).
EventNode = tuple[str, bool]
Adjacency = dict[EventNode, list[EventNode]]


def resulting_parents(change_set: ChangeSet) -> dict[str, str | None]:
    """Each item's parent as it will be."""
    table = change_set.plan["item"]
    parents: dict[str, str | None] = {
        id_: None if p is None else str(p) for id_, p in zip(table.ids, table.columns["parent"], strict=True)
    }
    for change in change_set.changes.values():
        if change.kind == "item" and (change.new or "parent" in change.values):
            parent = change.values.get("parent")
            parents[change.id] = None if parent is None else str(parent)
    return parents


def cyclic_parents(change_set: ChangeSet) -> list[tuple[RecordChange, str]]:
    """The last change of each loop of parents, with the reason."""
    parents = resulting_parents(change_set)
    rejections: list[tuple[RecordChange, str]] = []
    sound: set[str] = set()
    for start in [c.id for c in change_set.changes.values() if c.kind == "item" and c.values.get("parent")]:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in sound and at not in path:
            path[at] = None
            at = parents.get(at)
        if at is not None and at in path:
            members = list(path)
            loop = members[members.index(at) :]
            changed = [
                change_set.changes[i]
                for i in loop
                if i in change_set.changes and "parent" in change_set.changes[i].values
            ]
            if changed:
                last = max(changed, key=lambda c: c.line)
                names = " in ".join(_name(change_set, i) for i in [*loop[:4], loop[0]])
                rejections.append((last, f"an item cannot lie inside itself: {names}"))
                parents[last.id] = None
        sound.update(path)
    return rejections


def cyclic_links(change_set: ChangeSet) -> list[tuple[str, str]]:
    """(id, reason) of each change that closes a loop of links: new links, in the order of the file; or, where links
    that are there already would loop in the changed tree, the item that moved."""
    moved = [
        c.id
        for c in change_set.changes.values()
        if c.kind == "item" and not c.new and "parent" in c.values and len(change_set.plan["link"])
    ]
    fresh = [
        c
        for c in change_set.changes.values()
        if c.kind == "link" and (c.new or "predecessor" in c.values or "successor" in c.values)
    ]
    if not moved and not fresh:
        return []
    ways = _adjacency(change_set, {c.id for c in fresh})
    added: Adjacency = {}
    for change in fresh:
        before, after = _ends(change_set, change)
        added.setdefault((before, True), []).append((after, False))
    core = _cyclic_core(ways, added)
    if not core:
        return []
    kept: Adjacency = {node: [n for n in ways.get(node, ()) if n in core] for node in core}
    places = _topological_order(kept)
    if places is None:
        last = next((i for i in reversed(moved) if (i, False) in core or (i, True) in core), None)
        if last is None:
            return []
        return [(last, "Parent: the links of the items there would make a loop")]
    order = _IncrementalOrder(kept, places)
    refused = []
    for change in sorted(fresh, key=lambda c: c.line):
        before, after = _ends(change_set, change)
        low, high = (before, True), (after, False)
        if low in core and high in core and not order.add(low, high):
            names = f"{_name(change_set, before)} → {_name(change_set, after)}"
            refused.append((change.id, f"the link {names} would make a loop of items that wait for each other"))
    return refused


def _ends(change_set: ChangeSet, change: RecordChange) -> tuple[str, str]:
    return str(change_set.value("link", change.id, "predecessor")), str(
        change_set.value("link", change.id, "successor")
    )


def _name(change_set: ChangeSet, item: str) -> str:
    """What the person calls an item: by the file's own name for it, its key, or its title."""
    names = (change_set.value("item", item, name) for name in ("source_id", "key", "title"))
    return str(next(filter(None, names), "?"))[:40]


def _adjacency(change_set: ChangeSet, without: set[str]) -> Adjacency:
    """The network of the tree as it will be and the links that stay as they are."""
    ways: Adjacency = {}
    parents = resulting_parents(change_set)
    summaries = {p for p in parents.values() if p is not None}
    for id_, parent in parents.items():
        if id_ not in summaries:
            ways.setdefault((id_, False), []).append((id_, True))
        if parent is not None:
            ways.setdefault((parent, False), []).append((id_, False))
            ways.setdefault((id_, True), []).append((parent, True))
    links = change_set.plan["link"]
    ends = zip(links.ids, links.columns["predecessor"], links.columns["successor"], strict=True)
    for id_, before, after in ends:
        if id_ not in without:
            ways.setdefault((str(before), True), []).append((str(after), False))
    return ways


def _cyclic_core(*parts: Adjacency) -> set[EventNode]:
    """What is left of a network when everything that no loop can pass through is taken off."""
    forward: Adjacency = {}
    backward: Adjacency = {}
    for ways in parts:
        for node, following in ways.items():
            forward.setdefault(node, []).extend(following)
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


def _topological_order(ways: Adjacency) -> dict[EventNode, int] | None:
    """A place for each node after all that lead to it; None if the network loops."""
    count = dict.fromkeys(ways, 0)
    for following in ways.values():
        for n in following:
            count[n] += 1
    stack = [node for node, c in count.items() if c == 0]
    order: dict[EventNode, int] = {}
    while stack:
        node = stack.pop()
        order[node] = len(order)
        for n in ways[node]:
            count[n] -= 1
            if count[n] == 0:
                stack.append(n)
    return order if len(order) == len(ways) else None


class _IncrementalOrder:
    """A network without loops with a place for each node after all that lead to it; ways are added one by one.

    Only what lies between the ends of a new way is looked at [Pearce and Kelly 2006, "A dynamic topological sort
    algorithm for directed acyclic graphs"].
    """

    def __init__(self, ways: Adjacency, places: dict[EventNode, int]) -> None:
        self.places = places
        self.ahead = ways
        self.behind: Adjacency = {node: [] for node in ways}
        for node, following in ways.items():
            for n in following:
                self.behind[n].append(node)

    def add(self, low: EventNode, high: EventNode) -> bool:
        """Add a way from ``low`` to ``high``; False, and nothing added, if it would close a loop."""
        if low == high:
            return False
        places = self.places
        first, last = places[high], places[low]
        if first < last:
            after = self._reached(self.ahead, high, first, last)
            if low in after:
                return False
            before = self._reached(self.behind, low, first, last)
            moved = sorted(before, key=places.__getitem__) + sorted(after, key=places.__getitem__)
            for node, place in zip(moved, sorted(places[n] for n in moved), strict=True):
                places[node] = place
        self.ahead[low].append(high)
        self.behind[high].append(low)
        return True

    def _reached(self, ways: Adjacency, start: EventNode, first: int, last: int) -> set[EventNode]:
        places, reached, stack = self.places, {start}, [start]
        while stack:
            for n in ways[stack.pop()]:
                if n not in reached and first <= places[n] <= last:
                    reached.add(n)
                    stack.append(n)
        return reached
