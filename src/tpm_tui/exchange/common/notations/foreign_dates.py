"""Dates as other programs write them: one reader for every format, whose order of day and month the file decides."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from tpm_tui.domain.text import dates

#: Beginnings of month names: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian.
_MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "sty": 1, "янв": 1, "feb": 2, "fév": 2, "fev": 2, "lut": 2, "фев": 2, "mar": 3,
    "mär": 3, "mrz": 3, "mrt": 3, "мар": 3, "apr": 4, "avr": 4, "abr": 4, "kwi": 4, "апр": 4, "may": 5, "mai": 5,
    "mag": 5, "mei": 5, "maj": 5, "май": 5, "мая": 5, "juin": 6, "jun": 6, "giu": 6, "cze": 6, "июн": 6, "juil": 7,
    "jul": 7, "lug": 7, "lip": 7, "июл": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8, "sie": 8, "авг": 8, "sep": 9,
    "set": 9, "wrz": 9, "сен": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "paź": 10, "paz": 10, "окт": 10,
    "nov": 11, "lis": 11, "ноя": 11, "dec": 12, "déc": 12, "dez": 12, "dic": 12, "gru": 12, "дек": 12,
}  # fmt: skip

#: Beginnings of the names of weekdays in the same languages.
_WEEKDAYS = frozenset(
    [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "montag",
        "dienstag",
        "lun",
        "mar",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
        "mié",
        "mie",
        "jue",
        "vie",
        "sáb",
        "sab",
        "dom",
        "seg",
        "ter",
        "qua",
        "qui",
        "sex",
        "pn",
        "pon",
        "wto",
        "wt",
        "śro",
        "śr",
        "czw",
        "cz",
        "pią",
        "pt",
        "sob",
        "nie",
        "nd",
        "gio",
        "пн",
        "вт",
        "ср",
        "чт",
        "пт",
        "сб",
        "вс",
        "пон",
        "вто",
        "сре",
        "чет",
        "пят",
        "суб",
        "вос",
        "ma",
        "di",
        "wo",
        "do",
        "vr",
        "za",
        "zo",
    ]
)

_ZONE = r"(?:z|utc|gmt|[+-]\d{2}:?\d{2})"
_CLOCK = (
    r"(?:(?:[ ,Tà]|um|at)+(\d{1,2})[:.h](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?\s*"
    rf"{_ZONE}?(?:\s*\([\w ]+\))?)?"
)
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º)?(?:[/ .-]+|[ ]+de[ ]+)([^\W\d_]{3,12})\.?(?:[/ .,-]+|[ ]+de[ ]+)(\d{4}|\d{2})"
    rf"(?: г\.?)?{_CLOCK}",
    re.I,
)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,12})\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?,? ?[ -]?(\d{4})" + _CLOCK, re.I)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?" + _CLOCK, re.I)
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(?:\d{2})?" + _ZONE + "?)?", re.I)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})" + _CLOCK, re.I)
_WEEKDAY = re.compile(r"([^\W\d_]{2,12})\.?,?\s+(?=.*\d)")
_MILLISECONDS = re.compile(r"1\d{12}")


class DayMonthOrder:
    """Evidence, from every date of a file, whether 6/7/2026 is June the 7th or the 6th of July."""

    def __init__(self) -> None:
        self.ambiguous = False
        """a date was seen that can be read both ways"""
        self.day_first = False
        """a date was seen that has its day first"""
        self.month_first = False
        """a date was seen that has its month first"""

    def add(self, text: str) -> None:
        """Take one cell into account; what is no numeric date says nothing."""
        if "→" in text:
            for part in text.split("→"):
                self.add(part)
            return
        match = _NUMERIC.match(_without_weekday(text.strip()))
        if match is None:
            return
        one, other = int(match[1]), int(match[3])
        if match[2] == "." or one > 12:
            self.day_first = True
        elif other > 12:
            self.month_first = True
        else:
            self.ambiguous = self.ambiguous or one != other

    @property
    def mixed(self) -> bool:
        """Whether the file holds both orders, so that an ambiguous date means nothing."""
        return self.day_first and self.month_first

    @property
    def unknown(self) -> bool:
        """Whether an ambiguous date was seen and nothing tells the order."""
        return self.ambiguous and not (self.day_first or self.month_first)


class DateReader:
    """Reads the dates of one file.

    ``month_first`` says what 6/7/2026 means: June the 7th where true, the 6th of July where false, and nothing where it
    is None. With ``today``, words that a person types (``fri``, ``12 mar``) are dates too.
    """

    def __init__(self, month_first: bool | None = True, today: date | None = None) -> None:
        self.month_first = month_first
        self.today = today
        self._known: dict[str, datetime | str] = {}

    @classmethod
    def of_order(cls, order: DayMonthOrder) -> "DateReader":
        """A reader that follows a file's own dates; month first where nothing tells."""
        return cls(None if order.mixed else order.month_first or not order.day_first)

    @classmethod
    def judged_by(cls, texts: Iterable[str]) -> tuple["DateReader", bool]:
        """A reader that fits the dates, and whether they leave the order of day and month open."""
        order = DayMonthOrder()
        for text in texts:
            order.add(text)
        return cls.of_order(order), order.unknown

    def read(self, text: str) -> datetime:
        """Local time, midnight for a bare day; a zone is read over, as the plan's time is local everywhere.

        ValueError with the reason if it is no date, or one that can be read two ways in a file of mixed order.
        """
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(_plain(text))
        if isinstance(known, str):
            raise ValueError(known)
        return known

    def _read(self, text: str) -> datetime | str:
        try:
            moment = self._moment_of(text) or self._moment_of(_without_weekday(text))
            if moment is None and self.today is not None:
                moment = dates.parse_datetime(text, self.today)
        except _AmbiguousDateError:
            return f"{text[:40]!r} may be day/month or month/day: the file has both"
        except (ValueError, OverflowError):
            moment = None
        return f"{text[:40]!r} is no date" if moment is None else moment

    def _moment_of(self, text: str) -> datetime | None:
        if match := _NAMED.fullmatch(text):
            day, month, year, *clock = match.groups()
            return _moment(year, _month(month), day, clock)
        if match := _YEAR_FIRST.fullmatch(text):
            year, month, day, *clock = match.groups()
            return _moment(year, int(month), day, clock)
        if match := _NUMERIC.fullmatch(text):
            return self._numeric(match)
        if match := _COMPACT.fullmatch(text):
            year, month, day, *clock = match.groups()
            return _moment(year, int(month), day, [*clock, None])
        if match := _NAME_FIRST.fullmatch(text):
            month, day, year, *clock = match.groups()
            return _moment(year, _month(month), day, clock)
        if _MILLISECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) / 1000, UTC).replace(tzinfo=None, second=0, microsecond=0)
        return None

    def _numeric(self, match: re.Match[str]) -> datetime:
        one, mark, other, year, *clock = match.groups()
        month_first = self.month_first
        if mark == ".":
            month_first = False
        elif int(one) > 12 or int(other) > 12:
            month_first = int(other) > 12
        elif month_first is None and one != other:
            raise _AmbiguousDateError
        return _moment(year, int(one if month_first else other), other if month_first else one, clock)


