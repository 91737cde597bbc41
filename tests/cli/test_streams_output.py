"""What is printed: tables that fit, JSON that is safe to look at and still says the same."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.cli.output import streams
from tpm_tui.cli.output.record_json import json_cells, json_value
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.codec import dump_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe, width


def test_every_character_that_cannot_be_seen_is_an_escape_in_json() -> None:
    unseen = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or 0xFDD0 <= code <= 0xFDEF
        or code in (0xFFFE, 0xFFFF)
    ]
    text = streams.json_text("".join(unseen))
    assert text.isascii()
    assert json.loads(text) == json.loads(json.dumps("".join(unseen)))


@given(st.text())
def test_json_says_the_same_as_without_escapes(text: str) -> None:
    made = streams.json_text([{"text": text}])
    assert json.loads(made) == json.loads(json.dumps([{"text": text}]))
    assert "\n" not in made[2:-2]


def test_an_array_has_an_element_a_line() -> None:
    assert streams.json_text([{"a": 1}, {"b": [1, 2]}]) == '[\n{"a": 1},\n{"b": [1, 2]}\n]'
    assert streams.json_text([]) == "[]"


@given(
    st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(st.text(max_size=60), min_size=n, max_size=n), max_size=8)),
    st.integers(20, 200),
)
def test_a_table_fits_the_terminal_and_its_columns_line_up(texts: list[list[str]], room: int) -> None:
    rows = [[safe(t) for t in row] for row in texts]
    count = len(rows[0]) if rows else 2
    headers = [f"H{i}" for i in range(count)]
    lines = format_table(headers, rows, [i % 2 == 1 for i in range(count)], room)
    assert len(lines) == len(rows) + 1
    assert all(width(line) <= max(room, count * 8 + 2 * (count - 1)) for line in lines)
    whole = format_table(headers, rows, [False] * count, None)
    for row, line in zip(rows, whole[1:], strict=True):
        assert all(text.rstrip() in line for text in row)


@given(st.lists(st.one_of(st.none(), st.tuples(*[st.integers(0, 10**6)] * 3).map(sorted))))
def test_cells_of_a_column_are_its_documented_json(numbers: list[list[int] | None]) -> None:
    column = KINDS["item"].column("estimate")
    stored = [None if n is None else dump_value(column, ThreePoint(*n)) for n in numbers]
    assert [json.loads(f"{{{c}}}") for c in json_cells(column, stored)] == [
        {"estimate": json_value(column, s)} for s in stored
    ]


def test_a_failure_is_one_line_whatever_it_quotes(capsys) -> None:  # type: ignore[no-untyped-def]
    streams.write_error("there is no\nrecord \x1b[31m\r\n 'x'")
    err = capsys.readouterr().err
    assert err == "tpm: there is no record ␛[31m 'x'\n"
