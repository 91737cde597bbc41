"""Moving: rows, pages, panes, views, jump labels."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


def _step(by: int) -> "Callable[[WorkspaceScreen], None]":
    def act(ws: "WorkspaceScreen") -> None:
        ws.fade_message()
        if ws.grid is not None:
            ws.grid.go(ws.grid.cursor + by)

    return act


def _half(by: int) -> "Callable[[WorkspaceScreen], None]":
    def act(ws: "WorkspaceScreen") -> None:
        ws.fade_message()
        if ws.grid is not None:
            ws.grid.go(ws.grid.cursor + by * max(1, ws.grid.page // 2))

    return act


def _top(ws: "WorkspaceScreen") -> None:
    ws.fade_message()
    if ws.grid is not None:
        ws.grid.go(0)


def _bottom(ws: "WorkspaceScreen") -> None:
    ws.fade_message()
    if ws.grid is not None:
        ws.grid.go(len(ws.grid.rows) - 1)


def _left(ws: "WorkspaceScreen") -> None:
    grid = ws.grid
    if isinstance(grid, Backlog):
        grid.fold_or_parent()
    elif isinstance(grid, Timeline):
        grid.scroll_cells(-8)
    elif isinstance(grid, RecordTable):
        grid.step_column(-1)


def _right(ws: "WorkspaceScreen") -> None:
    grid = ws.grid
    if isinstance(grid, Backlog):
        grid.unfold_or_child()
    elif isinstance(grid, Timeline):
        grid.scroll_cells(8)
    elif isinstance(grid, RecordTable):
        grid.step_column(1)


def _show_view(number: str) -> "Callable[[WorkspaceScreen], None]":
    return lambda ws: ws.show_view(number)


#: Letters in the order in which rows get them: the home row first.
JUMP_LABELS = "asdfghjklqwertyuiopzxcvbnm"


async def _jump(ws: "WorkspaceScreen") -> None:
    """Show a letter on each row in view; the letter typed is where the cursor goes."""
    grid = ws.grid
    if grid is None or not grid.rows:
        return
    letters = dict(zip(JUMP_LABELS, range(grid.top, min(len(grid.rows), grid.top + grid.page)), strict=False))
    grid.labels = {place: letter for letter, place in letters.items()}
    grid.refresh()
    try:
        key = await ws.next_key("jump to the row with the letter …")
    finally:
        grid.labels = {}
        grid.refresh()
    if key in letters:
        grid.go(letters[key])


ACTS = {
    "down": _step(1),
    "up": _step(-1),
    "half.down": _half(1),
    "half.up": _half(-1),
    "top": _top,
    "bottom": _bottom,
    "left": _left,
    "right": _right,
    "pane.next": lambda ws: ws.cycle_pane(1),
    "pane.previous": lambda ws: ws.cycle_pane(-1),
    "jump": _jump,
    **{f"view.{n}": _show_view(n) for n in "1234567890"},
}
