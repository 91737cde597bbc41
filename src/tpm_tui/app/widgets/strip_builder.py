"""Lines of a table as the terminal gets them: runs of text put together, and where two lines differ."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tpm_tui.app.charts.gantt_canvas import StyledText as StyledText
from tpm_tui.safe_text import fit, is_a_cell_a_character, safe, width

#: Styles with a background of their own.
_FILLED = frozenset({"cursor"})


def make_strip(runs: Iterable[StyledText], cells: int, fill: str, style_of: Callable[[str], Style]) -> Strip:
    """Runs as a strip of exactly ``cells``, what is left in the style ``fill``.

    Neighbours of one style become one segment, which saves bytes; ``style_of`` knows the styles by their names. Every
    text is made safe here; what is to keep its width in cells is safe before.
    """
    segments: list[Segment] = []
    used = 0
    last_name, text = fill, ""
    for part, name in runs:
        part, name = safe(part), name or fill
        if name not in _FILLED and last_name not in _FILLED and part.isspace():
            # Blanks look the same in any style without a background: one change of style less.
            name = last_name
        elif text.isspace() and name not in _FILLED and last_name not in _FILLED:
            last_name = name
        free_cells = cells - used
        size = width(part)
        if size > free_cells:
            part, size = fit(part, free_cells), free_cells
        used += size
        if name == last_name:
            text += part
        else:
            if text:
                segments.append(Segment(text, style_of(last_name)))
            last_name, text = name, part
        if used >= cells:
            break
    if used < cells and last_name != fill and (last_name in _FILLED or fill in _FILLED):
        segments.append(Segment(text, style_of(last_name)))
        last_name, text = fill, ""
    text += " " * (cells - used)
    if text:
        segments.append(Segment(text, style_of(last_name)))
    return Strip(segments, cells)


#: The bytes that a terminal is sent to change the style, and to go on at another cell.
_STYLE_BYTES, _MOVE_BYTES = 25, 11


def changed_spans(old: Strip | None, new: Strip, cells: int) -> list[tuple[int, int]]:
    """Where two lines differ, as first cells and ones past the last; the whole line if cells cannot be told apart."""
    if old is None:
        return [(0, cells)]
    if old == new:
        return []
    before = [(char, segment.style) for segment in old for char in segment.text]
    after = [(char, segment.style) for segment in new for char in segment.text]
    if len(before) != cells or len(after) != cells or not all(map(is_a_cell_a_character, (old.text, new.text))):
        return [(0, cells)]
    spans: list[tuple[int, int]] = []
    for x in range(cells):
        if before[x] != after[x]:
            if spans and _is_cheaper_drawn(after[spans[-1][1] - 1 : x + 1]):
                spans[-1] = spans[-1][0], x + 1
            else:
                spans.append((x, x + 1))
    return spans


def _is_cheaper_drawn(cells: Sequence[tuple[str, Style | None]]) -> bool:
    """Whether drawing what is alike between two changed cells, which are given with it, takes no more bytes than to go
    on at the second, in its style."""
    text = sum(len(char.encode()) for char, _ in cells[1:-1])
    styles = sum(style != following for (_, style), (_, following) in pairwise(cells))
    return text + _STYLE_BYTES * styles <= _MOVE_BYTES + _STYLE_BYTES
