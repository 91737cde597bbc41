"""Arithmetic on working intervals, against counting minute by minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.levelling_strategies import CALENDARS
from tpm_tui.planning.levelling.problem.working_time import CYCLE, WorkingTime

calendars = st.sampled_from(CALENDARS)
instants = st.integers(0, 4 * CYCLE)


def minutes(calendar: WorkingTime, start: int, finish: int) -> list[int]:
    return [m for begin, end in calendar.intervals(start, finish) for m in range(begin, end)]


@given(calendars, instants, st.integers(1, 900))
def test_work_ends_after_so_many_minutes(calendar: WorkingTime, instant: int, duration: int) -> None:
    finish = calendar.finish(instant, duration)
    worked = minutes(calendar, instant, finish)
    assert len(worked) == duration
    assert worked[0] == calendar.start(instant)
    assert worked[-1] == finish - 1


@given(calendars, st.integers(CYCLE, 4 * CYCLE), st.integers(1, 900))
def test_the_latest_start_is_the_first_from_which_work_ends_no_earlier(
    calendar: WorkingTime, instant: int, duration: int
) -> None:
    start = calendar.latest_start(instant, duration)
    assert not minutes(calendar, calendar.finish(start, duration), instant)
    assert len(minutes(calendar, start, instant)) <= duration


@given(calendars, st.integers(CYCLE, 4 * CYCLE), st.integers(-900, 900))
def test_a_lag_passes_so_much_work(calendar: WorkingTime, instant: int, lag: int) -> None:
    shifted = calendar.shift(instant, lag)
    assert len(minutes(calendar, min(instant, shifted), max(instant, shifted))) == abs(lag)


@given(calendars, instants, st.integers(1, 900))
def test_mirrored_time_runs_backwards(calendar: WorkingTime, instant: int, duration: int) -> None:
    finish = calendar.finish(instant, duration)
    assert calendar.mirrored().finish(-finish, duration) == -calendar.start(instant)


def test_intervals_must_be_disjoint_and_leave_work() -> None:
    with pytest.raises(ValueError, match="disjoint"):
        WorkingTime([(0, 10), (5, 20)])
    with pytest.raises(ValueError, match="no working time left"):
        WorkingTime([(0, 10)], 3 * CYCLE).finish(0, 11)
