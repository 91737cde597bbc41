"""What is supposed of a plan, against the plan that people would make of it by hand."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.plan_records import WORDS, add, item, link, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.impact.supposed_change import SupposedChange, suppose_gone, suppose_slip

MONDAY = datetime(2026, 11, 23, 9)


def _finishes(change: SupposedChange) -> dict[str, tuple[str, str]]:
    return {id_: (before[:10], after[:10]) for id_, (before, after) in change.finishes.items()}


@given(units=st.integers(1, 20).map(lambda n: 5 * n), days=st.integers(1, 5), begun=st.booleans())
def test_work_under_way_slips_by_the_days_said_however_much_of_somebody_works_on_it(
    units: int, days: int, begun: bool
) -> None:
    facts = {"actual_start": MONDAY, "remaining": 480} if begun else {}
    edits = [
        add("person", "ana", name="Ana"),
        item("T-1", 16, status="doing", effort_type="fixed work", **facts),
        add("assignment", "a", item="T-1", person="ana", units=units),
        item("T-2", 8),
        link("T-1", "T-2"),
    ]
    plan = new_plan(*edits)
    change = suppose_slip(plan, WORDS, "T-1", days)
    before, after = (datetime.fromisoformat(moment) for moment in change.finishes["T-1"])
    worked = [day for day in range(before.toordinal() + 1, after.toordinal() + 1) if day % 7 not in (6, 0)]
    assert len(worked) == days
    assert before.time() == after.time()
    assert set(change.finishes) == {"T-1", "T-2"}


def test_a_summary_slips_with_the_open_work_below_it() -> None:
    plan = new_plan(
        item("S", None, title="Cut-over"),
        item("T-1", 8, parent="S", status="done", actual_start=MONDAY, actual_finish=datetime(2026, 11, 23, 18)),
        item("T-2", 8, parent="S", status="doing", actual_start=MONDAY),
        item("T-3", 8, parent="S"),
        item("T-4", 8, parent="S", status="dropped"),
        link("T-2", "T-3"),
        item("T-5", 8),
        link("S", "T-5"),
    )
    change = suppose_slip(plan, WORDS, "S", 1)
    assert _finishes(change) == {
        "S": ("2026-11-24", "2026-11-25"),
        "T-2": ("2026-11-23", "2026-11-24"),
        "T-3": ("2026-11-24", "2026-11-25"),
        "T-5": ("2026-11-25", "2026-11-26"),
    }
    assert sorted(change.edited) == ["T-2", "T-3"]


def test_what_waits_and_slips_past_its_own_deadline_is_late() -> None:
    plan = new_plan(item("T-1", 8, deadline=datetime(2026, 11, 23, 18)))
    change = suppose_slip(plan, WORDS, "T-1", 1)
    assert change.states == {"T-1": ("in time", "late")}


#: Each way in which work is known to be finished.
FINISHED = (
    {"status": "done"},
    {"progress": 100},
    {"actual_start": MONDAY, "actual_finish": datetime(2026, 11, 23, 18)},
)


@pytest.mark.parametrize("facts", FINISHED, ids=lambda facts: next(iter(facts)))
def test_who_leaves_and_what_falls_away_leave_finished_work_as_it_is(facts: dict[str, object]) -> None:
    def plan_with(*edits: Edit) -> Plan:
        return new_plan(add("person", "ana", name="Ana", rate=Decimal(100)), *edits, status_date=datetime(2026, 11, 24))

    owned = plan_with(item("T-1", 8, owner="ana", **facts), item("T-2", 8, owner="ana"))
    left = suppose_gone(owned, WORDS, "ana")
    assert left.states == {"T-2": ("Ana", "nobody")}
    assert set(left.costs) == {"T-2"}
    assigned = plan_with(
        item("T-1", 8, **facts), item("T-2", 8),
        *(add("assignment", id_, item=id_, person="ana", units=100) for id_ in ("T-1", "T-2")),
    )  # fmt: skip
    assert set(suppose_gone(assigned, WORDS, "ana").costs) == {"T-2"}
    branch = plan_with(
        item("S", None), item("T-1", 8, parent="S", owner="ana", **facts), item("T-2", 8, parent="S", owner="ana")
    )
    gone = suppose_gone(branch, WORDS, "S")
    assert gone.states == {"T-2": ("backlog", "dropped")}
    assert [str(gone.costs[id_][1]) for id_ in ("S", "T-2")] == ["800.00", "0.00"]
