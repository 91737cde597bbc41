"""What every screen over the panes is."""

from typing import Any, TypeVar

from textual.screen import ModalScreen

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A screen over the panes. Until it is filled and has the focus, ``ready`` is false and the app holds the keys."""

    #: The whole of a screen that shows one pane at a time.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    ready = False

    def begun(self) -> None:
        """Say that keys can be taken; to be called once the screen is filled, as often as that happens."""
        if not self.ready:
            # After the focus, which comes later too.
            self.app.call_later(self._listen)

    def _listen(self) -> None:
        self.ready = True
        app: Any = self.app
        app.release_keys()
