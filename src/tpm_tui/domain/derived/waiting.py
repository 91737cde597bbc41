"""What keeps items from starting: unfinished predecessors, and blocks."""

from tpm_tui.domain.plan.plan import ColumnDifferences, Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def unfinished_predecessors(plan: Plan) -> dict[str, str]:
    """Item id -> id of the first unfinished predecessor that keeps it from starting, for items not yet begun."""
    links, items, groups = plan["link"], plan["item"], plan.state_groups
    status, position = items.columns["status"], items.position

    def holds(before: str, after: str, type_: str) -> bool:
        if type_ not in ("FS", "SS") or groups.get(str(status[position[after]])) != "todo":
            return False
        ahead = groups.get(str(status[position[before]]))
        return ahead == "todo" or (ahead == "active" and type_ == "FS")

    def build() -> dict[str, str]:
        predecessors: dict[str, str] = {}
        c = links.columns
        for before, after, type_ in zip(c["predecessor"], c["successor"], c["type"], strict=True):
            if str(after) not in predecessors and holds(str(before), str(after), str(type_)):
                predecessors[str(after)] = str(before)
        return predecessors

    def update(kept: dict[str, str], differences: ColumnDifferences) -> dict[str, str] | None:
        """Judge again the items that changed and those behind them."""
        if differences.keys() != {("item", "status")}:
            return None
        fresh = kept.copy()
        into, out_of = plan.ids_by_reference("link", "successor"), plan.ids_by_reference("link", "predecessor")
        changed = [items.ids[place] for place in differences["item", "status"]]
        behind = [str(links.value(link, "successor")) for item in changed for link in out_of.get(item, ())]
        for item in {*changed, *behind}:
            fresh.pop(item, None)
            for link in into.get(item, ()):
                before = str(links.value(link, "predecessor"))
                if holds(before, item, str(links.value(link, "type"))):
                    fresh[item] = before
                    break
        return fresh

    reads = [("link", n) for n in ("predecessor", "successor", "type")]
    return plan.memoised("waits_for", [*reads, ("item", "status"), ("state", "group")], build, update)


def waits_for_values(plan: Plan, _context: InputContext) -> list[Stored]:
    held = unfinished_predecessors(plan)
    return [plan.label("item", held[id_]) if id_ in held else None for id_ in plan["item"].ids]


def blocked_values(plan: Plan, _context: InputContext) -> list[Stored]:
    held, table = unfinished_predecessors(plan), plan["item"]
    return [
        int(id_ in held or status == "blocked") for id_, status in zip(table.ids, table.columns["status"], strict=True)
    ]
