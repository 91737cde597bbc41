"""The workstream of an item is its own, else that of the nearest above: for everything that asks."""

from datetime import datetime

import pytest

from support.plan_records import WORDS, add, change, item, new_plan
from tpm_tui.domain.derived.items_serving_objectives import items_serving
from tpm_tui.domain.derived.workstreams import workstream_ids, workstream_names
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.related_records import related_records
from tpm_tui.planning.money.earned_value.earned_value_of_plan import plan_earned_value
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.planning.people.stakeholder_interests import cared_items
from tpm_tui.planning.promise.promise import severe_incidents


@pytest.fixture
def plan() -> Plan:
    """An epic of workstream w; below it a, and b of workstream v; c beside it."""
    return new_plan(
        add("workstream", "w", name="Way"),
        add("workstream", "v", name="Voice"),
        item("p", None, type="epic", workstream="w"),
        item("a", parent="p"),
        item("b", parent="p", workstream="v"),
        item("c"),
        add("incident", "I-a", title="Down", severity="SEV1", items=("a",)),
        add("incident", "I-b", title="Down", severity="SEV1", items=("b",)),
        add("objective", "O", statement="Of w", workstreams=("w",)),
        add("stakeholder", "S", name="Sue", workstreams=("w",)),
        add("baseline", "B", name="Signed", taken=datetime(2026, 11, 1)),
        *(add("baseline_entry", f"e{id_}", baseline="B", item_id=id_, item_key=id_, own_cost=100,
              start=datetime(2026, 11, 23, 9), finish=datetime(2026, 11, 23, 18)) for id_ in "abc"),
    )  # fmt: skip


def test_the_nearest_above_says_it_where_the_item_does_not(plan: Plan) -> None:
    assert workstream_ids(plan) == ["w", "w", "v", None]
    assert workstream_names(plan) == ["Way", "Way", "Voice", None]
    moved = plan.applied([change(plan, "item", "c", parent="b"), change(plan, "item", "p", workstream=None)])
    assert workstream_ids(moved) == [None, None, "v", "v"]


def test_an_incident_on_inherited_work_is_one_of_the_workstream(plan: Plan) -> None:
    assert list(severe_incidents(plan, "workstream", "w")) == ["I-a"]
    assert list(severe_incidents(plan, "workstream", "v")) == ["I-b"]


def test_objectives_stakeholders_and_forecasts_follow_the_same_rule(plan: Plan) -> None:
    assert items_serving(plan, "O") == ("a",)
    assert cared_items(plan, "S") == ["p", "a"]
    assert related_records(plan, "stakeholder", "S")["item"] == {"p", "a"}
    model = risk_model(plan, WORDS)
    of = {target.id: [plan["item"].ids[at] for at in target.positions] for target in model.targets}
    assert (of["w"], of["v"]) == (["a"], ["b"])


def test_earned_value_follows_it_and_the_name_of_the_day(plan: Plan) -> None:
    def streams(of: Plan) -> list[str | None]:
        return [row.workstream for row in plan_earned_value(of, WORDS, "B", 20780).rows if row.item]

    assert streams(plan) == ["Way", "Voice", None]
    assert streams(plan.applied([change(plan, "workstream", "w", name="Works")])) == ["Works", "Voice", None]
