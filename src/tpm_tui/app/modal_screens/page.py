"""A page of lines to read, some of which lead on: help, histories, previews, matrices."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.content import Content

from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.safe_text import safe


class PageScreen(Dialog[Any]):
    """Shows lines; dismissed with the target of the line that was entered, or None."""

    BINDINGS = [
        ("escape,q", "dismiss(None)", "Back"),
        ("down,j", "step(1)", "Down"),
        ("up,k", "step(-1)", "Up"),
        ("pagedown,ctrl+d,space", "page(1)", "Page down"),
        ("pageup,ctrl+u", "page(-1)", "Page up"),
        ("g,home", "end(-1)", "Top"),
        ("G,end", "end(1)", "Bottom"),
        ("enter", "choose", "Open"),
    ]

    def __init__(
        self,
        title: str,
        lines: Callable[[int], Sequence[PageLine]],
        *,
        free: bool = True,
        at: int = 0,
        hint: str = "",
    ) -> None:
        """``lines`` makes the lines for a width in cells; the cursor begins on the line numbered ``at``.

        ``hint`` is said in the lower border: the page's own keys.
        """
        super().__init__()
        self._title = title
        self._lines = lines
        self._free = free
        self._at = at
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog page"):
            yield LineList(id="page-list", free=self._free)

    def on_mount(self) -> None:
        box = self.query_one(Vertical)
        box.border_title, box.border_subtitle = Content(safe(self._title)), Content(self._hint)
        for lines in self.query(LineList):  # none where it is being taken down, here and below
            lines.focus()
        self.call_after_refresh(self.fill)

    def on_resize(self) -> None:
        self.call_after_refresh(self.fill)

    @property
    def at(self) -> int:
        """The number of the line under the cursor; also once the page was left."""
        shown = self.query(LineList) if self.is_attached else ()
        return next((lines.cursor for lines in shown), self._at)

    @at.setter
    def at(self, line: int) -> None:
        """Begin there; before it is shown."""
        self._at = line

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close with a result; the cursor's place is kept."""
        for lines in self.query(LineList):
            self._at = lines.cursor
        return super().dismiss(result)

    def fill(self) -> None:
        """Make the lines anew, keeping the cursor's place."""
        if self._left:
            return
        pages = self.query_one(LineList)
        pages.show_lines(self._lines(max(20, pages.size.width - 2)), pages.cursor or self._at)
        self._at = 0
        self.begun()

    def action_step(self, by: int) -> None:
        for lines in self.query(LineList):
            lines.step(by)

    def action_page(self, by: int) -> None:
        for lines in self.query(LineList):
            lines.half_page(by)

    def action_end(self, by: int) -> None:
        for lines in self.query(LineList):
            lines.end(by)

    def action_choose(self) -> None:
        for lines in self.query(LineList):
            lines.choose()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        message.stop()
        self.dismiss(message.line.target)
