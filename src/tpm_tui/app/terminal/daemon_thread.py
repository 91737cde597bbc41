"""Work that may hang for ever, done where nobody waits for it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")


async def run_in_daemon_thread(work: Callable[[], T], timeout: float) -> T:
    """What ``work`` returns or raises; TimeoutError after ``timeout`` seconds, the thread is then left to itself.

    The loop's own threads would be waited for when the program leaves, and a dead display server never answers.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def deliver_if_awaited(deliver: Callable[[], None]) -> None:
        if not result.done():
            deliver()

    def run() -> None:
        try:
            deliver = partial(result.set_result, work())
        except Exception as error:
            deliver = partial(result.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop has been closed in the meantime
            loop.call_soon_threadsafe(deliver_if_awaited, deliver)

    threading.Thread(target=run, name="may-hang", daemon=True).start()
    return await asyncio.wait_for(result, timeout)
