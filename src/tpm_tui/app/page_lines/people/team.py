"""The team view: a row a person or pool, a column a day or week, load against capacity; then what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line
from tpm_tui.app.page_lines.people.days_off import ABSENT, HOLIDAY, days_off, days_off_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.instants import to_datetime, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.safe_text import fit, safe
from tpm_tui.safe_text import width as cell_width

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.team_figures import TeamFigures
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import LoadRow

_NAME, _WORD = 18, 22
#: Cells of the strip that its heading needs.
_HEADING = 28
_LEVELS = "▁▂▃▄▅▆▇█"
_CLOSED, _FREE = "·", " "
_LEGEND = f"{ABSENT} away, {HOLIDAY} holiday, {_CLOSED} free"
_ROUNDING = 1.005
"""Shares up to it are a whole day: minutes that were rounded."""

DAYS_OF_WEEK = 7
#: Lines before the first row of the strip.
HEADING_LINES = 1
NAMED_OVERLOADS = 12
"""Days above capacity whose items are listed."""


class StripScale(Struct, frozen=True):
    """Where the heat strip lies: cells of the names before it and of the strip, the first day that counts, the first
    day of the first column, days a column, and columns in view. Days are day numbers."""

    name: int
    width: int
    since: int
    begin: int
    step: int
    columns: int

    def days(self, column: int) -> range:
        """The days of a column that count."""
        first = self.begin + column * self.step
        return range(max(first, self.since), first + self.step)


def strip_scale(figures: TeamFigures, cells: int) -> StripScale:
    """The scale of the strip in so many cells: a column a day from the status date on, else a week."""
    since = max(figures.first, _today(figures.context, figures.status))
    width = max(10, cells - _NAME - _WORD)
    days = max(figures.first + figures.days - since, 1)
    step = 1 if days <= width else DAYS_OF_WEEK
    monday = since - (since + 3) % DAYS_OF_WEEK if step > 1 else since
    columns = min(-(-(since + days - monday) // step), width)
    # Names that are longer take what the strip does not need.
    longer = max((cell_width(safe(row.name)) + 1 for row in figures.rows), default=0) - _NAME
    more = max(0, min(longer, width - max(columns, _HEADING)))
    return StripScale(_NAME + more, width - more, since, monday, step, columns)


def team_lines(figures: TeamFigures, cells: int, column: int = 0) -> Sequence[PageLine]:
    """The heat strip from the status date on with a column of it marked, the items behind each overload, and what
    nobody does yet."""
    plan, context = figures.plan, figures.context
    if not len(plan["person"]) and not len(plan["pool"]):
        return [text_line(("No people yet. Add one with: tpm add person NAME, or a pool: tpm add pool NAME", "dim"))]
    scale = strip_scale(figures, cells)
    name, width, since, columns, step = scale.name, scale.width, scale.since, scale.columns, scale.step
    unit = "day" if step == 1 else "week"
    lines = [
        text_line(
            (fit("", name), ""),
            (fit(f"a column a {unit} from {_day(since, context)}", width), "soft"),
            ("  highest", "soft"),
        ),
    ]
    over: list[tuple[int, LoadRow]] = []
    for row in figures.rows:
        signs = days_off(plan, row.kind, row.id) if row.kind else {}
        runs, highest, days_over = _strip(row, figures.first, since, scale.begin, step, columns, signs)
        over += [(day, row) for day in days_over]
        word = f"{highest:.0%}" + (f", over on {len(days_over)}d" if days_over else "")
        if row.capacity is None:
            word = f"{row.minutes.sum() / context.minutes_per_day:.1f} days"
        style = "bad" if days_over else "" if highest or row.capacity is None else "dim"
        pad = (fit("", width - columns), "")
        texts: list[StyledText] = [(fit(safe(row.name), name - 1) + " ", ""), *runs, pad, (f"  {word}", style)]
        target = (row.kind, row.id) if row.kind else None
        lines.append(PageLine(tuple(texts), target, stop=target is not None))
    lines.append(_mark_line(scale, min(column, columns - 1), context))
    lines += _overloads(figures, sorted(over, key=lambda entry: entry[0]))
    lines += _unassigned(figures)
    lines += _sprints(figures)
    lines += days_off_lines(figures, since)
    lines += [
        BLANK_LINE,
        text_line((f"▁ … █ share of a {unit}'s capacity, 2 … 9 times it, {_LEGEND}", "dim")),
    ]
    return lines


def _mark_line(scale: StripScale, column: int, context: InputContext) -> PageLine:
    """What points at the marked column from below, with its days; near the end of the strip these stand before it."""
    days = _days_text(scale.days(column), context)
    cells = cell_width(days) + 1
    if column + 1 + cells > max(scale.width, scale.columns) and column >= cells:
        return text_line((fit("", scale.name + column - cells), ""), (f"{days} ▴", "accent"))
    return text_line((fit("", scale.name + column), ""), (f"▴ {days}", "accent"))


def row_at(figures: TeamFigures, line: int) -> LoadRow | None:
    """The row of the strip that a line of the page shows, None where it shows none."""
    return figures.rows[line - HEADING_LINES] if 0 <= line - HEADING_LINES < len(figures.rows) else None


def cell_title(figures: TeamFigures, row: LoadRow, days: range) -> str:
    """``Ana, 24 Nov: 12.0 h of 8.0 h``."""
    inside = _places(figures, row, days)
    said = f"{row.name}, {_days_text(days, figures.context)}: {sum(row.minutes[at] for at in inside) / 60:.1f} h"
    return said if row.capacity is None else f"{said} of {sum(row.capacity[at] for at in inside) / 60:.1f} h"


def cell_lines(figures: TeamFigures, row: LoadRow, days: range) -> list[PageLine]:
    """The items behind a cell of the strip, the one that asks for most first; each line leads to its record, the last
    to the person or pool."""
    minutes: dict[int, float] = {}
    for day in days:
        for place, share in row.items.get(day, {}).items():
            minutes[place] = minutes.get(place, 0.0) + share
    lines = _item_lines(figures, minutes) or [text_line(("No work then.", "dim"))]
    if row.kind:
        lines += [BLANK_LINE, PageLine(((f"{safe(row.name)} in full", "accent"),), (row.kind, row.id), stop=True)]
    return lines


def _places(figures: TeamFigures, row: LoadRow, days: range) -> list[int]:
    return [day - figures.first for day in days if 0 <= day - figures.first < len(row.minutes)]


def _item_lines(figures: TeamFigures, minutes: Mapping[int, float]) -> list[PageLine]:
    """Hours and item, most first."""
    plan, table = figures.plan, figures.plan["item"]
    lines = []
    for place, share in sorted(minutes.items(), key=lambda entry: -entry[1]):
        title = safe(f"{plan.shown_key('item', table.ids[place])} {table.columns['title'][place]}")
        lines.append(PageLine(((f"    {share / 60:4.1f} h  {title}", ""),), ("item", table.ids[place]), stop=True))
    return lines


def _days_text(days: range, context: InputContext) -> str:
    return _day(days[0], context) if len(days) == 1 else f"{_day(days[0], context)} – {_day(days[-1], context)}"


def _today(context: InputContext, status: int | None) -> int:
    return to_day_number(context.today) if status is None else status // MINUTES_PER_DAY


def _day(day: int, context: InputContext) -> str:
    return day_text(to_datetime(day * MINUTES_PER_DAY).date(), context)


def _strip(
    row: LoadRow, first_day: int, since: int, monday: int, step: int, columns: int, signs: Mapping[int, str]
) -> tuple[list[StyledText], float, list[int]]:
    """The cells of a row, the highest share of a day, and the days above capacity.

    Days before ``since`` count in no cell: the first week is what is left of it. Of a row without capacity a cell is
    the share of its own fullest one. ``signs``: of days off, for columns without work to be done.
    """
    runs: list[StyledText] = []
    highest, over = 0.0, []
    fullest = max(float(row.minutes.max(initial=0.0)) * step, 1.0)
    for column in range(columns):
        first = monday + column * step - first_day
        cell = range(max(first, since - first_day, 0), min(first + step, len(row.minutes)))
        demand = capacity = 0.0
        beyond = False
        for at in cell:
            minutes = float(row.minutes[at])
            demand += minutes
            if row.capacity is None:
                continue
            limit = float(row.capacity[at])
            capacity += limit
            if limit:
                highest = max(highest, minutes / limit)
            if minutes > limit * _ROUNDING + 0.5:
                beyond = True
                over.append(at + first_day)
        if row.capacity is None:
            capacity = fullest
        if demand < 0.5:
            off = {signs[at + first_day] for at in cell if at + first_day in signs}
            char, style = (_FREE, "") if capacity else (min(off, default=_CLOSED), "dim")
        else:
            share = demand / capacity if capacity else float("inf")
            char = _LEVELS[min(7, int(share * 8))] if share <= _ROUNDING else str(min(9, int(min(share, 9) + 0.99)))
            style = "bad" if beyond else "warn" if share > 0.9 else "good"
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + char, style)
        else:
            runs.append((char, style))
    return runs, highest, over


def _overloads(figures: TeamFigures, over: list[tuple[int, LoadRow]]) -> list[PageLine]:
    """The first days above capacity with the items that ask for them; each line leads to its item."""
    if not over:
        return []
    first_day = figures.first
    lines = [BLANK_LINE, heading_line(f"Above capacity on {len(over)} days")]
    for day, row in over[:NAMED_OVERLOADS]:
        assert row.capacity is not None
        minutes, limit = row.minutes[day - first_day] / 60, row.capacity[day - first_day] / 60
        target = (row.kind, row.id) if row.kind else None
        text = f"{_day(day, figures.context)}  {safe(row.name)}: {minutes:.1f} h of {limit:.1f} h"
        lines.append(PageLine(((text, "bad"),), target, stop=target is not None))
        lines += _item_lines(figures, row.items.get(day, {}))
    if len(over) > NAMED_OVERLOADS:
        lines.append(text_line((f"and {len(over) - NAMED_OVERLOADS} more; N proposes dates without them", "dim")))
    return lines


def _sprints(figures: TeamFigures) -> list[PageLine]:
    """What each sprint that is not over has room for, against what is planned in it."""
    day = figures.context.minutes_per_day
    lines: list[PageLine] = []
    for capacity in figures.sprints:
        there, away, available, planned = (
            minutes / day for minutes in (capacity.there, capacity.away, capacity.available, capacity.planned)
        )
        said = f"{there:.1f} days there − {away:.1f} away − {capacity.unplanned:.0%} unplanned = {available:.1f}"
        said += f"; planned {planned:.1f}"
        full = capacity.planned > capacity.available
        name = fit(safe(str(figures.plan.value("sprint", capacity.sprint, "name"))), _NAME)
        lines.append(
            PageLine(
                ((f"{name} ", ""), (said + (" over" if full else ""), "bad" if full else "")),
                ("sprint", capacity.sprint),
                stop=True,
            )
        )
    return [BLANK_LINE, heading_line("Sprints, in working days still to come"), *lines] if lines else []


def _unassigned(figures: TeamFigures) -> list[PageLine]:
    """Working days by function that nobody does yet."""
    if not figures.unassigned:
        return []
    day = figures.context.minutes_per_day
    rows = [
        text_line((f"  {fit(function, _NAME)} {work / day:6.1f} days in {counted(count, 'item')}", ""))
        for function, (work, count) in sorted(figures.unassigned.items())
    ]
    return [BLANK_LINE, heading_line("Nobody does these yet, by function"), *rows]
