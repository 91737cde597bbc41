"""Comparing the plan with a baseline: which one, how far dates have moved, what has become of scope."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen

#: So many transactions back it is looked up who changed the scope.
HISTORY_LIMIT = 20_000


async def show_comparison(ws: "WorkspaceScreen") -> None:
    """Choose the baseline that timeline and columns compare with, and show what has moved since."""
    from tpm_tui.app.pages import comparison
    from tpm_tui.app.screens.page import PageScreen
    from tpm_tui.planning.analysis.comparison import compute_comparison

    baseline = await _choose_baseline(ws)
    if not baseline:
        return
    plan, context = ws.session.plan, ws.session.context
    history = await ws.session.read(lambda store: store.history(limit=HISTORY_LIMIT))
    try:
        found = await asyncio.to_thread(compute_comparison, plan, context, baseline, history)
    except ValueError as error:
        ws.say(str(error), "bad")
        return
    title = f"The plan beside the baseline {plan.title('baseline', baseline)}"
    while True:
        lines = partial(comparison.comparison_lines, ws.session, found)
        chosen = await ws.choose(PageScreen(title, lines, free=False))
        if not isinstance(chosen, tuple):
            return
        await ws.open_record(*chosen)


async def _choose_baseline(ws: "WorkspaceScreen") -> str | None:
    """The baseline to compare with; "" for none. One alone is not asked for."""
    from tpm_tui.app.screens.picker import Choice, PickerScreen

    table = ws.session.plan["baseline"]
    if not len(table):
        ws.say("there is no baseline yet: type : and take a baseline", "warn")
        return None
    current = ws.session.baseline
    if current is None and ws.session.planned is not None:
        current = ws.session.planned.baseline
    newest = sorted(table.ids, key=lambda id_: str(table.value(id_, "taken") or ""), reverse=True)
    text = ws.session.sheet.text
    choices = [
        Choice(id_, ws.session.plan.title("baseline", id_), right=text("baseline", id_, "taken")) for id_ in newest
    ]
    choices.append(Choice("-", "Compare with nothing"))
    chosen: str | None = await ws.choose(PickerScreen("Compare with", choices, current or "-"))
    if chosen is None:
        return None
    ws.session.baseline = "" if chosen == "-" else chosen
    ws.scheduler.plan(ws.session.schedule_request)
    return ws.session.baseline


ACTS = {"compare": show_comparison}
