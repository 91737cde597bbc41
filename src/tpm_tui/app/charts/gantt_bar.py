"""The row of one item on the timeline: its bar, its slack, where it was to lie, its deadline, and what cannot hold.

Nothing is told by colour alone: what is left of a critical bar is ▓, of others ▒; critical milestones are ◆, others ◇.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from tpm_tui.app.charts.gantt_canvas import (
    BACKGROUND,
    CONFLICT,
    CRITICAL,
    DEADLINE,
    DONE,
    IDLE,
    NON_WORKING,
    REFERENCE,
    SLACK,
    STATUS,
    SUMMARY,
    TODAY,
    WHISKER,
    Canvas,
)
from tpm_tui.app.charts.p80_whisker_on_the_timeline import draw_whisker
from tpm_tui.app.charts.time_scale import TimeScale
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.schedule_result import ScheduleResult
from tpm_tui.reports.phrases import conflict_text

#: The signs with their meanings, for the help.
LEGEND: Sequence[tuple[str, str]] = (
    (f"{DONE}{NON_WORKING}", "done, and still to do"),
    (CRITICAL, "still to do, and critical: no slack; * behind the key"),
    ("▐▀▌", "holds other items"),
    ("◆ ◇", "milestone: critical, not critical"),
    (f"◆{WHISKER}{WHISKER}", "where a milestone lies at P80: sure to four fifths"),
    (SLACK, "slack: how far it may slip before the finish does"),
    ("[ ▁ ]", "where the baseline had it; in a what-if, the real plan"),
    ("▟ ▙", "the same, where it begins or ends within the bar"),
    (DEADLINE, "deadline"),
    (CONFLICT, "a date that cannot hold, and by how much"),
    (f"{TODAY} {STATUS}", "today, status date"),
    (IDLE, "no working time"),
    ("╰─▶", "what sets the start of the item under the cursor"),
    ("load ▁█ 2", "how busy people are, up to all of them, or how many times all; marked: somebody has too much"),
)


#: In a bar, by the bracket that stands beside one: a corner is left out; of the half-high bar of a summary, added.
_NOTCHES = {"[": "▟", "]": "▙"}
_SUMMARY_NOTCHES = {"[": "▛", "]": "▜"}

#: Minutes past a deadline from which only the row under the cursor says how many days: of an old file all rows would.
LONG_OVERDUE = 90 * MINUTES_PER_DAY


class GanttBar(Struct, frozen=True):
    """What is drawn of one item. Instants are clock minutes.

    ``group`` is todo, active or done; ``late`` the latest finish that delays nothing, None where slack is not drawn;
    ``ghost`` where it was to lie; ``trouble`` what cannot hold, in a few words; ``sure`` its P80, ``words`` follow it.
    """

    start: int
    finish: int
    group: str = "todo"
    blocked: bool = False
    critical: bool = False
    current: bool = False
    summary: bool = False
    milestone: bool = False
    share: float = 0.0
    late: int | None = None
    reference: tuple[int | None, int | None] = (None, None)
    deadline: int | None = None
    trouble: str = ""
    sure: int | None = None
    words: str = field(default="")

    @property
    def style(self) -> str:
        if self.current:
            return "accent"
        if self.group == "done":
            return "good"
        if self.blocked:
            return "bad"
        return "critical" if self.critical else "soft" if self.group == "todo" else "strong"


def background(canvas: Canvas, idle: str, today: int, status: int | None) -> None:
    """Time without work as a string of cells (blank: there is some), and the marks of today and the status date."""
    if idle:
        # One style throughout: each change of it is sent to the terminal with every line.
        canvas.chars[: len(idle)] = idle
        canvas.styles[: len(idle)] = ["dim"] * len(idle)
    if status is not None:
        canvas.put(status, STATUS, "accent")
    canvas.put(today, TODAY, "accent")


def draw_bar(canvas: Canvas, scale: TimeScale, bar: GanttBar) -> None:
    """One item's row, over the background."""
    low, high = scale.span(bar.start, bar.finish)
    if bar.milestone:
        high = low + 1
    cells = len(canvas.chars)
    if bar.late is not None and bar.late > bar.finish:
        for x in range(max(high, 0), min(scale.span(bar.start, bar.late)[1], cells)):
            canvas.behind(x, SLACK, "dim")
    ghost = _reference_cells(scale, bar)
    if ghost and not bar.milestone and ghost[0] is not None and ghost[1] is not None:
        for x in range(max(ghost[0], 0), min(ghost[1], cells)):
            if not low <= x < high:
                canvas.put(x, REFERENCE, "soft")
    if bar.milestone:
        canvas.put(low, "◆" if bar.critical else "◇", "good" if bar.group == "done" else bar.style)
    else:
        _body(canvas, bar, low, high)
    _reference_ends(canvas, ghost, low, high)
    _deadline(canvas, scale, bar)
    if bar.sure is not None and bar.group != "done":
        late = bar.deadline is not None and bar.sure > bar.deadline
        draw_whisker(canvas, max(scale.cell(bar.sure - 1), high - 1), high, late, bar.trouble, bar.words)
        return
    words = " ".join(w for w in (f"{CONFLICT} {bar.trouble}" if bar.trouble else "", bar.words) if w)
    if words:
        style = "bad" if bar.trouble else "soft"
        after = max(high, 0)
        while after < cells and canvas.chars[after] in (DEADLINE, "]"):
            after += 1
        if not canvas.write(after, f" {words} ", style):
            canvas.write(low - len(words) - 2, f" {words} ", style)


