"""A document as Markdown (CommonMark, with tables of GitHub): what records hold is escaped, and cannot be markup."""

import re

from tpm_tui.reports.document import BulletList, Chart, Document, Heading, Paragraph, ReportTable
from tpm_tui.reports.renderers.terminal import bullet_text
from tpm_tui.safe_text import safe

#: Characters that begin or end markup anywhere in a line.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
#: What makes a block of a line that begins so.
_BLOCK = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s|$)")


def render_markdown(document: Document) -> str:
    """The text, its title as the first heading; charts are left out."""
    lines = [f"# {markdown_text(document.title)}"]
    for block in document.blocks:
        if isinstance(block, Chart):
            continue
        lines.append("")
        if isinstance(block, Heading):
            lines.append(f"{'#' * (block.level + 1)} {markdown_text(block.text)}")
        elif isinstance(block, Paragraph):
            lines.append(markdown_text(block.text))
        elif isinstance(block, BulletList):
            lines += [f"- {markdown_text(bullet_text(bullet))}" for bullet in block.bullets]
        elif isinstance(block, ReportTable):
            lines += _table(block)
    if document.records:
        lines += ["", "## Records", ""]
        lines += [f"- {key}: {markdown_text(title)}" for key, title in document.records.items()]
    return "\n".join(lines) + "\n"


def markdown_text(text: str) -> str:
    """One line of plain text as Markdown that shows it as it is."""
    return _BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", safe(text)))


def _table(table: ReportTable) -> list[str]:
    numeric = table.numeric or [False] * len(table.headers)
    rule = ["---:" if right else "---" for right in numeric]
    rows = [[markdown_text(str(cell)) for cell in row] for row in (table.headers, *table.rows)]
    return [f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:])]
