"""The progress of items: their own, and that of the work below them [PMBOK, weighted by estimated work]."""

from tpm_tui.domain.derived.which_items_are_done import dropped_items, finished_items
from tpm_tui.domain.plan.plan import ColumnDifferences, Plan
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored

#: Of every item in the table's order: percent; minutes of work done, and of all work; open leaves, and all leaves.
_RolledUp = tuple[list[Stored], list[float], list[float], list[int], list[int]]


def rolled_up_progress(plan: Plan) -> list[Stored]:
    """Percent done of every item: its own, or that of the work below it weighted by estimated work.

    A milestone and what lies below a dropped item weigh nothing. A parent is at 100 % only when all below it is
    finished, milestones included.
    """
    table = plan["item"]

    def build() -> _RolledUp:
        children, position, c = plan.children, table.position, table.columns
        likely = {e: _likely(e) for e in set(c["estimate"])}
        finished, dropped = finished_items(plan), dropped_items(plan)
        weightless = [t == "milestone" for t in c["type"]]
        work = [0.0 if d or w else likely[e] for d, w, e in zip(dropped, weightless, c["estimate"], strict=True)]
        done = [w if f else w * int(p or 0) / 100 for w, f, p in zip(work, finished, c["progress"], strict=True)]
        left = [int(not f and not d) for f, d in zip(finished, dropped, strict=True)]
        counted = [int(not d) for d in dropped]
        percent: list[Stored] = [100 if f else int(p or 0) for f, p in zip(finished, c["progress"], strict=True)]
        for id_ in reversed(parents_in_order(plan)):
            place, places = position[id_], [position[child] for child in children[id_]]
            work[place] = sum([work[p] for p in places])
            done[place] = sum([done[p] for p in places])
            left[place] = sum([left[p] for p in places])
            counted[place] = sum([counted[p] for p in places])
            percent[place] = _percent(done[place], work[place], left[place], counted[place])
        return percent, done, work, left, counted

    def update(kept: _RolledUp, differences: ColumnDifferences) -> _RolledUp | None:
        """Carry what changed in a few leaves up to what they lie in."""
        if not differences.keys() <= {("item", n) for n in ("status", "estimate", "progress", "actual_finish")}:
            return None
        percent, done, work = kept[0].copy(), kept[1].copy(), kept[2].copy()
        left, counted = kept[3].copy(), kept[4].copy()
        children = plan.children
        groups = plan.state_groups
        dropped: list[bool] | None = None
        for place in {place for places in differences.values() for place in places}:
            id_ = table.ids[place]
            if id_ in children:
                # A parent counts by what is below it, unless it was or is dropped.
                if ("item", "status") in differences and place in differences["item", "status"]:
                    return None
                continue
            if dropped is None:
                dropped = dropped_items(plan)
            own = _own(plan, place, dropped[place], groups)
            more_done, more_work = own[1] - done[place], own[2] - work[place]
            more_left, more_counted = own[3] - left[place], int(not dropped[place]) - counted[place]
            for at in (place, *(table.position[a] for a in plan.ancestors(id_))):
                done[at] += more_done
                work[at] += more_work
                left[at] += more_left
                counted[at] += more_counted
                percent[at] = own[0] if at == place else _percent(done[at], work[at], left[at], counted[at])
        return percent, done, work, left, counted

    reads = [("item", n) for n in ("parent", "rank", "type", "status", "estimate", "progress", "actual_finish")]
    return plan.memoised("rolled_progress", [*reads, ("state", "group"), ("state", "name")], build, update)[0]


def _likely(estimate: Stored) -> float:
    """Minutes of work an estimate says; a day where there is none."""
    return float(str(estimate)[1:-1].split(",")[1]) or 1.0 if estimate else float(STANDARD_DAY_MINUTES)


def _own(plan: Plan, place: int, dropped: bool, groups: dict[str, str]) -> tuple[int, float, float, int]:
    """Percent, minutes done, minutes in all and whether it is still to be finished, of an item without children."""
    c = plan["item"].columns
    status, progress = str(c["status"][place]), int(c["progress"][place] or 0)
    work = 0.0 if dropped or c["type"][place] == "milestone" else _likely(c["estimate"][place])
    by_state = status != "dropped" and groups.get(status) == "done"
    finished = by_state or c["actual_finish"][place] is not None or progress == 100
    share = 100 if finished else progress
    return share, work * share / 100, work, int(not finished and not dropped)


def _percent(done: float, work: float, left: int, counted: int) -> int:
    """The percent of a parent; where nothing below it has any work, that of the leaves."""
    if not counted:
        return 0
    if not left:
        return 100
    return min(99, round(100 * done / work if work > 0.01 else 100 * (counted - left) / counted))


def parents_in_order(plan: Plan) -> list[str]:
    """Ids of the items that have others below them, each after its own parent."""
    children = plan.children
    parents = [id_ for id_ in children.get(None, ()) if id_ in children]
    for id_ in parents:
        parents.extend([child for child in children[id_] if child in children])
    return parents
