"""Windows as they are typed."""

from datetime import date

import pytest

from support.plan_records import WORDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.planning.flow.flow_figures import DayWindow
from tpm_tui.planning.flow.history.day_window import parse_window, split_window


def days(first: date | None, last: date | None) -> DayWindow:
    return DayWindow(*(None if day is None else to_day_number(day) for day in (first, last)))


@pytest.mark.parametrize(
    ("text", "words", "window"),
    [
        ("", "", days(None, None)),
        ("owner:ana", "owner:ana", days(None, None)),
        ("since:2026-11-02 type:bug until:today", "type:bug", days(date(2026, 11, 2), date(2026, 11, 23))),
        ('owner:ana since:"2 nov"', "owner:ana", days(date(2026, 11, 2), None)),
        ("since:fri", "", days(date(2026, 11, 20), None)),
        ("until:28.12.", "", days(None, date(2025, 12, 28))),
    ],
)
def test_a_filter_with_days(text: str, words: str, window: DayWindow) -> None:
    assert split_window(text, WORDS) == (words, window)


def test_days_in_the_wrong_order_and_words_that_are_none() -> None:
    with pytest.raises(ValidationError, match="until lies before since"):
        split_window("since:2026-11-05 until:2026-11-01", WORDS)
    with pytest.raises(ValidationError, match="--since: 'nosuch' is no date"):
        parse_window("nosuch", None, WORDS)
