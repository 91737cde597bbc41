"""The app: takes keys from the terminal to the workspace, and puts its parts together."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.actions.pages.record_page import open_record
from tpm_tui.app.actions.runner import ActionRunner
from tpm_tui.app.error_handler import ErrorHandler
from tpm_tui.app.input.key_names import textual_key
from tpm_tui.app.input.key_queue import CLOSING_KEYS, InputEvent, KeyQueue
from tpm_tui.app.keymap import bindings, footer_hints
from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.modal_screens.editing.editing_dialog import EditingDialog
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.settings.themes import THEMES
from tpm_tui.app.terminal.clipboard import Clipboard, normalise_paste
from tpm_tui.app.terminal.control import TerminalControl
from tpm_tui.app.terminal.key_listener import with_key_listener
from tpm_tui.app.terminal.suspend import handle_stop_and_continue
from tpm_tui.app.textual_compat import CompatApp, add_binding, ignore_broken_sequences, set_input_encoding
from tpm_tui.app.views.base.item_tree import ItemTree
from tpm_tui.app.views.base.view import ViewContext
from tpm_tui.app.widgets.prompts.safe_input import SafeInput
from tpm_tui.app.workspace.screen import WorkspaceScreen
from tpm_tui.charset import charset, original_environ
from tpm_tui.config import config_path

if TYPE_CHECKING:
    from tpm_tui.app.services.ui_state import UiState
    from tpm_tui.toml_lines import ConfigProblem


#: Actions that leave whatever page is read: an outage does not wait until it is closed.
FROM_ANY_PAGE = ("incident.open",)


def styles_folder() -> Path:
    """Where the style sheets are: in the wheel beside the package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_styles"
    return inside if inside.is_dir() else package.parent.parent / "styles"


