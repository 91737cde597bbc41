"""Formats: how values of plain types are typed and shown where the type alone does not say it.

``Field(format=...)`` names one of these. Each has a way to read typed text, to show a stored value, and to say what is
wrong with it; all raise ValueError with the reason.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import amount_text, of_float, parse_amount, show_amount, stored_amount


class FieldFormat(Struct, frozen=True):
    """``parse``: text and context -> value; ``show``: value and context -> text.

    ``non_negative`` refuses negative numbers, ``maximum`` greater ones. ``is_text`` is true where a value is a text (or
    a list of words) that ``parse`` leaves as it is.
    """

    parse: Callable[[str, InputContext], Any]
    show: Callable[[Any, InputContext], str]
    non_negative: bool = False
    maximum: float | None = None
    is_text: bool = False


_NUMBER = r"([+-]?\d{1,15}(?:[.,]\d{1,9})?(?:[eE][+-]?\d{1,2})?)\s*([kKmM]?)"
_THOUSANDS = r"(?<=\d)[ _\u00a0\u2009\u202f](?=\d{3}(?!\d))"

#: 1.234,5 · 1,234.5 · 1,234,567
_GROUPED = r"[+-]?\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*(?:(?P=sign)\d{3}|(?!(?P=sign))[.,]\d{1,9})"


def parse_number(text: str) -> float:
    """A number with an optional sign, decimal comma or point, spaces between thousands, and k or M behind it. Where
    points and commas both stand in it, or one of them twice, it is clear which one stands between thousands."""
    bare = text.strip()
    if grouped := re.fullmatch(_GROUPED, bare):
        bare = bare.replace(grouped["sign"], "")
    match = re.fullmatch(_NUMBER, re.sub(_THOUSANDS, "", bare))
    if not match:
        raise ValueError(f"{text.strip()[:40]!r} is no number")
    mantissa, _, exponent = match[1].replace(",", ".").lower().partition("e")
    size = {"": 0, "k": 3, "m": 6}[match[2].lower()]
    return float(f"{mantissa}e{int(exponent or 0) + size}")


def show_number(value: float) -> str:
    """At most 15 digits: as many as every decimal number keeps."""
    return f"{value:.15g}"


def _show_money(value: Decimal | float, context: InputContext) -> str:
    amount = of_float(value) if isinstance(value, float) else stored_amount(value)
    if context.typed_again:
        return amount_text(amount)  # to the last digit and in one word: what is typed again is the same amount
    return show_amount(amount, context.money_digits)


def _percent(text: str, _context: InputContext) -> float:
    return parse_number(text.strip().removesuffix("%"))


def _positive(text: str, _context: InputContext) -> float:
    value = parse_number(text)
    if value <= 0:
        raise ValueError("the number must be above zero")
    return value


_HOURS = r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?"
_DASH = r"\s*[-\u2013]\s*"


def parse_working_hours(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) minutes of the day of ``9:00-12:00 13:00-17:00``; none for an empty text."""
    hours: list[tuple[int, int]] = []
    for part in re.sub(_DASH, "-", text).replace(",", " ").replace(";", " ").split():
        match = re.fullmatch(_HOURS, part)
        if not match:
            raise ValueError(f"{part[:40]!r} is no span of hours; write 9:00-12:00 13:00-17:00")
        start = int(match[1]) * 60 + int(match[2] or 0)
        end = int(match[3]) * 60 + int(match[4] or 0)
        if not 0 <= start < end <= 24 * 60:
            raise ValueError(
                f"{part} does not end after it starts, within one day; a night is 22:00-24:00 and 0:00-6:00 of the next"
            )
        if any(start < other[1] and other[0] < end for other in hours):
            raise ValueError(f"{part} lies over another span of the day")
        hours.append((start, end))
    return tuple(sorted(hours))


def _hours(text: str, _context: InputContext) -> str:
    if text.strip().lower() in ("free", "off", "none", "-"):
        return ""
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in parse_working_hours(text))


def _skills(text: str, _context: InputContext) -> tuple[str, ...]:
    levels: dict[str, str] = {}
    for part in text.replace(",", " ").split():
        name, colon, level = part.partition(":")
        if not name or (colon and level not in ("1", "2", "3", "4", "5")):
            raise ValueError(f"{part[:40]!r} is no skill; write a word and a level from 1 to 5, as in python:3")
        levels[name.lower()] = level or "1"
    return tuple(f"{name}:{level}" for name, level in levels.items())


