"""How the workspace changes the file: one transaction at a time, a refusal said and kept, the newest taken back."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tpm_tui.app.services.progress_handle import ProgressHandle, await_with_progress
from tpm_tui.app.workspace.prompts import PromptScreen
from tpm_tui.domain.cancellation import Cancelled
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Changed, StoreError, Transaction
from tpm_tui.store.transaction import EditConflict

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen

T = TypeVar("T")


class EditGuard(PromptScreen, inherit_bindings=False):
    """The part of the workspace that acts of editing stand on."""

    #: Why the last change was not taken, the field that was refused, and whether somebody else was faster.
    refusal = ""
    refused_field = ""
    conflicted = False

    def go_to_change(self, changed: Changed) -> None:
        """Put the cursor where something has changed."""
        raise NotImplementedError

    def reject_edit(self, kind: str) -> bool:
        """Whether records of a kind cannot be changed here by hand, said if so."""
        if self.reject_readonly():
            return True
        reason = KINDS[kind].read_only_reason
        if reason:
            self.say(reason, "warn")
        return bool(reason)

    def reject_readonly(self) -> bool:
        """Say so and answer True if the file cannot be written."""
        if self.session.readonly:
            self.say(f"open for reading only: {self.session.readonly}", "warn")
        return bool(self.session.readonly)

    async def run_guarded(self, work: Awaitable[T], done: str = "") -> T | None:
        """Await work that may be refused; say why, or what was done."""
        try:
            result = await work
        except (ValidationError, StoreError) as error:
            self._refuse(error)
            return None
        if done:
            self.say(done)
        return result

    async def change(
        self, label: str, verb: str, act: Callable[[Transaction], Any], *, done: str = "", seen: int | None = None
    ) -> bool:
        """Run one transaction; False if it was refused. What it answers, or ``done``, is said in the footer.

        ``seen`` is the plan's sequence when the person saw what they are changing; None is now.
        """
        try:
            _, changed = await self.session.change(label, verb, act, initiator=self, seen=seen)
        except (ValidationError, StoreError) as error:
            self._refuse(error)
            return False
        self.say(f"{done or changed.label}{self.key_hint('undo', 'undoes')}" if changed else "nothing changed")
        return True

    def _refuse(self, error: Exception) -> None:
        self.refusal = str(error)
        self.refused_field = error.field if isinstance(error, ValidationError) else ""
        self.conflicted = isinstance(error, EditConflict)
        self.say(self.refusal, "bad")

    async def take_back(self, redo: bool) -> None:
        """Undo or redo the newest change of this person."""
        if self.reject_readonly():
            return
        patience = ProgressHandle()
        try:
            changed = await await_with_progress(
                cast("WorkspaceScreen", self),
                "redoing" if redo else "undoing",
                patience,
                self.session.undo(redo, patience.report),
            )
        except Cancelled:
            self.say("cancelled; nothing was changed")
            return
        except (ValidationError, StoreError) as error:
            self.say(str(error), "bad")
            return
        if changed is None:
            self.say("nothing to redo" if redo else "nothing to undo", "warn")
        else:
            self.go_to_change(changed)
            way_back = self.key_hint("undo", "undoes") if redo else self.key_hint("redo", "redoes")
            self.say(f"{'redid' if redo else 'undid'}: {changed.label}{way_back}")
