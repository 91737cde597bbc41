"""What one value must satisfy to stand in its column, looking at the column alone."""

from collections.abc import Sequence

from tpm_tui.domain.fields import Column
from tpm_tui.domain.text.field_formats import format_problem
from tpm_tui.domain.text.field_values import MAX_TEXT_LENGTH, ValidationError
from tpm_tui.domain.values.codec import Stored, canonical_value, encoding_problem, load_value
from tpm_tui.domain.values.three_point import ThreePoint


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
        stored = canonical_value(column, stored)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValidationError(f"{column.label}: {error}", column.name) from None
    if isinstance(stored, str):
        wrong = _text_problem(column, stored)
    if wrong is None and (column.field.format or column.type is ThreePoint):
        wrong = _format_problem(column, load_value(column, stored))
    if wrong:
        raise ValidationError(f"{column.label}: {wrong}", column.name)
    choices = column.field.choices
    if choices and not column.many and stored not in choices:
        raise ValidationError(f"{column.label} is one of {_span(choices)}, not {str(stored)[:40]!r}", column.name)
    return stored


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
