"""Field values as SQLite stores them and as JSON shows them.

Stored forms are TEXT, INTEGER or REAL: dates and times ISO 8601 (``2026-11-23``, ``2026-11-23T17:00``), booleans 0 and
1, tuples and three-point values JSON arrays, durations whole minutes, exact amounts decimal texts (``1250.5``).
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from tpm_tui.domain.fields import Column
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.values.amounts import amount_number, amount_text, parse_amount, stored_amount
from tpm_tui.domain.values.three_point import ThreePoint

#: What a row holds: the only types that come from and go to SQLite.
Stored = str | int | float | None


def dump_value(column: Column, value: Any) -> Stored:
    """A Python value in its stored form. TypeError or ValueError if it is not of the column's type."""
    if value is None:
        return None
    kind = column.type
    if kind is datetime:
        if not isinstance(value, datetime):
            raise TypeError("it is a date with a clock time")
        if value.tzinfo is not None:
            raise ValueError("a time is local and has no zone")
        return value.isoformat(timespec="minutes")
    if kind is date:
        if not isinstance(value, date):
            raise TypeError("it is a date")
        return value.isoformat()[:10]
    if kind is tuple:
        if not isinstance(value, tuple | list) or not all(isinstance(v, str) for v in value):
            raise TypeError("it is a list of texts")
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))
    if kind is ThreePoint:
        if not isinstance(value, ThreePoint):
            raise TypeError("it is a three-point value")
        return value.dump()
    if kind is Decimal:
        return amount_text(stored_amount(value))
    if kind is bool:
        return int(value)
    if kind is float:
        return float(value)
    if kind is int and isinstance(value, bool):
        return int(value)
    return value  # type: ignore[no-any-return]


def load_value(column: Column, stored: Stored) -> Any:
    """The inverse of :func:`dump_value`."""
    if stored is None:
        return () if column.type is tuple else None
    kind = column.type
    if kind is str or kind is int or kind is float:
        return stored
    if kind is Decimal:
        return stored_amount(stored)
    if kind is datetime:
        return datetime.fromisoformat(str(stored))
    if kind is date:
        return date.fromisoformat(str(stored))
    if kind is tuple:
        return tuple(_texts(str(stored)))
    if kind is ThreePoint:
        return ThreePoint.load(str(stored))
    return bool(stored)


def _texts(text: str) -> list[str]:
    try:
        parsed = json.loads(text)
    except RecursionError:
        parsed = None
    if not isinstance(parsed, list) or not all(isinstance(v, str) for v in parsed):
        raise ValueError("it is a list of texts")
    return parsed


def canonical_value(column: Column, stored: Stored) -> tuple[Any, Stored]:
    """A stored value as Python, and in the one form that is kept: equal values are equal texts, and reading a file back
    changes none.

    ValueError or TypeError if it is not a stored form of the column's type.
    """
    kind = column.type
    value: Any
    if stored is None:
        return load_value(column, None), None
    if kind is str:
        if not isinstance(stored, str):
            raise TypeError("it is a text")
        return stored, stored
    if kind is bool:
        if not isinstance(stored, int) or stored not in (0, 1):
            raise TypeError("it is 0 or 1")
        return bool(stored), int(stored)
    if kind is int:
        if not isinstance(stored, int) or abs(stored) >= 2**63:
            raise TypeError("it is a whole number")
        return int(stored), int(stored)
    if kind is float:
        if not isinstance(stored, int | float) or not abs(stored) < 1e300:
            raise TypeError("it is a number")
        return float(stored), float(stored)
    if kind is Decimal:
        kept = amount_text(stored_amount(stored))
        return stored_amount(kept), kept
    if not isinstance(stored, str):
        raise TypeError("it is a text")
    if kind is date or kind is datetime:
        value = _iso(stored)
        if kind is date and value.time() != time(0):
            raise ValueError("it is a date without a clock time")
    else:
        value = load_value(column, stored)
    return value, dump_value(column, value)


def stored_day(stored: Stored) -> date | None:
    """The day of a date or a moment as it is stored; None where there is none."""
    return date.fromisoformat(str(stored)[:10]) if stored else None


def stored_ids(stored: Stored) -> list[str]:
    """The ids of a reference list as it is stored; none where nothing is."""
    return [str(id_) for id_ in json.loads(str(stored))] if stored else []


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no ISO date or time") from None


def value_to_json(column: Column, stored: Stored) -> Any:
    """A stored value as documented JSON: arrays for lists and three-point values, true and false for booleans, numbers
    for exact amounts (a decimal string for one of so many digits that a reader of numbers would round it)."""
    if stored is None:
        return [] if column.type is tuple else None
    if column.type is Decimal:
        return amount_number(stored_amount(stored))
    if column.type is tuple or column.type is ThreePoint:
        return json.loads(str(stored))
    if column.type is bool:
        return bool(stored)
    return stored


def value_from_json(column: Column, value: Any) -> Stored:
    """The stored form of a documented JSON value. ValueError, with the reason, if it is of another shape."""
    if value is None:
        if column.type is tuple:
            return "[]"
        if column.nullable:
            return None
        raise ValueError(f"{column.name} cannot be empty")
    kind = column.type
    if kind is tuple:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(f"{column.name} is a list of texts")
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if kind is ThreePoint:
        if not isinstance(value, list) or not all(isinstance(v, str | int | float) for v in value):
            raise ValueError(f"{column.name} is [best, likely, worst]")
        return ThreePoint.load(json.dumps(value)).dump()
    if kind is bool:
        if value not in (0, 1) or not isinstance(value, int | float):
            raise ValueError(f"{column.name} is true or false")
        return int(value)
    if kind is Decimal and isinstance(value, str):
        return amount_text(parse_amount(value))
    if kind in (int, float, Decimal):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{column.name} is a number")
        if not abs(value) < 2**63:
            raise ValueError(f"{column.name} is too large")
        if kind is int and value != int(value):
            raise ValueError(f"{column.name} is a whole number")
        if kind is Decimal:
            return amount_text(stored_amount(value))
        return int(value) if kind is int else float(value)
    if not isinstance(value, str):
        raise ValueError(f"{column.name} is a text")
    if kind is datetime:
        moment = _iso(value)
        return (to_local(moment) if moment.tzinfo else moment).isoformat(timespec="minutes")
    if kind is date:
        return _iso(value).date().isoformat()
    return value


def encoding_problem(text: str) -> str | None:
    """Why a text cannot be kept: lone surrogates and NUL have no place in a UTF-8 file. None if it can."""
    if "\0" in text:
        return "the text holds a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "the text holds half of a character (a lone surrogate)"
    return None
