"""What waits for a predecessor, through summaries too, and what is blocked: two different things."""

from datetime import datetime

import pytest

from support.plan_records import add, change, item, link, new_plan
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


FINISHED = ({"actual_finish": datetime(2026, 11, 20, 17)}, {"progress": 100}, {"status": "done"})


@pytest.mark.parametrize("facts", FINISHED)
def test_what_the_facts_finished_holds_nothing_and_is_not_blocked(facts: dict[str, object]) -> None:
    marked = item("a", blocked_since=datetime(2026, 11, 20, 9), **facts)
    plan = new_plan(marked, item("b"), link("a", "b"))
    assert (unfinished_predecessors(plan), blocked_items(plan)) == ({}, set())


@pytest.mark.parametrize("facts", [{"actual_finish": datetime(2026, 11, 20, 17)}, {"progress": 100}, {"progress": 0}])
def test_a_new_fact_is_heard_by_what_was_asked_before(facts: dict[str, object]) -> None:
    marked = item("a", blocked_since=datetime(2026, 11, 20, 9))
    before = new_plan(marked, item("b"), link("a", "b"))
    assert (unfinished_predecessors(before), blocked_items(before)) == ({"b": "a"}, {"a"})
    after = before.applied([change(before, "item", "a", **facts)])
    open_ = facts == {"progress": 0}
    assert (unfinished_predecessors(after), blocked_items(after)) == (({"b": "a"}, {"a"}) if open_ else ({}, set()))


def test_what_has_begun_by_its_facts_lets_start_and_does_not_wait_itself() -> None:
    begun = {"actual_start": datetime(2026, 11, 20, 9)}
    plan = new_plan(item("a", **begun), item("b"), item("c", progress=10), link("a", "b", "SS"), link("a", "c"))
    assert unfinished_predecessors(plan) == {}


def test_what_lies_below_a_dropped_epic_neither_holds_nor_waits_nor_is_blocked() -> None:
    marked = item("m", parent="p", blocked_since=datetime(2026, 11, 20, 9))
    plan = tree(marked, link("a", "c"), link("d", "b"))
    assert (unfinished_predecessors(plan), blocked_items(plan)) == ({"c": "a", "b": "d"}, {"m"})
    dropped = plan.applied([change(plan, "item", "p", status="dropped")])
    assert (unfinished_predecessors(dropped), blocked_items(dropped)) == ({}, set())


def test_a_marked_summary_is_not_blocked_once_all_below_it_is_finished() -> None:
    plan = tree(a="done", b="done")
    marked = plan.applied([change(plan, "item", "p", blocked_since=datetime(2026, 11, 20, 9))])
    assert blocked_items(marked) == set()
    assert blocked_items(marked.applied([change(marked, "item", "b", status="doing")])) == {"p"}


def test_a_changed_state_is_judged_anew_though_it_stands_further_down_than_there_are_items() -> None:
    states = [add("state", f"s{n}", name=f"state {n}", group="todo", order=20 + n) for n in range(9)]
    plan = new_plan(*states, item("a", status="state 8"), item("b", 8), link("a", "b"))
    assert unfinished_predecessors(plan) == {"b": "a"}
    done = plan.applied([change(plan, "state", "s8", group="done")])
    assert unfinished_predecessors(done) == {}
