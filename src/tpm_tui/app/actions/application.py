"""Leaving and suspending the program, the mouse, a picture, registers, the history of the file."""

import time
from pathlib import Path

from tpm_tui.app.actions.model import ActionContext, screen_action
from tpm_tui.app.screens.picker import Choice, PickerScreen
from tpm_tui.domain.kinds import KINDS


async def choose_register(context: ActionContext) -> None:
    choices = [Choice(k.name, k.plural, right=str(len(context.session.plan[k.name]))) for k in KINDS.values()]
    chosen = await context.prompts.choose(PickerScreen("Registers", choices))
    if chosen is not None:
        context.layout.show_kind(chosen)


async def show_file_history(context: ActionContext) -> None:
    from tpm_tui.app.pages.record import history_lines
    from tpm_tui.app.screens.page import PageScreen

    found = await context.session.read(lambda store: store.history(limit=200))
    chosen = await context.prompts.choose(
        PageScreen(
            "History of the file", lambda cells: list(history_lines(context.session, found, cells, of_record=False))
        )
    )
    if isinstance(chosen, tuple):
        await context.open_record(*chosen)


async def show_config_problems(context: ActionContext) -> None:
    """Every line of config.toml that is wrong."""
    from tpm_tui.app.screens.page import PageScreen
    from tpm_tui.app.services.config_validation import config_problem_lines
    from tpm_tui.config import config_path

    count = len(context.config_problems)
    title = f"Configuration ─ {f'{count} wrong' if count else 'nothing wrong'}"
    await context.prompts.choose(
        PageScreen(title, lambda cells: config_problem_lines(config_path(), context.config_problems, cells))
    )


def leave_view(context: ActionContext) -> None:
    if context.layout.on_first_view:
        context.terminal.exit()
    else:
        context.layout.show_first()


async def suspend_workspace(context: ActionContext) -> None:
    """Back to the shell, once nothing is being written: a stopped process must not hold the file's lock."""
    await context.terminal.suspend()


def toggle_mouse(context: ActionContext) -> None:
    context.messages.say(
        "mouse on" if context.terminal.toggle_mouse() else "mouse off: the terminal selects text again"
    )


async def save_screenshot(context: ActionContext) -> None:
    path = Path.cwd() / f"tpm-{time.strftime('%Y%m%d-%H%M%S')}.svg"
    try:
        path.write_text(context.terminal.screenshot(context.session.path.name), encoding="utf-8")
    except OSError as error:
        context.messages.say(f"{path} cannot be written: {error.strerror}", "bad")
    else:
        context.messages.say(f"picture saved as {path}")


ACTIONS = (
    screen_action("leave", "Back, or quit from the first view", "q", "General", leave_view),
    screen_action("quit", "Quit", "Q", "General", lambda context: context.terminal.exit()),
    screen_action("suspend", "Suspend to the shell", "ctrl+z", "General", suspend_workspace),
    screen_action("mouse", "Mouse on or off", "m", "General", toggle_mouse),
    screen_action("settings", "Configuration: what is wrong in config.toml", "", "General", show_config_problems),
    screen_action("register", "Open a register of any kind", "", "Views", choose_register),
    screen_action("history", "History of the file", "", "Views", show_file_history),
    screen_action("picture", "Save a picture of the screen (SVG)", "", "File", save_screenshot),
)
