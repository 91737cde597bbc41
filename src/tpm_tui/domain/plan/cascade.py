"""What else is deleted when records are, and which references are unset."""

from collections.abc import Iterable

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value, load_value

CascadeDeletes = list[tuple[str, str]]
UnsetReferences = list[tuple[str, str, str, Stored]]

#: A tree deeper than this is followed by an index of it, which costs as much to make as so many looks at its column.
_DEEP = 20


def cascade(plan: Plan, targets: Iterable[tuple[str, str]]) -> tuple[CascadeDeletes, UnsetReferences]:
    """(kind, id) of everything that is deleted with the targets, they first; and (kind, id, field, new stored value)
    of everything that stays and only loses its reference."""
    deleted: dict[tuple[str, str], None] = {}
    references: dict[tuple[str, str, str], Column] = {}
    wave = dict.fromkeys(t for t in targets if t[1] in plan[t[0]])
    waves = 0
    while wave:
        waves += 1
        if waves > _DEEP:
            wave = _below(plan, wave)
        deleted.update(dict.fromkeys(wave))
        ids: dict[str, set[str]] = {}
        for kind, id_ in wave:
            ids.setdefault(kind, set()).add(id_)
        following: list[tuple[str, str]] = []
        for kind, id_, field in plan.references_to(ids):
            if (kind, id_) in deleted:
                continue
            c = KINDS[kind].column(field)
            if c.cascades:
                following.append((kind, id_))
            else:
                references[kind, id_, c.name] = c
        wave = dict.fromkeys(following)
    unset: UnsetReferences = []
    for (kind, id_, name), c in references.items():
        if (kind, id_) in deleted:
            continue
        if c.many:
            kept = tuple(v for v in load_value(c, plan.value(kind, id_, name)) if (c.ref, v) not in deleted)
            unset.append((kind, id_, name, dump_value(c, kept)))
        else:
            unset.append((kind, id_, name, None))
    return list(deleted), unset


def _below(plan: Plan, targets: Iterable[tuple[str, str]]) -> dict[tuple[str, str], None]:
    """The targets and, of kinds that form a tree, all that lies below them."""
    subtree = dict.fromkeys(targets)
    for kind in {kind for kind, _ in subtree}:
        for c in plan[kind].kind.columns:
            if c.ref != kind or not c.cascades:
                continue
            below = plan.ids_by_reference(kind, c.name)
            stack = [id_ for k, id_ in subtree if k == kind]
            while stack:
                for child in below.get(stack.pop(), ()):
                    if (kind, child) not in subtree:
                        subtree[kind, child] = None
                        stack.append(child)
    return subtree
