"""How the workspace changes the file: one transaction at a time, a refusal said and kept, the newest change undone."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.workspace.messages import Messages
from tpm_tui.app.workspace.progress_message import Progress, ProgressHandle
from tpm_tui.domain.cancellation_of_long_work import Cancelled
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Changed, StoreError, Transaction
from tpm_tui.store.transaction import EditConflict

T = TypeVar("T")


class Editor:
    """Changes the file for the person at the screen. ``reveal_change`` puts the cursor where something has changed."""

    def __init__(
        self,
        session: WorkspaceSession,
        messages: Messages,
        progress: Progress,
        reveal_change: Callable[[Changed], None],
    ) -> None:
        self._session = session
        self._messages = messages
        self._progress = progress
        self._reveal_change = reveal_change
        #: Why the last change was not taken, the field that was refused, and whether somebody else was faster.
        self.refusal = ""
        self.refused_field = ""
        self.conflicted = False
        #: Does the last change again where the cursor is now; None before the first.
        self.repeat: Callable[[], Awaitable[None]] | None = None

    def reject_edit(self, kind: str) -> bool:
        """Whether records of a kind cannot be changed here by hand, said if so."""
        if self.reject_readonly():
            return True
        reason = KINDS[kind].read_only_reason
        if reason:
            self._messages.say(reason, "warn")
        return bool(reason)

    def reject_readonly(self) -> bool:
        """Say so and answer True if the file cannot be written."""
        if self._session.readonly:
            self._messages.say(f"open for reading only: {self._session.readonly}", "warn")
        return bool(self._session.readonly)

    async def run_guarded(self, work: Awaitable[T], done: str = "") -> T | None:
        """Await work that may be refused; say why, or what was done."""
        try:
            result = await work
        except (ValidationError, StoreError) as error:
            self._refuse(error)
            return None
        if done:
            self._messages.say(done)
        return result

    async def change(
        self, label: str, verb: str, edit: Callable[[Transaction], Any], *, done: str = "", seen: int | None = None
    ) -> bool:
        """Run one transaction; False if it was refused. What it answers, or ``done``, is said in the footer.

        ``seen`` is the plan's sequence when the person saw what they are changing; None is now.
        """
        try:
            _, changed = await self._session.change(label, verb, edit, seen=seen)
        except (ValidationError, StoreError) as error:
            self._refuse(error)
            return False
        hint = self._messages.key_hint("undo", "undoes")
        self._messages.say(f"{done or changed.label}{hint}" if changed else "nothing changed")
        return True

    async def change_for_screen(self, label: str, verb: str, edit: Callable[[Transaction], Any]) -> str:
        """Run one transaction for a screen that says itself why it was refused; "" where it was not."""
        if self._session.readonly:
            return f"open for reading only: {self._session.readonly}"
        try:
            await self._session.change(label, verb, edit)
        except (ValidationError, StoreError) as error:
            return str(error)
        return ""

    async def undo_for_screen(self) -> str:
        """Undo the newest change of this person for such a screen; why not, or "" where it is undone."""
        try:
            return "" if await self._session.undo() is not None else "nothing to undo"
        except (ValidationError, StoreError) as error:
            return str(error)

    def leave(self, reason: str) -> None:
        """Note that the person did not want a change after all, as if it had been refused."""
        self.refusal, self.refused_field, self.conflicted = reason, "", False

    def _refuse(self, error: Exception) -> None:
        self.refusal = str(error)
        self.refused_field = error.field if isinstance(error, ValidationError) else ""
        self.conflicted = isinstance(error, EditConflict)
        self._messages.say(self.refusal, "bad")

    async def undo(self, redo: bool = False) -> None:
        """Undo the newest change of this person, or redo the newest that was undone."""
        if self.reject_readonly():
            return
        messages, handle = self._messages, ProgressHandle()
        try:
            changed = await self._progress.watch(
                "redoing" if redo else "undoing", handle, self._session.undo(redo, handle.report)
            )
        except Cancelled:
            messages.say("cancelled; nothing was changed")
            return
        except (ValidationError, StoreError) as error:
            messages.say(str(error), "bad")
            return
        if changed is None:
            messages.say("nothing to redo" if redo else "nothing to undo", "warn")
            return
        self._reveal_change(changed)
        reverse_hint = messages.key_hint("undo", "undoes") if redo else messages.key_hint("redo", "redoes")
        messages.say(f"{'redid' if redo else 'undid'}: {changed.label}{reverse_hint}")
