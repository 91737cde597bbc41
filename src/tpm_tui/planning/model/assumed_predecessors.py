"""How much that nobody estimated a finish rests on: itself, what lies below it, and what it waits for."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from tpm_tui.domain.derived.which_items_are_done import finished_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.model.estimate_coverage import assumed_items


def assumed_counter(plan: Plan) -> Callable[[Iterable[str]], int]:
    """A function from ids of items to the number of pieces of open work, without an estimate that somebody gave, that
    the finish of the last of them rests on by logic: over links of any number, those of summaries included."""
    assumed = assumed_items(plan)
    if not assumed:
        return lambda _ids: 0
    children, position, finished = plan.children, plan["item"].position, finished_items(plan)
    columns = plan["link"].columns
    before: defaultdict[str, list[str]] = defaultdict(list)
    for predecessor, successor in zip(columns["predecessor"], columns["successor"], strict=True):
        before[str(successor)].append(str(predecessor))

    def count(ids: Iterable[str]) -> int:
        known: set[str] = set()
        # Of what holds others only the links bind those below it.
        linked: set[str] = set()
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            if id_ in known or id_ not in position or finished[position[id_]]:
                continue
            known.add(id_)
            waiting += children.get(id_, ())
            for one in (id_, *plan.ancestors(id_)):
                if one not in linked:
                    linked.add(one)
                    waiting += before.get(one, ())
        return len(known & assumed)

    return count
