"""The status of items as it is read: what follows from the facts, where nobody has said one.

An item whose status is still the one that every item begins with has none of its own. That of a parent then follows
from what is below it: done once all of it is finished, active once any of it has begun; that of other work is done once
an actual finish or all of its progress says so. A status that somebody set stands, and the record keeps it as it is:
where it and the facts contradict each other, that is a finding.
"""

from tpm_tui.domain.derived.item_progress import parents_in_order
from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored

_READS = ("status", "parent", "rank", "progress", "actual_start", "actual_finish")


def followed_statuses(plan: Plan) -> list[Stored]:
    """The status of every item in the table's order: its own where one was set, else what follows."""
    own, unset = plan["item"].columns["status"], KINDS["item"].column("status").default
    if not plan.complete or unset not in own:
        return own

    def build() -> list[Stored]:
        active, done = _first_state(plan, "active"), _first_state(plan, "done")
        begun, left, counted = _facts(plan)
        statuses, children = list(own), plan.children
        for place, id_ in enumerate(plan["item"].ids):
            if own[place] != unset or not counted[place]:
                continue
            if not left[place]:
                statuses[place] = done or unset
            elif begun[place] and id_ in children:
                statuses[place] = active or unset
        return statuses

    reads = [*(("item", name) for name in _READS), ("state", "group"), ("state", "name"), ("state", "order")]
    return plan.memoised("followed_statuses", reads, build)


def status_contradictions(plan: Plan) -> list[tuple[str, str]]:
    """(item id, sentence) of each parent whose own status says otherwise than what is below it."""
    own, unset = plan["item"].columns["status"], KINDS["item"].column("status").default
    _, left, counted = _facts(plan)
    groups, position, said = plan.state_groups, plan["item"].position, []
    for id_ in parents_in_order(plan):
        place = position[id_]
        status = str(own[place])
        if status in (unset, "dropped") or not counted[place]:
            continue
        finished = groups.get(status) == "done"
        if not left[place] and not finished:
            said.append((id_, f"its status is {status}, but all below it is finished"))
        elif left[place] and finished:
            said.append((id_, f"its status is {status}, but not that of all below it ({left[place]} open)"))
    return said


def _first_state(plan: Plan, group: str) -> str | None:
    groups = plan.state_groups
    return next((name for name in plan.states if groups[name] == group and name != "dropped"), None)


def _facts(plan: Plan) -> tuple[list[bool], list[int], list[int]]:
    """Of every item whether it or any work below it has begun, and how many leaves are unfinished, and are there."""
    children, position, c = plan.children, plan["item"].position, plan["item"].columns
    active = {status for status in set(c["status"]) if plan.state_groups.get(str(status)) == "active"}
    dropped = dropped_items(plan)
    finished = finished_items(plan)
    facts = zip(c["status"], c["actual_start"], c["progress"], finished, dropped, strict=True)
    begun = [
        not out and (ended or start is not None or bool(progress) or status in active)
        for status, start, progress, ended, out in facts
    ]
    left = [int(not f and not d) for f, d in zip(finished, dropped, strict=True)]
    counted = [int(not d) for d in dropped]
    for id_ in reversed(parents_in_order(plan)):
        place, below = position[id_], [position[child] for child in children[id_]]
        begun[place] = any(map(begun.__getitem__, below))
        left[place] = sum(map(left.__getitem__, below))
        counted[place] = sum(map(counted.__getitem__, below))
    return begun, left, counted
