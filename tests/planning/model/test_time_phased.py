"""Work and money spread over days: by a worked case, and against one minute after another."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.amounts import allocate
from tpm_tui.planning.model.time_phased import (
    LONGEST,
    Allocations,
    WorkingTimeTable,
    allocation_load,
    daily_load,
    spread,
)

SHARED = Path("/work/shared/data/vectors/load.json")
OFFICE = ((480, 720), (780, 1020))
FIVE_DAYS = WorkCalendar()
FOUR_DAYS = WorkCalendar([OFFICE] * 4 + [()] * 3)
NIGHTS = WorkCalendar([((0, 360), (1320, 1440))] * 7)
MONDAY = 17_532  # 1 January 2018
HOLIDAY = WorkCalendar(exceptions={date(2018, 1, 3): (), date(2018, 1, 6): ((600, 720),)})
CALENDARS = [FIVE_DAYS, FOUR_DAYS, NIGHTS, HOLIDAY]


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def on_days(hours: int, start: date, end: date) -> tuple[int, int, int, int, int]:
    return (0, 0, day_number(start) * MINUTES_PER_DAY, (day_number(end) + 1) * MINUTES_PER_DAY, hours * 60)


def test_a_case_worked_by_hand() -> None:
    # 24 h over three days and 8 h over the last two of them: 8, 8 + 4, 8 + 4 hours of eight.
    first = date(2018, 1, 1)
    allocations = Allocations.of([on_days(24, first, date(2018, 1, 3)), on_days(8, date(2018, 1, 2), date(2018, 1, 3))])
    table = WorkingTimeTable([FIVE_DAYS], day_number(first), 5)
    load = daily_load(allocations, table, 1)
    assert load.tolist() == [[480, 720, 720, 0, 0]]


@pytest.mark.skipif(not SHARED.is_file(), reason="the case of others is not here")
def test_a_case_of_others_agrees_to_the_tenth_of_a_percent() -> None:
    case = json.loads(SHARED.read_text())
    rows = [
        on_days(task["hours"], date.fromisoformat(task["start"]), date.fromisoformat(task["end"]))
        for task in case["tasks"]
    ]
    allocations = Allocations.of(rows)
    table = WorkingTimeTable.covering([FIVE_DAYS], allocations)
    load = daily_load(allocations, table, 1)[0]
    for start, end, percent in case["expected"]:
        day = date.fromisoformat(start)
        while day <= date.fromisoformat(end):
            if day.weekday() < 5:
                at = day_number(day) - table.first
                assert round(100 * load[at] / table.minutes[0, at], 1) == percent, day
            day += timedelta(1)
    assert not load[table.minutes[0] == 0].any()
    assert load.sum() == pytest.approx(sum(row[4] for row in rows))


instants = st.integers(MONDAY * MINUTES_PER_DAY, (MONDAY + 21) * MINUTES_PER_DAY)
spans = st.tuples(instants, st.integers(0, 12 * MINUTES_PER_DAY)).map(lambda pair: (pair[0], pair[0] + pair[1]))
rows = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), spans, st.integers(0, 10_000)).map(
        lambda row: (row[0], row[1], *row[2], row[3])
    ),
    max_size=12,
)


def minutes_by_day(calendar: WorkCalendar | None, start: int, finish: int) -> dict[int, int]:
    """Working minutes of each day from one instant to another, one minute after another; None is the clock."""
    counts: dict[int, int] = {}
    for minute in range(start, finish):
        day, at = divmod(minute, MINUTES_PER_DAY)
        intervals = calendar.intervals(date(1970, 1, 1) + timedelta(day)) if calendar else ((0, MINUTES_PER_DAY),)
        if any(low <= at < high for low, high in intervals):
            counts[day] = counts.get(day, 0) + 1
    return counts


def expected_weights(row: tuple[int, int, int, int, int]) -> dict[int, int]:
    _, calendar, start, finish, _ = row
    return minutes_by_day(CALENDARS[calendar], start, finish) or minutes_by_day(None, start, max(finish, start + 1))


@settings(max_examples=30)
@given(rows)
def test_load_is_even_over_working_minutes(rows: list[tuple[int, int, int, int, int]]) -> None:
    allocations = Allocations.of(rows)
    table = WorkingTimeTable(CALENDARS, MONDAY, 40)
    expected = np.zeros((3, 40))
    for row in rows:
        weights = expected_weights(row)
        for day, minutes in weights.items():
            expected[row[0], day - MONDAY] += row[4] * minutes / sum(weights.values())
    np.testing.assert_allclose(daily_load(allocations, table, 3), expected, atol=1e-5)
    days, share = allocation_load(allocations, table)
    again = np.zeros((3, 40))
    np.add.at(again, (allocations.resource[days.allocation], days.day - MONDAY), share)
    np.testing.assert_allclose(again, expected, atol=1e-5)


@settings(max_examples=30)
@given(rows)
def test_whole_units_are_spread_by_largest_remainders(rows: list[tuple[int, int, int, int, int]]) -> None:
    allocations = Allocations.of(rows)
    daily = spread(allocations, WorkingTimeTable.covering(CALENDARS, allocations))
    for number, row in enumerate(rows):
        weights = expected_weights(row)
        own = daily.allocation == number
        amounts = dict(zip(daily.day[own].tolist(), daily.amount[own].tolist(), strict=True))
        assert sum(amounts.values()) == row[4]
        shares = dict(zip(weights, allocate(row[4], list(weights.values())), strict=True))
        assert {day: amount for day, amount in amounts.items() if amount} == {d: a for d, a in shares.items() if a}


@settings(max_examples=30)
@given(rows, st.integers(MONDAY - 3, MONDAY + 50))
def test_planned_value_never_falls_and_sums_of_groups_are_the_total(
    rows: list[tuple[int, int, int, int, int]], day: int
) -> None:
    allocations = Allocations.of(rows)
    daily = spread(allocations, WorkingTimeTable.covering(CALENDARS, allocations))
    until = daily.until(day, len(rows))
    assert (daily.until(day + 1, len(rows)) >= until).all()
    by_resource = daily.sums(allocations.resource, 3, MONDAY, 60)
    everything = daily.sums(np.zeros_like(allocations.resource), 1, MONDAY, 60)
    assert (by_resource.sum(axis=0) == everything[0]).all()
    assert by_resource.sum() == allocations.amount.sum()
    assert by_resource[:, : max(day + 1 - MONDAY, 0)].sum() == until.sum()


def test_amounts_too_large_for_a_product_in_64_bits_are_spread_exactly() -> None:
    whole = 10**17 + 1
    allocations = Allocations.of([(0, 0, MONDAY * MINUTES_PER_DAY, (MONDAY + 5) * MINUTES_PER_DAY, whole)])
    daily = spread(allocations, WorkingTimeTable.covering([FIVE_DAYS], allocations))
    assert daily.amount.tolist() == allocate(whole, [480] * 5)
    assert sum(daily.amount.tolist()) == whole


def test_an_instant_beyond_the_table_counts_as_its_end() -> None:
    never = (date.max.toordinal() - date(1970, 1, 1).toordinal()) * MINUTES_PER_DAY
    allocations = Allocations.of([(0, 0, MONDAY * MINUTES_PER_DAY, never, 1000)])
    table = WorkingTimeTable.covering([FIVE_DAYS], allocations)
    assert table.days == LONGEST
    assert spread(allocations, table).amount.sum() == 1000


def test_nobody_at_work_has_no_share_and_work_on_a_day_off_is_without_end() -> None:
    allocations = Allocations.of([(0, 0, (MONDAY + 5) * MINUTES_PER_DAY, (MONDAY + 6) * MINUTES_PER_DAY, 60)])
    table = WorkingTimeTable([FIVE_DAYS], MONDAY, 7)
    load = daily_load(allocations, table, 1)
    assert load[0, 5] == 60
    assert Fraction(int(daily_load(Allocations.of([]), table, 1).sum())) == 0
