"""What goes, and what forgets, when records are deleted."""

from collections.abc import Iterable

from tpm_tui.domain.codec import Stored, dump, load
from tpm_tui.domain.plan import Plan

Doomed = list[tuple[str, str]]
Cleared = list[tuple[str, str, str, Stored]]


def dependents(plan: Plan, targets: Iterable[tuple[str, str]]) -> tuple[Doomed, Cleared]:
    """(kind, id) of everything that is deleted with the targets, they first; and (kind, id, field, new stored value)
    of everything that stays and only loses its pointer."""
    doomed: dict[tuple[str, str], None] = {}
    pointers: dict[tuple[str, str, str], None] = {}
    queue = [t for t in targets if t[1] in plan[t[0]]]
    while queue:
        target = queue.pop()
        if target in doomed:
            continue
        doomed[target] = None
        for kind, id_, name in plan.referrers(target[1]):
            if plan[kind].kind.column(name).cascades:
                queue.append((kind, id_))
            else:
                pointers[kind, id_, name] = None
    gone = {id_ for _, id_ in doomed}
    cleared: Cleared = []
    for kind, id_, name in pointers:
        if (kind, id_) in doomed:
            continue
        column = plan[kind].kind.column(name)
        if column.many:
            kept = tuple(v for v in load(column, plan.value(kind, id_, name)) if v not in gone)
            cleared.append((kind, id_, name, dump(column, kept)))
        else:
            cleared.append((kind, id_, name, None))
    return list(doomed), cleared
