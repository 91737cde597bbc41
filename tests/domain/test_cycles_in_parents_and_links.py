"""Loops of parents and of links are refused and named, summaries included: held to the plainest way to find them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.attempts import attempt
from support.plans import plan_of, row
from tpm_tui.domain.cycles_in_parents_and_links import ItemNetwork, parent_cycles
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.record_rules import cyclic_links, require_valid
from tpm_tui.domain.text.field_values import ValidationError

ITEMS = [f"i{n}" for n in range(7)]


def forest(parents: dict[str, str | None]) -> Plan:
    return plan_of([("item", i, {"title": i.upper(), "parent": parents.get(i)}) for i in ITEMS])


def link(plan: Plan, one: str, other: str) -> Edit:
    number = len(plan["link"]) + 1
    return Edit("link", f"l{number}", None, row("link", f"l{number}", number, predecessor=one, successor=other))


def move(plan: Plan, item: str, parent: str | None) -> Edit:
    return Edit("item", item, {"parent": plan.value("item", item, "parent")}, {"parent": parent})


def tried(plan: Plan, edit: Edit) -> tuple[Plan, str | None]:
    """The plan after an edit, or the plan as it was and why the edit is refused."""
    after = plan.applied([edit])
    _, reason = attempt(require_valid, after, [edit], refusal=ValidationError)
    return (plan if reason else after), reason


def lies_in_itself(plan: Plan) -> bool:
    parents = dict(zip(plan["item"].ids, plan["item"].columns["parent"], strict=True))
    for item in parents:
        at, steps = parents[item], 0
        while at is not None and steps <= len(parents):
            at, steps = parents[str(at)], steps + 1
        if at is not None:
            return True
    return False


def leaves(plan: Plan, item: str) -> list[str]:
    children = [i for i in plan["item"].ids if plan.value("item", i, "parent") == item]
    return [leaf for child in children for leaf in leaves(plan, child)] if children else [item]


def runs_in_a_circle(plan: Plan) -> bool:
    """Each link as one between every leaf below its predecessor and every leaf below its successor; then who can be
    reached from whom, by Warshall's algorithm."""
    table = plan["link"]
    reach = {
        (a, b)
        for p, s in zip(table.columns["predecessor"], table.columns["successor"], strict=True)
        for a, b in product(leaves(plan, str(p)), leaves(plan, str(s)))
    }
    for middle, one, other in product(ITEMS, ITEMS, ITEMS):
        if (one, middle) in reach and (middle, other) in reach:
            reach.add((one, other))
    return any((item, item) in reach for item in ITEMS)


acts = st.lists(
    st.tuples(
        st.sampled_from(["link", "link", "link", "move"]), st.sampled_from(ITEMS), st.sampled_from([*ITEMS, None])
    ),
    max_size=25,
)


@given(acts)
def test_an_edit_is_refused_exactly_if_it_makes_a_loop(acts: list[tuple[str, str, str | None]]) -> None:
    plan = forest({})
    for act, one, other in acts:
        if act == "move" or other is None:
            edit = move(plan, one, other)
        else:
            edit = link(plan, one, other)
        after = plan.applied([edit])
        wrong = lies_in_itself(after) or runs_in_a_circle(after)
        plan, reason = tried(plan, edit)
        assert (reason is not None) == wrong, reason
        if reason is not None:
            assert "lie inside itself" in reason or "would make a loop" in reason
    assert ItemNetwork(plan).find_cycle(ITEMS) is None
    assert not list(parent_cycles(plan, ITEMS))


@given(st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(ITEMS)), st.lists(st.sampled_from(ITEMS), min_size=1))
def test_a_loop_that_is_already_there_is_found_and_never_hangs(parents: dict[str, str], starts: list[str]) -> None:
    plan = forest(dict(parents))
    edits = [link(plan, one, other) for one, other in parents.items()]
    after = plan.applied([Edit(e.kind, f"l{n}", None, {**(e.after or {}), "id": f"l{n}"}) for n, e in enumerate(edits)])
    ItemNetwork(after).find_cycle(starts)
    cycles = [next(parent_cycles(after, [item]), None) for item in ITEMS]
    assert any(cycles) == lies_in_itself(after)
    for item, cycle in zip(ITEMS, cycles, strict=True):
        assert cycle is None or (cycle[0] == item and after.value("item", cycle[-1], "parent") == item)


