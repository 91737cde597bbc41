"""Filter, sort and columns of a table."""

import asyncio
from functools import partial
from typing import Any

from tpm_tui.app.actions.action import ActionContext, needs_table, screen_action
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.app.views.base.filtered_page import FilteredPage
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.domain.query import syntax
from tpm_tui.domain.query.unknown_names import explain_filter

#: Past this many records a filter is worked out in a thread, so that the next key is not kept waiting.
_LARGE_TABLE = 5000


async def filter_rows(context: ActionContext) -> None:
    """Type a filter; the rows follow while it is typed, and its meaning stands below it."""
    page = context.selection.table
    if isinstance(page, FilteredPage):
        await _narrow_page(context, page)
        return
    table = context.selection.shown_record_table
    if table is None:
        return
    before = table.filter_text

    def check(text: str) -> str:
        return explain_filter(text, context.session.sheet, table.kind)

    def live(text: str) -> None:
        try:
            check(text)
        except syntax.FilterError:
            return
        # Not the coroutine itself, which would never be awaited if a later key comes first.
        work: Any = partial(apply_filter, table, text)
        table.run_worker(work, group="filter", exclusive=True)

    text, _ = await context.prompts.ask(
        Prompt(
            "Filter",
            text=before,
            check=check,
            live=live,
            history=_filter_history(context, table.kind),
            draft=_filter_draft(context, table.kind),
            whole=False,
        )
    )
    final = before if text is None else text.strip()
    # What was begun for the last keys must not come after the answer.
    table.workers.cancel_group(table, "filter")
    await apply_filter(table, final)
    _remember_filter(context, table.kind, final)


def _needs_filterable(context: ActionContext) -> str | None:
    return None if isinstance(context.selection.table, FilteredPage) else needs_table(context)


async def _narrow_page(context: ActionContext, page: FilteredPage) -> None:
    # Its words beside those of a filter of items, as by: and since:, mean nothing to the backlog.
    name = context.layout.active_id
    text, _ = await context.prompts.ask(
        Prompt(
            "Filter of items",
            text=page.filter_text,
            check=lambda typed: page.describe(typed.strip()),
            history=_filter_history(context, name),
            draft=_filter_draft(context, name),
            whole=False,
        )
    )
    if text is not None:
        page.narrow(text.strip())
        _remember_filter(context, name, text.strip())


def _filter_history(context: ActionContext, name: str) -> list[str]:
    """The filters that were typed before for a kind of record or a page."""
    return list(context.ui_state.get(f"filters.{name}") or [])


def _remember_filter(context: ActionContext, name: str, text: str) -> None:
    if text:
        past = [f for f in _filter_history(context, name) if f != text]
        context.ui_state.set(f"filters.{name}", [*past, text][-50:])


def _filter_draft(context: ActionContext, name: str) -> str:
    return f"draft.{context.session.path}.filter.{name}"


async def apply_filter(table: RecordTable, text: str) -> None:
    """Show what a filter leaves; the newest one wins."""
    table.filter_text = text.strip()
    table.filter = syntax.parse_filter(text) if text.strip() else None
    if len(table.session.plan[table.kind]) > _LARGE_TABLE:
        table.show_reloaded(await asyncio.to_thread(table.compute_rows, 2 * table.page))
        table.show_reloaded(await asyncio.to_thread(table.compute_rows))
    else:
        table.reload()


async def sort_rows(context: ActionContext) -> None:
    """Choose the column to sort by; the same one again turns the order round."""
    table = context.selection.shown_record_table
    if table is None:
        return
    current = table.sort[0] if table.sort else ""
    known = {n: c for n, c in context.session.sheet.columns(table.kind).items() if not c.field.hidden}
    shown = [n for n in table.column_names() if n in known]
    turn = f"{'▼' if table.sort[1] else '▲'} now; again turns it round" if table.sort else ""
    choices = [
        Choice(n, known[n].label, right=n, note=turn if n == current else "")
        for n in (*shown, *(n for n in known if n not in shown))
    ]
    choices.insert(0, Choice("", "Rank" if table.kind == "item" else "As usual", right="default"))
    chosen = await context.prompts.choose(PickerScreen("Sort by", choices, current or table.column))
    if chosen is None:
        return
    if not chosen:
        table.sort = None
    elif table.sort and table.sort[0] == chosen:
        table.sort = (chosen, not table.sort[1])
    else:
        table.sort = (chosen, False)
    table.reload()


async def choose_columns(context: ActionContext) -> None:
    """Choose, order and keep the columns of this kind."""
    from tpm_tui.app.modal_screens.column_picker import ColumnPickerScreen

    table = context.selection.shown_record_table
    if table is None:
        return
    columns = {n: c for n, c in context.session.sheet.columns(table.kind).items() if not c.field.hidden}
    chosen = await context.prompts.choose(ColumnPickerScreen(columns, table.column_names()))
    if chosen is not None:
        table.chosen_columns = tuple(chosen)
        context.ui_state.set(f"columns.{table.kind}", list(chosen))
        table.refresh()


ACTIONS = (
    screen_action(
        "filter",
        "Filter",
        "/",
        "General",
        filter_rows,
        "filter",
        why_not=_needs_filterable,
        synonyms=("search", "find"),
    ),
    screen_action("sort", "Sort", "o", "Look", sort_rows, why_not=needs_table, synonyms=("order",)),
    screen_action("columns", "Choose columns", "", "Look", choose_columns, why_not=needs_table, synonyms=("hide",)),
)
