"""What waits for a predecessor, through summaries too, and what is blocked: two different things."""

from datetime import datetime

import pytest

from support.plan_records import item, link, new_plan
from tpm_tui.domain.derived.waits_and_blocks import blocked_items, unfinished_predecessors
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan


def tree(*edits: Edit, **statuses: str) -> Plan:
    """Two epics of two items each, p over a and b, q over c and d."""
    leaves = {"a": "p", "b": "p", "c": "q", "d": "q"}
    return new_plan(
        item("p", type="epic"),
        item("q", type="epic"),
        *(item(id_, 8, parent=parent, status=statuses.get(id_, "backlog")) for id_, parent in leaves.items()),
        *edits,
    )


def test_all_below_a_summary_waits_with_it() -> None:
    assert unfinished_predecessors(tree(link("a", "q"))) == dict.fromkeys(("q", "c", "d"), "a")
    assert unfinished_predecessors(tree(link("a", "q"), c="doing")).keys() == {"q", "d"}
    assert unfinished_predecessors(tree(link("a", "q"), a="done")) == {}


@pytest.mark.parametrize(
    ("type_", "statuses", "waits"),
    [
        ("FS", {"a": "done"}, True), ("FS", {"a": "done", "b": "done"}, False), ("FS", {"a": "doing"}, True),
        ("SS", {}, True), ("SS", {"a": "doing"}, False), ("FF", {}, False),
    ],
)  # fmt: skip
def test_what_follows_a_summary_waits_for_all_that_is_below_it(
    type_: str, statuses: dict[str, str], waits: bool
) -> None:
    assert ("c" in unfinished_predecessors(tree(link("p", "c", type_), **statuses))) == waits


def test_what_waits_is_not_blocked_and_what_is_marked_is() -> None:
    marked = item("m", 8, blocked_since=datetime(2026, 11, 20, 9), blocked_cause="vendor")
    over = item("n", 8, status="done", blocked_since=datetime(2026, 11, 20, 9))
    plan = tree(link("a", "b"), marked, over, c="blocked")
    assert blocked_items(plan) == {"m", "c"}
    assert unfinished_predecessors(plan) == {"b": "a"}
