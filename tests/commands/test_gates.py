"""Definitions of done, gates, reviews, limits of work in progress, evidence: commands on a store."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tpm_tui.commands import records
from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.delivery.delivery_findings import delivery_findings
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store.create(tmp_path / "plan.db", name="Atlas") as store:
        store.load()
        with store.transaction("test") as transaction:
            yield transaction


def run(tx: Transaction, command: str, kind: str, *ids: str, **params: Any) -> str:
    return commands()[command].execute(tx, kind, list(ids), params)


def checks(tx: Transaction, item: str) -> list[tuple[str, str]]:
    ids = tx.plan.ids_by_reference("check", "item").get(item, ())
    return [(tx.get("check", id_, "type"), tx.get("check", id_, "title")) for id_ in ids]


def test_a_definition_of_done_adds_its_checks_by_itself(tx: Transaction) -> None:
    tx.add("protocol", name="Story", item_types=("story",), checks="* All tests pass\ncode review: Read by another\n\n")
    story, task = records.add(tx, "item", {"title": "S", "type": "story"}), records.add(tx, "item", {"title": "T"})
    assert checks(tx, story) == [("acceptance criterion", "All tests pass"), ("code review", "Read by another")]
    assert checks(tx, task) == []
    run(tx, "item.protocol", "item", task, story, protocol=tx.plan["protocol"].ids[0])
    assert len(checks(tx, task)) == len(checks(tx, story)) == 2, "what is there is not added again"


def test_a_gate_is_shut_until_its_checks_are_passed(tx: Transaction) -> None:
    item = records.add(tx, "item", {"title": "S"})
    check = tx.add("check", item=item, title="Load test")
    release = tx.add("release", version="1.0", items=(item,))
    gate = tx.add("gate", title="Go live", release=release)
    with pytest.raises(ValidationError, match="shut while these checks are open: CK-1 Load test"):
        run(tx, "gate.continue", "gate", gate, decided_by=None)
    run(tx, "check.pass", "check", check, evidence="run 7")
    assert (tx.get("check", check, "decided_by"), tx.get("check", check, "evidence")) == (tx.author, "run 7")
    assert tx.get("check", check, "decided_at") is not None
    run(tx, "gate.continue", "gate", gate, decided_by=None)
    assert (tx.get("gate", gate, "decision"), tx.get("gate", gate, "decided_on")) == ("continue", tx.context.today)


@pytest.mark.parametrize(
    ("kind", "values", "refused"),
    [
        ("item", {"status": "done"}, "T-1 is not done while its gate is not decided: GA-1 Go"),
        ("release", {"at": datetime(2026, 11, 20, 9)}, "RL-1 is not released while its gate says stop: GA-2 Ship"),
    ],
)
def test_nothing_gets_past_a_gate_that_does_not_say_continue(
    tmp_path: Path, kind: str, values: dict[str, Any], refused: str
) -> None:
    with Store.create(tmp_path / "gates.db", name="Atlas") as store:
        store.load()
        with store.transaction("Plan") as tx:
            of = {"item": records.add(tx, "item", {"title": "Live", "type": "milestone"})}
            of["release"] = tx.add("release", version="1.0")
            gates = [
                tx.add("gate", title="Go", milestone=of["item"]),
                tx.add("gate", title="Ship", release=of["release"]),
            ]
        with store.transaction("Stop") as tx:
            run(tx, "gate.stop", "gate", gates[1], reason="too early")
        with pytest.raises(ValidationError, match=refused), store.transaction("On") as tx:
            records.change(tx, kind, [of[kind]], values)
        with store.transaction("Drop") as tx:
            records.change(tx, "item", [of["item"]], {"status": "dropped"})
        with store.transaction("Continue") as tx:
            run(tx, "gate.continue", "gate", *gates, decided_by=None)
            records.change(tx, kind, [of[kind]], values)


def test_an_owner_does_not_review_their_own_item(tx: Transaction) -> None:
    ana, ben = tx.add("person", name="ana"), tx.add("person", name="ben")
    item = records.add(tx, "item", {"title": "S", "owner": ana})
    with pytest.raises(ValidationError, match="somebody else than its owner"):
        run(tx, "item.review", "item", item, reviewer=ana)
    run(tx, "item.review", "item", item, reviewer=ben)
    assert checks(tx, item) == [("code review", "Reviewed")]


def test_who_is_still_to_review_an_item_does_not_become_its_owner(tmp_path: Path) -> None:
    def change(kind: str, id_: str, **values: object) -> None:
        with store.transaction("change") as tx:
            records.change(tx, kind, [id_], values)

    with Store.create(tmp_path / "reviews.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            ana, ben = tx.add("person", name="Ana"), tx.add("person", name="Ben")
            item = records.add(tx, "item", {"title": "S", "owner": ben})
            run(tx, "item.review", "item", item, reviewer=ana)
        review = store.plan["check"].ids[0]
        with pytest.raises(ValidationError, match=r"^Ana is still to review T-1 \(CK-1\): ask somebody else first$"):
            change("item", item, owner=ana)
        change("check", review, reviewer=None)
        change("item", item, owner=ana)
        with pytest.raises(ValidationError, match="somebody else than the owner"):
            change("check", review, reviewer=ana)
        change("check", review, type="acceptance criterion", reviewer=ana)
        with pytest.raises(ValidationError, match="somebody else than the owner"):
            change("check", review, type="code review")
        change("item", item, owner=ben)
        change("check", review, type="code review", state="passed")
        change("item", item, owner=ana)  # the review is given
        store.undo()
        store.undo()
        assert store.plan.value("check", review, "type") == "acceptance criterion"


def test_a_full_state_refuses_more_where_it_is_told_to(tx: Transaction) -> None:
    state = next(id_ for id_ in tx.plan["state"].ids if tx.get("state", id_, "name") == "doing")
    tx.set("state", state, limit=1)
    first, second = (records.add(tx, "item", {"title": name}) for name in "ab")
    for item in (first, second):
        records.change(tx, "item", [item], {"status": "doing"})
    records.change(tx, "item", [second], {"status": "ready"})
    tx.set("state", state, refuse_over_limit=True)
    with pytest.raises(ValidationError, match="doing holds 1 item already, and its limit is 1"):
        records.change(tx, "item", [second], {"status": "doing"})
    with pytest.raises(ValidationError, match="doing holds 1 item already, and its limit is 1"):
        records.add(tx, "item", {"title": "c", "status": "doing"})
    records.change(tx, "item", [first], {"status": "doing"})


def test_a_function_with_enough_in_progress_takes_no_more_where_it_is_told_to(tx: Transaction) -> None:
    records.change(tx, "programme", ["programme"], {"function_limits": "qa:1"})
    doing = {"status": "doing", "function": "qa"}
    first, second = (records.add(tx, "item", {"title": name, "function": "qa"}) for name in "ab")
    other = records.add(tx, "item", {"title": "c", "status": "review"})
    for item in (first, second):
        records.change(tx, "item", [item], doing)
    said = "qa has 2 items in progress; its limit is 1"
    assert ("programme", "programme", said) in delivery_findings(tx.plan, tx.context, None)
    records.change(tx, "item", [second], {"status": "ready"})
    assert said not in [text for _, _, text in delivery_findings(tx.plan, tx.context, None)]
    records.change(tx, "programme", ["programme"], {"refuse_over_limits": True})
    for item, values in ((second, {"status": "review"}), (other, {"function": "qa"})):
        with pytest.raises(ValidationError, match="qa has 1 item in progress already, and its limit is 1"):
            records.change(tx, "item", [item], values)
    with pytest.raises(ValidationError, match="qa has 1 item in progress already"):
        records.add(tx, "item", {"title": "d", **doing})
    records.change(tx, "item", [first], {"status": "review"})


def test_test_results_decide_a_check(tx: Transaction, tmp_path: Path) -> None:
    item = records.add(tx, "item", {"title": "S"})
    check = tx.add("check", item=item, title="Tests", type="test")
    results = tmp_path / "results.xml"
    results.write_text('<testsuite><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>')
    assert "failed: 1 passed, 1 failed" in run(tx, "check.junit", "check", check, path=str(results))
    results.write_text('<testsuite><testcase name="a"/></testsuite>')
    run(tx, "check.junit", "check", check, path=str(results))
    assert (tx.get("check", check, "state"), tx.get("check", check, "evidence")) == ("passed", "results.xml: 1 passed")
    results.write_text('<testsuite><testcase name="a"><skipped/></testcase></testsuite>')
    with pytest.raises(ValidationError, match=r"no test ran \(1 skipped\)"):
        run(tx, "check.junit", "check", check, path=str(results))
    results.write_text("no xml")
    with pytest.raises(ValidationError, match=r"results\.xml: this is no XML"):
        run(tx, "check.junit", "check", check, path=str(results))


def test_hours_lost_reach_what_the_responders_had_begun(tx: Transaction) -> None:
    from tpm_tui.domain.values.three_point import ThreePoint

    ana = tx.add("person", name="ana")
    item = records.add(tx, "item", {"title": "S", "owner": ana, "estimate": ThreePoint(600, 600, 600)})
    records.change(tx, "item", [item], {"status": "doing"})
    incident = tx.add("incident", title="Down", responders=(ana,))
    run(tx, "incident.lost", "incident", incident, lost=120)
    assert tx.get("item", item, "remaining") == 720
    with pytest.raises(ValidationError, match="charged already"):
        run(tx, "incident.lost", "incident", incident, lost=120)


def test_an_update_is_logged_with_those_who_care(tx: Transaction) -> None:
    item = records.add(tx, "item", {"title": "S"})
    dana = tx.add("stakeholder", name="Dana", items=(item,))
    tx.add("stakeholder", name="Eli")
    incident = tx.add("incident", title="Down", items=(item,), severity="SEV1")
    run(tx, "incident.update", "incident", incident, text="Failed over")
    contacts = tx.plan["contact"].ids
    assert [tx.get("contact", id_, "stakeholder") for id_ in contacts] == [dana]
    assert (tx.get("incident", incident, "next_update") - tx.now).total_seconds() == 1800


@pytest.mark.parametrize(
    "values", [{"progress": 100}, {"actual_finish": datetime(2026, 11, 20, 9)}, {"status": "done"}], ids=" ".join
)
def test_an_item_is_done_by_no_way_while_a_check_is_open(tmp_path: Path, values: dict[str, Any]) -> None:
    reason = "not done while these checks are open: CK-1 Tests"
    with Store.create(tmp_path / "plan.db", name="Atlas") as store:
        store.load()
        with store.transaction("Plan") as tx:
            item = records.add(tx, "item", {"title": "Pay", "type": "story", "actual_start": datetime(2026, 11, 18, 9)})
            check = tx.add("check", item=item, title="Tests")
        with pytest.raises(ValidationError, match=reason), store.transaction("Done") as tx:
            records.change(tx, "item", [item], values)
        with store.transaction("Pass, finish, and open again") as tx:
            tx.set("check", check, state="passed")
            records.change(tx, "item", [item], values)
        with store.transaction("Open again") as tx:
            tx.set("check", check, state="open")
        with store.transaction("Put right what is done") as tx:
            records.change(tx, "item", [item], {"actual_finish": datetime(2026, 11, 19, 9)})
        with store.transaction("A definition of done") as tx:
            tx.add("protocol", name="Story", item_types=("story",), checks="Read")
        with pytest.raises(ValidationError, match="open: CK-2 Read"), store.transaction("Add what is done") as tx:
            records.add(tx, "item", {"title": "Paid", "type": "story", **values})


def test_what_begins_its_life_under_way_has_begun(tx: Transaction) -> None:
    doing, ready = (records.add(tx, "item", {"title": s, "status": s}) for s in ("doing", "ready"))
    assert (tx.get("item", doing, "actual_start"), tx.get("item", ready, "actual_start")) == (tx.now, None)
