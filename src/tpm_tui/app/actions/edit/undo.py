"""Undo, redo, and the last change again."""

from tpm_tui.app.actions.action import ActionContext, needs_writable, screen_action


async def undo_change(context: ActionContext) -> None:
    await context.editor.undo(redo=False)


async def redo_change(context: ActionContext) -> None:
    await context.editor.undo(redo=True)


async def repeat_change(context: ActionContext) -> None:
    """Do the last change again, here."""
    if context.editor.repeat is None:
        context.messages.say("there is nothing to repeat yet", "warn")
    else:
        await context.editor.repeat()


ACTIONS = (
    screen_action("undo", "Undo", "u", "General", undo_change, "undo", why_not=needs_writable, synonyms=("revert",)),
    screen_action("redo", "Redo", "ctrl+r U", "General", redo_change, why_not=needs_writable),
    screen_action("repeat", "Repeat the last change", ".", "General", repeat_change, why_not=needs_writable),
)
