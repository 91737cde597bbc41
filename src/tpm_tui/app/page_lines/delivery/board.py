"""The board: a column a state with its items by rank, its count and limit in its head."""

from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, NO_ITEMS, text_line
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.safe_text import fit, safe

#: Items that are drawn of a column; of what is done the ones that came last.
MOST_ITEMS = 200
#: Fewest cells of a column: of more states than fit, those around the cursor are drawn.
COLUMN_CELLS = 16


class BoardColumn(Struct, frozen=True):
    """A state: its items by rank, how many there are, and its limit (None: none)."""

    name: str
    group: str
    items: tuple[str, ...]
    count: int
    limit: int | None


def board_columns(plan: Plan) -> list[BoardColumn]:
    """The columns of a plan in the order of its workflow, without what is dropped; milestones and summaries are not
    on a board."""
    from tpm_tui.planning.flow.flow_of_plan import counted_items

    table = plan["item"]
    status, rank = table.columns["status"], table.columns["rank"]
    by_state: dict[str, list[str]] = {state: [] for state in plan.states if state != "dropped"}
    for id_ in counted_items(plan):
        by_state.get(str(status[table.position[id_]]), []).append(id_)
    limits = dict(zip(plan["state"].columns["name"], plan["state"].columns["limit"], strict=True))
    columns = []
    for state, ids in by_state.items():
        group = plan.state_groups[state]
        ids.sort(key=lambda id_: str(rank[table.position[id_]]))
        limit = limits.get(state)
        shown = ids[-MOST_ITEMS:] if group == "done" else ids[:MOST_ITEMS]
        columns.append(BoardColumn(state, group, tuple(shown), len(ids), None if limit is None else int(limit)))
    return columns


def board_lines(
    plan: Plan, columns: Sequence[BoardColumn], selected: str | None, cells: int
) -> tuple[list[PageLine], int]:
    """The lines for a width in cells, and the line of the selected item (0 where none is)."""
    at = next((number for number, column in enumerate(columns) if selected in column.items), 0)
    shown = max(1, min(len(columns), cells // COLUMN_CELLS))
    first = max(0, min(at - shown // 2, len(columns) - shown))
    hidden_right = first + shown < len(columns)
    columns = columns[first : first + shown]
    if not columns:
        return [text_line(("the workflow has no states", "dim"))], 0
    width = cells // len(columns)
    heads = [_head(column, width) for column in columns]
    # States beside those that have room.
    if first:
        heads[0] = (f"←{heads[0][0][1:]}", heads[0][1])
    if hidden_right:
        heads[-1] = (f"{heads[-1][0][:-2]}→ ", heads[-1][1])
    lines = [text_line(*heads)]
    if not len(plan["item"]):
        lines += [BLANK_LINE, text_line((NO_ITEMS, "dim"))]
    place = 0
    for row in range(max(len(column.items) for column in columns)):
        runs: list[StyledText] = []
        for column in columns:
            id_ = column.items[row] if row < len(column.items) else None
            if id_ is None:
                runs.append((" " * width, ""))
                continue
            chosen = id_ == selected
            if chosen:
                place = len(lines)
            text = f"{'▌' if chosen else ' '}{plan.label('item', id_)} {safe(plan.title('item', id_))}"
            blocked = id_ in blocked_items(plan)
            runs.append((fit(text, width - 1) + " ", "cursor" if chosen else "bad" if blocked else ""))
        lines.append(PageLine(tuple(runs), stop=True))
    return lines, place


def _head(column: BoardColumn, width: int) -> StyledText:
    limit = "" if column.limit is None else f"/{column.limit}"
    exceeded = column.limit is not None and column.count > column.limit
    mark = " !" if exceeded else ""
    return fit(f" {safe(column.name)} {column.count}{limit}{mark}", width - 1) + " ", "bad" if exceeded else "head"
