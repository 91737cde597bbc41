"""Hearing of a key as soon as it is read, which is before the loop has the interpreter to take it."""

from collections.abc import Callable

from textual import events
from textual.driver import Driver
from textual.message import Message


def with_key_listener(
    driver: type[Driver], heard: Callable[[], None], failed: Callable[[Exception], None]
) -> type[Driver]:
    """The same driver, that calls ``heard`` in its own thread when a key or a paste has been read, and ``failed`` when
    something could not be read; it reads on then."""

    class Hearing(driver):  # type: ignore[misc,valid-type]
        def run_input_thread(self) -> None:
            while True:
                try:
                    super().run_input_thread()
                    return
                except OSError:
                    raise  # the terminal has gone
                except Exception as error:
                    failed(error)

        def process_message(self, message: Message) -> None:
            if isinstance(message, events.Key | events.Paste):
                heard()
            super().process_message(message)

    return Hearing
