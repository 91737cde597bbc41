"""Items from outside: their dates stand, and they take none of our people's time or money."""

from datetime import date, datetime

from support.plans import plan_of
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule
from tpm_tui.planning.money.planned_cost import planned_cost

TODAY = date(2026, 11, 23)
CONTEXT = InputContext(TODAY)
FOUR_DAYS = ThreePoint.single_point(4 * 480)
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9:00-17:00")


def plan(supplier: str | None) -> Plan:
    """Two items of four days for one person, side by side; one below an epic that may be supplied."""
    start = {"start": datetime(2026, 11, 23, 9), "calendar": "calendar", "name": "P", "currency": "EUR"}
    return plan_of([
        ("calendar", "calendar", {"name": "Standard", **WEEK}),
        ("programme", "programme", start),
        ("person", "ana", {"name": "Ana", "rate": 100, "calendar": "calendar"}),
        ("stakeholder", "s", {"name": "Carrier"}),
        ("item", "epic", {"title": "Line", "supplier": supplier}),
        ("item", "a", {"title": "A", "parent": "epic", "owner": "ana", "estimate": FOUR_DAYS}),
        ("item", "b", {"title": "B", "owner": "ana", "estimate": FOUR_DAYS}),
        ("assignment", "x", {"item": "a", "person": "ana", "units": 100}),
    ])  # fmt: skip


def test_what_is_supplied_asks_nobody_for_time() -> None:
    ours, outside = plan(None), plan("s")
    asked, less = (resource_load(one, CONTEXT).load.sum() for one in (ours, outside))
    assert (asked, less) == (8 * 480, 4 * 480)
    for one in (ours, outside):
        assert schedule_of(one, CONTEXT).plan_finish == schedule_of(ours, CONTEXT).plan_finish


def test_what_is_supplied_waits_for_nobody() -> None:
    assert people_schedule(plan(None), CONTEXT).finish > people_schedule(plan(None), CONTEXT).logic_finish
    people = people_schedule(plan("s"), CONTEXT)
    assert (people.finish, people.hand_overs) == (people.logic_finish, ())


def test_what_is_supplied_costs_no_labour_of_ours() -> None:
    assert planned_cost(plan(None), CONTEXT).total == 2 * planned_cost(plan("s"), CONTEXT).total > 0
