"""Every cent of costs, budgets, time and rates comes back from JSON, CSV and MS Project XML."""

import io
import tempfile
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.store_files import new_file
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.format_registry import left_out_of
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
days = st.integers(0, 300).map(lambda number: date(2026, 1, 1) + timedelta(number))
costs = st.lists(st.tuples(amounts, amounts, amounts, st.none() | days, st.booleans()), max_size=12)
entries = st.lists(st.tuples(days, st.integers(1, 1440), st.none() | amounts), max_size=12)
budgets = st.lists(
    st.tuples(amounts, st.sampled_from(["budget", "contingency reserve", "management reserve"])), max_size=4
)

FIELDS = {
    "cost": ("title", "category", "planned", "committed", "actual", "at", "reference"),
    "budget": ("title", "type", "amount", "category"),
    "time_entry": ("day", "minutes", "amount"),
    "reserve_draw": ("reason", "amount", "at"),
    "person": ("name", "rate"),
    "pool": ("name", "rate"),
    "rate": ("start", "rate"),
}


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What the records of money say, without their names of each other."""
    return {
        kind: sorted(
            (tuple(store.plan[kind].row(id_)[name] for name in names) for id_ in store.plan[kind].ids), key=repr
        )
        for kind, names in FIELDS.items()
    }


@pytest.mark.parametrize("format_", ["json", "mspdi", "csv"])
@settings(max_examples=4, deadline=None)
@given(
    costs=costs, entries=entries, budgets=budgets, rate=amounts.map(lambda amount: abs(amount) + 1),
    changes=st.dictionaries(days, amounts.map(abs), max_size=3),
)  # fmt: skip
def test_every_cent_comes_back(
    format_: str, costs: Any, entries: Any, budgets: Any, rate: Decimal, changes: dict[date, Decimal]
) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = stack.enter_context(new_file(folder / "one.db"))
        with store.transaction("Fill") as tx:
            ana = tx.add("person", name="Ana", rate=rate)
            testers = tx.add("pool", name="Testers", capacity=2, rate=rate + 1)
            for start, changed in changes.items():
                tx.add("rate", person=ana, start=start, rate=changed)
                tx.add("rate", pool=testers, start=start, rate=changed + 1)
            wall = tx.add("item", title="Wall", estimate=ThreePoint.single_point(480), owner=ana)
            for number, (planned, committed, actual, at, on_item) in enumerate(costs):
                tx.add(
                    "cost", title=f"Stones {number}", planned=planned, committed=committed, actual=actual, at=at,
                    item=wall if on_item else None, reference=f"R-{number}",
                )  # fmt: skip
            for day, minutes, amount in entries:
                tx.add("time_entry", person=ana, item=wall, day=day, minutes=minutes, amount=amount)
            for number, (amount, type_) in enumerate(budgets):
                grant = tx.add("budget", title=f"Grant {number}", amount=amount, type=type_, notes="Agreed\nby all")
                for at in (date(2026, 2, 1), None) if type_ != "budget" else ():
                    who = None if at is None else ana
                    tx.add("reserve_draw", reserve=grant, amount=amount / 8, at=at, person=who, reason=f"For: {number}")
        other = stack.enter_context(new_file(folder / "other.db", seed=2))
        if format_ == "csv":
            for kind in ("person", "pool", "rate", "item", "cost", "time_entry", "budget", "reserve_draw"):
                carry(store, other, "csv", kind)
        else:
            carry(store, other, format_)
        assert content(other) == content(store)
        assert drawn(other) == drawn(store)
        assert [other.plan.value("cost", id_, "item") is None for id_ in other.plan["cost"].ids].count(True) == [
            on_item for *_, on_item in costs
        ].count(False)
        if format_ == "mspdi":
            before = content(other)
            carry(store, other, format_)
            assert content(other) == before, "nothing counts twice"


def drawn(store: Store) -> list[tuple[str, str, str]]:
    """Reserve, its notes, and the person of each draw."""
    plan = store.plan
    rows = (plan["reserve_draw"].row(id_) for id_ in plan["reserve_draw"].ids)
    reserves = [(str(row["reserve"]), "" if row["person"] is None else str(row["person"])) for row in rows]
    return sorted(
        (
            plan.title("budget", reserve),
            str(plan.value("budget", reserve, "notes")),
            person and plan.title("person", person),
        )
        for reserve, person in reserves
    )


def carry(store: Store, other: Store, format_: str, kind: str = "item") -> None:
    if format_ == "csv" and not len(store.plan[kind]):
        return
    out = io.StringIO()
    fields = [column.name for column in KINDS[kind].columns]
    options: dict[str, Any] = {"kind": kind, "fields": fields} if format_ == "csv" else {}
    export_file(store, format_, out, **options)
    outcome = import_file(other, format_, io.StringIO(out.getvalue()), kind=kind)
    assert outcome.refused == ()
    other.load()


def test_what_a_project_file_has_no_place_for_is_counted_when_it_is_written(tmp_path: Path) -> None:
    with new_file(tmp_path / "one.db") as store:
        with store.transaction("Fill") as tx:
            stream, ana = tx.add("workstream", name="Data"), tx.add("person", name="Ana")
            tx.add("budget", title="Data", amount=Decimal(5), workstream=stream)
            reserve = tx.add("budget", title="Reserve", amount=Decimal(5), type="contingency reserve")
            risk = tx.add("risk", title="Storm")
            for at in (date(2026, 11, 2), date(2026, 11, 3)):
                tx.add("reserve_draw", reserve=reserve, amount=Decimal(1), reason="A test", at=at, risk=risk)
            tx.add("time_entry", person=ana, day=date(2026, 11, 2), minutes=60)
        assert left_out_of("mspdi", store.plan) == [
            "left out of MS Project's file: the workstream of 1 budget: it is a budget of the whole there",
            "left out of MS Project's file: the risk behind 2 draws from a reserve",
            "left out of MS Project's file: 1 time entry without a person or an item",
        ]
        assert left_out_of("json", store.plan) == []
