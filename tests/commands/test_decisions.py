"""Decisions: the row of a matrix in a line, and deciding."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tpm_tui.commands import records
from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.risks_issues_decisions.decisions import score_of
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.delivery.delivery_findings import delivery_findings
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import decision_result
from tpm_tui.reports.risks_issues_decisions.decisions import decision_lines
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


def matrix_row(tx: Transaction, criterion: str) -> tuple[float, list[int | None]]:
    """The weight of a criterion, and the score of each option on it."""
    scores = [score_of(tx.plan, option, criterion) for option in tx.plan["option"].ids]
    return tx.get("criterion", criterion, "weight"), [id_ and tx.get("score", id_, "score") for id_ in scores]


def test_a_row_is_typed_as_its_weight_and_a_score_for_each_option(tx: Transaction) -> None:
    decision = tx.add("decision", title="Which")
    for name in ("a", "b", "c"):
        tx.add("option", decision=decision, name=name)
    criterion = tx.add("criterion", decision=decision, name="cost", weight=2.5)
    assert matrix_row(tx, criterion) == (2.5, [None, None, None])
    run(tx, "criterion.row", "criterion", criterion, row="5: 8 - 2")
    assert matrix_row(tx, criterion) == (5.0, [8, None, 2])
    run(tx, "criterion.row", "criterion", criterion, row="0,5: - 3 10")
    assert matrix_row(tx, criterion) == (0.5, [None, 3, 10])
    for row, words in (("5: 1", "3 options"), ("5: 1 2 11", "from 0 to 10"), ("x", "a colon")):
        with pytest.raises(ValidationError, match=words):
            run(tx, "criterion.row", "criterion", criterion, row=row)


def test_a_decision_is_made_today_for_one_of_its_options(tx: Transaction) -> None:
    decision, other = tx.add("decision", title="Which"), tx.add("decision", title="Other")
    option, stranger = tx.add("option", decision=decision, name="a"), tx.add("option", decision=other, name="b")
    with pytest.raises(ValidationError, match="no option of this decision"):
        run(tx, "decision.decide", "decision", decision, outcome=stranger)
    run(tx, "decision.decide", "decision", decision, outcome=option)
    assert (tx.get("decision", decision, "status"), tx.get("decision", decision, "outcome")) == ("accepted", option)
    assert tx.get("decision", decision, "decided_on") == tx.context.today


def test_scores_stay_on_the_scale_of_their_decision(tx: Transaction) -> None:
    decision = records.add(tx, "decision", {"title": "Which", "scale_low": 1, "scale_high": 5})
    option = records.add(tx, "option", {"decision": decision, "name": "a"})
    criterion = records.add(tx, "criterion", {"decision": decision, "name": "cost"})
    where = {"option": option, "criterion": criterion}
    for score in (0, 6):
        with pytest.raises(ValidationError, match="a score is from 1 to 5"):
            records.add(tx, "score", {**where, "score": score})
    score = records.add(tx, "score", {**where, "score": 4})
    with pytest.raises(ValidationError, match="a score is from 1 to 5"):
        records.change(tx, "score", [score], {"score": 9})
    with pytest.raises(ValidationError, match="SC-1 is 4: change it before the scale is from 1 to 3"):
        records.change(tx, "decision", [decision], {"scale_high": 3})
    with pytest.raises(ValidationError, match="the highest score, 5, lies above the lowest one, 5"):
        records.change(tx, "decision", [decision], {"scale_low": 5})
    records.change(tx, "decision", [decision], {"scale_low": 0, "scale_high": 4})
    tx.set("score", score, score=9)
    said = "its scale is from 0 to 4, but these scores lie outside: SC-1 (9)"
    assert ("decision", decision, said) in delivery_findings(tx.plan, tx.context, None)


def test_a_criterion_without_weight_does_not_count(tmp_path: Path) -> None:
    with Store.create(tmp_path / "plan.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            decision = tx.add("decision", title="Broker")
            one, two = (tx.add("option", name=name, decision=decision) for name in ("Kafka", "Nats"))
            speed = tx.add("criterion", name="Speed", decision=decision, weight=2.0)
            price = tx.add("criterion", name="Price", decision=decision, weight=0.0)
            for option, score in ((one, 5), (two, 3)):
                tx.add("score", option=option, criterion=speed, score=score)
        assert [float(t or 0) for t in decision_result(store.plan, decision).totals.values()] == [5, 3]
        with store.transaction("weigh") as tx:
            commands()["criterion.row"].execute(tx, "criterion", [speed], {"row": "0: 5 3"})
        assert set(decision_result(store.plan, decision).totals.values()) == {None}
        assert "  O-1 Kafka: no criterion has a weight" in decision_lines(store.plan, decision)
        with store.transaction("weigh") as tx:
            tx.set("criterion", price, weight=1.0)
        assert "  O-1 Kafka: not scored on every criterion" in decision_lines(store.plan, decision)
