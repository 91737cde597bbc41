"""Looking: filter, sort, columns, saved views, folds, focus, matrices, the timeline's scale."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tpm_tui.app.input.field_prompts import field_prompt
from tpm_tui.app.screens.picker import Choice, PickerScreen
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.prompt import Prompt
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.related import related_records
from tpm_tui.domain.query import filters
from tpm_tui.domain.query.sheet import ExtraColumns, Sheet

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen

#: Past this many records a filter is worked out in a thread, so that the next key is not kept waiting.
_LARGE_TABLE = 5000


async def filter_rows(ws: "WorkspaceScreen") -> None:
    """Type a filter; the rows follow while it is typed, and its meaning stands below it."""
    grid = ws.register
    if grid is None:
        return
    before = grid.filter_text

    def check(text: str) -> str:
        node = filters.parse_filter(text)
        filters.filter_mask(node, _empty_sheet(ws), grid.kind)
        return filters.describe_filter(node, ws.session.sheet, grid.kind) if text.strip() else "everything"

    def live(text: str) -> None:
        try:
            check(text)
        except filters.FilterError:
            return
        # Not the coroutine itself, which would never be awaited if a later key comes first.
        work: Any = partial(apply_filter, grid, text)
        ws.run_worker(work, group="filter", exclusive=True)

    text, _ = await ws.ask(
        Prompt(
            "Filter",
            text=before,
            check=check,
            live=live,
            history=_filter_history(ws, grid.kind),
            draft=f"draft.{ws.session.path}.filter.{grid.kind}",
            whole=False,
        )
    )
    final = before if text is None else text.strip()
    # What was begun for the last keys must not come after the answer.
    ws.workers.cancel_group(ws, "filter")
    await apply_filter(grid, final)
    if final:
        past = [f for f in _filter_history(ws, grid.kind) if f != final]
        ws.remembered.set(f"filters.{grid.kind}", [*past, final][-50:])


def _filter_history(ws: "WorkspaceScreen", kind: str) -> list[str]:
    return list(ws.remembered.get(f"filters.{kind}") or [])


def _empty_sheet(ws: "WorkspaceScreen") -> Sheet:
    """A sheet without records but with this file's workflow and fields: to judge a filter at no cost."""
    plan = Plan.empty()
    for name in ("state", "custom_field"):
        plan.tables[name] = ws.session.plan[name]
    computed: ExtraColumns = {place: (column, []) for place, (column, _) in ws.session.sheet.extras.items()}
    return Sheet(plan, ws.session.context, computed)


async def apply_filter(grid: RecordTable, text: str) -> None:
    """Show what a filter leaves; the newest one wins."""
    grid.filter_text = text.strip()
    grid.filter = filters.parse_filter(text) if text.strip() else None
    if len(grid.session.plan[grid.kind]) > _LARGE_TABLE:
        grid.show_reloaded(await asyncio.to_thread(grid.compute_rows, 2 * grid.page))
        grid.show_reloaded(await asyncio.to_thread(grid.compute_rows))
    else:
        grid.reload()


async def sort_rows(ws: "WorkspaceScreen") -> None:
    """Choose the column to sort by; the same one again turns the order round."""
    grid = ws.register
    if grid is None:
        return
    current = grid.sort[0] if grid.sort else ""
    known = {n: c for n, c in ws.session.sheet.columns(grid.kind).items() if not c.field.hidden}
    shown = [n for n in grid.column_names() if n in known]
    turn = f"{'▼' if grid.sort[1] else '▲'} now; again turns it round" if grid.sort else ""
    choices = [
        Choice(n, known[n].label, right=n, note=turn if n == current else "")
        for n in (*shown, *(n for n in known if n not in shown))
    ]
    choices.insert(0, Choice("", "Rank" if grid.kind == "item" else "As usual", right="default"))
    chosen = await ws.choose(PickerScreen("Sort by", choices, current or grid.column))
    if chosen is None:
        return
    if not chosen:
        grid.sort = None
    elif grid.sort and grid.sort[0] == chosen:
        grid.sort = (chosen, not grid.sort[1])
    else:
        grid.sort = (chosen, False)
    grid.reload()


async def choose_columns(ws: "WorkspaceScreen") -> None:
    """Choose, order and keep the columns of this kind."""
    from tpm_tui.app.screens.column_picker import ColumnPickerScreen

    grid = ws.register
    if grid is None:
        return
    columns = {n: c for n, c in ws.session.sheet.columns(grid.kind).items() if not c.field.hidden}
    chosen = await ws.choose(ColumnPickerScreen(columns, grid.column_names()))
    if chosen is not None:
        grid.chosen_columns = tuple(chosen)
        ws.remembered.set(f"columns.{grid.kind}", list(chosen))
        grid.refresh()


