"""Small plans whose dates can be worked out by hand, one rule at a time.

The plan starts on Monday 23 November 2026 at 08:00; days have eight hours, 08:00-12:00 and 13:00-17:00.
"""

from datetime import date, datetime
from typing import Any

import pytest

from support.networks import make_network
from tpm_tui.domain.time.instants import to_datetime, to_minute
from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK, STANDARD_CALENDAR, STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.analysis.driver import Cause, driver
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import conflicts
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, NetworkLink

DAY = 480
FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF


def at(text: str) -> int:
    return to_minute(datetime.fromisoformat(f"2026-{text}"))


def plan(duration: list[int], links: list[NetworkLink | tuple[Any, ...]] | None = None, **columns: Any) -> Schedule:
    return schedule(make_network(duration, links or [], plan_start=at("11-23T08:00"), **columns))


def dates(result: Schedule, position: int) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        to_datetime(column[position]).strftime("%d %H:%M") for column in (result.start, result.finish)
    )


@pytest.mark.parametrize(
    ("kind", "lag", "unit", "expected"),
    [
        (FS, 0, LagUnit.WORKING, ("25 08:00", "25 17:00")),
        (FS, 240, LagUnit.WORKING, ("25 13:00", "26 12:00")),
        (FS, -DAY, LagUnit.WORKING, ("24 08:00", "24 17:00")),
        (FS, 1440, LagUnit.ELAPSED, ("26 08:00", "26 17:00")),  # Tuesday 17:00 + 24 hours is Wednesday 17:00
        (FS, 50, LagUnit.PERCENT, ("26 08:00", "26 17:00")),
        (SS, 240, LagUnit.WORKING, ("23 13:00", "24 12:00")),
        (SS, 25, LagUnit.PERCENT, ("23 13:00", "24 12:00")),
        (FF, 0, LagUnit.WORKING, ("24 08:00", "24 17:00")),
        (FF, 240, LagUnit.WORKING, ("24 13:00", "25 12:00")),
        (SF, DAY, LagUnit.WORKING, ("23 08:00", "23 17:00")),
        (SF, 0, LagUnit.WORKING, ("20 08:00", "20 17:00")),  # the Friday before the plan's start: links alone bind
    ],
)
def test_links_and_lags(kind: LinkType, lag: int, unit: LagUnit, expected: tuple[str, str]) -> None:
    planned = plan([2 * DAY, DAY], [NetworkLink(0, 1, kind, lag, unit)])
    assert dates(planned, 1) == expected


def test_a_finish_to_finish_lead_stops_at_the_plans_start() -> None:
    planned = plan([DAY, 2 * DAY], [NetworkLink(0, 1, FF, -DAY)])
    assert dates(planned, 1) == ("23 08:00", "24 17:00")
    assert driver(planned, 1).cause == Cause.PLAN_START


@pytest.mark.parametrize(
    ("kind", "when", "expected", "late"),
    [
        (Constraint.SNET, "12-02T08:00", ("02 08:00", "02 17:00"), None),
        (Constraint.FNET, "12-02T17:00", ("02 08:00", "02 17:00"), None),
        (Constraint.SNLT, "12-02T08:00", ("25 08:00", "25 17:00"), "12-02T17:00"),
        (Constraint.FNLT, "12-02T17:00", ("25 08:00", "25 17:00"), "12-02T17:00"),
        (Constraint.MSO, "12-02T08:00", ("02 08:00", "02 17:00"), "12-02T17:00"),
        (Constraint.MFO, "12-02T17:00", ("02 08:00", "02 17:00"), "12-02T17:00"),
    ],
)
def test_constraints_that_hold(kind: Constraint, when: str, expected: tuple[str, str], late: str | None) -> None:
    planned = plan(
        [2 * DAY, DAY, 20 * DAY], [NetworkLink(0, 1)], constraint=[0, kind, 0], constraint_date=[None, at(when), None]
    )
    assert dates(planned, 1) == expected
    assert planned.late_finish[1] == (planned.plan_finish if late is None else at(late))
    assert conflicts(planned) == []


@pytest.mark.parametrize("kind", [Constraint.SNLT, Constraint.FNLT, Constraint.MSO, Constraint.MFO])
def test_constraints_that_cannot_hold_win_and_are_told(kind: Constraint) -> None:
    when = at("11-24T17:00" if kind in (Constraint.FNLT, Constraint.MFO) else "11-24T08:00")
    planned = plan([2 * DAY, DAY], [NetworkLink(0, 1)], constraint=[0, kind], constraint_date=[None, when])
    assert dates(planned, 1) == ("24 08:00", "24 17:00")
    assert list(planned.total_slack) == [-DAY, 0]
    (conflict,) = conflicts(planned)
    assert (conflict.position, conflict.cause, conflict.minutes, conflict.link) == (1, Cause.CONSTRAINT, DAY, 0)
    assert conflict.at == when
    assert driver(planned, 1) == driver(planned, 1).__class__(Cause.CONSTRAINT, when)


def test_a_missed_deadline_is_negative_slack_and_moves_nothing() -> None:
    planned = plan([2 * DAY, DAY], [NetworkLink(0, 1)], deadline=[None, at("11-24T17:00")])
    assert dates(planned, 1) == ("25 08:00", "25 17:00")
    assert list(planned.total_slack) == [-DAY, -DAY]
    (conflict,) = conflicts(planned)
    assert (conflict.cause, conflict.minutes) == (Cause.DEADLINE, DAY)


