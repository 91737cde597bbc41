"""Baselines: what they keep, how far dates have moved since, and what has become of scope."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.derived.newest_baseline import newest_baseline
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.comparison import scope_since
from tpm_tui.planning.analysis.variance import Scope, date_variances
from tpm_tui.store.store import Store

WORDS = InputContext(date(2026, 11, 23))
DAY = 480


def days(number: float) -> ThreePoint:
    return ThreePoint(number * DAY, number * DAY, number * DAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Build (two tasks in a row, a milestone behind them) and a task beside it."""
    with Store.create(tmp_path / "b.db", name="B", start=date(2026, 11, 23), author="ana") as made:
        with made.transaction("fill") as tx:
            build = tx.add("item", title="Build", rank="a", type="epic")
            first = tx.add("item", title="First", rank="a", parent=build, estimate=days(3))
            second = tx.add("item", title="Second", rank="b", parent=build, estimate=days(2))
            gate = tx.add("item", title="Gate", rank="c", type="milestone")
            tx.add("item", title="Beside", rank="d", estimate=days(1))
            tx.add("link", predecessor=first, successor=second)
            tx.add("link", predecessor=second, successor=gate)
        yield made


def take(store: Store, name: str = "Signed") -> str:
    with store.transaction("Take a baseline", "baseline.take") as tx:
        commands()["baseline.take"].run(tx, "", [], {"name": name})
    baseline = newest_baseline(store.plan)
    assert baseline is not None
    return baseline


def item(store: Store, title: str) -> str:
    table = store.plan["item"]
    return next(id_ for id_ in table.ids if table.value(id_, "title") == title)


def entry(store: Store, title: str) -> dict[str, object]:
    table = store.plan["baseline_entry"]
    return next(table.row(id_) for id_ in table.ids if table.value(id_, "title") == title)


def scope(store: Store, baseline: str) -> Scope:
    return scope_since(store.plan, WORDS, baseline, store.history())


