"""The audit of a plan as lines: each point with its count, share and threshold; a line leads to its items."""

from collections.abc import Sequence

from tpm_tui.app.page_lines.line_builders import heading_line
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.schedule_audit import AuditPoint
from tpm_tui.reports.quality.audit import audit_table
from tpm_tui.safe_text import fit, safe

#: Cells of count, share and threshold.
_FIGURES = 40


def audit_lines(plan: Plan, points: Sequence[AuditPoint], cells: int) -> list[PageLine]:
    """A line a point, in the order of the audit; one with items leads to them as an :class:`AuditPoint`."""
    text_cells = max(20, cells - _FIGURES)
    lines = [
        heading_line(fit("Audit of the plan ─ enter lists the items", text_cells) + "    count   share  threshold")
    ]
    for point, row in zip(points, audit_table(plan, points).rows, strict=True):
        title, counted, share, limit = map(str, row[:4])
        text = f"{fit(safe(title), text_cells)} {counted:>12} {share:>6}  {limit}"
        style = "soft" if point.passed else "warn"
        lines.append(PageLine(((fit(text, cells), style),), target=point if point.items else None, stop=True))
    return lines