def test_as_late_as_possible_takes_the_slack() -> None:
    planned = plan([5 * DAY, DAY, DAY], [NetworkLink(1, 2), NetworkLink(0, 2)], constraint=[0, Constraint.ALAP, 0])
    assert dates(planned, 1) == ("27 08:00", "27 17:00")
    assert dates(planned, 2) == ("30 08:00", "30 17:00")
    assert planned.total_slack[1] == 0
    assert driver(planned, 1).cause == Cause.LATE


def test_actual_dates_are_kept_and_the_rest_follows() -> None:
    planned = plan([2 * DAY, DAY], [NetworkLink(0, 1)], actual_start=[at("11-24T10:00"), None], progress=[50, 0])
    assert dates(planned, 0) == ("24 10:00", "26 10:00")
    assert dates(planned, 1) == ("26 10:00", "27 10:00")
    assert driver(planned, 0).cause == Cause.ACTUAL


def test_what_is_left_goes_after_the_status_date() -> None:
    planned = plan([2 * DAY], actual_start=[at("11-23T08:00")], progress=[25], status_date=at("11-30T08:00"))
    assert dates(planned, 0) == ("23 08:00", "01 12:00")
    again = plan([2 * DAY], actual_start=[at("11-23T08:00")], remaining=[60], status_date=at("11-30T08:00"))
    assert dates(again, 0) == ("23 08:00", "30 09:00")


def test_a_finished_item_keeps_both_dates_and_is_not_critical() -> None:
    planned = plan(
        [2 * DAY, DAY],
        [NetworkLink(0, 1)],
        actual_start=[at("11-23T08:00"), None],
        actual_finish=[at("11-27T17:00"), None],
    )
    assert dates(planned, 0) == ("23 08:00", "27 17:00")
    assert dates(planned, 1) == ("30 08:00", "30 17:00")
    assert list(planned.critical) == [False, True]


def test_a_milestone_may_end_a_day_and_an_instant_task_begins_the_next() -> None:
    planned = plan([DAY, 0, 0], [NetworkLink(0, 1), NetworkLink(0, 2)], milestone=[False, True, False])
    assert dates(planned, 1) == ("23 17:00", "23 17:00")
    assert dates(planned, 2) == ("24 08:00", "24 08:00")


def test_calendars_of_items() -> None:
    off = WorkCalendar(STANDARD_WEEK, {date(2026, 11, 24): ()})
    planned = plan(
        [DAY, DAY, DAY],
        [NetworkLink(0, 1), NetworkLink(1, 2)],
        calendars=[STANDARD_CALENDAR, off, ROUND_THE_CLOCK],
        calendar=[-1, 1, 2],
    )
    assert dates(planned, 1) == ("25 08:00", "25 17:00")
    assert dates(planned, 2) == ("25 17:00", "26 01:00")


def test_summaries_span_their_children_and_pass_links_on() -> None:
    # summary 0 holds 1 and 2; 3 follows the summary; summary 4 holds 5 and follows 3
    planned = plan(
        [0, DAY, 2 * DAY, DAY, 0, DAY],
        [NetworkLink(0, 3), NetworkLink(3, 4)],
        parent=[-1, 0, 0, -1, -1, 4],
        actual_start=[None] * 6,
    )
    assert dates(planned, 0) == ("23 08:00", "24 17:00")
    assert dates(planned, 3) == ("25 08:00", "25 17:00")
    assert dates(planned, 5) == dates(planned, 4) == ("26 08:00", "26 17:00")
    assert list(planned.total_slack) == [0, DAY, 0, 0, 0, 0]
    assert list(planned.critical) == [True, False, True, True, True, True]
    assert driver(planned, 3).other == 2
    assert driver(planned, 4).cause == Cause.CHILD


def test_slack_counts_working_time() -> None:
    # Friday to Monday is no slack at all
    planned = plan([5 * DAY, 4 * DAY, DAY], [NetworkLink(0, 2), NetworkLink(1, 2)])
    assert list(planned.total_slack) == [0, DAY, 0]
    assert list(planned.free_slack) == [0, DAY, 0]


def test_free_slack_by_link_type() -> None:
    planned = plan(
        [DAY, 5 * DAY, DAY, DAY, DAY],
        [NetworkLink(1, 0), NetworkLink(2, 0, FS), NetworkLink(3, 0, SS), NetworkLink(4, 0, FF, DAY)],
    )
    assert dates(planned, 0) == ("30 08:00", "30 17:00")
    assert planned.free_slack[2] == 4 * DAY
    assert planned.free_slack[3] == 5 * DAY
    assert planned.free_slack[4] == 4 * DAY


def test_no_free_slack_for_whoever_stretches_a_lag_that_is_part_of_a_summary() -> None:
    long = 5 * DAY
    planned = plan([0, DAY, DAY, DAY, long], [NetworkLink(0, 3, SF, 50, LagUnit.PERCENT)], parent=[-1, 0, 0, -1, -1])
    assert list(planned.free_slack[1:3]) == [0, 0], "the second starts no summary, but moved it would end it later"


def test_the_critical_limit_widens_the_critical_path() -> None:
    durations, links = [5 * DAY, 4 * DAY, DAY], [NetworkLink(0, 2), NetworkLink(1, 2)]
    assert plan(durations, links).critical == [True, False, True]
    assert plan(durations, links, critical_slack_limit=DAY).critical == [True, True, True]
