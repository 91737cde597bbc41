"""Issues: blocking an item opens one with an owner; escalate, resolve, make something of one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tpm_tui.commands import records
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.commands.what_follows_from_an_edit.issues import free_items
from tpm_tui.domain.derived.items_serving_objectives import items_serving
from tpm_tui.domain.derived.waits_and_blocks import BLOCKED_STATE
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.risks_issues_decisions.issues import ESCALATION_LEVELS
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError, parse_value
from tpm_tui.domain.values.codec import load_value
from tpm_tui.store.transaction import Transaction

_ISSUE = KINDS["issue"]


def block_items(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Mark items as blocked, with the cause and who removes it: that is an impediment of its own. ``legal @ana`` says
    both in a line."""
    cause, who = _cause_and_owner(tx, str(params["cause"]))
    began = tx.now
    for id_ in ids:
        since = tx.get("item", id_, "blocked_since")
        # of the state named blocked nobody has said the cause yet
        if since is not None and (
            tx.get("item", id_, "status") != BLOCKED_STATE or tx.get("item", id_, "blocked_cause")
        ):
            raise ValidationError(f"{tx.plan.label('item', id_)} is blocked already: {_cause(tx, id_)}")
        if since is None and id_ in tx.plan.blocked_moments:
            since = datetime.fromisoformat(tx.plan.blocked_moments[id_])
        began = min(began, since or began)
        tx.set("item", id_, blocked_since=since or tx.now, blocked_cause=cause)
    owner = who or params.get("owner") or tx.get("item", ids[0], "owner")
    issue = tx.add(
        "issue", title=f"{records_label(tx.plan, 'item', ids)} blocked: {cause}", type="impediment",
        owner=owner, cause=cause, items=tuple(ids), raised_on=min(began.date(), tx.context.today),
    )  # fmt: skip
    return f"blocked {records_label(tx.plan, 'item', ids)}: {cause} ({tx.plan.label('issue', issue)})"


def _cause_and_owner(tx: Transaction, text: str) -> tuple[str, str | None]:
    """``legal @ana`` as the cause and the id of who removes it. ValidationError where nobody is called so."""
    cause, sign, name = text.rpartition("@")
    if not sign or not name.strip() or (cause and not cause[-1].isspace()):
        return text, None
    column = _ISSUE.column("owner")
    owner = tx.resolve_new_references(column, parse_value(column, name.strip(), tx.plan, tx.context))
    if not cause.strip():
        raise ValidationError("say what is in the way too, as in: legal @ana", "cause")
    return cause.strip(), owner


