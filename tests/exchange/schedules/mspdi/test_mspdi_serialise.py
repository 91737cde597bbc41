"""A plan taken out and in again: the same records, the same schedule; MPXJ reads it too."""

import importlib.util
import io
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.exchange.schedules.mspdi.project_data import (
    MspdiAssignment,
    MspdiBaseline,
    MspdiCalendar,
    MspdiLink,
    MspdiProject,
    MspdiResource,
    MspdiTask,
)
from tpm_tui.exchange.schedules.mspdi.serialise import serialise_mspdi
from tpm_tui.planning.cpm.schedule import schedule

PLANS = sorted((Path(__file__).parents[3] / "data" / "mspdi").rglob("*.xml"))


def written(file: MspdiProject) -> bytes:
    out = io.StringIO()
    serialise_mspdi(file, out)
    return out.getvalue().encode()


def same(one: MspdiProject, other: MspdiProject) -> None:
    for field in fields(MspdiProject):
        if field.name != "problems":
            assert getattr(one, field.name) == getattr(other, field.name), field.name


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_comes_back_the_same_and_schedules_to_the_same_minute(path: Path) -> None:
    file = parse_mspdi(path)
    again = parse_mspdi(written(file))
    same(file, again)
    assert again.problems == []
    one, other = schedule(file_network(file)), schedule(file_network(again))
    assert (one.start, one.finish, one.total_slack) == (other.start, other.finish, other.total_slack)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12).map(str.strip)
minutes = st.integers(0, 60_000_000)
lengths = st.none() | st.integers(0, 500_000)


@settings(max_examples=100, deadline=None)
@given(texts, texts, minutes, lengths, st.lists(st.integers(-5000, 5000), max_size=3), st.booleans(), st.booleans())
def test_whatever_a_task_holds_comes_back(
    name: str, value: str, when: int, length: int | None, lags: list[int], elapsed: bool, percent: bool
) -> None:
    task = MspdiTask(
        uid=3,
        id=1,
        name=name,
        start=when,
        duration=length,
        elapsed=elapsed,
        notes=value,
        deadline=when,
        actual_start=when,
        percent_complete=37.5,
        cost=Decimal("12.34"),
        links=tuple(MspdiLink(predecessor_uid=3, type=2, lag=lag, elapsed=elapsed, percent=percent) for lag in lags),
        baselines=(MspdiBaseline(number=1, start=when, work=length, cost=Decimal("0.5")),),
        attributes=(("Team", value),) if value else (),
    )
    file = MspdiProject(
        save_version="14",
        title=value,
        start=when,
        attributes={"188743731": "Team"},
        calendars={1: MspdiCalendar(uid=1, name="Main", base=True, base_uid=None, calendar=STANDARD_CALENDAR)},
        tasks=[task],
        resources=[MspdiResource(uid=1, name=name, standard_rate=Decimal("12.5"), calendar_uid=1)],
        assignments=[MspdiAssignment(uid=1, task_uid=3, resource_uid=1, units=0.5, work=length, start=when)],
    )
    same(parse_mspdi(written(file)), file)


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    file = MspdiProject(tasks=[MspdiTask(uid=1, name="a\x00\x1bb<&>\ud800c")])
    assert parse_mspdi(written(file)).tasks[0].name == "ab<&>c"


@pytest.mark.slow
def test_another_program_reads_it(tmp_path: Path) -> None:
    if shutil.which("java") is None or importlib.util.find_spec("mpxj") is None:
        pytest.skip("needs Java and MPXJ: pip install 'tpm-tui[oracle]'")
    file = parse_mspdi(PLANS[0])
    (tmp_path / "plan.xml").write_bytes(written(replace(file, title="Round & round")))
    script = (
        "import sys, jpype, mpxj\n"
        "jpype.startJVM('-Djava.awt.headless=true')\n"
        "from org.mpxj.reader import UniversalProjectReader\n"
        "plan = UniversalProjectReader().read(sys.argv[1])\n"
        "for task in plan.getTasks():\n"
        "    if task.getUniqueID() and task.getUniqueID().intValue():\n"
        "        print(task.getUniqueID(), task.getStart(), task.getFinish(), task.getPredecessors().size())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "plan.xml")], capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    lines = [line.split() for line in ran.stdout.splitlines()]
    assert [int(uid) for uid, *_ in lines] == [task.uid for task in file.tasks]
    assert [int(count) for *_, count in lines] == [len(task.links) for task in file.tasks]
