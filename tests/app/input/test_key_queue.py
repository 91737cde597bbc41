"""Keys typed ahead: none is lost, none overtakes another, and each goes where it was meant."""

import asyncio
from collections.abc import Awaitable, Callable

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from tpm_tui.app.input.key_queue import InputEvent, KeyQueue


class Receiver:
    """Takes keys one at a time: each makes it busy until :meth:`finish`, which lets the queue go on."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.busy = False
        self.later: list[Callable[[], Awaitable[None]]] = []
        self.queue = KeyQueue(self._take, lambda: self.busy, self.later.append, lambda: None)  # type: ignore[arg-type,return-value]

    async def _take(self, event: InputEvent) -> None:
        assert not self.busy, "a key came while the one before was still under way"
        assert isinstance(event, events.Key)
        self.taken.append(event.key)
        self.busy = event.key.isupper()

    async def finish(self) -> None:
        """What the last key began is done."""
        self.busy = False
        self.queue.release()
        while self.later:
            await self.later.pop(0)()


@given(st.text("abAB.", max_size=30))
def test_keys_come_in_their_order_whatever_they_begin(typed: str) -> None:
    # Capitals begin something that takes its time, dots end it.
    async def story() -> None:
        receiver = Receiver()
        for key in typed:
            if key == ".":
                await receiver.finish()
            else:
                await receiver.queue.put(events.Key(key, key))
        while receiver.queue.pending or receiver.busy:
            await receiver.finish()
        assert receiver.taken == [key for key in typed if key != "."]

    asyncio.run(story())


def test_nothing_is_called_back_where_nothing_is_held() -> None:
    receiver = Receiver()
    receiver.queue.release()
    assert receiver.later == []


class OneInput(App[None]):
    """An app whose keys go through a queue."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.queue = KeyQueue(self._take, lambda: False, self.call_later, lambda: self.screen)

    def compose(self) -> ComposeResult:
        yield Input()

    async def _take(self, event: InputEvent) -> None:
        assert isinstance(event, events.Key)
        self.taken.append(event.key)


async def test_keys_wait_until_one_that_may_close_a_dialog_has_come_up_through_the_widgets() -> None:
    app = OneInput()
    async with app.run_test() as pilot:
        app.queue.wait_for(app.query_one(Input))
        await app.queue.put(events.Key("x", "x"))
        assert (app.taken, app.queue.pending) == ([], True)
        await pilot.pause()
        await pilot.pause()
        assert (app.taken, app.queue.pending) == (["x"], False)


async def test_a_widget_that_has_gone_holds_no_keys() -> None:
    app = OneInput()
    async with app.run_test():
        field = app.query_one(Input)
        app.queue.wait_for(field)
        await field.remove()
        await app.queue.put(events.Key("x", "x"))
        assert app.taken == ["x"]
