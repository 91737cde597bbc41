"""What a record reaches, as data for scripts and as a tree of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.requirements.impact import ImpactNode
from tpm_tui.planning.requirements.plan_impact import SlipResult


def impact_facts(plan: Plan, tree: Sequence[ImpactNode], slipped: SlipResult | None) -> list[dict[str, Any]]:
    """The documented JSON of ``tpm impact``; ``changes`` is empty for what stays as it is, or where nothing slips."""
    result = []
    for node in tree:
        kind = plan.kind_of(node.key)
        if kind is None:
            continue
        result.append(
            {
                "key": plan.value(kind.name, node.key, "key"), "kind": kind.name,
                "title": plan.title(kind.name, node.key), "via": node.via, "depth": node.depth,
                "changes": _changes(slipped, node.key),
            }
        )  # fmt: skip
    return result


def _changes(slipped: SlipResult | None, id_: str) -> dict[str, Any]:
    finishes = None if slipped is None else slipped.finishes.get(id_)
    if finishes is None:
        return {}
    before, after = (datetime.fromisoformat(text) for text in finishes)
    return {"finish": {"from": finishes[0], "to": finishes[1], "days": (after.date() - before.date()).days}}


def impact_lines(plan: Plan, tree: Sequence[ImpactNode], slipped: SlipResult | None) -> Iterator[str]:
    """A line a record, below the one that it is reached from."""
    for fact in impact_facts(plan, tree, slipped):
        finish = fact["changes"].get("finish")
        moved = ""
        if finish:
            noun = "calendar day" if abs(finish["days"]) == 1 else "calendar days"
            moved = f"  finishes {finish['to'][:10]}, {finish['days']:+} {noun}"
        via = f"{fact['via']}: " if fact["via"] else ""
        yield f"{'  ' * fact['depth']}{via}{fact['key']} {fact['title']}{moved}"
