"""Field values as SQLite stores them and as JSON shows them.

Stored forms are TEXT, INTEGER or REAL: dates and times ISO 8601 (``2026-11-23``, ``2026-11-23T17:00``), booleans 0 and
1, tuples and three-point values JSON arrays, durations whole minutes.
"""

import json
from datetime import date, datetime
from typing import Any

from tpm_tui.domain.fields import Column
from tpm_tui.domain.values import ThreePoint

#: What a row holds: the only types that come from and go to SQLite.
Stored = str | int | float | None


def dump(column: Column, value: Any) -> Stored:
    """A Python value in its stored form. TypeError or ValueError if it is not of the column's type."""
    if value is None:
        return None
    kind = column.type
    if kind is datetime:
        return value.isoformat(timespec="minutes")  # type: ignore[no-any-return]
    if kind is date:
        return value.isoformat()[:10]  # type: ignore[no-any-return]
    if kind is tuple:
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))
    if kind is ThreePoint:
        return value.dump()  # type: ignore[no-any-return]
    if kind is bool:
        return int(value)
    if kind is float:
        return float(value)
    return value  # type: ignore[no-any-return]


def load(column: Column, stored: Stored) -> Any:
    """The inverse of :func:`dump`."""
    if stored is None:
        return () if column.type is tuple else None
    kind = column.type
    if kind is str or kind is int or kind is float:
        return stored
    if kind is datetime:
        return datetime.fromisoformat(str(stored))
    if kind is date:
        return date.fromisoformat(str(stored))
    if kind is tuple:
        return tuple(json.loads(str(stored)))
    if kind is ThreePoint:
        return ThreePoint.load(str(stored))
    return bool(stored)


def to_json(column: Column, stored: Stored) -> Any:
    """A stored value as documented JSON: arrays for lists and three-point values, true and false for booleans."""
    if stored is None:
        return [] if column.type is tuple else None
    if column.type is tuple or column.type is ThreePoint:
        return json.loads(str(stored))
    if column.type is bool:
        return bool(stored)
    return stored


def from_json(column: Column, value: Any) -> Stored:
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
        return ThreePoint.load(json.dumps(value)).dump()
    if kind is bool:
        if not isinstance(value, bool) and value not in (0, 1):
            raise ValueError(f"{column.name} is true or false")
        return int(value)
    if kind in (int, float):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{column.name} is a number")
        if kind is int and value != int(value):
            raise ValueError(f"{column.name} is a whole number")
        if abs(value) >= 2**63:
            raise ValueError(f"{column.name} is too large")
        return int(value) if kind is int else float(value)
    if not isinstance(value, str):
        raise ValueError(f"{column.name} is a text")
    if kind is datetime:
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(timespec="minutes")
    if kind is date:
        return date.fromisoformat(value[:10]).isoformat()
    return value


def bad_text(text: str) -> str | None:
    """Why a text cannot be kept: lone surrogates and NUL have no place in a UTF-8 file. None if it can."""
    if "\0" in text:
        return "the text holds a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "the text holds half of a character (a lone surrogate)"
    return None
