"""What keys and the palette start, by the ids of :mod:`tpm_tui.app.keymap`, a module a topic."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen

#: The work of an act: done at once, or a coroutine that goes on.
Handler = Callable[["WorkspaceScreen"], Any]


@cache
def action_handlers() -> dict[str, Handler]:
    """The screen's own acts by id."""
    from tpm_tui.app.actions import application, calendars, files, filters, long_text, navigation, records
    from tpm_tui.app.actions.analysis import attribution, comparison, explanation, forecast, responses, shift, what_if

    topics = (
        navigation,
        filters,
        records,
        long_text,
        application,
        files,
        explanation,
        comparison,
        what_if,
        forecast,
        attribution,
        calendars,
        shift,
        responses,
    )
    return {id_: act for topic in topics for id_, act in topic.ACTS.items()}


def handler_of(act_id: str) -> Handler:
    """What an id starts: an act of the screen, or a command on records. KeyError if there is neither."""
    own = action_handlers().get(act_id)
    if own is not None:
        return own
    from tpm_tui.app.actions.command_runner import command_by_id, run_record_command

    command = command_by_id(act_id)
    return lambda ws: run_record_command(ws, command)
