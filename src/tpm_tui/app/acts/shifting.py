"""Moving a branch, or one item to a day: first what it would do is shown, then it is done or left."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tpm_tui.domain import entry
from tpm_tui.domain.entry import Refused
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace
    from tpm_tui.domain.plan import Plan


async def shift(ws: "Workspace") -> None:
    """Choose what to move."""
    from tpm_tui.app.screens.choose import Choice, ChooseScreen
    from tpm_tui.commands.shifting import COMMANDS

    context = ws.session.context(*_where(ws))
    choices = [Choice(c.id, c.title, why_not=c.why_not(context) or "") for c in COMMANDS]
    chosen = await ws.choose(ChooseScreen("Move", choices))
    if chosen is not None:
        await _move(ws, chosen)


def _where(ws: "Workspace") -> tuple[str, list[str]]:
    grid = ws.grid
    return getattr(grid, "kind", ""), grid.targets() if grid is not None else []


async def _move(ws: "Workspace", command_id: str) -> None:
    """Ask how far, look at the consequences, then take them or not."""
    from tpm_tui.app.questions import field_question
    from tpm_tui.commands.registry import commands

    command = commands()[command_id]
    kind, ids = _where(ws)
    reason = command.why_not(ws.session.context(kind, ids))
    if reason is not None:
        ws.say(f"{command.title}: {reason}", "warn")
        return
    column = command.params[0].column
    text, _ = await ws.ask(field_question(ws.session, column, None, None, f"{command.title}: {column.label}"))
    if text is None:
        return
    value = entry.parse(column, text, ws.session.plan, ws.session.words)

    def act(tx: Transaction) -> str:
        return command.carry_out(tx, kind, ids, {column.name: value})

    if await _agreed(ws, command.title, act):
        await ws.change(command.title, command.id, act)


async def _agreed(ws: "Workspace", title: str, act: Callable[[Transaction], Any]) -> bool:
    """Show what an edit would do; whether it is to be done."""
    from tpm_tui.app.screens.preview import PreviewScreen
    from tpm_tui.app.what_if import consequence_lines
    from tpm_tui.planning.consequences import Consequences, consequences
    from tpm_tui.store.layer import Layer

    plan, words = ws.session.plan, ws.session.words

    def work() -> "tuple[Plan, Consequences]":
        layer = Layer(plan, words, "")
        with layer.transaction(title) as tx:
            act(tx)
        return layer.plan, consequences(plan, layer.plan, words)

    try:
        there, found = await asyncio.to_thread(work)
    except (Refused, ValueError) as error:
        ws.say(str(error), "bad")
        return False
    while True:
        chosen = await ws.choose(PreviewScreen(title, partial(consequence_lines, there, words, found)))
        if chosen is None:
            ws.say("left as it was")
            return False
        if chosen == "yes":
            return True
        await ws.open_record(*chosen)


def _moving(command_id: str) -> Callable[["Workspace"], Any]:
    return lambda ws: _move(ws, command_id)


#: The commands are shown before they are done wherever they are started from.
ACTS: dict[str, Callable[[Any], Any]] = {
    "shift": shift,
    **{name: _moving(name) for name in ("item.shift.below", "item.shift.after", "item.move")},
}
