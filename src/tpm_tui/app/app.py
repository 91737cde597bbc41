"""The app: a shell around the workspace that turns keys into acts."""

import os
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from tpm_tui.app.keymap import bindings
from tpm_tui.app.screens.dialog import Dialog
from tpm_tui.app.services.session import WorkspaceSession
from tpm_tui.app.terminal.clipboard import Clipboard, normalise_paste
from tpm_tui.app.terminal.key_listener import with_key_listener
from tpm_tui.app.terminal.suspend import redraw_on_resume
from tpm_tui.app.themes import THEMES
from tpm_tui.app.widgets.safe_input import SafeInput
from tpm_tui.app.workspace.screen import WorkspaceScreen
from tpm_tui.store.errors import StoreError

if TYPE_CHECKING:
    from tpm_tui.app.services.ui_state import UiState
    from tpm_tui.toml_lines import ConfigProblem


def styles_folder() -> Path:
    """Where the style sheets are: in the wheel beside the package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_styles"
    return inside if inside.is_dir() else package.parent.parent / "styles"


#: Keys that may end a question or a dialog: the next key may be for what lies below.
_CLOSING_KEYS = frozenset({"enter", "escape", "tab", "shift+tab", "f2", "q"})


#: Cells that are sent in one packet, colours and all.
_SINGLE_WRITE_CELLS = 400


class TpmApp(App[int], inherit_bindings=False):
    """One open file on one screen. ``trouble`` says after the run why it could not be opened, or is empty."""

    ENABLE_COMMAND_PALETTE = False
    # No bindings are inherited: Textual's own ctrl+q would quit under the hands of somebody whose multiplexer sends it.
    CSS_PATH: ClassVar = sorted(styles_folder().glob("*.tcss"))

    def __init__(
        self,
        session: WorkspaceSession,
        keys: Mapping[str, Sequence[str]],
        remembered: "UiState",
        theme: str = "tpm-dark",
        *,
        first_view: str = "1",
        columns: Mapping[str, Sequence[str]] | None = None,
        mouse: bool = False,
        colours: Mapping[str, str] | None = None,
        forecast: bool = True,
        slow: bool = False,
    ) -> None:
        """``columns`` by kind and ``colours`` by status are the person's own. Without ``forecast`` there is one only
        when it is asked for."""
        super().__init__()
        self.session = session
        self.trouble = ""
        self._workspace: WorkspaceScreen | None = None
        self._first_view = first_view
        #: What is wrong in config.toml; told in the footer at the start.
        self.wrong_settings: Sequence[ConfigProblem] = ()
        self._colours, self._mouse = colours or {}, mouse
        self.columns = columns or {}
        self._forecast = forecast
        #: Whether the link is slow, so that little is to be drawn.
        self.slow = slow
        self._keys = {id_: tuple(found) for id_, found in keys.items()}
        self._remembered = remembered
        self._held: deque[events.Key | events.Paste] = deque()
        self._at: Widget | None = None
        for known in THEMES:
            self.register_theme(known)
        wanted = (os.environ.get("TEXTUAL_THEME"), theme, "tpm-dark")
        self.theme = next(name for name in wanted if name in self.available_themes)
        self.clip = Clipboard(self._send_raw, os.environ)
        for binding in bindings(self._keys):
            self._bindings.key_to_bindings.setdefault(binding.key, []).append(binding)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that the styles name and a theme of Textual's own does not have."""
        return {
            "border": "ansi_bright_black",
            "cursor": "ansi_blue",
            "cursor-text": "ansi_white",
            "soft": "ansi_default",
        }

    def refresh_css(self, animate: bool = True) -> None:
        # The theme is chosen before there is a screen. What Textual does then is to read every style with the new
        # colours, and to read them again for the screen: once is enough.
        if self._workspace is None:
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            super().refresh_css(animate)

    def copy_to_clipboard(self, text: str) -> None:
        """Copying inside an input goes the same way as everything else that is yanked."""
        self.run_worker(self.clip.copy(text), group="clipboard")

    def on_mount(self) -> None:
        redraw_on_resume(self)

    def _send_raw(self, text: str) -> None:
        if self._driver is not None:
            self._driver.write(text)
            self._driver.flush()

    def _display(self, screen: "Screen[object]", renderable: RenderableType | None) -> None:
        # What fits one packet comes in one piece. To have the terminal hold back its picture meanwhile, as Textual asks
        # for each change, would be a twentieth of what a key sends.
        if (
            not isinstance(renderable, ChopsUpdate)
            or sum(end - x for _, x, end in renderable.spans) > _SINGLE_WRITE_CELLS
        ):
            super()._display(screen, renderable)
            return
        able, self._sync_available = self._sync_available, False
        try:
            super()._display(screen, renderable)
        finally:
            self._sync_available = able

    def get_default_screen(self) -> WorkspaceScreen:
        self._workspace = WorkspaceScreen(self.session, self._keys, self._remembered)
        self._workspace.first_view = self._first_view
        self._workspace.wrong_settings = self.wrong_settings
        self._workspace.configured_columns = self.columns
        self._workspace.mouse = self._mouse
        self._workspace.forecaster.able = self._forecast
        self._workspace.backlog.colours = self._colours
        return self._workspace

    @property
    def workspace(self) -> WorkspaceScreen:
        """The screen below every dialog."""
        assert self._workspace is not None
        return self._workspace

    # -- keys

    async def on_event(self, event: events.Event) -> None:
        # Keys and pastes in the order they came: one sent ahead waits until what the one before began is done, or asks.
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self._workspace is not None:
                self._workspace.forecaster.pause()
            if self._held or self._forwarding or self._busy:
                self._held.append(event)
            else:
                await self._take(event)
        else:
            await super().on_event(event)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's, that tells of a key at once: what is worked out beside the screen then stands still."""
        return with_key_listener(super().get_driver_class(), self._heard)

    def _heard(self) -> None:
        if self._workspace is not None:
            self._workspace.forecaster.pause()

    @property
    def _busy(self) -> bool:
        """Whether the next key cannot be taken yet."""
        workspace = self._workspace
        if workspace is None or not workspace.is_mounted:
            return True
        if len(self.screen_stack) > 1:
            return isinstance(self.screen, Dialog) and not self.screen.ready
        return workspace.busy

    async def _take(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key):
            await self._dispatch_key(event)
        elif isinstance(self.focused, SafeInput):
            self.focused.paste(normalise_paste(event.text))

    async def _dispatch_key(self, event: events.Key) -> None:
        workspace = self.workspace
        if len(self.screen_stack) > 1 or workspace.asked:
            target = self.focused or self.screen
            # Textual puts letters in at the input, but acts on other keys only once they have come up through every
            # widget's queue: letters typed after a backspace or an Enter would overtake it.
            if isinstance(target, Input) and event.is_printable and event.character:
                target.replace(event.character, *target.selection)
            elif not await self._check_bindings(event.key):
                await super().on_event(event)
            if event.key in _CLOSING_KEYS:
                self._forward(target, 2)
        elif workspace.waiting:
            workspace.answer_key(event.character if event.is_printable and event.character else event.key)
        else:
            # At once and not by way of the pane, so that no key overtakes what this one begins.
            self.app_focus = True
            await self._check_bindings(event.key)

    def _forward(self, widget: DOMNode | None, rounds: int) -> None:
        """Wait until a key that may end a question has come up through the widgets, each of which has its own queue.

        Two rounds in each: the key itself, and the message it became.
        """
        self._at = widget if isinstance(widget, Widget) else None
        if self._at is None:
            self.release_keys()
        elif rounds:
            self._at.call_later(self._forward, widget, rounds - 1)
        else:
            self._forward(self._at.parent, 2)

    @property
    def _forwarding(self) -> bool:
        """Whether such a key is on its way; not if its widget has gone, as its question was answered then."""
        at = self._at
        return at is not None and at.is_running and at.is_attached and at.screen is self.screen

    def release_keys(self) -> None:
        """Keys can be taken again: those typed ahead first."""
        if self._held:
            self.call_later(self._dispatch_held)

    async def _dispatch_held(self) -> None:
        while self._held and not self._forwarding and not self._busy:
            await self._take(self._held.popleft())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "run":
            from tpm_tui.commands.catalog import commands

            command = commands()[str(parameters[0])]
            kind = getattr(self.workspace.grid, "kind", "")
            return len(self.screen_stack) == 1 and (not command.kinds or kind in command.kinds)
        if action == "screen_act":
            return len(self.screen_stack) == 1
        return True

    def action_run(self, command: str) -> None:
        self.workspace.start(command)

    def action_screen_act(self, act: str) -> None:
        self.workspace.start(act)

    def _handle_exception(self, error: Exception) -> None:
        # A file that cannot be opened is the person's to mend: one line, no traceback.
        if isinstance(error, StoreError):
            self.trouble = str(error)
            self.exit(1)
        else:
            super()._handle_exception(error)

    async def on_unmount(self) -> None:
        if self._workspace is not None:
            self._workspace.scheduler.close()
            self._workspace.forecaster.close()
        await self.session.close()
