"""What values must satisfy to stand in their columns, looking at each column alone, and the form in which they are
kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tpm_tui.domain.fields import SYSTEM_FIELDS, Column
from tpm_tui.domain.kinds import Kind
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.text.field_formats import format_problem
from tpm_tui.domain.text.field_values import MAX_TEXT_LENGTH, ValidationError
from tpm_tui.domain.values.codec import Stored, canonical_value, dump_value, encoding_problem, load_value
from tpm_tui.domain.values.three_point import ThreePoint


def stored_values(kind: Kind, values: Mapping[str, Any]) -> dict[str, Stored]:
    """Python values of fields in their stored form, by name. ValidationError if one is not of its field's type."""
    columns, name = _columns(kind, values), ""
    stored: dict[str, Stored] = {}
    try:
        for name, value in values.items():
            stored[name] = dump_value(columns[name], value)
    except (AttributeError, TypeError, ValueError) as error:
        raise ValidationError(f"{columns[name].label}: {error}", name) from None
    return stored


def kept_values(kind: Kind, stored: Mapping[str, Stored]) -> dict[str, Stored]:
    """Stored values of fields in the form that is kept, by name. ValidationError if one cannot stand in its column."""
    columns = _columns(kind, stored)
    return {name: normalised(columns[name], value) for name, value in stored.items()}


def new_row(kind: Kind, stored: Mapping[str, Stored]) -> dict[str, Stored]:
    """The row of a new record as it is kept: of what is not given the default, of what the program fills in None.

    ValidationError if a value cannot stand in its column, or one is missing.
    """
    columns, row = _columns(kind, stored), dict(default_row(kind))
    for name, value in stored.items():
        if value is not None or name not in SYSTEM_FIELDS:
            row[name] = normalised(columns[name], value)
    for column in kind.required_columns:
        if row[column.name] is None:
            raise ValidationError(f"{column.label} cannot be empty", column.name)
    return row


def _columns(kind: Kind, names: Iterable[str]) -> Mapping[str, Column]:
    """The columns of a kind by name. ValidationError if one of these names is none of them."""
    columns = kind.columns_by_name
    for name in names:
        if name not in columns:
            raise ValidationError(f"there is no field {name!r}", name)
    return columns


def value_problem(column: Column, stored: Stored) -> str | None:
    """Why a stored value cannot stand in a column, looking at the column alone; None if it can."""
    try:
        normalised(column, stored)
    except ValidationError as error:
        return error.reason
    return None


def normalised(column: Column, stored: Stored) -> Stored:
    """A stored value in the form that is kept. ValidationError if it cannot stand in the column, looking at that
    alone."""
    wrong = None
    if stored is None:
        if not column.nullable:
            raise ValidationError(f"{column.label} cannot be empty", column.name)
        return None
    try:
        value, kept = canonical_value(column, stored)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValidationError(f"{column.label}: {error}", column.name) from None
    if isinstance(kept, str):
        wrong = _text_problem(column, kept)
    if wrong is None and (column.field.format or column.type is ThreePoint):
        wrong = _format_problem(column, value)
    if wrong:
        raise ValidationError(f"{column.label}: {wrong}", column.name)
    choices = column.field.choices
    if choices and not column.many and kept not in choices:
        raise ValidationError(f"{column.label} is one of {_span(choices)}, not {str(kept)[:40]!r}", column.name)
    return kept


def _text_problem(column: Column, text: str) -> str | None:
    if len(text) > MAX_TEXT_LENGTH:
        return "the text is too long"
    if column.required and not text.strip():
        raise ValidationError(f"{column.label} cannot be empty", column.name)
    # A list of texts is kept as JSON, where a NUL hides in an escape.
    return encoding_problem(text) or (
        encoding_problem("".join(load_value(column, text))) if column.many and "\\" in text else None
    )


def _format_problem(column: Column, value: object) -> str | None:
    if isinstance(value, ThreePoint):
        if value.best < 0:
            return "it cannot be negative"
        if value.percent and column.field.format != "delay":
            return "percent has no meaning here"
        return None
    return format_problem(column.field.format, value)


def _span(choices: Sequence[object]) -> str:
    if isinstance(choices, range):
        return f"{choices[0]} to {choices[-1]}"
    return ", ".join(str(c) for c in choices if c != "")
