"""A small menu of keys over the views: what each of them does, while the next key is awaited."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.safe_text import fit, safe, width

#: Fewest cells of a column of the menu.
_NARROWEST = 18


class KeyMenu(Widget):
    """Entries of (key, what it does) in as many columns as fit, at the foot of the screen above the footer."""

    COMPONENT_CLASSES = {"menu--key"}

    def __init__(self, entries: Sequence[StyledText]) -> None:
        super().__init__(id="key-menu")
        self._entries = entries
        self._columns = 1

    def on_mount(self) -> None:
        whole = self.screen.size
        column = max(_NARROWEST, max(width(safe(word)) + len(key) for key, word in self._entries) + 4)
        self._columns = max(1, min(4, (whole.width - 2) // column))
        rows = min(whole.height - 2, -(-len(self._entries) // self._columns))
        self.styles.width, self.styles.height = self._columns * column, rows
        self.styles.offset = (0, max(0, whole.height - 1 - rows))

    def render_line(self, y: int) -> Strip:
        cells, rows = self.size.width // self._columns, self.size.height
        segments: list[Segment] = []
        for key, word in self._entries[y::rows][: self._columns]:
            segments.append(Segment(f" {key} ", self.get_component_rich_style("menu--key")))
            segments.append(Segment(fit(safe(word), cells - len(key) - 2), self.rich_style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
