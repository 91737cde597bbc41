"""What every screen over the panes is."""

from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from tpm_tui.app.input.key_queue import CLOSING_KEYS
from tpm_tui.app.widgets.one_line_bars import StatusLine

T = TypeVar("T")


class ErrorLine(StatusLine):
    """The last line of a dialog in which something has failed."""


class Dialog(ModalScreen[T]):
    """A screen over the panes. Until it is filled and has the focus, ``ready`` is false and the app holds the keys."""

    #: The whole of a screen that shows one pane at a time.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    #: Keys that may end it: the next key may be for what lies below.
    closing_keys = CLOSING_KEYS

    ready = False
    _left = False
    #: Whether the last line says what failed.
    _failed = False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with a result, once: a key pressed twice in a hurry must not close what lies below as well."""
        if self._left:
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key still acts here: not on a screen that is being taken down, whose widgets go before it does."""
        return not self._left and self.is_attached and super().check_action(action, parameters)

    def show_error(self, text: str, end: str) -> None:
        """Say in the last line what failed, until the next key; the footer lies below the dialog. ``end`` is read
        however long the text is."""
        self._failed = True
        for line in self.query(ErrorLine):
            line.show([(f" {text}", "bad")], end=end)
            return
        line = ErrorLine(id="dialog-error")
        line.show([(f" {text}", "bad")], end=end)
        self.mount(line)

    def clear_error(self) -> None:
        """What failed has been read."""
        if self._failed:  # every key asks, and to look through the screen for a line costs as much as to draw one
            self._failed = False
            self.query(ErrorLine).remove()

    def begun(self) -> None:
        """Say that keys can be taken; to be called once the screen is filled, as often as that happens."""
        if not self.ready and not self._left:
            # After the focus, which comes later too.
            self.app.call_later(self._listen)

    def _listen(self) -> None:
        self.ready = True
        app: Any = self.app
        app.release_keys()
