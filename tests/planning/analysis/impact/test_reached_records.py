"""What a record reaches, against the transitive closure."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from support.plan_records import add, item, link, new_plan
from tpm_tui.planning.analysis.impact.reached_records import ImpactEdge, impact
from tpm_tui.planning.analysis.impact.relations_between_records import plan_impact


def edge(source: str, target: str) -> ImpactEdge:
    return ImpactEdge(source, target, f"to {target}", f"from {source}")


def test_a_tree_in_reading_order_both_ways() -> None:
    edges = [edge("need", "item"), edge("item", "milestone"), edge("need", "check"), edge("milestone", "dana"),
             edge("milestone", "need")]  # fmt: skip
    tree = impact("need", edges)
    assert [(node.key, node.parent, node.depth) for node in tree] == [
        ("need", None, 0), ("item", "need", 1), ("milestone", "item", 2),
        ("dana", "milestone", 3), ("check", "need", 1),
    ]  # fmt: skip
    assert tree[1].via == "to item"
    assert [(node.key, node.via) for node in impact("milestone", edges, backwards=True)] == [
        ("milestone", ""), ("item", "from item"), ("need", "from need"),
    ]  # fmt: skip
    assert [node.key for node in impact("need", edges, deepest=1)] == ["need", "item", "check"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15))
def test_exactly_what_is_reachable_is_reached_on_a_shortest_way(pairs: list[tuple[str, str]]) -> None:
    steps = {"a": 0}
    for depth in range(1, 7):
        for source, target in pairs:
            if steps.get(source) == depth - 1 and target not in steps:
                steps[target] = depth
    tree = impact("a", [edge(*pair) for pair in pairs])
    assert {node.key: node.depth for node in tree} == steps
    seen: dict[str, int] = {}
    for node in tree:
        assert node.parent is None or seen[node.parent] == node.depth - 1, "a parent is read before its children"
        seen[node.key] = node.depth


def test_a_record_that_joins_two_others_reaches_them_and_a_calendar_those_who_work_by_it() -> None:
    plan = new_plan(
        add("calendar", "four", name="Four days"), add("person", "ana", name="Ana", calendar="four"),
        add("pool", "room", name="Room", capacity=100), item("a"), item("b"), link("a", "b"),
        add("assignment", "of-ana", item="a", person="ana"), add("assignment", "of-room", item="b", pool="room"),
        add("absence", "away", person="ana", start=date(2026, 12, 1), end=date(2026, 12, 2)),
    )  # fmt: skip
    reached = {start: {node.key for node in plan_impact(plan, start)} - {start} for start in
               ("a-b-FS", "of-ana", "of-room", "room", "away", "four")}  # fmt: skip
    assert reached == {
        "a-b-FS": {"b"}, "of-ana": {"a", "b"}, "of-room": {"b"}, "room": {"b"}, "away": {"ana", "a", "b"},
        "four": {"ana", "a", "b"},
    }  # fmt: skip
    assert {node.key for node in plan_impact(plan, "of-room", backwards=True)} == {"of-room", "room"}
    assert {node.key for node in plan_impact(plan, "a-b-FS", backwards=True)} >= {"a", "ana"}
    assert "a-b-FS" not in {node.key for node in plan_impact(plan, "a")}, "a link is no step of its own"
