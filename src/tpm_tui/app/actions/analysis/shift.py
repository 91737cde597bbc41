"""Moving a branch, or one item to a day: first what it would do is shown, then it is done or left."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen
    from tpm_tui.domain.plan.plan import Plan


async def shift_selection(ws: "WorkspaceScreen") -> None:
    """Choose what to move."""
    from tpm_tui.app.screens.picker import Choice, PickerScreen
    from tpm_tui.commands.shift import COMMANDS

    context = ws.session.command_context(*_choose_shift(ws))
    choices = [Choice(c.id, c.title, why_not=c.why_not(context) or "") for c in COMMANDS]
    chosen = await ws.choose(PickerScreen("Move", choices))
    if chosen is not None:
        await _preview_shift(ws, chosen)


def _choose_shift(ws: "WorkspaceScreen") -> tuple[str, list[str]]:
    grid = ws.grid
    return getattr(grid, "kind", ""), grid.targets() if grid is not None else []


async def _preview_shift(ws: "WorkspaceScreen", command_id: str) -> None:
    """Ask how far, look at the consequences, then take them or not."""
    from tpm_tui.app.input.field_prompts import field_prompt
    from tpm_tui.commands.catalog import commands

    command = commands()[command_id]
    kind, ids = _choose_shift(ws)
    reason = command.why_not(ws.session.command_context(kind, ids))
    if reason is not None:
        ws.say(f"{command.title}: {reason}", "warn")
        return
    column = command.params[0].column
    text, _ = await ws.ask(field_prompt(ws.session, column, None, None, f"{command.title}: {column.label}"))
    if text is None:
        return
    value = field_values.parse_value(column, text, ws.session.plan, ws.session.context)

    def act(tx: Transaction) -> str:
        return command.execute(tx, kind, ids, {column.name: value})

    if await _confirm_consequences(ws, command.title, act):
        await ws.change(command.title, command.id, act)


async def _confirm_consequences(ws: "WorkspaceScreen", title: str, act: Callable[[Transaction], Any]) -> bool:
    """Show what an edit would do; whether it is to be done."""
    from tpm_tui.app.pages.what_if import consequence_lines
    from tpm_tui.app.screens.confirmation import ConfirmationScreen
    from tpm_tui.planning.analysis.change_impact import ChangeImpact, change_impact
    from tpm_tui.store.what_if import WhatIf

    plan, context = ws.session.plan, ws.session.context

    def work() -> "tuple[Plan, ChangeImpact]":
        layer = WhatIf(plan, context, "")
        with layer.transaction(title) as tx:
            act(tx)
        return layer.plan, change_impact(plan, layer.plan, context)

    try:
        there, found = await asyncio.to_thread(work)
    except (ValidationError, ValueError) as error:
        ws.say(str(error), "bad")
        return False
    while True:
        chosen = await ws.choose(ConfirmationScreen(title, partial(consequence_lines, there, context, found)))
        if chosen is None:
            ws.say("left as it was")
            return False
        if chosen == "yes":
            return True
        await ws.open_record(*chosen)


def _shift_handler(command_id: str) -> Callable[["WorkspaceScreen"], Any]:
    return lambda ws: _preview_shift(ws, command_id)


#: The commands are shown before they are done wherever they are started from.
ACTS: dict[str, Callable[[Any], Any]] = {
    "shift": shift_selection,
    **{name: _shift_handler(name) for name in ("item.shift.below", "item.shift.after", "item.move")},
}
