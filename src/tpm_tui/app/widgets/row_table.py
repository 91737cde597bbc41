"""A table that draws only the lines in view: the base of every pane.

Moving the cursor repaints two lines, scrolling jumps half a page, and nothing costs more in a larger file.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tpm_tui.app.textual_compat import set_border_title
from tpm_tui.app.widgets.strip_builder import StyledText, changed_spans, make_strip
from tpm_tui.safe_text import safe, width

GUTTER = 2

#: Rows that a notch of the mouse wheel moves.
WHEEL = 3


class RowTable(Widget, can_focus=True):
    """Rows by id with a cursor, marks and lit rows. Subclasses say what a row shows.

    Line 0 of the content is the heading; ``top`` is the first row in view. ``lit`` rows are those linked to the record
    under the cursor of another pane.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-table--cursor", "row-table--head", "row-table--dim", "row-table--good", "row-table--warn",
        "row-table--bad", "row-table--accent", "row-table--mark", "row-table--strong", "row-table--soft",
        "row-table--critical",
    }  # fmt: skip

    header_height = 1

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[str] = ()
        self.cursor = 0
        self.top = 0
        self.marks: set[str] = set()
        self.highlighted: frozenset[str] = frozenset()
        self.range_from: int | None = None
        #: What was marked before the range was begun.
        self._marked_before: frozenset[str] = frozenset()
        #: Letters shown on rows by their place, while a jump is being chosen.
        self.labels: dict[int, str] = {}
        self.empty: Sequence[str] = ()
        #: Called at once when the cursor is on another row: a message would draw the linked panes a frame later.
        self.moved: Callable[[RowTable], None] = lambda _grid: None
        self._title = ""
        self._beside: tuple[str, ...] = ()
        self._drawn: dict[int, Strip] = {}
        self._styles_by_name: dict[str, Style] = {}

    # -- what subclasses say

    def runs(self, id_: str, cells: int) -> list[StyledText]:
        """The text of a row as runs, ``cells`` wide or narrower."""
        raise NotImplementedError

    def holds(self, id_: str) -> bool:
        """Whether there is something to show in the row of an id."""
        return True

    def heading(self, cells: int) -> list[StyledText]:
        """The heading line."""
        return []

    # -- drawing

    def notify_style_update(self) -> None:
        self._styles_by_name.clear()
        super().notify_style_update()

    def named_style(self, name: str) -> Style:
        """The style of a run; plain text has the widget's own."""
        style = self._styles_by_name.get(name)
        if style is None:
            style = self.get_component_rich_style(f"row-table--{name}") if name else self.rich_style
            self._styles_by_name[name] = style
        return style

    def at_cursor(self, place: int) -> bool:
        """Whether a row is drawn as the one under the cursor."""
        return place == self.cursor

    @property
    def footer_height(self) -> int:
        """Lines below the rows."""
        return 0

    @property
    def page(self) -> int:
        """Rows in view."""
        return max(1, self.size.height - self.header_height - self.footer_height)

    def render_line(self, y: int) -> Strip:
        strip = self._drawn[y] = self._line(y)
        return strip

    def refresh_changed(self) -> None:
        """Draw again only the lines that have come to look different: a screen costs thousands of bytes."""
        if not self._drawn or not self.is_mounted:
            self.refresh()
            return
        for y in range(self.size.height):
            if self._drawn.get(y) != self._line(y):
                self.refresh(Region(0, y, self.size.width, 1))

    def _line(self, y: int) -> Strip:
        cells = self.size.width
        if y < self.header_height:
            return self._strip(self.heading(cells), cells, "head")
        place = self.top + y - self.header_height
        if place >= len(self.rows):
            if not self.rows and y - self.header_height < len(self.empty):
                return self._strip([("  " + self.empty[y - self.header_height], "dim")], cells, "")
            return Strip.blank(cells, self.named_style(""))
        id_ = self.rows[place]
        # Whatever keeps a row: what is no longer there is said to be gone, and nothing is looked up for it.
        runs = self.runs(id_, cells - GUTTER) if self.holds(id_) else [("(deleted)", "dim")]
        current = self.at_cursor(place)
        marked = id_ in self.marks
        lit = id_ in self.highlighted
        sign = ("▌" if current and (self.has_focus or not lit) else "•" if lit else " ") + ("+" if marked else " ")
        if self.labels:
            sign = f"{self.labels.get(place, ' ')} "
            return self._strip([(sign, "cursor" if place in self.labels else ""), *runs], cells, "")
        if current and self.has_focus:
            return self.under_cursor(sign, runs, cells)
        name = "mark" if marked else "accent" if current or id_ in self.highlighted else ""
        return self._strip([(sign, name), *runs], cells, "")

    def under_cursor(self, sign: str, runs: list[StyledText], cells: int) -> Strip:
        """The row under the cursor while the pane has the focus."""
        return self._strip([(sign + "".join(text for text, _ in runs), "cursor")], cells, "cursor")

    def _strip(self, runs: Iterable[StyledText], cells: int, fill: str) -> Strip:
        return make_strip(runs, cells, fill, self.named_style)

    def repaint_row(self, place: int) -> None:
        """Draw one row again, if it is in view."""
        line = place - self.top + self.header_height
        if self.header_height <= line < self.size.height - self.footer_height:
            self.refresh(Region(0, line, self.size.width, 1))

    def repaint_changed(self, places: Iterable[int]) -> None:
        """Draw rows again where they have come to look different, and no cell beyond: the rest costs bytes."""
        for place in places:
            line = place - self.top + self.header_height
            if self.header_height <= line < self.size.height - self.footer_height:
                for low, high in changed_spans(self._drawn.get(line), self._line(line), self.size.width):
                    self.refresh(Region(low, line, high - low, 1))

    def repaint_ids(self, ids: Iterable[str]) -> None:
        """Draw again those of the rows in view."""
        wanted = set(ids)
        for place in range(self.top, min(len(self.rows), self.top + self.page)):
            if self.rows[place] in wanted:
                self.repaint_row(place)

    def set_title(self, text: str) -> None:
        """The pane's title, drawn in its border."""
        if text != self._title:
            self._title = text
            self._draw_title()

    def set_side_titles(self, *texts: str) -> None:
        """What else can be looked at, for the border: the first of the texts that there is room for."""
        if texts != self._beside:
            self._beside = texts
            self._draw_title()

    def _draw_title(self) -> None:
        """The title in the style that tells whether the pane has the focus.

        A style sheet's rule for the focus would lay out and draw the whole screen again at every change of pane, and
        the property ``border_title`` the whole pane; only its first line is different.
        """
        style = "bold reverse" if self.has_focus else ""
        marked = f" ─ {len(self.marks)} marked" if self.marks else ""
        title = f" {safe(self._title)}{marked} "
        # The blanks and cells at both ends that the border itself takes.
        free_cells = self.outer_size.width - width(title) - 6
        beside = next((text for text in self._beside if width(text) < free_cells), "")
        named = [("─" * (free_cells - width(beside)), "$primary"), (f" {beside} ", "")] if beside else []
        set_border_title(self, Content.assemble((title, style), *named))
        self.refresh(Region(-1, -1, self.outer_size.width, 1))

    def set_highlighted(self, ids: Iterable[str]) -> None:
        """Light the rows that belong to the record under another pane's cursor."""
        fresh = frozenset(ids)
        changed = fresh ^ self.highlighted
        self.highlighted = fresh
        if changed:
            self.repaint_ids(changed)

    # -- rows and cursor

    @property
    def current(self) -> str | None:
        """The id under the cursor, None in an empty pane."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def targets(self) -> list[str]:
        """What an action is to work on: the marked rows in view order, else the one under the cursor."""
        if self.marks:
            chosen = [id_ for id_ in self.rows if id_ in self.marks]
            if chosen:
                return chosen
        return [self.current] if self.current is not None else []

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show other rows; the cursor stays on its record, or where it was if that has gone."""
        here = self.current
        was = self.cursor - self.top
        moved = rows is not self.rows and (here is None or not (self.cursor < len(rows) and rows[self.cursor] == here))
        self.rows = rows
        if self.marks:
            # What is out of sight is not acted on, so it is not marked either.
            self.marks.intersection_update(rows)
            self._draw_title()
        if moved and here is not None:
            try:
                self.cursor = rows.index(here)
                self.top = max(0, self.cursor - was)
            except ValueError:
                self.cursor = min(self.cursor, max(0, len(rows) - 1))
        self._keep_in_view()
        self.refresh_changed()
        if self.current != here:
            self.moved(self)

    def _keep_in_view(self) -> bool:
        """Scroll so that the cursor is in view; True if that changed what is in view."""
        before, page = self.top, self.page
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
        if self.cursor < self.top or self.cursor >= self.top + page:
            # Half a page at once: a redraw every dozen keys costs less on a slow link than one at every key.
            self.top = max(0, self.cursor - page // 2)
        self.top = max(0, min(self.top, len(self.rows) - page)) if len(self.rows) > page else 0
        return self.top != before

    def go(self, place: int) -> None:
        """Put the cursor on a row by its place."""
        place = max(0, min(place, len(self.rows) - 1))
        if place == self.cursor or not self.rows:
            return
        old, self.cursor = self.cursor, place
        if self.range_from is not None:
            low, high = sorted((self.range_from, place))
            self.marks = {*self._marked_before, *self.rows[low : high + 1]}
            self._keep_in_view()
            self._draw_title()
            self.refresh()
        elif self._keep_in_view():
            self.refresh()
        else:
            self.repaint_changed((old, place))
        self.moved(self)

    def move_to_id(self, id_: str) -> bool:
        """Put the cursor on a record; False if it is not among the rows."""
        try:
            place = list(self.rows).index(id_)
        except ValueError:
            return False
        self.go(place)
        return True

    def on_resize(self) -> None:
        self._keep_in_view()
        if self._beside:
            self._draw_title()

    def watch_has_focus(self, has_focus: bool) -> None:
        # Not on the events of it: they come here before the widget knows.
        super().watch_has_focus(has_focus)
        self._draw_title()
        self.repaint_row(self.cursor)

    # -- the mouse

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        place = -1 if offset is None else self.top + offset.y - self.header_height
        if 0 <= place < len(self.rows):
            self.point(place)
            if event.chain == 2:
                self.open_pointed()

    def point(self, place: int) -> None:
        """A row was clicked."""
        self.go(place)

    def open_pointed(self) -> None:
        """A row was clicked twice."""
        self.app.call_later(self.app.run_action, "start('open')")

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.wheel(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.wheel(-WHEEL)

    def wheel(self, by: int) -> None:
        """The wheel was turned by so many rows."""
        self.go(self.cursor + by)

    # -- keys

    def toggle_mark(self) -> None:
        """Mark or unmark the row and move down."""
        if self.current is not None:
            self.marks ^= {self.current}
            self._draw_title()
            self.repaint_row(self.cursor)
            self.go(self.cursor + 1)

    def toggle_range(self) -> None:
        """Begin marking from here to wherever the cursor goes, or stop."""
        if self.range_from is None and self.current is not None:
            self.range_from = self.cursor
            self._marked_before = frozenset(self.marks)
            self.marks.add(self.current)
            self._draw_title()
            self.repaint_row(self.cursor)
        else:
            self.end_range()

    def end_range(self) -> None:
        """The range stands: what is done to it must not reach rows the cursor goes over next."""
        self.range_from = None

    def mark_all(self) -> None:
        """Mark every row shown, or unmark them if all are."""
        everything = set(self.rows)
        self.marks = set() if everything <= self.marks else everything
        self._draw_title()
        self.refresh()

    def clear_marks(self) -> bool:
        """Unmark; False if nothing was marked."""
        had = bool(self.marks) or self.range_from is not None
        self.marks, self.range_from = set(), None
        if had:
            self._draw_title()
            self.refresh()
        return had

    def cell_region(self, _name: str) -> Region:
        """Where the cursor row's cell of a column is on the screen."""
        line = self.cursor - self.top + self.header_height
        return Region(self.content_region.x + GUTTER, self.content_region.y + line, self.size.width - GUTTER, 1)
