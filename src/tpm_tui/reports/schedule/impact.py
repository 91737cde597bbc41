"""What a record reaches, as data for scripts and as a tree of lines."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import shown_title
from tpm_tui.domain.time.instants import finish_day, to_minute
from tpm_tui.domain.values.amounts import show_amount
from tpm_tui.planning.analysis.impact.reached_records import ImpactNode
from tpm_tui.planning.analysis.impact.supposed_change import SupposedChange
from tpm_tui.reports.phrases import finish_instant_text, shift_sentence


def impact_facts(plan: Plan, tree: Sequence[ImpactNode], supposed: SupposedChange | None) -> list[dict[str, Any]]:
    """The documented JSON of ``tpm impact``; ``changes`` is empty where nothing changes, or nothing is supposed."""
    result = []
    for node in tree:
        kind = plan.kind_of(node.key)
        if kind is None:
            continue
        result.append(
            {
                "key": plan.value(kind.name, node.key, "key"), "kind": kind.name,
                "title": plan.title(kind.name, node.key), "via": node.via, "depth": node.depth,
                "changes": record_changes(supposed, node.key),
            }
        )  # fmt: skip
    return result


def record_changes(supposed: SupposedChange | None, id_: str) -> dict[str, Any]:
    """What changes at a record: ``finish``, ``cost``, ``state``, those of them that do."""
    changes: dict[str, Any] = {}
    if supposed is None:
        return changes
    if id_ in supposed.finishes:
        first, last = supposed.finishes[id_]
        before, after = (to_minute(datetime.fromisoformat(text)) for text in (first, last))
        changes["finish"] = {"from": first, "to": last, "days": (finish_day(after) - finish_day(before)).days}
    if id_ in supposed.costs:
        was, now = supposed.costs[id_]
        changes["cost"] = {"from": str(was), "to": str(now), "more": str(now - was)}
    if id_ in supposed.states:
        changes["state"] = dict(zip(("from", "to"), supposed.states[id_], strict=True))
    return changes


def change_text(changes: dict[str, Any], context: InputContext) -> str:
    """What changes at a record, in a few words; empty where nothing does."""
    parts = []
    if finish := changes.get("finish"):
        before, after = (to_minute(datetime.fromisoformat(finish[name])) for name in ("from", "to"))
        parts.append(f"finishes {finish_instant_text(after, context)}, {shift_sentence(before, after)}")
    if cost := changes.get("cost"):
        more = Decimal(cost["more"])
        parts.append(f"costs {show_amount(abs(more))} {'more' if more > 0 else 'less'}")
    if state := changes.get("state"):
        parts.append(f"{state['from']} → {state['to']}")
    return "; ".join(parts)


def impact_lines(
    plan: Plan, context: InputContext, tree: Sequence[ImpactNode], supposed: SupposedChange | None
) -> Iterator[str]:
    """A line a record, below the one that it is reached from."""
    for fact in impact_facts(plan, tree, supposed):
        text, record = change_text(fact["changes"], context), plan.find_key(fact["key"])
        title = "" if record is None else shown_title(plan, *record, context)
        moved = f"  {text}" if text else ""
        via = f"{fact['via']}: " if fact["via"] else ""
        yield f"{'  ' * fact['depth']}{via}{fact['key']} {title}{moved}"