def _limits(text: str, _context: InputContext) -> str:
    """Functions with the most items of each, as ``development:6 qa:2``."""
    from tpm_tui.domain.kinds.schedule.items import FUNCTIONS

    limits: dict[str, int] = {}
    for part in text.replace(",", " ").split():
        name, _, most = part.lower().partition(":")
        if name not in FUNCTIONS or not re.fullmatch(r"\d{1,4}", most):
            raise ValueError(
                f"{part[:40]!r} is no limit; write a function and a number, as in qa:2 ({', '.join(FUNCTIONS)})"
            )
        limits[name] = int(most)
    return " ".join(f"{name}:{limits[name]}" for name in FUNCTIONS if name in limits)


_CADENCES = {
    "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY", "quarterly": "FREQ=MONTHLY;INTERVAL=3", "yearly": "FREQ=YEARLY",
}  # fmt: skip
_EVERY = r"(?:every\s+)?(\d{1,3})\s*(d|w|m|y|day|week|month|year)s?"


def _cadence(text: str, _context: InputContext) -> str:
    word = " ".join(text.strip().lower().split())
    if word in ("", "none", "never"):
        return ""
    if word in _CADENCES:
        return _CADENCES[word]
    match = re.fullmatch(_EVERY, word)
    if match and int(match[1]) > 0:
        freq = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}[match[2][0]]
        return f"FREQ={freq}" + (f";INTERVAL={int(match[1])}" if int(match[1]) > 1 else "")
    rule = text.strip().upper().removeprefix("RRULE:")
    if rule.startswith("FREQ="):
        return _rule(rule)
    raise ValueError(f"{text.strip()[:40]!r} is no cadence; try weekly, monthly, every 2 weeks or FREQ=WEEKLY;BYDAY=FR")


_PLAIN_RULE = r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=[1-9]\d{0,2})?"
_RULE = r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*"
_INTERVAL = r";INTERVAL=(\d+)"


def _rule(rule: str) -> str:
    """An RRULE of days to years that does come round. ValueError otherwise."""
    if not re.fullmatch(_RULE, rule):
        raise ValueError(f"{rule[:40]!r} cannot be read; write an RRULE such as FREQ=WEEKLY;BYDAY=FR")
    if any(not 1 <= int(n) <= 999 for n in re.findall(_INTERVAL, rule)):
        raise ValueError("the INTERVAL is a number from 1 to 999")
    if re.search(r";UNTIL=[0-9T]*Z", rule):
        raise ValueError("UNTIL is a local day without Z, as in UNTIL=20261231")
    rule = re.sub(r";INTERVAL=0*1(?=;|$)", "", rule)
    if re.fullmatch(_PLAIN_RULE, rule):
        return rule
    from dateutil.rrule import rrule, rrulestr

    try:
        # Twelve years hold every day of a calendar, a leap day that a century skips included.
        begin, end = datetime(2020, 1, 1), datetime(2032, 1, 1)
        recurrence = rrulestr(rule, dtstart=begin)
        comes = isinstance(recurrence, rrule) and next(iter(recurrence.replace(until=end)), None) is not None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise ValueError(f"the RRULE cannot be read: {error}") from None
    if not comes:
        raise ValueError("no day ever matches that RRULE")
    return rule


def _show_cadence(value: str, _context: InputContext) -> str:
    for word, rule in _CADENCES.items():
        if rule == value:
            return word
    match = re.fullmatch(r"FREQ=(DAI|WEEK|MONTH|YEAR)LY;INTERVAL=(\d{1,3})", value)
    if match:
        return f"every {match[2]} {match[1].lower().replace('dai', 'day')}s"
    return value


def _word(text: str, _context: InputContext) -> str:
    word = text.strip().lower().replace(" ", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", word):
        raise ValueError("a field's name is letters, digits and _, starting with a letter")
    return word


def _kind(text: str, _context: InputContext) -> str:
    from tpm_tui.domain.kinds import KINDS

    wanted = text.strip().lower()
    for kind in KINDS.values():
        if wanted in (kind.name, kind.label.lower(), kind.plural.lower()):
            return kind.name
    raise ValueError(f"there is no kind of record {text.strip()[:40]!r}; write item, risk, person …")


def _rank(text: str, _context: InputContext) -> str:
    if not re.fullmatch(r"[0-9A-Za-z]*", text):
        raise ValueError(f"an order key is written with letters and digits, not {text[:40]!r}")
    return text


def _scale(text: str, _context: InputContext) -> str:
    values = [parse_number(part) for part in text.replace("%", " ").split()]
    if len(values) != 5 or values != sorted(values) or values[0] < 0:
        raise ValueError("a scale is five rising numbers, one for each step from 1 to 5")
    return " ".join(show_number(v) for v in values)


def _object(text: str, _context: InputContext) -> str:
    """A JSON object of texts and numbers, as compact text."""
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict) or not all(v is None or isinstance(v, str | int | float) for v in parsed.values()):
        raise ValueError("it is a JSON object of texts and numbers")
    return json.dumps(parsed, ensure_ascii=False, allow_nan=False)


