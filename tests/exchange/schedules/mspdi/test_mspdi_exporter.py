"""A plan taken out as MS Project XML and brought in again."""

import io
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from support.hostile import HOSTILE
from support.mspdi_files import as_mspdi, imported
from support.network_strategies import networks
from support.with_mpxj import run_with_mpxj
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.schedules.mspdi.exporter.exporter import task_uids
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi, parse_mspdi_text
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiAssignment, MspdiProject, MspdiResource, MspdiTask
from tpm_tui.exchange.schedules.mspdi.serialise import serialise_mspdi
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

PLANS = sorted((Path(__file__).parents[3] / "data" / "mspdi").rglob("*.xml"))
FIGURES = ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack", "critical")


def exported(store: Store) -> str:
    out = io.StringIO()
    export_file(store, "mspdi", out)
    return out.getvalue()


def comes_back(store: Store) -> int:
    """Take the plan out and in again; every item has the same dates. How many items were compared."""
    with imported(exported(store)) as (again, outcome):
        assert outcome.refused == ()
        numbers = task_uids(store.plan)
        places = {str(uid): at for at, uid in enumerate(again.plan["item"].columns["source_id"])}
        one, other = schedule_of(store.plan, store.context), schedule_of(again.plan, again.context)
        out = dropped_items(store.plan)
        for at, id_ in enumerate(store.plan["item"].ids):
            there = places[str(numbers[id_])]
            if not out[at]:
                for name in FIGURES:
                    assert getattr(one, name)[at] == getattr(other, name)[there], (store.plan.title("item", id_), name)
        assert one.plan_finish == other.plan_finish
        return len(store.plan["item"])


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_imported_plan_comes_back_to_the_same_minute(path: Path) -> None:
    with imported(path) as (store, _):
        assert comes_back(store) > 0


@settings(max_examples=40, deadline=None)
@given(networks())
def test_any_plan_comes_back_to_the_same_minute(network: object) -> None:
    with imported(as_mspdi(network)) as (store, _):  # type: ignore[arg-type]
        comes_back(store)


@pytest.mark.slow
def test_the_demo_programme_comes_back_to_the_same_minute(tmp_path: Path) -> None:
    from tpm_tui.demo import loader

    loader.build_demo(tmp_path / "demo.db")
    with Store.open(tmp_path / "demo.db") as store:
        store.load()
        assert comes_back(store) > 100


@pytest.fixture
def team(tmp_path: Path) -> Store:
    """People with hours and days off of their own, on items with and without a calendar."""
    with Store.create(tmp_path / "team.db", name="Atlas", start=date(2026, 11, 23)) as store:
        with store.transaction("Plan") as tx:
            short = tx.add("calendar", name="Mornings", **dict.fromkeys(("monday", "friday"), "09:00-12:00"))
            tx.add("calendar_exception", calendar="calendar", name="Town day", start=date(2026, 11, 25))
            ana = tx.add("person", name="Ana Ruiz", calendar=short, rate=90.0)
            ben = tx.add("person", name="Ben Okafor", capacity=240)
            tx.add("absence", person=ben, start=date(2026, 11, 26), end=date(2026, 11, 27))
            two = ThreePoint.single_point(960)
            top = tx.add("item", title="Phase", rank="a", owner=ana)
            first = tx.add("item", title="Ana's", parent=top, rank="a", owner=ana, estimate=two)
            second = tx.add("item", title="Ben's", parent=top, rank="b", owner=ben, estimate=two, calendar=short)
            third = tx.add("item", title="Both", parent=top, rank="c", estimate=two)
            for person in (ana, ben):
                tx.add("assignment", item=third, person=person, units=50)
            tx.add("item", title="Given up", rank="b", status="dropped")
            mark = tx.add("item", title="Ready", type="milestone", rank="c", owner=ana)
            tx.add("link", predecessor=first, successor=second, type="SS", lag=60)
            tx.add("link", predecessor=top, successor=mark, lag=120)
            taken = tx.add("baseline", name="Signed", taken=datetime(2026, 11, 20, 12))
            tx.add(
                "baseline_entry", baseline=taken, item_id=first, item_key="T-2", title="Ana's",
                start=datetime(2026, 11, 23, 9), finish=datetime(2026, 11, 24, 18), work=960,
            )  # fmt: skip
        yield store


def test_people_with_hours_and_days_off_come_back(team: Store) -> None:
    assert comes_back(team) == 6


@pytest.mark.parametrize("units", [50, 100])
def test_a_thing_that_is_held_while_people_work_comes_back_and_shares_no_work(tmp_path: Path, units: int) -> None:
    with Store.create(tmp_path / "plan.db", name="Things", start=date(2026, 11, 23)) as store:
        with store.transaction("Plan") as tx:
            ana, env = tx.add("person", name="Ana"), tx.add("pool", name="test bench")
            work = tx.add("item", title="Rehearse", estimate=ThreePoint(480, 480, 480), effort_type="fixed work")
            tx.add("assignment", item=work, person=ana, units=units)
            tx.add("assignment", item=work, pool=env)
        assert comes_back(store) == 1
        with imported(exported(store)) as (again, _):
            assert again.plan["item"].columns["estimate"] == store.plan["item"].columns["estimate"]


