"""What keys and the palette start, by the ids of :mod:`tpm_tui.app.keymap`, a module a topic."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace

#: The work of an act: done at once, or a coroutine that goes on.
Handler = Callable[["Workspace"], Any]


@cache
def handlers() -> dict[str, Handler]:
    """The screen's own acts by id."""
    from tpm_tui.app.acts import (
        calendars,
        comparing,
        editing,
        explaining,
        files,
        forecasting,
        general,
        long_text,
        looking,
        moved,
        moving,
        responding,
        shifting,
        what_if,
    )

    topics = (
        moving,
        looking,
        editing,
        long_text,
        general,
        files,
        explaining,
        comparing,
        what_if,
        forecasting,
        moved,
        calendars,
        shifting,
        responding,
    )
    return {id_: act for topic in topics for id_, act in topic.ACTS.items()}


def handler(act_id: str) -> Handler:
    """What an id starts: an act of the screen, or a command on records. KeyError if there is neither."""
    own = handlers().get(act_id)
    if own is not None:
        return own
    from tpm_tui.app.acts.commanding import by_id, run_command

    command = by_id(act_id)
    return lambda ws: run_command(ws, command)
