"""The data files of the demo programme: every name is given once, and before it is used."""

from datetime import date

import pytest

from tpm_tui.demo import loader
from tpm_tui.demo.working_days import WorkingDays
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID


@pytest.fixture(scope="module")
def transactions() -> list[loader.DemoTransaction]:
    return loader.transactions(WorkingDays(date(2026, 11, 23), -loader.HISTORY))


def test_transactions_come_in_the_order_of_their_moments_and_none_twice(
    transactions: list[loader.DemoTransaction],
) -> None:
    moments = [transaction.moment for transaction in transactions]
    assert moments == sorted(set(moments))
    assert moments[-1].date() < date(2026, 11, 23)


def test_a_record_is_named_once_and_before_it_is_referred_to(transactions: list[loader.DemoTransaction]) -> None:
    kinds = {"calendar": "calendar", PROGRAMME_ID: "programme"}
    for transaction in transactions:
        for change in transaction.changes:
            kind = change.get("add") or change.get("set") or change["take"]
            if "set" in change and kind != "state":
                assert kinds[change["ref"]] == kind
            elif "ref" in change and kind != "state":
                assert change["ref"] not in kinds
                kinds[change["ref"]] = kind
            for column in KINDS[kind].columns:
                given = change["values"].get(column.name)
                if column.ref and given is not None:
                    refs = given if isinstance(given, list) else [given]
                    assert {kinds.get(ref) for ref in refs} <= {column.ref}, (column.name, given)


def test_every_value_is_of_a_field_of_its_kind(transactions: list[loader.DemoTransaction]) -> None:
    for transaction in transactions:
        for change in transaction.changes:
            names = {column.name for column in KINDS[change.get("add") or change.get("set") or change["take"]].columns}
            assert set(change["values"]) <= names
