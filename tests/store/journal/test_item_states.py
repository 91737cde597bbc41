"""The history of each item's states that the file keeps: whatever is done to it, it is what the journal says."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.planning.flow.history.state_history import StateHistories, StateHistory
from tpm_tui.store.file.integrity import check_integrity
from tpm_tui.store.journal import item_states
from tpm_tui.store.store import Store

STATES = ("backlog", "ready", "doing", 'says ","done"', "done")
MOMENTS = st.sampled_from(
    # the clock goes back where summer time ends, and once because somebody set it
    ["2026-10-24T23:30", "2026-10-25T02:40", "2026-10-25T02:10", "2026-10-26T09:00", "2026-10-20T08:00"]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "state",
                "state",
                "mark",
                "free",
                "cause",
                "delete",
                "undo",
                "redo",
                "other",
                "earlier-program",
                "hand",
            ]
        ),
        st.integers(0, 3),
        st.sampled_from(STATES),
        MOMENTS,
    ),
    max_size=14,
)


def kept(store: Store) -> dict[str, StateHistory] | None:
    rows = store.item_histories()
    if rows is None:
        return None
    histories = StateHistories()
    histories.take(rows)
    return histories.items


def replayed(store: Store) -> dict[str, StateHistory]:
    histories = StateHistories()
    histories.extend(store.state_changes()[1], str(KINDS["item"].column("status").default))
    return histories.items


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "a.db"
    with Store.create(path, name="Atlas", durable=False) as store, store.transaction("States") as tx:
        tx.add("state", name=STATES[3], group="active", order=9)
    return path


@pytest.fixture
def moved_file(empty_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "b.db"
    shutil.copy(empty_file, path)
    with Store.open(path) as store:
        store.load()
        with store.transaction("Add") as tx:
            one = tx.add("item", title="One")
        for status in ("ready", "doing"):
            with store.transaction("Move") as tx:
                tx.set("item", one, status=status)
    return path


def write_as_earlier_program(path: Path, item: str, status: str) -> None:
    """A change of state with its journal by a program that knows of no kept histories."""
    with sqlite3.connect(path) as connection:
        (before,) = connection.execute("SELECT status FROM item WHERE id = ?", (item,)).fetchone()
        replica, latest = connection.execute("SELECT replica, sequence FROM txn ORDER BY sequence DESC").fetchone()
        connection.execute("UPDATE item SET status = ? WHERE id = ?", (status, item))
        connection.execute(
            "INSERT INTO txn (replica, sequence, time, author, verb, label) VALUES (?, ?, ?, 'Ada', 'edit', 'Set')",
            (replica, latest + 1, "2026-10-27T09:00:00.000+00:00"),
        )
        connection.execute(
            "INSERT INTO edit (replica, sequence, number, kind, record, before, after)"
            " VALUES (?, ?, 0, 'item', ?, json_object('status', ?), json_object('status', ?))",
            (replica, latest + 1, item, before, status),
        )
    connection.close()


def take_step(store: Store, step: str, place: int, status: str, path: Path) -> None:
    items = store.plan["item"].ids
    item = items[place % len(items)] if items else None
    if step == "undo":
        store.undo()
    elif step == "redo":
        store.redo()
    elif step == "add" or item is None:
        with store.transaction("Add") as tx:
            for number in range(place + 1):
                tx.add("item", title=f"Item {number}", status=status)
    elif step == "other":
        with Store.open(path, author="Ben") as other:
            other.load()
            with other.transaction("Move") as tx:
                tx.set("item", item, status=status)
    elif step == "earlier-program":
        write_as_earlier_program(path, item, status)
        store.poll()
        assert kept(store) is None, "what does not hold any more is not read"
    elif step == "hand":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE item SET title = title || '!' WHERE id = ?", (item,))
        connection.close()
        store.poll()
        assert kept(store) is None
    else:
        with store.transaction("Change") as tx:
            if step == "delete":
                tx.delete("item", item)
            elif step == "state":
                tx.set("item", item, status=status)
            elif step == "mark":
                tx.set("item", item, blocked_since=tx.now, blocked_cause=status)
            elif step == "free":
                tx.set("item", item, blocked_since=None)
            else:
                tx.set("item", item, blocked_cause=f"{status}, \N{SNOWMAN}")


@pytest.fixture(scope="module")
def summer_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("summer_time")
@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_the_journal_says(
    empty_file: Path, tmp_path: Path, steps: list[tuple[str, int, str, str]]
) -> None:
    path = tmp_path / "a.db"
    shutil.copy(empty_file, path)
    with pytest.MonkeyPatch.context() as patch, Store.open(path, author="Ada") as store:
        store.load()
        for step, place, status, moment in steps:
            patch.setenv("TPM_TODAY", moment)
            with_refusals = store.plan.sequence
            try:
                take_step(store, step, place, status, path)
            except ValidationError:
                assert store.plan.sequence >= with_refusals
            held = kept(store)
            assert held is None or held == replayed(store)
        patch.setenv("TPM_TODAY", "2026-11-02T09:00")
        with store.transaction("Last") as tx:
            tx.add("risk", title="Any change makes them hold again")
        assert kept(store) == replayed(store)
        assert not list(item_states.wrong_rows(store._connection))


def test_a_file_of_an_earlier_program_gets_its_histories_with_the_next_change(moved_file: Path) -> None:
    with sqlite3.connect(moved_file) as connection:
        connection.execute("DROP TABLE item_states")
        connection.execute("DELETE FROM meta WHERE name = 'item_states'")
    connection.close()
    with Store.open(moved_file) as store:
        store.load()
        assert kept(store) is None
        assert [history.states for history in replayed(store).values()] == [["backlog", "ready", "doing"]]
        with store.transaction("Rename") as tx:
            tx.set("item", store.plan["item"].ids[0], title="Two")
        assert kept(store) == replayed(store) != {}


def test_a_copy_and_a_file_for_reading_are_read_by_what_they_keep(moved_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(moved_file, copy)
    with Store.open(copy, readonly=True) as store:
        store.load()
        assert kept(store) == replayed(store) != {}
        assert store.item_histories(store.plan.sequence) is not None
        assert store.item_histories(store.plan.sequence - 1) is None, "they are those of the end of the journal alone"


def test_the_check_of_a_file_names_items_whose_kept_states_are_wrong(moved_file: Path) -> None:
    assert not check_integrity(moved_file).faults
    with Store.open(moved_file) as store:
        store.load()
        item = store.plan["item"].ids[0]
        with store.transaction("Rename") as tx:
            tx.set("item", item, title="Two")
            # as a fault of the program would: in the transaction that says that they hold
            store._connection.execute('UPDATE item_states SET states = \'"backlog","done","doing"\'')
    faults = check_integrity(moved_file).faults
    assert [fault.check for fault in faults] == ["histories"]
    assert "T-1 differ from the journal" in faults[0].text


def test_what_many_items_came_by_is_taken_back(moved_file: Path) -> None:
    with Store.open(moved_file) as store:
        store.load()
        with store.transaction("Import") as tx:
            for number in range(item_states._MANY + 1):
                tx.add("item", title=f"Item {number}", status="doing")
        assert len(kept(store) or ()) == item_states._MANY + 2
        store.undo()
        assert kept(store) == replayed(store)
        assert len(kept(store) or ()) == 1
        store.redo()
        assert kept(store) == replayed(store)
