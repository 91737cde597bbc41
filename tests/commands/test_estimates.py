"""Work that nobody has estimated: an assumed range, the reference class, and what rests on either."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tpm_tui.commands import records
from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.estimate_coverage import estimate_coverage
from tpm_tui.store.store import Store

#: Working days that five finished stories of three points took, and what their percentiles are by nearest rank.
TOOK = (1, 2, 3, 4, 10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "e.db", start=date(2026, 11, 2), author="ana") as made:
        with made.transaction("fill") as tx:
            for title, values in {
                "Open": {}, "Milestone": {"type": "milestone"}, "Finished": {"status": "done"},
                "Dropped": {"status": "dropped"}, "Given": {"estimate": ThreePoint.single_point(480)}, "Parent": {},
            }.items():  # fmt: skip
                tx.add("item", title=title, **values)
            parent = next(i for i in tx.plan["item"].ids if tx.plan.title("item", i) == "Parent")
            tx.add("item", title="Child", parent=parent)
        yield made


def run(store: Store, command: str, ids: list[str] | None = None) -> str:
    with store.transaction(command) as tx:
        return commands()[command].run(tx, "item", ids or list(store.plan["item"].ids), {})


def estimates(store: Store) -> dict[str, str]:
    sheet = Sheet(store.plan, store.context)
    return {store.plan.title("item", i): sheet.text("item", i, "estimate") for i in store.plan["item"].ids}


def test_a_range_is_assumed_for_open_work_without_an_estimate_and_shown_as_such(store: Store) -> None:
    assert run(store, "estimate.assume") == "2 items assumed at 2h/1d/5d"
    assert {t: e for t, e in estimates(store).items() if e} == {
        "Open": "~2h/1d/5d", "Child": "~2h/1d/5d", "Given": "1d",
    }  # fmt: skip
    coverage = estimate_coverage(store.plan)
    assert (coverage.open_work, coverage.assumed, coverage.unestimated) == (3, 2, 0)
    assert coverage.is_founded


def test_the_file_says_which_range_is_assumed(store: Store) -> None:
    with store.transaction("range") as tx:
        tx.set("programme", "programme", assumed_range=ThreePoint(480, 960, 2880))
    assert run(store, "estimate.assume") == "2 items assumed at 1d/2d/6d"


@pytest.mark.parametrize("command", ["estimate.assume", "estimate.reference"])
def test_what_is_estimated_or_finished_is_left_alone(store: Store, command: str) -> None:
    ids = [i for i in store.plan["item"].ids if store.plan.title("item", i) not in ("Open", "Child")]
    with pytest.raises(ValidationError, match="open work without an estimate"):
        run(store, command, ids)


def test_an_estimate_that_somebody_gives_is_assumed_no_more(store: Store) -> None:
    run(store, "estimate.assume")
    opened = next(i for i in store.plan["item"].ids if store.plan.title("item", i) == "Open")
    with store.transaction("the same range") as tx:
        records.change(tx, "item", [opened], {"estimate": ThreePoint(120, 480, 2400)})
    assert estimates(store)["Open"] == "2h/1d/5d"
    assert estimate_coverage(store.plan).assumed == 1


def finish_stories(store: Store, days: tuple[int, ...], **values: object) -> None:
    """Stories that took so many working days each, from a Monday on."""
    monday = datetime(2026, 10, 5, 9)
    with store.transaction("stories") as tx:
        for number, took in enumerate(days):
            weeks, rest = divmod(took - 1, 5)
            end = monday + timedelta(days=7 * weeks + rest, hours=9)
            tx.add(
                "item", title=f"Story {number}", type="story", status="done", actual_start=monday, actual_finish=end,
                **values,
            )  # fmt: skip


def test_the_reference_class_is_what_finished_work_of_the_type_and_size_took(store: Store) -> None:
    finish_stories(store, TOOK, points=3.0)
    finish_stories(store, (20, 20, 20, 20, 20), points=8.0)
    with store.transaction("open stories") as tx:
        three = tx.add("item", title="Three", type="story", points=3.0)
        five = tx.add("item", title="Five", type="story", points=5.0)
    said = run(store, "estimate.reference", [three, five])
    assert said == "2 items estimated by 10 finished stories, 5 finished stories of 3 points"
    assert estimates(store)["Three"] == "~1d/3d/10d", "P10, P50 and P90 by nearest rank"
    assert estimates(store)["Five"] == "~1d/10d/20d", "no five finished stories of its size: those of its type"


def test_without_five_finished_items_there_is_no_reference_class(store: Store) -> None:
    finish_stories(store, TOOK[:4])
    with pytest.raises(ValidationError, match="fewer than five finished items"):
        run(store, "estimate.reference")
