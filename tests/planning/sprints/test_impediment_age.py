"""Ages over weekends, holidays and reopened blocks; how an age rises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount
from tpm_tui.planning.sprints.impediment_age import escalation_level, impediment_age

HOLIDAY = date(2026, 11, 26)
CALENDAR = WorkCalendar(exceptions={HOLIDAY.toordinal(): ()})


def day(number: int) -> int:
    return date(2026, 11, number).toordinal()


def age(*stretches: tuple[int, int | None], today: int) -> int:
    entries = [(day(a), None if b is None else day(b)) for a, b in stretches]
    return impediment_age(entries, day(today), WorkingDayCount(CALENDAR.is_working))


def test_weekends_and_holidays_do_not_age() -> None:
    assert age((20, None), today=20) == 0
    assert age((20, None), today=22) == 0, "Friday to Sunday"
    assert age((20, None), today=23) == 1
    assert age((24, None), today=27) == 2, "the 26th is a holiday"


def test_a_block_that_was_opened_again_goes_on_where_it_stood() -> None:
    assert age((2, 4), (9, None), today=11) == 4
    assert age((2, 4), (4, None), today=6) == 4
    assert age((2, 6), (3, 4), today=30) == 4, "days are not counted twice"


def test_levels_are_left_when_outlived() -> None:
    assert [escalation_level(n) for n in (0, 2, 3, 5, 6, 99)] == ["team", "team", "lead", "lead", "sponsor", "sponsor"]
    assert escalation_level(0, at_least="lead") == "lead"
    assert escalation_level(9, at_least="lead") == "sponsor"
    with pytest.raises(ValueError, match="there is no level 'board'"):
        escalation_level(0, at_least="board")


@given(st.lists(st.tuples(st.integers(1, 29), st.integers(0, 10)), max_size=4), st.integers(1, 30))
def test_an_age_agrees_with_a_count_of_days(stretches: list[tuple[int, int]], today: int) -> None:
    entries = [(day(start), day(start) + length) for start, length in stretches]
    counted = {
        number
        for start, end in entries
        for number in range(start + 1, min(end, day(today)) + 1)
        if CALENDAR.is_working(date.fromordinal(number))
    }
    assert impediment_age(entries, day(today), WorkingDayCount(CALENDAR.is_working)) == len(counted)
