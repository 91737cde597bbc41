"""A day away of somebody on the critical path moves the finish by what the calendars say, and ``why`` names it."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from support.plan_records import TODAY, WORDS, add, item, link, new_plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.reports.schedule.explanation_of_why_in_words import why_in_words

DAY = timedelta(days=1)


def last_day(days: int, away: set[date], holidays: set[date]) -> date:
    """The last of so many days of work from the plan's start on, counted on the fingers."""
    day = TODAY - DAY
    while days:
        day += DAY
        days -= day.weekday() < 5 and day not in away | holidays
    return day


OFFSETS = st.sets(st.integers(0, 20), max_size=1)


@given(st.integers(1, 5), st.integers(1, 5), OFFSETS, OFFSETS)
def test_the_finish_moves_by_the_days_of_work_lost_and_why_says_whose(
    first: int, second: int, days_away: set[int], day_off: set[int]
) -> None:
    away, holidays = ({TODAY + n * DAY for n in days} for days in (days_away, day_off))
    plan = new_plan(
        add("person", "ana", name="Ana"),
        *(add("absence", f"a{day}", person="ana", start=day, end=day) for day in away),
        *(add("calendar_exception", f"x{day}", calendar="calendar", name="Feast", start=day) for day in holidays),
        item("T1", 8 * first, owner="ana"),
        item("T2", 8 * second, owner="ana"),
        item("side", 8),
        link("T1", "T2"),
    )
    schedule = schedule_of(plan, WORDS)
    finish = last_day(first + second, away, holidays)
    assert to_datetime(schedule.plan_finish) == datetime(finish.year, finish.month, finish.day, 18)
    assert people_schedule(plan, WORDS).finish == schedule.plan_finish
    sentences = " ".join(line for key in ("T1", "T2") for line in why_in_words(plan, schedule, WORDS, key).lines()[:2])
    for day in away - holidays:
        costs = day.weekday() < 5 and day < finish
        assert (f"Ana on {day.day} {day:%b}" in sentences) == costs, (day, sentences)
