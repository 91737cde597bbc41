"""Objects of a JSON text, each with its line, and the table that they make for the readers of trackers' tables."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.csv_rows import CsvTable
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.issue_trackers.common.known_tracker_exports import Dialect

_BLANKS = " \t\r\n,"


def json_objects(source: SourceText) -> list[tuple[int, dict[str, Any]]]:
    """The objects of an array, or of a text with one after the other, each with the line in which it begins.

    ValidationError where the text is something else.
    """
    text, decode = source.text, json.JSONDecoder().raw_decode
    at = len(text) - len(text.lstrip())
    ended = len(text.rstrip())
    if text[at : at + 1] == "[" and text[ended - 1 : ended] == "]":
        at, ended = at + 1, ended - 1
    objects: list[tuple[int, dict[str, Any]]] = []
    line, counted = 1, 0
    while True:
        while at < ended and text[at] in _BLANKS:
            at += 1
        if at >= ended:
            return objects
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decode(text, at)
        except (ValueError, RecursionError):
            raise ValidationError(f"{source.name} is no JSON in line {line}") from None
        if not isinstance(value, dict):
            raise ValidationError(f"{source.name} holds something else than objects in line {line}")
        objects.append((line, value))


class ObjectColumns(Struct, frozen=True):
    """How objects become rows: header -> the text of an object; ``used``: members that these read."""

    program: str
    cells: Mapping[str, Callable[[dict[str, Any]], str]]
    used: frozenset[str]


def table_of_objects(objects: Sequence[tuple[int, dict[str, Any]]], columns: ObjectColumns) -> tuple[CsvTable, Dialect]:
    """The rows, and how their headers are to be read: a member that no column reads is one that is left out."""
    others = [name for name in dict.fromkeys(n for _, one in objects for n in one) if name not in columns.used]
    headers = [*columns.cells, *others]

    def rows() -> Iterator[tuple[int, list[str]]]:
        for line, one in objects:
            known = [read(one) for read in columns.cells.values()]
            yield line, [*known, *(plain_text(one.get(name)) for name in others)]

    left_out = {" ".join(name.lower().replace("_", " ").split()): "" for name in others}
    return CsvTable(headers, rows(), [], [], [], []), Dialect(columns.program, targets=left_out)


def plain_text(value: Any) -> str:
    """A value as the text of a cell; nothing, false and what is empty as an empty one."""
    if value in (None, False, "", [], {}):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
