"""What keeps items from starting: unfinished predecessors, and blocks."""

from tpm_tui.domain.plan.plan import ColumnDifferences, Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def unfinished_predecessors(plan: Plan) -> dict[str, str]:
    """Item id -> id of the first unfinished predecessor that keeps it from starting, for items not yet begun.

    A link on a summary counts for all below it: one out of a summary until all its work is done (or, from its start,
    begun), one into a summary for each item in it that has not begun.
    """
    links, items, groups, children = plan["link"], plan["item"], plan.state_groups, plan.children
    status, position = items.columns["status"], items.position

    def group(item: str) -> str | None:
        return groups.get(str(status[position[item]]))

    def holds(ahead: str | None, type_: str) -> bool:
        return type_ in ("FS", "SS") and (ahead == "todo" or (ahead == "active" and type_ == "FS"))

    def rolled_up_group(summary: str) -> str | None:
        below = {group(item) for item in plan.descendants(summary) if item not in children}
        return next(iter(below)) if len(below) == 1 else "active" if below else None

    def build() -> dict[str, str]:
        predecessors: dict[str, str] = {}
        c = links.columns
        for before, after, type_ in zip(c["predecessor"], c["successor"], c["type"], strict=True):
            first, last = str(before), str(after)
            if not holds(rolled_up_group(first) if first in children else group(first), str(type_)):
                continue
            for item in (last, *plan.descendants(last)) if last in children else (last,):
                if item not in predecessors and group(item) == "todo":
                    predecessors[item] = first
        return predecessors

    def update(kept: dict[str, str], differences: ColumnDifferences) -> dict[str, str] | None:
        """Judge again the items that changed and those behind them; None where links bind summaries."""
        if differences.keys() != {("item", "status")}:
            return None
        into, out_of = plan.ids_by_reference("link", "successor"), plan.ids_by_reference("link", "predecessor")
        if not children.keys().isdisjoint(into) or not children.keys().isdisjoint(out_of):
            return None
        fresh = kept.copy()
        changed = [items.ids[place] for place in differences["item", "status"]]
        behind = [str(links.value(link, "successor")) for item in changed for link in out_of.get(item, ())]
        for item in {*changed, *behind}:
            fresh.pop(item, None)
            for link in into.get(item, ()):
                before = str(links.value(link, "predecessor"))
                if group(item) == "todo" and holds(group(before), str(links.value(link, "type"))):
                    fresh[item] = before
                    break
        return fresh

    reads = [*(("link", n) for n in ("predecessor", "successor", "type")), ("item", "status"), ("item", "parent")]
    return plan.memoised("waits_for", [*reads, ("state", "group")], build, update)


def blocked_items(plan: Plan) -> set[str]:
    """Ids of the unfinished items that are marked as blocked, or are in a state of that name."""

    def build() -> set[str]:
        c, groups = plan["item"].columns, plan.state_groups
        return {
            id_
            for id_, since, status in zip(plan["item"].ids, c["blocked_since"], c["status"], strict=True)
            if (since is not None or status == "blocked") and groups.get(str(status)) != "done"
        }

    return plan.memoised("blocked", [("item", "blocked_since"), ("item", "status"), ("state", "group")], build)


def waits_for_values(plan: Plan, _context: InputContext) -> list[Stored]:
    held = unfinished_predecessors(plan)
    return [str(plan.value("item", held[id_], "key")) if id_ in held else None for id_ in plan["item"].ids]


def blocked_values(plan: Plan, _context: InputContext) -> list[Stored]:
    blocked = blocked_items(plan)
    return [int(id_ in blocked) for id_ in plan["item"].ids]
