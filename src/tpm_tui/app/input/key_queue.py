"""Keys and pastes in the order in which they came: one typed ahead waits until what the one before began is done."""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

#: Keys that may end a question or a dialog: the next key may be for what lies below.
CLOSING_KEYS = frozenset({"enter", "escape", "tab", "shift+tab", "f2", "q"})

InputEvent = events.Key | events.Paste


class KeyQueue:
    """``deliver`` takes a key to where it belongs, ``busy`` says whether none can be taken now, ``call_later`` calls
    back once the messages under way are done, ``screen`` is the one on top."""

    def __init__(
        self,
        deliver: Callable[[InputEvent], Awaitable[None]],
        busy: Callable[[], bool],
        call_later: Callable[[Callable[[], Awaitable[None]]], Any],
        screen: Callable[[], Screen[Any]],
    ) -> None:
        self._deliver = deliver
        self._busy = busy
        self._call_later = call_later
        self._screen = screen
        self._held: deque[InputEvent] = deque()
        #: The keys delivered last and before it, by their names; empty before the first.
        self.last, self.previous = "", ""
        #: The widget whose queue a key goes through that may close what it is in.
        self._closing: Widget | None = None

    @property
    def pending(self) -> bool:
        """Whether keys are held, or one that may end a question is still on its way."""
        return bool(self._held) or self._forwarding

    async def put(self, event: InputEvent) -> None:
        """Deliver a key now, or hold it until it can be taken."""
        if self.pending or self._busy():
            self._held.append(event)
        else:
            await self._pass_on(event)

    def put_back(self, event: InputEvent) -> None:
        """Hold a key that closed what it was pressed in, before those typed after it, for what lies below."""
        self._held.appendleft(event)

    async def _pass_on(self, event: InputEvent) -> None:
        self.previous, self.last = self.last, event.key if isinstance(event, events.Key) else ""
        await self._deliver(event)

    def release(self) -> None:
        """Keys can be taken again: those typed ahead first."""
        if self._held:
            self._call_later(self._deliver_held)

    async def _deliver_held(self) -> None:
        while self._held and not self._forwarding and not self._busy():
            await self._pass_on(self._held.popleft())

    def wait_for(self, widget: DOMNode | None, rounds: int = 2) -> None:
        """Hold keys until one that may end a question has come up through the widgets, each of which has its own queue.

        Two rounds in each: the key itself, and the message it became.
        """
        self._closing = widget if isinstance(widget, Widget) else None
        if self._closing is None:
            self.release()
        elif rounds:
            self._closing.call_later(self.wait_for, widget, rounds - 1)
        else:
            self.wait_for(self._closing.parent)

    @property
    def _forwarding(self) -> bool:
        """Whether such a key is on its way; not if its widget has gone, as its question was answered then."""
        at = self._closing
        return at is not None and at.is_running and at.is_attached and at.screen is self._screen()
