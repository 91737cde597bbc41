"""Work that may take a while: how far it is stands in the footer after half a second, esc cancels it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from msgspec import Struct

from tpm_tui.app.workspace.messages import Messages
from tpm_tui.app.workspace.prompt_opener import Prompts
from tpm_tui.domain.cancellation_of_long_work import Cancelled

T = TypeVar("T")

#: Work that takes longer than this shows how far it is, in seconds.
PROGRESS_DELAY = 0.5


class ProgressHandle(Struct):
    """What work in a thread reports and is told: steps done of a total, and whether it is to go on."""

    done: int = 0
    total: int = 0
    running: bool = True

    def report(self, done: int, total: int) -> bool:
        """How far it is; whether it is to go on."""
        self.done, self.total = done, total
        return self.running

    def cancelled(self) -> bool:
        """Whether the work is to stop."""
        return not self.running


class Progress:
    """Awaits work on behalf of the person."""

    def __init__(self, messages: Messages, prompts: Prompts) -> None:
        self._messages = messages
        self._prompts = prompts

    async def watch(self, what: str, handle: ProgressHandle, work: Awaitable[T]) -> T:
        """Await work, with its share in the footer after half a second; esc tells it to stop, which it answers by
        raising Cancelled."""
        task = asyncio.ensure_future(work)
        await asyncio.wait([task], timeout=PROGRESS_DELAY)
        while not task.done():
            share = f" {100 * handle.done // handle.total}%" if handle.total else ""
            key = asyncio.create_task(self._prompts.next_key(f"{what}{share} ─ esc cancels"))
            await asyncio.wait([task, key], timeout=0.3, return_when=asyncio.FIRST_COMPLETED)
            if key.done() and key.result() == "escape":
                handle.running = False
                self._messages.say("cancelling …")
                await asyncio.wait([task])
            key.cancel()
        return await task

    async def run_in_thread(self, what: str, work: Callable[[ProgressHandle], T]) -> T | None:
        """What pure work returns, done in a thread of its own; None if it was cancelled, which is said."""
        handle = ProgressHandle()
        try:
            return await self.watch(what, handle, asyncio.to_thread(work, handle))
        except Cancelled:
            self._messages.say("cancelled; nothing was changed")
            return None
        finally:
            # whoever leaves, the thread does not go on for nobody
            handle.running = False
