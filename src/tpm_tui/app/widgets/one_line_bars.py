"""One-line strips at the top and bottom of the screen: the pulse, the footer with its messages."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tpm_tui.safe_text import fit, safe, width


class StatusLine(Widget):
    """A line of text runs (text, component class or empty), drawn only when it changes."""

    COMPONENT_CLASSES = {
        "status-line--key",
        "status-line--good",
        "status-line--warn",
        "status-line--bad",
        "status-line--strong",
        "status-line--dim",
    }

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._runs: list[tuple[str, str]] = []
        self._right: list[tuple[str, str]] = []
        self._end = ""

    def show(self, runs: list[tuple[str, str]], right: list[tuple[str, str]] | None = None, end: str = "") -> None:
        """Show runs from the left, and others against the right edge; nothing is drawn if they are the same.

        ``end`` follows the runs, which are cut before it where they are too long.
        """
        right = right or []
        if (runs, right, end) != (self._runs, self._right, self._end):
            self._runs, self._right, self._end = runs, right, end
            self.refresh()

    @property
    def text(self) -> str:
        return "".join([*(t for t, _ in self._runs), self._end, *(t for t, _ in self._right)])

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        base = self.rich_style
        segments: list[Segment] = []
        reserved = sum(width(safe(t)) for t, _ in self._right)
        left, used = max(0, cells - reserved - width(self._end)), 0
        for text, name in self._runs:
            shown = safe(text)
            if used + width(shown) > left:
                shown = fit(shown, left - used)
            used += width(shown)
            segments.append(Segment(shown, self.get_component_rich_style(f"status-line--{name}") if name else base))
        if self._end:
            segments.append(Segment(self._end, self.get_component_rich_style("status-line--strong")))
        if reserved <= cells:
            segments.append(Segment(" " * (left - used), base))
            segments += [
                Segment(safe(t), self.get_component_rich_style(f"status-line--{n}") if n else base)
                for t, n in self._right
            ]
        return Strip(segments).adjust_cell_length(cells, base)
