"""Commands: asking for what one needs, running it on what is chosen, and again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.edit.field_edit import EditTarget, describe_selection
from tpm_tui.app.widgets.prompts.field_prompts import field_prompt
from tpm_tui.app.widgets.prompts.predecessor_prompt import predecessor_prompt
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.app.widgets.prompts.quick_add_prompt import quick_add_prompt
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.field_arguments import require_mandatory, split_line, titled_values
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.transaction import Transaction


def command_by_id(id_: str) -> Command:
    """The command with that id; KeyError if there is none."""
    return commands()[id_]


async def run_record_command(context: ActionContext, command: Command, on: EditTarget | None = None) -> None:
    """Ask for what a command needs, then run it on the marked records, the one under the cursor, or the one given."""
    table = context.selection.table if on is None else None
    kind = on[0] if on is not None else context.selection.kind
    ids = [on[1]] if on is not None else context.selection.targets()
    reason = command.why_not(context.session.command_context(kind, ids))
    if reason is not None:
        context.messages.say(f"{command.title}: {reason}", "warn")
        return
    if table is not None:
        table.end_range()
    seen = context.session.plan.sequence
    typed: dict[str, str] = {}
    params = await _prompt_params(context, command, kind, ids, typed, here=on is None)
    if params is None:
        return
    if command.deletes:
        from tpm_tui.app.actions.edit.deletion import confirm_deletion

        if not await confirm_deletion(context, kind, ids):
            return
    if command.touches and not await _confirm_touched(context, command, kind, ids):
        return
    if command.preview is not None and not await _confirm_preview(context, command, kind, ids, params):
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
    taken = params

    async def again() -> None:
        here = context.selection.table
        if here is not None and here.kind == kind:
            await _run(context, command, kind, here.targets(), taken)

    if not command.deletes:
        context.editor.repeat = again


async def _confirm_preview(
    context: ActionContext, command: Command, kind: str, ids: Sequence[str], params: Mapping[str, Any]
) -> bool:
    """Show the days, money and load that a command's preview comes to; whether the command is to run."""
    from tpm_tui.app.actions.edit.consequences import confirm_consequences

    def edit(tx: Transaction) -> None:
        assert command.preview is not None
        command.preview(tx, kind, ids, params)

    return await confirm_consequences(context, f"{command.title}: {describe_selection(context, kind, ids)}", edit)


async def _confirm_touched(context: ActionContext, command: Command, kind: str, ids: Sequence[str]) -> bool:
    """Show what records reach, where they reach anything; whether the command is to run."""
    from tpm_tui.app.actions.edit.consequences import confirm_touched

    return await confirm_touched(context, f"{command.title}: {describe_selection(context, kind, ids)}", kind, ids)


async def add_predecessor(context: ActionContext, text: str) -> None:
    """Make what is chosen come after an item, as typed: ``T-12 SS +2d``."""
    table, command = context.selection.table, command_by_id("link.after")
    if table is None:
        return
    params = {"after": text}
    await _run(context, command, "item", table.targets(), params)

    async def again() -> None:
        here = context.selection.table
        if here is not None and here.kind == "item":
            await _run(context, command, "item", here.targets(), params)

    context.editor.repeat = again


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
        if not wrong or param.name == wrong or param.name not in typed:
            question = _param_prompt(
                context, command, param, kind, ids, context.selection.record_table if here else None
            )
            text = typed.get(param.name, question.text)
            answer, _ = await context.prompts.ask(
                replace(question, text=text, problem=problem if param.name == wrong else "")
            )
            if answer is None:
                return None
            typed[param.name] = answer
        text = typed[param.name]
        if param.line_of:
            params |= _line_values(context, param, text)
        elif param.link:
            params[param.name] = text
        elif not text.strip() and param.optional:
            params[param.name] = None
        else:
            params[param.name] = field_values.parse_value(
                param.column, text, context.session.plan, context.session.context
            )
    return params


def _line_values(context: ActionContext, param: CommandParam, text: str) -> dict[str, Any]:
    """The fields of a record that were typed in one line. ValidationError if one cannot be taken."""
    declared = KINDS[param.line_of]
    values = titled_values(context.session.plan, context.session.context, declared, split_line(text))
    require_mandatory(declared, values)
    return values


def _param_prompt(
    context: ActionContext,
    command: Command,
    param: CommandParam,
    kind: str,
    ids: Sequence[str],
    table: RecordTable | None,
) -> Prompt:
    """What a command asks for one of its parameters."""
    column = param.column
    known = {c.name for c in KINDS[kind].columns} if kind else set()
    stored: Stored = None
    if column.name in known and ids and not column.required and ids[0] in context.session.plan[kind]:
        stored = context.session.plan.value(kind, ids[0], column.name)
    shown = table is not None and column.name in table.shown_columns()
    region = table.cell_region(column.name) if table is not None and shown else None
    label = f"{command.title}: {column.label}" if len(command.params) > 1 else command.title
    if ids:
        label += f" ─ {describe_selection(context, kind, ids)}"
    if param.link:
        return predecessor_prompt(context.session, label)
    draft = f"{command.id}.{ids[0] if len(ids) == 1 else 'many'}.{param.name}"
    if param.line_of:
        return quick_add_prompt(context.session, param.line_of, (), label, draft)
    return field_prompt(context.session, column, stored, region, label, draft)
