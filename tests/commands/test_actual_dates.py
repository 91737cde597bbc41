"""What is said of the past holds together: nothing ends before it begins."""

from datetime import datetime
from pathlib import Path

import pytest

from tpm_tui.commands.records import change
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store

NOON = datetime(2026, 11, 20, 12)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "plan.db", name="Plan") as made:
        with made.transaction("an item") as tx:
            tx.add("item", title="Dig", actual_start=NOON, status="doing")
        yield made


def set_values(store: Store, **values: object) -> None:
    (id_,) = store.plan["item"].ids
    with store.transaction("edit") as tx:
        change(tx, "item", [id_], values)


def test_a_finish_before_the_start_is_refused_from_either_side(store: Store) -> None:
    with pytest.raises(ValidationError, match="Actual finish lies before Actual start: 20 Nov 2026 11:59, 20 Nov 2026"):
        set_values(store, actual_finish=NOON.replace(minute=59, hour=11))
    set_values(store, actual_finish=NOON)
    with pytest.raises(ValidationError, match="Actual finish lies before Actual start"):
        set_values(store, actual_start=NOON.replace(day=21))


@pytest.mark.parametrize("facts", [{"status": "done"}, {"progress": 100}])
def test_what_is_done_before_the_hour_it_was_said_to_begin_ends_as_it_begins(
    store: Store, facts: dict[str, object]
) -> None:
    later = datetime(2999, 1, 1, 9)  # the clock of the transaction is that of the machine
    set_values(store, actual_start=later)
    set_values(store, **facts)
    row = store.plan["item"].row(store.plan["item"].ids[0])
    assert row["actual_finish"] == row["actual_start"] == later.isoformat(timespec="minutes")


def test_work_said_to_have_ended_earlier_is_not_said_to_begin_now(store: Store) -> None:
    with store.transaction("an item") as tx:
        other = tx.add("item", title="Fill")
    with store.transaction("edit") as tx:
        change(tx, "item", [other], {"status": "done", "actual_finish": NOON})
    row = store.plan["item"].row(other)
    assert (row["actual_start"], row["actual_finish"]) == (None, NOON.isoformat(timespec="minutes"))


def test_work_said_to_begin_later_and_done_ends_as_it_begins(store: Store) -> None:
    later = datetime(2999, 1, 1, 9)
    set_values(store, status="done", actual_start=later)
    row = store.plan["item"].row(store.plan["item"].ids[0])
    assert row["actual_finish"] == later.isoformat(timespec="minutes")
