"""What a baseline keeps besides dates: the calendars it counted on, and costs that belong to no item.

Both are JSON texts, so that later edits of calendars and costs never change what was planned.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import decimal_string, minor_units, of_minor_units, parse_amount

_EPOCH = date(1970, 1, 1)

T = TypeVar("T")


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
    """The calendars of :func:`calendars_text`; none of an empty text. ValidationError for any other."""

    def calendar(kept: Any) -> WorkCalendar:
        return WorkCalendar(
            [[(int(start), int(end)) for start, end in day] for day in kept["week"]],
            {
                date.fromisoformat(day): [(int(start), int(end)) for start, end in hours]
                for day, hours in kept["exceptions"].items()
            },
        )

    return _kept(text, "calendars", calendar)


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
    """(days since 1970-01-01 or None, minor units) of :func:`other_costs_text`. ValidationError for any other text."""

    def cost(kept: Any) -> tuple[int | None, int]:
        day, amount = kept
        days = None if day is None else (date.fromisoformat(day) - _EPOCH).days
        return days, minor_units(parse_amount(amount), digits)

    return _kept(text, "costs", cost)


def _kept(text: str, what: str, read: Callable[[Any], T]) -> list[T]:
    """What a text keeps, one by one; nothing where it is empty. ValidationError where it cannot be read."""
    try:
        return [read(kept) for kept in json.loads(text)] if text else []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValidationError(f"the {what} that the baseline keeps cannot be read; take a new one") from None
