"""Commands: asking for what one needs, running it on what is chosen, and again."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.edit.field_edit import EditTarget, describe_selection
from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.input.command_params import ParamInput
from tpm_tui.commands.input.field_input import LineInput


def command_by_id(id_: str) -> Command:
    """The command with that id; KeyError if there is none."""
    return commands()[id_]


async def run_record_command(context: ActionContext, command: Command, on: EditTarget | None = None) -> None:
    """Ask for what a command needs, then run it on the marked records, the one under the cursor, or the one given."""
    kind, ids = (on[0], [on[1]]) if on is not None else (context.selection.kind, context.selection.targets())
    reason = command.why_not(context.session.command_context(kind, ids))
    if reason is not None:
        context.messages.say(f"{command.title}: {reason}", "warn")
        return
    if on is None and context.selection.table is not None:
        context.selection.table.end_range()
    seen = context.session.plan.sequence
    typed: dict[str, str] = {}
    params = await _prompt_params(context, command, kind, ids, typed, here=on is None)
    if params is None or not await _confirmed(context, command, kind, ids, params):
        return
    while not await _run(context, command, kind, ids, params, seen):
        if not typed:
            return
        # What was typed stays; only the value that was refused is asked for again, with the reason below it.
        seen = context.session.plan.sequence
        wrong = context.editor.refused_field if context.editor.refused_field in typed else next(iter(typed))
        params = await _prompt_params(
            context, command, kind, ids, typed, context.editor.refusal, wrong, here=on is None
        )
        if params is None:
            return
    if not command.deletes:
        _repeat(context, command, kind, params)


async def add_predecessor(context: ActionContext, text: str) -> None:
    """Make what is chosen come after an item, as typed: ``T-12 SS +2d``."""
    table, command, params = context.selection.table, command_by_id("link.after"), {"after": text}
    if table is not None:
        await _run(context, command, "item", table.targets(), params)
        _repeat(context, command, "item", params)


async def _run(
    context: ActionContext,
    command: Command,
    kind: str,
    ids: Sequence[str],
    params: Mapping[str, Any],
    seen: int | None = None,
) -> bool:
    return await context.editor.change(
        command.title, command.id, lambda tx: command.execute(tx, kind, ids, params), seen=seen
    )


def _repeat(context: ActionContext, command: Command, kind: str, params: Mapping[str, Any]) -> None:
    """Let the key that repeats run a command with the same parameters, on what is chosen then."""

    async def again() -> None:
        here = context.selection.table
        if here is not None and here.kind == kind:
            await _run(context, command, kind, here.targets(), params)

    context.editor.repeat = again


async def _confirmed(
    context: ActionContext, command: Command, kind: str, ids: Sequence[str], params: Mapping[str, Any]
) -> bool:
    """Whether a command is to run, after a person has seen what goes along, what the records touch, and the days, money
    and load that it comes to."""
    preview = command.preview
    if command.deletes:
        from tpm_tui.app.actions.edit.deletion import confirm_deletion

        if not await confirm_deletion(context, kind, ids):
            return False
    if not command.touches and preview is None:
        return True
    from tpm_tui.app.actions.edit.consequences import confirm_consequences, confirm_touched

    title = f"{command.title}: {describe_selection(context, kind, ids)}"
    if command.touches and not await confirm_touched(context, title, kind, ids):
        return False
    return preview is None or await confirm_consequences(context, title, lambda tx: preview(tx, kind, ids, params))


async def _prompt_params(
    context: ActionContext,
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
            params.setdefault(param.name, None)
            continue
        asked = ParamInput(param, context.session, kind, ids)
        if not wrong or param.name == wrong or param.name not in typed:
            question = _param_prompt(context, command, param, asked.line, kind, ids, here)
            text = typed.get(param.name, question.text)
            answer, _ = await context.prompts.ask(
                replace(question, text=text, problem=problem if param.name == wrong else "")
            )
            if answer is None:
                return None
            typed[param.name] = answer
        params |= asked.values(typed[param.name])
    return params


def _param_prompt(
    context: ActionContext,
    command: Command,
    param: CommandParam,
    line: LineInput,
    kind: str,
    ids: Sequence[str],
    here: bool,
) -> Prompt:
    """What a command asks for one of its parameters."""
    name = param.column.name
    label = f"{command.title}: {param.column.label}" if len(command.params) > 1 else command.title
    if ids:
        label += f" ─ {describe_selection(context, kind, ids)}"
    draft = f"draft.{context.session.path}.{command.id}.{ids[0] if len(ids) == 1 else 'many'}.{param.name}"
    table = context.selection.record_table if here and not (param.line_of or param.link) else None
    shown = table is not None and name in table.shown_columns()
    return line_prompt(
        line, label, draft=draft, region=table.cell_region(name) if table is not None and shown else None
    )
