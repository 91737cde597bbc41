"""Estimates from what finished work of the same type and size took."""

from datetime import datetime

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.forecast.calibration import MIN_CASES
from tpm_tui.planning.forecast.reference_estimates import reference_estimates
from tpm_tui.planning.model.network_from_plan import network_of


@pytest.mark.parametrize(("units", "minutes"), [(100, 960), (50, 480), (25, 240)])
def test_what_part_time_work_took_is_stretched_once(units: int, minutes: int) -> None:
    """Each took two days, from Monday to Tuesday, so that the same work by the same people takes two days again."""
    took = {"actual_start": datetime(2026, 11, 16, 9), "actual_finish": datetime(2026, 11, 17, 18)}
    ids = [f"T-{n:02}" for n in range(MIN_CASES)]
    plan = new_plan(
        add("person", "ana", name="Ana"),
        *(item(id_, None, status="done", **took, effort_type="fixed work") for id_ in ids),
        item("new", None, effort_type="fixed work"),
        *(add("assignment", f"a-{id_}", item=id_, person="ana", units=units) for id_ in [*ids, "new"]),
    )
    said = reference_estimates(plan, WORDS, ["new"])["new"]
    assert said.estimate == ThreePoint(minutes, minutes, minutes)
    assert (said.cases, said.of) == (MIN_CASES, "tasks")
    again = plan.applied([item("again", None, estimate=said.estimate, effort_type="fixed work"),
                          add("assignment", "a", item="again", person="ana", units=units)])  # fmt: skip
    assert network_of(again, WORDS).duration[again["item"].position["again"]] == 960


def test_percentiles_are_by_nearest_rank_and_the_class_the_narrowest_that_is_large_enough() -> None:
    plan = new_plan(
        *(item(f"T-{n:02}", n, points=3.0, status="done") for n in range(1, 11)),
        *(item(f"U-{n:02}", 80, points=5.0, status="done") for n in range(1, MIN_CASES)),
        item("small", None, points=3.0),
        item("large", None, points=5.0),
    )
    said = reference_estimates(plan, WORDS, ["small", "large"])
    assert said["small"].estimate == ThreePoint(60, 300, 540)
    assert (said["small"].cases, said["small"].of) == (10, "tasks of 3 points")
    assert (said["large"].cases, said["large"].of) == (10 + MIN_CASES - 1, "tasks")
