"""Sentences in lines of so many cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.domain.text.counted_nouns import grouped_number
from tpm_tui.domain.text.wrapping import wrap_text

words, amounts = st.text("abc-", min_size=1, max_size=8), st.integers(0, 10**9).map(grouped_number)


@given(st.lists(st.tuples(words, amounts), max_size=20), st.integers(14, 60))
def test_lines_fit_say_all_and_keep_amounts_whole(pairs: list[tuple[str, str]], cells: int) -> None:
    said = [part for pair in pairs for part in pair]
    lines = wrap_text(" ".join(said), cells, at_hyphens=False)
    assert " ".join(lines) == " ".join(said)
    assert all(len(line) <= cells for line in lines)
    # A line ends before a word or an amount, never within one.
    at = 0
    for line in lines:
        taken = 0
        while at < len(said) and taken + len(said[at]) <= len(line):
            taken += len(said[at]) + 1
            at += 1
        assert taken == len(line) + 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It costs 4 100 000 EUR in all", ["It costs", "4 100 000 EUR", "in all"]),
        ("Worked 12 h of 100 % of it", ["Worked 12 h of", "100 % of it"]),
        ("", []),
    ],
)
def test_an_amount_stays_in_a_line_with_its_unit(text: str, lines: list[str]) -> None:
    assert wrap_text(text, 14) == lines


def test_what_stands_before_lines_and_what_ends_the_last_one() -> None:
    said = "one two three four five six"
    assert wrap_text(said, 12, first="- ", rest="  ") == ["- one two", "  three four", "  five six"]
    assert wrap_text(said, 12, most=2, ending="…") == ["one two", "three four…"]
