"""Load by person, function, skill and workstream."""

import pytest

from support.plan_records import WORDS, add, item, new_plan
from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import load_rows
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load

PLAN = new_plan(
    add("workstream", "w", name="Data"),
    add("person", "ana", name="Ana", function="development", skills=("sql:3", "go:1")),
    add("person", "ben", name="Ben", function="qa"),
    add("pool", "rig", name="Rig", capacity=2.0, function="qa"),
    item("T-1", 16, owner="ana", workstream="w"),
    item("T-2", 8, owner="ben"),
    item("T-3", 8, owner="ana"),
)
LOAD = resource_load(PLAN, WORDS)


def totals(by: str, chosen: set[str] | None = None) -> dict[str, float]:
    return {row.name: round(row.minutes.sum() / 60, 2) for row in load_rows(PLAN, LOAD, by, chosen)}


@pytest.mark.parametrize(
    ("by", "hours"),
    [
        ("person", {"Ana": 24, "Ben": 8, "Rig": 0}),
        ("function", {"development": 24, "qa": 8}),
        ("skill", {"go": 24, "none": 8, "sql": 24}),
        ("workstream", {"Data": 16, "none": 16}),
    ],
)
def test_rows_of_a_grouping(by: str, hours: dict[str, float]) -> None:
    assert totals(by) == hours


def test_chosen_items_alone_count_and_capacity_stays() -> None:
    assert totals("person", {"T-3"}) == {"Ana": 8, "Ben": 0, "Rig": 0}
    every, some = (load_rows(PLAN, LOAD, "function", chosen) for chosen in (None, {"T-3"}))
    for one, other in zip(every, some, strict=True):
        assert one.capacity is not None
        assert other.capacity is not None
        assert one.capacity.tolist() == other.capacity.tolist()


def test_rows_of_people_are_the_load_itself() -> None:
    for place, row in enumerate(load_rows(PLAN, LOAD)):
        assert row.minutes.tolist() == pytest.approx(LOAD.load[place].tolist())
        for day, cell in row.items.items():
            assert sum(cell.values()) == pytest.approx(row.minutes[day - LOAD.first])
