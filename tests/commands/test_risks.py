"""Risks that happened: how they count, and what is said of them in the end."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.montecarlo.risk_model import risk_model
from tpm_tui.reports.schedule.explanation_of_why_in_words import why_in_words
from tpm_tui.store.store import Store

CONTEXT = InputContext(date(2026, 11, 23))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "r.db", start=date(2026, 11, 23), author="ana") as made:
        with made.transaction("fill") as tx:
            item = tx.add("item", title="Task", estimate=ThreePoint(4800, 4800, 4800))
            delay = ThreePoint.single_point(4800)
            tx.add("risk", title="Late", items=(item,), chance=50.0, delay=delay, status="occurred")
        yield made


def settle(store: Store, **params: object) -> None:
    with store.transaction("settle") as tx:
        commands()["risk.settle"].run(tx, "risk", list(store.plan["risk"].ids), params)


def sentences(store: Store) -> list[str]:
    (item,) = store.plan["item"].ids
    return why_in_words(store.plan, schedule_of(store.plan, CONTEXT), CONTEXT, item).lines()


def test_why_says_that_a_risk_occurred_until_it_is_settled(store: Store) -> None:
    assert any(line.startswith("R-1") and "occurred" in line for line in sentences(store))
    settle(store, delay=960)
    assert not any("occurred" in line for line in sentences(store))


def test_what_it_really_cost_becomes_part_of_the_item(store: Store) -> None:
    settle(store, delay=960, cost=Decimal(500))
    assert store.plan["item"].columns["estimate"] == [ThreePoint(5760, 5760, 5760).dump()]
    assert [(row["actual"], row["item"]) for row in map(store.plan["cost"].row, store.plan["cost"].ids)] == [
        ("500", store.plan["item"].ids[0])
    ]
    assert risk_model(store.plan, CONTEXT).risks == ()


def test_work_that_has_begun_has_that_much_more_left(store: Store) -> None:
    (item,) = store.plan["item"].ids
    with store.transaction("begin") as tx:
        tx.set("item", item, actual_start=datetime(2026, 11, 23, 9), progress=50)
    settle(store, delay=960)
    assert store.plan.value("item", item, "remaining") == 2400 + 960


def test_only_what_occurred_can_be_settled_and_only_once(store: Store) -> None:
    with pytest.raises(ValidationError, match="say what it cost"):
        settle(store)
    settle(store, delay=0)
    with pytest.raises(ValidationError, match="said already"):
        settle(store, delay=960)
    with store.transaction("reopen") as tx:
        tx.set("risk", store.plan["risk"].ids[0], status="open", actual_delay=None)
    with pytest.raises(ValidationError, match="has not occurred"):
        settle(store, delay=960)
