"""When a stakeholder is next due a word, against dateutil's reading of the same rule."""

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tpm_tui.domain.derived.derived_columns import next_occurrence


@pytest.mark.parametrize("rule", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
@settings(max_examples=60, deadline=None)
@given(last=st.dates(date(2000, 1, 1), date(2090, 1, 1)), step=st.integers(1, 30))
def test_the_next_day_is_the_one_the_rule_names(rule: str, last: date, step: int) -> None:
    text = f"FREQ={rule}" + (f";INTERVAL={step}" if step > 1 else "")
    start = datetime(last.year, last.month, last.day)
    expected = rrulestr(text, dtstart=start).after(start)
    assert next_occurrence(text, last) == (expected.date() if expected else None)
