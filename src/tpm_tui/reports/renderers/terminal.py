"""A document as lines of a terminal. Charts are left out: the screen draws its own, a file holds the picture."""

from collections.abc import Sequence

from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.reports.document import Bullet, BulletList, Document, Heading, Paragraph, ReportTable
from tpm_tui.safe_text import fit, safe, width

#: Between two columns.
_GAP = 2
#: Fewest cells that a column is cut to.
_NARROWEST = 8


def render_lines(document: Document, cells: int | None) -> list[str]:
    """Its blocks with an empty line between them, safe to draw; ``cells`` is the width of the terminal, None: no
    limit."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            made = [safe(block.text)]
        elif isinstance(block, BulletList):
            made = [line for bullet in block.bullets for line in _wrapped(bullet_text(bullet), cells)]
        elif isinstance(block, ReportTable):
            rows = [[safe(str(cell)) for cell in row] for row in block.rows]
            made = format_table(block.headers, rows, block.numeric or [False] * len(block.headers), cells)
        else:
            continue
        lines += ["", *made] if lines else made
    return lines


def bullet_text(bullet: Bullet) -> str:
    """The sentence, with the keys that it does not name in brackets behind it."""
    return f"{bullet.text} [{', '.join(bullet.said_after)}]" if bullet.said_after else bullet.text


def _wrapped(text: str, cells: int | None) -> list[str]:
    """A sentence behind a dash, in lines no wider than the terminal."""
    return wrap_text(safe(text), cells or 10**6, first="- ", rest="  ", at_hyphens=False) or ["-"]


def format_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], cells: int | None
) -> list[str]:
    """The lines of a table of safe texts, headers first; ``right`` marks columns of numbers.

    Columns are as wide as their widest text. Where ``cells`` is given (the width of a terminal), the widest are cut
    until a row fits.
    """
    widths = [max(width(header), max((width(row[i]) for row in rows), default=0)) for i, header in enumerate(headers)]
    if cells is not None:
        _narrow(widths, cells - _GAP * (len(widths) - 1))
    aligns = ["right" if r else "left" for r in right]
    gap = " " * _GAP
    return [
        gap.join(fit(text, size, align) for text, size, align in zip(row, widths, aligns, strict=True)).rstrip()
        for row in (headers, *rows)
    ]


def _narrow(widths: list[int], available: int) -> None:
    """Make the widest columns narrower until their sum is within ``available`` or all are as narrow as they get."""
    over = sum(widths) - available
    while over > 0:
        widest = max(widths)
        if widest <= _NARROWEST:
            return
        places = [i for i, w in enumerate(widths) if w == widest]
        second = max([w for w in widths if w < widest] + [_NARROWEST])
        take = min(over, (widest - second) * len(places))
        for n, i in enumerate(places):
            widths[i] -= take // len(places) + (1 if n < take % len(places) else 0)
        over -= take
