"""The strip of load at the foot of the timeline, and the cells in which nobody works."""

from itertools import pairwise
from typing import TYPE_CHECKING

from tpm_tui.app.charts.gantt_canvas import IDLE, StyledText
from tpm_tui.app.charts.time_scale import TimeScale
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.time.work_calendar import WorkCalendar
    from tpm_tui.planning.analysis.workload.team_load_by_day import LoadStrip

#: Eighths of the people, from none to all.
_LEVELS = " ▁▂▃▄▅▆▇█"


def load_runs(load: "LoadStrip", scale: TimeScale) -> list[StyledText]:
    """How busy people are, cell by cell: ▁ to █ up to all of them, then as a digit how many times as many were needed.

    A cell is marked (bold, or in the colour of alarm) where somebody is asked for more than their day.
    """
    runs: list[StyledText] = []
    for x in range(scale.cells):
        busy = load.share(scale.minute(x), scale.minute(x + 1))
        share, over = busy if busy is not None else (0.0, 0)
        if share > 1.005:
            char = str(min(9, round(share + 0.499))) if share < 9 else "9"
        else:
            char = _LEVELS[min(8, int(share * 8 + 0.999))]
        style = "bad" if over else "soft"
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + char, style)
        else:
            runs.append((char, style))
    return runs


#: Cells in which there is room for a name beside the word.
_NAMED = 20


def overloaded_names(load: "LoadStrip", plan: "Plan", cells: int) -> str:
    """``load, above: Ana, Ben``: who is above capacity on most days to come, in so many cells; empty where nobody is,
    or there is no room for it."""
    overloaded = load.all_overloaded() if cells >= _NAMED else []
    names = ", ".join(safe(plan.title(kind, id_)) for kind, id_ in overloaded)
    return fit(f"load, above: {names}", cells) if names else ""


def non_working_cells(calendar: "WorkCalendar", scale: TimeScale) -> str:
    """A character a cell: · where the calendar has no working time, else blank.

    Where a cell is three days, that is where work rests for longer than a weekend.
    """
    work = [calendar.work_at(scale.minute(x)) for x in range(scale.cells + 1)]
    return "".join(IDLE if b == a else " " for a, b in pairwise(work))
