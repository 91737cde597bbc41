"""The words people type for dates and durations, and how dates and durations are shown."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from msgspec import Struct, field

from tpm_tui.domain.text.calendar_periods import add_months, period_day
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTHS = tuple(name[:3] for name in _FULL_MONTHS)

#: Clock time meant by a bare day where a start or a finish is asked for.
DAY_START, DAY_END = time(0, 0), time(23, 59)

_DAYS_AWAY = {
    "today": 0, "now": 0, "tod": 0, "tomorrow": 1, "tom": 1, "day after tomorrow": 2, "yesterday": -1,
    "day before yesterday": -2,
}  # fmt: skip

# Texts, not compiled patterns: re keeps what it compiles, and a start asks for hardly any of them.
_OFFSET = r"([+-]?)\s*(\d{1,6}|an?|one)\s*(d|days?|w|weeks?|fortnights?|m|months?|y|years?)"
_TIME = r"(?:[ T]+|^)(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$"
_ISO = r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
_DAY_MONTH = r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ ./-]*([a-z]{3,9})\.?[ ,./-]*(\d{4}|\d{2})?"
_MONTH_DAY = r"([a-z]{3,9})\.?[ ./-]*(\d{1,2})(?:st|nd|rd|th)?(?:[ ,./-]+(\d{4}))?"
_EDGE_OF = r"(start|beginning|end) of (?:(q[1-4](?:[ /-]?\d{4})?)|(?:([a-z]{3,9})\.? ?)?(\d{4})?)"
_NUMERIC = r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2}))?"
_DURATION = r"(\d+(?:\.\d+)?)\s*(months?|mo|minutes?|mins?|m|hours?|h|days?|d|weeks?|w)?"


class InputContext(Struct, frozen=True):
    """What typed words are read against: today, and the working minutes of a day and the days of a week.

    ``past`` is true where what has happened is asked for: a day without a year is then the last one, else the next.
    """

    today: date
    minutes_per_day: int = STANDARD_DAY_MINUTES
    days_per_week: int = 5
    date_style: str = field(default="short")  # short: 12 Mar; iso: 2027-03-12; us: Mar 12; numeric: 12.03.27
    money_digits: int = 2  # of the minor unit that amounts are shown in
    past: bool = False
    typed_again: bool = False  # what is shown is to be edited: it says the year where it would be read as another


def parse_date(text: str, today: date, past: bool = False, end: bool = False) -> date:
    """The date meant by ``today``, ``+3d``, ``-2w``, ``fri``, ``next fri``, ``eow``, ``end of month``,
    ``end of march``, ``next quarter``, ``q1``, ``w50``, ``2026-W50``, ``12 mar``, ``12.03.27`` or an ISO date. A bare
    ``2w`` is two weeks from today.

    A day, a week or a quarter without a year, and the beginning or the end of a period, is the next one, or with
    ``past`` the last one up to today. ``end`` takes the end of a quarter or a week instead of its beginning, the
    current one until it has ended.

    ValueError, with what would be understood, otherwise.
    """
    word = " ".join(text.strip().lower().split())
    try:
        day = (
            _relative(word, today)
            or period_day(word, today, past, end)
            or _edge_of_named(word, today, past)
            or _named(word, today, past)
            or _calendar_date(word, today, past)
            or _after_weekday(word, today, past)
        )
    except (OverflowError, ValueError):
        day = None
    if day is None:
        raise ValueError(f"{_clip(text)!r} is no date; try fri, +3d, eom, 12 mar or 2027-03-12")
    return day


def _clip(text: str) -> str:
    return text.strip() if len(text.strip()) <= 40 else text.strip()[:39] + "…"


def _relative(word: str, today: date) -> date | None:
    days = _DAYS_AWAY.get(word)
    if days is not None:
        return today + timedelta(days=days)
    # as people say it: in 3 weeks, 2 days ago
    word = f"+{word[3:]}" if word.startswith("in ") else f"-{word[:-4]}" if word.endswith(" ago") else word
    match = re.fullmatch(_OFFSET, word)
    if not match:
        return None
    amount = (int(match[2]) if match[2].isdigit() else 1) * (-1 if match[1] == "-" else 1)
    unit = match[3][0]
    if unit in "dwf":
        return today + timedelta(days=amount * {"d": 1, "w": 7, "f": 14}[unit])
    return add_months(today, amount * (12 if unit == "y" else 1))


def _edge_of_named(word: str, today: date, past: bool) -> date | None:
    """The first or the last day of a month, a quarter or a year that is named: ``end of march``, ``start of q2``, ``end
    of 2027``; without a year the next such day, or with ``past`` the last."""
    match = re.fullmatch(_EDGE_OF, word)
    if not match:
        return None
    edge, quarter, name, year = match.groups()
    is_end = edge == "end"
    if quarter:
        return period_day(quarter, today, past, is_end)
    if not name:
        return date(int(year), 12, 31) if is_end and year else date(int(year), 1, 1) if year else None
    month = _month(name)
    for distance in (0, -1 if past else 1):
        of = int(year) if year else today.year + distance
        if month and 1 <= of <= 9999:
            day = date(of, month, monthrange(of, month)[1] if is_end else 1)
            if year or (day <= today if past else day >= today):
                return day
    return None


def _named(word: str, today: date, past: bool) -> date | None:
    following, _, name = word.rpartition(" ")
    if name[:3] in WEEKDAYS and following in ("", "next", "last", "this") and _is_prefix_of_day(name):
        wanted = WEEKDAYS.index(name[:3])
        if following == "next":
            return today + timedelta(days=7 - today.weekday() + wanted)
        ahead = (wanted - today.weekday() - 1) % 7 + 1
        behind = (today.weekday() - wanted - 1) % 7 + 1
        if following == "last":
            return today - timedelta(days=behind)
        return today - timedelta(days=behind % 7) if past and not following else today + timedelta(days=ahead)
    return None


def _is_prefix_of_day(name: str) -> bool:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return any(day.startswith(name) for day in full) or name in ("tues", "thur", "thurs")


def _after_weekday(word: str, today: date, past: bool) -> date | None:
    """A calendar date behind the day of the week that it falls on, as ``Thu, 24 Dec``."""
    name, _, rest = word.partition(" ")
    name = name.rstrip(",.")
    day = _calendar_date(rest, today, past) if name[:3] in WEEKDAYS and _is_prefix_of_day(name) else None
    return day if day is None or WEEKDAYS[day.weekday()] == name[:3] else None


def _calendar_date(word: str, today: date, past: bool) -> date | None:
    match = re.fullmatch(_ISO, word)
    if match:
        return date(int(match[1]), int(match[3]), int(match[4]))
    numeric = re.fullmatch(_NUMERIC, word)
    day_month, month_day = re.fullmatch(_DAY_MONTH, word), re.fullmatch(_MONTH_DAY, word)
    if numeric:
        day, name, year = numeric.groups()
        month = int(name)
    elif day_month:
        day, name, year = day_month.groups()
        month = _month(name)
    elif month_day:
        name, day, year = month_day.groups()
        month = _month(name)
    else:
        return None
    if not month:
        return None
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    return _without_year(month, int(day), today, past)


def _month(name: str) -> int:
    """The number of a month's name or of at least three letters of it, 0 if it is none."""
    if name == "sept":
        return 9
    return next((i for i, full in enumerate(_FULL_MONTHS, start=1) if full.startswith(name)), 0)


