"""A plan as a TaskJuggler project: the real ``tj3`` takes it, and finds the same dates."""

import csv
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from support.hostile import HOSTILE
from support.mspdi_files import imported
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.export_file import export_file
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

PLANS = sorted((Path(__file__).parents[2] / "data" / "mspdi").glob("oracle-*.xml"))


@pytest.fixture
def tj3() -> str:
    program = shutil.which("tj3")
    if program is None:
        pytest.skip("tj3 is missing: install TaskJuggler (Debian package tj3)")
    return program


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="Atlas", start=date(2026, 11, 23)) as made:
        yield made


def run(tj3: str, store: Store, folder: Path) -> dict[str, tuple[str, str]]:
    """Key -> start and finish, as tj3 writes them."""
    path = folder / "plan.tjp"
    export_file(store, "taskjuggler", path)
    command = [tj3, "--silent", "--output-dir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[:2000]
    with (folder / "schedule.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter=";")
    return {f"T-{row[0].rpartition('.')[2][1:]}": (row[2], row[3]) for row in rows}


def same_dates(store: Store, theirs: dict[str, tuple[str, str]]) -> int:
    """Every item starts and finishes at the same instant of work; how many were compared."""
    ours, out = schedule_of(store.plan, store.context), dropped_items(store.plan)
    compared = 0
    for at, key in enumerate(store.plan["item"].columns["key"]):
        if out[at]:
            assert key not in theirs
            continue
        calendar = ours.network.calendar_of(at)
        start, finish = (to_minute(datetime.fromisoformat(text)) for text in theirs[str(key)])
        assert calendar.work_at(start) == calendar.work_at(ours.start[at]), (key, "start", theirs[str(key)])
        assert calendar.work_at(finish) == calendar.work_at(ours.finish[at]), (key, "finish", theirs[str(key)])
        compared += 1
    return compared


@pytest.mark.slow
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_tj3_finds_the_same_dates(tj3: str, tmp_path: Path, path: Path) -> None:
    with imported(path) as (made, _):
        assert same_dates(made, run(tj3, made, tmp_path)) == len(made.plan["item"])


def test_what_both_can_express_is_left_to_tj3(tj3: str, store: Store, tmp_path: Path) -> None:
    """Durations, holidays, groups, lags, milestones: nothing is pinned, every finish is the plan's to the minute."""
    with store.transaction("Plan") as tx:
        tx.add("calendar_exception", calendar="calendar", name="Town day", start=date(2026, 11, 26))
        two = ThreePoint.single_point(960)
        first = tx.add("item", title="Dig", rank="a", estimate=two)
        group = tx.add("item", title="Walls", rank="b")
        north = tx.add("item", title="North", rank="a", parent=group, estimate=two)
        south = tx.add("item", title="South", rank="b", parent=group, estimate=two)
        roof = tx.add("item", title="Roof", rank="c", estimate=two)
        done = tx.add("item", title="Done", rank="d", type="milestone")
        tx.add("item", title="Given up", rank="e", status="dropped")
        tx.add("link", predecessor=first, successor=group)
        tx.add("link", predecessor=north, successor=south, type="SS", lag=240)
        tx.add("link", predecessor=group, successor=roof, lag=480)
        tx.add("link", predecessor=roof, successor=done)
    theirs = run(tj3, store, tmp_path)
    assert "  start " not in (tmp_path / "plan.tjp").read_text(encoding="utf-8")
    assert same_dates(store, theirs) == 6
    ours = schedule_of(store.plan, store.context)
    for at, key in enumerate(store.plan["item"].columns["key"]):
        if str(key) in theirs:
            assert to_minute(datetime.fromisoformat(theirs[str(key)][1])) == ours.finish[at]


def test_what_it_cannot_express_is_pinned(tj3: str, store: Store, tmp_path: Path) -> None:
    with store.transaction("Plan") as tx:
        mornings = tx.add("calendar", name="Mornings", monday="09:00-12:00", tuesday="09:00-12:00")
        tx.add("calendar_exception", calendar="calendar", name="Half", start=date(2026, 11, 25), hours="09:00-12:00")
        two = ThreePoint.single_point(960)
        ana = tx.add("person", name='Ana "Ace" Ruiz')
        first = tx.add("item", title="First", estimate=two, owner=ana, calendar=mornings)
        after = tx.add("item", title="Lead", estimate=two)
        both = tx.add("item", title="Together", estimate=two)
        tx.add("item", title="Fixed", estimate=two, constraint="MSO", constraint_date=datetime(2026, 12, 7, 9))
        tx.add("item", title="Late", estimate=two, constraint="ALAP")
        tx.add("item", title="Begun", estimate=two, status="doing", actual_start=datetime(2026, 11, 20, 9), progress=50)
        tx.add("link", predecessor=first, successor=after, lag=-240)
        tx.add("link", predecessor=first, successor=both, type="FF")
    assert same_dates(store, run(tj3, store, tmp_path)) == 6


def test_hostile_texts_are_texts(tj3: str, store: Store, tmp_path: Path) -> None:
    texts = [*HOSTILE.values(), "${now}", "$(HOME)", 'end" } task x "y" {', "back\\", "-8<-", "# no comment", "/* open"]
    with store.transaction("Plan") as tx:
        for text in texts:
            tx.add("item", title=f"A {text[:900]}")
            tx.add("person", name=f"B {text[:900]}")
        tx.set("programme", "programme", name='P" } ${x}')
    assert len(run(tj3, store, tmp_path)) == len(texts)


def test_a_plan_without_items_is_a_project(store: Store, tmp_path: Path) -> None:
    export_file(store, "taskjuggler", tmp_path / "plan.tjp")
    assert (tmp_path / "plan.tjp").read_text(encoding="utf-8").startswith('project tpm "Atlas" 2026-11-23-00:00 - ')
