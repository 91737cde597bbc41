"""A what-if over a file: its own undo, the same rules, other programs below it, and keeping it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.replay_of_edits import replay_edits
from tpm_tui.store.store import Store
from tpm_tui.store.what_if import WhatIf

WORDS = InputContext(date(2026, 11, 23))
STAMPS = {"changed", "created"}


def content(plan: Plan, without: set[str] = STAMPS) -> dict[str, dict[str, dict[str, object]]]:
    return {
        name: {id_: {k: v for k, v in table.row(id_).items() if k not in without} for id_ in table.ids}
        for name, table in plan.tables.items()
    }


def days(number: float) -> ThreePoint:
    return ThreePoint(number * 480, number * 480, number * 480)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "l.db", start=date(2026, 11, 23), author="ana") as made:
        with made.transaction("fill") as tx:
            top = tx.add("item", title="Top", rank="a")
            first = tx.add("item", title="First", rank="a", parent=top, estimate=days(2))
            second = tx.add("item", title="Second", rank="b", parent=top, estimate=days(3))
            tx.add("link", predecessor=first, successor=second)
        yield made


@pytest.fixture
def layer(store: Store) -> WhatIf:
    return WhatIf(store.plan, WORDS, "ana")


def item(plan: Plan, title: str) -> str:
    table = plan["item"]
    return next(id_ for id_ in table.ids if table.value(id_, "title") == title)


def keep(store: Store, layer: WhatIf) -> None:
    with store.transaction("keep", "what-if.keep") as tx:
        for step in layer.steps:
            replay_edits(tx, step.edits)


class TestTrying:
    def test_the_file_stays_as_it_is(self, store: Store, layer: WhatIf) -> None:
        before, bytes_before = content(store.plan), store.path.read_bytes()
        with layer.transaction("longer") as tx:
            tx.set("item", item(tx.plan, "First"), estimate=days(5))
            tx.delete("item", item(tx.plan, "Second"))
        assert content(store.plan) == before
        assert store.path.read_bytes() == bytes_before
        assert "Second" not in layer.plan["item"].columns["title"]

    def test_the_same_rules_hold_and_a_refusal_leaves_it_as_it_was(self, layer: WhatIf) -> None:
        first, second = item(layer.plan, "First"), item(layer.plan, "Second")
        before = layer.plan
        with pytest.raises(ValidationError, match="loop"), layer.transaction("back") as tx:
            tx.add("link", predecessor=second, successor=first)
        assert layer.plan is before
        assert layer.steps == []

    def test_it_has_an_undo_of_its_own(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("one") as tx:
            tx.set("item", item(tx.plan, "First"), title="Uno")
        one = content(layer.plan)
        with layer.transaction("two") as tx:
            tx.add("item", title="Third", rank="z")
        two = content(layer.plan)
        assert layer.undo() is not None
        assert content(layer.plan) == one
        assert layer.redo() is not None
        assert content(layer.plan, STAMPS | {"key"}) == content_without_key(two)
        layer.undo()
        layer.undo()
        assert content(layer.plan) == content(store.plan)
        assert layer.undo() is None

    def test_a_new_edit_forgets_what_could_be_done_again(self, layer: WhatIf) -> None:
        with layer.transaction("one") as tx:
            tx.set("item", item(tx.plan, "First"), title="Uno")
        layer.undo()
        with layer.transaction("two") as tx:
            tx.set("item", item(tx.plan, "First"), title="Eins")
        assert layer.redo() is None

    def test_an_edit_that_changes_nothing_is_no_step(self, layer: WhatIf) -> None:
        with layer.transaction("same") as tx:
            tx.set("item", item(tx.plan, "First"), title="First")
        assert layer.steps == []
        assert layer.last_change is None


def content_without_key(content: dict[str, dict[str, dict[str, object]]]) -> dict[str, dict[str, dict[str, object]]]:
    return {
        kind: {id_: {k: v for k, v in row.items() if k != "key"} for id_, row in rows.items()}
        for kind, rows in content.items()
    }


class TestKeeping:
    def test_what_is_kept_is_what_was_tried_and_one_undo(self, store: Store, layer: WhatIf) -> None:
        before = content(store.plan)
        with layer.transaction("one") as tx:
            third = tx.add("item", title="Third", rank="c", parent=item(tx.plan, "Top"), estimate=days(1))
            tx.add("link", predecessor=item(tx.plan, "Second"), successor=third)
        with layer.transaction("two") as tx:
            tx.set("item", third, estimate=days(4))
            tx.delete("item", item(tx.plan, "First"))
        keep(store, layer)
        assert content(store.plan) == content(layer.plan)
        store.undo()
        assert content(store.plan) == before

    def test_a_record_gets_a_key_that_nobody_ever_had(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("add") as tx:
            third = tx.add("item", title="Third", rank="c")
        with store.transaction("theirs") as tx:
            theirs = tx.add("item", title="Theirs", rank="d")
        assert layer.plan.value("item", third, "key") == store.plan.value("item", theirs, "key")
        keep(store, layer)
        keys = store.plan["item"].columns["key"]
        assert len(set(keys)) == len(keys)

    def test_a_field_that_somebody_changed_since_is_refused_and_named(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("longer") as tx:
            tx.set("item", item(tx.plan, "First"), estimate=days(5))
        with store.transaction("theirs") as tx:
            tx.set("item", item(tx.plan, "First"), estimate=days(9))
        before = content(store.plan)
        with pytest.raises(ValidationError, match="Estimate of T-2 is 9d there, not 2d"):
            keep(store, layer)
        assert content(store.plan) == before

    def test_a_step_alone_that_needs_another_is_refused(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("add") as tx:
            third = tx.add("item", title="Third", rank="c")
        with layer.transaction("estimate") as tx:
            tx.set("item", third, estimate=days(1))
        with pytest.raises(ValidationError, match="is not there any more"), store.transaction("keep") as tx:
            replay_edits(tx, layer.steps[1].edits)

    def test_deleting_takes_nothing_along_that_was_made_meanwhile(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("delete") as tx:
            tx.delete("item", item(tx.plan, "Top"))
        with store.transaction("theirs") as tx:
            tx.add("item", title="New below it", rank="z", parent=item(tx.plan, "Top"))
        with pytest.raises(ValidationError, match="T-4, made meanwhile, would be deleted"):
            keep(store, layer)
        assert "Top" in store.plan["item"].columns["title"]


class TestBelow:
    def test_steps_are_played_again_on_what_others_did(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("longer") as tx:
            tx.set("item", item(tx.plan, "First"), estimate=days(5))
        with store.transaction("theirs") as tx:
            tx.set("item", item(tx.plan, "Second"), title="Zwei")
        assert layer.rebase(store.plan) == []
        assert layer.plan.value("item", item(layer.plan, "Zwei"), "title") == "Zwei"
        assert "2400" in str(layer.plan.value("item", item(layer.plan, "First"), "estimate"))

    def test_one_that_does_not_fit_any_more_is_set_aside_with_the_reason(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("longer") as tx:
            tx.set("item", item(tx.plan, "First"), estimate=days(5))
        with layer.transaction("rename") as tx:
            tx.set("item", item(tx.plan, "Second"), title="Zwei")
        with store.transaction("theirs") as tx:
            tx.delete("item", item(tx.plan, "First"))
        aside = layer.rebase(store.plan)
        assert [(a.step.label, a.reason) for a in aside] == [
            ("longer", "the item that Estimate belongs to is not there any more")
        ]
        assert [step.label for step in layer.steps] == ["rename"]

    def test_a_rule_that_only_both_together_break_sets_it_aside(self, store: Store, layer: WhatIf) -> None:
        with store.transaction("unlink") as tx:
            tx.delete("link", *tx.plan["link"].ids)
        layer.rebase(store.plan)
        with layer.transaction("link") as tx:
            tx.add("link", predecessor=item(tx.plan, "Second"), successor=item(tx.plan, "First"))
        with store.transaction("theirs") as tx:
            tx.add("link", predecessor=item(tx.plan, "First"), successor=item(tx.plan, "Second"))
        (aside,) = layer.rebase(store.plan)
        assert "loop" in aside.reason

    def test_a_key_that_was_given_out_meanwhile_is_changed(self, store: Store, layer: WhatIf) -> None:
        with layer.transaction("add") as tx:
            mine = tx.add("item", title="Mine", rank="c")
        with store.transaction("theirs") as tx:
            tx.add("item", title="Theirs", rank="d")
        assert layer.rebase(store.plan) == []
        keys = layer.plan["item"].columns["key"]
        assert len(set(keys)) == len(keys)
        assert layer.plan.value("item", mine, "title") == "Mine"


TITLES = ("First", "Second", "Top")


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(("rename", "add", "delete", "estimate", "undo", "redo")), st.integers(0, 5))))
def test_keeping_all_gives_the_plan_that_was_on_the_screen(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    with Store.create(tmp_path_factory.mktemp("l") / "l.db", author="ana") as store:
        with store.transaction("fill") as tx:
            above = None
            for title in TITLES:
                above = tx.add("item", title=title, rank=title, parent=above)
        layer = WhatIf(store.plan, WORDS, "ana")
        for act, number in acts:
            ids = layer.plan["item"].ids
            chosen = ids[number % len(ids)] if ids else None
            if act in ("undo", "redo"):
                getattr(layer, act)()
                continue
            with layer.transaction(act) as tx:
                if act == "add" or chosen is None:
                    tx.add("item", title=f"Number {number}", rank=str(number), parent=chosen)
                elif act == "rename":
                    tx.set("item", chosen, title=f"Name {number}")
                elif act == "estimate":
                    tx.set("item", chosen, estimate=days(number))
                else:
                    tx.delete("item", chosen)
        keep(store, layer)
        unordered = STAMPS | {"key"}
        assert content(store.plan, unordered) == content(layer.plan, unordered)
