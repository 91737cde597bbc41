"""Lines that pages are made of: headings, blank ones, sentences, Markdown."""

from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.safe import safe, safe_lines

BLANK_LINE = PageLine((("", ""),))

#: Cells of the names of fields on the page of a record.
LABEL_WIDTH = 18


def shift_style(by: float) -> str:
    """The style of a date that has moved by so much, later above 0; none of its own where it has not."""
    return "bad" if by > 0 else "good" if by < 0 else ""


def heading_line(text: str) -> PageLine:
    """A line that heads those below it."""
    return PageLine(((text, "head"),))


def text_line(*runs: StyledText) -> PageLine:
    return PageLine(runs)


def wrapped_lines(text: str, cells: int) -> list[str]:
    """A sentence in lines of so many cells."""
    from textwrap import wrap

    return wrap(text, max(20, cells))


def markdown_lines(text: str, cells: int) -> list[PageLine]:
    """Markdown drawn as lines: headings, lists, emphasis and code, with nothing that reaches the terminal raw."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=cells, color_system=None, file=None, force_terminal=False, markup=False, emoji=False)
    clean = "\n".join(safe_lines(text))
    rendered = console.render_lines(Markdown(clean, hyperlinks=False), pad=False)
    lines = []
    for segments in rendered:
        runs: list[StyledText] = []
        for segment in segments:
            style = segment.style
            strong = bool(style and (style.bold or style.reverse))
            soft = bool(style and style.italic)
            runs.append((safe(segment.text), "strong" if strong else "soft" if soft else ""))
        lines.append(PageLine(tuple(runs)))
    return lines
