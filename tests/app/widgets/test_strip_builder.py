"""Where two lines differ: as few bytes as will do."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tpm_tui.app.widgets.strip_builder import changed_spans

PLAIN, BOLD, RED = Style(), Style(bold=True), Style(color="red")


def line(*runs: tuple[str, Style]) -> Strip:
    return Strip([Segment(text, style) for text, style in runs])


Cell = tuple[str, Style]
CELLS = st.lists(st.tuples(st.sampled_from("ab·"), st.sampled_from([PLAIN, BOLD])), min_size=60, max_size=60)


@given(CELLS, st.dictionaries(st.integers(0, 59), st.tuples(st.sampled_from("ab·"), st.just(RED)), max_size=5))
def test_every_cell_that_changed_lies_in_one_span(
    cells: list[tuple[str, Style]], changed: dict[int, tuple[str, Style]]
) -> None:
    after = [changed.get(x, cell) for x, cell in enumerate(cells)]
    spans = changed_spans(line(*cells), line(*after), 60)
    for x in range(60):
        assert sum(low <= x < high for low, high in spans) == 1 or x not in changed
    assert all(low in changed and high - 1 in changed for low, high in spans)


def test_what_is_alike_between_two_changes_is_drawn_where_that_takes_less() -> None:
    near = line(("x", PLAIN), ("--------", PLAIN), ("x", PLAIN))
    assert changed_spans(near, line(("y", PLAIN), ("--------", PLAIN), ("y", PLAIN)), 10) == [(0, 10)]
    coloured = line(("x", PLAIN), ("--------", RED), ("x", PLAIN))
    assert changed_spans(coloured, line(("y", PLAIN), ("--------", RED), ("y", PLAIN)), 10) == [(0, 1), (9, 10)]
