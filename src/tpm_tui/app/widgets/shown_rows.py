"""In which order a table shows the records of a kind."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint


def row_sorter(sheet: Sheet, kind: str, sort: tuple[str, bool]) -> Callable[[Iterable[str]], list[str]]:
    """A function that orders ids by a column, empty values last; ``sort`` is the field and whether to reverse."""
    name, reverse = sort
    columns = sheet.columns(kind)
    if name not in columns:
        return list
    column, values, position = columns[name], sheet.values(kind, name), sheet.table(kind).position
    choices: dict[Any, int] = {c: i for i, c in enumerate(column.field.choices)}
    if column.field.vocabulary == "state":
        choices = {s: i for i, s in enumerate(sheet.plan.states)}

    def key(id_: str) -> Any:
        value: Stored = values[position[id_]]
        if name == "key":
            return int(str(value).rpartition("-")[2] or 0)
        if choices:
            return choices.get(value, len(choices))
        if column.ref and not column.many:
            return sheet.plan.label(column.ref, str(value)).lower()
        if column.type is Decimal:
            return Decimal(str(value))
        if isinstance(value, str):
            return float(value.split(",")[1]) if column.type is ThreePoint else value.lower()
        return value

    def order(ids: Iterable[str]) -> list[str]:
        filled: list[str] = []
        empty: list[str] = []
        for id_ in ids:
            (empty if values[position[id_]] in (None, "", "[]") else filled).append(id_)
        return sorted(filled, key=key, reverse=reverse) + empty

    return order
