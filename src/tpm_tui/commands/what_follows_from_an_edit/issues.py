"""What follows from the status of an issue: what it blocks is free once it is dealt with, and blocked again where it is
opened again; requests for change are accepted and refused by somebody by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules, Values
from tpm_tui.domain.derived.which_items_are_done import finished_items
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: How a request for change is decided on -> the command that does it.
_DECIDED = {"accepted": "accept", "refused": "refuse"}


def free_items(tx: Transaction, issues: Sequence[str]) -> None:
    """Take the mark from the items of issues that are dealt with, but from those that another open one holds up."""
    open_ones = [id_ for id_ in tx.plan["issue"].ids if id_ not in issues and tx.get("issue", id_, "status") == "open"]
    still = {item for id_ in open_ones for item in tx.get("issue", id_, "items")}
    for id_ in issues:
        for item in tx.get("issue", id_, "items"):
            if item not in still and tx.get("item", item, "blocked_since") is not None:
                tx.set("item", item, blocked_since=None, blocked_cause="")


def _block_again(tx: Transaction, issue: str) -> None:
    """The open items of an impediment are blocked once more, from now on."""
    finished, position = finished_items(tx.plan), tx.plan["item"].position
    for item in tx.get("issue", issue, "items"):
        if not finished[position[item]] and tx.get("item", item, "blocked_since") is None:
            tx.set("item", item, blocked_since=tx.now, blocked_cause=tx.get("issue", issue, "cause"))


def _to_change(tx: Transaction, id_: str, values: Mapping[str, Any]) -> Values:
    filled, was = dict(values), tx.get("issue", id_, "status")
    status = values.get("status", was)
    if status == was:
        return filled
    if values.get("type", tx.get("issue", id_, "type")) == "request for change":
        _require_decision(tx, id_, str(was), str(status))
        return filled
    if status == "open":
        filled.setdefault("resolved_on", None)
        if tx.get("issue", id_, "type") == "impediment":
            _block_again(tx, id_)
    elif was == "open":
        filled.setdefault("resolved_on", tx.context.today)
        free_items(tx, [id_])
    return filled


def _require_decision(tx: Transaction, id_: str, was: str, status: str) -> None:
    """ValidationError where a request is decided on by nobody, or opened again once its changes are made."""
    key = tx.plan.label("issue", id_)
    if was == "accepted" and status in ("open", "refused"):
        raise ValidationError(f"{key} is accepted and its changes are made: undo that, or raise another", "status")
    if status in _DECIDED:
        raise ValidationError(
            f"a request for change is {status} by somebody by name: run issue.{_DECIDED[status]} {key} by=…", "status"
        )


EDIT_RULES = {"issue": EditRules(to_change=_to_change)}
