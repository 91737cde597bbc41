"""Plans: never changed once made, indexes always of the records they belong to."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.plans import plan_of, row
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.schedule.items import Item
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan

IDS = ["a", "b", "c", "d"]

acts = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "delete"]), st.sampled_from(IDS), st.sampled_from([None, *IDS]), st.text("xy")
    ),
    max_size=12,
)


def rows(plan: Plan) -> list[dict[str, Any]]:
    return [plan["item"].row(id_) for id_ in plan["item"]]


@given(st.lists(acts, max_size=5))
def test_applying_edits_at_once_one_by_one_and_back_again(batches: list[list[tuple[str, str, Any, str]]]) -> None:
    model: dict[str, dict[str, Any]] = {}
    plan = plan_of(workflow=False)
    for batch in batches:
        before, start, edits = [dict(r) for r in rows(plan)], plan, []
        first = {id_: dict(r) for id_, r in model.items()}
        for act, id_, parent, title in batch:
            if act == "add" and id_ not in model:
                model[id_] = row("item", id_, IDS.index(id_), title=title, parent=parent)
                edits.append(Edit("item", id_, None, dict(model[id_])))
            elif act == "change" and id_ in model:
                edits.append(Edit("item", id_, {"title": model[id_]["title"]}, {"title": title}))
                model[id_]["title"] = title
            elif act == "delete" and id_ in model:
                edits.append(Edit("item", id_, model.pop(id_), None))
        plan = start.applied(edits, 7)
        one_by_one = start
        for edit in edits:
            one_by_one = one_by_one.applied([edit])
        by_id = {r["id"]: r for r in rows(plan)}
        assert by_id == model
        assert {r["id"]: r for r in rows(one_by_one)} == model
        assert rows(start) == before, "a plan never changes"
        back = plan.applied([e.reversed() for e in reversed(edits)])
        assert {r["id"]: r for r in rows(back)} == first
        assert plan.sequence == 7
        for made in (plan, one_by_one, back):
            agree(made)


def agree(plan: Plan) -> None:
    """Every index says what looking at each record says."""
    table = plan["item"]
    assert (
        table.position
        == {id_: i for i, id_ in enumerate(table.ids)}
        == {id_: i for i, id_ in enumerate(table.columns["id"])}
    )
    assert {len(values) for values in table.columns.values()} <= {len(table)}
    grouped: dict[Any, list[str]] = {}
    for record in plan.all(Item):
        grouped.setdefault(record.parent, []).append(record.id)
    assert {k: sorted(v) for k, v in plan.children.items()} == {k: sorted(v) for k, v in grouped.items()}
    assert plan.ids_by_reference("item", "parent") == {k: v for k, v in grouped.items() if k is not None}
    for id_ in table:
        assert plan.find_key(str(table.value(id_, "key")).lower()) == ("item", id_)
        assert plan.kind_of(id_) is KINDS["item"]


def test_what_an_edit_does_not_touch_is_shared() -> None:
    plan = plan_of([("item", "a", {"title": "A"}), ("risk", "r", {"title": "R"})])
    children = plan.children
    after = plan.applied([Edit("item", "a", {"title": "A"}, {"title": "B"})])
    assert after["risk"] is plan["risk"]
    assert after["item"].columns["title"] is not plan["item"].columns["title"]
    assert after["item"].columns["parent"] is plan["item"].columns["parent"]
    assert after.children is children, "an index is kept while what it reads is the same"
    assert plan.value("item", "a", "title") == "A"


def test_children_come_in_rank_order_and_the_same_rank_by_age() -> None:
    ranks = {"a": "b01", "b": "a1", "c": "", "d": ""}
    plan = plan_of([("item", i, {"title": i, "rank": r}) for i, r in ranks.items()])
    assert plan.children[None] == ["c", "d", "b", "a"]


def test_an_alias_is_found_while_its_record_is_there() -> None:
    plan = plan_of([("item", "a", {"title": "A"})])
    known = Plan(plan.tables, aliases={"T-9": "a", "T-8": "gone"})
    assert known.find_key("t-9") == ("item", "a")
    assert known.find_key("T-8") is None
    assert known.find_key("X-1") is None
    assert known.find_key("") is None
