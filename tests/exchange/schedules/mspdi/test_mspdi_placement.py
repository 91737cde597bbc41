"""Dates that MS Project holds by other means than links: levelling, work by hand, calendars of the night."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.import_file import import_file
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

DAY = "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime>\
<FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>"
OFF = "<WeekDay><DayType>{}</DayType><DayWorking>0</DayWorking></WeekDay>"
ON = "<WeekDay><DayType>{}</DayType><DayWorking>1</DayWorking><WorkingTimes>{}</WorkingTimes></WeekDay>"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One", start=date(2026, 11, 23)) as made:
        yield made


def calendar(exceptions: str = "", hours: str = DAY) -> str:
    week = OFF.format(1) + "".join(ON.format(day, hours) for day in range(2, 7)) + OFF.format(7)
    return (
        "<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<WeekDays>{week}</WeekDays><Exceptions>{exceptions}</Exceptions></Calendar>"
    )


def exception(first: str, last: str, more: str = "", works: bool = False) -> str:
    hours = f"<DayWorking>1</DayWorking><WorkingTimes>{DAY}</WorkingTimes>" if works else "<DayWorking>0</DayWorking>"
    period = f"<FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate>"
    return f"<Exception><TimePeriod>{period}</TimePeriod>{more or '<Type>1</Type>'}{hours}</Exception>"


def task(uid: int, hours: int, more: str = "", level: int = 1, start: str = "2026-11-23T08:00:00") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>t{uid}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Start>{start}</Start><Duration>PT{hours}H0M0S</Duration>{more}</Task>"
    )


def dates(store: Store, tasks: str, calendars: str = "") -> dict[str, tuple[str, str]]:
    """Start and finish of each task of a file, by name, as the plan has them."""
    project = (
        '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-11-23T08:00:00</StartDate>'
        f"<CalendarUID>1</CalendarUID><Calendars>{calendars or calendar()}</Calendars><Tasks>{tasks}</Tasks></Project>"
    )
    outcome = import_file(store, "mspdi", io.StringIO(project))
    assert outcome.refused == ()
    schedule = schedule_of(store.plan, store.context)
    titles = map(str, store.plan["item"].columns["title"])
    placed = zip(titles, schedule.start, schedule.finish, strict=True)
    return {title: (f"{to_datetime(a):%d %b %H:%M}", f"{to_datetime(b):%d %b %H:%M}") for title, a, b in placed}


def test_what_levelling_delayed_starts_no_earlier_than_in_the_file(store: Store) -> None:
    delayed = "<LevelingDelay>28800</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>"
    assert dates(store, task(1, 8) + task(2, 8, delayed, start="2026-11-25T08:00:00"))["t2"] == (
        "25 Nov 08:00", "25 Nov 17:00",
    )  # fmt: skip


def test_a_delay_of_levelling_without_a_start_is_told(store: Store) -> None:
    delayed = task(1, 8, "<LevelingDelay>4800</LevelingDelay>").replace("<Start>2026-11-23T08:00:00</Start>", "")
    file = f'<Project xmlns="http://schemas.microsoft.com/project"><Tasks>{delayed}</Tasks></Project>'
    outcome = import_file(store, "mspdi", io.StringIO(file))
    assert "1 task was delayed by levelling, without a start in the file: the delay is left out" in str(outcome)


def test_what_lies_below_a_summary_by_hand_starts_no_earlier_than_that(store: Store) -> None:
    after = "<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type></PredecessorLink>"
    tasks = task(1, 80, "<Manual>1</Manual>", start="2027-01-11T08:00:00") + task(2, 16, level=2) + task(3, 8, after, 2)
    placed = dates(store, tasks)
    assert (placed["t2"], placed["t3"]) == (("11 Jan 08:00", "12 Jan 17:00"), ("13 Jan 08:00", "13 Jan 17:00"))


def test_a_task_by_hand_on_days_off_keeps_its_dates(store: Store) -> None:
    by_hand = "<Manual>1</Manual><Finish>2026-11-29T12:00:00</Finish>"
    assert dates(store, task(1, 8, by_hand, start="2026-11-28T10:00:00"))["t1"] == ("28 Nov 10:00", "29 Nov 12:00")


@pytest.mark.parametrize("order", [1, -1])
def test_a_single_day_goes_before_one_that_recurs_in_any_order(store: Store, order: int) -> None:
    weekly = "<Type>6</Type><Period>1</Period><DaysOfWeek>32</DaysOfWeek>"
    parts = [exception("2026-12-04", "2026-12-04", works=True), exception("2026-11-23", "2027-03-01", weekly)]
    assert dates(store, task(1, 80), calendar("".join(parts[::order])))["t1"] == ("23 Nov 08:00", "07 Dec 17:00")


def test_a_holiday_that_recurs_since_long_ago_is_still_one(store: Store) -> None:
    yearly = "<Type>2</Type><Month>10</Month><MonthDay>25</MonthDay>"
    holiday = exception("1990-11-25", "2040-11-25", yearly)
    assert dates(store, task(1, 24), calendar(holiday))["t1"] == ("23 Nov 08:00", "26 Nov 17:00")


def test_a_night_shift_goes_on_after_midnight(store: Store) -> None:
    night = "<WorkingTime><FromTime>22:00:00</FromTime><ToTime>06:00:00</ToTime></WorkingTime>"
    assert dates(store, task(1, 16), calendar(hours=night))["t1"] == ("23 Nov 22:00", "25 Nov 06:00")


def test_days_of_a_duration_are_working_days(store: Store) -> None:
    assert dates(store, task(1, 0).replace("PT0H0M0S", "P5D"))["t1"] == ("23 Nov 08:00", "27 Nov 17:00")


def test_a_constraint_on_a_summary_is_said_to_bind_nothing(store: Store) -> None:
    held = "<ConstraintType>4</ConstraintType><ConstraintDate>2026-12-01T08:00:00</ConstraintDate>"
    project = f"<Project><Tasks>{task(1, 8, held)}{task(2, 8, level=2)}</Tasks></Project>"
    outcome = import_file(store, "mspdi", io.StringIO(project))
    assert "1 summary has a constraint, which binds nothing below it here" in outcome.notes
