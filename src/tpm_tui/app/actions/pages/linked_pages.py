"""Pages whose lines lead on: to records in full, and to items listed in the backlog."""

from collections.abc import Awaitable, Callable
from typing import Any

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.views.filters import apply_filter
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.record_table import RecordTable


async def browse(
    context: ActionContext,
    make_page: Callable[[], Awaitable[PageScreen]],
    act: Callable[[Any], Awaitable[bool]] | None = None,
) -> Any:
    """Show a page until it is left. A record (kind, id) that a line leads to opens in full; then the page comes back,
    made anew, at that line.

    ``act`` does what else the page is dismissed with, and answers whether the page comes back; without it nothing does.
    What the page was left with in the end.
    """
    at = 0
    while True:
        page = await make_page()
        page.at = at
        chosen = await context.prompts.choose(page)
        at = page.at
        if isinstance(chosen, tuple):
            await context.open_record(*chosen)
        elif chosen is None or act is None or not await act(chosen):
            return chosen


async def list_items(context: ActionContext, text: str) -> RecordTable | None:
    """Show the items that a filter leaves in the backlog; its table, None where it shows no items."""
    context.layout.show_view("backlog")
    table = context.selection.record_table
    if table is None or table.kind != "item":
        return None
    await apply_filter(table, text)
    return table
