"""The rates of a resource from a day on: table A of those that MS Project keeps."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from tpm_tui.domain.values.amounts import stored_amount
from tpm_tui.exchange.schedules.mspdi.parse.xml_values import child_texts, parse_instant

_TABLE_A = "0"


def parse_dated_rates(element: Element) -> tuple[tuple[tuple[int, Decimal], ...], bool]:
    """(clock minute from which on, rate an hour), the first of all first, of a `Rates` element; empty where the rate
    never changes. The flag: it says more than that, other tables or changes without a day."""
    own, is_more = [], False
    for texts in map(child_texts, element):
        amount = texts.get("StandardRate")
        if texts.get("RateTable", _TABLE_A).strip() == _TABLE_A:
            own.append((texts.get("RatesFrom"), amount))
        else:
            is_more |= amount not in (None, "0")
    if len({amount for _, amount in own} - {None, "0"}) + any(amount == "0" for start, amount in own if start) < 2:
        return (), is_more
    try:
        rates = sorted((parse_instant(str(start)), stored_amount(amount or 0)) for start, amount in own)
    except ValueError:
        return (), True
    return tuple(rates), is_more
