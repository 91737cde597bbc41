"""A column that nobody sets: how it is declared, and the calculations that several kinds share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from tpm_tui.domain.fields import Column, Field
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored

ColumnValues = Callable[[Plan, InputContext], list[Stored]]
"""One stored value a record, in the table's order."""


class DerivedColumn(Struct, frozen=True):
    """A column that follows from other fields: ``compute`` gives its values."""

    column: Column
    compute: ColumnValues


def derived_column(name: str, type_: type, label: str, **field: Any) -> Column:
    """A column nobody sets."""
    return Column(name, type_, nullable=True, required=False, default=None, field=Field(label, **field))


def derived_by_name(*entries: tuple[Column, ColumnValues]) -> dict[str, DerivedColumn]:
    """The columns of a kind with their values, by name."""
    return {column.name: DerivedColumn(column, compute) for column, compute in entries}


def named_columns(*columns: Column) -> dict[str, Column]:
    """Columns whose values planning calculates, by name."""
    return {column.name: column for column in columns}


def overdue_column(label: str, values: ColumnValues) -> tuple[Column, ColumnValues]:
    """Whether a record is past its day."""
    return derived_column("overdue", bool, label, width=7), values


def past_due(kind: str, done: str) -> ColumnValues:
    """Whether what is due on a day is past it and not done."""

    def compute(plan: Plan, context: InputContext) -> list[Stored]:
        c, today = plan[kind].columns, context.today.isoformat()
        return [
            int(day is not None and str(day) < today and not flag) for day, flag in zip(c["due"], c[done], strict=True)
        ]

    return compute


def minutes_between(kind: str, start: str, end: str) -> ColumnValues:
    """Minutes by the clock from one moment of a record to another; nothing where either is missing."""

    def compute(plan: Plan, _context: InputContext) -> list[Stored]:
        c = plan[kind].columns
        return [
            int((datetime.fromisoformat(str(b)) - datetime.fromisoformat(str(a))).total_seconds() // 60)
            if a and b
            else None
            for a, b in zip(c[start], c[end], strict=True)
        ]

    return compute
