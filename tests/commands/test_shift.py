"""Moving a branch by working days, and one item to a day: what is edited, and what follows."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.schedule import shift_of_items
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError, parse_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.impact.moved_and_missed_dates import change_impact
from tpm_tui.planning.analysis.shift_of_items import with_successors
from tpm_tui.planning.schedule_columns import schedule_columns
from tpm_tui.store.store import Store
from tpm_tui.store.what_if import WhatIf

WORDS = InputContext(date(2026, 11, 23))


def days(number: float) -> ThreePoint:
    return ThreePoint(number * 480, number * 480, number * 480)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Branch (first, then second; lone beside them), then Gate after it; Other has nothing to do with it."""
    with Store.create(tmp_path / "s.db", start=date(2026, 11, 23), author="ana") as made:
        with made.transaction("fill") as tx:
            branch = tx.add("item", title="Branch", rank="a")
            first = tx.add("item", title="First", rank="a", parent=branch, estimate=days(2))
            second = tx.add("item", title="Second", rank="b", parent=branch, estimate=days(2))
            tx.add("item", title="Lone", rank="c", parent=branch, estimate=days(1), deadline=datetime(2026, 11, 27, 18))
            gate = tx.add("item", title="Gate", rank="b", type="milestone")
            tx.add("item", title="Other", rank="c", estimate=days(3))
            tx.add("link", predecessor=first, successor=second)
            tx.add("link", predecessor=branch, successor=gate)
        yield made


def item(store: Store, title: str) -> str:
    table = store.plan["item"]
    return next(id_ for id_ in table.ids if table.value(id_, "title") == title)


def run(store: Store, command: str, title: str, **params: object) -> str:
    with store.transaction("run") as tx:
        return commands()[command].run(tx, "item", [item(store, title)], params)


def starts(store: Store) -> dict[str, str]:
    values = schedule_columns(store.plan, WORDS)["item", "start"][1]
    return {store.plan.title("item", i): str(v)[:10] for i, v in zip(store.plan["item"].ids, values, strict=True)}


@pytest.mark.parametrize(
    ("typed", "meant"), [("5", 5), ("5d", 5), ("+2 days", 2), ("-3d", -3), ("1w", 5), ("- 2w", -10), ("2 weeks", 10)]
)
def test_working_days_are_typed_as_durations_are(store: Store, typed: str, meant: int) -> None:
    (param,) = commands()["item.shift.below"].params
    assert parse_value(param.column, typed, store.plan, WORDS) == meant


@pytest.mark.parametrize("typed", ["4h", "soon", "1.5d", "d"])
def test_what_are_no_working_days_is_refused(store: Store, typed: str) -> None:
    (param,) = commands()["item.shift.below"].params
    with pytest.raises(ValidationError, match="no number of working days"):
        parse_value(param.column, typed, store.plan, WORDS)


class TestBranch:
    def test_all_below_moves_and_the_rest_follows_its_links_or_stays(self, store: Store) -> None:
        run(store, "item.shift.below", "Branch", days=3)
        assert starts(store) == {
            "Branch": "2026-11-26", "First": "2026-11-26", "Second": "2026-11-30", "Lone": "2026-11-26",
            "Gate": "2026-12-01", "Other": "2026-11-23",
        }  # fmt: skip

    def test_only_what_nothing_inside_drives_is_held(self, store: Store) -> None:
        run(store, "item.shift.below", "Branch", days=3)
        held = {t: store.plan.value("item", item(store, t), "constraint") for t in ("First", "Second", "Lone")}
        assert held == {"First": "SNET", "Second": "ASAP", "Lone": "SNET"}

    def test_due_dates_go_along_over_the_weekend(self, store: Store) -> None:
        run(store, "item.shift.below", "Branch", days=3)
        assert store.plan.value("item", item(store, "Lone"), "deadline") == "2026-12-02T18:00"

    def test_back_again_is_where_it_was(self, store: Store) -> None:
        before = starts(store)
        run(store, "item.shift.below", "Branch", days=3)
        run(store, "item.shift.below", "Branch", days=-3)
        assert starts(store) == before

    def test_what_has_begun_stays(self, store: Store) -> None:
        with store.transaction("begin") as tx:
            tx.set("item", item(store, "First"), status="doing", actual_start=datetime(2026, 11, 23, 9))
        run(store, "item.shift.below", "Branch", days=3)
        assert starts(store)["First"] == "2026-11-23"
        assert starts(store)["Lone"] == "2026-11-26"
        # What it drove is held by itself now: it would have stayed behind with it.
        assert starts(store)["Second"] == "2026-11-30"

    def test_there_must_be_something_to_move(self, store: Store) -> None:
        with pytest.raises(ValidationError, match="nothing to move"):
            run(store, "item.shift.below", "Other", days=-2)
        for wrong in (0, 100_000):
            with pytest.raises(ValidationError, match="working days"):
                run(store, "item.shift.below", "Other", days=wrong)

    def test_all_that_comes_after_goes_along_with_its_dates(self, store: Store) -> None:
        with store.transaction("due") as tx:
            tx.set("item", item(store, "Gate"), deadline=datetime(2026, 12, 4, 18))
        run(store, "item.shift.after", "Second", days=5)
        assert store.plan.value("item", item(store, "Gate"), "deadline") == "2026-12-11T18:00"
        assert starts(store)["Second"] == "2026-12-02"
        assert starts(store)["First"] == "2026-11-23"

    def test_after_follows_links_of_what_holds_an_item(self, store: Store) -> None:
        reached = with_successors(store.plan, [item(store, "First")])
        assert {store.plan.title("item", i) for i in reached} == {"First", "Second", "Gate"}


