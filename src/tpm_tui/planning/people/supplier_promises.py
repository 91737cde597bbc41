"""Items that a stakeholder supplies: what was promised, how often it was moved, and whether it was kept."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.promise.how_often_target_dates_moved import PushOut, SignedEdits, push_outs


class SuppliedItem(Struct, frozen=True):
    """``kept``: whether it came by the day that was promised last, None while it is open; ``overdue``: it is open and
    that day has passed. ``revisions`` are the moves of that day."""

    item: str
    promised: date | None
    kept: bool | None
    overdue: bool
    revisions: tuple[PushOut, ...]


def supplied_items(plan: Plan, stakeholder: str, history: Iterable[SignedEdits], today: date) -> list[SuppliedItem]:
    """In the plan's order. ``history`` holds the changes of the day promised, from the journal."""
    entries, supplied = list(history), []
    for item in sorted(
        plan.ids_by_reference("item", "supplier").get(stakeholder, ()), key=plan["item"].position.__getitem__
    ):
        row = plan["item"].row(item)
        promised = None if row["promised"] is None else date.fromisoformat(str(row["promised"])[:10])
        ended = None if row["actual_finish"] is None else date.fromisoformat(str(row["actual_finish"])[:10])
        done = ended is not None or plan.state_groups.get(str(row["status"])) == "done"
        kept = (ended is None or ended <= promised) if done and promised is not None else None
        overdue = not done and promised is not None and promised < today
        moves = tuple(push_outs(entries, "item", item, "promised"))
        supplied.append(SuppliedItem(item, promised, kept, overdue, moves))
    return supplied
