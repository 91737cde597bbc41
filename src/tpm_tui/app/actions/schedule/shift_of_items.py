"""Moving a branch, or one item to a day: first what it would do is shown, then it is done or left."""

from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, ActionHandler, screen_action
from tpm_tui.app.actions.edit.consequences import confirm_consequences
from tpm_tui.app.actions.edit.field_edit import still_chosen
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    pass


async def shift_selection(context: ActionContext) -> None:
    """Choose what to move."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.commands.schedule.shift_of_items import COMMANDS

    kind, ids = _choose_shift(context)
    command_context = context.session.command_context(kind, ids)
    choices = [Choice(c.id, c.title, why_not=c.why_not(command_context) or "") for c in COMMANDS]
    chosen = await context.prompts.choose(PickerScreen("Move", choices))
    if chosen is not None and still_chosen(context, kind, ids):
        await _preview_shift(context, chosen)


def _choose_shift(context: ActionContext) -> tuple[str, list[str]]:
    return context.selection.kind, list(context.selection.targets())


async def _preview_shift(context: ActionContext, command_id: str) -> None:
    """Ask how far, look at the consequences, then take them or not."""
    from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
    from tpm_tui.commands.command_catalog import commands
    from tpm_tui.commands.input.command_params import ParamInput

    command = commands()[command_id]
    kind, ids = _choose_shift(context)
    reason = command.why_not(context.session.command_context(kind, ids))
    if reason is not None:
        context.messages.say(f"{command.title}: {reason}", "warn")
        return
    param = command.params[0]
    asked = ParamInput(param, context.session)
    text, _ = await context.prompts.ask(line_prompt(asked.line, f"{command.title}: {param.column.label}"))
    if text is None:
        return
    params = asked.values(text)

    def edit(tx: Transaction) -> str:
        return command.execute(tx, kind, ids, params)

    if await confirm_consequences(context, command.title, edit):
        await context.editor.change(command.title, command.id, edit)


def _shift_handler(command_id: str) -> ActionHandler:
    return lambda context: _preview_shift(context, command_id)


ACTIONS = (
    screen_action(
        "shift",
        "Shift a branch, what comes after, or to a day: see what gives",
        "S",
        "Plan",
        shift_selection,
        synonyms=("reschedule", "postpone", "delay"),
    ),
)

#: Handlers of commands that show what they would do before it is done, wherever they are started from.
COMMAND_HANDLERS = {name: _shift_handler(name) for name in ("item.shift.below", "item.shift.after", "item.move")}
