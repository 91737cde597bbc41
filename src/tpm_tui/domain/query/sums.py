"""Sums of the columns that a table has a sum of, over the records it shows."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tpm_tui.domain.query.sheet import Sheet
from tpm_tui.domain.text.field_values import show_value
from tpm_tui.domain.values.amounts import stored_amount


def column_sums(sheet: Sheet, kind: str, names: Iterable[str], places: Sequence[int]) -> dict[str, str]:
    """Name of each summed column -> its sum over the records at these places, as a person reads it; exact."""
    sums: dict[str, str] = {}
    for name in names:
        column = sheet.columns(kind)[name]
        if not column.field.summed:
            continue
        values = sheet.values(kind, name)
        amounts = [stored_amount(value) for value in (values[place] for place in places) if value is not None]
        total = sum(amounts, Decimal(0))
        sums[name] = show_value(column, total if column.type is Decimal else int(total), sheet.context)
    return sums
