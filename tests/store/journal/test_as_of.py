"""The plan as of a moment is a place in the sequence of the journal: edits of one minute count in their order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tpm_tui.commands.schedule.finish_attribution import named_baseline, past_plan
from tpm_tui.domain.time import clock
from tpm_tui.store.store import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_baseline_marks_its_own_place_among_edits_of_one_minute(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db", now=lambda: NOON) as store:
        with store.transaction("Add") as tx:
            item = tx.add("item", title="As it was")
        with store.transaction("Take") as tx:
            baseline = tx.add("baseline", name="Kick-off", taken=clock.to_local(NOON))
        with store.transaction("Rename") as tx:
            tx.set("item", item, title="As it is")
        with store.transaction("Add another") as tx:
            tx.add("item", title="Later")
        assert named_baseline("b-1", store.plan) == named_baseline("kick-off", store.plan) == baseline
        then = past_plan(store, baseline)
        assert then.plan["item"].columns["title"] == ["As it was"]
        assert [edit.kind for _, edit in then.edits] == ["item", "item"]
        made = past_plan(store, clock.to_local(NOON) - timedelta(days=9), with_edits=False)
        assert (made.since, len(made.plan["programme"]), made.edits) == (clock.to_local(NOON), 1, ())
        assert past_plan(store, clock.to_local(NOON)).plan["item"].columns["title"] == ["As it is", "Later"]


def test_every_sequence_number_gives_the_plan_after_its_transaction(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db", now=lambda: NOON) as store:
        plans = {store.plan.sequence: store.plan}
        with store.transaction("Add") as tx:
            item = tx.add("item", title="One")
        plans[store.plan.sequence] = store.plan
        for title in ("Two", "Three"):
            with store.transaction("Rename") as tx:
                tx.set("item", item, title=title)
            plans[store.plan.sequence] = store.plan
        store.undo()
        plans[store.plan.sequence] = store.plan
        with store.transaction("Delete") as tx:
            tx.delete("item", item)
        for sequence, plan in plans.items():
            then = store.as_of(sequence)
            assert then.sequence == sequence
            assert then["item"].columns["title"] == plan["item"].columns["title"]
        assert store.as_of(store.plan.sequence)["item"].ids == []