_AROUND = re.compile(r"^le (?=\d)| Uhr$|(?<=\d\.) (?=\d)|(?<=^\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$", re.I)


def _plain(text: str) -> str:
    """A date without the words and blanks around it that say nothing, a Japanese one in digits."""
    text = _AROUND.sub("", " ".join(text.split()))
    return _in_digits(text) if "月" in text else text


_JAPANESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_JAPANESE_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})月/(\d{4}|\d{2})")


def _in_digits(text: str) -> str:
    """A Japanese date, ``2026年12月5日`` or Jira's ``05/12月/26``, with its year first."""
    text = _JAPANESE.sub(r"\1-\2-\3", text.replace("午前", "am").replace("午後", "pm"))
    return _JAPANESE_MONTH.sub(lambda match: f"{int(match[3]) % 2000 + 2000}-{match[2]}-{match[1]}", text)


class _AmbiguousDateError(Exception):
    """Day and month of a date cannot be told apart."""


def _without_weekday(text: str) -> str:
    match = _WEEKDAY.match(text)
    word = match[1].lower() if match else ""
    return text[match.end() :] if match and (word[:3] in _WEEKDAYS or word[:2] in _WEEKDAYS) else text


def _month(name: str) -> int:
    word = name.lower()
    return _MONTHS.get(word[:4]) or _MONTHS.get(word[:3]) or 0


def _moment(year: str, month: int, day: str, clock: list[str | None]) -> datetime:
    hour, minute, half = clock
    full = int(year) + (2000 if len(year) == 2 else 0)
    if hour is None or minute is None:
        return datetime(full, month, int(day))
    at = int(hour)
    if half:
        if not 1 <= at <= 12:
            raise ValueError("no such hour")
        at = at % 12 + (12 if half.lower() == "p" else 0)
    return datetime.combine(date(full, month, int(day)), time(at, int(minute)))


def looks_like_date(text: str) -> bool:
    """Whether a cell has the shape of a date that has a day, a month and a year."""
    bare = _without_weekday(_plain(text))
    return any(shape.fullmatch(bare) for shape in (_NUMERIC, _YEAR_FIRST, _NAMED, _NAME_FIRST, _COMPACT))


_RANGE = re.compile(r"\s+(?:→|–|—|-|to)\s+")


def date_range(text: str) -> tuple[str, str]:
    """First and last date of ``2026-11-23 → 2026-12-04``, as Notion and Monday write a span; empty and the text as it
    is, where it is none."""
    if match := _RANGE.search(text):
        first, last = text[: match.start()].strip(), text[match.end() :].strip()
        if looks_like_date(first) and looks_like_date(last):
            return first, last
    return "", text


def stored_start(moment: datetime) -> str:
    """A moment as a start is stored; a bare day begins at midnight."""
    return moment.isoformat(timespec="minutes")


def stored_finish(moment: datetime) -> str:
    """A moment as a finish is stored; a bare day means its end, as where a person types it."""
    bare = moment.time() == time(0)
    return datetime.combine(moment.date(), dates.DAY_END if bare else moment.time()).isoformat(timespec="minutes")
