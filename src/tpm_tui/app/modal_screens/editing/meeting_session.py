"""A session, live: one line after the other is typed at the foot, and stands above as what it has become."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from tpm_tui.app.input.key_queue import CLOSING_KEYS
from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.app.widgets.prompts.safe_input import SafeInput
from tpm_tui.safe_text import safe

#: Keeps a line in the file; why it was refused, empty where it was kept.
KeepLine = Callable[[str], Awaitable[str]]

#: What may be typed, for an empty input.
_LETTERS = (
    "n need  c constraint  q question  a assumption  t action  i issue  l lesson  w why  o option   "
    "@who !must by:fri from:18dec to:4jan max:20k vs:Q-1"
)


_TIMER_SECONDS = 5.0


#: A line that takes longer to keep is taken out of the field before it stands above, in seconds.
_SLOW_KEEPING = 0.05


class SessionInput(SafeInput):
    """Where a line is typed. Enter gives it to ``take`` at once, before the next key. The empty field is drawn together
    with the line above, as one change of the picture."""

    def __init__(self, take: Callable[[str], None]) -> None:
        super().__init__(placeholder=_LETTERS, select=False, id="session-input")
        self._take = take
        self._drawn_empty: tuple[tuple[int, bool], Strip] | None = None
        self._late: asyncio.TimerHandle | None = None

    async def action_submit(self) -> None:
        text = self.value
        if not text.strip():
            return
        if self.scroll_offset.x:
            self.value = ""
        else:
            # What follows a value that is set draws the field in a picture of its own.
            self.set_reactive(Input.value, "")
            self.set_reactive(Input.selection, Selection.cursor(0))
            self._late = asyncio.get_running_loop().call_later(_SLOW_KEEPING, self.show_taken)
        self._take(text)

    def show_taken(self) -> None:
        """Draw the field without the line that was taken."""
        if self._late is not None:
            self._late.cancel()
            self._late = None
            self.refresh()
            self.app.cursor_position = self.cursor_screen_offset

    def notify_style_update(self) -> None:
        self._drawn_empty = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        if self.value or y:
            return super().render_line(y)
        drawn_for = (self.scrollable_content_region.width, self.has_focus)
        if self._drawn_empty is None or self._drawn_empty[0] != drawn_for:
            self._drawn_empty = drawn_for, super().render_line(y)
        return self._drawn_empty[1]


class SessionLines(LineList):
    """What has been said. Once it is full, half a page is left free below the newest line, so that the next are drawn
    alone."""

    def __init__(self) -> None:
        super().__init__(id="session-lines", free=True)

    def _keep_in_view(self) -> bool:
        before = self.top
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
        if not self.top <= self.cursor < self.top + self.page:
            self.top = max(0, self.cursor - self.page // 2)
        return self.top != before


class SessionScreen(Dialog[None]):
    """Lines are kept in the order in which they were typed, while the next one is being typed. What is refused stands
    below with its reason, and comes back into the input where that is empty."""

    BINDINGS = [
        ("escape", "leave", "Leave"),
        ("up", "recall", "The last line again"),
        ("pageup", "page(-1)", "Page up"),
        ("pagedown", "page(1)", "Page down"),
    ]

    closing_keys = CLOSING_KEYS - {"enter"}

    def __init__(self, title: str, lines: Callable[[int], Sequence[PageLine]], keep: KeepLine) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._keep = keep
        self._pending: asyncio.Queue[str] = asyncio.Queue()
        self._refused: list[tuple[str, str]] = []
        self._last = ""
        self._began = monotonic()

    def compose(self) -> ComposeResult:
        with Vertical(id="session", classes="dialog page"):
            yield SessionLines()
            yield SessionInput(self._take)

    def on_mount(self) -> None:
        self.query_one("#session", Vertical).border_title = Content(safe(self._title))
        self.query_one(SessionLines).can_focus = False
        self.run_worker(self._keep_pending(), group="session")
        self._show_time()
        self.set_interval(_TIMER_SECONDS, self._show_time)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._draw()
        self.query_one(SessionInput).focus()
        self.begun()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def _take(self, line: str) -> None:
        self._last = line
        self._pending.put_nowait(line)

    async def _keep_pending(self) -> None:
        app: Any = self.app
        while True:
            line = await self._pending.get()
            try:
                self._note(line, await self._keep(line))
            except Exception as error:  # a defect: the line comes back, and those behind it are kept all the same
                app.errors.reporter.report("keeping the line", error)
                self._note(line, "it was not kept, for an unexpected error")
            finally:
                self._pending.task_done()
            self._draw()

    def _note(self, line: str, reason: str) -> None:
        """Note that a line was kept, or why it was refused; then it comes back where nothing else is being typed."""
        self._refused = [(text, why) for text, why in self._refused if text != line]
        if reason:
            self._refused.append((line, reason))
            field = self.query_one(SessionInput)
            if not field.value:
                field.value = line
                field.cursor_position = len(line)

    def _draw(self) -> None:
        """Draw what has been said, the newest last and in view."""
        pages = self.query_one(SessionLines)
        lines = list(self._lines(max(20, pages.size.width - 2)))
        for text, reason in self._refused[-3:]:
            lines.append(PageLine(((safe(f"✗ {text}: {reason}"), "bad"),)))
        pages.show_lines(lines, max(0, len(lines) - 1))
        self.query_one(SessionInput).show_taken()

    def _show_time(self) -> None:
        """How long the meeting has lasted, and how one leaves, in the lower border: drawn when a minute is full."""
        text = f" {int((monotonic() - self._began) // 60)} min · esc leaves "
        box = self.query_one("#session", Vertical)
        if str(box.border_subtitle) != text:
            box.border_subtitle = Content(text)

    def action_recall(self) -> None:
        """Bring the line that was sent last back into the empty input, to say it otherwise."""
        field = self.query_one(SessionInput)
        if not field.value and self._last:
            field.value = self._last
            field.cursor_position = len(self._last)

    def action_page(self, by: int) -> None:
        self.query_one(SessionLines).half_page(by)

    async def action_leave(self) -> None:
        """Leave once all that was typed is kept; a line that was not sent is sent first. It stays where a line is
        refused meanwhile, or another is being typed; what was refused before has been read."""
        field = self.query_one(SessionInput)
        read = {text for text, _ in self._refused}
        if field.value.strip() and field.value not in read:
            self._pending.put_nowait(field.value)
            field.value = ""
        await self._pending.join()
        if read.issuperset(text for text, _ in self._refused) and (not field.value.strip() or field.value in read):
            self.dismiss(None)
