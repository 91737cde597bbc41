"""Records as the documented JSON, column by column: each distinct value is written once, rows are put together last."""

import json
import re
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from json.encoder import encode_basestring
from typing import Any

from tpm_tui.cli.output import plain_json
from tpm_tui.domain.codec import Stored, to_json
from tpm_tui.domain.fields import Column
from tpm_tui.domain.sheet import Sheet
from tpm_tui.domain.values import ThreePoint
from tpm_tui.store.demand import Objects, plain

#: A three-point value or an empty list as it is stored is JSON already.
_IS_JSON = re.compile(r'\[(-?\d+(\.\d+)?,-?\d+(\.\d+)?,-?\d+(\.\d+)?(,"%")?)?\]')


def value_of(column: Column, stored: Stored) -> Any:
    """One stored value as documented JSON; a value that is not of its column's form comes as it is stored."""
    try:
        if column.field.format == "object" and isinstance(stored, str):
            return json.loads(stored)
        return to_json(column, stored)
    except ValueError:
        return stored


def record(sheet: Sheet, kind: str, id_: str) -> dict[str, Any]:
    """One record as documented JSON: ``key``, ``id``, every field by its declared name, then computed ones."""
    found = {name: value_of(column, sheet.value(kind, id_, name)) for name, column in sheet.columns(kind).items()}
    return {"key": found.pop("key"), **found}


def _seen(text: str) -> str:
    return text if text.isascii() and "\x7f" not in text else plain_json(text)


def _write_text(value: Stored) -> str:
    return _seen(encode_basestring(str(value)))


def _write_flag(value: Stored) -> str:
    return "null" if value is None else "true" if value else "false"


def _write_number(value: Stored) -> str:
    return _write_text(value) if isinstance(value, str) else "null" if value is None else repr(value)


def _writer(column: Column) -> Callable[[Stored], str]:
    """How one stored value that is not None is written."""
    if column.type in (tuple, ThreePoint) or column.field.format == "object":

        def write(value: Stored) -> str:
            if isinstance(value, str) and _IS_JSON.fullmatch(value):
                return value
            return plain_json(json.dumps(value_of(column, value), ensure_ascii=False, separators=(",", ":")))

        return write
    if column.type is bool:
        return _write_flag
    return _write_number if column.type in (int, float) else _write_text


def cells(column: Column, values: Sequence[Stored]) -> list[str]:
    """``"name":value`` of each value of a column."""
    head = f"{encode_basestring(column.name)}:"
    write = _writer(column)
    distinct = set(values)
    empty = head + ("[]" if column.many else "null")
    if len(distinct) * 2 < len(values):
        written = {v: empty if v is None else head + write(v) for v in distinct}
        return [written[v] for v in values]
    return [empty if v is None else head + write(v) for v in values]


def order(sheet: Sheet, kind: str) -> list[str]:
    """Every field in the order in which JSON shows them: the key and other plain fields as declared, then lists,
    numbers with a fraction and the like, then computed fields."""
    columns = sheet.columns(kind)
    first = [n for n, c in columns.items() if n in sheet.table(kind).columns and plain(c)]
    return ["key", *(n for n in first if n != "key"), *(n for n in columns if n not in first)]


def rows(sheet: Sheet, kind: str, names: Sequence[str], places: Sequence[int], written: Objects | None = None) -> str:
    """An array with an object a record, one a line: the fields ``names`` of the records at ``places``.

    ``written`` holds the insides of objects of the first fields of :func:`order` where SQLite has written them already.
    """
    if not places:
        return "[]\n"
    columns = sheet.columns(kind)
    texts = []
    for name in names if written is None else names[len(written[0]) :]:
        values = sheet.values(kind, name)
        texts.append(cells(columns[name], [values[p] for p in places]))
    starts = chain(["[\n{"], repeat("{", len(places) - 1))
    heads = repeat("") if written is None else map(_seen, map(written[1].__getitem__, places))
    comma = "," if written is not None and texts else ""
    rests = map(",".join, zip(*texts, strict=True)) if texts else repeat("")
    ends = chain(repeat("},\n", len(places) - 1), ["}\n]\n"])
    # All pieces in one joining: rows put together first would be copied twice.
    return "".join(chain.from_iterable(zip(starts, heads, repeat(comma), rests, ends, strict=False)))
