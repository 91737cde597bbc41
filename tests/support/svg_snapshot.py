"""A screen as a small SVG: a row of text a line, each style spelled out, so that a change can be read in a review.

Textual's own export (and pytest-textual-snapshot, which compares those) is six times as large, and names styles by a
number made from the whole picture, so that one letter changes every line of the file.
"""

from collections.abc import Iterable
from html import escape

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.strip import Strip

#: Size of a cell, and of the letters in it.
WIDTH, HEIGHT, LETTER = 8.4, 18, 14
INK, PAPER = "#d0d0d0", "#121212"


def svg(strips: Iterable[Strip]) -> str:
    """The rows of a screen as SVG, drawn alike wherever and whenever it is made."""
    rows = [list(Segment.simplify(strip)) for strip in strips]
    cells = max(sum(segment.cell_length for segment in row) for row in rows)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cells * WIDTH:g} {len(rows) * HEIGHT}"'
        f' font-family="ui-monospace, DejaVu Sans Mono, Menlo, monospace" font-size="{LETTER}" fill="{INK}"'
        f' xml:space="preserve" style="white-space:pre">'
    )
    drawn = [part for number, row in enumerate(rows) for part in _row(number, row)]
    return "\n".join([head, f'<rect width="100%" height="100%" fill="{PAPER}"/>', *drawn, "</svg>", ""])


def _row(number: int, row: Iterable[Segment]) -> Iterable[str]:
    """The grounds of one row, and its text."""
    spans, at = [], 0
    for segment in row:
        ink, paper, more = _style(segment.style or Style())
        cells = segment.cell_length
        if paper != PAPER:
            yield (
                f'<rect x="{at * WIDTH:g}" y="{number * HEIGHT}" width="{cells * WIDTH:g}" height="{HEIGHT}"'
                f' fill="{paper}"/>'
            )
        if segment.text.strip():
            colour = f' fill="{ink}"' if ink != INK else ""
            spans.append(
                f'<tspan x="{at * WIDTH:g}" textLength="{cells * WIDTH:g}"{colour}{more}>{escape(segment.text)}</tspan>'
            )
        at += cells
    yield f'<text y="{number * HEIGHT + LETTER}">{"".join(spans)}</text>'


def _style(style: Style) -> tuple[str, str, str]:
    """Colour of the letters, of the ground, and what else there is to say."""
    ink, paper = _colour(style.color, INK), _colour(style.bgcolor, PAPER)
    if style.reverse:
        ink, paper = paper, ink
    more = ' font-weight="bold"' * bool(style.bold) + ' font-style="italic"' * bool(style.italic)
    more += ' text-decoration="underline"' * bool(style.underline) + ' opacity="0.6"' * bool(style.dim)
    return ink, paper, more


def _colour(colour: Color | None, usual: str) -> str:
    return usual if colour is None or colour.is_default else colour.get_truecolor(SVG_EXPORT_THEME).hex
