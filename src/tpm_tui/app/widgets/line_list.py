"""Lines of text with a cursor on those that lead somewhere: details, help, histories, lists to choose from."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tpm_tui.app.widgets.row_table import RowTable
from tpm_tui.app.widgets.strip_builder import StyledText


class PageLine(Struct, frozen=True):
    """A line as runs; ``target`` is what it leads to (None: nothing), ``stop`` whether the cursor rests on it."""

    runs: tuple[StyledText, ...]
    target: Any = None
    stop: bool = False


class LineList(RowTable):
    """A table of lines instead of records: rows are the lines' numbers as text."""

    header_height = 0

    class Chosen(Message):
        """Enter was pressed on a line."""

        def __init__(self, line: PageLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None, free: bool = False) -> None:
        super().__init__(id=id)
        self.lines: list[PageLine] = []
        #: True: the cursor may rest on any line, so that a long text can be scrolled.
        self.free = free

    def show_lines(self, lines: Sequence[PageLine], cursor: int = 0) -> None:
        """Show other lines, the cursor on the first one at or after ``cursor`` where it may rest. Of lines that are
        added to the same ones, only those are drawn."""
        before, top, at = self.lines, self.top, self.cursor
        self.lines = list(lines)
        self.rows = [*self.rows[: len(lines)], *(str(n) for n in range(len(self.rows), len(lines)))]
        self.cursor = cursor if cursor < len(lines) else 0
        if not self.free:
            self.cursor = self._next_stop(self.cursor, 1, stay=True)
        if self.size.height:  # out of sight, no line is out of view
            self._keep_in_view()
        if not before or len(before) > len(self.lines) or self.top != top or not self._drawn:
            self.refresh()
            return
        new = range(len(before), len(self.lines))
        pairs = enumerate(zip(before, self.lines, strict=False))
        other = [place for place, (old, line) in pairs if old is not line and old != line]
        self.repaint_changed(dict.fromkeys((*other, *new, at, self.cursor)))

    def _next_stop(self, place: int, by: int, stay: bool = False) -> int:
        at = place if stay else place + by
        while 0 <= at < len(self.lines):
            if self.lines[at].stop:
                return at
            at += by
        return place

    @property
    def cursorless(self) -> bool:
        """Whether no line leads anywhere: then there is no cursor, and keys scroll."""
        return self.free and not any(line.target is not None for line in self.lines)

    def at_cursor(self, place: int) -> bool:
        return place == self.cursor and not self.cursorless

    def _scroll(self, to: int) -> None:
        self.top = max(0, min(to, len(self.lines) - self.page))
        # The cursor goes along, so that the page stays where it is when it is laid out again.
        self.cursor = self.top
        self.refresh()

    @property
    def line(self) -> PageLine | None:
        return self.lines[self.cursor] if 0 <= self.cursor < len(self.lines) else None

    def step(self, by: int) -> None:
        """Move to the next line where the cursor may rest, scrolling past those where it may not."""
        if self.cursorless:
            self._scroll(self.top + by)
            return
        if self.free:
            self.go(self.cursor + by)
            return
        place = self._next_stop(self.cursor, 1 if by > 0 else -1)
        if place == self.cursor:
            self.top = max(0, min(self.top + by, len(self.lines) - self.page))
            self.refresh()
        else:
            self.go(place)

    def half_page(self, by: int) -> None:
        """Half a page on or back; of what is only read, nearly a whole one."""
        if self.cursorless:
            self._scroll(self.top + by * max(1, self.page - 2))
            return
        if self.free:
            self.go(self.cursor + by * max(1, self.page // 2))
            return
        for _ in range(max(1, self.page // 2)):
            self.step(by)

    def end(self, by: int) -> None:
        """The first line where the cursor may rest, or the last."""
        place = 0 if by < 0 else len(self.lines) - 1
        if self.cursorless:
            self._scroll(place)
            return
        self.go(place)
        if not self.free:
            self.cursor = self._next_stop(place, -by, stay=True)
            self.refresh()

    def point(self, place: int) -> None:
        if not self.cursorless:
            self.go(place if self.free or self.lines[place].stop else self.cursor)

    def open_pointed(self) -> None:
        self.choose()

    def wheel(self, by: int) -> None:
        for _ in range(abs(by)):
            self.step(1 if by > 0 else -1)

    def runs(self, id_: str, cells: int) -> list[StyledText]:
        return list(self.lines[int(id_)].runs)

    def choose(self) -> None:
        if self.line is not None and self.line.target is not None:
            self.post_message(self.Chosen(self.line))

    def line_region(self, offset: int) -> Region:
        """Where the cursor's line is on the screen, from a cell on."""
        row = self.cell_region("")
        return Region(row.x + offset, row.y, max(1, row.width - offset), 1)


class StaticLines(LineList):
    """Lines without a cursor of their own."""

    def _line(self, y: int) -> Strip:
        place = self.top + y
        runs: list[StyledText] = [(" ", ""), *self.lines[place].runs] if place < len(self.lines) else []
        return self._strip(runs, self.size.width, "")
