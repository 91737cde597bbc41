"""Records as the documented JSON, column by column: each distinct value is written once, rows are put together last."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from tpm_tui.cli.output.streams import escape_invisible
from tpm_tui.domain.fields import Column
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.values.amounts import amount_number, stored_amount
from tpm_tui.domain.values.codec import Stored, value_to_json
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.lazy_plan import JsonObjects, native_json_columns

#: Records written to a piece of text: so few that their pieces stay in the processor's cache.
_PIECE = 100

#: A three-point value or an empty list as it is stored is JSON already.
_IS_JSON = re.compile(r'\[(-?\d+(\.\d+)?,-?\d+(\.\d+)?,-?\d+(\.\d+)?(,"%")?)?\]')


def json_value(column: Column, stored: Stored) -> Any:
    """One stored value as documented JSON; a value that is not of its column's form comes as it is stored."""
    try:
        if column.field.format == "object" and isinstance(stored, str):
            return json.loads(stored)
        return value_to_json(column, stored)
    except ValueError:
        return stored


def record_object(sheet: Sheet, kind: str, id_: str) -> dict[str, Any]:
    """One record as documented JSON: ``key``, ``id``, every field by its declared name, then computed ones."""
    values = {name: json_value(column, sheet.value(kind, id_, name)) for name, column in sheet.columns(kind).items()}
    return {"key": values.pop("key"), **values}


def _write_text(value: Stored) -> str:
    return encode_basestring(str(value))


def _write_flag(value: Stored) -> str:
    return "null" if value is None else "true" if value else "false"


def _write_number(value: Stored) -> str:
    return _write_text(value) if isinstance(value, str) else "null" if value is None else repr(value)


def _write_amount(value: Stored) -> str:
    return json.dumps(amount_number(stored_amount(value)))


def _writer(column: Column) -> Callable[[Stored], str]:
    """How one stored value that is not None is written."""
    if column.type in (tuple, ThreePoint) or column.field.format == "object":

        def write(value: Stored) -> str:
            if isinstance(value, str) and _IS_JSON.fullmatch(value):
                return value
            return json.dumps(json_value(column, value), ensure_ascii=False, separators=(",", ":"))

        return write
    if column.type is bool:
        return _write_flag
    if column.type is Decimal:
        return _write_amount
    return _write_number if column.type in (int, float) else _write_text


def json_cells(column: Column, values: Sequence[Stored]) -> list[str]:
    """``"name":value`` of each value of a column, with what cannot be seen still in it."""
    head = f"{encode_basestring(column.name)}:"
    write = _writer(column)
    distinct = set(values)
    empty = head + ("[]" if column.many else "null")
    if len(distinct) * 2 < len(values):
        written = {v: empty if v is None else head + write(v) for v in distinct}
        return [written[v] for v in values]
    return [empty if v is None else head + write(v) for v in values]


def json_field_order(sheet: Sheet, kind: str) -> list[str]:
    """Every field in the order in which JSON shows them: the key and other plain fields as declared, then lists,
    numbers with a fraction and the like, then computed fields."""
    first = [c.name for c in native_json_columns(kind)]
    return [*first, *(n for n in sheet.columns(kind) if n not in first)]


def json_records(
    sheet: Sheet,
    kind: str,
    names: Sequence[str],
    places: Sequence[int],
    written: Callable[[], JsonObjects | None] | None = None,
) -> Iterator[str]:
    """An array with an object a record, one a line: the fields ``names`` of the records at ``places``.

    All is read and computed before this returns; the text comes in pieces, each put together when it is asked for, as
    a long text would be copied from memory to memory. Where ``written`` is given, SQLite is writing the first fields of
    :func:`json_field_order`; it is waited for when the others are done.
    """
    columns = sheet.columns(kind)

    def texts(some: Sequence[str]) -> list[list[str]]:
        cells = []
        for name in some:
            values = sheet.values(kind, name)
            cells.append(json_cells(columns[name], [values[p] for p in places]))
        return cells

    first = 0 if written is None else len(native_json_columns(kind))
    rest = texts(names[first:])
    objects = None if written is None else written()
    if objects is None:
        rest = texts(names[:first]) + rest
    return _pieces(places, objects, rest)


def _pieces(places: Sequence[int], objects: JsonObjects | None, rest: Sequence[Sequence[str]]) -> Iterator[str]:
    if not places:
        yield "[]\n"
        return
    begin = "[\n{"
    for start in range(0, len(places), _PIECE):
        some = slice(start, start + _PIECE)
        parts = [part[some] for part in rest]
        if objects is not None:
            parts.insert(0, objects.members_at(places[some]))
        yield begin + escape_invisible("},\n{".join(map(",".join, zip(*parts, strict=True))))
        begin = "},\n{"
    yield "}\n]\n"
