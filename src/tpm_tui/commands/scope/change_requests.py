"""Requests for change: what one would do to the plan, tried in a what-if; accepted or refused by somebody by name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.commands.risks_issues_decisions.issues import require_open
from tpm_tui.commands.scope.agreement import REQUEST
from tpm_tui.commands.scope.written_plan_changes import apply_change_lines
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import ChangeEffect

_ISSUE = KINDS["issue"]


class RequestedChange(Struct, frozen=True):
    """A request tried on a plan: the plan with it, what it comes to, the ids of the items that it adds."""

    plan: Plan
    effect: "ChangeEffect"
    adds: tuple[str, ...]


def try_request(plan: Plan, context: InputContext, issue: str) -> RequestedChange:
    """What a request would do to the plan, which stays as it is. ValidationError where it is no request, where its
    changes do not fit the plan, or where there are no dates."""
    from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import change_effect
    from tpm_tui.store.what_if import WhatIf

    if plan.value("issue", issue, "type") != REQUEST:
        raise ValidationError(f"{plan.label('issue', issue)} is no {REQUEST}")
    what_if = WhatIf(plan, context, "")
    with what_if.transaction(plan.title("issue", issue)) as tx:
        adds = _make_changes(tx, issue, None)
    try:
        return RequestedChange(what_if.plan, change_effect(plan, what_if.plan, context), adds)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def preview_request(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> None:
    """Make the changes of requests, whether they are accepted or not."""
    for id_ in ids:
        _require_request(tx, id_)
        _make_changes(tx, id_, None)


def accept_change(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A request for change is accepted, by somebody by name: its changes are made, and what it adds to the plan is
    linked to it."""
    for id_ in ids:
        _require_request(tx, id_)
        made = _make_changes(tx, id_, params["by"])
        adds = dict.fromkeys((*tx.get("issue", id_, "adds"), *made, *(params.get("adds") or ())))
        tx.set("issue", id_, status="accepted", decided_by=params["by"], resolved_on=tx.context.today, adds=tuple(adds))
    return f"accepted {records_label(tx.plan, 'issue', ids)}"


def refuse_change(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A request for change is refused, by somebody by name, with the reason."""
    for id_ in ids:
        _require_request(tx, id_)
        tx.set(
            "issue", id_, status="refused", decided_by=params["by"], resolution=params["reason"],
            resolved_on=tx.context.today,
        )  # fmt: skip
    return f"refused {records_label(tx.plan, 'issue', ids)}: {params['reason']}"


def _make_changes(tx: Transaction, issue: str, by: str | None) -> tuple[str, ...]:
    """Make the changes of a request; the ids of the items that it adds."""
    before = set(tx.plan["item"].ids)
    agreed = {"agreed_on": tx.context.today} | ({} if by is None else {"agreed_by": by})
    apply_change_lines(tx, str(tx.get("issue", issue, "what_if") or ""), agreed)
    requirement, wording = tx.get("issue", issue, "requirement"), tx.get("issue", issue, "wording")
    if requirement and wording:
        said = tx.get("requirement", requirement, "said") or tx.get("requirement", requirement, "statement")
        anew = agreed if tx.get("requirement", requirement, "status") == "agreed" else {}
        tx.set("requirement", requirement, statement=wording, said=said, **anew)
    return tuple(id_ for id_ in tx.plan["item"].ids if id_ not in before)


def _require_request(tx: Transaction, id_: str) -> None:
    if tx.get("issue", id_, "type") != REQUEST:
        raise ValidationError(f"{tx.plan.label('issue', id_)} is no {REQUEST}; set its type first")
    require_open(tx, id_)


_BY = CommandParam("by", _ISSUE.column("decided_by"))

COMMANDS = (
    Command(
        "issue.accept", "Accept the request for change", accept_change, kinds=("issue",), group="Sessions",
        params=(_BY, CommandParam("adds", _ISSUE.column("adds"), optional=True)), preview=preview_request,
    ),
    Command(
        "issue.refuse", "Refuse the request for change", refuse_change, kinds=("issue",), group="Sessions",
        params=(_BY, CommandParam("reason", _ISSUE.column("resolution"))), preview=preview_request,
    ),
)  # fmt: skip
