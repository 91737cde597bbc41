"""Commands: asking for what one needs, running it on what is chosen, and again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tpm_tui.app.actions.records import EditTarget, describe_selection
from tpm_tui.app.input.field_prompts import field_prompt, predecessor_prompt
from tpm_tui.app.widgets.prompt import Prompt
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.commands.catalog import commands
from tpm_tui.commands.model import Command, CommandParam
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.values.codec import Stored

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


def command_by_id(id_: str) -> Command:
    """The command with that id; KeyError if there is none."""
    return commands()[id_]


async def run_record_command(ws: "WorkspaceScreen", command: Command, on: EditTarget | None = None) -> None:
    """Ask for what a command needs, then run it on the marked records, the one under the cursor, or the one given."""
    grid = ws.grid if on is None else None
    kind = getattr(grid, "kind", "") if on is None else on[0]
    ids = grid.targets() if grid is not None else [on[1]] if on is not None else []
    reason = command.why_not(ws.session.command_context(kind, ids))
    if reason is not None:
        ws.say(f"{command.title}: {reason}", "warn")
        return
    if grid is not None:
        grid.end_range()
    seen = ws.session.plan.sequence
    typed: dict[str, str] = {}
    params = await _prompt_params(ws, command, kind, ids, typed, here=on is None)
    if params is None:
        return
    if command.deletes:
        from tpm_tui.app.actions.deletion import confirm_deletion

        if not await confirm_deletion(ws, kind, ids):
            return
    while not await _run(ws, command, kind, ids, params, seen):
        if not typed:
            return
        # What was typed stays; only the value that was refused is asked for again, with the reason below it.
        seen = ws.session.plan.sequence
        wrong = ws.refused_field if ws.refused_field in typed else next(iter(typed))
        params = await _prompt_params(ws, command, kind, ids, typed, ws.refusal, wrong, here=on is None)
        if params is None:
            return
    taken = params

    async def again() -> None:
        here = ws.grid
        if here is not None and getattr(here, "kind", "") == kind:
            await _run(ws, command, kind, here.targets(), taken)

    if not command.deletes:
        ws.repeatable = again


async def add_predecessor(ws: "WorkspaceScreen", text: str) -> None:
    """Make what is chosen come after an item, as typed: ``T-12 SS +2d``."""
    grid, command = ws.grid, command_by_id("link.after")
    if grid is None:
        return
    params = {"after": text}
    await _run(ws, command, "item", grid.targets(), params)

    async def again() -> None:
        here = ws.grid
        if here is not None and getattr(here, "kind", "") == "item":
            await _run(ws, command, "item", here.targets(), params)

    ws.repeatable = again


async def _run(
    ws: "WorkspaceScreen",
    command: Command,
    kind: str,
    ids: Sequence[str],
    params: Mapping[str, Any],
    seen: int | None = None,
) -> bool:
    return await ws.change(command.title, command.id, lambda tx: command.execute(tx, kind, ids, params), seen=seen)


async def _prompt_params(
    ws: "WorkspaceScreen",
    command: Command,
    kind: str,
    ids: Sequence[str],
    typed: dict[str, str],
    problem: str = "",
    wrong: str = "",
    *,
    here: bool = True,
) -> dict[str, Any] | None:
    """The values of a command's parameters; None if the person left. ``typed`` holds the texts, before and after.

    With ``wrong``, what was typed for the others stands: only that one is asked for, with its ``problem``, and what was
    not asked for before. With ``here`` what is a cell of the active pane is asked for where it stands.
    """
    params: dict[str, Any] = {}
    for param in command.params:
        if not param.asked(params):
            params[param.name] = None
            continue
        if not wrong or param.name == wrong or param.name not in typed:
            question = _param_prompt(ws, command, param, kind, ids, ws.register if here else None)
            text = typed.get(param.name, question.text)
            answer, _ = await ws.ask(replace(question, text=text, problem=problem if param.name == wrong else ""))
            if answer is None:
                return None
            typed[param.name] = answer
        text = typed[param.name]
        if param.link:
            params[param.name] = text
        elif not text.strip() and param.optional:
            params[param.name] = None
        else:
            params[param.name] = field_values.parse_value(param.column, text, ws.session.plan, ws.session.context)
    return params


def _param_prompt(
    ws: "WorkspaceScreen",
    command: Command,
    param: CommandParam,
    kind: str,
    ids: Sequence[str],
    grid: RecordTable | None,
) -> Prompt:
    """What a command asks for one of its parameters."""
    column = param.column
    known = {c.name for c in KINDS[kind].columns} if kind else set()
    stored: Stored = None
    if column.name in known and ids and not column.required:
        stored = ws.session.plan.value(kind, ids[0], column.name)
    shown = grid is not None and column.name in grid.shown_columns()
    region = grid.cell_region(column.name) if grid is not None and shown else None
    label = f"{command.title}: {column.label}" if len(command.params) > 1 else command.title
    if ids:
        label += f" ─ {describe_selection(ws, kind, ids)}"
    if param.link:
        return predecessor_prompt(ws.session, label)
    draft = f"{command.id}.{ids[0] if len(ids) == 1 else 'many'}.{param.name}"
    return field_prompt(ws.session, column, stored, region, label, draft)
