"""The row of one item on the timeline: its bar, its slack, where it was to lie, its deadline, and what cannot hold.

Nothing is told by colour alone: what is left of a critical bar is ▓, of others ▒; critical milestones are ◆, others ◇.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tpm_tui.app.charts.time_scale import TimeScale

#: A run of text and the name of its style.
StyledText = tuple[str, str]

TODAY, STATUS, SLACK, REFERENCE, NON_WORKING, IDLE = "┊", "╏", "░", "▁", "▒", "·"
DONE, CRITICAL, SUMMARY, DEADLINE, CONFLICT, WHISKER = "█", "▓", "▀", "⚑", "✗", "┄"

#: What may be drawn over: everything behind a bar.
_BACKGROUND_STYLES = frozenset({" ", TODAY, STATUS, SLACK, IDLE, REFERENCE, WHISKER})

#: The signs with their meanings, for the help.
LEGEND: Sequence[tuple[str, str]] = (
    (f"{DONE}{NON_WORKING}", "done, and still to do"),
    (CRITICAL, "still to do, and critical: no slack; * behind the key"),
    ("▐▀▌", "holds other items"),
    ("◆ ◇", "milestone: critical, not critical"),
    (f"◆{WHISKER}{WHISKER}", "where a milestone lies at P80: sure to four fifths"),
    (SLACK, "slack: how far it may slip before the finish does"),
    ("[ ▁ ]", "where the baseline had it; in a what-if, the real plan"),
    (DEADLINE, "deadline"),
    (CONFLICT, "a date that cannot hold, and by how much"),
    (f"{TODAY} {STATUS}", "today, status date"),
    (IDLE, "no working time"),
    ("╰─▶", "what sets the start of the item under the cursor"),
    ("load ▁█ 2", "how busy people are, up to all of them, or how many times all; marked: somebody has too much"),
)


class Canvas:
    """A line of characters, each with the name of a style."""

    def __init__(self, cells: int) -> None:
        self.chars = [" "] * cells
        self.styles = [""] * cells

    def put(self, x: int, char: str, style: str) -> None:
        """Draw one character, if it is in view."""
        if 0 <= x < len(self.chars):
            self.chars[x], self.styles[x] = char, style

    def behind(self, x: int, char: str, style: str, over: frozenset[str] = _BACKGROUND_STYLES) -> bool:
        """Draw one character where nothing but the background is; whether it was."""
        if 0 <= x < len(self.chars) and self.chars[x] in over:
            self.chars[x], self.styles[x] = char, style
            return True
        return False

    def write(self, x: int, text: str, style: str) -> bool:
        """Write a text if it is in view as a whole, with nothing but the background there; whether it was."""
        if x < 0 or x + len(text) > len(self.chars):
            return False
        if any(c not in _BACKGROUND_STYLES for c in self.chars[x : x + len(text)]):
            return False
        self.chars[x : x + len(text)] = text
        self.styles[x : x + len(text)] = [style] * len(text)
        return True

    def runs(self) -> list[StyledText]:
        runs: list[StyledText] = []
        begin = 0
        for x in range(1, len(self.chars) + 1):
            if x == len(self.chars) or self.styles[x] != self.styles[begin]:
                runs.append(("".join(self.chars[begin:x]), self.styles[begin]))
                begin = x
        return runs


@dataclass(frozen=True, slots=True)
class GanttBar:
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
        return "warn" if self.critical else "soft" if self.group == "todo" else "strong"


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
        _whisker(canvas, scale, bar, high)
        return
    words = " ".join(w for w in (f"{CONFLICT} {bar.trouble}" if bar.trouble else "", bar.words) if w)
    if words:
        style = "bad" if bar.trouble else "soft"
        after = max(high, 0)
        while after < cells and canvas.chars[after] in (DEADLINE, "]"):
            after += 1
        if not canvas.write(after, f" {words} ", style):
            canvas.write(low - len(words) - 2, f" {words} ", style)


def _whisker(canvas: Canvas, scale: TimeScale, bar: GanttBar, high: int) -> None:
    """From where a milestone lies to its P80, and the date of that; where the date is out of view, at the edge."""
    assert bar.sure is not None
    end = max(scale.cell(bar.sure - 1), high - 1)
    style = "warn" if bar.deadline is not None and bar.sure > bar.deadline else "soft"
    for x in range(max(high, 0), min(end + 1, len(canvas.chars))):
        canvas.behind(x, WHISKER, style)
    trouble = f"{CONFLICT} {bar.trouble} " if bar.trouble else ""
    words = f" {trouble}{bar.words} "
    before = (min(end, len(canvas.chars)) - len(words), high - 2 - len(words))
    after = range(max(end + 1, 0), min(end + 40, len(canvas.chars)))
    if any(canvas.write(x, words, "bad" if trouble else style) for x in (*after[:6], *before, *after[6:])):
        return
    any(canvas.write(x, f" {bar.words} ", style) for x in (*after, *before))


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
    """The ends of where it was to lie, where they are not those of the bar: over the bar too."""
    if ghost is None:
        return
    first, last = ghost
    if first is not None and first != low:
        canvas.put(first, "[", "strong")
    if last is not None and last != high:
        canvas.put(last - 1, "]", "strong")


def _deadline(canvas: Canvas, scale: TimeScale, bar: GanttBar) -> None:
    if bar.deadline is None:
        return
    missed = bar.finish > bar.deadline and bar.group != "done"
    x = scale.cell(bar.deadline - 1)
    if missed or (0 <= x < len(canvas.chars) and canvas.chars[x] in _BACKGROUND_STYLES):
        canvas.put(x, DEADLINE, "bad" if missed else "soft")
    else:
        canvas.behind(x + 1, DEADLINE, "soft")
