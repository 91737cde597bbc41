"""What a baseline keeps besides dates: the calendars it counted on, and costs that belong to no item.

Both are JSON texts, so that later edits of calendars and costs never change what was planned.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import decimal_string, minor_units, of_minor_units, parse_amount

_EPOCH = date(1970, 1, 1)


def calendars_text(calendars: Sequence[WorkCalendar]) -> str:
    """Calendars as JSON: ``[{"week": [[[480, 720], …], …], "exceptions": {"2026-12-25": []}}]``, minutes of the day."""
    return json.dumps(
        [
            {"week": calendar.week, "exceptions": {day.isoformat(): h for day, h in calendar.exceptions.items()}}
            for calendar in calendars
        ],
        separators=(",", ":"),
    )


def kept_calendars(text: str) -> list[WorkCalendar]:
    """The calendars of :func:`calendars_text`; none of an empty text. ValueError or KeyError for any other."""
    if not text:
        return []
    return [
        WorkCalendar(
            [[(int(start), int(end)) for start, end in day] for day in kept["week"]],
            {
                date.fromisoformat(day): [(int(start), int(end)) for start, end in hours]
                for day, hours in kept["exceptions"].items()
            },
        )
        for kept in json.loads(text)
    ]


def other_costs_text(costs: Sequence[tuple[int | None, int]], digits: int) -> str:
    """Costs of no item as JSON: ``[["2027-01-31" or null, "1250.00"]]``; empty where there are none."""
    rows = [
        [
            None if day is None else (_EPOCH + timedelta(day)).isoformat(),
            decimal_string(of_minor_units(units, digits), digits),
        ]
        for day, units in costs
    ]
    return json.dumps(rows, separators=(",", ":")) if rows else ""


def kept_other_costs(text: str, digits: int) -> list[tuple[int | None, int]]:
    """(days since 1970-01-01 or None, minor units) of :func:`other_costs_text`."""
    if not text:
        return []
    return [
        (None if day is None else (date.fromisoformat(day) - _EPOCH).days, minor_units(parse_amount(amount), digits))
        for day, amount in json.loads(text)
    ]
