"""Amounts of money: exact, rounded once, and shared so that sums match."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.domain.values.amounts import (
    LIMIT,
    allocate,
    decimal_string,
    labour_cost,
    minor_digits,
    minor_units,
    normal,
    of_float,
    of_minor_units,
    parse_amount,
    round_together,
    show_amount,
)

amounts = st.decimals(-LIMIT + 1, LIMIT - 1, allow_nan=False, places=6)
fractions = st.fractions(-1_000_000, 1_000_000, max_denominator=1_000)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", "1250"),
        ("1 250,50", "1250.5"),
        ("-0.1", "-0.1"),
        ("1.25k", "1250"),
        ("1.31M", "1310000"),
        ("0.000000001", "0.000000001"),
        ("2e3", "2000"),
        ("-0", "0"),
    ],
)
def test_what_is_typed_is_kept_to_the_last_digit(text: str, amount: str) -> None:
    assert f"{parse_amount(text):f}" == amount


@pytest.mark.parametrize(
    "text", ["", "EUR", "1,2,3", "12 34", "1e99", "999999999999999M", "nan", "inf", "--1", "1.2.3"]
)
def test_other_texts_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match="amount of money"):
        parse_amount(text)


@given(amounts)
def test_an_amount_written_out_is_read_back(amount: Decimal) -> None:
    assert parse_amount(f"{amount:f}") == amount
    assert f"{normal(amount):f}" == f"{normal(amount * Decimal('1.000')):f}"


@given(st.floats(-1e14, 1e14).filter(lambda value: value == 0 or abs(value) > 1e-9))
def test_a_float_becomes_the_number_it_was_written_as(value: float) -> None:
    assert float(of_float(value)) == value
    assert of_float(0.1) + of_float(0.2) == Decimal("0.3")


def test_what_is_not_finite_is_no_amount() -> None:
    with pytest.raises(ValueError, match="no amount"):
        of_float(float("inf"))


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.005", 0), ("0.015", 2), ("0.025", 2), ("-0.005", 0), ("-0.015", -2), ("2.675", 268)]
)
def test_a_half_cent_goes_to_the_even_one(amount: str, cents: int) -> None:
    assert minor_units(Decimal(amount)) == cents


@given(amounts, st.integers(0, 3))
def test_minor_units_are_within_half_a_unit_and_kept(amount: Decimal, digits: int) -> None:
    units = minor_units(amount, digits)
    assert abs(Fraction(units, 10**digits) - Fraction(amount)) <= Fraction(1, 2 * 10**digits)
    assert minor_units(of_minor_units(units, digits), digits) == units
    assert Decimal(decimal_string(amount, digits)) == of_minor_units(units, digits)


def test_decimal_strings_have_the_digits_of_the_currency() -> None:
    assert decimal_string(Fraction(2500, 3)) == "833.33"
    assert decimal_string(1250, minor_digits("JPY")) == "1250"
    assert decimal_string(Decimal("1.2"), minor_digits("kwd")) == "1.200"
    assert minor_digits("EUR") == 2


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0"),
        ("999.5", "999.50"),
        ("1250", "1 250"),
        ("1250.55", "1 250.55"),
        ("1310000", "1 310 000"),
        ("1234567", "1 234 567"),
        ("-48000", "-48 000"),
        ("0.004", "0"),
    ],
)
def test_amounts_are_shown_in_one_notation(amount: str, shown: str) -> None:
    assert show_amount(Decimal(amount)) == shown


@given(amounts)
def test_what_is_shown_is_the_amount_to_the_minor_unit(amount: Decimal) -> None:
    assert parse_amount(show_amount(amount)) == of_minor_units(minor_units(amount))


def test_labour_is_rounded_once() -> None:
    assert labour_cost(90, Decimal("33.33")) == 5000  # 49.995, half to even
    assert labour_cost(20, Decimal("100")) == 3333


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 1_000), min_size=1, max_size=40).filter(any))
def test_shares_sum_to_the_total_and_keep_the_proportion(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == total
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert all(abs(share - value) < 1 for share, value in zip(shares, exact, strict=True))


def test_the_largest_remainders_take_what_is_left() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(10, [1, 2, 4]) == [1, 3, 6]  # 1.43, 2.86, 5.71
    assert allocate(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="all weights are zero"):
        allocate(1, [0, 0])
    with pytest.raises(ValueError, match="negative"):
        allocate(1, [1, -1])


@given(st.lists(fractions, max_size=30))
def test_a_rounded_column_agrees_with_its_total(values: list[Fraction]) -> None:
    column = round_together(values)
    assert sum(column) == minor_units(sum(values, Fraction(0)))
    assert all(
        abs(Fraction(units, 100) - value) < Fraction(1, 100) for units, value in zip(column, values, strict=True)
    )
