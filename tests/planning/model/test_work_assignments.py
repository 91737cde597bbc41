"""What an estimate means when people come or go, by type: MS Project's three."""

from datetime import date, datetime

import pytest

from support.plan_records import WORDS, add, item, link, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import load_rows
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.planning.montecarlo.risk_model import risk_model

PEOPLE = [add("person", "ana", name="Ana"), add("person", "ben", name="Ben")]


def finish(plan: Plan) -> datetime:
    return to_datetime(schedule_of(plan, WORDS).plan_finish)


def assigned(*units: int) -> list:  # type: ignore[type-arg]
    names = ("ana", "ben")
    return [add("assignment", f"AS{n}", item="T1", person=names[n], units=u) for n, u in enumerate(units)]


@pytest.mark.parametrize(
    ("effort", "units", "days"),
    [
        ("fixed units", (100,), 4), ("fixed units", (100, 100), 4), ("fixed units", (50,), 4),
        ("fixed work", (100,), 4), ("fixed work", (100, 100), 2), ("fixed work", (50,), 8), ("fixed work", (50, 50), 4),
        ("fixed duration", (100, 100), 4),
    ],
)  # fmt: skip
def test_four_days_of_estimate(effort: str, units: tuple[int, ...], days: int) -> None:
    plan = new_plan(*PEOPLE, item("T1", 32, effort_type=effort), *assigned(*units))
    schedule = schedule_of(plan, WORDS)
    assert schedule.network.duration[0] == days * 480


@pytest.mark.parametrize(("effort", "day"), [("fixed units", 27), ("fixed work", 27), ("fixed duration", 26)])
def test_an_absence_moves_no_fixed_duration(effort: str, day: int) -> None:
    away = add("absence", "AB", person="ana", start=date(2026, 11, 24))
    plan = new_plan(*PEOPLE, away, item("T1", 32, effort_type=effort), *assigned(100))
    assert finish(plan) == datetime(2026, 11, day, 18)


def test_the_simulation_spreads_what_the_people_need() -> None:
    plan = new_plan(*PEOPLE, item("T1", (16, 32, 64), effort_type="fixed work"), *assigned(100, 100))
    spread = risk_model(plan, WORDS).spread[0]
    assert (spread.best, spread.likely, spread.worst) == (480, 960, 1920)


def calendar(id_: str, hours: str) -> list:  # type: ignore[type-arg]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    return [add("calendar", id_, name=id_, **dict.fromkeys(days, hours))]


@pytest.mark.parametrize(
    ("effort", "units", "finish_day", "load"),
    [
        ("fixed units", 100, 4, 240), ("fixed units", 50, 2, 240), ("fixed units", 25, 2, 120),
        ("fixed work", 100, 4, 240), ("fixed duration", 100, 2, 240), (None, 0, 4, 240),
    ],
)  # fmt: skip
def test_a_capacity_below_the_day_counts_as_units(effort: str | None, units: int, finish_day: int, load: int) -> None:
    """Sixteen hours of somebody who works four hours a day; by assignment, or as the owner."""
    half = add("person", "ana", name="Ana", capacity=240)
    given = [item("T1", 16, effort_type=effort), *assigned(units)] if effort else [item("T1", 16, owner="ana")]
    plan = new_plan(half, PEOPLE[1], *given)
    assert schedule_of(plan, WORDS).network.duration[0] == finish_day * 480
    per_day = resource_load(plan, WORDS).load[0]
    assert [round(minutes) for minutes in per_day if minutes] == [load] * finish_day


def test_each_of_several_works_on_their_own_calendar() -> None:
    """Ana by day, Ben by night and away on Tuesday: his last hours are the last."""
    plan = new_plan(
        *calendar("night", "00:00-04:00"),
        PEOPLE[0], add("person", "ben", name="Ben", calendar="night"),
        add("absence", "AB", person="ben", start=date(2026, 11, 24)),
        item("T1", 8), *assigned(100, 100), item("T2", 8, owner="ana"), link("T1", "T2"),
    )  # fmt: skip
    schedule = schedule_of(plan, WORDS)
    assert to_datetime(schedule.start[0]) == datetime(2026, 11, 23)
    assert to_datetime(schedule.finish[0]) == datetime(2026, 11, 25, 4)
    assert to_datetime(schedule.start[1]) == datetime(2026, 11, 25, 9)
    load = resource_load(plan, WORDS)
    assert [load.load[0].sum(), load.load[1].sum()] == [960, 480]
    assert load.load[0][0] == 480, "Ana is done on Monday, though the item is not"


