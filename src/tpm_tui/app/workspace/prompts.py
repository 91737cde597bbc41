"""How the workspace and the person talk: messages in the footer, questions, single keys, dialogs, and acts begun."""

import asyncio
import inspect
from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from tpm_tui.app.keymap import MANUAL_EDITS, SCREEN_ACTIONS, ScreenAction, footer_hints, key_name
from tpm_tui.app.services.session import WorkspaceSession
from tpm_tui.app.widgets.prompt import Prompt, PromptOverlay, show_prompt
from tpm_tui.app.widgets.status_line import StatusLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.commands.records import NOT_ADDED
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.app.screens.picker import PickerScreen
    from tpm_tui.app.services.ui_state import UiState
    from tpm_tui.app.workspace.screen import WorkspaceScreen

#: Acts of the screen that do nothing where there is no record.
RECORD_ACTIONS = frozenset(
    (
        "open", "edit.cell", "edit.form", "edit.text", "mark", "mark.range", "mark.all", "yank", "yank.markdown",
        "fold", "focus", "jump",
    )
)  # fmt: skip


class PromptScreen(Screen[None], inherit_bindings=False):
    """The part of the workspace that asks and answers; one question, or one key, at a time."""

    #: Where what was typed and not taken is kept.
    remembered: "UiState"

    def __init__(self, session: WorkspaceSession, keys: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.session = session
        self.keys = keys
        self._waiting: asyncio.Future[str] | None = None
        self._under_way = 0
        #: The message in the footer; empty where it names keys.
        self.message = ""
        #: The question that stands over the panes.
        self.question: PromptOverlay | None = None

    # -- saying

    def say(self, text: str, style: str = "") -> None:
        """A message in the footer until the next one; an empty one brings the keys back."""
        self.message = text
        if text:
            self.show_message_runs([(f" {text}", style or "strong")])
            return
        found = footer_hints(self.keys, cast("WorkspaceScreen", self).kind, self.app.size.width)
        self.show_message_runs([run for key, word in found for run in ((f" {key}", "key"), (f" {word} ", ""))])

    def fade_message(self) -> None:
        """A message has been read once the person goes on: the keys come back."""
        if self.message:
            self.say("")

    def show_message_runs(self, runs: list[StyledText], end: str = "") -> None:
        """Runs of text with their styles in the footer, and an end that stays where they do not fit; nothing once the
        screen has gone."""
        trimmed = [*runs[:-1], *((text.rstrip(), style) for text, style in runs[-1:])]
        for foot in self.query("#foot").results(StatusLine):
            foot.show(trimmed, end=end)

    def key_hint(self, act_id: str, does: str) -> str:
        """The end of a message that names a key, as in ``─ u undoes``; empty if nothing has that key."""
        keys = self.keys.get(act_id)
        return f" ─ {key_name(keys[0])} {does}" if keys else ""

    def why_not(self, act: ScreenAction) -> str | None:
        """Why one of the screen's own acts cannot run now."""
        if act.writes and self.session.readonly:
            return f"the file is open for reading only: {self.session.readonly}"
        kind = getattr(cast("WorkspaceScreen", self).grid, "kind", "")
        if act.id == "add":
            return NOT_ADDED.get(kind)
        return (KINDS[kind].read_only_reason or None) if act.id in MANUAL_EDITS and kind else None

    @property
    def without_record(self) -> bool:
        """Whether the pane that keys act on is empty."""
        grid = cast("WorkspaceScreen", self).grid
        return grid is None or grid.current is None

    # -- asking

    async def ask(self, question: Prompt) -> tuple[str | None, int]:
        return await show_prompt(self, question)

    async def choose(self, screen: "PickerScreen | Screen[Any]") -> Any:
        """Show a dialog and wait for its answer."""
        return await self.app.push_screen_wait(screen)

    async def next_key(self, prompt: str, answers: str = "") -> str:
        """The next key the person presses, taken before anything else sees it. ``answers``: the end of the prompt that
        is to be read however long the rest is."""
        self.show_message_runs([(f" {prompt}", "strong")], answers)
        self._waiting = asyncio.get_running_loop().create_future()
        self._release_keys()
        try:
            return await self._waiting
        finally:
            self._waiting = None
            self.say("")

    @property
    def waiting(self) -> bool:
        """Whether the next key answers a question of the footer; one that was answered takes no more keys."""
        return self._waiting is not None and not self._waiting.done()

    @property
    def asked(self) -> bool:
        """Whether keys go into a question that stands over the panes."""
        return self.question is not None and self.question.listening

    @property
    def busy(self) -> bool:
        """Whether something is under way that has not asked the person yet."""
        return self._under_way > 0 and not self.waiting and not self.asked

    def _release_keys(self) -> None:
        self.app.release_keys()  # type: ignore[attr-defined]

    def answer_key(self, key: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(key)

    async def confirm(self, question: str) -> bool:
        """y or n; neither Enter nor the key that began it."""
        while True:
            key = await self.next_key(question, "? y/n")
            if key in ("y", "Y"):
                return True
            if key in ("n", "N", "escape", "q"):
                self.say("left as it was")
                return False

    # -- acts

    def start(self, act_id: str) -> None:
        """Start an act or a command by its id; one that asks goes on by itself."""
        from tpm_tui.app.actions import handler_of

        if act_id in RECORD_ACTIONS and self.without_record:
            title = next(act.title for act in SCREEN_ACTIONS if act.id == act_id)
            self.say(f"{title}: there is no record under the cursor", "warn")
            return
        outcome = handler_of(act_id)(cast("WorkspaceScreen", self))
        if inspect.iscoroutine(outcome):
            self._under_way += 1
            self.run_worker(self._finished(outcome), group="act")

    async def _finished(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (ValidationError, StoreError) as error:
            self.say(str(error), "bad")
        finally:
            self._under_way -= 1
            self._release_keys()
