"""Moving a branch, or one item to a day."""

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.edit.field_edit import still_chosen
from tpm_tui.app.actions.edit.run_command import command_by_id, run_record_command


async def shift_selection(context: ActionContext) -> None:
    """Choose how to move what is chosen, then do it as the command does."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.commands.schedule.shift_of_items import COMMANDS

    kind, ids = context.selection.kind, list(context.selection.targets())
    command_context = context.session.command_context(kind, ids)
    choices = [Choice(c.id, c.title, why_not=c.why_not(command_context) or "") for c in COMMANDS]
    chosen = await context.prompts.choose(PickerScreen("Move", choices))
    if chosen is not None and still_chosen(context, kind, ids):
        await run_record_command(context, command_by_id(chosen))


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
