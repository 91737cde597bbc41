"""A lag in percent of a summary is a share of the time that it spans once people are levelled, as in the schedule."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.levelled_schedule_checker import schedule_violations
from support.plan_records import WORDS, add, item, link, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.levelling.levelling_of_plan import level_plan
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.planning.levelling.search.make_problem_solvable import prepared
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator

PEOPLE = (
    add("calendar", "short", name="Short", monday="10:00-12:00 13:00-15:00", friday=""),
    add("person", "ana", name="Ana"), add("person", "ben", name="Ben", calendar="short"),
)  # fmt: skip


@st.composite
def plans_with_shares(draw: st.DrawFn) -> Plan:
    """Items of two people on two calendars in a summary; what follows lags by a share of it."""
    owners, hours = st.sampled_from(("ana", "ben", None)), st.sampled_from((0.5, 4, 8, 20))
    edits: list[Edit] = [*PEOPLE, item("S", None)]
    for n in range(draw(st.integers(2, 4))):
        parent = {"parent": "S"} if n < 2 or draw(st.booleans()) else {}
        edits.append(item(f"T{n}", draw(hours), owner=draw(owners), **parent))
        if n and draw(st.booleans()):
            edits.append(link(f"T{draw(st.integers(0, n - 1))}", f"T{n}", draw(st.sampled_from(("FS", "SS", "FF")))))
    percent = draw(st.sampled_from((-50, -20, 20, 50, 100, 250)))
    edits += [item("Z", draw(hours), owner=draw(owners)), item("Y", draw(hours), owner=draw(owners)), link("Z", "Y")]
    edits.append(link("S", "Z", draw(st.sampled_from(("FS", "SS", "FF"))), percent, "percent"))
    return new_plan(*edits)


@pytest.mark.parametrize(
    ("type_", "percent", "start"),
    [("FS", 50, (11, 27, 14)), ("SS", 50, (11, 24, 14)), ("FS", -50, (11, 24, 14)), ("SS", 250, (12, 2, 14))],
)
def test_a_share_is_one_of_the_days_that_the_levelled_items_span(
    type_: str, percent: int, start: tuple[int, int, int]
) -> None:
    """Ana's three days one after the other are 24 hours, though by links alone the summary spans one day."""
    plan = new_plan(
        *PEOPLE, item("S", None), *(item(f"T{n}", 8, owner="ana", parent="S") for n in (1, 2, 3)),
        item("Z", 1), link("S", "Z", type_, percent, "percent"),
    )  # fmt: skip
    people = people_schedule(plan, WORDS)
    assert to_datetime(people.schedule.start[plan["item"].position["Z"]]) == datetime(2026, *start)


@settings(max_examples=50, deadline=None)
@given(plans_with_shares())
def test_the_levelled_dates_are_those_of_the_schedule_to_the_minute(plan: Plan) -> None:
    people = people_schedule(plan, WORDS)
    levelled = ScheduleGenerator(people.problem.problem).schedule(people.order)
    at = [(j, place) for j, place in enumerate(people.problem.items) if place >= 0]
    assert [people.schedule.finish[place] for _, place in at] == [levelled.finish[j] for j, _ in at]


@settings(max_examples=30, deadline=None)
@given(plans_with_shares(), st.sampled_from((LevellingObjective.BEST, LevellingObjective.FINISH)))
def test_the_proposal_keeps_the_share_and_the_bound_holds_for_any_order(
    plan: Plan, objective: LevellingObjective
) -> None:
    result = level_plan(plan, WORDS, objective, schedules=10)
    ready = prepared(result.problem.problem)[0]
    assert schedule_violations(ready, result.proposal.schedule) == []
    generator = ScheduleGenerator(ready)
    assert result.proposal.lower_bound <= generator.schedule(generator.topological).end
