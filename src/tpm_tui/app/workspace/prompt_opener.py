"""Questions to the person: a value in an input, a single key, a dialog; one at a time."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from textual.screen import Screen

from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.widgets.key_menu import KeyMenu
from tpm_tui.app.widgets.prompts.prompt import OverlayHost, Prompt, PromptOverlay
from tpm_tui.app.workspace.messages import Messages


class Prompts:
    """Asks on a screen. ``release_keys`` is called when keys that were typed ahead may be taken."""

    def __init__(
        self, screen: Screen[None], messages: Messages, ui_state: UiState, release_keys: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._messages = messages
        self._ui_state = ui_state
        self._release_keys = release_keys
        self._key: asyncio.Future[str] | None = None
        #: The input that stands over the views; None where there is none.
        self.overlay: PromptOverlay | None = None

    async def ask(self, prompt: Prompt) -> tuple[str | None, int]:
        """Open an input and wait: the text taken (None if the person left it), and the step to another cell: 1 to the
        next, -1 to the one before, 0 to none."""
        screen, draft, asked = self._screen, prompt.draft, prompt
        before = screen.focused
        if draft and prompt.problem:
            # What was refused is not taken: it is kept also where nothing more is typed.
            self._ui_state.set(draft, prompt.text)
        elif draft:
            prompt = _with_draft(prompt, self._ui_state.get(draft, ""))
        overlay = PromptOverlay(prompt, lambda text: self._ui_state.set(draft, text or None) if draft else None)
        overlay.restored = prompt.text != asked.text
        self.overlay = overlay
        try:
            await screen.query_one(OverlayHost).mount(overlay)
            self._messages.show_runs(overlay.hints())
            text = await overlay.answer
            self._messages.say("")
            if text is not None and draft:
                self._ui_state.set(draft, None)
            return text, overlay.step
        finally:
            self.overlay = None
            if before is not None and before.is_mounted:
                # Before the overlay goes: else the focus falls to another view meanwhile, and what comes next acts
                # there.
                screen.set_focus(before, scroll_visible=False)
            await overlay.remove()

    def follow_change(self) -> None:
        """Keep the input at its cell after a change of the plan."""
        if self.overlay is not None:
            self.overlay.follow_change()

    async def choose(self, screen: Screen[Any]) -> Any:
        """Show a dialog and wait for its answer."""
        return await self._screen.app.push_screen_wait(screen)

    async def next_key(self, prompt: str, answers: str = "") -> str:
        """The next key the person presses, taken before anything else sees it. ``answers``: the end of the prompt that
        is to be read however long the rest is."""
        self._messages.show_runs([(f" {prompt}", "strong")], answers)
        key: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._key = key
        self._release_keys()
        try:
            return await key
        finally:
            if self._key is key:
                self._key = None
            self._messages.say("")

    async def choose_key(self, prompt: str, entries: Sequence[tuple[str, str]]) -> str:
        """The next key the person presses, with a menu of (key, what it does) over the views meanwhile."""
        menu = KeyMenu(entries)
        # Not awaited: keys typed ahead are answered before it is drawn.
        self._screen.query_one(OverlayHost).mount(menu)
        try:
            return await self.next_key(prompt)
        finally:
            menu.remove()

    async def confirm(self, question: str) -> bool:
        """y or n; neither Enter nor the key that began it."""
        while True:
            key = await self.next_key(question, "? y/n")
            if key in ("y", "Y"):
                return True
            if key in ("n", "N", "escape", "q"):
                self._messages.say("left as it was")
                return False

    @property
    def awaits_key(self) -> bool:
        """Whether the next key answers a question of the footer; one that was answered takes no more keys."""
        return self._key is not None and not self._key.done()

    @property
    def awaits_text(self) -> bool:
        """Whether keys go into an input that stands over the views."""
        return self.overlay is not None and self.overlay.listening

    def answer_key(self, key: str) -> None:
        """Give a key to the question that waits for one."""
        if self._key is not None and not self._key.done():
            self._key.set_result(key)


def _with_draft(prompt: Prompt, kept: str) -> Prompt:
    """The prompt with what was typed before and not taken: put back where it begins empty, else offered."""
    if not kept or kept == prompt.text:
        return prompt
    if prompt.text or prompt.history:
        return replace(prompt, history=(*prompt.history, kept))
    return replace(prompt, text=kept)
