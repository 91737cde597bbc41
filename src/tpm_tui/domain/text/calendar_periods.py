"""Words for weeks, months, quarters and years, and the days on which these begin and end."""

import re
from calendar import monthrange
from datetime import date, timedelta

#: How many months a period has, by its first letter.
_MONTHS = {"m": 1, "q": 3, "y": 12}
#: Added to the Monday of an ISO week: its last weekday.
_FRIDAY = 4
#: The week that only some years have.
_LONG_YEAR_WEEK = 53

_WEEK = r"(?:w|kw|wk|week) ?(\d{1,2})"
_DATED_WEEK = r"(\d{4})-?w(\d{2})(?:-?([1-7]))?"
_WEEK_OF_YEAR = _WEEK + r"[ /]+(\d{4})"
_QUARTER_OF_YEAR = r"q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?q([1-4])"
_SPOKEN = r"(?:(start|beginning|end) of )?(?:the )?(?:(this|next|last) )?(week|month|quarter|year)"


def period_day(word: str, today: date, past: bool, end: bool) -> date | None:
    """The day meant by a word for a period: its first, or with ``end`` its last; of weeks Monday and Friday. None where
    it is no such word.

    ``sow``, ``eom`` and the like name one of the two themselves, as ``end of next month`` does. Without a year or
    ``this``, ``next``, ``last`` it is as in :func:`tpm_tui.domain.text.dates.parse_date`.
    """
    return (
        _edge(word, today, past)
        or _quarter_or_week(word, today, past, end)
        or _of_year(word, end)
        or _spoken(word, today, past, end)
    )


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day; ValueError outside the years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError("outside the years 1 to 9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _edge(word: str, today: date, past: bool) -> date | None:
    """The first day (``sow``, ``som``, ``soq``, ``soy``) or the last (``eow`` …) of a week, a month, a quarter or a
    year: the next one from today on, but of first days not today's; with ``past`` the last one up to today."""
    if word == "eow":
        return today + timedelta(days=(4 - today.weekday()) % 7 - (7 if past and today.weekday() != _FRIDAY else 0))
    if word == "sow":
        return today - timedelta(days=today.weekday())
    months = _MONTHS.get(word[2:]) if word[:2] in ("so", "eo") else None
    if months is None:
        return None
    first, last = _first_and_last(today, word[2:], 0)
    if word[0] == "s":
        return first if past else last + timedelta(days=1)
    return first - timedelta(days=1) if past and last > today else last


def _quarter_or_week(word: str, today: date, past: bool, end: bool) -> date | None:
    """The next quarter of that name or week of that number, or with ``past`` the last."""
    if re.fullmatch(r"q[1-4]", word):
        month = int(word[1]) * 3
        day = date(today.year, month, monthrange(today.year, month)[1]) if end else date(today.year, month - 2, 1)
        if past:
            return day if day <= today else day.replace(year=today.year - 1)
        return day if day >= today else day.replace(year=today.year + 1)
    match = re.fullmatch(_WEEK, word)
    if not match:
        return None
    year, week, _ = today.isocalendar()
    number = int(match[1])
    step = -1 if past else 1
    year += 0 if number == week or (number < week) == past else step
    while number == _LONG_YEAR_WEEK and not _has_week_53(year):
        year += step
    return date.fromisocalendar(year, number, _FRIDAY + 1 if end and not past else 1)


def _has_week_53(year: int) -> bool:
    return date(year, 12, 28).isocalendar().week == _LONG_YEAR_WEEK


def _of_year(word: str, end: bool) -> date | None:
    """A week or a quarter of a year that is named, and the day of such a week: ``2026-W50``, ``2026-W50-3``, ``kw 50
    2026``, ``q1 2027``, ``2027-Q1``. ValueError where the year has no such week."""
    match = re.fullmatch(_DATED_WEEK, word)
    if match:
        weekday = int(match[3]) if match[3] else _FRIDAY + 1 if end else 1
        return date.fromisocalendar(int(match[1]), int(match[2]), weekday)
    match = re.fullmatch(_WEEK_OF_YEAR, word)
    if match:
        return date.fromisocalendar(int(match[2]), int(match[1]), _FRIDAY + 1 if end else 1)
    match = re.fullmatch(_QUARTER_OF_YEAR, word)
    if match:
        middle = date(int(match[2] or match[3]), int(match[1] or match[4]) * 3 - 1, 1)
        return _first_and_last(middle, "q", 0)[end]
    return None


def _spoken(word: str, today: date, past: bool, end: bool) -> date | None:
    """``next quarter``, ``end of month``, ``start of next week``."""
    match = re.fullmatch(_SPOKEN, word)
    if not match or not (match[1] or match[2]):
        return None
    edge, which, unit = match.groups()
    if which is None:
        return _edge(("e" if edge == "end" else "s") + "o" + unit[0], today, past)
    distance = {"last": -1, "this": 0, "next": 1}[which]
    return _first_and_last(today, unit[0], distance)[edge == "end" if edge else end]


def _first_and_last(today: date, unit: str, distance: int) -> tuple[date, date]:
    """The first and the last day of today's week, month, quarter or year, or of one so many later."""
    if unit == "w":
        monday = today + timedelta(days=7 * distance - today.weekday())
        return monday, monday + timedelta(days=_FRIDAY)
    months = _MONTHS[unit]
    first = add_months(date(today.year, (today.month - 1) // months * months + 1, 1), distance * months)
    return first, add_months(first, months) - timedelta(days=1)
