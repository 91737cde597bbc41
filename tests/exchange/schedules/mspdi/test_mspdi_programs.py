"""MS Project XML as other programs write it: MPXJ in the shape of every version it knows, and TaskJuggler.

Needs the `oracle` extra and a Java runtime, and tj3; skipped with a message where one is missing.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from support.mspdi_files import imported
from support.with_mpxj import run_with_mpxj
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.planning.cpm.schedule import schedule

VERSIONS = ["Project2002", "Project2003", "Project2007", "Project2010", "Project2013", "Project2016"]

JUGGLED = """\
project p "Made elsewhere" 2026-11-23 +6m { timezone "UTC" }
resource dev "Dev" {}
task phase "Phase" {
  task first "First" { effort 3d allocate dev }
  task second "Second" { duration 5d depends !first }
  task reached "Reached" { milestone depends !second { gapduration 2d } }
}
task alone "Alone" { length 4d start 2026-12-01 }
export "out" { formats mspxml }
"""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("versions")
    run_with_mpxj(Path(__file__).with_name("mspdi_versions.py"), out)
    return out


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_comes_in_with_all_its_tasks_and_says_what_it_leaves(versions: Path, version: str) -> None:
    path = versions / f"{version}.xml"
    file = parse_mspdi(path)
    network = file_network(file)
    scheduled = schedule(network)
    place = {uid: at for at, uid in enumerate(network.ids)}
    for task in file.tasks:
        if task.active:
            at = place[task.uid]
            assert (task.name, task.start, task.finish) == (task.name, scheduled.start[at], scheduled.finish[at])
    with imported(path) as (store, outcome):
        assert outcome.created == len(file.tasks) == 9
        assert [store.plan["item"].value(id_, "status") for id_ in store.plan["item"].ids].count("dropped") == 1
        said = " ".join(outcome.notes)
        for part in (
            "1 resource is material",
            "by hand",
            "hyperlink",
            "2 baselines",
            "1 person",
            "3 links",
            "custom fields",
        ):
            assert part in said, part


@pytest.mark.slow
def test_what_taskjuggler_writes_comes_in_whole(tmp_path: Path) -> None:
    """It counts outline levels from zero, and gives dates without durations."""
    if shutil.which("tj3") is None:
        pytest.skip("tj3 is missing: apt-get install tj3 (TaskJuggler)")
    (tmp_path / "plan.tjp").write_text(JUGGLED, encoding="utf-8")
    subprocess.run(
        ["tj3", "--silent", "--output-dir", str(tmp_path), "plan.tjp"], cwd=tmp_path, check=True, timeout=120
    )
    file = parse_mspdi(tmp_path / "out.xml")
    assert [task.name for task in file.tasks] == ["Phase", "First", "Second", "Reached", "Alone"]
    with imported(tmp_path / "out.xml") as (store, outcome):
        assert outcome.created == 5
        assert len(store.plan["link"].ids) == 2
        assert any("no duration" in note for note in outcome.notes)
