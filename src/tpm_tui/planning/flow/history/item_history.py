"""When items were begun and done, and what they were estimated at when work on them began: from dates and history."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from tpm_tui.domain.journal_operations import SCALES_ESTIMATES
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.values.codec import Stored

#: A transaction of the journal: its aware moment, its verb, its edits.
HistoryEntry = tuple[datetime, str, Sequence[Edit]]


class ItemHistory(Struct):
    """What is known of one item. Moments are local; None where nothing says so."""

    began: datetime | None = None
    ended: datetime | None = None
    estimate: Stored = None
    """in force when work began, stored; the newest where that is not known"""
    calibrated: bool = False
    """whether the newest estimate came of a factor"""


def item_histories(plan: Plan, history: Iterable[HistoryEntry]) -> dict[str, ItemHistory]:
    """The histories of the items that are there, by id; `history` may come in any order.

    Actual dates say when work began and ended. Where they are not given, what counts is when the item first came into
    an active state, and last into a finished one; of an item that was made in such a state neither is known.
    """
    table, groups = plan["item"], plan.state_groups
    newest = dict(zip(table.ids, table.columns["estimate"], strict=True))
    histories = {id_: ItemHistory() for id_ in table.ids}
    at_begin: dict[str, Stored] = {}
    estimate: dict[str, Stored] = {}
    for moment, verb, edits in sorted(history, key=lambda entry: entry[0]):
        for edit in edits:
            known = histories.get(edit.id) if edit.kind == "item" else None
            if known is None or edit.after is None:
                continue
            if "estimate" in edit.after:
                estimate[edit.id] = edit.after["estimate"]
                known.calibrated = verb in SCALES_ESTIMATES
            if edit.before is None:
                continue
            group, was = groups.get(str(edit.after.get("status"))), groups.get(str(edit.before.get("status")))
            begins = (group is not None and group != "todo") or edit.after.get("actual_start") is not None
            if begins and edit.id in estimate:
                at_begin.setdefault(edit.id, estimate[edit.id])
            if group == "active" and known.began is None:
                known.began = to_local(moment)
            if group == "done" and was != "done":
                known.ended = to_local(moment)
    c = table.columns
    for id_, status, start, finish in zip(table.ids, c["status"], c["actual_start"], c["actual_finish"], strict=True):
        known = histories[id_]
        known.estimate = at_begin.get(id_, newest[id_])
        if groups.get(str(status)) != "done":
            known.ended = None
        if start is not None:
            known.began = datetime.fromisoformat(str(start))
        if finish is not None:
            known.ended = datetime.fromisoformat(str(finish))
    return histories