async def save_view(ws: "WorkspaceScreen") -> None:
    """Keep the filter, sort and columns under a name, in the file."""
    grid = ws.register
    if grid is None:
        return
    column = KINDS["view"].column("name")
    name, _ = await ws.ask(field_prompt(ws.session, column, None, None, "Save this view as", draft="view"))
    if name is None:
        return
    sort = f"{'-' if grid.sort[1] else ''}{grid.sort[0]}" if grid.sort else ""
    values = {
        "name": name.strip(),
        "kind": grid.kind,
        "filter": grid.filter_text,
        "sort": sort,
        "columns": grid.chosen_columns,
    }
    await ws.change(f"Save view {name.strip()}", "view.save", lambda tx: tx.add("view", **values), done="view saved")


async def open_view(ws: "WorkspaceScreen") -> None:
    """Choose a saved view and show it."""
    table = ws.session.plan["view"]
    choices = []
    for id_ in table.ids:
        row = table.row(id_)
        kind = KINDS.get(str(row["kind"]))
        why_not = "" if kind else "its kind of record is not in this version of tpm"
        choices.append(Choice(id_, str(row["name"]), f"{kind.plural} {row['filter']}" if kind else "", why_not))
    chosen = await ws.choose(PickerScreen("Saved views", choices)) if choices else None
    if not choices:
        ws.say("no view is saved yet: filter or sort, then save it from the palette", "warn")
    if chosen is None:
        return
    row = table.row(chosen)
    ws.show_kind(str(row["kind"]))
    grid = ws.register
    if grid is None:
        return
    sort = str(row["sort"] or "")
    grid.sort = (sort.lstrip("-"), sort.startswith("-")) if sort else None
    grid.chosen_columns = tuple(json.loads(str(row["columns"] or "[]")))
    await apply_filter(grid, str(row["filter"] or ""))


def toggle_fold(ws: "WorkspaceScreen") -> None:
    if isinstance(ws.grid, Backlog):
        ws.grid.toggle_fold()
    elif isinstance(ws.grid, Timeline):
        ws.backlog.toggle_fold()


def focus_others(ws: "WorkspaceScreen") -> None:
    """Narrow the other panes to what belongs to this record; again, or esc, takes it back."""
    grid = ws.grid
    if grid is None or grid.current is None:
        return
    kind = getattr(grid, "kind", "item")
    if ws.focused_on is not None:
        ws.clear_focus()
        return
    found = related_records(ws.session.plan, kind, grid.current)
    if not found:
        ws.say("nothing else is linked to this kind of record", "warn")
        return
    ws.focus_on(kind, grid.current, found)


async def show_matrix(ws: "WorkspaceScreen") -> None:
    """The 5×5 of risks, or the stakeholders by power and interest; a cell narrows the register to it."""
    from tpm_tui.app.pages.matrix import matrix_lines
    from tpm_tui.app.screens.page import PageScreen

    kind = "stakeholder" if ws.register is not None and ws.register.kind == "stakeholder" else "risk"
    title = "Stakeholders by power and interest" if kind == "stakeholder" else "Risks by probability and impact"
    chosen = await ws.choose(PageScreen(title, lambda cells: matrix_lines(ws.session, kind, cells), free=False))
    if isinstance(chosen, tuple):
        await ws.open_record(*chosen)


def toggle_maximised(ws: "WorkspaceScreen") -> None:
    """The pane that keys act on alone on the screen, or all four again."""
    if not ws.at_home or (ws.one_pane and not ws.maximised):
        ws.say("it has the whole screen already", "warn")
        return
    ws.fill(not ws.maximised)
    ws.say(f"alone on the screen{ws.key_hint('back', 'shows all four panes again')}" if ws.maximised else "")


def _zoom(by: int) -> "Callable[[WorkspaceScreen], None]":
    return lambda ws: ws.timeline.set_zoom(by)


ACTS: dict[str, Callable[[Any], Any]] = {
    "filter": filter_rows,
    "sort": sort_rows,
    "columns": choose_columns,
    "view.save": save_view,
    "view.open": open_view,
    "fold": toggle_fold,
    "focus": focus_others,
    "matrix": show_matrix,
    "pane.fill": toggle_maximised,
    "zoom.in": _zoom(-1),
    "zoom.out": _zoom(1),
    "timeline.today": lambda ws: ws.timeline.scroll_to_today(),
    "timeline.reveal": lambda ws: ws.timeline.scroll_to_current(),
}
