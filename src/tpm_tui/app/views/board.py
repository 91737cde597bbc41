"""The board: states as columns; up and down go from item to item, left and right move the item to another state."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.page_view import PageView
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.view_table import ViewTable

if TYPE_CHECKING:
    from tpm_tui.app.page_lines.delivery.board import BoardColumn


class Board(PageView):
    """Its cursor is an item, wherever it lies; the order is that of reading, column by column."""

    def __init__(self, session: WorkspaceSession, *, digit: str = "") -> None:
        super().__init__(session, "Board", self._lines, digit=digit)
        self._columns: list[BoardColumn] = []
        self._selected: str | None = None
        self._place = 0

    @property
    def kind(self) -> str:
        """Items are what is on a board."""
        return "item" if self._selected is not None else ""

    @property
    def current(self) -> str | None:
        """The id of the item under the cursor."""
        return self._selected

    @property
    def cursorless(self) -> bool:
        """The cursor is drawn in the cell of its item."""
        return True

    def _lines(self, session: WorkspaceSession, cells: int) -> Sequence[PageLine]:
        from tpm_tui.app.page_lines.delivery.board import board_columns, board_lines

        self._columns = board_columns(session.plan)
        order = self._order
        if self._selected not in order:
            self._selected = order[0] if order else None
        lines, self._place = board_lines(session.plan, self._columns, self._selected, cells)
        return lines

    @property
    def _order(self) -> list[str]:
        return [id_ for column in self._columns for id_ in column.items]

    def reload(self) -> None:
        super().reload()
        if self.is_mounted:
            self.cursor = self._place
            self._keep_in_view()

    def go(self, place: int) -> None:
        """Single rows go from item to item; the first and the last row to the first and the last item."""
        order = self._order
        if not order:
            return
        at = order.index(self._selected) if self._selected in order else 0
        if place <= 0 and self.cursor > 1:
            at = 0
        elif place >= len(self.rows) - 1 and place - self.cursor > 1:
            at = len(order) - 1
        else:
            at = max(0, min(len(order) - 1, at + place - self.cursor))
        self._selected = order[at]
        self.reload()

    def reveal(self, id_: str) -> bool:
        """Put the cursor on an item; False where it is not on the board."""
        if id_ not in self._order:
            return False
        self._selected = id_
        self.reload()
        return True

    def open_pointed(self) -> None:
        ViewTable.open_pointed(self)


def _make(context: ViewContext, view: View) -> Board:
    return Board(context.session, digit=context.key_of(view))


VIEW = View("board", "", "Board", _make, frozenset({"item", "state"}), letter="b", synonyms=("kanban", "swimlane"))