class TestTake:
    def test_it_keeps_where_every_item_lies(self, store: Store) -> None:
        take(store)
        assert entry(store, "First")["start"] == "2026-11-23T09:00"
        assert entry(store, "First")["finish"] == "2026-11-25T18:00"
        assert entry(store, "Second")["finish"] == "2026-11-27T18:00"
        assert entry(store, "Build")["finish"] == "2026-11-27T18:00"
        assert entry(store, "Gate")["start"] == entry(store, "Gate")["finish"] == "2026-11-27T18:00"

    def test_work_counts_everybody_assigned_and_sums_up_the_tree(self, store: Store) -> None:
        with store.transaction("people") as tx:
            one, two = tx.add("person", name="One", rate=50.0), tx.add("person", name="Two", rate=100.0)
            for person, units in ((one, 100), (two, 50)):
                tx.add("assignment", item=item(store, "First"), person=person, units=units)
            tx.set("item", item(store, "Second"), owner=two)
            tx.add("cost", title="Licence", item=item(store, "Second"), planned=1000.0)
        take(store)
        assert entry(store, "First")["work"] == 1.5 * 3 * DAY
        assert entry(store, "First")["cost"] == "2400"
        assert entry(store, "Second")["cost"] == "2600"
        assert entry(store, "Build")["work"] == (4.5 + 2) * DAY
        assert entry(store, "Build")["cost"] == "5000"

    def test_work_of_a_half_time_person_is_the_estimate_though_it_takes_twice_as_long(self, store: Store) -> None:
        with store.transaction("people") as tx:
            tx.set("item", item(store, "First"), owner=tx.add("person", name="Half", capacity=DAY // 2))
        take(store)
        assert entry(store, "First")["work"] == 3 * DAY
        assert entry(store, "First")["finish"] == "2026-11-30T18:00"

    def test_what_is_dropped_is_not_in_it(self, store: Store) -> None:
        with store.transaction("drop") as tx:
            tx.set("item", item(store, "Beside"), status="dropped")
        take(store)
        assert item(store, "Beside") not in store.plan["baseline_entry"].columns["item_id"]

    def test_there_must_be_something_planned(self, tmp_path: Path) -> None:
        with Store.create(tmp_path / "none.db") as none:
            with pytest.raises(ValidationError, match="nothing planned"):
                take(none)
            assert not len(none.plan["baseline"])

    def test_it_is_one_undo(self, store: Store) -> None:
        take(store)
        store.undo()
        assert not len(store.plan["baseline"])
        assert not len(store.plan["baseline_entry"])

    def test_a_name_is_given_once(self, store: Store) -> None:
        take(store)
        with pytest.raises(ValidationError, match="B-1 is called signed already: give the baseline another name"):
            take(store, "signed")
        assert len(store.plan["baseline"]) == 1

    def test_the_newest_counts_unless_another_is_chosen(self, store: Store) -> None:
        take(store)
        second = take(store, "Again")
        assert newest_baseline(store.plan) == second


class TestVariance:
    def test_nothing_has_slipped_at_first(self, store: Store) -> None:
        baseline = take(store)
        assert [(v.start_minutes, v.finish_minutes) for v in date_variances(store.plan, WORDS, baseline)] == [
            (0, 0)
        ] * 5

    def test_it_is_counted_in_working_time_for_every_item_and_milestone(self, store: Store) -> None:
        baseline = take(store)
        with store.transaction("longer") as tx:
            tx.set("item", item(store, "First"), estimate=days(5))
        by_key = {
            store.plan.title("item", v.item): (v.start_minutes, v.finish_minutes)
            for v in date_variances(store.plan, WORDS, baseline)
        }
        # Over the weekend, which takes no working time.
        assert by_key["First"] == (0, 2 * DAY)
        assert by_key["Second"] == (2 * DAY, 2 * DAY)
        assert by_key["Gate"][1] == 2 * DAY
        assert by_key["Build"] == (0, 2 * DAY)
        assert by_key["Beside"] == (0, 0)

    def test_earlier_is_negative(self, store: Store) -> None:
        baseline = take(store)
        with store.transaction("shorter") as tx:
            tx.set("item", item(store, "First"), estimate=days(1))
        by_key = {
            store.plan.title("item", v.item): v.finish_minutes for v in date_variances(store.plan, WORDS, baseline)
        }
        assert by_key["Second"] == -2 * DAY


class TestScope:
    def test_it_has_not_changed_at_first(self, store: Store) -> None:
        scope_changes = scope(store, take(store))
        assert scope_changes.changes == ()
        assert (scope_changes.baseline, scope_changes.now, scope_changes.change) == (6 * DAY, 6 * DAY, 0)

    def test_added_dropped_and_re_estimated_are_listed_with_who_and_add_up(self, store: Store, tmp_path: Path) -> None:
        baseline = take(store)
        store.author = "ben"
        with store.transaction("more") as tx:
            tx.add("item", title="Extra", rank="e", estimate=days(4))
        store.author = "cleo"
        with store.transaction("longer") as tx:
            tx.set("item", item(store, "First"), estimate=days(5))
        store.author = "dana"
        with store.transaction("drop") as tx:
            tx.set("item", item(store, "Beside"), status="dropped")
        scope_changes = scope(store, baseline)
        assert {(c.what, c.title, c.minutes, c.who) for c in scope_changes.changes} == {
            ("added", "Extra", 4 * DAY, "ben"),
            ("re-estimated", "First", 2 * DAY, "cleo"),
            ("dropped", "Beside", -DAY, "dana"),
        }
        assert all(c.when is not None for c in scope_changes.changes)
        assert scope_changes.change == sum(c.minutes for c in scope_changes.changes) == 5 * DAY
        assert scope_changes.now == 11 * DAY
        assert scope_changes.total("added") == 4 * DAY

    def test_a_deleted_branch_counts_its_work_once(self, store: Store) -> None:
        baseline = take(store)
        with store.transaction("delete") as tx:
            tx.delete("item", item(store, "Build"))
        scope_changes = scope(store, baseline)
        assert {(c.what, c.title, c.minutes, c.who) for c in scope_changes.changes} == {
            ("dropped", "First", -3 * DAY, "ana"),
            ("dropped", "Second", -2 * DAY, "ana"),
        }
        assert scope_changes.now == DAY

    def test_what_is_dropped_with_its_parent_has_the_name_of_who_dropped_that(self, store: Store) -> None:
        baseline = take(store)
        store.author = "ben"
        with store.transaction("drop") as tx:
            tx.set("item", item(store, "Build"), status="dropped")
        assert {(c.title, c.who) for c in scope(store, baseline).changes} == {("First", "ben"), ("Second", "ben")}

    def test_breaking_work_down_is_no_change_of_its_sum(self, store: Store) -> None:
        baseline = take(store)
        with store.transaction("break down") as tx:
            for title in ("One", "Two", "Three"):
                tx.add("item", title=title, rank=title, parent=item(store, "First"), estimate=days(1))
        scope_changes = scope(store, baseline)
        assert scope_changes.change == 0
        assert {(c.what, c.title, c.minutes) for c in scope_changes.changes} == {
            ("re-estimated", "First", -3 * DAY),
            ("added", "One", DAY),
            ("added", "Two", DAY),
            ("added", "Three", DAY),
        }

    def test_a_change_that_was_taken_back_is_none(self, store: Store) -> None:
        baseline = take(store)
        with store.transaction("longer") as tx:
            tx.set("item", item(store, "First"), estimate=days(5))
        store.undo()
        assert scope(store, baseline).changes == ()

    def test_the_name_is_that_of_who_changed_it_last(self, store: Store) -> None:
        baseline = take(store)
        for who, estimate in (("ben", 5), ("cleo", 6)):
            store.author = who
            with store.transaction("longer") as tx:
                tx.set("item", item(store, "First"), estimate=days(estimate))
        assert [(c.minutes, c.who) for c in scope(store, baseline).changes] == [(3 * DAY, "cleo")]

    def test_what_came_before_the_baseline_does_not_count(self, store: Store) -> None:
        store.author = "ben"
        with store.transaction("longer") as tx:
            tx.set("item", item(store, "First"), estimate=days(5))
        store.author = "ana"
        baseline = take(store)
        with store.transaction("shorter") as tx:
            tx.set("item", item(store, "First"), estimate=days(1))
        told = [(entry, edits) for entry, edits in store.history() if entry.label != "shorter"]
        scope_changes = scope_since(store.plan, WORDS, baseline, told)
        assert [(c.minutes, c.who, c.when) for c in scope_changes.changes] == [(-4 * DAY, "", None)]
