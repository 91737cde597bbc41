"""A view made of lines of text and characters, some of which lead to records: figures, charts, boards."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.app.widgets.view_table import ViewTable

#: Makes the lines of a page for a width in cells. A line's target is (kind, id) of the record that it leads to.
LineBuilder = Callable[[WorkspaceSession, int], Sequence[PageLine]]


class PageView(LineList, ViewTable):
    """Shows what ``lines`` makes of the newest plan and results; the cursor rests on lines that lead to records."""

    def __init__(self, session: WorkspaceSession, title: str, lines: LineBuilder, *, digit: str = "") -> None:
        ViewTable.__init__(self, session, digit=digit)
        self.lines, self.free = [], True
        self._build = lines
        self._heading = title
        self._width = 0
        #: Whether the cursor has been on a line that leads somewhere, or was moved.
        self._settled = False

    @property
    def kind(self) -> str:
        """The kind of the record that the line under the cursor leads to, empty where it leads to none."""
        return str(self._target[0]) if self._target else ""

    @property
    def current(self) -> str | None:
        """The id of the record that the line under the cursor leads to."""
        return str(self._target[1]) if self._target else None

    @property
    def _target(self) -> tuple[str, str] | None:
        target = self.line.target if self.line is not None else None
        return target if isinstance(target, tuple) else None

    def page_title(self) -> str:
        """What the border says behind the key."""
        return self._heading

    def reload(self) -> None:
        digit = f"{self.digit} " if self.digit else ""
        self.set_title(f"{digit}{self.page_title()}")
        if self.is_mounted:
            self._width = self.size.width
            lines = self._build(self.session, self.line_cells)
            self.show_lines(lines, self._first_place(lines))

    def _first_place(self, lines: Sequence[PageLine]) -> int:
        """Where the cursor stands: at first on the first line in view that leads to a record, then where it is."""
        self._settled = self._settled or self.cursor > 0
        if not self._settled:
            for place, line in enumerate(lines[: self.page]):
                if line.target is not None:
                    self._settled = True
                    return place
        return self.cursor

    @property
    def line_cells(self) -> int:
        """Cells that a line has."""
        return max(20, self.size.width - 2)

    def on_resize(self) -> None:
        super().on_resize()
        if self.size.width != self._width:
            self.reload()

    def apply_results(self, columns: Mapping[tuple[str, str], Any]) -> None:
        self.reload()

    def go(self, place: int) -> None:
        """Move by single rows goes from line to line; what leads nowhere is scrolled."""
        if self.cursorless:
            self._scroll(self.top + (1 if place > self.cursor else -1) * max(1, abs(place - self.cursor)))
        else:
            super().go(place)

    def open_pointed(self) -> None:
        ViewTable.open_pointed(self)

    def toggle_mark(self) -> None:
        """Lines are not marked: what an action works on is the record under the cursor."""

    toggle_range = mark_all = toggle_mark


def page_view(title: str, lines: LineBuilder) -> Callable[[ViewContext, View], PageView]:
    """The factory of a view that shows lines."""

    def make(context: ViewContext, view: View) -> PageView:
        return PageView(context.session, title, lines, digit=context.key_of(view))

    return make
