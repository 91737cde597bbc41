"""Amounts of money, exact from what is typed to what is shown.

An amount as typed or kept is a :class:`~decimal.Decimal` of any scale. Arithmetic on amounts is done in `Decimal` or in
`Fraction`, never in floats, and is rounded once, half to even, to the currency's minor unit. What is already rounded is
an `int` count of minor units, so that sums of it are exact. A file has one currency.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

Exact: TypeAlias = "int | Fraction | Decimal"
"""Any exact number."""

MINOR_DIGITS = {
    "BHD": 3, "CLP": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0,
    "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
"""Digits of the minor unit where they are not two [ISO 4217]."""

LIMIT = Decimal(10) ** 15
"""Amounts lie below this, as all numbers of a record do."""

MAX_DIGITS, MAX_EXPONENT = 28, 320
"""What decimal arithmetic keeps exactly, and the greatest power of ten that a floating-point number of old had."""

_AMOUNT = r"([+-]?\d{1,15}(?:[.,]\d{1,12})?(?:[eE][+-]?\d{1,2})?)\s*([kKmM]?)"
_THOUSANDS = r"(?<=\d)[ _\u00a0\u2009\u202f](?=\d{3}(?!\d))"
_SCALE = {"": 0, "k": 3, "m": 6}


def minor_digits(currency: str) -> int:
    """Digits after the point of a currency's minor unit, by its ISO 4217 code; two where the code is unknown."""
    return MINOR_DIGITS.get(currency.strip().upper(), 2)


def parse_amount(text: str) -> Decimal:
    """The amount typed: sign, decimal comma or point, spaces between thousands, k or M behind it. Nothing is rounded.

    ValueError, with the reason, for any other text and for what is not below :data:`LIMIT`.
    """
    match = re.fullmatch(_AMOUNT, re.sub(_THOUSANDS, "", text.strip()))
    if not match:
        raise ValueError(f"{text.strip()[:40]!r} is no amount of money; write 1250, 1250.50 or 1.25k")
    amount = normal(Decimal(match[1].replace(",", ".")).scaleb(_SCALE[match[2].lower()]))
    if abs(amount) >= LIMIT:
        raise ValueError(f"{text.strip()[:40]!r} is too large for an amount of money")
    return amount


def normal(amount: Decimal) -> Decimal:
    """The same amount without trailing zeros, so that ``f"{amount:f}"`` writes equal amounts alike."""
    return amount.normalize() + 0


def of_float(value: float) -> Decimal:
    """The decimal number that a float was written as: 0.1 is a tenth. ValueError for what is not finite."""
    amount = Decimal(repr(value))
    if not amount.is_finite():
        raise ValueError(f"{value} is no amount of money")
    return normal(amount)


def stored_amount(stored: object) -> Decimal:
    """The amount of its stored form, a decimal text, or of a number. TypeError or ValueError for anything else."""
    if isinstance(stored, float):
        return of_float(stored)
    if isinstance(stored, bool) or not isinstance(stored, str | int | Decimal):
        raise TypeError("it is an amount of money")
    try:
        amount = Decimal(stored)
    except InvalidOperation:
        raise ValueError(f"{str(stored)[:40]!r} is no amount of money") from None
    if not amount.is_finite():
        raise ValueError(f"{str(stored)[:40]!r} is no amount of money")
    if len(amount.as_tuple().digits) > MAX_DIGITS or abs(amount.adjusted()) > MAX_EXPONENT:
        raise ValueError(f"{str(stored)[:40]!r} has too many digits for an amount of money")
    return amount


def amount_text(amount: Decimal) -> str:
    """The one text of an amount: no exponent, no zeros behind the last digit that counts. It is a JSON number too."""
    return f"{normal(amount):f}"


def amount_number(amount: Decimal) -> int | float | str:
    """The JSON number of an amount; its text where a float would round it."""
    if amount == amount.to_integral_value():
        return int(amount)
    return float(amount) if Decimal(repr(float(amount))) == amount else amount_text(amount)


def minor_units(amount: Exact, digits: int = 2) -> int:
    """Whole minor units (cents where ``digits`` is 2) of an exact amount: rounded once, half to even."""
    if isinstance(amount, Decimal):
        return int(amount.scaleb(digits).to_integral_value(ROUND_HALF_EVEN))
    from fractions import Fraction

    return round(Fraction(amount) * Fraction(10) ** digits)


def of_minor_units(units: int, digits: int = 2) -> Decimal:
    """The amount of so many minor units, with all their digits: 125050 is 1250.50."""
    return Decimal(f"{units}e-{digits}")


def decimal_string(amount: Exact, digits: int = 2) -> str:
    """An exact amount as a decimal string with the digits of the minor unit, as JSON carries it: ``"1250.50"``."""
    return f"{of_minor_units(minor_units(amount, digits), digits):f}"


def show_amount(amount: Exact, digits: int = 2) -> str:
    """An amount as a person reads it, everywhere: all its digits with spaces between thousands, whole amounts without
    a fraction, others to the minor unit. Past :data:`LIMIT` as it is kept."""
    if isinstance(amount, Decimal) and abs(amount) >= LIMIT:
        return amount_text(amount)
    units = minor_units(amount, digits)
    return _grouped(units, digits, 0 if units % 10**digits == 0 else digits)


def grouped_amount(amount: Exact, digits: int = 2) -> str:
    """The same with all digits of the minor unit, for the columns of a table, whose points stand below each other."""
    return _grouped(minor_units(amount, digits), digits, digits)


def _grouped(units: int, digits: int, shown: int) -> str:
    return f"{of_minor_units(units, digits):,.{shown}f}".replace(",", " ")


def labour_cost(minutes: int, hourly_rate: Exact, digits: int = 2) -> int:
    """Minor units that so many minutes of work cost at a rate an hour, rounded once."""
    from fractions import Fraction

    return minor_units(Fraction(hourly_rate) * minutes / 60, digits)


def allocate(total: int, weights: Sequence[Exact]) -> list[int]:
    """Whole units in proportion to the weights, that sum to the total: the method of largest remainders [Hamilton].

    Each share is the proportion or next to it; of equal remainders the earlier takes the unit. ValueError where a
    weight is negative, or where all are zero and there is something to share.
    """
    from fractions import Fraction

    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    if any(share < 0 for share in shares):
        raise ValueError("a weight cannot be negative")
    if not whole:
        if total:
            raise ValueError("nothing to share the amount by: all weights are zero")
        return [0] * len(shares)
    return _largest_remainders([total * share / whole for share in shares], total)


def round_together(amounts: Sequence[Exact], digits: int = 2) -> list[int]:
    """Minor units of exact amounts that sum to the rounded sum of all: so a column agrees with its total."""
    from fractions import Fraction

    scaled = [Fraction(amount) * 10**digits for amount in amounts]
    return _largest_remainders(scaled, round(sum(scaled)))


def _largest_remainders(exact: Sequence[Fraction], total: int) -> list[int]:
    floors = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: floors[at] - exact[at])
    for at in by_remainder[: total - sum(floors)]:
        floors[at] += 1
    return floors
