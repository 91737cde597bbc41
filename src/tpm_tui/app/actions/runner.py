"""Starts actions, and knows whether one is under way."""

import inspect
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from tpm_tui.app.actions.action import NO_RECORD, NO_TABLE, ActionContext, ScreenAction
from tpm_tui.app.workspace.prompt_opener import Prompts
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.errors import StoreError


class ActionRunner:
    """``context`` makes what actions are given; ``run_worker`` runs a coroutine beside the keys; ``release_keys`` is
    called when the next key may be taken; ``report`` is told of an error that nobody expected, with the action's title.
    """

    def __init__(
        self,
        actions: Mapping[str, ScreenAction],
        context: Callable[[], ActionContext],
        run_worker: Callable[[Coroutine[Any, Any, None]], object],
        release_keys: Callable[[], None],
        report: Callable[[str, BaseException], None],
    ) -> None:
        self._actions = actions
        self._context = context
        self._run_worker = run_worker
        self._release_keys = release_keys
        self._report = report
        self._running = 0
        self._title = ""

    def busy(self, prompts: Prompts) -> bool:
        """Whether an action is under way that has not asked the person yet."""
        return self._running > 0 and not prompts.awaits_key and not prompts.awaits_text

    def start(self, action_id: str) -> None:
        """Start an action by its id, unless it says why it cannot run; one that asks goes on beside the keys.

        While it does no other starts: two that ask would wait for each other's answer.
        """
        if self._running:
            return
        try:
            work = self._begin(action_id)
        except Exception as error:
            self._report_error(error)
            return
        if work is not None:
            self._running += 1
            self._run_worker(self._finish(work))

    async def run(self, action_id: str) -> None:
        """Run an action as the last part of the one that is under way."""
        work = self._begin(action_id)
        if work is not None:
            await work

    def _begin(self, action_id: str) -> Coroutine[Any, Any, None] | None:
        """Do what an action does at once; what it has to wait for is returned."""
        action, context = self._actions[action_id], self._context()
        self._title = action.title
        reason = action.why_not(context)
        if reason is not None:
            named = action.command or reason in (NO_RECORD, NO_TABLE)
            context.messages.say(f"{action.title}: {reason}" if named else reason, "warn")
            return None
        outcome = action.handler(context)
        return outcome if inspect.iscoroutine(outcome) else None

    async def _finish(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self._report_error(error)
        finally:
            self._running -= 1
            self._release_keys()

    def _report_error(self, error: Exception) -> None:
        if isinstance(error, ValidationError | StoreError):
            self._context().messages.say(str(error), "bad")
        else:
            self._report(self._title, error)