class TestToADay:
    def test_a_later_day_holds_it_back(self, store: Store) -> None:
        run(store, "item.move", "Gate", day=date(2026, 12, 10))
        assert store.plan.value("item", item(store, "Gate"), "constraint") == "FNET"
        assert starts(store)["Gate"] == "2026-12-10"

    def test_an_earlier_day_shows_what_would_have_to_give(self, store: Store) -> None:
        layer = WhatIf(store.plan, WORDS, "ana")
        with layer.transaction("move") as tx:
            shift_of_items.finish_on(tx, item(store, "Gate"), date(2026, 11, 24))
        impact = change_impact(store.plan, layer.plan, WORDS)
        assert [(store.plan.title("item", i), c.minutes) for i, c in impact.new_conflicts] == [("Gate", 2 * 480)]
        strained = {store.plan.title("item", i): minutes for i, minutes in impact.new_negative_slack}
        assert strained["First"] == strained["Second"] == 2 * 480
        assert "Other" not in strained

    def test_a_free_day_is_refused(self, store: Store) -> None:
        with pytest.raises(ValidationError, match="Saturday 28 Nov is no working day"):
            run(store, "item.move", "Gate", day=date(2026, 11, 28))

    def test_what_holds_others_is_refused(self, store: Store) -> None:
        with pytest.raises(ValidationError, match="lies where the items below it lie"):
            run(store, "item.move", "Branch", day=date(2026, 12, 10))

    def test_what_has_begun_is_refused(self, store: Store) -> None:
        with store.transaction("begin") as tx:
            tx.set("item", item(store, "Other"), status="doing", actual_start=datetime(2026, 11, 23, 9))
        with pytest.raises(ValidationError, match="has begun"):
            run(store, "item.move", "Other", day=date(2026, 12, 10))

    @pytest.mark.parametrize("kind", ["MFO", "MSO"])
    def test_a_pinned_item_stays_pinned_and_ends_that_day(self, store: Store, kind: str) -> None:
        with store.transaction("pin") as tx:
            tx.set("item", item(store, "Other"), constraint=kind, constraint_date=datetime(2026, 11, 23, 9))
        run(store, "item.move", "Other", day=date(2026, 12, 10))
        finish = schedule_columns(store.plan, WORDS)["item", "finish"][1][
            store.plan["item"].position[item(store, "Other")]
        ]
        assert store.plan.value("item", item(store, "Other"), "constraint") == kind
        assert str(finish) == "2026-12-10T18:00"


class TestConsequences:
    def test_nothing_follows_from_nothing(self, store: Store) -> None:
        impact = change_impact(store.plan, store.plan, WORDS)
        assert (
            impact.minutes,
            impact.moved,
            impact.new_conflicts,
            impact.resolved_conflicts,
            impact.new_negative_slack,
        ) == (0, (), (), (), ())

    def test_what_moves_is_told_in_working_time(self, store: Store) -> None:
        before = store.plan
        with store.transaction("longer") as tx:
            tx.set("item", item(store, "First"), estimate=days(4))
        impact = change_impact(before, store.plan, WORDS)
        assert {store.plan.title("item", m.item): m.minutes for m in impact.moved} == {
            "Branch": 960, "First": 960, "Second": 960, "Gate": 960,
        }  # fmt: skip
        assert impact.minutes == 960

    def test_a_date_that_holds_again_is_told_too(self, store: Store) -> None:
        with store.transaction("late") as tx:
            tx.set("item", item(store, "Lone"), estimate=days(7))
        late = store.plan
        with store.transaction("short") as tx:
            tx.set("item", item(store, "Lone"), estimate=days(1))
        assert [store.plan.title("item", i) for i, _ in change_impact(late, store.plan, WORDS).resolved_conflicts] == [
            "Lone"
        ]
        assert [store.plan.title("item", i) for i, _ in change_impact(store.plan, late, WORDS).new_conflicts] == [
            "Lone"
        ]


class TestADay:
    def test_an_item_without_a_date_goes_on_from_where_it_is_planned(self, store: Store) -> None:
        before = starts(store)
        assert before["Second"] == "2026-11-25"
        run(store, "record.later", "Second")
        assert starts(store)["Second"] == "2026-11-26"

    def test_what_its_parts_place_is_not_shifted_by_itself(self, store: Store) -> None:
        with pytest.raises(ValidationError, match="is where its parts are"):
            run(store, "record.later", "Branch")