def _body(canvas: Canvas, bar: GanttBar, low: int, high: int) -> None:
    share = 1.0 if bar.group == "done" else bar.share
    done = low + round((high - low) * share)
    rest = CRITICAL if bar.critical else NON_WORKING
    for x in range(max(0, low), min(len(canvas.chars), high)):
        if bar.summary:
            char = "▐" if x == low else "▌" if x == high - 1 else SUMMARY if x >= done else DONE
        elif bar.blocked and x == low:
            char = "■"
        else:
            char = DONE if x < done else rest
        canvas.put(x, char, bar.style)


def _reference_cells(scale: TimeScale, bar: GanttBar) -> tuple[int | None, int | None] | None:
    """First cell and one past the last of where it was to lie; None where that is where it lies."""
    start, finish = bar.reference
    if finish is None:
        return None
    first = None if start is None else scale.cell(start)
    last = scale.span(start if start is not None else finish - 1, finish)[1]
    low, high = scale.span(bar.start, bar.finish)
    if bar.milestone:
        return None if abs(last - low - 1) < 1 else (None, last)
    return None if (first is None or first == low) and last == high else (first, last)


def _reference_ends(canvas: Canvas, ghost: tuple[int | None, int | None] | None, low: int, high: int) -> None:
    """The ends of where it was to lie, where they are not those of the bar: brackets beside it, notches in it."""
    if ghost is None:
        return
    first, last = ghost
    if first is not None and first != low:
        _reference_end(canvas, first, "[", low <= first < high)
    if last is not None and last != high:
        _reference_end(canvas, last - 1, "]", low < last <= high)


def _reference_end(canvas: Canvas, x: int, bracket: str, within: bool) -> None:
    """A bracket beside the bar; within it a notch in its cell: a bracket there would cut it in two."""
    if not within:
        canvas.put(x, bracket, "strong")
    elif 0 <= x < len(canvas.chars):
        notch = _SUMMARY_NOTCHES if canvas.chars[x] in (SUMMARY, "▐", "▌") else _NOTCHES
        canvas.put(x, notch[bracket], canvas.styles[x])


def _deadline(canvas: Canvas, scale: TimeScale, bar: GanttBar) -> None:
    if bar.deadline is None:
        return
    missed = bar.finish > bar.deadline and bar.group != "done"
    x = scale.cell(bar.deadline - 1)
    if missed or (0 <= x < len(canvas.chars) and canvas.chars[x] in BACKGROUND):
        canvas.put(x, DEADLINE, "bad" if missed else "soft")
    else:
        canvas.behind(x + 1, DEADLINE, "soft")


def trouble_text(result: ScheduleResult, id_: str, context: InputContext, *, under_cursor: bool) -> str:
    """What cannot hold of an item's dates, in as few words as fit beside its bar; empty where all does."""
    conflicts = result.conflicts.get(id_)
    if not conflicts:
        return ""
    from tpm_tui.planning.analysis.driver import Cause

    worst = max(conflicts, key=lambda conflict: conflict.minutes)
    overdue = worst.shift[1] - worst.shift[0] > LONG_OVERDUE
    if worst.cause == Cause.DEADLINE and overdue and not under_cursor:
        return "overdue"
    return conflict_text(worst, str(result.plan.value("item", id_, "constraint")), context)
