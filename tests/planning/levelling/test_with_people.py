"""The plan's dates with the people there are: hand-overs as links give the levelled dates to the minute."""

from datetime import datetime

from hypothesis import given, settings

from support.levelling_strategies import plans_of_several_calendars
from support.plan_records import WORDS, add, item, link, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator

ANA = add("person", "ana", name="Ana")


def test_both_dates_and_who_hands_over() -> None:
    plan = new_plan(ANA, *(item(f"T{n}", 80, owner="ana") for n in (1, 2, 3)))
    people = people_schedule(plan, WORDS)
    assert to_datetime(people.logic_finish) == datetime(2026, 12, 4, 18)
    assert to_datetime(people.finish) == datetime(2027, 1, 1, 18)
    assert all(people.schedule.critical)
    assert [(h.predecessor, h.successor) for h in people.hand_overs] == [(0, 1), (1, 2)]


def test_higher_priority_then_less_slack_goes_first() -> None:
    plan = new_plan(
        ANA,
        item("T1", 8, owner="ana"), item("T2", 8, owner="ana"), item("T3", 8, owner="ana", priority="high"),
        item("T4", 80), link("T2", "T4"),
    )  # fmt: skip
    people = people_schedule(plan, WORDS)
    start = dict(zip(plan["item"].ids, people.schedule.start, strict=True))
    assert start["T3"] < start["T2"] < start["T1"]


def test_without_people_both_dates_are_one() -> None:
    plan = new_plan(item("T1", 8), item("T2", 8))
    people = people_schedule(plan, WORDS)
    assert people.finish == people.logic_finish
    assert people.hand_overs == ()


@settings(max_examples=60, deadline=None)
@given(plans_of_several_calendars(kinds=("FS", "SS", "FF")))
def test_hand_overs_as_links_give_the_dates_of_the_order_to_the_minute(plan: Plan) -> None:
    people = people_schedule(plan, WORDS)
    levelled = ScheduleGenerator(people.problem.problem).schedule(people.order)
    for j, place in enumerate(people.problem.items):
        if place < 0:
            continue
        finish, network = people.schedule.finish[place], people.schedule.network
        typed = finish == network.constraint_date[place]  # a date stands as it was typed, be it a day off
        work_at = network.calendar_of(place).work_at
        assert finish == levelled.finish[j] or (typed and work_at(finish) == work_at(levelled.finish[j]))


def test_what_began_out_of_sequence_is_finished_before_its_predecessor_gets_the_same_person() -> None:
    """T2 follows T1 and has begun; no link from it back to T1 can say that Ana is busy with it until then."""
    plan = new_plan(
        ANA, item("T1", 8, owner="ana"), link("T1", "T2"),
        item("T2", 16, owner="ana", actual_start=datetime(2026, 11, 20, 9), progress=50),
    )  # fmt: skip
    people = people_schedule(plan, WORDS)
    assert to_datetime(people.schedule.finish[1]) == datetime(2026, 11, 23, 18)
    assert to_datetime(people.schedule.start[0]) == datetime(2026, 11, 24, 9)


def test_people_win_against_a_latest_date_that_they_cannot_keep() -> None:
    late = {"owner": "ana", "constraint": "FNLT", "constraint_date": datetime(2026, 11, 23, 18)}
    plan = new_plan(ANA, item("T1", 16, owner="ana", priority="high"), item("T2", 4, **late))
    people = people_schedule(plan, WORDS)
    assert to_datetime(people.schedule.finish[1]) == datetime(2026, 11, 25, 14)
    assert people.schedule.total_slack[1] < 0


def test_work_that_waits_for_somebody_does_not_begin_before_the_plan_for_that() -> None:
    """The lead of the link brings T2 into the week before the plan; T3 goes on with Ana after it, but not as early."""
    plan = new_plan(
        ANA, item("T1", 4), item("T2", 4, owner="ana", priority="high"), item("T3", 4, owner="ana"),
        link("T1", "T2", "SF"),
    )  # fmt: skip
    people = people_schedule(plan, WORDS)
    assert [(h.predecessor, h.successor) for h in people.hand_overs] == [(1, 2)]
    assert to_datetime(people.schedule.start[1]) < datetime(2026, 11, 23)
    assert to_datetime(people.schedule.start[2]) == datetime(2026, 11, 23, 9)
