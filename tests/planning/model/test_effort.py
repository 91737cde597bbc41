"""What an estimate means when people come or go, by type: MS Project's three."""

from datetime import date, datetime

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.cpm.plan_schedule import schedule_of
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
