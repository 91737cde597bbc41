"""Working time of single days: what a press changes, what it leaves alone, and what the schedule makes of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.commands.schedule import calendars
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.calendars import calendars_of as reckoned
from tpm_tui.planning.schedule_columns import schedule_columns
from tpm_tui.store.store import Store
from tpm_tui.store.what_if import WhatIf

WORDS = InputContext(date(2026, 11, 23))
WEEK = "09:00-12:00 13:00-18:00"
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "c.db", start=date(2026, 11, 23), author="ana") as made:
        with made.transaction("fill") as tx:
            tx.add("item", title="A week of work", estimate=ThreePoint(2400, 2400, 2400))
        yield made


def standard(store: Store) -> str:
    return store.plan["calendar"].ids[0]


def press(store: Store, day: date) -> str:
    with store.transaction("press", "calendar.edit") as tx:
        return calendars.toggle_day(tx, standard(store), day)


def finish(store: Store) -> str:
    return str(schedule_columns(store.plan, WORDS)["item", "finish"][1][0])


class TestPress:
    def test_a_working_day_becomes_free_and_work_waits(self, store: Store) -> None:
        assert finish(store) == "2026-11-27T18:00"
        assert press(store, FRIDAY) == "free"
        assert finish(store) == "2026-11-30T18:00"

    def test_a_free_weekend_day_becomes_a_working_day(self, store: Store) -> None:
        press(store, FRIDAY)
        assert press(store, SATURDAY) == f"works {WEEK}"
        assert finish(store) == "2026-11-28T18:00"

    @pytest.mark.parametrize("day", [FRIDAY, SATURDAY])
    def test_a_second_press_takes_the_first_back(self, store: Store, day: date) -> None:
        press(store, day)
        assert press(store, day) == "as in any week"
        assert not len(store.plan["calendar_exception"])

    def test_a_calendar_without_any_hours_has_no_working_day_to_copy(self, store: Store) -> None:
        with store.transaction("never") as tx:
            empty = tx.add("calendar", name="Never", **dict.fromkeys(calendars.WEEKDAYS, ""))
        with pytest.raises(ValidationError, match="no weekday has hours"), store.transaction("press") as tx:
            calendars.toggle_day(tx, empty, FRIDAY)


class TestDays:
    def test_other_hours_keep_the_name_that_the_day_has(self, store: Store) -> None:
        with store.transaction("eve") as tx:
            tx.add("calendar_exception", calendar=standard(store), name="Eve", start=FRIDAY)
            calendars.set_day_hours(tx, standard(store), FRIDAY, "09:00-12:00")
        assert calendars.hours_on(store.plan, standard(store), FRIDAY) == ("09:00-12:00", "Eve")

    def test_hours_that_the_week_has_anyway_are_no_exception(self, store: Store) -> None:
        with store.transaction("same") as tx:
            calendars.set_day_hours(tx, standard(store), FRIDAY, "9:00-12:00 13:00-18:00")
        assert not len(store.plan["calendar_exception"])

    @given(length=st.integers(1, 6), place=st.integers(-1, 6))
    def test_a_day_taken_out_of_a_holiday_leaves_the_other_days_as_they_were(
        self, tmp_path_factory: pytest.TempPathFactory, length: int, place: int
    ) -> None:
        with Store.create(tmp_path_factory.mktemp("c") / "c.db", author="ana") as store:
            first = date(2026, 12, 21)
            days = [first + timedelta(days=n) for n in range(-1, 7)]
            with store.transaction("holiday") as tx:
                tx.add(
                    "calendar_exception", calendar=standard(store), name="Break", start=first,
                    end=first + timedelta(days=length - 1) if length > 1 else None,
                )  # fmt: skip
            before = {day: calendars.hours_on(store.plan, standard(store), day) for day in days}
            chosen = first + timedelta(days=place)
            with store.transaction("one day") as tx:
                calendars.set_day_hours(tx, standard(store), chosen, "10:00-11:00", "Odd")
            after = {day: calendars.hours_on(store.plan, standard(store), day) for day in days}
            assert after.pop(chosen) == ("10:00-11:00", "Odd")
            del before[chosen]
            assert after == before
            counted = reckoned(store.plan)[standard(store)]
            assert counted.intervals(chosen) == ((600, 660),)
            for day, (hours, _) in after.items():
                assert bool(counted.intervals(day)) == bool(hours)


class TestName:
    def test_a_day_whose_exception_has_gone_meanwhile_is_refused(self, store: Store) -> None:
        calendar = store.plan["calendar"].ids[0]
        with store.transaction("free") as tx:
            calendars.toggle_day(tx, calendar, date(2026, 11, 24))
        with store.transaction("name") as tx:
            calendars.name_day(tx, calendar, date(2026, 11, 24), "Works outing")
        assert calendars.hours_on(store.plan, calendar, date(2026, 11, 24)) == ("", "Works outing")
        with store.transaction("back") as tx:
            calendars.toggle_day(tx, calendar, date(2026, 11, 24))
        with pytest.raises(ValidationError, match="differs from its week"), store.transaction("name") as tx:
            calendars.name_day(tx, calendar, date(2026, 11, 24), "Works outing")


class TestSpan:
    def test_days_are_freed_as_one_and_come_back_as_in_any_week(self, store: Store) -> None:
        calendar, last = standard(store), FRIDAY + timedelta(days=6)
        with store.transaction("odd") as tx:
            calendars.set_day_hours(tx, calendar, FRIDAY + timedelta(days=1), "10:00-11:00", "Odd")
        with store.transaction("off") as tx:
            assert calendars.toggle_days(tx, calendar, FRIDAY, last) == "free"
        (one,) = store.plan["calendar_exception"].ids
        row = store.plan["calendar_exception"].row(one)
        assert (row["start"], row["end"], row["hours"]) == (FRIDAY.isoformat(), last.isoformat(), "")
        with store.transaction("on") as tx:
            assert calendars.toggle_days(tx, calendar, FRIDAY, last) == "as in any week"
        assert not len(store.plan["calendar_exception"])

    def test_what_lies_beside_the_span_stays(self, store: Store) -> None:
        calendar, first = standard(store), FRIDAY - timedelta(days=3)
        with store.transaction("off") as tx:
            calendars.toggle_days(tx, calendar, first, FRIDAY)
            calendars.toggle_days(tx, calendar, FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=2))
        worked = [
            day for n in range(8)
            if calendars.hours_on(store.plan, calendar, day := first + timedelta(days=n))[0]
        ]  # fmt: skip
        assert worked == [FRIDAY - timedelta(days=1), FRIDAY, *(FRIDAY + timedelta(days=n) for n in (3, 4))]
        assert calendars.hours_on(store.plan, calendar, first)[1] == "Days off"


class TestOwn:
    def test_a_person_gets_a_copy_of_what_they_followed(self, store: Store) -> None:
        press(store, FRIDAY)
        with store.transaction("own") as tx:
            person = tx.add("person", name="Kavya")
            made = calendars.own_calendar(tx, "person", person)
        plan = store.plan
        assert plan.value("person", person, "calendar") == made
        assert plan.title("calendar", made) == "Kavya"
        assert calendars.hours_on(plan, made, FRIDAY) == calendars.hours_on(plan, standard(store), FRIDAY)
        assert list(calendars.calendar_users(plan, made)) == ["1 person"]
        assert list(calendars.calendar_users(plan, standard(store))) == ["the programme"]

    def test_what_follows_it_is_the_items_own_business(self, store: Store) -> None:
        item = store.plan["item"].ids[0]
        with store.transaction("own") as tx:
            made = calendars.own_calendar(tx, "item", item)
            calendars.set_day_hours(tx, made, FRIDAY, "")
        assert finish(store) == "2026-11-30T18:00"
        assert calendars.effective_calendar(store.plan, "item", item) == made
        assert calendars.effective_calendar(store.plan) == standard(store)

    def test_it_can_be_tried_in_a_what_if(self, store: Store) -> None:
        layer = WhatIf(store.plan, WORDS, "ana")
        with layer.transaction("press") as tx:
            calendars.toggle_day(tx, standard(store), FRIDAY)
        assert not len(store.plan["calendar_exception"])
        assert len(layer.plan["calendar_exception"]) == 1
