"""Moving: rows, pages, panes, views, jump labels."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tpm_tui.app.panes.backlog import Backlog
from tpm_tui.app.panes.timeline import Timeline
from tpm_tui.app.widgets.register import Register

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace


def _step(by: int) -> "Callable[[Workspace], None]":
    def act(ws: "Workspace") -> None:
        ws.fade()
        if ws.grid is not None:
            ws.grid.go(ws.grid.cursor + by)

    return act


def _half(by: int) -> "Callable[[Workspace], None]":
    def act(ws: "Workspace") -> None:
        ws.fade()
        if ws.grid is not None:
            ws.grid.go(ws.grid.cursor + by * max(1, ws.grid.page // 2))

    return act


def _top(ws: "Workspace") -> None:
    ws.fade()
    if ws.grid is not None:
        ws.grid.go(0)


def _bottom(ws: "Workspace") -> None:
    ws.fade()
    if ws.grid is not None:
        ws.grid.go(len(ws.grid.rows) - 1)


def _left(ws: "Workspace") -> None:
    grid = ws.grid
    if isinstance(grid, Backlog):
        grid.fold_or_parent()
    elif isinstance(grid, Timeline):
        grid.scroll_cells(-8)
    elif isinstance(grid, Register):
        grid.step_column(-1)


def _right(ws: "Workspace") -> None:
    grid = ws.grid
    if isinstance(grid, Backlog):
        grid.unfold_or_child()
    elif isinstance(grid, Timeline):
        grid.scroll_cells(8)
    elif isinstance(grid, Register):
        grid.step_column(1)


def _view(number: str) -> "Callable[[Workspace], None]":
    return lambda ws: ws.show_view(number)


#: Letters in the order in which rows get them: the home row first.
LABELS = "asdfghjklqwertyuiopzxcvbnm"


async def _jump(ws: "Workspace") -> None:
    """Show a letter on each row in view; the letter typed is where the cursor goes."""
    grid = ws.grid
    if grid is None or not grid.rows:
        return
    letters = dict(zip(LABELS, range(grid.top, min(len(grid.rows), grid.top + grid.page)), strict=False))
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
    **{f"view.{n}": _view(n) for n in "1234567890"},
}
