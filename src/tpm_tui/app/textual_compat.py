"""What the program needs of Textual beyond its public interface, in one place: checked by a test per attribute."""

import codecs
from functools import partial

from rich.console import RenderableType
from textual._compositor import ChopsUpdate
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

#: Cells that are sent in one packet, colours and all.
_SINGLE_WRITE_CELLS = 400


class CompatApp(App[int], inherit_bindings=False):
    """An app that sends small changes in one piece, and lets a subclass say how it ends on an error."""

    def _display(self, screen: "Screen[object]", renderable: RenderableType | None) -> None:
        # What fits one packet comes in one piece. To have the terminal hold back its picture meanwhile, as Textual asks
        # for each change, would be a twentieth of what a key sends.
        if not isinstance(renderable, ChopsUpdate) or sum(end - x for _, x, end in renderable.spans) > (
            _SINGLE_WRITE_CELLS
        ):
            super()._display(screen, renderable)
            return
        able, self._sync_available = self._sync_available, False
        try:
            super()._display(screen, renderable)
        finally:
            self._sync_available = able

    def _handle_exception(self, error: Exception) -> None:
        if not self.handle_error(error):
            super()._handle_exception(error)

    def handle_error(self, error: Exception) -> bool:
        """Whether an error has been dealt with; else the app ends with a traceback."""
        return False

    def send_raw(self, text: str) -> None:
        """Send text to the terminal as it is."""
        if self._driver is not None:
            self._driver.write(text)
            self._driver.flush()

    def set_mouse(self, on: bool) -> None:
        """Have the terminal report the mouse, or leave it to the terminal."""
        switch = "_enable_mouse_support" if on else "_disable_mouse_support"
        getattr(self._driver, switch, lambda: None)()

    async def run_key(self, key: str) -> bool:
        """Run what a key is bound to, from the focused widget up; whether it is bound."""
        return await self._check_bindings(key)


class CompatScreen(Screen[None], inherit_bindings=False):
    """A screen that draws nothing until it may: Textual lays out and draws several times while a screen comes up, and
    only the last of them is wanted."""

    may_draw = False

    def _compositor_refresh(self) -> None:
        if self.may_draw:
            super()._compositor_refresh()
        else:
            self._dirty_widgets.clear()


def set_input_encoding(encoding: str) -> None:
    """Have the terminal's bytes read in a character set, bytes that are none of it as U+FFFD: Textual reads UTF-8, and
    the thread that reads ends at the first byte that is not. Call before the app runs."""
    from textual.drivers import linux_driver

    decoder = partial(codecs.getincrementaldecoder(encoding), errors="replace")
    linux_driver.getincrementaldecoder = lambda _name: decoder  # type: ignore[assignment,attr-defined]


def add_binding(node: DOMNode, binding: Binding, *, over: bool = True) -> None:
    """Bind a key on a widget or app besides its other keys; not ``over`` one that it has already."""
    bindings = node._bindings.key_to_bindings
    if over or binding.key not in bindings:
        bindings.setdefault(binding.key, []).append(binding)


def set_border_title(widget: Widget, title: Content) -> None:
    """Set the title without drawing the widget anew, which the property would."""
    widget._border_title = title
