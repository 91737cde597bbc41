"""Moving a part of the plan as a whole, or one item to a date."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tpm_tui.commands import edit_summary
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

_DAYS = Column("days", int, False, True, None, Field("Working days", format="workdays", help="3d, 1w; -2d is earlier"))
_DAY = Column("day", date, False, True, None, Field("Finish on"))


def shift_items(tx: Transaction, ids: Sequence[str], days: int) -> str:
    """Move items by working days. Raises ValidationError if nothing is left to move."""
    from tpm_tui.planning.analysis.shift_of_items import shifted_values

    edits = shifted_values(tx.plan, tx.context, ids, days)
    if not edits:
        raise ValidationError("there is nothing to move: it has begun, or has no date of its own to make earlier")
    plan = tx.plan
    for id_, values in edits.items():
        tx.set("item", id_, **values)
    moved = edit_summary.records_label(plan, "item", list(edits))
    return f"moved {moved} by {days:+} working day{'s' if abs(days) > 1 else ''}"


def finish_on(tx: Transaction, id_: str, day: date) -> str:
    """Let an item finish on a day: held back until then if that is later, bound to it if that is earlier.

    Bound to a day that its links do not allow it stands there all the same, and what would have to give is in conflict.
    """
    from tpm_tui.planning.analysis.shift_of_items import finish_constraint

    plan = tx.plan
    kind, end = finish_constraint(plan, tx.context, id_, day)
    tx.set("item", id_, constraint=kind, constraint_date=end)
    return f"{plan.label('item', id_)} finishes on {day.day} {day:%b} ({kind})"


def _run_below(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    from tpm_tui.planning.analysis.shift_of_items import with_descendants

    return shift_items(tx, with_descendants(tx.plan, ids), _days(params))


def _run_after(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    from tpm_tui.planning.analysis.shift_of_items import with_successors

    return shift_items(tx, with_successors(tx.plan, ids), _days(params))


def _run_move(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    return finish_on(tx, ids[0], params["day"])


def _days(params: Mapping[str, Any]) -> int:
    days = int(params["days"])
    if not 0 < abs(days) <= 2000:
        raise ValidationError("give from 1 to 2000 working days, negative for earlier", "days")
    return days


COMMANDS = (
    Command(
        "item.shift.below", "Shift a branch: all below it", _run_below, kinds=("item",),
        params=(CommandParam("days", _DAYS),), group="Plan", preview=_run_below,
    ),
    Command(
        "item.shift.after", "Shift it and all that comes after", _run_after, kinds=("item",),
        params=(CommandParam("days", _DAYS),), group="Plan", preview=_run_after,
    ),
    Command(
        "item.move", "Move it to a day: see what would have to give", _run_move, kinds=("item",), needs=(1, 1),
        params=(CommandParam("day", _DAY),), group="Plan", preview=_run_move,
    ),
)  # fmt: skip
