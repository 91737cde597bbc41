"""Work that may take a while: how far it is stands in the footer after half a second, esc cancels it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen

T = TypeVar("T")

#: Work that takes longer than this shows how far it is, in seconds.
PROGRESS_DELAY = 0.5


@dataclass(slots=True)
class ProgressHandle:
    """What work in a thread tells, and is told: done of total, and whether it is to go on."""

    done: int = 0
    total: int = 0
    go: bool = True

    def report(self, done: int, total: int) -> bool:
        """How far it is; whether it is to go on."""
        self.done, self.total = done, total
        return self.go

    def cancelled(self) -> bool:
        return not self.go


async def await_with_progress(ws: "WorkspaceScreen", what: str, patience: ProgressHandle, work: Awaitable[T]) -> T:
    """Await work, with its share in the footer after half a second; esc tells it to stop, which it answers itself."""
    task = asyncio.ensure_future(work)
    await asyncio.wait([task], timeout=PROGRESS_DELAY)
    while not task.done():
        share = f" {100 * patience.done // patience.total}%" if patience.total else ""
        key = asyncio.create_task(ws.next_key(f"{what}{share} ─ esc cancels"))
        await asyncio.wait([task, key], timeout=0.3, return_when=asyncio.FIRST_COMPLETED)
        if key.done() and key.result() == "escape":
            patience.go = False
            ws.say("cancelling …")
            await asyncio.wait([task])
        key.cancel()
    return await task


async def run_with_progress(ws: "WorkspaceScreen", what: str, work: Callable[[ProgressHandle], T]) -> T | None:
    """What pure work finds, done in a thread of its own; None if it was cancelled, which is said."""
    from tpm_tui.domain.cancellation import Cancelled

    patience = ProgressHandle()
    try:
        return await await_with_progress(ws, what, patience, asyncio.to_thread(work, patience))
    except Cancelled:
        ws.say("cancelled; nothing was changed")
        return None
    finally:
        # whoever leaves, the thread does not go on for nobody
        patience.go = False
