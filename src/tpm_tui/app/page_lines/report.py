"""A report as lines of a page: each sentence leads to the first record that it stands on."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.document import BulletList, Heading, Paragraph
from tpm_tui.reports.renderers.terminal import bullet_text
from tpm_tui.reports.report import ReportContent, report_document
from tpm_tui.reports.report_comparison import side_by_side_lines
from tpm_tui.reports.report_outcomes import RecordOutcome
from tpm_tui.safe_text import safe


def report_lines(plan: Plan, report: ReportContent, cells: int) -> list[PageLine]:
    """The page for a width in cells; charts are left out, they are in the HTML."""
    lines: list[PageLine] = []
    for block in report_document(plan, report).blocks:
        if isinstance(block, Heading):
            lines += [BLANK_LINE, heading_line(block.text)]
        elif isinstance(block, Paragraph):
            lines += [text_line((line, "strong")) for line in wrapped_lines(safe(block.text), cells)]
        elif isinstance(block, BulletList):
            for bullet in block.bullets:
                target = plan.find_key(bullet.keys[0]) if bullet.keys else None
                for number, line in enumerate(wrapped_lines(safe(bullet_text(bullet)), cells - 2)):
                    runs = ((f"{'  ' if number else '- '}{line}", ""),)
                    lines.append(PageLine(runs, target, stop=not number and target is not None))
    return lines


def side_by_side_page(
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    outcomes: Sequence[RecordOutcome],
    context: InputContext,
    cells: int,
) -> list[PageLine]:
    """Two reports in two columns, and what came of the older one."""
    return [text_line((line, "")) for line in side_by_side_lines(then, now, outcomes, context, cells)]
