"""Several people at work on one thing, each on their own hours, held against a walk from minute to minute."""

from datetime import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.domain.time.instants import to_datetime, to_minute
from tpm_tui.domain.time.joint_calendar import JointCalendar, joint_calendar
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, STANDARD_WEEK, WorkCalendar

NIGHTS = WorkCalendar(
    [((1320, 1440),), *[((0, 360), (1320, 1440))] * 4, ((0, 360),), ()], {datetime(2026, 11, 27).date(): ()}
)
MORNINGS = WorkCalendar([((480, 720),)] * 5 + [(), ()])
MONDAY = to_minute(datetime(2026, 11, 23))

shares = st.lists(
    st.tuples(
        st.sampled_from([STANDARD_CALENDAR, NIGHTS, MORNINGS]),
        st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(2, 3)]),
    ),
    min_size=2,
    max_size=3,
)


def done(parts: list[tuple[WorkCalendar, Fraction]], start: int, minutes: int, instant: int) -> bool:
    """Whether all have done their share by an instant, counted minute by minute."""
    for calendar, share in parts:
        worked = sum(
            any(a <= minute % 1440 < b for a, b in calendar.intervals(to_datetime(minute).date()))
            for minute in range(start, instant)
        )
        if worked < minutes * share:
            return False
    return True


@given(shares, st.integers(0, 2 * 1440), st.integers(1, 900))
def test_it_is_done_when_the_last_is(parts: list[tuple[WorkCalendar, Fraction]], offset: int, minutes: int) -> None:
    joint = JointCalendar(parts)
    start = MONDAY + offset
    finish = joint.add(start, minutes)
    assert done(parts, start, minutes, finish)
    assert not done(parts, start, minutes, finish - 1)


@given(shares, st.integers(3 * 1440, 6 * 1440), st.integers(1, 900))
def test_the_latest_start_is_the_last_from_which_it_is_done(
    parts: list[tuple[WorkCalendar, Fraction]], offset: int, minutes: int
) -> None:
    joint = JointCalendar(parts)
    finish = MONDAY + offset
    start = joint.add(finish, -minutes)
    assert done(parts, start, minutes, finish)
    assert not done(parts, start + 1, minutes, finish)
    assert joint.finish_work(joint.work_at(start), minutes) <= joint.work_at(finish)


@given(shares, st.integers(3 * 1440, 6 * 1440), st.integers(1, 900))
def test_a_start_that_reaches_a_finish_is_no_later_than_each_needs(
    parts: list[tuple[WorkCalendar, Fraction]], offset: int, minutes: int
) -> None:
    joint = JointCalendar(parts)
    finish = MONDAY + offset
    start = joint.start_reaching(finish, minutes)
    assert joint.add(start, minutes) >= finish
    assert start <= min(JointCalendar([part]).start_reaching(finish, minutes) for part in parts)


def test_alike_calendars_are_one_with_the_longest_share() -> None:
    assert joint_calendar([(STANDARD_CALENDAR, Fraction(1, 2)), (WorkCalendar(STANDARD_WEEK), Fraction(1))]).additive
    joint = joint_calendar([(NIGHTS, Fraction(1)), (STANDARD_CALENDAR, Fraction(1))])
    assert joint == JointCalendar([(STANDARD_CALENDAR, Fraction(1)), (NIGHTS, Fraction(1))])
    assert joint != WorkCalendar(joint.week, joint.exceptions)
