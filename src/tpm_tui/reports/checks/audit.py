"""The audit of a plan as the documented facts of ``tpm check --audit --json`` and as a table."""

from collections.abc import Sequence
from typing import Any

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.schedule_audit import AuditPoint
from tpm_tui.reports.document import ReportTable

#: Items that the table names at most.
_NAMED = 5


def audit_facts(plan: Plan, points: Sequence[AuditPoint]) -> list[dict[str, Any]]:
    """One object a point; shares and indexes as they are calculated, items by their keys."""
    return [
        {
            "point": point.id,
            "title": point.title,
            "count": point.count,
            "of": point.of,
            "share": None if point.share is None else round(point.share, 6),
            "threshold": point.threshold,
            "passed": point.passed,
            "items": [str(plan.value("item", id_, "key")) for id_ in point.items],
        }
        for point in points
    ]


def audit_findings(plan: Plan, points: Sequence[AuditPoint]) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of the points that do not pass, each with count, share, threshold and its first items."""
    findings = []
    for point in points:
        if not point.passed:
            title, counted, share, limit, _, named = _cells(plan, point)
            of = counted if title.startswith("links") else f"{counted} open {'item' if point.of == 1 else 'items'}"
            text = f"{title}: {share}, {limit}" if point.is_index else f"{of} {title} ({share}, {limit}): {named}"
            findings.append(("programme", PROGRAMME_ID, text))
    return findings


def _cells(plan: Plan, point: AuditPoint) -> list[str]:
    keys = [plan.shown_key("item", id_) for id_ in point.items[:_NAMED]]
    more = f" and {len(point.items) - _NAMED} more" if len(point.items) > _NAMED else ""
    share = "" if point.share is None else f"{point.share:.2f}" if point.is_index else f"{point.share:.0%}"
    limit = f"at least {point.threshold:.2f}" if point.is_index else f"at most {point.threshold:.0%}"
    counted = "" if point.is_index else f"{point.count} of {point.of}"
    passed = "passed" if point.passed else "look"
    return [point.title, counted, share, limit, passed, ", ".join(keys) + more]


def audit_table(plan: Plan, points: Sequence[AuditPoint]) -> ReportTable:
    """A line a point: what is counted, how many of how many, the threshold, whether it passes, and the first items."""
    rows = [_cells(plan, point) for point in points]
    headers = ["Point", "Count", "Share", "Threshold", "Result", "Items"]
    return ReportTable(headers, rows, [False, True, True, False, False, False])
