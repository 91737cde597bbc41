"""Sentences in lines: nothing is lost, and no amount is torn from its thousands or its unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.app.page_lines.line_builders import indented_lines, shift_style, wrapped_lines

_PAIRS = st.from_regex(r"[a-z]{1,9} [1-9]\d{0,2}( \d{3}){0,2}( h)?", fullmatch=True)
TEXTS = st.lists(_PAIRS, min_size=1, max_size=20).map(" ".join)


@given(TEXTS, st.integers(20, 90))
def test_no_word_is_lost(text: str, cells: int) -> None:
    lines = wrapped_lines(text, cells)
    assert " ".join(lines) == text
    assert all(len(line) <= cells for line in lines if " " in line)


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("it will cost 4 117 248.17", 20, ["it will cost", "4 117 248.17"]),
        ("alarm, at most (limit 55 h)", 25, ["alarm, at most (limit", "55 h)"]),
    ],
)
def test_an_amount_stays_in_one(text: str, cells: int, lines: list[str]) -> None:
    assert wrapped_lines(text, cells) == lines


def test_what_goes_on_stands_further_in() -> None:
    assert indented_lines("  one two three four five six", 22) == ["  one two three four", "    five six"]
    assert indented_lines("", 22) == [""]


def test_later_is_worse_and_earlier_better() -> None:
    assert [shift_style(by) for by in (1, -1, 0)] == ["bad", "good", ""]
