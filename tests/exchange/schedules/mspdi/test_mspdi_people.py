"""Plans with people, dated by MPXJ's MicrosoftScheduler: the same dates here, as read and as taken over."""

import io
from pathlib import Path

import pytest

from support.mspdi_people import plan_with_people
from support.with_mpxj import run_with_mpxj
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.import_file import import_file
from tpm_tui.exchange.schedules.mspdi.effort import TaskEfforts
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject, MspdiTask
from tpm_tui.exchange.schedules.mspdi.serialise import serialise_mspdi
from tpm_tui.planning.cpm.schedule import schedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.store.store import Store

PLANS = 24


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[MspdiProject, dict[int, MspdiTask]]]:
    """Plans, each with its tasks as the other program dates them."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    for seed in range(PLANS):
        with (folder / "in" / f"{seed:02}.xml").open("w", encoding="utf-8") as out:
            serialise_mspdi(plan_with_people(seed), out)
    run_with_mpxj(Path(__file__).with_name("mspdi_scheduled.py"), folder / "in", folder / "out")
    return [
        (parse_mspdi(path), {task.uid: task for task in parse_mspdi(folder / "out" / path.name).tasks})
        for path in sorted((folder / "in").glob("*.xml"))
    ]


Dated = list[tuple[MspdiProject, dict[int, MspdiTask]]]


@pytest.mark.slow
def test_effort_driven_work_several_people_leave_and_part_time_are_dated_alike(dated: Dated) -> None:
    for file, theirs in dated:
        ours = schedule(file_network(file))
        for position, task in enumerate(file.tasks):
            assert_same(file, theirs[task.uid], ours.start[position], ours.finish[position])


@pytest.mark.slow
def test_what_is_taken_over_keeps_those_dates(dated: Dated, tmp_path: Path) -> None:
    for number, (file, theirs) in enumerate(dated[:8]):
        out = io.StringIO()
        serialise_mspdi(file, out)
        with Store.create(tmp_path / f"{number}.db") as store:
            import_file(store, "mspdi", io.StringIO(out.getvalue()))
            ours = schedule_of(store.plan, store.context)
            for position, uid in enumerate(store.plan["item"].columns["source_id"]):
                assert_same(file, theirs[int(str(uid))], ours.start[position], ours.finish[position])


def assert_same(file: MspdiProject, task: MspdiTask, start: int, finish: int) -> None:
    """The instants are those of a task, or no work of it lies between."""
    calendar = TaskEfforts(file).of(task).calendar
    ours, theirs = (calendar.work_at(start), calendar.work_at(finish)), (task.start, task.finish)
    assert theirs[0] is not None
    assert theirs[1] is not None
    named = (file.name, task.name, to_datetime(start), to_datetime(finish), *map(to_datetime, filter(None, theirs)))
    assert ours == (calendar.work_at(theirs[0]), calendar.work_at(theirs[1])), named
