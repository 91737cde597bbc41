"""Hypothesis strategies for the values of any column of any kind, made from the declarations alone."""

from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.three_point import ThreePoint

#: Everything UTF-8 can hold but NUL, newlines and control characters included.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
titles = texts.filter(lambda t: bool(t.strip()))
dates = st.dates(date(1990, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0))
#: Amounts as people have them: to the cent, up to a hundred million.
amounts = st.integers(-(10**10), 10**10).map(lambda n: n / 100)

_FORMATTED: dict[str, st.SearchStrategy[Any]] = {
    "duration": st.integers(0, 500_000),
    "elapsed": st.integers(0, 500_000),
    "lag": st.integers(-50_000, 50_000),
    "percent": st.integers(0, 1000),
    "weight": st.integers(0, 100_000).map(lambda n: n / 100),
    "chance": st.integers(0, 10_000).map(lambda n: n / 100),
    "money": st.decimals(-(10**9), 10**9, places=3),
    "positive": st.integers(1, 100_000).map(lambda n: n / 100),
    "hours": st.sampled_from(["", "09:00-12:00 13:00-18:00", "00:00-24:00", "22:15-24:00"]),
    "skills": st.lists(st.sampled_from(["python:3", "sql:1", "go:5"]), unique=True).map(tuple),
    "cadence": st.sampled_from(["", "FREQ=WEEKLY", "FREQ=MONTHLY;INTERVAL=5", "FREQ=WEEKLY;BYDAY=MO,FR"]),
    "kind": st.sampled_from(["item", "risk", "calendar_exception"]),
    "rank": st.from_regex(r"[0-9A-Za-z]{0,6}", fullmatch=True),
    "word": st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    "scale": st.sampled_from(["5 20 40 60 85", "1 2 3 4 5.5"]),
    "limits": st.sampled_from(["", "qa:2", "design:0 qa:12"]),
    "object": st.sampled_from(["{}", '{"colour": "red", "size": 3}']),
}


def three_points(values: st.SearchStrategy[Any]) -> st.SearchStrategy[ThreePoint]:
    return st.lists(values, min_size=3, max_size=3).map(lambda v: ThreePoint(*sorted(v)))


def python_values(column: Column) -> st.SearchStrategy[Any]:
    """Valid Python values of a column that points at nothing, None included where it may be."""
    present = _present(column)
    return st.none() | present if column.nullable else present


def _present(column: Column) -> st.SearchStrategy[Any]:
    field = column.field
    if field.choices and not column.many:
        return st.sampled_from(list(field.choices))
    if column.type is ThreePoint:
        return three_points(st.integers(0, 100_000))
    if field.format in _FORMATTED:
        return _FORMATTED[field.format]
    if column.type is tuple:
        return st.lists(st.from_regex(r"[\w-]{1,8}", fullmatch=True), unique=True, max_size=3).map(tuple)
    plain: dict[type, st.SearchStrategy[Any]] = {
        int: st.integers(-1000, 1000),
        float: amounts,
        bool: st.booleans(),
        date: dates,
        datetime: moments,
        str: titles if column.required else texts,
    }
    return plain[column.type]


def values(kind: str, data: st.DataObject, made: dict[str, list[str]], all_fields: bool = True) -> dict[str, Any]:
    """Python values for a record of a kind; what it points at is drawn from ``made``."""
    values: dict[str, Any] = {}
    for c in KINDS[kind].columns:
        if not c.settable or not (all_fields or c.required) or (kind, c.name) in {("item", "parent")}:
            continue
        values[c.name] = data.draw(value_of(c, made), label=c.name)
    if kind in ("assignment", "rate"):  # of a person or of a pool, one of them
        values["person"], values["pool"] = (
            (made["person"][0], None) if made.get("person") else (None, values.get("pool"))
        )
    if kind == "budget":  # one that can be drawn from
        values["type"] = data.draw(st.sampled_from(["contingency reserve", "management reserve"]))
    if kind == "view" and "filter" in values:  # one that can be read
        values["filter"] = data.draw(st.sampled_from(["", "word", "-word or other"]))
    if kind == "link":
        values["predecessor"], values["successor"] = made["item"][:2]
    if kind == "custom_field" and "name" in values:
        values["name"] = f"field_{data.draw(st.uuids()).hex[:12]}"
    names = [name for name in KINDS[kind].ascending if values.get(name) is not None]
    values |= zip(names, sorted(values[name] for name in names), strict=True)
    if kind == "check" and values.get("state") == "waived":
        values["reason"] = "agreed"
    return values


def value_of(column: Column, made: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if column.ref:
        ids = made.get(column.ref, [])
        if column.many:
            return st.lists(st.sampled_from(ids), unique=True, max_size=2).map(tuple) if ids else st.just(())
        return st.sampled_from(ids) if ids and column.required else st.sampled_from([None, *ids])
    if column.field.vocabulary:
        return st.sampled_from(["backlog", "ready", "doing"])
    return python_values(column)
