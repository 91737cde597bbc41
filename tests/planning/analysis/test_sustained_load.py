"""Sustained load and its relief: limits at their edge, worked by hand, and what holds for all records."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.workload.load_relief import Colleague, LoadedItem, Relief, ReliefHandOver, load_relief
from tpm_tui.planning.analysis.workload.sustained_load import (
    IncidentWork,
    LoadLevel,
    LoadLimits,
    PersonRecord,
    ShortRest,
    TeamLoad,
    load_by_team,
    sustained_load,
)

MONDAY = 20_454  # 1 January 2026 was a Thursday: this is 5 January
WEEKDAYS = [MONDAY + week * 7 + day for week in range(8) for day in range(5)]
OFFICE = {day: (day * MINUTES_PER_DAY + 9 * 60, day * MINUTES_PER_DAY + 18 * 60) for day in WEEKDAYS}
LAST = MONDAY + 27


def of(minutes_a_day: int, **changes: object) -> PersonRecord:
    record = PersonRecord("ana", "platform", planned=dict.fromkeys(WEEKDAYS, minutes_a_day), hours=OFFICE)
    return replace(record, **changes)


@pytest.mark.parametrize(
    ("hours", "level"),
    [
        ("40", LoadLevel.OK),
        ("48", LoadLevel.OK),
        ("241/5", LoadLevel.WARNING),
        ("274/5", LoadLevel.WARNING),
        ("55", LoadLevel.ALARM),
    ],
)
def test_limits_at_their_edge(hours: str, level: LoadLevel) -> None:
    minutes = int(Fraction(hours) * 60 / 5)
    load = sustained_load(of(minutes), LAST, LAST)
    assert load.weekly == (Fraction(minutes * 5),)
    assert load.level is level


def test_what_is_logged_counts_on_its_day_instead_of_what_is_planned() -> None:
    load = sustained_load(of(480, logged={MONDAY: 720, MONDAY + 1: 0, MONDAY + 5: 240}), LAST, LAST)
    assert load.weekly == (Fraction(40 * 60 * 4 + 240 - 480 + 240, 4),)


def test_incidents_in_the_evening_add_six_hours_each_and_those_at_work_none() -> None:
    midnight = MONDAY * MINUTES_PER_DAY
    evening, noon, saturday = midnight + 20 * 60, midnight + 12 * 60, midnight + 5 * MINUTES_PER_DAY + 12 * 60
    load = sustained_load(of(480, incidents=[IncidentWork(at) for at in (evening, noon, saturday)]), LAST, LAST)
    assert load.weekly == (Fraction(40 * 60 + 2 * 360 // 4),)


def test_the_window_rolls() -> None:
    load = sustained_load(of(480, planned={MONDAY: 480}), MONDAY - 1, MONDAY + 28)
    assert load.weekly == (Fraction(0), *[Fraction(120)] * 28, Fraction(0))
    assert load.peak_day == MONDAY


def test_on_call_over_a_quarter_and_more_than_two_incidents_a_shift() -> None:
    week = (MONDAY * MINUTES_PER_DAY, (MONDAY + 7) * MINUTES_PER_DAY)
    third = [IncidentWork(MONDAY * MINUTES_PER_DAY + hour * 60) for hour in (1, 2, 3)]
    quarter = sustained_load(of(0, shifts=[week], incidents=third[:2]), LAST, LAST)
    assert (quarter.on_call, quarter.is_on_call_too_much) == (Fraction(1, 4), False)
    assert (quarter.busiest_shift, quarter.has_too_many_incidents) == (2, False)
    more = sustained_load(of(0, shifts=[week, (week[0], week[1] + 60)], incidents=third), LAST, LAST)
    assert (more.on_call, more.is_on_call_too_much) == (Fraction(7 * MINUTES_PER_DAY + 60, 28 * MINUTES_PER_DAY), True)
    assert (more.busiest_shift, more.has_too_many_incidents) == (3, True)
    # twelve weeks on nobody is on call: the most of any four weeks counts, and a week in four is never too much
    rota = [(week[0] + turn * 28 * MINUTES_PER_DAY, week[1] + turn * 28 * MINUTES_PER_DAY) for turn in range(4)]
    assert sustained_load(of(0, shifts=rota), LAST, LAST + 84).on_call == Fraction(1, 4)
    assert sustained_load(of(0, shifts=[*rota, (week[1], week[1] + 1)]), LAST, LAST + 84).is_on_call_too_much
    without = sustained_load(of(0, incidents=third), LAST, LAST)
    assert (without.on_call, without.busiest_shift, without.is_strained) == (None, None, False)


def test_rest_under_eleven_hours_before_the_next_start() -> None:
    night = (MONDAY + 1) * MINUTES_PER_DAY
    late, early = IncidentWork(night - 240, night - 60), IncidentWork(night - 240, night - 120)
    next_start = night + 9 * 60
    load = sustained_load(of(480, incidents=[late, early, IncidentWork(night - 30)]), LAST, LAST)
    assert load.short_rests == (ShortRest(night - 60, next_start),)
    assert load.short_rests[0].minutes == 600


def test_teams_come_worst_first() -> None:
    loads = [
        sustained_load(of(480, person="ben", team="mobile"), LAST, LAST),
        sustained_load(of(700), LAST, LAST),
        sustained_load(of(580, person="cy"), LAST, LAST),
    ]
    assert load_by_team(loads) == [
        TeamLoad("platform", 2, Fraction(3200), 1, 1, 2),
        TeamLoad("mobile", 1, Fraction(2400), 0, 0, 0),
    ]


days = st.dictionaries(st.integers(MONDAY - 30, MONDAY + 40), st.integers(0, 900), max_size=40)


@given(days, days, st.integers(0, 40))
def test_a_window_is_a_quarter_of_its_four_weeks(logged: dict[int, int], planned: dict[int, int], length: int) -> None:
    load = sustained_load(PersonRecord("ana", logged=logged, planned=planned), MONDAY, MONDAY + length)
    for at, weekly in enumerate(load.weekly):
        last = MONDAY + at
        work = sum((planned | logged).get(day, 0) for day in range(last - 27, last + 1))
        assert weekly * 4 == work
    assert len(load.weekly) == length + 1
    assert load.level == LoadLimits().level(load.peak)


def test_relief_postpones_what_has_slack_and_hands_over_the_rest() -> None:
    items = [
        LoadedItem("T-1", 600, 3000, {}),
        LoadedItem("T-2", 900, 100, {"sql": 2}),
        LoadedItem("T-3", 300, 9000, {}, is_fixed=True),
        LoadedItem("T-4", 1200, 0, {"python": 4}),
    ]
    colleagues = [Colleague("ben", {"sql": 3}, 1000), Colleague("cy", {"sql": 1}, 5000)]
    assert load_relief(1400, items, colleagues) == Relief(("T-1",), (ReliefHandOver("T-2", "ben", 900),), 0)
    assert load_relief(500, items, colleagues) == Relief(("T-1",), (), 0)
    assert load_relief(5000, items, []) == Relief(("T-1",), (), 4400)


item_rows = st.builds(
    LoadedItem, st.integers(0, 99).map("T-{}".format), st.integers(0, 3000), st.integers(0, 5000),
    st.dictionaries(st.sampled_from(["sql", "go"]), st.integers(1, 5)), st.booleans(),
)  # fmt: skip
colleague_rows = st.builds(
    Colleague, st.sampled_from(["ben", "cy", "di"]), st.dictionaries(st.sampled_from(["sql", "go"]), st.integers(1, 5)),
    st.integers(0, 5000),
)  # fmt: skip


@given(
    st.integers(0, 9000),
    st.lists(item_rows, max_size=8, unique_by=lambda item: item.item),
    st.lists(colleague_rows, max_size=3, unique_by=lambda colleague: colleague.person),
)
def test_nobody_is_relieved_by_overloading_another(
    excess: int, items: list[LoadedItem], colleagues: list[Colleague]
) -> None:
    relief = load_relief(excess, items, colleagues)
    by_key = {item.item: item for item in items}
    for colleague in colleagues:
        taken = [step for step in relief.hand_over if step.person == colleague.person]
        assert sum(step.minutes for step in taken) <= colleague.free_minutes
        for step in taken:
            assert all(colleague.skills.get(skill, 0) >= n for skill, n in by_key[step.item].skills.items())
    assert not [key for key in relief.postpone if by_key[key].is_fixed or by_key[key].slack < by_key[key].minutes]
    moved = [*relief.postpone, *(step.item for step in relief.hand_over)]
    assert len(moved) == len(set(moved))
    assert relief.excess_left == max(0, excess - sum(by_key[key].minutes for key in moved))
