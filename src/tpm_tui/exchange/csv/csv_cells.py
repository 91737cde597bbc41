"""Values as cells of a table: text that a person reads, and that comes back as the same value."""

import json
import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import amount_text, stored_amount
from tpm_tui.domain.values.codec import Stored, dump_value, value_from_json
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.common.notations.foreign_dates import DateReader, stored_finish, stored_start
from tpm_tui.exchange.common.notations.foreign_durations import read_duration

_STARTS = "=+\\-@\t\r\n＝＋－＠"
_RISKY = re.compile(f"'*[{_STARTS}]")
_GUARDED = re.compile(f"'+[{_STARTS}]")

_DURATIONS = frozenset({"duration", "delay", "elapsed", "lag"})
_PERCENTS = frozenset({"percent", "chance"})
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(\.\d+)?)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SPLITS = re.compile(r"[\s,;]")


def escape_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what could start one."""
    return f"'{text}" if text and _RISKY.match(text) else text


def unescape_formula(text: str) -> str:
    """The inverse of :func:`escape_formula`, for every text that it can return."""
    return text[1:] if text and text[0] == "'" and _GUARDED.match(text) else text


def format_cell(column: Column, stored: Stored, plan: Plan, context: InputContext) -> str:
    """The text of a stored value of a column without references; :func:`parse_cell` gives the same value back."""
    if stored is None or stored == "[]":
        return ""
    text = _shown(column, stored)
    if column.type is str:
        return text
    try:
        if parse_cell(column, text, plan, context) == stored:
            return text
    except ValueError:
        pass
    return str(stored)


def _shown(column: Column, stored: Stored) -> str:
    kind, form = column.type, column.field.format
    if kind is ThreePoint:
        value = ThreePoint.load(str(stored))
        numbers = [value.likely] if not value.spread else [value.best, value.likely, value.worst]
        if value.percent:
            return "/".join(f"{n:g}%" for n in numbers)
        return "/".join(_minutes(n) if form in _DURATIONS else f"{n:g}" for n in numbers)
    if kind is tuple:
        words: list[str] = json.loads(str(stored))
        plain = all(w and not _SPLITS.search(w) and w[0] not in "+#[" for w in words)
        return " ".join(words) if plain else str(stored)
    if kind is bool:
        return "yes" if stored else "no"
    if kind in (int, float) and form in _DURATIONS:
        return _minutes(float(stored or 0))
    if kind in (int, float) and form in _PERCENTS:
        return f"{stored}%"
    return str(stored)


def _minutes(value: float) -> str:
    """Hours and minutes: the same whatever the length of a working day."""
    if value != int(value):
        return str(value)
    hours, rest = divmod(abs(int(value)), 60)
    text = f"{hours}h {rest}m" if hours and rest else f"{rest}m" if rest else f"{hours}h"
    return ("-" if value < 0 else "") + text.replace(" ", "")


def parse_cell(column: Column, text: str, plan: Plan, context: InputContext, dates: DateReader | None = None) -> Stored:
    """The stored value of a cell, exact forms first, then as a person types it, then as other
    programs write it. ValueError otherwise.

    For references, :class:`tpm_tui.exchange.common.references.ReferenceResolver` reads the cell.
    """
    bare = text.strip()
    exact = _exact(column, bare, text)
    if exact is not None:
        return exact
    try:
        return dump_value(column, field_values.parse_value(column, text, plan, context))
    except ValueError as problem:
        try:
            foreign = _foreign(column, bare, context, dates)
        except ValueError as closer:
            raise (closer if "may be day/month" in str(closer) else problem) from None
        if foreign is None:
            raise
        return foreign


def _foreign(column: Column, bare: str, context: InputContext, dates: DateReader | None) -> Stored:
    """A date or a duration as other programs write it; None for another type. ValueError if it is neither."""
    if dates is not None and column.type in (date, datetime):
        moment = dates.read(bare)
        if column.type is date:
            return moment.date().isoformat()
        return stored_finish(moment) if column.field.format == "finish" else stored_start(moment)
    if column.field.format == "duration" and column.type in (int, ThreePoint):
        minutes = [read_duration(part, context) for part in bare.split("/")]
        if column.type is int:
            return minutes[0] if len(minutes) == 1 else None
        return f"[{minutes[0]},{minutes[len(minutes) // 2]},{minutes[-1]}]" if len(minutes) in (1, 3) else None
    return None


def _exact(column: Column, bare: str, text: str) -> Stored:
    """The value of a form that is not for people: ISO, JSON, numbers with an exponent; None if it is none."""
    kind, field = column.type, column.field
    if kind is str and (field.hidden or field.long) and not column.required:
        return text
    if not bare:
        return None
    if kind is date and _ISO_DAY.fullmatch(bare):
        return date.fromisoformat(bare).isoformat()
    if kind is datetime and (match := _ISO_MOMENT.fullmatch(bare)):
        return datetime.fromisoformat(f"{match[1]}T{match[2]}").isoformat(timespec="minutes")
    if kind is float:
        number = bare.removesuffix("%") if field.format in _PERCENTS else bare
        if _NUMBER.fullmatch(number):
            return _finite(float(number))
    if kind is Decimal and _NUMBER.fullmatch(bare):
        return amount_text(stored_amount(bare))
    if kind is int and not field.choices and field.format not in _DURATIONS and re.fullmatch(r"[+-]?\d{1,19}", bare):
        return int(bare)
    if kind in (tuple, ThreePoint) and bare.startswith("["):
        return value_from_json(column, _parsed(bare))
    return None


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("the number is too large")
    return value


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"{text[:40]!r} is no list") from None
