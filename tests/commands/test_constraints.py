"""Binding items to dates: what a bare day means, and what it does to the schedule."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tpm_tui.commands import records
from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError, parse_value, show_stored
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import conflicts
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

WORDS = InputContext(date(2026, 11, 23))
DAY = datetime(2026, 12, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "c.db", start=date(2026, 11, 23), author="ana") as made:
        with made.transaction("fill") as tx:
            tx.add("item", title="Task", estimate=ThreePoint(960, 960, 960))
        yield made


def bind(store: Store, kind: str, day: datetime | None) -> str:
    """Bind the task; its dates as the calendar gives them."""
    command = commands()["item.constrain"]
    (id_,) = store.plan["item"].ids
    with store.transaction("bind") as tx:
        command.run(tx, "item", [id_], {"constraint": kind, "constraint_date": day})
    scheduled = schedule_of(store.plan, WORDS)
    assert conflicts(scheduled) == []
    values = store.plan["item"].row(id_)
    return f"{values['constraint']} {values['constraint_date']}"


@pytest.mark.parametrize("kind", ["FNET", "FNLT", "MFO"])
def test_a_bare_day_binds_a_finish_at_the_end_of_its_work(store: Store, kind: str) -> None:
    assert bind(store, kind, DAY) == f"{kind} 2026-12-02T18:00"


@pytest.mark.parametrize("kind", ["SNET", "SNLT", "MSO"])
def test_a_bare_day_binds_a_start_at_its_beginning(store: Store, kind: str) -> None:
    assert bind(store, kind, DAY) == f"{kind} 2026-12-02T00:00"


def test_a_day_without_work_ends_at_midnight(store: Store) -> None:
    assert bind(store, "FNLT", datetime(2026, 12, 5)) == "FNLT 2026-12-05T23:59"


def test_the_items_own_calendar_says_when_the_day_ends(store: Store) -> None:
    (id_,) = store.plan["item"].ids
    with store.transaction("edit") as tx:
        nights = tx.add("calendar", name="Nights", wednesday="09:00-12:00 20:00-24:00")
        records.change(tx, "item", [id_], {"calendar": nights, "constraint": "FNLT", "constraint_date": DAY})
    assert store.plan.value("item", id_, "constraint_date") == "2026-12-02T23:59"
    with store.transaction("edit") as tx:
        tx.set("calendar", nights, wednesday="09:00-11:30")
        records.change(tx, "item", [id_], {"constraint_date": DAY})
    assert store.plan.value("item", id_, "constraint_date") == "2026-12-02T11:30"


def test_a_task_that_must_finish_on_a_day_takes_all_of_it(store: Store) -> None:
    bind(store, "MFO", DAY)
    scheduled = schedule_of(store.plan, WORDS)
    assert to_datetime(scheduled.start[0]) == datetime(2026, 12, 1, 9)
    assert to_datetime(scheduled.finish[0]) == datetime(2026, 12, 2, 18)


def test_another_kind_of_bound_moves_the_bare_day_with_it(store: Store) -> None:
    bind(store, "FNLT", DAY)
    (id_,) = store.plan["item"].ids
    with store.transaction("edit") as tx:
        records.change(tx, "item", [id_], {"constraint": "SNET"})
    assert store.plan.value("item", id_, "constraint_date") == "2026-12-02T00:00"
    with store.transaction("edit") as tx:
        records.change(tx, "item", [id_], {"constraint_date": datetime(2026, 12, 3, 9, 30)})
        records.change(tx, "item", [id_], {"constraint": "FNET"})
    assert store.plan.value("item", id_, "constraint_date") == "2026-12-03T09:30"


def test_a_new_item_is_bound_alike(store: Store) -> None:
    with store.transaction("add") as tx:
        id_ = records.add(tx, "item", {"title": "New", "constraint": "FNLT", "constraint_date": DAY})
    assert store.plan.value("item", id_, "constraint_date") == "2026-12-02T18:00"


def test_as_soon_as_possible_frees_it_of_the_date(store: Store) -> None:
    bind(store, "MSO", DAY)
    assert bind(store, "ASAP", DAY) == "ASAP None"


def test_a_bound_without_a_day_is_refused(store: Store) -> None:
    with pytest.raises(ValidationError, match="must finish by …: say the day"):
        bind(store, "FNLT", None)


def test_a_bare_day_is_shown_without_its_clock_time_any_other_moment_with_it(store: Store) -> None:
    column = KINDS["item"].column("constraint_date")
    for clock, text in (("00:00", "02 Dec"), ("23:59", "02 Dec 23:59"), ("09:30", "02 Dec 09:30")):
        assert show_stored(column, f"2026-12-02T{clock}", store.plan, WORDS) == text
        assert parse_value(column, text, store.plan, WORDS) == datetime.fromisoformat(f"2026-12-02T{clock}")
    assert parse_value(column, "2 dec", store.plan, WORDS) == DAY
