"""The hours that two calendars have in common."""

from datetime import date

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.model.calendars import shared_hours

DAY = [(540, 1020)]
MONDAYS = WorkCalendar([DAY, [], [], [], [], [], []], {date(2026, 11, 24): DAY})
TUESDAYS = WorkCalendar([[], DAY, [], [], [], [], []])


def test_single_days_in_common_are_no_calendar_to_plan_by() -> None:
    assert MONDAYS.intervals(date(2026, 11, 24)) == TUESDAYS.intervals(date(2026, 11, 24))
    assert shared_hours(MONDAYS, TUESDAYS) == MONDAYS


def test_what_both_work_is_shared() -> None:
    both = WorkCalendar([DAY, DAY, [], [], [], [], []])
    assert shared_hours(both, TUESDAYS).week == TUESDAYS.week