def _without_year(month: int, day: int, today: date, past: bool) -> date | None:
    """The next such day from today on, or the last up to today; a leap day within the eight years that may lack one."""
    for distance in range(9):
        year = today.year + (-distance if past else distance)
        if not 1 <= year <= 9999 or day > monthrange(year, month)[1] or day < 1:
            continue
        candidate = date(year, month, day)
        if candidate <= today if past else candidate >= today:
            return candidate
    return None


def parse_datetime(text: str, today: date, bare: time = DAY_START, past: bool = False) -> datetime:
    """A date word, with or without a clock time (``fri 14:00``); a bare day means that day at ``bare``.

    Where that is :data:`DAY_END`, a quarter or a week means its end. ``past`` as for :func:`parse_date`.
    """
    word = text.strip()
    match = re.search(_TIME, word)
    if not match:
        return datetime.combine(parse_date(word, today, past, end=bare == DAY_END), bare)
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        raise ValueError(f"{match[0].strip()} is no clock time")
    day = word[: match.start()].strip()
    return datetime.combine(parse_date(day, today, past) if day else today, time(hour, minute))


def parse_duration(text: str, context: InputContext) -> int:
    """Working minutes of ``4h``, ``3d``, ``2 weeks``, ``1d 4h``; a bare number is days. ValueError otherwise."""
    word = text.strip().lower().replace(",", ".")
    sign = -1 if word.startswith("-") else 1
    word = word.lstrip("+-").strip()
    day = context.minutes_per_day
    unit_minutes = {"m": 1, "h": 60, "d": day, "w": day * context.days_per_week}
    total, position = 0.0, 0
    for match in re.finditer(_DURATION, word):
        if word[position : match.start()].strip() or (match[2] or "").startswith("mo"):
            break
        if match[2] is None:
            # A bare number means days, but only alone: 1h30 is not an hour and thirty days.
            if position or match[0] != word:
                break
            total = float(match[1]) * context.minutes_per_day
        else:
            total += float(match[1]) * unit_minutes[match[2][0]]
        position = match.end()
    if position == 0 or word[position:].strip():
        raise ValueError(f"{_clip(text)!r} is no duration; try 4h, 3d or 2w")
    if total > 60 * 24 * 366 * 100:
        raise ValueError(f"{_clip(text)!r} is longer than a century")
    return sign * round(total)


