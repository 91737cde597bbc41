"""Stakeholders as lines: who must hear about a record and why, and the document about one of them."""

from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.people.who_must_hear import Hearer
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.reports.document import Document


def hearer_lines(plan: Plan, hearers: list[Hearer], cells: int) -> list[PageLine]:
    """A line each with every reason; it leads to the person or stakeholder."""
    if not hearers:
        said = "Nobody has a role in it, cares about it or was promised anything."
        return [text_line((line, "soft")) for line in wrapped_lines(said, cells)]
    lines: list[PageLine] = []
    for hearer in hearers:
        name = fit(safe(plan.title(hearer.kind, hearer.id)), 22)
        why = wrapped_lines(safe("; ".join(hearer.reasons)), max(20, cells - 24))
        for number, line in enumerate(why):
            runs = ((name if not number else " " * 22, "strong"), (f"  {line}", ""))
            lines.append(PageLine(runs, (hearer.kind, hearer.id), stop=not number))
    return lines


def document_lines(document: "Document", cells: int) -> list[PageLine]:
    """A document of paragraphs and sentences as lines of a page."""
    from tpm_tui.reports.document import Heading
    from tpm_tui.reports.renderers.terminal import render_lines

    headings = {safe(block.text) for block in document.blocks if isinstance(block, Heading)}
    lines: list[PageLine] = []
    for line in render_lines(document, cells):
        lines.append(BLANK_LINE if not line else heading_line(line) if line in headings else text_line((line, "")))
    return lines
