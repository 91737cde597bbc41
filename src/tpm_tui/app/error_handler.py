"""What the app does with an error, wherever it comes from: the person's to mend, or a defect."""

import asyncio
import re
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.services.error_reporter import ErrorReporter
from tpm_tui.app.workspace.screen import WorkspaceScreen
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.app.textual_compat import CompatApp


class ErrorHandler:
    """``workspace`` is the screen below every dialog, None before there is one. ``ending_error`` says after the run
    what ended it, or is empty."""

    def __init__(self, app: "CompatApp", workspace: Callable[[], WorkspaceScreen | None]) -> None:
        self._app = app
        self._workspace = workspace
        self.reporter = ErrorReporter(self._show, self._end)
        self.ending_error = ""

    def handle(self, error: Exception, node: MessagePump | None, message: Message | None) -> None:
        """What the person can mend is said in one line; anything else is reported. Neither ends anything once there is
        something on the screen."""
        workspace = self._workspace()
        if workspace is None or not workspace.is_mounted:
            if not isinstance(error, StoreError):
                self.reporter.report("the start", error)
            self._end(str(error))
        elif isinstance(error, ValidationError | StoreError):
            workspace.messages.say(str(error), "bad")
        else:
            self.reporter.report(_failed_part(node, message), error)
        if isinstance(node, Dialog) or isinstance(message, events.Compose | events.Mount):
            self._app.call_later(self._leave_unfinished)

    def _leave_unfinished(self) -> None:
        """Close the dialog or question that could not be put together: no key would ever come to it."""
        screen, workspace = self._app.screen, self._workspace()
        overlay = workspace.prompts.overlay if workspace is not None else None
        if isinstance(screen, Dialog) and not screen.ready:
            screen.dismiss()
        elif overlay is not None and not overlay.listening:
            overlay.action_leave()
        if workspace is not None:
            workspace.release_keys()

    def key_pressed(self) -> None:
        """Somebody is at the keys, and has read what failed."""
        self.reporter.key_pressed()
        workspace = self._workspace()
        if workspace is not None and workspace.is_mounted:
            workspace.messages.key_pressed()
            if isinstance(self._app.screen, Dialog):
                self._app.screen.clear_error()

    def report_from_thread(self, error: BaseException) -> None:
        """Report an error of a thread beside the screen's."""
        where = f"the thread {threading.current_thread().name}"
        self._app.call_in_loop(partial(self.reporter.report, where, error))

    def handle_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Report what was raised where nobody waits for it."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self.reporter.report("work beside the screen", error)

    def _show(self, text: str, end: str) -> None:
        workspace = self._workspace()
        if workspace is not None:
            workspace.messages.fail(text, end)
        if isinstance(self._app.screen, Dialog):
            self._app.screen.show_error(text, end)

    def _end(self, text: str) -> None:
        self.ending_error = self.ending_error or text
        self._app.exit(1)


def _failed_part(node: MessagePump | None, message: Message | None) -> str:
    """What failed, in words: a key where it was one, else the part of the screen and what it was told."""
    if isinstance(message, events.Key):
        return f"the key {key_name(message.key)}"
    if node is None:
        return "work beside the screen"
    return " on ".join(
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(part).__name__).lower() for part in (node, message) if part is not None
    )
