"""Leaving and suspending the program, the mouse, what is wrong in its configuration."""

from tpm_tui.app.actions.action import ActionContext, screen_action


async def show_config_problems(context: ActionContext) -> None:
    """Every line of config.toml that is wrong."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.config_problems import config_problem_lines
    from tpm_tui.config import config_path

    count = len(context.config_problems)
    title = f"Configuration ─ {f'{count} wrong' if count else 'nothing wrong'}"
    await context.prompts.choose(
        PageScreen(title, lambda cells: config_problem_lines(config_path(), context.config_problems, cells))
    )


async def leave_view(context: ActionContext) -> None:
    """Back to the first view; from there out of the program, once it is sure that this is meant."""
    if not context.layout.on_first_view:
        context.layout.show_first()
        context.messages.say(f"back at the first view{context.messages.key_hint('leave', 'once more leaves tpm')}")
    elif not context.pressed_twice() or await context.prompts.confirm("quit tpm"):
        context.terminal.exit()


async def suspend_workspace(context: ActionContext) -> None:
    """Back to the shell, once nothing is being written: a stopped process must not hold the file's lock."""
    await context.terminal.suspend()


def toggle_mouse(context: ActionContext) -> None:
    context.messages.say(
        "mouse on" if context.terminal.toggle_mouse() else "mouse off: the terminal selects text again"
    )


ACTIONS = (
    screen_action("leave", "Back, or quit from the first view", "q", "General", leave_view),
    screen_action("quit", "Quit", "Q", "General", lambda context: context.terminal.exit(), synonyms=("exit",)),
    screen_action("suspend", "Suspend to the shell", "ctrl+z", "General", suspend_workspace),
    screen_action("mouse", "Mouse on or off", "m", "General", toggle_mouse),
    screen_action(
        "settings",
        "Configuration: what is wrong in config.toml",
        "",
        "General",
        show_config_problems,
        synonyms=("preferences",),
    ),
)
