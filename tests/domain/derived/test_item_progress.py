"""What share of an item is done: the work below it, milestones, dropped branches, actual finishes."""

from datetime import date, datetime
from typing import Any

import pytest

from support.plans import plan_of
from tpm_tui.domain.derived.columns.derived_column_catalog import DERIVED_COLUMNS
from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint

STATES = [
    ("state", "s1", {"name": "backlog", "group": "todo"}),
    ("state", "s2", {"name": "doing", "group": "active"}),
    ("state", "s3", {"name": "done", "group": "done"}),
    ("state", "s4", {"name": "dropped", "group": "done"}),
]


def item(id_: str, parent: str | None = None, days: int = 1, **values: Any) -> tuple[str, str, dict[str, Any]]:
    estimate = ThreePoint.single_point(days * 480)
    return "item", id_, {"title": id_, "parent": parent, "estimate": estimate, **values}


def shares(*items: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    plan = plan_of([*STATES, *items])
    return dict(zip(plan["item"].ids, rolled_up_progress(plan), strict=True))


@pytest.mark.parametrize(
    ("below", "percent"),
    [
        ([item("a", "e", status="done"), item("m", "e", type="milestone")], 99),
        ([item("a", "e", status="done"), item("m", "e", type="milestone", status="done")], 100),
        ([item("m", "e", type="milestone", status="done"), item("n", "e", type="milestone")], 50),
        ([item("a", "e", status="done"), item("b", "e", 3)], 25),
        ([item("a", "e", status="done"), item("b", "e", 3, status="dropped")], 100),
        ([item("a", "e", status="done"), item("b", "e", 3, status="dropped"), item("c", "b", 5)], 100),
        ([item("a", "e", status="dropped")], 0),
        ([item("a", "e", 199, status="done"), item("b", "e", 1, progress=99)], 99),
        ([item("a", "e", actual_finish=datetime(2026, 11, 20, 17)), item("b", "e")], 50),
        ([item("a", "e", progress=100), item("b", "e", progress=40)], 70),
    ],
)
def test_the_work_below_says_how_much_is_done(below: list[tuple[str, str, dict[str, Any]]], percent: int) -> None:
    assert shares(item("e"), *below)["e"] == percent


def test_a_finished_item_is_done_and_not_overdue_whatever_its_state_says() -> None:
    due = {"deadline": datetime(2026, 11, 10, 23, 59)}
    items = [
        item("open", **due), item("ended", actual_finish=datetime(2026, 11, 20, 17), **due),
        item("whole", progress=100, **due), item("dropped", status="dropped", **due), item("below", "dropped", **due),
    ]  # fmt: skip
    plan = plan_of([*STATES, *items])
    assert rolled_up_progress(plan)[1:3] == [100, 100]
    assert overdue(plan) == [1, 0, 0, 0, 0]


def overdue(plan: Plan) -> list[Any]:
    return DERIVED_COLUMNS["item"]["overdue"].compute(plan, InputContext(date(2026, 11, 23)))
