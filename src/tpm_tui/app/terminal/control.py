"""What the workspace does with its terminal: clipboard, mouse, the shell, an editor, a picture, the end."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tpm_tui.app.terminal.clipboard import Clipboard
from tpm_tui.app.terminal.external_editor import EditorResult, edit_suspended
from tpm_tui.app.terminal.suspend import suspend_process

if TYPE_CHECKING:
    from tpm_tui.app.textual_compat import CompatApp


class TerminalControl:
    """``when_idle`` waits until nothing is written: a stopped process must not hold the file's lock. ``slow``: the link
    is slow, so that little is to be drawn."""

    def __init__(
        self,
        app: "CompatApp",
        clipboard: Clipboard,
        when_idle: Callable[[], Awaitable[None]],
        *,
        mouse: bool,
        slow: bool,
    ) -> None:
        self._app = app
        self._clipboard = clipboard
        self._when_idle = when_idle
        self.mouse = mouse
        self.slow = slow

    async def copy(self, text: str) -> str:
        """Send text to the clipboard; the sentence that says how."""
        return await self._clipboard.copy(text)

    @property
    def theme(self) -> str:
        """The name of the colours in use."""
        return self._app.theme

    @theme.setter
    def theme(self, name: str) -> None:
        self._app.theme = name

    def toggle_mouse(self) -> bool:
        """Turn mouse reports on or off; whether they are on."""
        self.mouse = not self.mouse
        self._app.set_mouse(self.mouse)
        return self.mouse

    async def suspend(self) -> None:
        """Back to the shell until it continues the program."""
        await self._when_idle()
        suspend_process(self._app)

    async def edit(self, text: str, name: str) -> EditorResult:
        """Edit a text in the person's own editor; the name is that of the file there."""
        await self._when_idle()
        return edit_suspended(self._app, text, name=name)

    def screenshot(self, title: str) -> str:
        """The screen as it is now, as SVG."""
        from tpm_tui.app.terminal.screenshot import screenshot_svg

        return screenshot_svg(self._app, title)

    def exit(self) -> None:
        """End the program."""
        self._app.exit(0)
