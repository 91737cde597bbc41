"""Days of the demo programme: counted from today in working days, and read from its data files."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from tpm_tui.demo.working_days import WorkingDays, is_working_day

TODAY = date(2026, 11, 23)

#: A Wednesday, a Saturday, Christmas Day and the day after a leap day.
OTHER_DAYS = (date(2026, 7, 15), date(2027, 5, 22), date(2026, 12, 25), date(2028, 3, 1))


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS], ids=str)
def test_days_count_working_days_both_ways(today: date) -> None:
    days = WorkingDays(today, -65)
    line = [days.day(offset) for offset in range(-70, 100)]
    assert line == sorted(set(line))
    assert days.day(0) == today
    assert all(is_working_day(day) for day in line if day != today)
    for day, following in pairwise(line):
        between = [day + timedelta(days=n) for n in range(1, (following - day).days)]
        assert not any(is_working_day(free) for free in between)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0", date(2026, 11, 23)),
        ("-1", date(2026, 11, 20)),
        ("+4", date(2026, 11, 27)),
        ("+5", date(2026, 11, 30)),
        ("-1 17:30", datetime(2026, 11, 20, 17, 30)),
        ("week -1", date(2026, 11, 16)),
        ("week -1 +6", date(2026, 11, 22)),
        ("12-24", date(2026, 12, 24)),
        ("01-01", date(2027, 1, 1)),
    ],
)
def test_a_day_is_counted_from_today_or_found_in_the_calendar(text: str, meant: date) -> None:
    assert WorkingDays(TODAY, -65).resolve(text) == meant


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-23", "week", "-1 9:00", "13-45"])
def test_what_is_no_day_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"no day of the demo programme|month must be"):
        WorkingDays(TODAY, -65).resolve(text)
