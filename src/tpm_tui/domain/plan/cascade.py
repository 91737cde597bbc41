"""What goes, and what forgets, when records are deleted."""

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value, load_value

CascadeDeletes = list[tuple[str, str]]
UnsetReferences = list[tuple[str, str, str, Stored]]

#: A tree deeper than this is followed by an index of it, which costs as much to make as so many looks at its column.
_DEEP = 20


def references_to(plan: Plan, targets: Mapping[str, AbstractSet[str]]) -> Iterator[tuple[str, str, Column]]:
    """(kind, id, column) of every record that points at one of the targets, given as ids by kind.

    One look at each column, however many targets there are.
    """
    for name, table in plan.tables.items():
        for c in table.kind.columns:
            wanted = targets.get(c.ref) if c.ref else None
            if not wanted:
                continue
            values = table.columns[c.name]
            if c.many:
                hits = [
                    i for i, v in enumerate(values) if v and v != "[]" and not wanted.isdisjoint(json.loads(str(v)))
                ]
            else:
                hits = [i for i, v in enumerate(values) if v in wanted]
            yield from ((name, table.ids[i], c) for i in hits)


def cascade(plan: Plan, targets: Iterable[tuple[str, str]]) -> tuple[CascadeDeletes, UnsetReferences]:
    """(kind, id) of everything that is deleted with the targets, they first; and (kind, id, field, new stored value)
    of everything that stays and only loses its pointer."""
    doomed: dict[tuple[str, str], None] = {}
    pointers: dict[tuple[str, str, str], Column] = {}
    wave = dict.fromkeys(t for t in targets if t[1] in plan[t[0]])
    waves = 0
    while wave:
        waves += 1
        if waves > _DEEP:
            wave = _below(plan, wave)
        doomed.update(dict.fromkeys(wave))
        at: dict[str, set[str]] = {}
        for kind, id_ in wave:
            at.setdefault(kind, set()).add(id_)
        following: list[tuple[str, str]] = []
        for kind, id_, c in references_to(plan, at):
            if (kind, id_) in doomed:
                continue
            if c.cascades:
                following.append((kind, id_))
            else:
                pointers[kind, id_, c.name] = c
        wave = dict.fromkeys(following)
    cleared: UnsetReferences = []
    for (kind, id_, name), c in pointers.items():
        if (kind, id_) in doomed:
            continue
        if c.many:
            kept = tuple(v for v in load_value(c, plan.value(kind, id_, name)) if (c.ref, v) not in doomed)
            cleared.append((kind, id_, name, dump_value(c, kept)))
        else:
            cleared.append((kind, id_, name, None))
    return list(doomed), cleared


def _below(plan: Plan, targets: Iterable[tuple[str, str]]) -> dict[tuple[str, str], None]:
    """The targets and, of kinds that form a tree, all that lies below them."""
    found = dict.fromkeys(targets)
    for kind in {kind for kind, _ in found}:
        for c in plan[kind].kind.columns:
            if c.ref != kind or not c.cascades:
                continue
            below = plan.ids_by_reference(kind, c.name)
            stack = [id_ for k, id_ in found if k == kind]
            while stack:
                for child in below.get(stack.pop(), ()):
                    if (kind, child) not in found:
                        found[kind, child] = None
                        stack.append(child)
    return found