class TpmApp(CompatApp, inherit_bindings=False):
    """One open file on one screen."""

    ENABLE_COMMAND_PALETTE = False
    # No bindings are inherited: Textual's own ctrl+q would quit under the hands of somebody whose multiplexer sends it.
    CSS_PATH: ClassVar = sorted(styles_folder().glob("*.tcss"))

    def __init__(
        self,
        session: WorkspaceSession,
        keys: Mapping[str, Sequence[str]],
        ui_state: "UiState",
        theme: str = "tpm-dark",
        *,
        first_view: str = "backlog",
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
        #: What is wrong in config.toml; told in the footer at the start.
        self.config_problems: Sequence[ConfigProblem] = ()
        self.columns = columns or {}
        self._workspace: WorkspaceScreen | None = None
        self._action_context: ActionContext | None = None
        self._first_view = first_view
        self._colours = colours or {}
        self._forecast = forecast
        self._keys = {id_: tuple(bound) for id_, bound in keys.items()}
        self._ui_state = ui_state
        for known in THEMES:
            self.register_theme(known)
        wanted = (os.environ.get("TEXTUAL_THEME"), theme, "tpm-dark")
        self.theme = next(name for name in wanted if name in self.available_themes)
        self._system_clipboard = Clipboard(self.send_raw, os.environ)
        self._terminal = TerminalControl(self, self._system_clipboard, session.wait_until_idle, mouse=mouse, slow=slow)
        self.key_queue = KeyQueue(self._deliver, lambda: self.busy, self.call_later, lambda: self.screen)
        self.errors = ErrorHandler(self, lambda: self._workspace)
        self.runner = ActionRunner(
            all_actions(),
            lambda: self.action_context,
            lambda work: self.workspace.run_worker(work, group="act"),
            self.release_keys,
            self.errors.reporter.report,
        )
        for binding in bindings(self._keys):
            add_binding(self, binding)
        #: The page that such a key closes: no other key is for it.
        self._page_left: Screen[Any] | None = None
        self._keys_from_pages = {textual_key(key) for id_ in FROM_ANY_PAGE for key in self._keys.get(id_, ())}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that the styles name and a theme of Textual's own does not have."""
        return {
            "border": "ansi_bright_black",
            "cursor": "ansi_blue",
            "cursor-text": "ansi_white",
            "soft": "ansi_default",
            "critical": "ansi_magenta",
        }

    def refresh_css(self, animate: bool = True) -> None:
        # The theme is chosen before there is a screen. What Textual does then is to read every style with the new
        # colours, and to read them again for the screen: once is enough.
        if self._workspace is None:
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            super().refresh_css(animate)

    # -- the parts

    def get_default_screen(self) -> WorkspaceScreen:
        views = ViewContext(self.session, self._keys, self._ui_state, ItemTree(), self._colours, self.columns)
        message = ""
        if self.config_problems:
            from tpm_tui.app.page_lines.config_problems import problem_summary

            message = problem_summary(config_path(), self.config_problems)
        screen = WorkspaceScreen(
            views,
            lambda kind, cells, first, works_not: footer_hints(
                self._keys, kind, cells, on_first_view=first, works_not=works_not
            ),
            self.release_keys,
            first_view=self._first_view,
            first_message=message,
        )
        screen.updates.forecaster.automatic = self._forecast
        self._workspace = screen
        self._action_context = self._make_context(screen)
        return screen

    def _make_context(self, screen: WorkspaceScreen) -> ActionContext:
        context = ActionContext(
            session=self.session,
            ui_state=self._ui_state,
            keys=self._keys,
            messages=screen.messages,
            prompts=screen.prompts,
            progress=screen.progress,
            editor=screen.editor,
            layout=screen.view_layout,
            selection=screen.selection,
            updates=screen.updates,
            terminal=self._terminal,
            config_problems=self.config_problems,
            actions=all_actions(),
            run=self.runner.run,
            open_record=lambda kind, id_: open_record(context, kind, id_),
            pressed_twice=lambda: self.key_queue.last == self.key_queue.previous,
        )
        return context

    @property
    def workspace(self) -> WorkspaceScreen:
        """The screen below every dialog."""
        assert self._workspace is not None
        return self._workspace

    @property
    def action_context(self) -> ActionContext:
        """What actions are given."""
        assert self._action_context is not None
        return self._action_context

    # -- keys

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.character == "\N{REPLACEMENT CHARACTER}":
            return  # a byte that is no character of the terminal's
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.errors.key_pressed()
            self._pause_forecast()
            await self.key_queue.put(event)
        else:
            await super().on_event(event)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's, that tells of a key at once: what is worked out beside the screen then stands still."""
        encoding = charset(original_environ(os.environ))
        set_input_encoding("utf-8" if encoding == "ascii" else encoding)
        ignore_broken_sequences()
        return with_key_listener(
            super().get_driver_class(), self._pause_forecast, lambda error: self.errors.report_from_thread(error)
        )

    def _pause_forecast(self) -> None:
        if self._workspace is not None:
            self._workspace.updates.forecaster.pause()

    def release_keys(self) -> None:
        """Keys can be taken again: those typed ahead first."""
        self.key_queue.release()

    @property
    def busy(self) -> bool:
        """Whether the next key cannot be taken yet."""
        workspace = self._workspace
        if workspace is None or not workspace.is_mounted:
            return True
        if len(self.screen_stack) > 1:
            return isinstance(self.screen, Dialog) and (not self.screen.ready or self.screen is self._page_left)
        return workspace.busy or self.runner.busy(workspace.prompts)

    async def _deliver(self, event: InputEvent) -> None:
        if isinstance(event, events.Key):
            await self._deliver_key(event)
        elif isinstance(self.focused, SafeInput):
            self.focused.paste(normalise_paste(event.text))

    async def _deliver_key(self, event: events.Key) -> None:
        prompts = self.workspace.prompts
        if len(self.screen_stack) > 1 or prompts.awaits_text:
            target = self.focused or self.screen
            if event.key in self._keys_from_pages and self._may_leave(target):
                self._page_left = self.screen
                self.screen.dismiss(None)
                self.key_queue.put_back(event)  # for the page below, and so on down to the workspace
                return
            # Textual puts letters in at the input, but acts on other keys only once they have come up through every
            # widget's queue: letters typed after a backspace or an Enter would overtake it.
            if isinstance(target, Input) and event.is_printable and event.character:
                target.replace(event.character, *target.selection)
            elif not await self.run_key(event.key):
                await super().on_event(event)
            if event.key in (self.screen.closing_keys if isinstance(self.screen, Dialog) else CLOSING_KEYS):
                self.key_queue.wait_for(target)
        elif prompts.awaits_key:
            prompts.answer_key(event.character if event.is_printable and event.character else event.key)
        else:
            # At once and not by way of the view, so that no key overtakes what this one begins.
            self.app_focus = True
            await self.run_key(event.key)

    def _may_leave(self, target: DOMNode) -> bool:
        """Whether the screen on top is a page or a grid in which nothing is being typed."""
        if isinstance(self.screen, EditingDialog) and self.screen.is_typing():
            return False
        return isinstance(self.screen, PageScreen | EditingDialog) and not isinstance(target, Input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "start":
            return True
        kinds = all_actions()[str(parameters[0])].kinds
        # Below a dialog, and below an input, keys start nothing.
        free = len(self.screen_stack) == 1 and not self.workspace.prompts.awaits_text
        return free and (not kinds or self.workspace.selection.kind in kinds)

    def action_start(self, action_id: str) -> None:
        self.runner.start(action_id)

    # -- the terminal

    def copy_to_clipboard(self, text: str) -> None:
        """Copying inside an input goes the same way as everything else that is yanked."""
        self.run_worker(self._system_clipboard.copy(text), group="clipboard")

    def on_mount(self) -> None:
        handle_stop_and_continue(self)
        asyncio.get_running_loop().set_exception_handler(self.errors.handle_loop_error)

    def handle_error(self, error: Exception, node: MessagePump | None = None, message: Message | None = None) -> bool:
        self.errors.handle(error, node, message)
        return True

    async def on_unmount(self) -> None:
        if self._workspace is not None:
            self._workspace.updates.close()
        await self.session.close()