def test_people_assignments_and_baselines_are_in_the_file(team: Store) -> None:
    file = parse_mspdi_text(exported(team))
    assert {r.name: (r.max_units, r.standard_rate) for r in file.resources} == {
        "Ana Ruiz": (1.0, 90.0),
        "Ben Okafor": (0.5, None),
    }
    named = {task.uid: task.name for task in file.tasks}
    assert sorted((named[a.task_uid], a.units) for a in file.assignments) == [
        ("Ana's", 1.0), ("Ben's", 0.5), ("Both", 0.5), ("Both", 0.5), ("Ready", 1.0),
    ]  # fmt: skip
    [task] = [task for task in file.tasks if task.baselines]
    assert (task.name, task.baselines[0].work) == ("Ana's", 960)
    assert [task.name for task in file.tasks if not task.active] == ["Given up"]
    assert file.problems == []


def test_what_is_said_for_other_programs_alone_is_no_change_here(team: Store) -> None:
    """Two people of different hours on one item need no calendar named: each works on their own."""
    named = {task.name: task for task in parse_mspdi_text(exported(team)).tasks}
    assert {name for name, task in named.items() if task.calendar_uid is not None} == {"Ben's"}
    with imported(exported(team)) as (again, _):
        items = again.plan["item"]
        with_own = [again.plan.title("item", id_) for id_ in items.ids if items.value(id_, "calendar") is not None]
        assert with_own == ["Ben's"]


@pytest.mark.parametrize(("type_", "driven"), [(0, False), (0, True), (1, False), (1, True), (2, True)])
def test_work_units_and_how_they_bind_come_back(type_: int, driven: bool) -> None:
    """Three days of Ana and of Ben at half their time, held back by levelling for a day."""
    monday = to_minute(datetime(2026, 11, 23, 8))
    file = MspdiProject(
        start=monday,
        tasks=[
            MspdiTask(
                uid=1, name="Dig", type=type_, effort_driven=driven, duration=1440, work=2160,
                start=monday + 1440, leveling_delay=1440,
            )
        ],
        resources=[MspdiResource(uid=1, name="Ana"), MspdiResource(uid=2, name="Ben", max_units=0.5)],
        assignments=[
            MspdiAssignment(uid=1, task_uid=1, resource_uid=1, work=1440),
            MspdiAssignment(uid=2, task_uid=1, resource_uid=2, units=0.5, work=720),
        ],
    )  # fmt: skip
    out = io.StringIO()
    serialise_mspdi(file, out)
    with imported(out.getvalue()) as (store, _):
        assert list(store.plan["item"].columns["effort_driven"]) == [int(driven)]
        text = exported(store)
        assert "<LevelingDelay>14400</LevelingDelay>" in text
        again = parse_mspdi_text(text)
        [task] = again.tasks
        assert (task.type, task.effort_driven, task.work, task.duration) == (type_, driven, 2160, 1440)
        assert task.levelled_start == monday + 1440
        assert [(a.units, a.work) for a in again.assignments] == [(1.0, 1440), (0.5, 720)]


def dated_by_another(folder: Path) -> dict[str, dict[int, MspdiTask]]:
    """What MPXJ's scheduler makes of each plan in a folder: its tasks by UID."""
    out = folder.with_name(f"{folder.name}-dated")
    out.mkdir()
    run_with_mpxj(Path(__file__).with_name("mspdi_scheduled.py"), folder, out)
    return {path.name: {task.uid: task for task in parse_mspdi(path).tasks} for path in sorted(out.glob("*.xml"))}


def dates(task: MspdiTask) -> tuple[int | None, ...]:
    early, late = (task.early_start, task.early_finish), (task.late_start, task.late_finish)
    return (task.start, task.finish, *early, *late, task.total_slack)


@pytest.mark.slow
def test_another_program_dates_what_came_in_and_went_out_as_it_dated_the_original(tmp_path: Path) -> None:
    """Nothing that moves a date is lost or changed on the way through a workspace, by the word of a third party."""
    groups = [
        "constraints+finish-lags+deadlines+milestones+late",
        "constraints+progress+milestones",
        "constraints+finish-lags+calendars+progress+deadlines+milestones+summaries+late",
    ]
    run_with_mpxj(Path(__file__).parents[3] / "support" / "mpxj_plans.py", tmp_path / "plans", 8, 57, *groups)
    taken = tmp_path / "taken"
    taken.mkdir()
    originals = {}
    for path in sorted((tmp_path / "plans").rglob("*.xml")):
        name = f"{groups.index(path.parent.name)}-{path.name}"
        originals[name] = parse_mspdi(path).tasks
        with imported(path) as (store, _):
            (taken / name).write_text(exported(store), encoding="utf-8")
    dated = dated_by_another(taken)
    assert dated.keys() == originals.keys()
    assert sum(map(len, originals.values())) > 300
    for name, tasks in originals.items():
        for task in tasks:
            assert dates(dated[name][task.uid]) == dates(task), (name, task.name)


@pytest.mark.slow
def test_another_program_has_people_work_when_they_do_here(team: Store, tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "team.xml").write_text(exported(team), encoding="utf-8")
    (theirs,) = dated_by_another(plan).values()
    for task in parse_mspdi_text(exported(team)).tasks:
        if task.active:
            assert (theirs[task.uid].start, theirs[task.uid].finish) == (task.start, task.finish), task.name


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_text_in_the_file(tmp_path: Path, text: str) -> None:
    with Store.create(tmp_path / "one.db") as store:
        with store.transaction("Plan") as tx:
            tx.add("item", title=f"A {text}", notes=text)
            tx.add("person", name=f"B {text}")
        written = exported(store)
        project = ElementTree.fromstring(written)
        assert len(list(project.iter("{http://schemas.microsoft.com/project}Task"))) == 1
        [task] = parse_mspdi_text(written).tasks
        assert task.name.split() == _plain(f"A {text}").split()


def _plain(text: str) -> str:
    """Without what XML cannot hold, and line ends as XML reads them."""
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    return kept.replace("\r\n", "\n").replace("\r", "\n")
