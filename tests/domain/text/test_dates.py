"""The words people type for dates and durations, from Monday 23 November 2026 unless a test says otherwise."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from support.attempts import attempt
from tpm_tui.domain.text.calendar_periods import add_months
from tpm_tui.domain.text.dates import (
    DAY_END,
    DAY_START,
    InputContext,
    datetime_text,
    day_text,
    moment_text,
    parse_date,
    parse_datetime,
    parse_duration,
    show_date,
    show_datetime,
    show_duration,
)

TODAY = date(2026, 11, 23)
WORDS = InputContext(TODAY)

any_day = st.dates(date(1900, 1, 1), date(2200, 12, 31))
near_today = st.integers(-800, 800).map(lambda days: TODAY + timedelta(days=days))
styles = st.sampled_from(["short", "iso", "us", "numeric"])
#: Text that looks like what people type, and text that does not.
scribble = st.text(max_size=20) | st.from_regex(
    re.compile(r"[+-]?\d{0,7} ?(next|last)? ?(d|w|m|y|h|mar|feb|29|fri|q|eo|:|-|/|\.|,|%){0,4} ?\d{0,5}"),
    fullmatch=True,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("+3d", "2026-11-26"),
        ("-2w", "2026-11-09"),
        ("2w", "2026-12-07"),
        ("+1m", "2026-12-23"),
        ("+1y", "2027-11-23"),
        ("fri", "2026-11-27"),
        ("next fri", "2026-12-04"),
        ("Next  Friday", "2026-12-04"),
        ("last fri", "2026-11-20"),
        ("mon", "2026-11-30"),
        ("next mon", "2026-11-30"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("som", "2026-12-01"),
        ("q1", "2027-01-01"),
        ("q1 2028", "2028-01-01"),
        ("2028-Q1", "2028-01-01"),
        ("2 fortnights", "2026-12-21"),
        ("in a fortnight", "2026-12-07"),
        ("a week ago", "2026-11-16"),
        ("day after tomorrow", "2026-11-25"),
        ("end of month", "2026-11-30"),
        ("end of the week", "2026-11-27"),
        ("start of month", "2026-12-01"),
        ("end of next month", "2026-12-31"),
        ("next month", "2026-12-01"),
        ("next week", "2026-11-30"),
        ("next quarter", "2027-01-01"),
        ("last quarter", "2026-07-01"),
        ("this year", "2026-01-01"),
        ("2026-W50", "2026-12-07"),
        ("2026W50", "2026-12-07"),
        ("2026-w53-7", "2027-01-03"),
        ("KW 50", "2026-12-07"),
        ("week 47", "2027-11-22"),
        ("w53", "2026-12-28"),
        ("kw 2 2028", "2028-01-10"),
        ("2026/12/24", "2026-12-24"),
        ("Thu, 24 Dec", "2026-12-24"),
        ("Thursday, 24 December 2026", "2026-12-24"),
        ("15th of December", "2026-12-15"),
        ("w48", "2026-11-23"),
        ("w50", "2026-12-07"),
        ("w47", "2027-11-22"),
        ("12 mar", "2027-03-12"),
        ("12mar", "2027-03-12"),
        ("mar 12", "2027-03-12"),
        ("March 12, 2028", "2028-03-12"),
        ("12 nov", "2027-11-12"),
        ("23 nov", "2026-11-23"),
        ("2 days", "2026-11-25"),
        ("3 weeks", "2026-12-14"),
        ("-1 month", "2026-10-23"),
        ("sow", "2026-11-23"),
        ("29 feb", "2028-02-29"),
        ("12th december", "2026-12-12"),
        ("11/May/24", "2024-05-11"),
        ("1 sept 27", "2027-09-01"),
        ("29 feb 2028", "2028-02-29"),
        ("12.03.27", "2027-03-12"),
        ("12.3.2027", "2027-03-12"),
        ("12.3.", "2027-03-12"),
        ("2027-03-12", "2027-03-12"),
        ("2027-3-1", "2027-03-01"),
    ],
)
def test_a_date_is_read_as_people_mean_it(typed: str, meant: str) -> None:
    assert parse_date(typed, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed", ["", " ", "30 feb", "29 feb 2027", "2026-13-01", "2026-02-30", "w54", "w0", "q5", "soon", "1 decade",
              "12 marble", "next", "+3", "fr", "99999999d", "+999999y", "32 dec", "0 mar", "1.13.", "12/03/27"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_words_that_are(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no date; try fri, \+3d, eom, 12 mar or 2027-03-12"):
        parse_date(typed, TODAY)


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        ("2026-11-27", "fri", "2026-12-04"),  # on a Friday, the coming one
        ("2026-11-29", "next mon", "2026-11-30"),  # on a Sunday, next week begins tomorrow
        ("2026-11-28", "eow", "2026-12-04"),  # on a Saturday the week's end lies ahead
        ("2027-01-01", "w53", "2026-12-28"),  # the first of January lies in the old year's last week
        ("2024-12-30", "w1", "2024-12-30"),  # and the end of December may lie in the new year's first
        ("2027-03-15", "29 feb", "2028-02-29"),  # no such day this year
        ("2026-01-31", "+1m", "2026-02-28"),
        ("2027-01-01", "q1", "2027-01-01"),
        ("2027-01-02", "q1", "2028-01-01"),
        ("2027-03-31", "end of march", "2027-03-31"),
        ("2027-04-01", "end of mar", "2028-03-31"),
        ("2026-11-23", "end of february", "2027-02-28"),
        ("2027-03-01", "end of feb", "2028-02-29"),
        ("2026-11-23", "start of nov", "2027-11-01"),
        ("2026-11-23", "beginning of December 2026", "2026-12-01"),
        ("2026-11-23", "end of q1", "2027-03-31"),
        ("2026-11-23", "end of q4", "2026-12-31"),
        ("2026-11-23", "start of q3 2028", "2028-07-01"),
        ("2026-11-23", "end of 2027", "2027-12-31"),
    ],
)
def test_the_edges_of_weeks_months_and_years(today: str, typed: str, meant: str) -> None:
    assert parse_date(typed, date.fromisoformat(today)) == date.fromisoformat(meant)


@given(scribble, any_day)
@example("+999999d", date(9999, 12, 31))
@example("29 feb", date(9999, 3, 1))
@example("next fri", date.max)
@example("-1d", date.min)
@example("٣٣ mar", TODAY)
def test_any_text_is_a_date_or_a_reason(text: str, today: date) -> None:
    for read in (parse_date, parse_datetime):
        result, reason = attempt(read, text, today)
        assert isinstance(result, date) if reason is None else "\n" not in reason


@given(any_day | near_today, any_day | st.just(TODAY), styles)
@example(date(2028, 2, 29), date(2027, 3, 15), "short")
@example(date(2026, 3, 1), TODAY, "short")
@example(date(1999, 3, 1), TODAY, "numeric")
@example(date(9999, 12, 31), date(9999, 12, 31), "short")
def test_a_shown_date_typed_again_is_the_same_day(day: date, today: date, style: str) -> None:
    context = InputContext(today, date_style=style, past=day < today, typed_again=True)
    assert parse_date(show_date(day, context), today, past=day < today) == day


@given(near_today, st.times(), styles, st.sampled_from([DAY_START, DAY_END]))
def test_a_shown_moment_typed_again_is_the_same_minute(day: date, clock: time, style: str, bare: time) -> None:
    moment = datetime.combine(day, clock.replace(second=0, microsecond=0))
    context = InputContext(TODAY, date_style=style, past=day < TODAY, typed_again=True)
    assert parse_datetime(show_datetime(moment, context, bare), TODAY, bare, past=day < TODAY) == moment


#: Days on which words are read: ends and beginnings of weeks, months and years, leap days, and a few between.
DAYS_OF_READING = [
    date(2026, 11, 23), date(2026, 11, 28), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 5), date(2027, 2, 28),
    date(2027, 3, 1), date(2027, 9, 30), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2096, 3, 1),
]  # fmt: skip
DAYS_OF_THE_YEAR = [
    *((month, day) for month in range(1, 13) for day in (1, 15, 28)), (2, 29), (1, 31), (12, 31), (11, 23), (4, 30),
]  # fmt: skip


def search(today: date, step: int, fits: Callable[[date], bool]) -> date:
    """The first day that fits, one day after the other."""
    day = today
    while not fits(day):
        day += timedelta(days=step)
    return day


@pytest.mark.parametrize("today", DAYS_OF_READING)
def test_words_for_days_agree_with_a_search_day_by_day(today: date) -> None:
    """A table of some two thousand words, days and results, by what each word means and not by how it is read."""
    for month, number in DAYS_OF_THE_YEAR:
        name = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"][month - 1]
        for word in (f"{number} {name}", f"{name} {number}", f"{number}.{month}."):
            for past, step in ((False, 1), (True, -1)):
                expected = search(today, step, lambda d: (d.month, d.day) == (month, number))  # noqa: B023
                assert parse_date(word, today, past=past) == expected, (word, past)
    for weekday, word in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        ahead = search(today + timedelta(days=1), 1, lambda d: d.weekday() == weekday)  # noqa: B023
        assert parse_date(word, today) == ahead
        assert parse_date(word, today, past=True) == search(today, -1, lambda d: d.weekday() == weekday)  # noqa: B023
        monday = search(today + timedelta(days=1), 1, lambda d: d.weekday() == 0)
        assert parse_date(f"next {word}", today) == search(monday, 1, lambda d: d.weekday() == weekday)  # noqa: B023
        assert parse_date(f"last {word}", today) == search(
            today - timedelta(days=1),
            -1,
            lambda d: d.weekday() == weekday,  # noqa: B023
        )
    for quarter in (1, 2, 3, 4):
        first = search(today, 1, lambda d: (d.month, d.day) == (quarter * 3 - 2, 1))  # noqa: B023
        last = search(today, 1, lambda d: d.month == quarter * 3 and (d + timedelta(days=1)).day == 1)  # noqa: B023
        assert parse_date(f"q{quarter}", today) == first
        assert parse_datetime(f"q{quarter}", today, DAY_END) == datetime.combine(last, DAY_END)
        assert parse_date(f"q{quarter}", today, past=True) == search(
            today,
            -1,
            lambda d: (d.month, d.day) == (quarter * 3 - 2, 1),  # noqa: B023
        )
    assert (
        parse_date("sow", today) == parse_date("sow", today, past=True) == search(today, -1, lambda d: d.weekday() == 0)
    )
    for past, step in ((False, 1), (True, -1)):
        assert parse_date("eow", today, past=past) == search(today, step, lambda d: d.weekday() == 4)
        for letter, begins in (("m", range(1, 13)), ("q", (1, 4, 7, 10)), ("y", (1,))):
            tomorrow = timedelta(days=1)
            ends = search(today, step, lambda d: (d + tomorrow).day == 1 and (d + tomorrow).month in begins)  # noqa: B023
            assert parse_date(f"eo{letter}", today, past=past) == ends
            start = today if past else today + tomorrow
            assert parse_date(f"so{letter}", today, past=past) == search(
                start,
                step,
                lambda d: d.day == 1 and d.month in begins,  # noqa: B023
            )
        for week in (1, 9, 30, 47, 48, 52):
            monday = search(today - timedelta(days=0 if past else today.weekday()), step,
                            lambda d: d.weekday() == 0 and d.isocalendar()[1] == week)  # noqa: B023  # fmt: skip
            assert parse_date(f"w{week}", today, past=past) == monday
    for count in (0, 1, 2, 3, 10, 45):
        for unit, days in (("d", 1), ("day", 1), (" days", 1), ("w", 7), (" week", 7), (" weeks", 7)):
            ahead, behind = today + timedelta(days=count * days), today - timedelta(days=count * days)
            assert {parse_date(f"{form}{count}{unit}", today) for form in ("", "+", "in ")} == {ahead}
            assert {parse_date(word, today) for word in (f"-{count}{unit}", f"{count}{unit} ago")} == {behind}


def test_the_year_is_shown_where_another_one_would_come_to_mind() -> None:
    assert show_date(date(2026, 12, 2), WORDS) == "02 Dec"
    assert show_date(date(2027, 3, 12), WORDS) == "12 Mar"
    assert show_date(date(2026, 3, 12), WORDS) == "12 Mar 26"
    assert show_date(date(2027, 11, 20), WORDS) == "20 Nov 27"


@pytest.mark.parametrize(
    ("style", "day", "shown", "said"),
    [
        ("short", date(2026, 12, 2), "02 Dec", "2 Dec"),
        ("short", date(2005, 12, 12), "12 Dec 05", "12 Dec 05"),
        ("us", date(2026, 12, 2), "Dec 02", "Dec 2"),
        ("iso", date(2026, 12, 2), "2026-12-02", "2026-12-02"),
        ("numeric", date(2026, 2, 2), "02.02.26", "2.02.26"),
    ],
)
def test_a_sentence_says_a_date_without_the_zero_that_a_column_keeps(
    style: str, day: date, shown: str, said: str
) -> None:
    context = replace(WORDS, date_style=style)
    assert (show_date(day, context), day_text(day, context)) == (shown, said)
    moment = datetime.combine(day, time(14, 5))
    assert moment_text(moment, context) == datetime_text(moment, context) == f"{said} 14:05"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fri 14:00", "2026-11-27T14:00"), ("9:30", "2026-11-23T09:30"), ("2027-03-12T09:00:30", "2027-03-12T09:00"),
     ("12 mar", "2027-03-12T00:00")],
)  # fmt: skip
def test_a_clock_time_may_follow_the_date(typed: str, meant: str) -> None:
    assert parse_datetime(typed, TODAY) == datetime.fromisoformat(meant)


def test_a_bare_day_is_the_end_of_it_where_an_end_is_asked_for() -> None:
    assert parse_datetime("fri", TODAY, DAY_END) == datetime(2026, 11, 27, 23, 59)
    with pytest.raises(ValueError, match="no clock time"):
        parse_datetime("fri 25:00", TODAY)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("4h", 240), ("3d", 1440), ("2w", 4800), ("30m", 30), ("45 min", 45), ("1d 4h", 720), ("1d4h30m", 750),
     ("1,5d", 720), ("0.5h", 30), ("3", 1440), ("-2d", -960), ("0d", 0)],
)  # fmt: skip
def test_a_duration_is_working_time(typed: str, minutes: int) -> None:
    assert parse_duration(typed, WORDS) == minutes


@pytest.mark.parametrize("typed", ["", "d", "h4", "1h30", "3mo", "3 months", "4h 2", "1d -4h", "9" * 400 + "d", "1e9d"])
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration; try 4h, 3d or 2w|longer than a century"):
        parse_duration(typed, WORDS)


@given(scribble)
def test_any_text_is_a_duration_or_a_reason(text: str) -> None:
    result, reason = attempt(parse_duration, text, WORDS)
    assert isinstance(result, int) if reason is None else "\n" not in reason


@given(st.integers(-1_000_000, 1_000_000), st.integers(1, 1440))
def test_a_shown_duration_typed_again_is_the_same(minutes: int, day: int) -> None:
    context = InputContext(TODAY, minutes_per_day=day)
    assert parse_duration(show_duration(minutes, context), context) == minutes


@given(any_day, st.integers(-500, 500))
def test_months_are_counted_as_on_a_calendar(day: date, months: int) -> None:
    result = add_months(day, months)
    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day == day.day or (result + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        ("2027-01-04", "end of december", "2026-12-31"),
        ("2026-11-23", "start of november", "2026-11-01"),
        ("2026-11-23", "end of november", "2025-11-30"),
        ("2026-11-23", "end of q3", "2026-09-30"),
    ],
)
def test_of_what_has_happened_the_last_such_edge_is_meant(today: str, typed: str, meant: str) -> None:
    assert parse_date(typed, date.fromisoformat(today), past=True) == date.fromisoformat(meant)
