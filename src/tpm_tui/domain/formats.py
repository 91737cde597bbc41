"""Formats: how values of plain types are typed and shown where the type alone does not say it.

``Field(format=...)`` names one of these. Each has a way to read typed text, to show a stored value, and to say what is
wrong with it; all raise ValueError with the reason.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tpm_tui.domain import dates
from tpm_tui.domain.dates import Words


@dataclass(frozen=True, slots=True)
class Format:
    """``parse``: text and words -> value; ``show``: value and words -> text."""

    parse: Callable[[str, Words], Any]
    show: Callable[[Any, Words], str]


def number(text: str) -> float:
    """A number with an optional sign, decimal comma or point, and k or M behind it."""
    match = re.fullmatch(r"([+-]?\d{1,15}(?:[.,]\d{1,9})?)\s*([kKmM]?)", text.strip())
    if not match:
        raise ValueError(f"{text.strip()[:40]!r} is no number")
    return float(match[1].replace(",", ".")) * {"": 1, "k": 1e3, "m": 1e6}[match[2].lower()]


def show_number(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e15 else f"{value:.3e}"


def show_money(value: float, _words: Words) -> str:
    """Thousands with k, millions with M, where nothing is lost by it."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size and value * 100 / size == int(value * 100 / size):
            return f"{value / size:g}{unit}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}".replace(",", " ")


def _percent(text: str, _words: Words) -> float:
    return number(text.strip().removesuffix("%"))


def _positive(text: str, _words: Words) -> float:
    value = number(text)
    if value <= 0:
        raise ValueError("the number must be above zero")
    return value


_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*-\s*(\d{1,2})(?::(\d{2}))?")


def intervals(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) minutes of the day of ``9:00-12:00 13:00-17:00``; none for an empty text."""
    found: list[tuple[int, int]] = []
    for part in text.replace(",", " ").replace(";", " ").split():
        match = _HOURS.fullmatch(part)
        if not match:
            raise ValueError(f"{part[:40]!r} is no span of hours; write 9:00-12:00 13:00-17:00")
        start = int(match[1]) * 60 + int(match[2] or 0)
        end = int(match[3]) * 60 + int(match[4] or 0)
        if not 0 <= start < end <= 24 * 60:
            raise ValueError(f"{part} does not end after it starts, within one day")
        if found and start < found[-1][1]:
            raise ValueError(f"{part} starts before the span before it ends")
        found.append((start, end))
    return tuple(found)


def _hours(text: str, _words: Words) -> str:
    if text.strip().lower() in ("free", "off", "none", "-"):
        return ""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in intervals(text))


def _skills(text: str, _words: Words) -> tuple[str, ...]:
    found = []
    for part in text.replace(",", " ").split():
        name, colon, level = part.partition(":")
        if not name or (colon and level not in ("1", "2", "3", "4", "5")):
            raise ValueError(f"{part[:40]!r} is no skill; write a word and a level from 1 to 5, as in python:3")
        found.append(f"{name.lower()}:{level or 1}")
    return tuple(dict.fromkeys(found))


_CADENCES = {
    "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY", "quarterly": "FREQ=MONTHLY;INTERVAL=3", "yearly": "FREQ=YEARLY",
}  # fmt: skip
_EVERY = re.compile(r"every\s+(\d{1,3})\s+(day|week|month|year)s?")


def _cadence(text: str, _words: Words) -> str:
    word = " ".join(text.strip().lower().split())
    if word in ("", "none", "never"):
        return ""
    if word in _CADENCES:
        return _CADENCES[word]
    match = _EVERY.fullmatch(word)
    if match and int(match[1]) > 0:
        freq = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}[match[2]]
        return f"FREQ={freq}" + (f";INTERVAL={int(match[1])}" if int(match[1]) > 1 else "")
    rule = text.strip().upper().removeprefix("RRULE:")
    if rule.startswith("FREQ="):
        from dateutil.rrule import rrulestr

        try:
            rrulestr(rule, dtstart=datetime(2020, 1, 1))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"the RRULE cannot be read: {error}") from None
        return rule
    raise ValueError(f"{text.strip()[:40]!r} is no cadence; try weekly, monthly, every 2 weeks or FREQ=WEEKLY;BYDAY=FR")


def _show_cadence(value: str, _words: Words) -> str:
    for word, rule in _CADENCES.items():
        if rule == value:
            return word
    match = re.fullmatch(r"FREQ=(DAI|WEEK|MONTH|YEAR)LY;INTERVAL=(\d+)", value)
    if match:
        return f"every {match[2]} {match[1].lower().replace('dai', 'day')}s"
    return value


def _word(text: str, _words: Words) -> str:
    word = text.strip().lower().replace(" ", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", word):
        raise ValueError("a field's name is letters, digits and _, starting with a letter")
    return word


def _scale(text: str, _words: Words) -> str:
    values = [number(part) for part in text.replace("%", " ").split()]
    if len(values) != 5 or values != sorted(values) or values[0] < 0:
        raise ValueError("a scale is five rising numbers, one for each step from 1 to 5")
    return " ".join(show_number(v) for v in values)


def _elapsed(text: str, words: Words) -> int:
    return dates.parse_duration(text, Words(words.today, day=24 * 60, week=7))


def _show_elapsed(value: float, words: Words) -> str:
    return dates.show_duration(value, Words(words.today, day=24 * 60, week=7))


FORMATS: dict[str, Format] = {
    "duration": Format(dates.parse_duration, dates.show_duration),
    "elapsed": Format(_elapsed, _show_elapsed),
    "lag": Format(dates.parse_duration, dates.show_duration),
    "percent": Format(_percent, lambda v, _w: f"{show_number(v)}%"),
    "money": Format(lambda t, _w: number(t), show_money),
    "positive": Format(_positive, lambda v, _w: show_number(v)),
    "start": Format(lambda t, w: dates.parse_datetime(t, w.today, dates.DAY_START), dates.show_datetime),
    "finish": Format(lambda t, w: dates.parse_datetime(t, w.today, dates.DAY_END), dates.show_datetime),
    "hours": Format(_hours, lambda v, _w: v or "free"),
    "skills": Format(_skills, lambda v, _w: " ".join(v)),
    "cadence": Format(_cadence, _show_cadence),
    "word": Format(_word, lambda v, _w: v),
    "scale": Format(_scale, lambda v, _w: v),
}
