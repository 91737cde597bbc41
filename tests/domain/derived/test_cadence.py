"""When a stakeholder is next due a contact, against dateutil's reading of the same rule."""

from datetime import date, datetime

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from support.plans import plan_of
from tpm_tui.domain.derived.contacts import contact_due_values, next_occurrence
from tpm_tui.domain.text.dates import InputContext


@pytest.mark.parametrize("rule", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
@settings(max_examples=60, deadline=None)
@given(last=st.dates(date(2000, 1, 1), date(2090, 1, 1)), step=st.integers(1, 30))
def test_the_next_day_is_the_one_the_rule_names(rule: str, last: date, step: int) -> None:
    unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}[rule]
    text = f"FREQ={rule}" + (f";INTERVAL={step}" if step > 1 else "")
    assert next_occurrence(text, last) == last + relativedelta(**{unit: step})  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(
    last=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    rule=st.sampled_from(["FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYDAY=1MO"]),
)
def test_a_rule_that_names_its_days_is_read_by_them(last: date, rule: str) -> None:
    start = datetime(last.year, last.month, last.day)
    assert next_occurrence(rule, last) == rrulestr(rule, dtstart=start).after(start).date()


def test_monthly_after_the_31st_leaves_no_month_out() -> None:
    assert next_occurrence("FREQ=MONTHLY", date(2026, 1, 31)) == date(2026, 2, 28)
    assert next_occurrence("FREQ=MONTHLY;INTERVAL=3", date(2026, 11, 30)) == date(2027, 2, 28)
    assert next_occurrence("FREQ=YEARLY", date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_stakeholder_never_contacted_is_due_by_when_they_were_added() -> None:
    plan = plan_of(
        [
            ("stakeholder", "a", {"name": "A", "cadence": "FREQ=WEEKLY", "created": datetime(2026, 11, 2, 9)}),
            ("stakeholder", "b", {"name": "B", "cadence": "FREQ=WEEKLY", "created": datetime(2026, 11, 2, 9)}),
            ("contact", "c", {"stakeholder": "b", "summary": "Called", "at": date(2026, 11, 20)}),
        ]
    )
    assert contact_due_values(plan, InputContext(date(2026, 11, 23))) == ["2026-11-09", "2026-11-27"]
