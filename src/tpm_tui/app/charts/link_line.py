"""The line from what drives an item to its bar: an elbow through the rows between them."""

from collections.abc import Mapping

from msgspec import Struct, field

#: Rows that a line crosses at most; what drives from further away is named instead.
MAX_ROWS = 8

#: Row -> cells as (x, character).
LineCells = Mapping[int, tuple[tuple[int, str], ...]]


class LinkEnd(Struct, frozen=True):
    """One end of a line: its row and the cells of its bar, first and one past the last."""

    row: int
    low: int
    high: int


class LinkLine(Struct, frozen=True):
    """What is drawn for the item under the cursor: a line, or ``words`` where there is no room for one."""

    cells: LineCells = field(default_factory=dict)
    words: str = ""


def route_link(before: LinkEnd, after: LinkEnd, type_: str) -> LineCells:
    """The cells of a line from a predecessor's bar to its successor's, by the type of link (FS, SS, FF, SF).

    It leaves at the end of the bar that binds, goes along one column, and enters the end that is bound. Where that
    column lies over the bound bar, it ends in an arrow at the row beside it.
    """
    down = after.row > before.row
    from_finish, to_start = type_ in ("FS", "FF"), type_ in ("FS", "SS")
    x = before.high if from_finish else before.low - 1
    target = after.low - 1 if to_start else after.high
    if from_finish and to_start:
        x = max(before.high, min(x, target))
    cells: dict[int, list[tuple[int, str]]] = {}
    corner = ("╮" if from_finish else "╭") if down else ("╯" if from_finish else "╰")
    cells[before.row] = [(x, corner)]
    step = 1 if down else -1
    for row in range(before.row + step, after.row, step):
        cells[row] = [(x, "│")]
    reaches = x <= target if to_start else x >= target
    if reaches:
        cells[after.row] = _final_segment(x, target, down, to_start)
    elif abs(after.row - before.row) > 1:
        cells[after.row - step] = [(x, "▼" if down else "▲")]
    return {row: tuple(signs) for row, signs in cells.items()}


def _final_segment(x: int, target: int, down: bool, to_start: bool) -> list[tuple[int, str]]:
    """The last stretch, along the row of the bound bar; an arrow at its end."""
    arrow = "▶" if to_start else "◀"
    if x == target:
        return [(x, arrow)]
    if to_start:
        return [(x, "╰" if down else "╭"), *((at, "─") for at in range(x + 1, target)), (target, arrow)]
    return [(target, arrow), *((at, "─") for at in range(target + 1, x)), (x, "╯" if down else "╮")]
