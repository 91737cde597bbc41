"""Looking: filter, sort, columns, saved views, folds, focus, matrices, the timeline's scale."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tpm_tui.app.panes.backlog import Backlog
from tpm_tui.app.panes.timeline import Timeline
from tpm_tui.app.questions import field_question
from tpm_tui.app.screens.choose import Choice, ChooseScreen
from tpm_tui.app.widgets.ask import Question
from tpm_tui.app.widgets.register import Register
from tpm_tui.domain import query
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan import Plan
from tpm_tui.domain.related import related
from tpm_tui.domain.sheet import Extras, Sheet

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace

#: Past this many records a filter is worked out in a thread, so that the next key is not kept waiting.
_LARGE = 5000


async def filter_rows(ws: "Workspace") -> None:
    """Type a filter; the rows follow while it is typed, and its meaning stands below it."""
    grid = ws.register
    if grid is None:
        return
    before = grid.filter_text

    def check(text: str) -> str:
        node = query.parse(text)
        query.mask(node, _empty_sheet(ws), grid.kind)
        return query.explain(node, ws.session.sheet, grid.kind) if text.strip() else "everything"

    def live(text: str) -> None:
        try:
            check(text)
        except query.BadToken:
            return
        # Not the coroutine itself, which would never be awaited if a later key comes first.
        work: Any = partial(apply_filter, grid, text)
        ws.run_worker(work, group="filter", exclusive=True)

    text, _ = await ws.ask(
        Question(
            "Filter",
            text=before,
            check=check,
            live=live,
            history=_past_filters(ws, grid.kind),
            draft=f"draft.{ws.session.path}.filter.{grid.kind}",
            whole=False,
        )
    )
    final = before if text is None else text.strip()
    # What was begun for the last keys must not come after the answer.
    ws.workers.cancel_group(ws, "filter")
    await apply_filter(grid, final)
    if final:
        past = [f for f in _past_filters(ws, grid.kind) if f != final]
        ws.remembered.set(f"filters.{grid.kind}", [*past, final][-50:])


def _past_filters(ws: "Workspace", kind: str) -> list[str]:
    return list(ws.remembered.get(f"filters.{kind}") or [])


def _empty_sheet(ws: "Workspace") -> Sheet:
    """A sheet without records but with this file's workflow and fields: to judge a filter at no cost."""
    plan = Plan.empty()
    for name in ("state", "custom_field"):
        plan.tables[name] = ws.session.plan[name]
    computed: Extras = {place: (column, []) for place, (column, _) in ws.session.sheet.extras.items()}
    return Sheet(plan, ws.session.words, computed)


async def apply_filter(grid: Register, text: str) -> None:
    """Show what a filter leaves; the newest one wins."""
    grid.filter_text = text.strip()
    grid.filter = query.parse(text) if text.strip() else None
    if len(grid.session.plan[grid.kind]) > _LARGE:
        grid.show_reloaded(await asyncio.to_thread(grid.compute_rows, 2 * grid.page))
        grid.show_reloaded(await asyncio.to_thread(grid.compute_rows))
    else:
        grid.reload()


async def sort_rows(ws: "Workspace") -> None:
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
    chosen = await ws.choose(ChooseScreen("Sort by", choices, current or grid.column))
    if chosen is None:
        return
    if not chosen:
        grid.sort = None
    elif grid.sort and grid.sort[0] == chosen:
        grid.sort = (chosen, not grid.sort[1])
    else:
        grid.sort = (chosen, False)
    grid.reload()


async def choose_columns(ws: "Workspace") -> None:
    """Choose, order and keep the columns of this kind."""
    from tpm_tui.app.screens.columns import ColumnsScreen

    grid = ws.register
    if grid is None:
        return
    columns = {n: c for n, c in ws.session.sheet.columns(grid.kind).items() if not c.field.hidden}
    chosen = await ws.choose(ColumnsScreen(columns, grid.column_names()))
    if chosen is not None:
        grid.chosen = tuple(chosen)
        ws.remembered.set(f"columns.{grid.kind}", list(chosen))
        grid.refresh()


