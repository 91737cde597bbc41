"""What was agreed stays as it was agreed: a change after that is a request for change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.text.field_formats import show_number
from tpm_tui.store.transaction import Transaction

REQUEST = "request for change"


def changed_content(tx: Transaction, requirement: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that change what a requirement says."""
    return {
        name: values[name]
        for name in CONTENT_FIELDS
        if name in values and values[name] != tx.get("requirement", requirement, name)
    }


def request_changes(tx: Transaction, ids: Sequence[str], values: Mapping[str, Any]) -> dict[str, str]:
    """Ask for what values change in the content of agreed requirements: requirement -> its request for change. What is
    agreed anew with them, or no longer agreed, is changed without one."""
    if {"agreed_on", "status"} & values.keys():
        return {}
    agreed = [id_ for id_ in ids if tx.get("requirement", id_, "status") == "agreed"]
    return {id_: request_change(tx, id_, changed) for id_ in agreed if (changed := changed_content(tx, id_, values))}


def request_change(tx: Transaction, requirement: str, values: Mapping[str, Any]) -> str:
    """Ask for other content of what is agreed; the id of the request."""
    key = tx.plan.label("requirement", requirement)
    wording = str(values.get("statement") or "")
    others = {name: _typed(value) for name, value in values.items() if name != "statement"}
    columns = KINDS["requirement"]
    named = [wording, *(f"{columns.column(name).label} {text or 'none'}" for name, text in others.items())]
    return tx.add(
        "issue", title=f"Change {key}: {'; '.join(part for part in named if part)}", type=REQUEST,
        requirement=requirement, wording=wording, items=tx.get("requirement", requirement, "items"),
        what_if="".join(f'{key} {name}="{text}"\n' for name, text in others.items()).strip(),
        raised_on=tx.context.today,
    )  # fmt: skip


def requests_text(tx: Transaction, requests: Mapping[str, str]) -> str:
    """``Q-1 is agreed: asked for as IS-1``, of each requirement that a change was asked for."""
    label = tx.plan.label
    return "; ".join(
        f"{label('requirement', id_)} is agreed: asked for as {label('issue', issue)}"
        for id_, issue in requests.items()
    )


def _typed(value: Any) -> str:
    """A value as a line of changes has it, whatever the day on which it is read."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return show_number(value)
    return "" if value is None else " ".join(str(value).replace('"', "'").split())
