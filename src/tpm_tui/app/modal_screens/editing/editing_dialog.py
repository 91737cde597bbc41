"""What dialogs share whose keys change the file: they wait until a change is made and drawn."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable

from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.widgets.line_list import StaticLines
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.safe_text import safe


class EditingDialog(Dialog[None]):
    """Drawn by `draw` from the newest plan; ``said`` is why the last change was refused, for `draw` to show.

    ``undo`` takes the last change back and answers as an edit does: why it was refused, empty where it was made.
    """

    def __init__(self, undo: Callable[[], Awaitable[str]]) -> None:
        super().__init__()
        self._undo = undo
        self.said: StyledText = ("", "")

    def on_mount(self) -> None:
        self.query_one(StaticLines).focus()
        self.call_after_refresh(self._begin)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def _begin(self) -> None:
        self.draw()
        self.begun()

    @abstractmethod
    def draw(self) -> None:
        """Draw everything anew; nothing where the dialog is being taken down."""

    @abstractmethod
    def is_typing(self) -> bool:
        """Whether something is typed, so that keys that change the file do not act."""

    def taken(self) -> None:
        """Called when a change was made, before it is drawn."""

    def refuse(self, reason: str) -> None:
        """Say why a change was refused, or cannot be."""
        self.said = (f"✗ {safe(reason)}", "bad") if reason else ("", "")

    def action_undo(self) -> None:
        if not self.is_typing():
            self.begin_work(self._undo())

    def begin_work(self, work: Awaitable[str]) -> None:
        """Let keys wait until the work is done and drawn."""
        self.ready = False
        self.run_worker(self._finish(work), group="act")

    async def _finish(self, work: Awaitable[str]) -> None:
        try:
            reason = await work
            self.refuse(reason)
            if not reason:
                self.taken()
            self.draw()
        finally:
            self.begun()
