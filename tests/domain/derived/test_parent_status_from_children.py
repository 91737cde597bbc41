"""A parent's status follows what is below it unless somebody set it; facts finish an item whatever its status says."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tpm_tui.commands import records
from tpm_tui.domain.derived.parent_status_from_children import followed_statuses, status_contradictions
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An epic with a story of two tasks, and a milestone."""
    store = Store.create(tmp_path / "status.db")
    with store.transaction("Make") as tx:
        epic = tx.add("item", title="Epic", type="epic", rank="a")
        story = tx.add("item", title="Story", type="story", parent=epic, rank="a")
        for title in ("One", "Two"):
            tx.add("item", title=title, parent=story, rank=title)
        tx.add("item", title="Gate", type="milestone", parent=epic, rank="b")
    return store


def change(store: Store, title: str, **values: Any) -> None:
    id_ = next(i for i in store.plan["item"].ids if store.plan.title("item", i) == title)
    with store.transaction("Change") as tx:
        records.change(tx, "item", [id_], values)


def statuses(store: Store) -> dict[str, str]:
    plan = store.plan
    return {plan.title("item", i): str(s) for i, s in zip(plan["item"].ids, followed_statuses(plan), strict=True)}


def test_it_follows_from_below_step_by_step(store: Store) -> None:
    assert set(statuses(store).values()) == {"backlog"}
    change(store, "One", status="done")
    assert statuses(store) == {
        "Epic": "doing", "Story": "doing", "One": "done", "Two": "backlog", "Gate": "backlog"
    }  # fmt: skip
    change(store, "Two", actual_finish=datetime(2026, 11, 20, 17))
    assert (statuses(store)["Story"], statuses(store)["Two"], statuses(store)["Epic"]) == ("done", "done", "doing")
    change(store, "Gate", status="done")
    assert statuses(store)["Epic"] == "done"


def test_what_is_dropped_says_nothing(store: Store) -> None:
    change(store, "One", status="done")
    change(store, "Two", status="dropped")
    assert statuses(store)["Story"] == "done"
    change(store, "One", status="dropped")
    assert statuses(store)["Story"] == "backlog"


def test_a_status_that_somebody_set_stands_and_its_contradiction_is_a_finding(store: Store) -> None:
    change(store, "Story", status="review")
    for title in ("One", "Two"):
        change(store, title, status="done")
    assert statuses(store)["Story"] == "review"
    assert [text for _, text in status_contradictions(store.plan)] == [
        "its status is review, but all below it is finished"
    ]
    change(store, "Epic", status="done")
    said = [text for _, text in status_contradictions(store.plan)]
    assert "its status is done, but not that of all below it (1 open)" in said


def test_the_record_keeps_its_own_and_the_sheet_reads_what_follows(store: Store) -> None:
    change(store, "One", status="doing")
    story = next(i for i in store.plan["item"].ids if store.plan.title("item", i) == "Story")
    assert store.plan.value("item", story, "status") == "backlog"
    assert Sheet(store.plan, store.context).value("item", story, "status") == "doing"
    assert Sheet(store.plan, store.context, follows=False).value("item", story, "status") == "backlog"


class TestProgressAndFinish:
    def test_progress_below_100_takes_the_finish_back(self, store: Store) -> None:
        change(store, "One", progress=100)
        table = store.plan["item"]
        one = next(i for i in table.ids if table.value(i, "title") == "One")
        assert table.value(one, "actual_finish") is not None
        change(store, "One", progress=60)
        assert store.plan.value("item", one, "actual_finish") is None
        assert store.plan.value("item", one, "actual_start") is not None
        change(store, "One", progress=100)
        change(store, "One", remaining=480)
        assert store.plan.value("item", one, "actual_finish") is None

    @pytest.mark.parametrize("values", [{"progress": 50}, {"remaining": 60}])
    def test_what_is_done_by_its_status_is_not_half_done(self, store: Store, values: dict[str, int]) -> None:
        change(store, "One", status="done")
        with pytest.raises(ValidationError, match="is done: give it another status first"):
            change(store, "One", **values)

    def test_what_is_taken_up_again_is_not_all_done(self, store: Store) -> None:
        change(store, "One", progress=100)
        change(store, "One", status="doing")
        assert statuses(store)["One"] == "doing"
        assert statuses(store)["Story"] == "doing"

    def test_all_done_at_once_is_finished_when_it_is_made(self, store: Store) -> None:
        with store.transaction("Add") as tx:
            id_ = records.add(tx, "item", {"title": "Was there", "progress": 100})
        assert store.plan.value("item", id_, "actual_finish") is not None
