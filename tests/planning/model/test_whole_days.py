"""A day that is named means the whole day: work until midnight keeps it, on calendars without a night too."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import DAY_END, InputContext, day_text, show_date
from tpm_tui.domain.text.field_values import show_stored
from tpm_tui.domain.time.instants import deadline_minute, deadline_moment, finish_day, to_datetime, to_minute
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import conflicts
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.forecast.forecast_result import calendar_days_between
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.montecarlo.simulate import simulate
from tpm_tui.planning.schedule_columns import schedule_columns
from tpm_tui.reports.phrases import finish_instant_text, shift_text
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_date

TODAY = InputContext(date(2026, 11, 23))
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def plan_on(hours: str, *items: dict[str, Any], whose: str = "file", **programme: Any) -> Plan:
    """Items ``a``, ``b`` … on a calendar with these hours on every day, each after the one before. It is the file's,
    or of the ``person`` who does them all, in a file that works by day from Monday to Friday."""
    week: dict[str, Any] = dict.fromkeys(WEEK, hours)
    own = whose == "person"
    start = {"name": "P", "start": datetime(2026, 11, 23), "calendar": "d" if own else "c", **programme}
    records: list[tuple[str, str, dict[str, Any]]] = [
        ("calendar", "c", {"name": "Always", **week}),
        ("calendar", "d", {"name": "Office", **dict.fromkeys(WEEK[:5], "09:00-17:00")}),
        ("programme", "programme", start),
        ("state", "s", {"name": "backlog", "group": "todo"}),
        ("person", "p", {"name": "Ana", "calendar": "c"}),
    ]
    for id_, values in zip("abc", items, strict=False):
        records.append(("item", id_, {"title": id_, **values, **({"owner": "p"} if own else {})}))
    for before, after in pairwise("abc"[: len(items)]):
        records.append(("link", f"{before}{after}", {"predecessor": before, "successor": after}))
    return plan_of(records)


def work(minutes: int) -> ThreePoint:
    return ThreePoint.single_point(minutes)


def end_of(day: int) -> datetime:
    return datetime.combine(date(2026, 11, day), DAY_END)


@pytest.mark.parametrize(
    ("hours", "minutes", "late"),
    [
        ("00:00-24:00", 1440, 0), ("00:00-24:00", 1439, 0), ("00:00-24:00", 1441, 1), ("20:00-24:00", 240, 0),
        ("20:00-24:00", 241, 1), ("00:00-06:00 22:00-24:00", 480, 0), ("09:00-17:00", 480, 0),
    ],
)  # fmt: skip
def test_work_until_midnight_keeps_a_deadline_of_that_day(hours: str, minutes: int, late: int) -> None:
    plan = plan_on(hours, {"estimate": work(minutes), "deadline": end_of(23)})
    schedule = schedule_of(plan, TODAY)
    assert sum(conflict.minutes for conflict in conflicts(schedule)) == late
    forecast = simulate(risk_model(plan, TODAY), runs=10, seed=1)
    assert forecast.targets["a"].on_time == (0.0 if late else 1.0)


@pytest.mark.parametrize("text", ["2026-11-27T23:59", "2026-11-27T17:00", "2026-12-31T23:59"])
def test_a_deadline_is_shown_as_it_is_kept(text: str) -> None:
    moment = datetime.fromisoformat(text)
    assert deadline_moment(deadline_minute(moment)) == moment
    assert to_datetime(to_minute(moment)) == moment


#: Hours of every day, and the minutes of work that they hold.
DAYS = [("00:00-24:00", 1440), ("00:00-06:00 22:00-24:00", 480), ("16:00-24:00", 480), ("09:00-17:00", 480)]


@pytest.mark.parametrize("whose", ["file", "person"])
@pytest.mark.parametrize(("hours", "minutes"), DAYS)
class TestWholeDays:
    @pytest.mark.parametrize("kind", ["MFO", "FNLT", "FNET"])
    def test_a_finish_on_a_day_takes_all_of_it(self, hours: str, minutes: int, whose: str, kind: str) -> None:
        day = {"constraint": kind, "constraint_date": end_of(24)}
        schedule = schedule_of(plan_on(hours, {"estimate": work(2 * minutes), **day}, whose=whose), TODAY)
        calendar = schedule.network.calendar_of(0)
        assert calendar.between(schedule.finish[0], to_minute(datetime(2026, 11, 25))) == 0
        assert calendar.between(to_minute(datetime(2026, 11, 23)), schedule.start[0]) == 0
        assert not conflicts(schedule)
        assert schedule.total_slack[0] == 0

    def test_what_finished_on_a_day_worked_all_of_it(self, hours: str, minutes: int, whose: str) -> None:
        done = {"actual_start": datetime(2026, 11, 23), "actual_finish": end_of(24), "estimate": work(2 * minutes)}
        schedule = schedule_of(
            plan_on(hours, done, {"estimate": work(minutes)}, whose=whose), InputContext(date(2026, 11, 24))
        )
        calendar = schedule.network.calendar_of(0)
        assert calendar.between(schedule.finish[0], to_minute(datetime(2026, 11, 25))) == 0
        assert calendar.between(to_minute(datetime(2026, 11, 25)), schedule.start[1]) == 0

    def test_nothing_unbegun_starts_on_the_day_of_the_status_date(self, hours: str, minutes: int, whose: str) -> None:
        schedule = schedule_of(plan_on(hours, {"estimate": work(minutes)}, status_date=end_of(24), whose=whose), TODAY)
        calendar = schedule.network.calendar_of(0)
        assert schedule.start[0] == calendar.next_working(to_minute(datetime(2026, 11, 25)))

    def test_what_has_begun_goes_on_after_it(self, hours: str, minutes: int, whose: str) -> None:
        begun = {"actual_start": datetime(2026, 11, 23), "remaining": minutes, "estimate": work(3 * minutes)}
        schedule = schedule_of(plan_on(hours, begun, status_date=end_of(24), whose=whose), TODAY)
        calendar = schedule.network.calendar_of(0)
        assert calendar.between(to_minute(datetime(2026, 11, 25)), schedule.finish[0]) == minutes

    @pytest.mark.parametrize("days", [1, 2, 7])
    def test_a_finish_belongs_to_the_last_day_that_is_worked(
        self, hours: str, minutes: int, whose: str, days: int
    ) -> None:
        # A milestone is reached by the file's calendar, whoever it is of.
        milestone = [{"type": "milestone", "estimate": work(0)}] if whose == "file" else []
        plan = plan_on(hours, {"estimate": work(days * minutes)}, *milestone, whose=whose)
        schedule, last = schedule_of(plan, TODAY), date(2026, 11, 22 + days)
        forecast = simulate(risk_model(plan, TODAY), runs=10, seed=1).finish
        for finish in (*schedule.finish, schedule.plan_finish, forecast.percentile(80)):
            assert finish_day(finish) == last
            assert finish_date(finish, TODAY) == show_date(last, TODAY)
            assert shift_text(to_minute(datetime(2026, 11, 23, 18)), finish) in (f"+{days - 1}d", "+6h", "-1h")
            assert finish_instant_text(finish, TODAY).startswith(day_text(last, TODAY))
        values = schedule_columns(plan, TODAY)
        for name in ("finish", "early_finish", "late_finish"):
            column, (stored, *_) = values["item", name]
            assert show_stored(column, stored, plan, TODAY).startswith(show_date(last, TODAY))


@given(st.integers(0, 60 * 1440), st.integers(0, 60 * 1440))
def test_finishes_are_compared_by_the_days_that_they_belong_to(before: int, after: int) -> None:
    """A finish belongs to the day of the minute that was worked last, however near to midnight it is."""
    base = to_minute(datetime(2026, 11, 23))
    first, second = (date(2026, 11, 23).toordinal() - (-minute // 1440) - 1 for minute in (before, after))
    assert calendar_days_between(base + before, base + after) == second - first
    short = shift_text(base + before, base + after)
    assert short == f"{second - first:+}d" if second != first else not short.endswith("d")
