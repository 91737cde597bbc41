"""Planned work where those assigned give part of their day, or a part of the work each: every figure made of it."""

from datetime import date, datetime

import pytest

from support.plan_records import WORDS, add, change, item, new_plan
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.comparison import compute_comparison
from tpm_tui.planning.analysis.variance import planned_work, scope_of
from tpm_tui.planning.analysis.workload.sprint_capacity import sprint_capacity
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.scope.objective_work import objective_work
from tpm_tui.planning.scope.requirement_findings import must_share
from tpm_tui.reports.schedule.comparison import comparison_facts

HOURS_40 = 40 * 60


@pytest.fixture
def plan() -> Plan:
    """Two pieces of work of 40 h: one of a person who works half of each day, one that two share by 10 and 30 h; and
    8 h of nobody."""
    return new_plan(
        add("person", "half", name="Half", capacity=240),
        add("person", "ana", name="Ana"),
        add("person", "ben", name="Ben"),
        add("sprint", "s", name="Sprint", start=date(2026, 11, 23), end=date(2026, 12, 4)),
        item("T-1", 40, sprint="s"),
        item("T-2", 40, effort_type="fixed work"),
        item("T-3", 8),
        add("assignment", "a1", item="T-1", person="half", units=100),
        add("assignment", "a2", item="T-2", person="ana", units=100, work=600),
        add("assignment", "a3", item="T-2", person="ben", units=100, work=1800),
        add("requirement", "Q-1", statement="a", priority="must", items=("T-1",)),
        add("requirement", "Q-2", statement="b", priority="should", items=("T-2",)),
        add("objective", "O-1", statement="One", items=("T-1",)),
        add("baseline", "b", name="Signed", taken=datetime(2026, 11, 1)),
        *(
            add("baseline_entry", f"e{n}", baseline="b", item_id=f"T-{n}", item_key=f"T-{n}", work=work,
                start=datetime(2026, 11, 23, 9), finish=datetime(2026, 11, 27, 18))
            for n, work in ((1, HOURS_40), (2, HOURS_40), (3, 480))
        ),
    )  # fmt: skip


def test_the_work_is_what_was_estimated_however_long_it_takes(plan: Plan) -> None:
    assert list(network_of(plan, WORDS).duration) == [2 * HOURS_40, 1800, 480]
    assert planned_work(plan, WORDS) == [HOURS_40, HOURS_40, 480]


def test_twice_the_hands_for_the_same_time_are_twice_the_work(plan: Plan) -> None:
    two = plan.applied([add("assignment", "a4", item="T-3", person=who, units=100) for who in ("ana",)])
    both = two.applied([add("assignment", "a5", item="T-3", person="ben", units=50)])
    assert [planned_work(one, WORDS)[2] for one in (plan, two, both)] == [480, 480, 720]


def test_the_needs_share_the_work(plan: Plan) -> None:
    assert must_share(plan, WORDS).minutes == {"must": HOURS_40, "should": HOURS_40, "could": 0, "won't": 0}


def test_the_objectives_share_the_work(plan: Plan) -> None:
    assert objective_work(plan, WORDS)[0][0].share == HOURS_40 / (2 * HOURS_40 + 480)


def test_the_scope_is_the_same_while_nothing_was_estimated_otherwise(plan: Plan) -> None:
    scope = scope_of(plan, WORDS, "b")
    assert (scope.baseline, scope.now, scope.changes) == (2 * HOURS_40 + 480, 2 * HOURS_40 + 480, ())


def test_the_comparison_says_the_work_of_then_and_now(plan: Plan) -> None:
    facts = comparison_facts(compute_comparison(plan, WORDS, "b", ()))
    assert [one["work"] for one in facts["items"]] == [
        {"then": work, "now": work} for work in (HOURS_40, HOURS_40, 480)
    ]


def test_a_sprint_needs_the_work_that_remains(plan: Plan) -> None:
    def planned(changed: Plan) -> int:
        capacity = sprint_capacity(changed, WORDS, "s")
        assert capacity is not None
        return capacity.planned

    assert planned(plan) == HOURS_40
    begun = plan.applied([change(plan, "item", "T-1", actual_start=datetime(2026, 11, 16, 9), progress=75)])
    assert planned(begun) == HOURS_40 / 4
    left = begun.applied([change(begun, "item", "T-1", remaining=120)])
    assert planned(left) == 120
