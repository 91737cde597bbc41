"""Capacity of a sprint, worked out by hand."""

from datetime import date, datetime, timedelta

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.planning.analysis.workload.sprint_capacity import sprint_capacity, unplanned_share

ANA, BEN = add("person", "ana", name="Ana"), add("person", "ben", name="Ben", capacity=240)
SPRINT = add("sprint", "s1", name="Sprint 1", start=date(2026, 11, 23), end=date(2026, 12, 4))


def test_days_there_less_absences_less_the_unplanned() -> None:
    away = add("absence", "AB", person="ana", start=date(2026, 11, 25), end=date(2026, 11, 26))
    # Four weeks: Ana 20 days of eight hours, Ben 20 of four: 240 h. Two people lose 6 h each: 5 %.
    incident = add("incident", "I", title="Down", detected=datetime(2026, 11, 16, 9), responders=("ana", "ben"))
    plan = new_plan(ANA, BEN, SPRINT, away, incident, item("T1", 16, sprint="s1"), item("T2", 8))
    capacity = sprint_capacity(plan, WORDS, "s1")
    assert capacity is not None
    assert capacity.there == 10 * 480 + 10 * 240
    assert capacity.away == 2 * 480
    assert capacity.unplanned == pytest.approx(0.05)
    assert capacity.available == round((7200 - 960) * 0.95)
    assert capacity.planned == 960


def test_hours_that_were_written_down_count_and_old_incidents_do_not() -> None:
    plan = new_plan(
        ANA,
        add("incident", "I1", title="Down", detected=datetime(2026, 11, 16, 9), lost=96),
        add("incident", "I2", title="Long ago", detected=datetime(2026, 9, 16, 9), lost=9600),
    )
    assert unplanned_share(plan, WORDS.today) == pytest.approx(96 / 9600)


def test_a_sprint_without_dates_has_no_capacity() -> None:
    assert sprint_capacity(new_plan(ANA, add("sprint", "s1", name="Later")), WORDS, "s1") is None


def test_incidents_are_counted_on_the_days_whose_working_time_is() -> None:
    def share(day: datetime) -> float:
        incident = add("incident", "I", title="Down", detected=day, lost=96)
        return unplanned_share(new_plan(ANA, incident), WORDS.today)

    first, last = datetime(2026, 10, 26, 9), datetime(2026, 11, 22, 9)
    assert [share(first - timedelta(days=1)), share(first), share(last), share(last + timedelta(days=1))] == [
        0, pytest.approx(0.01), pytest.approx(0.01), 0
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "days"), [(datetime(2026, 11, 20), 10), (datetime(2026, 11, 30), 5), (datetime(2026, 12, 7), 0)]
)
def test_of_a_sprint_under_way_the_days_to_come_stand_against_the_work_that_remains(
    status: datetime, days: int
) -> None:
    begun = item("T1", 16, sprint="s1", owner="ana", actual_start=datetime(2026, 11, 23, 9), remaining=240)
    plan = new_plan(ANA, SPRINT, begun, status_date=status)
    capacity = sprint_capacity(plan, WORDS, "s1")
    assert capacity is not None
    assert (capacity.there, capacity.planned) == (days * 480, 240)
