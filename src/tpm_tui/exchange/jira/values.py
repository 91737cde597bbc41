"""Dates, durations and texts as Jira writes them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext

#: Month names of the languages Jira exports in, by their beginnings, longest first.
_MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrz": 3, "mrt": 3, "apr": 4,
    "avr": 4, "abr": 4, "may": 5, "mai": 5, "mag": 5, "mei": 5, "juin": 6, "juil": 7, "jun": 6, "giu": 6, "jul": 7,
    "lug": 7, "aug": 8, "aoû": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "nov": 11,
    "dec": 12, "déc": 12, "dez": 12, "dic": 12,
}  # fmt: skip

_CLOCK = r"(?:[ ,T]+(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?)?"
_NAMED = re.compile(r"(\d{1,2})[/ .-]+([^\W\d_]{3,12})\.?[/ .,-]+(\d{4}|\d{2})" + _CLOCK, re.I)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,12})\.? (\d{1,2}),? (\d{4})" + _CLOCK, re.I)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + _CLOCK, re.I)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})" + _CLOCK, re.I)


class JiraDateParser:
    """Reads the dates of one file. ``month_first`` tells what 6/7/2025 means: June the 7th where true."""

    def __init__(self, month_first: bool = True) -> None:
        self.month_first = month_first
        self._known: dict[str, datetime] = {}

    @classmethod
    def judged_by(cls, texts: Iterable[str]) -> tuple["JiraDateParser", bool]:
        """A reader that fits the file's own dates, and whether they left it open which of day and month comes first."""
        first, second, seen = False, False, False
        for text in texts:
            match = _NUMERIC.match(text.strip()) if text and not text[:4].isdecimal() else None
            if match:
                seen = True
                first = first or int(match[1]) > 12 or match[2] == "."
                second = second or int(match[3]) > 12
        return cls(second or not first), seen and first == second

    def read(self, text: str) -> datetime:
        """The local time of ``11/May/24 03:26 PM``, ``02/Mar/26``, ``6/21/2025 16:14``, ISO; midnight for a bare day.

        ValueError otherwise.
        """
        moment = self._known.get(text)
        if moment is None:
            try:
                moment = self._read(text.strip())
            except (ValueError, OverflowError):
                moment = None
            if moment is None:
                raise ValueError(f"{text.strip()[:40]!r} is no date")
            self._known[text] = moment
        return moment

    def _read(self, text: str) -> datetime | None:
        if match := _NAMED.fullmatch(text):
            day, month, year, *clock = match.groups()
            return _moment(year, _month(month), day, clock)
        if match := _ISO.fullmatch(text):
            year, month, day, *clock = match.groups()
            return _moment(year, int(month), day, clock)
        if match := _NUMERIC.fullmatch(text):
            one, mark, two, year, *clock = match.groups()
            month_first = self.month_first and mark != "."
            if int(one) > 12 or int(two) > 12:
                month_first = int(two) > 12
            return _moment(year, int(one if month_first else two), two if month_first else one, clock)
        if match := _NAME_FIRST.fullmatch(text):
            month, day, year, *clock = match.groups()
            return _moment(year, _month(month), day, clock)
        return None


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


def stored_start(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def stored_finish(moment: datetime) -> str:
    """A bare day means its end, as where a person types it."""
    bare = moment.time() == time(0)
    return datetime.combine(moment.date(), dates.DAY_END if bare else moment.time()).isoformat(timespec="minutes")


def jira_minutes(text: str, context: InputContext) -> int:
    """Working minutes of an estimate in seconds or in words (``38h``, ``1w 2d``). ValueError if it is neither."""
    bare = text.strip()
    if re.fullmatch(r"\d{1,12}(\.0+)?", bare):
        return round(int(bare.partition(".")[0]) / 60)
    if bare.startswith("-"):
        raise ValueError(f"{bare[:40]!r} is negative")
    spelled = re.sub(r"(weeks?|days?|hours?|hrs?|minutes?|mins?)\b", lambda m: m[0][0], bare.lower())
    return dates.parse_duration(spelled.replace(",", " "), context)


_HEADING = re.compile(r"^h([1-6])\. *", re.M)
_NUMBERED = re.compile(r"^# ", re.M)
_CODE = re.compile(r"\{(?:code|noformat)(?::([a-z0-9+#]+)[^}]*)?\}", re.I)
_WEB_LINK = re.compile(r"\[([^\]|\n]+)\|(https?://[^\]|\s]+)[^\]]*\]")


def wiki_to_markdown(text: str) -> str:
    """Jira's wiki text as Markdown, where headings, numbered lists, code and links are marked; line ends as one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("# ") or "\n# " in text:
        text = _NUMBERED.sub("1. ", text)
    if "h" in text:
        text = _HEADING.sub(lambda m: "#" * int(m[1]) + " ", text)
    if "{" in text:
        text = _CODE.sub(lambda m: "```" + (m[1] or ""), text)
    if "|http" in text:
        text = _WEB_LINK.sub(r"[\1](\2)", text)
    return text
