"""The load of people by day, against plans whose load can be counted by hand."""

from datetime import date, datetime

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import load_rows
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
from tpm_tui.planning.analysis.workload.overload import overloaded_resources
from tpm_tui.planning.analysis.workload.team_load_by_day import LoadStrip, team_load

MONDAY = date(2026, 11, 30)
ANA = add("person", "ana", name="Ana")
BEN = add("person", "ben", name="Ben")


def load_of(*units: float, people: int = 2) -> LoadStrip:
    """Two days from Monday on; Ana works on one item after the other with so many percent of her day."""
    edits = [ANA, BEN][:people]
    for number, share in enumerate(units):
        edits += [
            item(f"i{number}", 16),
            add("assignment", f"a{number}", item=f"i{number}", person="ana", units=share),
        ]
    plan = new_plan(*edits, start=datetime(2026, 11, 30), status_date=datetime(2026, 11, 30))
    return team_load(plan, WORDS)


@pytest.mark.parametrize(
    ("units", "over"),
    [((100,), 0), ((50, 50), 0), ((30, 30, 40), 0), ((100, 1), 1), ((60, 60), 1), ((100, 100), 1)],
)
def test_a_person_is_overloaded_beyond_a_whole_day_and_not_at_it(units: tuple[float, ...], over: int) -> None:
    load = load_of(*units)
    assert load.first == to_day_number(MONDAY)
    assert [len(who) for who in load.overloaded] == [over, over]
    assert list(load.demand) == [round(480 * sum(units) / 100)] * 2
    assert list(load.capacity) == [960, 960]


def test_the_share_of_a_span_is_that_of_its_busiest_day() -> None:
    load = load_of(60, 60)
    monday = to_minute(datetime(2026, 11, 30))
    assert load.share(monday, monday + 2 * MINUTES_PER_DAY) == (pytest.approx(0.6), 1)
    assert load.share(monday - 7 * MINUTES_PER_DAY, monday) is None


def test_a_plan_without_people_has_no_load() -> None:
    plan = new_plan(item("a", 8), start=datetime(2026, 11, 30))
    load = team_load(plan, WORDS)
    assert (load.demand, load.capacity, load.overloaded) == ((), (), ())
    assert load.share(0, 10**9) is None


@pytest.mark.parametrize(
    ("effort_type", "capacity", "days", "demand"),
    [("fixed units", 480, 2, 960), ("fixed work", 480, 1, 960), ("fixed units", 240, 4, 480)],
)
def test_those_assigned_work_as_the_dates_have_it(effort_type: str, capacity: int, days: int, demand: int) -> None:
    plan = new_plan(
        add("person", "ana", name="Ana", capacity=capacity),
        add("person", "ben", name="Ben", capacity=capacity),
        item("i", 16, effort_type=effort_type),
        *(add("assignment", who, item="i", person=who, units=100) for who in ("ana", "ben")),
        start=datetime(2026, 11, 30),
        status_date=datetime(2026, 11, 30),
    )
    load = team_load(plan, WORDS)
    assert list(load.demand) == [demand] * days
    assert list(load.capacity) == [2 * capacity] * days
    assert load.all_overloaded() == []
    assert overloaded_resources(plan, WORDS) == []


def test_who_is_asked_to_work_on_a_day_off_is_overloaded_as_everywhere_else() -> None:
    plan = new_plan(
        ANA,
        add("absence", "away", person="ana", start=date(2026, 11, 30), end=date(2026, 11, 30)),
        item("i", 8, owner="ana", effort_type="fixed duration"),
        item("j", 8, owner="ana", ignore_resource_calendars=True),
        item("k", 8, owner="ana", ignore_resource_calendars=True),
        start=datetime(2026, 11, 30),
        status_date=datetime(2026, 11, 30),
    )
    (who,) = overloaded_resources(plan, WORDS)
    load = team_load(plan, WORDS)
    assert who.days == (load.first,)
    assert load.share(load.first * MINUTES_PER_DAY, (load.first + 1) * MINUTES_PER_DAY) == (pytest.approx(2.0), 1)


def test_whoever_is_above_capacity_is_named_most_days_first_and_pools_are_too() -> None:
    plan = new_plan(
        ANA,
        BEN,
        add("pool", "env", name="Environment", capacity=1),
        *(item(f"a{n}", 8, owner="ana") for n in (1, 2)),
        *(item(f"b{n}", 24, owner="ben") for n in (1, 2)),
        *(add("assignment", f"e{n}", item=f"c{n}", pool="env", units=100) for n in (1, 2)),
        *(item(f"c{n}", 16) for n in (1, 2)),
        start=datetime(2026, 11, 30),
        status_date=datetime(2026, 11, 30),
    )
    wanted = [("person", "ben"), ("pool", "env"), ("person", "ana")]
    assert team_load(plan, WORDS).all_overloaded() == wanted
    assert [(who.kind, who.id) for who in overloaded_resources(plan, WORDS)] == wanted


def test_of_begun_work_each_does_the_rest_of_their_own_part() -> None:
    """Three of five days are left; Ana is away on two of them, and Ben, with half his time, is done before her."""
    plan = new_plan(
        ANA, BEN,
        add("absence", "away", person="ana", start=date(2026, 11, 24), end=date(2026, 11, 25)),
        item("i", 40, actual_start=datetime(2026, 11, 19, 9), progress=40),
        add("assignment", "a", item="i", person="ana"), add("assignment", "b", item="i", person="ben", units=50),
        start=datetime(2026, 11, 16), status_date=datetime(2026, 11, 23),
    )  # fmt: skip
    load = resource_load(plan, WORDS)
    today = to_day_number(date(2026, 11, 23)) - load.first
    minutes = {row.id: row.minutes[today : today + 5].tolist() for row in load_rows(plan, load)}
    assert minutes == {"ana": [480, 0, 0, 480, 480], "ben": [240, 240, 240, 0, 0]}