def unblock_items(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Take the mark away, and resolve the impediments that held nothing else up."""
    for id_ in ids:
        if tx.get("item", id_, "blocked_since") is None:
            raise ValidationError(f"{tx.plan.label('item', id_)} is not blocked")
        tx.set("item", id_, blocked_since=None, blocked_cause="")
    freed = [
        issue
        for issue in _open_issues(tx)
        if set(tx.get("issue", issue, "items")) & set(ids)
        and all(tx.get("item", item, "blocked_since") is None for item in tx.get("issue", issue, "items"))
    ]
    for issue in freed:
        tx.set("issue", issue, status="resolved", resolved_on=tx.context.today)
    closed = f", {records_label(tx.plan, 'issue', freed)} resolved" if freed else ""
    return f"unblocked {records_label(tx.plan, 'item', ids)}{closed}"


def resolve_issues(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """What was done about it; items that nothing else blocks go on."""
    for id_ in ids:
        require_open(tx, id_)
        tx.set("issue", id_, status="resolved", resolution=params["resolution"], resolved_on=tx.context.today)
    free_items(tx, ids)
    return f"resolved {records_label(tx.plan, 'issue', ids)}"


def escalate_issues(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """One level up, to somebody by name."""
    for id_ in ids:
        require_open(tx, id_)
        place = ESCALATION_LEVELS.index(str(tx.get("issue", id_, "level")))
        level = ESCALATION_LEVELS[min(place + 1, len(ESCALATION_LEVELS) - 1)]
        tx.set("issue", id_, level=level, escalated_to=params["to"], escalated_on=tx.context.today)
    to = tx.plan.label("stakeholder", params["to"])
    return f"escalated {records_label(tx.plan, 'issue', ids)} to {to}"


def issue_from_risk(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """The risk has become a fact that needs somebody: an issue that keeps the link."""
    made = []
    for id_ in ids:
        row = {name: tx.get("risk", id_, name) for name in ("title", "items", "owner", "cause", "status")}
        if row["status"] != "occurred":
            tx.set("risk", id_, status="occurred")
        made.append(
            tx.add(
                "issue", title=row["title"], type="problem", owner=row["owner"], items=row["items"], risk=id_,
                cause=row["cause"], raised_on=tx.context.today,
            )
        )  # fmt: skip
    return f"opened {records_label(tx.plan, 'issue', made)}"


def issue_to_item(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Work that comes of the issue, in the backlog."""
    return _become(tx, ids, "item", lambda row: {"title": row["title"], "owner": row["owner"]})


def issue_to_incident(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """The issue is an incident: it has started, and is detected now."""
    return _become(
        tx, ids, "incident",
        lambda row: {
            "title": row["title"], "owner": row["owner"], "items": row["items"], "risk": row["risk"],
            "started": tx.now, "detected": tx.now,
        },
    )  # fmt: skip


def issue_to_decision(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """The issue needs a decision."""
    return _become(tx, ids, "decision", lambda row: {"title": row["title"], "items": row["items"]})


def objective_in_question(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A shock of the market or of scope: an issue on all the open work that serves the objective; the sentence counts
    what hangs on it."""
    made, held = [], 0
    for id_ in ids:
        groups = tx.plan.state_groups
        open_work = [
            item
            for item in items_serving(tx.plan, id_)
            if groups.get(str(tx.plan.value("item", item, "status"))) != "done"
        ]
        held += len(open_work)
        title = f"{params['what']}: {tx.get('objective', id_, 'statement')} is in question"
        made.append(
            tx.add(
                "issue", title=title, type="problem", cause=params["what"], items=tuple(open_work),
                raised_on=tx.context.today, raised_by=tx.get("objective", id_, "sponsor"),
            )
        )  # fmt: skip
    hangs = f"{counted(held, 'open item hangs', 'open items hang')} on it"
    return f"opened {records_label(tx.plan, 'issue', made)}: {hangs}"


def _become(tx: Transaction, ids: Sequence[str], kind: str, values: Any) -> str:
    made = []
    for id_ in ids:
        row = {c.name: load_value(c, tx.plan["issue"].row(id_)[c.name]) for c in _ISSUE.columns}
        if row[kind]:
            raise ValidationError(f"{row['key']} became {tx.plan.label(kind, row[kind])} already")
        new = records.add(tx, kind, values(row))
        tx.set("issue", id_, **{kind: new})
        made.append(new)
    return f"added {records_label(tx.plan, kind, made)}"


def _open_issues(tx: Transaction) -> list[str]:
    table = tx.plan["issue"]
    return [id_ for id_ in table.ids if tx.get("issue", id_, "status") == "open"]


def require_open(tx: Transaction, id_: str) -> None:
    """ValidationError where an issue has been dealt with."""
    if tx.get("issue", id_, "status") != "open":
        raise ValidationError(f"{tx.plan.label('issue', id_)} is {tx.get('issue', id_, 'status')} already")


def _cause(tx: Transaction, id_: str) -> str:
    return str(tx.get("item", id_, "blocked_cause") or "no cause given")


COMMANDS = (
    Command(
        "item.block", "Blocked: what is in the way, @who removes it", block_items, keys=("X",), kinds=("item",),
        group="Sessions",
        params=(
            CommandParam("cause", KINDS["item"].column("blocked_cause")),
            CommandParam("owner", _ISSUE.column("owner"), optional=True, asked=lambda _given: False),
        ), synonyms=("obstacle", "stuck"),
    ),
    Command("item.unblock", "No longer blocked", unblock_items, kinds=("item",), group="Sessions"),
    Command(
        "issue.resolve", "Resolved: what was done about it", resolve_issues, keys=("x",), kinds=("issue",),
        group="Sessions", params=(CommandParam("resolution", _ISSUE.column("resolution")),),
    ),
    Command(
        "issue.escalate", "Escalate one level up", escalate_issues, kinds=("issue",), group="Sessions",
        params=(CommandParam("to", _ISSUE.column("escalated_to")),), synonyms=("raise",),
    ),
    Command(
        "objective.question", "A shock puts it in question", objective_in_question, keys=("X",), kinds=("objective",),
        group="Sessions", params=(CommandParam("what", _ISSUE.column("cause")),),
    ),
    Command("risk.to_issue", "It is an issue now", issue_from_risk, keys=("X",), kinds=("risk",), group="Risk"),
    Command("issue.to_item", "Make it an item", issue_to_item, keys=("O",), kinds=("issue",), group="Sessions"),
    Command(
        "issue.to_incident", "Make it an incident", issue_to_incident, keys=("X",), kinds=("issue",),
        group="Sessions",
    ),
    Command(
        "issue.to_decision", "It needs a decision", issue_to_decision, keys=("P",), kinds=("issue",),
        group="Sessions",
    ),
)  # fmt: skip
