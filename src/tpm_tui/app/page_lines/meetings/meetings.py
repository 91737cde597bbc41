"""Sections of a report as lines of a page, each leading on to its first record."""

from collections.abc import Sequence

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.reports.report import Section
from tpm_tui.safe_text import safe


def section_lines(sections: Sequence[Section], empty: str, cells: int) -> list[PageLine]:
    """The sections below each other; ``empty`` is said where there is none. A line's target is (kind, id)."""
    if not sections:
        return [text_line((empty, "soft"))]
    lines: list[PageLine] = []
    for section in sections:
        lines += [BLANK_LINE] if lines else []
        lines.append(heading_line(safe(section.title)))
        for line in section.lines:
            target = line.records[0] if line.records else None
            for number, part in enumerate(wrapped_lines(safe(line.text), cells - 4)):
                lead = "    " if number else "  "
                lines.append(PageLine(((f"{lead}{part}", ""),), target, stop=number == 0 and target is not None))
    return lines
