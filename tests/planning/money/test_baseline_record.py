"""What a baseline keeps as text is read back, and refused with a reason where somebody wrote something else there."""

import pytest

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.work_calendar import STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.money.baseline_record import (
    calendars_text,
    kept_calendars,
    kept_other_costs,
    other_costs_text,
)

TEXTS = ("hello", "5", "null", "[1]", "[null]", "[[1,2]]", '[["x","y"]]', '[{"week":3,"exceptions":{}}]', "[" * 20000)


def test_what_is_kept_is_read_back() -> None:
    costs = [(None, 125000), (20000, -5)]
    assert kept_other_costs(other_costs_text(costs, 2), 2) == costs
    (calendar,) = kept_calendars(calendars_text([WorkCalendar(STANDARD_WEEK, {})]))
    assert [list(day) for day in calendar.week] == [list(day) for day in STANDARD_WEEK]
    assert kept_other_costs("", 2) == kept_calendars("") == []


@pytest.mark.parametrize("text", TEXTS)
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValidationError, match="the calendars that the baseline keeps cannot be read"):
        kept_calendars(text)
    with pytest.raises(ValidationError, match="the costs that the baseline keeps cannot be read"):
        kept_other_costs(text, 2)