@given(st.lists(st.sampled_from(ITEMS), min_size=len(ITEMS), max_size=len(ITEMS)))
def test_without_the_last_move_of_each_cycle_no_item_lies_in_itself(parents: list[str]) -> None:
    plan = forest(dict(zip(ITEMS, parents, strict=True)))
    last = [cycle[0] for cycle in parent_cycles(plan, ITEMS)]
    assert lies_in_itself(plan) == bool(last)
    assert not lies_in_itself(plan.applied([move(plan, item, None) for item in last]))


@given(st.lists(st.tuples(st.sampled_from(ITEMS), st.sampled_from(ITEMS)), max_size=15, unique=True))
def test_of_many_links_each_that_closes_a_cycle_with_those_before_breaks_the_rule(ends: list[tuple[str, str]]) -> None:
    parents = {"i1": "i0", "i2": "i0", "i3": "i2"}
    plan, refused = forest(dict(parents)), []
    for number, (one, other) in enumerate(ends, 1):
        edit = Edit("link", f"l{number}", None, row("link", f"l{number}", number, predecessor=one, successor=other))
        after = plan.applied([edit])
        if runs_in_a_circle(after):
            refused.append(edit.id)
        else:
            plan = after
    edits = [
        Edit("link", f"l{n}", None, row("link", f"l{n}", n, predecessor=one, successor=other))
        for n, (one, other) in enumerate(ends, 1)
    ]
    whole = forest(dict(parents)).applied(edits)
    assert [v.id for v in cyclic_links(whole, edits)] == refused


def test_a_loop_is_told_by_its_keys() -> None:
    plan = forest({})
    for one, other in (("i0", "i1"), ("i1", "i2")):
        plan, _ = tried(plan, link(plan, one, other))
    assert tried(plan, link(plan, "i2", "i0"))[1] == "that would make a loop: T-1 → T-2 → T-3 → T-1"
    assert tried(plan, link(plan, "i4", "i4"))[1] == "that would make a loop: T-5 → T-5"
    plan, _ = tried(plan, move(plan, "i1", "i0"))
    assert plan.value("item", "i1", "parent") is None, "a child cannot follow what it is part of"
    plan = forest({"i1": "i0", "i2": "i1"})
    assert tried(plan, move(plan, "i0", "i2"))[1] == "an item cannot lie inside itself: T-1 in T-3 in T-2 in T-1"
    assert tried(plan, move(plan, "i3", "i3"))[1] == "an item cannot lie inside itself: T-4 in T-4"


@pytest.mark.parametrize(("one", "other"), [("i0", "i2"), ("i2", "i0")])
def test_a_summary_and_what_lies_below_it_cannot_be_linked(one: str, other: str) -> None:
    plan = forest({"i1": "i0", "i2": "i1"})
    reason = tried(plan, link(plan, one, other))[1]
    assert reason is not None
    assert reason.startswith("that would make a loop: T-")


def test_deep_trees_and_long_chains_do_not_exhaust_the_stack() -> None:
    many = 3000
    items = [("item", f"n{i}", {"title": "x", "parent": f"n{i - 1}" if i else None}) for i in range(many)]
    tree = plan_of(items)
    assert tried(tree, move(tree, "n0", f"n{many - 1}"))[1] is not None
    assert len(tree.descendants("n0")) == many - 1
    assert len(tree.ancestors(f"n{many - 1}")) == many - 1
    chain = plan_of(
        [("item", f"n{i}", {"title": "x"}) for i in range(many)]
        + [("link", f"l{i}", {"predecessor": f"n{i}", "successor": f"n{i + 1}"}) for i in range(many - 1)]
    )
    assert tried(chain, link(chain, f"n{many - 1}", "n0"))[1] is not None
    assert tried(chain, link(chain, "n0", f"n{many - 1}"))[1] is None
