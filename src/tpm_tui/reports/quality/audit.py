"""The audit of a plan as the documented facts of ``tpm check --audit --json`` and as a table."""

from collections.abc import Sequence
from typing import Any

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.planning.analysis.schedule_audit import HIGH_DAYS, AuditPoint
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


#: Of each point what is counted, the verb of one and of several, and what is wrong with them.
_SENTENCES = {
    "logic": ("open item", "has", "have", "no predecessor or no successor"),
    "leads": ("open link", "has", "have", "a lead"),
    "lags": ("open link", "has", "have", "a lag"),
    "link_types": ("open link", "is", "are", "other than finish to start"),
    "hard_constraints": ("open item", "is", "are", "bound to a date that links cannot move"),
    "high_slack": ("open item", "has", "have", f"slack above {HIGH_DAYS} working days"),
    "negative_slack": ("open item", "has", "have", "negative slack, a date that cannot be kept"),
    "high_duration": ("open item", "has", "have", f"more than {HIGH_DAYS} working days of work left"),
    "invalid_dates": ("item", "has", "have", "actual dates after the status date"),
    "resources": ("open item", "has", "have", "no owner"),
    "missed": ("item", "is", "are", "finished later than the baseline says, or not yet"),
    "estimates": ("open item", "has", "have", "no estimate that somebody gave"),
    "blocked": ("open item", "is", "are", "blocked without an owner"),
    "cost": ("item", "has", "have", "actual cost above the planned one"),
}


def audit_findings(plan: Plan, points: Sequence[AuditPoint]) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of the points that do not pass, each with count, share, threshold and its first items."""
    return [("programme", PROGRAMME_ID, _sentence(plan, point)) for point in points if not point.passed]


def _sentence(plan: Plan, point: AuditPoint) -> str:
    title, _, share, limit, _, named = _cells(plan, point)
    if point.is_index:
        return f"the {title} is {share}, it should be {limit}"
    noun, one, many, wrong = _SENTENCES[point.id]
    verb = one if point.count == 1 else many
    return f"{point.count} of {counted(point.of, noun)} {verb} {wrong} ({share}, {limit}): {named}"


def _cells(plan: Plan, point: AuditPoint) -> list[str]:
    keys = [plan.shown_key("item", id_) for id_ in point.items[:_NAMED]]
    more = f" and {len(point.items) - _NAMED} more" if len(point.items) > _NAMED else ""
    share = "" if point.share is None else f"{point.share:.2f}" if point.is_index else f"{point.share:.0%}"
    limit = f"at least {point.threshold:.2f}" if point.is_index else f"at most {point.threshold:.0%}"
    share_of = "" if point.is_index else f"{point.count} of {point.of}"
    passed = "passed" if point.passed else "look"
    return [point.title, share_of, share, limit, passed, ", ".join(keys) + more]


def audit_table(plan: Plan, points: Sequence[AuditPoint]) -> ReportTable:
    """A line a point: what is counted, how many of how many, the threshold, whether it passes, and the first items."""
    rows = [_cells(plan, point) for point in points]
    headers = ["Point", "Count", "Share", "Threshold", "Result", "Items"]
    return ReportTable(headers, rows, [False, True, True, False, False, False])
