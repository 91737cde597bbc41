"""The best levelling proposal so far: y takes it, enter leaves an item out, esc ends the search, then leaves it."""

from collections.abc import Callable, Sequence

from textual.containers import Vertical
from textual.content import Content

from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.safe_text import safe

#: Seconds between two looks at what the search has by now.
REDRAW_SECONDS = 0.5


class LevellingScreen(PageScreen):
    """``lines`` makes those of the best so far for a width; ``searching`` says in words how far the search is, empty
    once it has ended; ``standing`` is the finish and what it moves, in the lower border, where it stays; ``stop`` ends
    the search; ``toggle`` leaves an item out, by the target of its line, or takes it in.

    Dismissed with "yes" or None.
    """

    BINDINGS = [
        ("y", "dismiss('yes')", "Take it"),
        ("n", "dismiss(None)", "Leave it"),
        ("escape", "stop", "End the search, then leave it"),
    ]

    def __init__(
        self,
        lines: Callable[[int], Sequence[PageLine]],
        searching: Callable[[], str],
        standing: Callable[[], str],
        stop: Callable[[], None],
        toggle: Callable[[tuple[str, str]], None],
    ) -> None:
        super().__init__("Level", lines, free=False)
        self._searching = searching
        self._standing = standing
        self._stop = stop
        self._toggle = toggle
        self._ended = False

    def on_mount(self) -> None:
        self.set_interval(REDRAW_SECONDS, self._follow)

    def fill(self) -> None:
        super().fill()
        if not self._left:
            said = self._searching()
            title = f"Level ─ {said}; esc keeps the best so far" if said else "Level ─ do it? y/n"
            box = self.query_one(Vertical)
            box.border_title, box.border_subtitle = Content(title), Content(safe(self._standing()))

    def _follow(self) -> None:
        """Draw what the search has by now, and once more when it has ended."""
        if not self._ended and self.is_attached:
            self._ended = not self._searching()
            self.fill()

    def action_stop(self) -> None:
        if self._searching():
            self._stop()
        else:
            self.dismiss(None)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        message.stop()
        message.prevent_default()  # of a page, which it would close
        self._toggle(message.line.target)
        self.fill()
