"""What the program needs of Textual beyond its public interface, in one place: checked by a test per attribute."""

import codecs
from collections.abc import Callable
from functools import cache, partial

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.control import Control
from rich.text import Text
from textual import events
from textual._compositor import ChopsUpdate
from textual._context import active_message_pump
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.geometry import Region, Size
from textual.keys import Keys
from textual.message import Message
from textual.message_pump import MessagePump
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import WorkerFailed

from tpm_tui.safe_text import is_a_cell_a_character

#: Cells that are sent in one packet, colours and all.
_SINGLE_WRITE_CELLS = 400


class CroppedUpdate(ChopsUpdate):
    """A change of the screen of which only the cells that are to be drawn are sent. Textual sends each line from the
    left edge of its widget on."""

    def render_segments(self, console: Console) -> str:
        parts: list[str] = []
        for y, first, past in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                low, high = max(x, first), min(end, past)
                if strip is None or low >= high:
                    continue
                if not is_a_cell_a_character(strip.text):
                    low, high = x, end  # of a wide character no half is sent
                parts += Control.move_to(low, y).segment.text, strip.crop(low - x, high - x).render(console)
        return "".join(parts)


class CompatApp(App[int], inherit_bindings=False):
    """An app that sends small changes in one piece, and lets a subclass deal with an error."""

    def __init__(self) -> None:
        super().__init__()
        contain_errors()

    def _display(self, screen: "Screen[object]", renderable: RenderableType | None) -> None:
        # What fits one packet comes in one piece. To have the terminal hold back its picture meanwhile, as Textual asks
        # for each change, would be a twentieth of what a key sends.
        if isinstance(renderable, ChopsUpdate):
            renderable = CroppedUpdate(renderable.chops, renderable.spans, renderable.chop_ends)
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
        cause = error.error if isinstance(error, WorkerFailed) else error
        at_work = active_message_pump.get(None)
        node = None if at_work is self else at_work
        if not (isinstance(cause, Exception) and self.handle_error(cause, node)):
            super()._handle_exception(error)

    def handle_error(self, error: Exception, node: MessagePump | None = None, message: Message | None = None) -> bool:
        """Whether an error has been dealt with; else the app ends with a traceback. ``node`` is the widget that
        failed, with ``message`` where that is what it could not deal with."""
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

    def call_in_loop(self, call: Callable[[], object]) -> None:
        """From another thread: have the event loop call something, if it still runs."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    async def run_key(self, key: str) -> bool:
        """Run what a key is bound to, from the focused widget up; whether it is bound."""
        return await self._check_bindings(key)


class CompatInput(Input):
    """An input that draws another text than it holds, of as many characters."""

    #: A longer text scrolls within the field, so that no letter moves another widget: the screen is not laid out anew.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def drawn_text(self) -> str:
        """What is drawn of the value: a character for each of its own."""
        return self.value

    @property
    def _value(self) -> Text:
        return Text(self.drawn_text(), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(self.drawn_text()[:position])


class CompatScreen(Screen[None], inherit_bindings=False):
    """A screen that draws nothing until it may: Textual lays out and draws several times while a screen comes up, and
    only the last of them is wanted."""

    may_draw = False

    def update_node_styles(self, animate: bool = True) -> None:
        # Textual applies all styles once more as a screen resumes, which they were as its widgets came up.
        if self.may_draw:
            super().update_node_styles(animate)

    def _compositor_refresh(self) -> None:
        if self.may_draw:
            super()._compositor_refresh()
        else:
            self._dirty_widgets.clear()


@cache
def contain_errors() -> None:
    """Have an error in one widget's message or drawing told to its app, and the widget live on: Textual would end its
    queue, and it would never hear of a key again. Once a process, for each app that deals with errors."""
    dispatch, render_lines = MessagePump._dispatch_message, Widget.render_lines

    async def dispatch_message(node: MessagePump, message: Message) -> None:
        try:
            await dispatch(node, message)
        except Exception as error:
            if not _handled(node, error, message):
                raise

    def lines(widget: Widget, crop: Region) -> list[Strip]:
        try:
            return render_lines(widget, crop)
        except Exception as error:
            if not _handled(widget, error, None):
                raise
            return [Strip.blank(crop.width)] * crop.height

    MessagePump._dispatch_message = dispatch_message  # type: ignore[method-assign,assignment]
    Widget.render_lines = lines  # type: ignore[method-assign,assignment]


def _handled(node: MessagePump, error: Exception, message: Message | None) -> bool:
    app = node.app
    if isinstance(error, NoMatches) and app._exit:
        # A screen that comes up while the app is left hears of it when what it holds has been taken down already.
        return True
    return isinstance(app, CompatApp) and app.handle_error(error, node, message)


class TolerantParser(XTermParser):
    """Reads keys. A sequence whose numbers are none, or no character's, would end the thread that reads: it is the
    replacement character, like bytes that are no text."""

    def _parse_extended_key(self, sequence: str) -> list[events.Key] | None:  # type: ignore[override]
        try:
            return super()._parse_extended_key(sequence)
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore.value, "\N{REPLACEMENT CHARACTER}")]


def ignore_broken_sequences() -> None:
    """Have the terminal's keys read by :class:`TolerantParser`. Call before the app runs."""
    from textual.drivers import linux_driver

    linux_driver.XTermParser = TolerantParser  # type: ignore[attr-defined]


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


def set_border_subtitle(widget: Widget, subtitle: Content | None) -> None:
    """Set the subtitle without drawing the widget anew, which the property would."""
    widget._border_subtitle = subtitle
