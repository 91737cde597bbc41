"""The screen: the views, one status bar and one footer, and the parts that share them."""

from collections.abc import Callable, Collection, Sequence

from textual import events
from textual.app import ComposeResult

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.textual_compat import CompatScreen
from tpm_tui.app.views.base.filtered_page import FilteredPage
from tpm_tui.app.views.base.view import ViewContext
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.one_line_bars import StatusLine
from tpm_tui.app.widgets.prompts.prompt import OverlayHost
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.app.workspace.editor import Editor
from tpm_tui.app.workspace.layout import Layout
from tpm_tui.app.workspace.messages import Messages
from tpm_tui.app.workspace.progress_message import Progress
from tpm_tui.app.workspace.prompt_opener import Prompts
from tpm_tui.app.workspace.selection import Selection
from tpm_tui.app.workspace.status_bar import status_bar_text
from tpm_tui.app.workspace.updates import Updates

#: Gives (key, word) of the keys that the footer names, for the kind under the cursor, a width in cells, and whether it
#: is a pane of the first view; then the ids of actions that the view does not know.
KeyHints = Callable[[str, int, bool, Collection[str]], Sequence[tuple[str, str]]]


class WorkspaceScreen(CompatScreen, inherit_bindings=False):
    """Puts the parts together and passes Textual's events on to them.

    ``release_keys`` is called when keys that were typed ahead may be taken; ``first_message`` and its style stand in
    the footer at the start, empty for the keys.
    """

    def __init__(
        self,
        context: ViewContext,
        hints: KeyHints,
        release_keys: Callable[[], None],
        *,
        first_view: str,
        first_message: str = "",
    ) -> None:
        super().__init__()
        self.session: WorkspaceSession = context.session
        self.context = context
        self.release_keys = release_keys
        self._first_view = first_view
        self._first_message = first_message
        self._laid_out_for: object = None
        self.status_bar = StatusLine(id="status-bar")
        self.footer = StatusLine(id="footer")
        self._key_hints = hints
        self.messages = Messages(self.footer, context.keys, self._hints)
        self.prompts = Prompts(self, self.messages, context.ui_state, release_keys)
        self.progress = Progress(self.messages, self.prompts)
        self.view_layout = Layout(context, lambda: self.app.size.width, self._arranged, release_keys)
        self.selection = Selection(self.session, self.view_layout, self.messages, context.ui_state)
        self.editor = Editor(self.session, self.messages, self.progress, self.selection.reveal_change)
        self.updates = Updates(
            self.session, context.ui_state, self.view_layout, self.selection, self.messages, self.editor,
            self.prompts,
            self.show_status_bar, lambda work: self.run_worker(work, group="remember"),
        )  # fmt: skip

    def _hints(self) -> Sequence[tuple[str, str]]:
        layout = self.view_layout
        works_not: tuple[str, ...] = () if isinstance(layout.active, RecordTable | Timeline) else ("mark", "filter")
        if isinstance(layout.active, FilteredPage):
            works_not = ("mark",)
        return self._key_hints(self.selection.kind, self.app.size.width, layout.on_first_view, works_not)

    def compose(self) -> ComposeResult:
        yield self.status_bar
        yield self.view_layout.grid
        yield self.view_layout.single
        yield self.footer
        yield OverlayHost()

    def on_mount(self) -> None:
        self.context.item_tree.bind_state(self.context.ui_state, f"folds.{self.session.path}")
        layout = self.view_layout
        for table in layout.first_tables():
            table.alone = layout.one_at_a_time
            table.reload()
        layout.show_view(self._first_view)
        self.show_status_bar()
        if self._first_message:
            self.messages.say(self._first_message, "warn")
        elif not self.editor.reject_readonly():
            self.messages.say("")
        self.selection.sync()
        self.call_later(self.run_worker, self._draw_first(), group="load")

    async def _draw_first(self) -> None:
        """Draw the first picture, with the dates where they are soon known, then read the rest of the file."""
        await self.updates.compute_first_dates()
        self.may_draw = True
        self.refresh()
        self.call_after_refresh(self.run_worker, self.updates.load_rest(), group="load")

    def show_status_bar(self) -> None:
        """Draw the top line anew."""
        self.status_bar.show(*status_bar_text(self.session, self.app.size.width))

    def _arranged(self) -> None:
        if not self.messages.text and self.prompts.overlay is None:
            self.messages.say("")

    @property
    def busy(self) -> bool:
        """Whether keys wait: those typed ahead of a new view are for its records, until it is there."""
        return self.view_layout.mounting

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self.view_layout.follow_focus(event, self.focused):
            self.selection.sync()

    def on_resize(self, event: events.Resize) -> None:
        # Textual says the same size several times while it starts, and would lay out and send the screen each time.
        if event.size == self._laid_out_for:
            event.prevent_default()
        else:
            self._laid_out_for = event.size
            self.view_layout.arrange()
            self.show_status_bar()
