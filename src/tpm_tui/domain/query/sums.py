"""Sums of the columns that a table has a sum of, over the records it shows."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec.structs import replace

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.field_values import show_value
from tpm_tui.domain.values.amounts import minor_units, of_minor_units, stored_amount


def column_sums(sheet: Sheet, kind: str, names: Iterable[str], places: Sequence[int]) -> dict[str, str]:
    """Name of each summed column -> its sum over the records at these places, as a person reads it: of amounts in the
    minor units that each is shown in, so that the column adds up."""
    digits = currency_digits(sheet.plan)
    context = replace(sheet.context, money_digits=digits)
    sums: dict[str, str] = {}
    for name in names:
        column = sheet.columns(kind)[name]
        if not column.field.summed:
            continue
        values = sheet.values(kind, name)
        amounts = [stored_amount(value) for value in (values[place] for place in places) if value is not None]
        if column.type is Decimal:
            units = sum(minor_units(amount, digits) for amount in amounts)
            sums[name] = show_value(column, of_minor_units(units, digits), context)
        else:
            sums[name] = show_value(column, int(sum(amounts)), context)
    return sums
