"""``tpm import mspdi --compare``: a list and an object, and no workspace."""

from pathlib import Path

from msgspec.structs import replace

from exchange.schedules.mspdi.test_mspdi_date_comparison import FIRST, SECOND, at, project
from support.cli_driver import Tpm
from support.mspdi_files import text_of


def test_a_file_is_compared_and_nothing_is_written(tpm: Tpm, tmp_path: Path) -> None:
    by_hand = replace(FIRST, manual=True, start=at(25, 8), finish=at(26, 17))
    path = tmp_path / "plan.xml"
    path.write_text(text_of(project(by_hand, SECOND)), encoding="utf-8")
    result = tpm("import", "mspdi", path, "--compare", "--file", tmp_path / "none.db")
    assert result.code == 0
    first, *rows = result.out.splitlines()
    assert first == "2 of 2 tasks have other dates here than in the file"
    assert rows[0].endswith("it is scheduled by hand")
    told = tpm("import", "mspdi", path, "--compare", "--json").json
    assert list(told) == ["compared", "differing", "tasks"]
    assert list(told["tasks"][0]) == ["uid", "name", "start", "finish", "file_start", "file_finish", "reason"]
    assert told["tasks"][0]["file_start"] == "2026-11-25T08:00"
    assert not (tmp_path / "none.db").exists()


def test_only_ms_project_files_are_compared(tpm: Tpm, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Title\nA\n", encoding="utf-8")
    refused = tpm("import", "csv", tmp_path / "a.csv", "--compare")
    assert (refused.code != 0, refused.out) == (True, "")
    assert "--compare is for mspdi" in refused.err
