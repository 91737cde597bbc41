"""How much of the open work has an estimate: what is finished or dropped is not open."""

from datetime import datetime

import pytest

from support.plan_records import change, item, new_plan
from tpm_tui.planning.model.estimate_coverage import EstimateCoverage, estimate_coverage


@pytest.mark.parametrize(
    "facts", [{"progress": 100}, {"actual_finish": datetime(2026, 11, 20, 17)}, {"status": "done"}]
)
def test_finished_work_needs_no_estimate(facts: dict[str, object]) -> None:
    before = new_plan(item("a", None), item("b"))
    assert estimate_coverage(before) == EstimateCoverage(2, 1, 1, 33)
    assert estimate_coverage(before.applied([change(before, "item", "a", **facts)])) == EstimateCoverage(1, 0, 0, 33)


def test_work_below_a_dropped_epic_needs_no_estimate() -> None:
    before = new_plan(item("p", type="epic"), item("a", None, parent="p"), item("b"))
    after = before.applied([change(before, "item", "p", status="dropped")])
    assert (estimate_coverage(before).unestimated, estimate_coverage(after).unestimated) == (1, 0)
