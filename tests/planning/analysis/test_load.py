"""The load of people by day, against plans whose load can be counted by hand."""

from datetime import date, datetime

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.analysis.workload.headcount_load import LoadStrip, team_load
from tpm_tui.planning.cpm.plan_schedule import schedule_of

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
    return team_load(plan, WORDS, schedule_of(plan, WORDS))


@pytest.mark.parametrize(
    ("units", "over"),
    [((100,), 0), ((50, 50), 0), ((30, 30, 40), 0), ((100, 1), 1), ((60, 60), 1), ((101,), 1), ((200,), 1)],
)
def test_a_person_is_overloaded_beyond_a_whole_day_and_not_at_it(units: tuple[float, ...], over: int) -> None:
    load = load_of(*units)
    assert load.first == to_day_number(MONDAY)
    assert load.overloaded[:2] == (over, over)
    assert load.demand[:2] == pytest.approx((sum(units) / 100, sum(units) / 100))
    assert load.capacity[:2] == (2, 2)


def test_the_share_of_a_span_is_that_of_its_busiest_day() -> None:
    load = load_of(60, 60)
    monday = to_minute(datetime(2026, 11, 30))
    assert load.share(monday, monday + 2 * MINUTES_PER_DAY) == (pytest.approx(0.6), 1)
    assert load.share(monday - 7 * MINUTES_PER_DAY, monday) is None


def test_a_plan_without_people_has_no_load() -> None:
    plan = new_plan(item("a", 8), start=datetime(2026, 11, 30))
    load = team_load(plan, WORDS, schedule_of(plan, WORDS))
    assert (load.demand, load.capacity, load.overloaded) == ((), (), ())
    assert load.share(0, 10**9) is None
