"""The list of formats, and what every import and export has in common."""

import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tpm_tui.domain.cancellation_of_long_work import Cancelled
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.format_registry import FORMATS
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_listed_is_there(name: str) -> None:
    form = FORMATS[name]
    assert form.reads or form.writes
    if form.reads:
        module = import_module(f"tpm_tui.exchange.{form.reader}")
        assert callable(module.read)
        assert callable(module.draft)
    if form.writes:
        module = import_module(f"tpm_tui.exchange.{form.writer}")
        assert callable(module.export_folder if form.folder else module.write)


def test_listing_formats_imports_none_of_them() -> None:
    code = "import sys, tpm_tui.exchange.format_registry; print([m for m in sys.modules if 'exchange' in m])"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    for form in FORMATS.values():
        for module in filter(None, (form.reader, form.writer)):
            assert f"'tpm_tui.exchange.{module}'" not in loaded


def test_an_unknown_format_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(ValidationError, match=r"no format 'lotus' to read; there are .*jira"):
        import_file(store, "lotus", io.StringIO(""))
    with pytest.raises(ValidationError, match="no format 'jira' to write"):
        export_file(store, "jira", io.StringIO())


@pytest.mark.parametrize("name", [n for n, form in FORMATS.items() if form.reads])
def test_files_that_are_not_there_or_not_files_are_refused_in_one_line(store: Store, name: str, tmp_path: Path) -> None:
    other = "holds no decision records" if FORMATS[name].folder else "cannot be read"
    for path, reason in ((tmp_path / "none", "does not exist"), (tmp_path, other), ("a\0b", "cannot be")):
        outcome = import_file(store, name, path)
        [(line, said)] = outcome.refused
        assert line == 0
        assert reason in said
        assert outcome.failed


def test_a_jira_column_can_be_mapped_otherwise_or_left_out_and_that_is_remembered(store: Store) -> None:
    text = "Summary,Issue key,Team,Due date\nA,X-1,Core,2027-01-05\n"
    chosen = {"Team": "components", "Due date": ""}
    import_file(store, "jira", io.StringIO(text), mapping=chosen)
    row = store.plan["item"].row(store.plan["item"].ids[0])
    assert store.plan.title("workstream", str(row["workstream"])) == "Core"
    assert row["deadline"] is None
    import_file(store, "jira", io.StringIO(text.replace("X-1", "X-2")))
    assert store.plan["item"].columns["deadline"] == [None, None]
    wrong = import_file(store, "jira", io.StringIO(text), mapping={"Team": "colour"})
    assert "not 'colour'" in wrong.refused[0][1]


def test_a_file_changed_by_another_program_meanwhile_is_read_anew(store: Store) -> None:
    """The draft is made again under the lock, on what is there then."""
    import_file(store, "jira", io.StringIO("Summary,Key\nA,X-1\n"))
    with Store.open(store.path, author="ben") as other:
        other.load()
        with other.transaction("Rename") as tx:
            tx.set("item", other.plan["item"].ids[0], title="By Ben")
    outcome = import_file(store, "jira", io.StringIO("Summary,Key\nBy Ben,X-1\n"))
    assert (outcome.updated, outcome.unchanged) == (0, 1)


@pytest.mark.parametrize("format_", ["csv", "json", "mspdi", "mermaid"])
def test_an_export_that_is_stopped_leaves_what_was_there(store: Store, tmp_path: Path, format_: str) -> None:
    with store.transaction("Add") as tx:
        tx.add("item", title="Move")
    target = tmp_path / "out"
    target.write_text("kept")
    with pytest.raises(Cancelled):
        export_file(store, format_, target, force=True, progress=lambda _done, _total: False)
    assert target.read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("format_", ["jira", "csv"])
def test_headers_without_rows_are_refused(store: Store, format_: str) -> None:
    outcome = import_file(store, format_, io.StringIO("Summary,Issue key\n"))
    assert outcome.refused == ((0, "input has no rows below its headers"),)
    assert outcome.failed
