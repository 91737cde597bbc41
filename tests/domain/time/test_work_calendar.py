"""Working time against a minute-by-minute count: the definition, slow and beyond doubt."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_datetime, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import (
    ROUND_THE_CLOCK,
    STANDARD_CALENDAR,
    STANDARD_DAY,
    STANDARD_WEEK,
    NoWorkingTimeError,
    WorkCalendar,
)


def at(text: str) -> int:
    return to_minute(datetime.fromisoformat(text))


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    cuts = sorted(draw(st.sets(st.sampled_from(range(0, MINUTES_PER_DAY + 1, 90)), max_size=6)))
    return tuple(zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = draw(st.lists(days(), min_size=7, max_size=7).filter(any))
    first = date(2026, 11, 23).toordinal()
    exceptions = draw(st.dictionaries(st.integers(first - 20, first + 20), days(), max_size=5))
    return WorkCalendar(week, exceptions)


def works(calendar: WorkCalendar, minute: int) -> bool:
    """Whether the minute that begins at an instant is a working one."""
    day, rest = divmod(minute, MINUTES_PER_DAY)
    return any(start <= rest < end for start, end in calendar.intervals(date.fromordinal(day + EPOCH_ORDINAL)))


instants = st.integers(at("2026-11-10T00:00"), at("2026-12-05T00:00"))


@settings(max_examples=60)
@given(calendars(), instants, st.integers(0, 3 * MINUTES_PER_DAY))
def test_work_between_two_instants_is_the_count_of_working_minutes(
    calendar: WorkCalendar, start: int, span: int
) -> None:
    count = sum(works(calendar, minute) for minute in range(start, start + span))
    assert calendar.between(start, start + span) == count
    assert calendar.between(start + span, start) == -count


@settings(max_examples=150)
@given(calendars(), instants)
def test_next_and_previous_are_the_nearest_working_minutes(calendar: WorkCalendar, minute: int) -> None:
    later = calendar.next_working(minute)
    assert later >= minute
    assert works(calendar, later)
    assert calendar.between(minute, later) == 0
    earlier = calendar.previous_working(minute)
    assert earlier <= minute
    assert works(calendar, earlier - 1)
    assert calendar.between(earlier, minute) == 0


@settings(max_examples=150)
@given(calendars(), instants, st.integers(-20_000, 20_000))
def test_added_work_lies_between(calendar: WorkCalendar, minute: int, work: int) -> None:
    reached = calendar.add(minute, work)
    if work:
        assert calendar.between(minute, reached) == work
        assert works(calendar, reached - 1 if work > 0 else reached)
    else:
        assert reached == minute


@settings(max_examples=60)
@given(calendars(), st.lists(st.integers(-30_000, 300_000), min_size=0, max_size=700))
def test_many_at_once_equals_one_at_a_time(calendar: WorkCalendar, amounts: list[int]) -> None:
    base = calendar.work_at(at("2026-11-23T08:00"))
    amounts = [base + amount for amount in amounts] * 2  # long lists take another road
    lengths = [30 * (place % 2) for place in range(len(amounts))]
    for early in (True, False):
        starts, ends = calendar.interval_bounds_of(amounts, lengths, early=early)
        at_once = calendar.start_of if early else calendar.end_of  # where work of no length goes
        expected = [
            (calendar.start_of(work), calendar.end_of(work + length)) if length else (at_once(work), at_once(work))
            for work, length in zip(amounts, lengths, strict=True)
        ]
        assert list(zip(starts, ends, strict=True)) == expected
    instants = [calendar.start_of(work) + 45 for work in amounts]
    if instants:
        assert calendar.work_at_many(np.array(instants)).tolist() == [calendar.work_at(minute) for minute in instants]


@settings(max_examples=60)
@given(calendars(), st.permutations(["1950-05-05T05:05", "2026-11-23T08:00", "2061-07-01T13:30", "1970-01-01T00:00"]))
def test_the_order_of_questions_changes_no_answer(calendar: WorkCalendar, moments: list[str]) -> None:
    fresh = WorkCalendar(calendar.week, calendar.exceptions)
    expected = {moment: WorkCalendar(calendar.week, calendar.exceptions).work_at(at(moment)) for moment in moments}
    assert {moment: fresh.work_at(at(moment)) for moment in moments} == expected
    assert fresh.work_at(0) == 0


def test_a_friday_evening_and_a_monday_morning_are_the_same_working_time() -> None:
    friday, monday = at("2026-11-27T17:00"), at("2026-11-30T08:00")
    assert STANDARD_CALENDAR.work_at(friday) == STANDARD_CALENDAR.work_at(monday)
    assert STANDARD_CALENDAR.next_working(friday) == monday
    assert STANDARD_CALENDAR.previous_working(monday) == friday
    assert STANDARD_CALENDAR.add(friday, 1) == monday + 1
    assert STANDARD_CALENDAR.add(monday, -1) == friday - 1


def test_holidays_and_extra_days() -> None:
    calendar = WorkCalendar(STANDARD_WEEK, {date(2026, 11, 27): (), date(2026, 11, 28): ((540, 600),)})
    assert not calendar.is_working(date(2026, 11, 27))
    assert calendar.is_working(date(2026, 11, 28))
    assert calendar.add(at("2026-11-26T17:00"), 60) == at("2026-11-28T10:00")
    assert calendar.exceptions == {date(2026, 11, 27): (), date(2026, 11, 28): ((540, 600),)}


def test_intervals_that_run_to_midnight_join_the_next_day() -> None:
    night = WorkCalendar([((0, 180), (1380, MINUTES_PER_DAY))] * 7)
    assert night.add(at("2026-11-23T23:00"), 120) == at("2026-11-24T01:00")
    assert night.next_working(at("2026-11-24T00:00")) == at("2026-11-24T00:00")
    assert night.previous_working(at("2026-11-24T00:00")) == at("2026-11-24T00:00")
    assert ROUND_THE_CLOCK.add(at("2026-11-23T08:00"), 3 * MINUTES_PER_DAY) == at("2026-11-26T08:00")


def test_a_calendar_without_work_is_refused() -> None:
    with pytest.raises(NoWorkingTimeError, match="no working time"):
        WorkCalendar([()] * 7)
    with pytest.raises(NoWorkingTimeError):
        WorkCalendar([()] * 7, {date(2026, 11, 27): ()})


def test_a_calendar_whose_work_runs_out_says_so() -> None:
    once = WorkCalendar([()] * 7, {date(2026, 11, 27): STANDARD_DAY})
    assert once.add(at("2026-01-01T00:00"), 480) == at("2026-11-27T17:00")
    with pytest.raises(NoWorkingTimeError, match="no working days left"):
        once.add(at("2026-11-27T08:00"), 481)
    with pytest.raises(NoWorkingTimeError, match="no working days left"):
        once.add(at("2026-11-27T08:00"), -1)
    with pytest.raises(NoWorkingTimeError, match="no working days left"):
        once.next_working(at("2026-11-27T17:00"))


def test_a_lifetime_ahead_is_reached_and_the_end_of_dates_is_told() -> None:
    start = at("2026-11-23T08:00")
    century = STANDARD_CALENDAR.add(start, 100 * 52 * 5 * 480)
    assert to_datetime(century).year in {2126, 2127}
    rare = WorkCalendar([((0, 1),)] + [()] * 6)
    with pytest.raises(NoWorkingTimeError, match="beyond the years"):
        rare.add(start, 500_000)


@settings(max_examples=100, deadline=None)
@given(
    calendars(), st.sampled_from(["9999-12-30T11:15", "2999-06-05T00:00", "0001-02-03T23:59"]), st.integers(-900, 900)
)
def test_dates_far_away_are_told_without_filling_the_memory(calendar: WorkCalendar, moment: str, work: int) -> None:
    calendar.work_at(at("2026-11-23T08:00"))
    far = at(moment)
    before = calendar.work_at(far)
    assert calendar._table is not None
    assert len(calendar._table[0]) < 20_000
    near = WorkCalendar(calendar.week, calendar.exceptions)  # its table begins there
    assert near.work_at(far) == before
    if moment.startswith("2999"):
        assert calendar.add(far, work) == near.add(far, work)
        assert calendar.next_working(far) == near.next_working(far)
        assert calendar.previous_working(far) == near.previous_working(far)
        amounts = [before + work, calendar.work_at(at("2026-12-01T09:00"))]
        assert list(calendar.interval_bounds_of(amounts, [60, 60], early=True)[0]) == list(
            map(calendar.start_of, amounts)
        )
        assert calendar.work_at_many(np.array([far, at("2026-12-01T09:00")])).tolist() == [before, amounts[1]]


def test_bad_intervals_and_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1440"):
        WorkCalendar([((0, 1441),)] * 7)
    with pytest.raises(ValueError, match="seven days"):
        WorkCalendar([STANDARD_DAY] * 5)


def test_overlapping_intervals_are_joined() -> None:
    assert WorkCalendar([((600, 700), (480, 620), (700, 720))] * 7).week == (((480, 720),),) * 7


def test_calendars_compare_by_what_they_say() -> None:
    assert WorkCalendar() == STANDARD_CALENDAR
    assert hash(WorkCalendar()) == hash(STANDARD_CALENDAR)
    assert WorkCalendar(STANDARD_WEEK, {date(2026, 12, 25): ()}) != STANDARD_CALENDAR
