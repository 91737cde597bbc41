"""Everything that a key or the palette can start: the actions of the screen, then the commands on records."""

from functools import cache, partial
from types import ModuleType

from tpm_tui.app.actions import application, clipboard, files, palette
from tpm_tui.app.actions.action import ActionContext, ScreenAction
from tpm_tui.app.actions.edit import (
    additions,
    calendars,
    cell_edit,
    cell_matrices,
    forms,
    long_text,
    meeting_session,
    undo,
)
from tpm_tui.app.actions.edit.run_command import run_record_command
from tpm_tui.app.actions.pages import findings, meeting_pages, record_page, registers, report_preview, stakeholders
from tpm_tui.app.actions.schedule import (
    comparison,
    explanation,
    finish_attribution,
    impact,
    levelling,
    shift_of_items,
    what_if,
)
from tpm_tui.app.actions.schedule.forecast import forecast, risk_responses
from tpm_tui.app.actions.views import display, filters, navigation, saved_views
from tpm_tui.commands.command import Command
from tpm_tui.commands.command_catalog import commands

#: In the order in which help and palette name their actions.
_MODULES: tuple[ModuleType, ...] = (
    palette, filters, navigation, undo, application, record_page, cell_edit, forms, long_text, additions, clipboard,
    saved_views, meeting_session, display, explanation, comparison, what_if, forecast, finish_attribution,
    risk_responses, levelling, calendars, shift_of_items, findings, meeting_pages, impact, cell_matrices,
    report_preview, stakeholders, registers, files,
)  # fmt: skip


@cache
def screen_actions() -> dict[str, ScreenAction]:
    """The screen's own actions by id."""
    return {action.id: action for module in _MODULES for action in module.ACTIONS}


@cache
def all_actions() -> dict[str, ScreenAction]:
    """Every action by id, the screen's own first."""
    return screen_actions() | {command.id: _command_action(command) for command in commands().values()}


def _command_action(command: Command) -> ScreenAction:
    handler = partial(run_record_command, command=command)
    why_not = partial(_why_not, command=command)
    return ScreenAction(command.id, command.title, command.keys, command.group, handler, why_not=why_not,
                        kinds=command.kinds, command=True, synonyms=command.synonyms)  # fmt: skip


def _why_not(context: ActionContext, command: Command) -> str | None:
    selection = context.selection
    return command.why_not(context.session.command_context(selection.kind, selection.targets()))
