"""The texts in MS Project's XML: dates, durations, numbers. A text that makes no sense raises ValueError."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from xml.etree.ElementTree import Element

from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.amounts import stored_amount

_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>[\d.]+)Y)?(?:(?P<months>[\d.]+)M)?(?:(?P<weeks>[\d.]+)W)?(?:(?P<days>[\d.]+)D)?"
    r"(?:T(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?(?:(?P<seconds>[\d.]+)S)?)?$"
)
_PLAIN = re.compile(r"PT(\d+)H(\d+)M0S$")

_MINUTES = {"years": 115_200, "months": 9_600, "weeks": 2_400, "days": 480, "hours": 60, "minutes": 1}
"""Working time: a day of eight hours, a week of five days, a month of twenty days, as MS Project and MPXJ count."""

ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
"""Duration and lag formats that count clock time: minutes, hours, days, weeks, months, percent; then "estimated"."""

PERCENT_FORMATS = frozenset({19, 20, 51, 52})
"""Lag formats that count hundredths of the predecessor's duration."""

T = TypeVar("T")


@lru_cache(maxsize=50_000)
def parse_instant(text: str) -> int:
    """Minutes since the epoch from `2026-11-23T08:00:00`; a date alone is midnight, a time zone is dropped."""
    return to_minute(datetime.fromisoformat(text[:19]))


@lru_cache(maxsize=50_000)
def parse_iso_duration(text: str) -> int:
    """Working minutes from `PT40H0M0S` or `P5D`, rounded to the nearest."""
    plain = _PLAIN.match(text)
    if plain:
        return int(plain[1]) * 60 + int(plain[2])
    parts = _DURATION.match(text)
    if parts is None:
        raise ValueError(f"{text!r} is no duration")
    minutes = sum(float(parts[name]) * size for name, size in _MINUTES.items() if parts[name])
    if parts["seconds"]:
        minutes += float(parts["seconds"]) / 60
    whole = int(minutes + 0.5)
    return -whole if parts["sign"] else whole


def parse_boolean(text: str) -> bool:
    """True for 1 and true."""
    return text == "1" or text.strip() in ("1", "true", "True", "-1")


def parse_integer(text: str) -> int:
    """An integer, also where a program wrote it as 3.0."""
    try:
        return int(text)
    except ValueError:
        return round(float(text))


def parse_tenths(text: str) -> int:
    """Minutes from tenths of a minute, rounded towards zero."""
    return int(float(text) / 10)


def parse_hundredths(text: str) -> Decimal:
    """An amount of money from hundredths."""
    return stored_amount(text) / 100


def parse_time_of_day(text: str) -> int:
    """Minutes after midnight from `08:00:00`, or from a full date and time."""
    hours, minutes = text[-8:].split(":")[:2] if len(text) >= 8 else text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


_LOCAL: dict[str, str] = {}


def local_name(tag: str) -> str:
    """A tag without its namespace: every version of MS Project, and programs that write none."""
    name = _LOCAL.get(tag)
    if name is None:
        name = tag.rpartition("}")[2]
        if len(_LOCAL) < 10_000:
            _LOCAL[tag] = name
    return name


def child_texts(element: Element) -> dict[str, str]:
    """The children that hold text, by tag; of several with one tag, the last."""
    return {local_name(child.tag): child.text for child in element if child.text and not child.text.isspace()}


class ElementReader:
    """Reads fields of one element and collects what it could not read instead of stopping."""

    __slots__ = ("texts", "where", "wrong")

    def __init__(self, texts: Mapping[str, str], where: str, wrong: Callable[[str, str], None]) -> None:
        self.texts = texts
        self.where = where
        self.wrong = wrong

    def get(self, tag: str, parse: Callable[[str], T]) -> T | None:
        """The parsed field, or None if it is absent or makes no sense."""
        text = self.texts.get(tag)
        if text is None:
            return None
        try:
            return parse(text)
        except (ValueError, OverflowError):
            pass
        try:
            return parse(text.strip())
        except (ValueError, OverflowError):
            self.wrong(self.where, f"<{tag}> holds {text.strip()[:60]!r}, which makes no sense there")
            return None

    def value(self, tag: str, parse: Callable[[str], T], default: T) -> T:
        """The parsed field, or a default."""
        if tag not in self.texts:
            return default
        parsed = self.get(tag, parse)
        return default if parsed is None else parsed
