"""The column that a typed word means, or why none."""

from collections.abc import Mapping

from tpm_tui.domain.fields import Column
from tpm_tui.domain.text.column_names import column_names, normalised_column_name
from tpm_tui.domain.text.field_values import ValidationError


def find_column(word: str, columns: Mapping[str, Column], label: str) -> Column:
    """The column meant by its name, its label or a word people use for it. ValidationError, with what is near,
    otherwise."""
    wanted, words = normalised_column_name(word), column_names(columns)
    if wanted in words:
        return columns[words[wanted]]
    import difflib

    near = difflib.get_close_matches(wanted, columns, n=1)
    shown = [c.name for c in columns.values() if not c.field.hidden and c.settable]
    hint = f"did you mean {near[0]}?" if near else f"its fields are {', '.join(shown)}"
    raise ValidationError(f"{label} has no field {word.strip()[:40]!r}; {hint}")