async def save_view(ws: "Workspace") -> None:
    """Keep the filter, sort and columns under a name, in the file."""
    grid = ws.register
    if grid is None:
        return
    column = KINDS["view"].column("name")
    name, _ = await ws.ask(field_question(ws.session, column, None, None, "Save this view as", draft="view"))
    if name is None:
        return
    sort = f"{'-' if grid.sort[1] else ''}{grid.sort[0]}" if grid.sort else ""
    values = {"name": name.strip(), "kind": grid.kind, "filter": grid.filter_text, "sort": sort, "columns": grid.chosen}
    await ws.change(f"Save view {name.strip()}", "view.save", lambda tx: tx.add("view", **values), done="view saved")


async def open_view(ws: "Workspace") -> None:
    """Choose a saved view and show it."""
    table = ws.session.plan["view"]
    choices = []
    for id_ in table.ids:
        row = table.row(id_)
        kind = KINDS.get(str(row["kind"]))
        why_not = "" if kind else "its kind of record is not in this version of tpm"
        choices.append(Choice(id_, str(row["name"]), f"{kind.plural} {row['filter']}" if kind else "", why_not))
    chosen = await ws.choose(ChooseScreen("Saved views", choices)) if choices else None
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
    grid.chosen = tuple(json.loads(str(row["columns"] or "[]")))
    await apply_filter(grid, str(row["filter"] or ""))


def fold(ws: "Workspace") -> None:
    if isinstance(ws.grid, Backlog):
        ws.grid.toggle_fold()
    elif isinstance(ws.grid, Timeline):
        ws.backlog.toggle_fold()


def focus_others(ws: "Workspace") -> None:
    """Narrow the other panes to what belongs to this record; again, or esc, takes it back."""
    grid = ws.grid
    if grid is None or grid.current is None:
        return
    kind = getattr(grid, "kind", "item")
    if ws.focused_on is not None:
        ws.clear_focus()
        return
    found = related(ws.session.plan, kind, grid.current)
    if not found:
        ws.say("nothing else is linked to this kind of record", "warn")
        return
    ws.set_focus_on(kind, grid.current, found)


async def matrix(ws: "Workspace") -> None:
    """The 5×5 of risks, or the stakeholders by power and interest; a cell narrows the register to it."""
    from tpm_tui.app.matrix import matrix_lines
    from tpm_tui.app.screens.page import PageScreen

    kind = "stakeholder" if ws.register is not None and ws.register.kind == "stakeholder" else "risk"
    title = "Stakeholders by power and interest" if kind == "stakeholder" else "Risks by probability and impact"
    chosen = await ws.choose(PageScreen(title, lambda cells: matrix_lines(ws.session, kind, cells), free=False))
    if isinstance(chosen, tuple):
        await ws.open_record(*chosen)


def fill(ws: "Workspace") -> None:
    """The pane that keys act on alone on the screen, or all four again."""
    if not ws.at_home or (ws.one_pane and not ws.filled):
        ws.say("it has the whole screen already", "warn")
        return
    ws.fill(not ws.filled)
    ws.say(f"alone on the screen{ws.tail('back', 'shows all four panes again')}" if ws.filled else "")


def _zoom(by: int) -> "Callable[[Workspace], None]":
    return lambda ws: ws.timeline.set_zoom(by)


ACTS: dict[str, Callable[[Any], Any]] = {
    "filter": filter_rows,
    "sort": sort_rows,
    "columns": choose_columns,
    "view.save": save_view,
    "view.open": open_view,
    "fold": fold,
    "focus": focus_others,
    "matrix": matrix,
    "pane.fill": fill,
    "zoom.in": _zoom(-1),
    "zoom.out": _zoom(1),
    "timeline.today": lambda ws: ws.timeline.show_today(),
    "timeline.reveal": lambda ws: ws.timeline.reveal_current(),
}
