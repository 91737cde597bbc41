"""A month of a calendar as lines: which days work, which differ from their week, and the hours of the week."""

import calendar as gregorian
from collections.abc import Callable, Collection, Sequence
from datetime import date

from tpm_tui.app.charts.gantt_canvas import StyledText
from tpm_tui.safe_text import fit

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

#: What stands behind a day's number: its mark, style and meaning.
WORKS, FREE, HOLIDAY, EXTRA, OTHER, AWAY = " ", "·", "✗", "+", "~", "a"
MARK_LABELS: Sequence[tuple[str, str]] = (
    (FREE, "free every week"), (HOLIDAY, "day off"), (EXTRA, "extra working day"), (OTHER, "other hours"),
    (AWAY, "away"),
)  # fmt: skip
_STYLES = {FREE: "dim", HOLIDAY: "accent", EXTRA: "strong", OTHER: "strong", AWAY: "soft"}

#: Cells of a day, and of the whole month.
CELL_WIDTH = 6
MONTH_WIDTH = CELL_WIDTH * 7


def day_mark(hours: str, exception: str, week: str) -> str:
    """The mark of a day from its hours, the name of the exception that sets them, and the hours of its week."""
    if not exception:
        return WORKS if hours else FREE
    if not hours:
        return HOLIDAY if week else FREE
    return OTHER if week else EXTRA


def month_rows(
    day: date,
    today: date,
    mark: Callable[[date], str],
    *,
    here: bool,
    away: Collection[date] = (),
    marked: tuple[date, date] | None = None,
) -> list[list[StyledText]]:
    """The month of a day: its name, the weekdays, and a row a week; ``here`` whether the cursor is on the day.

    ``marked`` is a span of days that a key will work on.
    """
    title = f"{gregorian.month_name[day.month]} {day.year}"
    rows: list[list[StyledText]] = [
        [(fit(title, MONTH_WIDTH, "center"), "strong")],
        [("".join(fit(name, CELL_WIDTH, "center") for name in DAYS), "soft")],
    ]
    for week in gregorian.Calendar().monthdatescalendar(day.year, day.month):
        row: list[StyledText] = []
        for one in week:
            if one.month != day.month:
                row.append((" " * CELL_WIDTH, ""))
                continue
            sign = AWAY if one in away else mark(one)
            text = f"[{one.day:>2}{sign}]" if one == today else f" {one.day:>2}{sign} "
            chosen = marked is not None and marked[0] <= one <= marked[1]
            style = "mark" if chosen else _STYLES.get(sign, "")
            text = f"›{text[1:]}" if chosen and text[0] == " " else text
            row.append((fit(text, CELL_WIDTH, "center"), "cursor" if here and one == day else style))
        rows.append(row)
    return rows
