"""Lines that pages are made of: headings, blank ones, sentences, Markdown."""

from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.safe_text import safe, safe_lines

BLANK_LINE = PageLine((("", ""),))

#: What a page says that is made of items while there are none.
NO_ITEMS = "Nothing planned yet: add items in the backlog (1)."
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
    """A sentence in lines of so many cells; an amount, spaces between its thousands and its unit
    behind it, stays in one."""
    return wrap_text(text, max(20, cells))


def indented_lines(text: str, cells: int) -> list[str]:
    """As `wrapped_lines`, each as far in as the text begins, those after the first two cells further."""
    inner = text.lstrip()
    before = len(text) - len(inner)
    first, *rest = wrapped_lines(inner, cells - before - 2) or [""]
    return [f"{'':{before}}{first}", *(f"{'':{before + 2}}{line}" for line in rest)]


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