def test_a_calendar_of_the_item_is_shared_with_the_hours_of_a_person_unless_it_ignores_them() -> None:
    people = [*calendar("late", "10:00-20:00"), add("person", "ana", name="Ana", calendar="late")]
    hours, away = calendar("mornings", "08:00-12:00"), add("absence", "AB", person="ana", start=date(2026, 11, 24))
    for ignores, day, hour in ((False, 26, 12), (True, 24, 10)):
        one = item("T1", 6, calendar="mornings", owner="ana", ignore_resource_calendars=ignores)
        assert finish(new_plan(*people, *hours, away, one)) == datetime(2026, 11, day, hour)


def test_effort_driven_work_is_shared_out() -> None:
    plan = new_plan(*PEOPLE, item("T1", 32, effort_driven=True), *assigned(100, 100))
    assert schedule_of(plan, WORDS).network.duration[0] == 2 * 480


def test_the_parts_of_the_work_need_not_be_equal() -> None:
    rows = [
        add("assignment", "1", item="T1", person="ana", work=1440),
        add("assignment", "2", item="T1", person="ben", work=480),
    ]
    plan = new_plan(*PEOPLE, item("T1", 32, effort_type="fixed work"), *rows)
    assert schedule_of(plan, WORDS).network.duration[0] == 3 * 480
    assert resource_load(plan, WORDS).load.sum(axis=1).round().tolist() == [1440, 480]


def test_what_remains_counts_as_the_estimate_does() -> None:
    half = add("person", "ana", name="Ana", capacity=240)
    begun = item("T1", 16, owner="ana", actual_start=datetime(2026, 11, 23, 9), remaining=480)
    plan = new_plan(half, begun, status_date=datetime(2026, 11, 25))
    assert finish(plan) == datetime(2026, 11, 26, 18), "eight hours take two of her days"


ENV = add("pool", "env", name="env", capacity=1)
BACKEND = add("pool", "backend", name="backend", function="backend", capacity=3)


@pytest.mark.parametrize(
    ("pools", "owner", "days"),
    [
        ({"env": 100}, None, 4),  # it alone takes the time
        ({"env": 100}, "ana", 4),  # whose owner does the work
        ({"env": 100, "backend": 100}, None, 4),
        ({"env": 100, "backend": 200}, None, 2),
        ({"backend": 100}, None, 4),
    ],
)
def test_a_thing_does_none_of_the_work_and_a_pool_of_a_function_does(
    pools: dict[str, int], owner: str | None, days: int
) -> None:
    rows = (add("assignment", f"P-{pool}", item="T1", pool=pool, units=units) for pool, units in pools.items())
    work = item("T1", 32, effort_type="fixed work", owner=owner)
    assert schedule_of(new_plan(*PEOPLE, ENV, BACKEND, work, *rows), WORDS).network.duration[0] == days * 480


@pytest.mark.parametrize(("units", "days"), [((100,), 4), ((100, 100), 2), ((50,), 8)])
def test_a_thing_is_held_while_people_work_whatever_their_units(units: tuple[int, ...], days: int) -> None:
    held = add("assignment", "P", item="T1", pool="env", units=100)
    plan = new_plan(*PEOPLE, ENV, item("T1", 32, effort_type="fixed work"), *assigned(*units), held)
    assert schedule_of(plan, WORDS).network.duration[0] == days * 480
    load = resource_load(plan, WORDS)
    asked = next(row for row in load_rows(plan, load) if row.id == "env")
    assert asked.minutes.sum() == days * 480


def test_two_items_that_need_one_environment_wait_for_each_other_as_long_as_people_work() -> None:
    """Ben at half a day takes two days for his eight hours, and the environment is his for both."""
    rows = [
        add("assignment", f"{who}-{item_}", item=item_, **{kind: who}, units=units)
        for item_, kind, who, units in (
            ("T1", "person", "ben", 50), ("T1", "pool", "env", 100),
            ("T2", "person", "ana", 100), ("T2", "pool", "env", 100),
        )
    ]  # fmt: skip
    work = [item("T1", 8, effort_type="fixed work", priority="high"), item("T2", 8, effort_type="fixed work")]
    people = people_schedule(new_plan(*PEOPLE, ENV, *work, *rows), WORDS)
    assert [to_datetime(start).day for start in people.schedule.start] == [23, 25]
    assert to_datetime(people.finish) == datetime(2026, 11, 25, 18)
