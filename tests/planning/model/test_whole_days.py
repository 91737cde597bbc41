"""A day that is due means the whole day: work until midnight keeps it, on calendars without a night too."""

from datetime import date, datetime
from typing import Any

import pytest

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import DAY_END, InputContext
from tpm_tui.domain.time.instants import deadline_minute, deadline_moment, to_datetime, to_minute
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.conflicts import conflicts
from tpm_tui.planning.cpm.plan_schedule import schedule_of
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import simulate

TODAY = InputContext(date(2026, 11, 23))
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def plan_on(hours: str, minutes: int, due: datetime) -> Plan:
    week: dict[str, Any] = dict.fromkeys(WEEK, hours)
    return plan_of(
        [
            ("calendar", "c", {"name": "Always", **week}),
            ("programme", "programme", {"name": "P", "start": datetime(2026, 11, 23), "calendar": "c"}),
            ("state", "s", {"name": "backlog", "group": "todo"}),
            ("item", "i", {"title": "I", "estimate": ThreePoint.single_point(minutes), "deadline": due}),
        ]
    )


@pytest.mark.parametrize(
    ("hours", "minutes", "late"),
    [
        ("00:00-24:00", 1440, 0), ("00:00-24:00", 1439, 0), ("00:00-24:00", 1441, 1), ("20:00-24:00", 240, 0),
        ("20:00-24:00", 241, 1), ("00:00-06:00 22:00-24:00", 480, 0), ("09:00-17:00", 480, 0),
    ],
)  # fmt: skip
def test_work_until_midnight_keeps_a_deadline_of_that_day(hours: str, minutes: int, late: int) -> None:
    plan = plan_on(hours, minutes, datetime.combine(date(2026, 11, 23), DAY_END))
    schedule = schedule_of(plan, TODAY)
    assert sum(conflict.minutes for conflict in conflicts(schedule)) == late
    forecast = simulate(risk_model(plan, TODAY), runs=10, seed=1)
    assert forecast.targets["i"].on_time == (0.0 if late else 1.0)


@pytest.mark.parametrize("text", ["2026-11-27T23:59", "2026-11-27T17:00", "2026-12-31T23:59"])
def test_a_deadline_is_shown_as_it_is_kept(text: str) -> None:
    moment = datetime.fromisoformat(text)
    assert deadline_moment(deadline_minute(moment)) == moment
    assert to_datetime(to_minute(moment)) == moment
