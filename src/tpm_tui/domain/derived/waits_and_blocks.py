"""What keeps items from starting: unfinished predecessors, and blocks."""

from collections.abc import Mapping
from typing import TypeVar

from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.derived.which_items_are_done import DROPPED_READS, FINISHED_READS, dropped_items, finished_items
from tpm_tui.domain.plan.kind_table import Row
from tpm_tui.domain.plan.plan import ColumnDifferences, Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored

#: An item in the state of this name is blocked, with the mark or without.
BLOCKED_STATE = "blocked"

T = TypeVar("T")

_FACTS = ("status", "actual_start", "actual_finish", "progress")


def unfinished_predecessors(plan: Plan) -> dict[str, str]:
    """Item id -> id of the first unfinished predecessor that keeps it from starting, for items not yet begun.

    A link on a summary counts for all below it: one out of a summary until all its work is done (or, from its start,
    begun), one into a summary for each item in it that has not begun. Work is done as `finished_items` says, and begun
    by an actual start or progress too; what is dropped, or lies below what is, neither waits nor lets others wait.
    """
    links, items, groups, children = plan["link"], plan["item"], plan.state_groups, plan.children
    c, position = items.columns, items.position
    finished, dropped = finished_items(plan), dropped_items(plan)

    def group(item: str) -> str | None:
        place = position[item]
        if dropped[place]:
            return None
        if finished[place]:
            return "done"
        own = groups.get(str(c["status"][place]))
        return "active" if own == "todo" and (c["actual_start"][place] or c["progress"][place]) else own

    def holds(ahead: str | None, type_: str) -> bool:
        return type_ in ("FS", "SS") and (ahead == "todo" or (ahead == "active" and type_ == "FS"))

    def rolled_up_group(summary: str) -> str | None:
        leaves = {group(item) for item in plan.descendants(summary) if item not in children}
        below = leaves - {None}
        return next(iter(below)) if len(below) == 1 else "active" if below else None

    def build() -> dict[str, str]:
        predecessors: dict[str, str] = {}
        ends = links.columns
        for before, after, type_ in zip(ends["predecessor"], ends["successor"], ends["type"], strict=True):
            first, last = str(before), str(after)
            if not holds(rolled_up_group(first) if first in children else group(first), str(type_)):
                continue
            for item in (last, *plan.descendants(last)) if last in children else (last,):
                if item not in predecessors and group(item) == "todo":
                    predecessors[item] = first
        return predecessors

    def update(kept: dict[str, str], differences: ColumnDifferences) -> dict[str, str] | None:
        """Judge again the items that changed and those behind them; None where links bind summaries."""
        if not differences.keys() <= {("item", n) for n in _FACTS}:
            return None
        changed = [items.ids[place] for place in {place for places in differences.values() for place in places}]
        if not children.keys().isdisjoint(changed):
            return None
        into, out_of = plan.ids_by_reference("link", "successor"), plan.ids_by_reference("link", "predecessor")
        if not children.keys().isdisjoint(into) or not children.keys().isdisjoint(out_of):
            return None
        fresh = kept.copy()
        behind = [str(links.value(link, "successor")) for item in changed for link in out_of.get(item, ())]
        for item in {*changed, *behind}:
            fresh.pop(item, None)
            for link in into.get(item, ()):
                before = str(links.value(link, "predecessor"))
                if group(item) == "todo" and holds(group(before), str(links.value(link, "type"))):
                    fresh[item] = before
                    break
        return fresh

    reads = [*(("link", n) for n in ("predecessor", "successor", "type")), *(("item", n) for n in _FACTS)]
    return plan.memoised("waits_for", dict.fromkeys((*reads, *FINISHED_READS, *DROPPED_READS)), build, update)


def blocked_items(plan: Plan) -> set[str]:
    """Ids of the items neither finished nor dropped that are marked as blocked, or are in a state of that name."""

    def build() -> set[str]:
        c = plan["item"].columns
        over = [share == 100 or out for share, out in zip(rolled_up_progress(plan), dropped_items(plan), strict=True)]
        return {
            id_
            for id_, since, status, done in zip(plan["item"].ids, c["blocked_since"], c["status"], over, strict=True)
            if (since is not None or status == BLOCKED_STATE) and not done
        }

    reads = dict.fromkeys((("item", "blocked_since"), *FINISHED_READS, *DROPPED_READS))
    return plan.memoised("blocked", reads, build)


def implied_mark(row: Row, values: Mapping[str, object], now: T) -> dict[str, T | None]:
    """Since when an item is blocked that goes into the state of that name by new values (``now``), or no longer where
    it leaves it (None); a mark with a cause is taken away by hand. ``row``: the item before, empty where it is new."""
    into, out_of = values.get("status") == BLOCKED_STATE, row.get("status") == BLOCKED_STATE
    if "status" not in values or "blocked_since" in values or into == out_of:
        return {}
    marked = row.get("blocked_since") is not None
    if into:
        return {} if marked else {"blocked_since": now}
    return {"blocked_since": None} if marked and not row.get("blocked_cause") else {}


def waits_for_values(plan: Plan, _context: InputContext) -> list[Stored]:
    held = unfinished_predecessors(plan)
    return [str(plan.value("item", held[id_], "key")) if id_ in held else None for id_ in plan["item"].ids]


def blocked_values(plan: Plan, _context: InputContext) -> list[Stored]:
    blocked = blocked_items(plan)
    return [int(id_ in blocked) for id_ in plan["item"].ids]
