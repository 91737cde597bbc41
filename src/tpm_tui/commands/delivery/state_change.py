"""What changing an item's state does to its actual dates, and whether limits of work in progress let it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tpm_tui.domain.derived.waits_and_blocks import BLOCKED_STATE, implied_mark
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction

_ITEM = KINDS["item"]


def implied_actual_dates(tx: Transaction, id_: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that follow from the new state among new values: begun work has started, finished work has ended. What is
    said of one of the two dates is not contradicted by the other."""
    groups, row = tx.plan.state_groups, tx.plan["item"].row(id_)
    status = str(values["status"])
    group = groups.get(status)
    started, finished = (
        values.get(name) or load_value(_ITEM.column(name), row[name]) for name in ("actual_start", "actual_finish")
    )
    implied: dict[str, Any] = {}
    if group == "active":
        # Work may be blocked before it has begun; then its links still say when it can.
        if started is None and status != BLOCKED_STATE:
            implied["actual_start"] = tx.now
        if finished is not None:
            implied["actual_finish"] = None
    elif group == "done" and status != "dropped":
        if finished is None:
            implied["actual_finish"] = _finish_now(tx, started)
        if started is None and (finished is None or finished >= tx.now):
            implied["actual_start"] = tx.now
    elif group == "todo":
        if finished is not None:
            implied["actual_finish"] = None
        if started is not None and not row["progress"]:
            implied["actual_start"] = None
    if group != "done" and row["progress"] == 100:
        # all done is finished: what is taken up again is not
        implied["progress"] = 0
    return implied | implied_mark(row, values, tx.now)


def implied_by_progress(tx: Transaction, id_: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The actual dates that follow from ``progress`` or ``remaining`` among new values: work of which nothing is left
    ends when that is said, whatever its state says; work of which something is left has not ended.

    ValidationError where a state of the group done says otherwise: nobody's word is changed in silence.
    """
    row = tx.plan["item"].row(id_)
    if id_ in tx.plan.children or not {"progress", "remaining"} & values.keys():
        return {}
    if values.get("progress") == 100:
        if row["actual_finish"] is not None:
            return {}
        started = values.get("actual_start") or load_value(_ITEM.column("actual_start"), row["actual_start"])
        begun = {"actual_start": tx.now} if started is None else {}
        return {**begun, "actual_finish": _finish_now(tx, started)}
    if row["actual_finish"] is None or not (values.get("progress") is not None or values.get("remaining")):
        return {}
    status = str(row["status"])
    if tx.plan.state_groups.get(status) == "done":
        key = tx.plan.label("item", id_)
        field = "progress" if values.get("progress") is not None else "remaining"
        raise ValidationError(f"{key} is {status}: give it another status first, it has nothing left to do", field)
    return {"actual_finish": None}


def _finish_now(tx: Transaction, started: datetime | None) -> datetime:
    """Now; or the start of work of which it was said that it begins later today."""
    return tx.now if started is None else max(tx.now, started)


def require_wip_limits(plan: Plan, id_: str | None, values: Mapping[str, Any]) -> None:
    """ValidationError where new values of an item (of a new one: None) bring it into a state, or make it work of a
    function, that refuses more than its limit and is full; where nothing refuses, a finding warns."""
    row = {column.name: column.default for column in _ITEM.columns} if id_ is None else plan["item"].row(id_)
    status, function = (str(values.get(name, row[name])) for name in ("status", "function"))
    states, groups = plan["state"], plan.state_groups
    came = id_ is None or status != row["status"]
    refusing = came and any(
        name == status and refuses
        for name, refuses in zip(states.columns["name"], states.columns["refuse_over_limit"], strict=True)
    )
    begins = groups.get(status) == "active" and (
        id_ is None or groups.get(str(row["status"])) != "active" or function != row["function"]
    )
    begins = begins and bool(plan.programme("refuse_over_limits"))
    if not refusing and not begins:
        return
    from tpm_tui.planning.flow.flow_of_plan import counted_items
    from tpm_tui.planning.flow.wip_limits import function_limits, held_by_function, held_by_state, state_limits

    others = [other for other in counted_items(plan) if other != id_]
    most, held = state_limits(plan).get(status), held_by_state(plan, others)[status]
    if refusing and most is not None and held >= most:
        raise ValidationError(f"{status} holds {counted(held, 'item')} already, and its limit is {most}", "status")
    most, held = function_limits(plan).get(function), held_by_function(plan, others)[function]
    if begins and most is not None and held >= most:
        raise ValidationError(
            f"{function} has {counted(held, 'item')} in progress already, and its limit is {most}", "status"
        )
