"""Checks of items: added, passed, failed, waived."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands import edit_summary, records
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.file.paths import expand_path
from tpm_tui.store.transaction import Transaction


def add_check(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Put a check on each item: done is refused until it is passed or waived."""
    for id_ in ids:
        tx.add("check", item=id_, title=params["title"])
    return ""


def set_check_state(state: str) -> Any:
    """A command's run that passes or fails checks, with who said so and when."""

    def run(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
        # what was waived once, and why, is in the history
        values = {"state": state, "reason": "", "decided_by": tx.author, "decided_at": tx.now}
        if params.get("evidence"):
            values["evidence"] = params["evidence"]
        records.change(tx, "check", ids, values)
        return f"{edit_summary.records_label(tx.plan, 'check', ids)} {state}"

    return run


def waive_check(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Let checks go, with the reason."""
    values = {"state": "waived", "reason": params["reason"], "decided_by": tx.author, "decided_at": tx.now}
    records.change(tx, "check", ids, values)
    return f"{edit_summary.records_label(tx.plan, 'check', ids)} waived: {params['reason']}"


def ask_review(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Ask somebody to review items: a code review on each. The owner of an item does not review it."""
    for id_ in ids:
        if tx.get("item", id_, "owner") == params["reviewer"]:
            raise ValidationError(
                f"{tx.plan.label('item', id_)} is reviewed by somebody else than its owner", "reviewer"
            )
        tx.add("check", item=id_, title="Reviewed", type="code review", reviewer=params["reviewer"], asked_at=tx.now)
    who = tx.plan.title("person", params["reviewer"])
    return f"asked {who} to review {edit_summary.records_label(tx.plan, 'item', ids)}"


def take_evidence(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A file of test results (JUnit XML) as evidence: checks pass if the tests did, else they fail."""

    from tpm_tui.exchange.junit.junit_results import JunitError, read_junit

    path = expand_path(params["path"])
    try:
        run = read_junit(path.read_bytes())
    except OSError as error:
        raise ValidationError(f"{path} cannot be read: {error.strerror}", "path") from None
    except JunitError as error:
        raise ValidationError(f"{path.name}: {error}", "path") from None
    if not run.ran:
        raise ValidationError(f"{path.name}: no test ran ({run.summary}), which is no evidence", "path")
    state = "passed" if run.passed else "failed"
    set_check_state(state)(tx, "check", ids, {"evidence": f"{path.name}: {run.summary}"})
    return f"{edit_summary.records_label(tx.plan, 'check', ids)} {state}: {run.summary}"


_REASON = KINDS["check"].column("reason")
_PATH = Column("path", str, False, True, None, Field("File", help="JUnit XML"))

COMMANDS = (
    Command(
        "check.add",
        "Add a check",
        add_check,
        kinds=("item",),
        group="Quality",
        params=(CommandParam("title", KINDS["check"].column("title")),),
    ),
    Command(
        "check.pass",
        "Check passed",
        set_check_state("passed"),
        keys=("x",),
        kinds=("check",),
        group="Quality",
        params=(
            CommandParam("evidence", KINDS["check"].column("evidence"), optional=True, asked=lambda _given: False),
        ),
    ),
    Command(
        "check.fail",
        "Check failed",
        set_check_state("failed"),
        kinds=("check",),
        group="Quality",
        params=(
            CommandParam("evidence", KINDS["check"].column("evidence"), optional=True, asked=lambda _given: False),
        ),
    ),
    Command(
        "check.junit",
        "Take test results as evidence",
        take_evidence,
        kinds=("check",),
        group="Quality",
        params=(CommandParam("path", _PATH),),
    ),
    Command(
        "item.review",
        "Ask for a review",
        ask_review,
        kinds=("item",),
        group="Quality",
        params=(CommandParam("reviewer", KINDS["check"].column("reviewer")),),
    ),
    Command(
        "check.waive",
        "Waive the check",
        waive_check,
        kinds=("check",),
        params=(CommandParam("reason", _REASON),),
        group="Quality",
        synonyms=("exception",),
    ),
)
