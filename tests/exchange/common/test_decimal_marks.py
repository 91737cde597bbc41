"""Numbers of other programs: marks of thousands and of the fraction, currencies, brackets."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.exchange.common.notations.decimal_marks import decimal_mark, read_number

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


def written(amount: Decimal, mark: str, thousands: str) -> str:
    return f"{amount:,.2f}".replace(",", "_").replace(".", mark).replace("_", thousands)


@given(st.lists(amounts, min_size=1), st.sampled_from([(",", "."), (",", ""), (",", " "), (".", ","), (".", "'")]))
def test_a_column_is_read_as_it_was_written(column: list[Decimal], marks: tuple[str, str]) -> None:
    texts = [written(amount, *marks) for amount in column]
    mark = decimal_mark(texts)
    assert mark == marks[0]
    assert [read_number(text, mark) for text in texts] == column


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("$1,250.00", ".", "1250"),
        ("1.234,56 €", ",", "1234.56"),
        ("(50.00)", ".", "-50"),
        ("12,50-", ",", "-12.50"),
        ("EUR 1 250", ".", "1250"),
        ("1'250.50 CHF", ".", "1250.50"),
        ("−3", ".", "-3"),
    ],
)
def test_signs_and_currencies(text: str, mark: str, number: str) -> None:
    assert read_number(text, mark) == Decimal(number)


@pytest.mark.parametrize("text", ["", "n/a", "1.5h", "12.5.2026", "1,5", "--4"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text, ".") is None


def test_what_could_be_either_goes_by_what_parts_the_columns() -> None:
    assert decimal_mark(["1,234", "12"], among_commas=True) == ","
    assert decimal_mark(["1,234", "12"]) == "."
    assert decimal_mark(["1,234", "1,5"]) == ","