def show_duration(minutes: float, context: InputContext) -> str:
    """``5d``, ``1d 4h``, ``45m``: days of working time, then hours, then minutes."""
    sign = "-" if minutes < 0 else ""
    days, rest = divmod(abs(round(minutes)), context.minutes_per_day)
    hours, left = divmod(rest, 60)
    parts = [f"{days}d" if days else "", f"{hours}h" if hours else "", f"{left}m" if left else ""]
    return sign + (" ".join(p for p in parts if p) or "0d")


def show_date(day: date, context: InputContext) -> str:
    """A date in the person's style; the year only where it is not the one that comes to mind.

    With ``context.typed_again``, :func:`parse_date` reads it as the same day, given the same ``past``.
    """
    day = date(day.year, day.month, day.day)
    style = context.date_style
    if style == "iso":
        return day.isoformat()
    year = f"{day.year % 100:02}" if 2000 <= day.year <= 2099 else f"{day.year:04}"
    if style == "numeric":
        return f"{day.day:02}.{day.month:02}.{year}"
    near = -31 <= day.toordinal() - context.today.toordinal() < 300
    if context.typed_again and near:
        near = _without_year(day.month, day.day, context.today, context.past) == day
    month = MONTHS[day.month - 1].title()
    text = f"{month} {day.day:02}" if style == "us" else f"{day.day:02} {month}"
    return text if near else f"{text} {year}" if style != "us" else f"{text}, {day.year:04}"


#: The zero before a day of one digit, by the style of dates: ISO keeps its zeros.
_LEADING_ZERO = re.compile("^0")
_ZERO_OF_DAY = {"us": re.compile("(?<=^[A-Z][a-z]{2} )0"), "iso": re.compile("(?!)")}


def day_text(day: date, context: InputContext) -> str:
    """A date as it stands in a sentence: ``3 Dec``, where a column has ``03 Dec``."""
    return _in_sentence(show_date(day, context), context)


def moment_text(moment: datetime, context: InputContext) -> str:
    """A date with its clock time as it stands in a sentence, ``3 Dec 09:00``."""
    return _in_sentence(show_moment(moment, context), context)


def datetime_text(moment: datetime, context: InputContext, bare: time = DAY_START) -> str:
    """A date as it stands in a sentence, with the clock time unless it is the one that a bare day means."""
    return _in_sentence(show_datetime(moment, context, bare), context)


def _in_sentence(shown: str, context: InputContext) -> str:
    """A date of a column without the zero that keeps days below each other."""
    return _ZERO_OF_DAY.get(context.date_style, _LEADING_ZERO).sub("", shown, count=1)


def full_date(day: date) -> str:
    """A date with its year, ``3 Dec 2026``."""
    return f"{day.day} {month_text(day)}"


def month_text(day: date) -> str:
    """The month of a day, ``Dec 2026``."""
    return f"{MONTHS[day.month - 1].title()} {day.year:04}"


def show_moment(moment: datetime, context: InputContext) -> str:
    """A date with its clock time, ``03 Dec 09:00``."""
    return f"{show_date(moment.date(), context)} {moment:%H:%M}"


def show_finish(moment: datetime, context: InputContext) -> str:
    """A finish: its date, with the clock time unless it is the end of the day, be that kept as 23:59 or as 00:00 of the
    next; what is typed again says the latter as it is kept."""
    if moment.time() == DAY_START and not context.typed_again:
        moment -= timedelta(minutes=1)
    return show_datetime(moment, context, DAY_END)


def show_datetime(moment: datetime, context: InputContext, bare: time = DAY_START) -> str:
    """A date, with the clock time unless it is the one that a bare day means."""
    text = show_date(moment, context)
    clock = moment.time().replace(second=0, microsecond=0, tzinfo=None)
    return text if clock == bare else f"{text} {clock:%H:%M}"
