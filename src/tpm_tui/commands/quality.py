"""Checks of items: added, passed, failed, waived."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.store.transaction import Transaction


def add_check(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Put a check on each item: done is refused until it is passed or waived."""
    for id_ in ids:
        tx.add("check", item=id_, title=params["title"])
    return ""


def set_check_state(state: str) -> Any:
    """A command's run that passes or fails checks."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
        records.change(tx, "check", ids, {"state": state})
        return f"{edit_summary.records_label(tx.plan, 'check', ids)} {state}"

    return run


def waive_check(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Let checks go, with the reason."""
    records.change(tx, "check", ids, {"state": "waived", "reason": params["reason"]})
    return f"{edit_summary.records_label(tx.plan, 'check', ids)} waived: {params['reason']}"


_REASON = KINDS["check"].column("reason")

COMMANDS = (
    Command(
        "check.add",
        "Add a check",
        add_check,
        kinds=("item",),
        group="Quality",
        params=(CommandParam("title", KINDS["check"].column("title")),),
    ),
    Command("check.pass", "Check passed", set_check_state("passed"), keys=("x",), kinds=("check",), group="Quality"),
    Command("check.fail", "Check failed", set_check_state("failed"), kinds=("check",), group="Quality"),
    Command(
        "check.waive",
        "Waive the check",
        waive_check,
        kinds=("check",),
        params=(CommandParam("reason", _REASON),),
        group="Quality",
    ),
)
