"""Absences and holidays in the team view: signs in the strip, and who is away when as lines below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.reports.phrases import ABSENCE_WORDS
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.team_figures import TeamFigures

ABSENT, HOLIDAY = "a", "h"
"""Signs of days on which somebody would work but for an absence, or a holiday of their calendar."""

NAMED_DAYS_OFF = 12
"""Absences and holidays that are listed."""


def days_off(plan: Plan, kind: str, id_: str) -> dict[int, str]:
    """Day number -> sign of the days on which a person or a pool would work by their week, and does not."""
    from tpm_tui.planning.model.calendars import calendars_of, day_ordinals, programme_calendar

    own = plan.value(kind, id_, "calendar") or plan.programme("calendar")
    calendar = calendars_of(plan).get(str(own), programme_calendar(plan))
    signs = {day.toordinal(): HOLIDAY for day, hours in calendar.exceptions.items() if not hours}
    for row in plan.ids_by_reference("absence", "person").get(id_, ()):
        absence = plan["absence"].row(row)
        signs |= dict.fromkeys(day_ordinals(absence["start"], absence["end"]), ABSENT)
    return {
        ordinal - EPOCH_ORDINAL: sign
        for ordinal, sign in signs.items()
        if calendar.week[date.fromordinal(ordinal).weekday()]
    }


def days_off_lines(figures: TeamFigures, since: int) -> list[PageLine]:
    """Who is away, and which days are free for everybody, from a day number on, the first first."""
    entries = sorted(_entries(figures.plan, date.fromordinal(since + EPOCH_ORDINAL)), key=lambda entry: entry[:2])
    if not entries:
        return []
    lines = [BLANK_LINE, heading_line("Away")]
    for first, last, said, target in entries[:NAMED_DAYS_OFF]:
        text = f"  {_span_text(first, last, figures.context)}  {safe(said)}"
        lines.append(PageLine(((text, ""),), target, stop=True))
    if len(entries) > NAMED_DAYS_OFF:
        lines.append(text_line((f"and {len(entries) - NAMED_DAYS_OFF} more", "dim")))
    return lines


def _entries(plan: Plan, since: date) -> Iterator[tuple[date, date, str, tuple[str, str]]]:
    for kind, owner in (("absence", "person"), ("calendar_exception", "calendar")):
        table = plan[kind]
        for id_ in table.ids:
            row = table.row(id_)
            first = date.fromisoformat(str(row["start"]))
            last = date.fromisoformat(str(row["end"] or row["start"]))
            if kind == "absence":
                word = ABSENCE_WORDS.get(str(row["type"]), "absence")
                said = f"{plan.title('person', str(row[owner]))}: {word}"
            elif row[owner] != plan.programme("calendar") or row["hours"]:
                continue
            else:
                said = f"everybody: {row['name']}"
            if last >= since:
                yield first, last, said, (kind, id_)


def _span_text(first: date, last: date, context: InputContext) -> str:
    return day_text(first, context) if first == last else f"{day_text(first, context)} – {day_text(last, context)}"
