"""The timeline's scale: which cell stands for which minutes, and what the heading says above them."""

from datetime import date, timedelta

from msgspec import Struct

from tpm_tui.domain.text.dates import MONTHS
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY

#: Scale name -> minutes a cell.
ZOOMS: dict[str, int] = {"day": 180, "week": 720, "month": 1440, "quarter": 4320}

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class TimeScale(Struct, frozen=True):
    """``start`` is the clock minute of the first cell, ``cells`` how many there are."""

    zoom: str
    start: int
    cells: int

    @property
    def per_cell(self) -> int:
        return ZOOMS[self.zoom]

    @property
    def end(self) -> int:
        return self.start + self.per_cell * self.cells

    def cell(self, minute: int) -> int:
        """The cell of an instant; outside 0 … cells-1 where it is out of view."""
        return (minute - self.start) // self.per_cell

    def minute(self, cell: int) -> int:
        """The first minute of a cell."""
        return self.start + self.per_cell * cell

    def span(self, start: int, finish: int) -> tuple[int, int]:
        """First cell of a bar and one past its last; at least one cell, in view or not."""
        low = self.cell(start)
        return low, max(self.cell(finish - 1) + 1, low + 1)

    def heading(self) -> str:
        """Months where they begin, days and weeks between them."""
        line = [" "] * self.cells
        for tick in (self._month, self._day):
            for x in range(self.cells):
                text = tick(x)
                around = line[max(0, x - 1) : x + len(text) + 1]
                if text and x + len(text) <= self.cells and set(around) <= {" "}:
                    line[x : x + len(text)] = text
        return "".join(line)

    def _month(self, x: int) -> str:
        """The month, where one begins; its year with the first one in view, unless the next follows at once."""
        day, before = self._date(x), self._date(x - 1)
        if x and day.month == before.month:
            return ""
        if not x and self._date(len("│Nov ")).month != day.month:
            # The first one in view would leave no room for the next, which begins in full.
            return ""
        month = MONTHS[day.month - 1].title()
        wide = self._date(x + 10).month == day.month
        return f"│{month} {day.year}" if wide and (x == 0 or day.month == 1) else f"│{month}"

    def _day(self, x: int) -> str:
        """The day, or the first of a week; nothing at the coarsest scale."""
        day, before = self._date(x), self._date(x - 1)
        if day == before or self.zoom == "quarter":
            return ""
        if self.zoom == "day":
            return f"{day.day} {_WEEKDAYS[day.weekday()]}"
        return str(day.day) if day - timedelta(days=day.weekday()) > before else ""

    def _date(self, x: int) -> date:
        return to_datetime(self.minute(x)).date()

    def title(self) -> str:
        """The months in view."""
        return f"{_month(to_datetime(self.start).date())} – {_month(to_datetime(self.end).date())} ─ {self.zoom}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1].title()} {day.year}"


def initial_start(today: int, zoom: str) -> int:
    """Where the view begins unless it was scrolled: a few cells before the Monday of today (days since 1970)."""
    monday = today - (today + 3) % 7  # 1970-01-01 was a Thursday
    return monday * MINUTES_PER_DAY - ZOOMS[zoom] * 6
