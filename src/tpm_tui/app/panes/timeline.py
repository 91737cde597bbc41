"""The timeline: a bar for each row of the backlog, on a scale from days to quarters."""

from datetime import date, datetime, timedelta

from textual.geometry import Region

from tpm_tui.app.outline import Outline
from tpm_tui.app.session import Session
from tpm_tui.app.widgets.grid import GUTTER, Grid, Run
from tpm_tui.domain.dates import MONTHS
from tpm_tui.safe import fit, safe
from tpm_tui.store.store import Changed

#: Scale name -> minutes a cell.
ZOOMS: dict[str, int] = {"day": 180, "week": 720, "month": 1440, "quarter": 4320}

#: Painter's order of what may stand in a cell of a bar.
_BLANK, _SLACK = " ", "░"


class Timeline(Grid):
    """Bars of the rows in the shared outline. ``spans`` holds start and finish of each item, as far as known."""

    def __init__(self, session: Session, outline: Outline) -> None:
        super().__init__(id="timeline")
        self.session = session
        self.outline = outline
        self.kind = "item"
        self.zoom = "month"
        self.origin: datetime | None = None
        self.alone = False
        self.empty = ("Nothing to draw yet: add items in the backlog (1).",)

    reads = frozenset({"item", "link", "state", "programme", "calendar", "calendar_exception"})

    def on_resize(self) -> None:
        super().on_resize()
        self._retitle()

    # -- the scale

    @property
    def per_cell(self) -> int:
        return ZOOMS[self.zoom]

    def label_cells(self) -> int:
        """Cells for the item's name at the left: its key beside the backlog, key and title where it stands alone."""
        return 28 if self.alone and self.size.width >= 60 else 7

    def start_of_view(self) -> datetime:
        """The moment of the first cell: what was scrolled to, else a week before today."""
        if self.origin is not None:
            return self.origin
        today = self.session.words.today
        return datetime.combine(today - timedelta(days=today.weekday()), datetime.min.time()) - timedelta(
            minutes=self.per_cell * 6
        )

    def cell_of(self, moment: datetime) -> int:
        return int((moment - self.start_of_view()).total_seconds() // 60 // self.per_cell)

    def scroll_cells(self, cells: int) -> None:
        """Move the view in time."""
        self.origin = self.start_of_view() + timedelta(minutes=self.per_cell * cells)
        self.refresh()
        self._retitle()

    def set_zoom(self, by: int) -> None:
        """A finer (-1) or coarser (1) scale, keeping the first moment in view."""
        names = list(ZOOMS)
        place = max(0, min(len(names) - 1, names.index(self.zoom) + by))
        if names[place] != self.zoom:
            middle = self.start_of_view() + timedelta(minutes=self.per_cell * self._bar_cells() // 2)
            self.zoom = names[place]
            self.origin = middle - timedelta(minutes=self.per_cell * self._bar_cells() // 2)
            self.refresh()
            self._retitle()

    def show_today(self) -> None:
        self.origin = None
        self.refresh()
        self._retitle()

    def reveal_current(self) -> None:
        """Scroll in time so that the bar under the cursor can be seen."""
        span = self.span(self.current) if self.current else None
        if span is not None:
            self.origin = span[0] - timedelta(minutes=self.per_cell * 8)
            self.refresh()
            self._retitle()

    def _bar_cells(self) -> int:
        return max(1, self.size.width - GUTTER - self.label_cells())

    def _retitle(self) -> None:
        end = self.start_of_view() + timedelta(minutes=self.per_cell * self._bar_cells())
        start = self.start_of_view()
        span = f"{MONTHS[start.month - 1].title()} {start.year} – {MONTHS[end.month - 1].title()} {end.year}"
        self.set_title(f"2 Timeline ─ {span} ─ {self.zoom}")

    # -- rows

    def reload(self) -> None:
        self.show_rows(self.outline.rows)
        self._retitle()

    def take(self, changed: Changed) -> None:
        """The outline has been brought up to date by the backlog; draw what is in view."""
        self.reload()

    def follow(self, cursor: int, top: int) -> None:
        """Stand where the backlog stands."""
        if self.rows is not self.outline.rows:
            self.rows = self.outline.rows
            self.refresh_changed()
        old, self.cursor = self.cursor, cursor
        if top != self.top:
            self.top = top
            self.refresh()
        elif old != cursor:
            self._repaint_bar(old)
            self._repaint_bar(cursor)

    def _repaint_bar(self, place: int) -> None:
        """Draw a row again as far as its bar goes, and not beyond: the rest is the same."""
        line = place - self.top + self.head
        if not self.head <= line < self.size.height or place >= len(self.rows):
            return
        if self.has_focus:
            self.repaint_row(place)
            return
        extent = self._extent(self.rows[place])
        self.refresh(Region(0, line, GUTTER + self.label_cells() + extent[1] if extent else 1, 1))

    def _extent(self, id_: str) -> tuple[int, int] | None:
        """First and one past the last cell of the bar in view."""
        span = self.span(id_)
        if span is None:
            return None
        low, high = self.cell_of(span[0]), self.cell_of(span[1]) + 1
        low, high = max(0, low), min(self._bar_cells(), max(high, low + 1))
        return (low, high) if low < high else None

    def span(self, id_: str) -> tuple[datetime, datetime] | None:
        """Start and finish of an item, None where neither is known."""
        sheet = self.session.sheet
        if ("item", "start") not in sheet.extras:
            return None
        place = sheet.table("item").position.get(id_)
        starts, finishes = sheet.values("item", "start"), sheet.values("item", "finish")
        if place is None or place >= len(starts) or starts[place] is None or finishes[place] is None:
            return None
        return datetime.fromisoformat(str(starts[place])), datetime.fromisoformat(str(finishes[place]))

    # -- drawing

    def heading(self, cells: int) -> list[Run]:
        label = " " * (GUTTER + self.label_cells())
        room = cells - len(label)
        line = [" "] * room
        start = self.start_of_view()
        taken = -1
        for x in range(room):
            moment = start + timedelta(minutes=self.per_cell * x)
            text = self._tick(moment, first=x == 0)
            if text and x > taken and x + len(text) <= room:
                line[x : x + len(text)] = text
                taken = x + len(text)
        return [(label + "".join(line), "head")]

    def _tick(self, moment: datetime, first: bool) -> str:
        """What the heading says at a cell: the month where one begins, days and weeks between them."""
        before = moment - timedelta(minutes=self.per_cell)
        day = moment.date()
        if first or day.month != before.date().month:
            month = MONTHS[day.month - 1].title()
            return f"│{month} {day.year}" if first or day.month == 1 else f"│{month}"
        if day == before.date():
            return ""
        if self.zoom == "day":
            return f"{day.day} {('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day.weekday()]}"
        if self.zoom in ("week", "month") and (day.weekday() == 0 or self._passed_monday(before.date(), day)):
            return str(day.day)
        return ""

    @staticmethod
    def _passed_monday(before: date, day: date) -> bool:
        return day.isocalendar()[:2] != before.isocalendar()[:2]

    def runs(self, id_: str, cells: int) -> list[Run]:
        label, room = self.label_cells(), cells - self.label_cells()
        plan = self.session.plan
        table = plan["item"]
        if id_ not in table.position:
            return []
        key, title = str(table.value(id_, "key")), str(table.value(id_, "title"))
        depth = self.outline.depth.get(id_, 0)
        name = f"{'  ' * min(depth, 4)}{key} {title}" if label > 10 else key
        runs: list[Run] = [(fit(safe(name), label - 1) + " ", "accent" if id_ == self.current else "")]
        return runs + self._bar(id_, room)

    def _bar(self, id_: str, room: int) -> list[Run]:
        today = self.cell_of(datetime.combine(self.session.words.today, datetime.min.time()))
        line, styles = [_BLANK] * room, [""] * room
        if 0 <= today < room:
            line[today], styles[today] = "│", "accent"
        span = self.span(id_)
        after = ""
        if span is not None:
            low, high = self.cell_of(span[0]), self.cell_of(span[1] - timedelta(minutes=1)) + 1
            after = self._paint(id_, span, low, max(high, low + 1), line, styles)
        self._paint_deadline(id_, line, styles)
        if after:
            at = max(0, self.cell_of(span[1]) + 2) if span else 0
            if at + len(after) <= room and all(c in " │" for c in line[at : at + len(after)]):
                line[at : at + len(after)] = after
                styles[at : at + len(after)] = ["soft"] * len(after)
        runs: list[Run] = []
        for char, style in zip(line, styles, strict=True):
            if runs and runs[-1][1] == style:
                runs[-1] = (runs[-1][0] + char, style)
            else:
                runs.append((char, style))
        return runs

    def _paint(
        self, id_: str, span: tuple[datetime, datetime], low: int, high: int, line: list[str], styles: list[str]
    ) -> str:
        """Draw an item's bar; the text to put behind it."""
        plan, room = self.session.plan, len(line)
        table = plan["item"]
        current = id_ == self.current
        status = str(table.value(id_, "status"))
        group = plan.state_groups.get(status, "todo")
        sheet = self.session.sheet
        critical = bool(("item", "critical") in sheet.extras and sheet.value("item", id_, "critical"))
        style = "accent" if current else "good" if group == "done" else "bad" if status == "blocked" else ""
        style = style or ("warn" if critical else "soft" if group == "todo" else "strong")
        if span[0] == span[1] or table.value(id_, "type") == "milestone":
            if 0 <= low < room:
                line[low], styles[low] = "◆", "accent" if current else "warn" if critical else "strong"
            return sheet.text("item", id_, "finish") if ("item", "finish") in sheet.extras else ""
        share = 1.0 if group == "done" else self._share(id_)
        done = low + round((high - low) * share)
        summary = id_ in plan.children
        for x in range(max(0, low), min(room, high)):
            if summary:
                line[x] = "▐" if x == low else "▌" if x == high - 1 else "▀" if x >= done else "█"
            else:
                line[x] = "█" if x < done else "▓" if group == "active" else "▒"
            styles[x] = style
        return ""

    def _share(self, id_: str) -> float:
        from tpm_tui.domain.derived import rolled_progress

        plan = self.session.plan
        if not plan.complete:
            return 0.0
        return float(rolled_progress(plan)[plan["item"].position[id_]] or 0) / 100

    def _paint_deadline(self, id_: str, line: list[str], styles: list[str]) -> None:
        due = self.session.plan.value("item", id_, "deadline")
        if due is None:
            return
        moment = datetime.fromisoformat(str(due))
        x = self.cell_of(moment)
        if 0 <= x < len(line) and line[x] in " │":
            span = self.span(id_)
            late = span is not None and span[1] > moment
            line[x], styles[x] = "⚑", "bad" if late else "soft"