def _elapsed(text: str, context: InputContext) -> int:
    return dates.parse_duration(text, InputContext(context.today, minutes_per_day=24 * 60, days_per_week=7))


def _show_elapsed(value: float, context: InputContext) -> str:
    return dates.show_duration(value, InputContext(context.today, minutes_per_day=24 * 60, days_per_week=7))


def _start(text: str, context: InputContext) -> datetime:
    return dates.parse_datetime(text, context.today, dates.DAY_START, context.past)


def _finish(text: str, context: InputContext) -> datetime:
    return dates.parse_datetime(text, context.today, dates.DAY_END, context.past)


_WORKDAYS = r"(?i)([+-]?)\s*(\d{1,5})\s*(d|days?|w|weeks?)?"


def _workdays(text: str, context: InputContext) -> int:
    match = re.fullmatch(_WORKDAYS, text.strip())
    if not match:
        raise ValueError(f"{text.strip()[:40]!r} is no number of working days; try 3d, -2d or 1w")
    return int(f"{match[1]}1") * int(match[2]) * (context.days_per_week if (match[3] or "d").lower()[0] == "w" else 1)


def _show_percent(value: float, _context: InputContext) -> str:
    return f"{show_number(value)}%"


FIELD_FORMATS: dict[str, FieldFormat] = {
    "duration": FieldFormat(dates.parse_duration, dates.show_duration, non_negative=True),
    # Of a risk: a duration, or percent of the duration of what it hits.
    "delay": FieldFormat(dates.parse_duration, dates.show_duration, non_negative=True),
    "elapsed": FieldFormat(_elapsed, _show_elapsed, non_negative=True),
    "lag": FieldFormat(dates.parse_duration, dates.show_duration),
    "percent": FieldFormat(_percent, _show_percent, non_negative=True),
    "chance": FieldFormat(_percent, _show_percent, non_negative=True, maximum=100),
    "money": FieldFormat(lambda t, _w: parse_amount(t), _show_money),
    "weight": FieldFormat(lambda t, _w: parse_number(t), lambda v, _w: show_number(v), non_negative=True),
    "positive": FieldFormat(_positive, lambda v, _w: show_number(v)),
    "start": FieldFormat(_start, lambda v, w: dates.show_datetime(v, w, dates.DAY_START)),
    "workdays": FieldFormat(_workdays, lambda v, _w: f"{v}d"),
    "finish": FieldFormat(_finish, dates.show_finish),
    "hours": FieldFormat(_hours, lambda v, _w: v or "free", is_text=True),
    "skills": FieldFormat(_skills, lambda v, _w: " ".join(v), is_text=True),
    "cadence": FieldFormat(_cadence, _show_cadence, is_text=True),
    "word": FieldFormat(_word, lambda v, _w: v, is_text=True),
    "kind": FieldFormat(_kind, lambda v, _w: v, is_text=True),
    "rank": FieldFormat(_rank, lambda v, _w: v, is_text=True),
    "scale": FieldFormat(_scale, lambda v, _w: v, is_text=True),
    "limits": FieldFormat(_limits, lambda v, _w: v, is_text=True),
    "object": FieldFormat(_object, lambda v, _w: v, is_text=True),
}


def format_problem(name: str, value: Any) -> str | None:
    """Why a Python value cannot stand in a field of that format; None if it can."""
    form = FIELD_FORMATS[name]
    if form.is_text:
        text = " ".join(value) if isinstance(value, tuple) else value
        try:
            same = form.parse(text, _ANY_WORDS) == value
        except ValueError as error:
            return str(error)
        return None if same or name == "object" else f"{text[:40]!r} is written otherwise"
    if isinstance(value, int | float):
        if name == "positive" and value <= 0:
            return "the number must be above zero"
        if form.non_negative and value < 0:
            return "it cannot be negative"
        if form.maximum is not None and value > form.maximum:
            return f"it is at most {show_number(form.maximum)}"
    return None


_ANY_WORDS = InputContext(date(2000, 1, 1))
