"""How items went through the workflow, as the journal tells it."""

from pathlib import Path

import pytest

from tpm_tui.planning.flow.history.state_history import Block, StateHistories
from tpm_tui.store.store import Store


def histories(store: Store, after: int = 0) -> StateHistories:
    result = StateHistories()
    result.extend(store.state_changes(after)[1], "backlog")
    return result


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("TPM_TODAY", moment)


def test_states_and_marks_with_their_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-02T09:00")
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            one = tx.add("item", title='Says "status":"done"')
            two = tx.add("item", title="Two", status="doing")
        at(monkeypatch, "2026-11-03T09:30")
        with store.transaction("set") as tx:
            tx.set("item", one, status="ready", blocked_since=tx.now, blocked_cause="vendor")
            tx.set("item", two, owner=None, title="Two more")
        at(monkeypatch, "2026-11-04T09:30")
        with store.transaction("free") as tx:
            tx.set("item", one, blocked_since=None)
            tx.delete("item", two)
        result = histories(store).items
    assert list(result) == [one]
    first = result[one].minutes[0]
    assert [minute - first for minute in result[one].minutes] == [0, 1470]
    assert result[one].states == ["backlog", "ready"]
    assert result[one].blocks == [Block(first + 1470, first + 2910, "vendor")]


def test_what_was_undone_did_not_happen_until_it_is_done_again(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            one = tx.add("item", title="One")
        with store.transaction("set") as tx:
            tx.set("item", one, status="done")
        assert histories(store).items[one].states == ["backlog", "done"]
        store.undo()
        assert histories(store).items[one].states == ["backlog"]
        store.redo()
        assert histories(store).items[one].states == ["backlog", "done"]
        store.undo()
        with store.transaction("set") as tx:
            tx.set("item", one, status="doing")
        assert histories(store).items[one].states == ["backlog", "doing"]


def test_the_end_of_the_journal_goes_on_where_the_rest_was_read(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        store.load()
        with store.transaction("add") as tx:
            one = tx.add("item", title="One")
        kept = histories(store)
        sequence = store.plan.sequence
        for status in ("ready", "doing", "done"):
            with store.transaction("set") as tx:
                tx.set("item", one, status=status)
        whole, changes = store.state_changes(sequence)
        assert not whole
        kept.extend(changes, "backlog")
        assert kept.items[one].states == histories(store).items[one].states == ["backlog", "ready", "doing", "done"]
        store.undo()
        whole, _ = store.state_changes(sequence)
        assert whole, "what was read before no longer holds"
