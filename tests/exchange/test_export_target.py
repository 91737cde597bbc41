"""Where exports may be written: not over workspaces, nor what somebody else wrote, and never in place of a pipe."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.export_file import export_file, write_document_file
from tpm_tui.exchange.format_registry import FORMATS
from tpm_tui.store.errors import StoreError
from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "plan.db") as made:
        with made.transaction("Add") as tx:
            tx.add("item", title="Alpha")
        yield made


def refusal(store: Store, path: Path, force: bool = False) -> str:
    with pytest.raises(ValidationError) as refused:
        export_file(store, "csv", path, force=force)
    return refused.value.reason


def test_the_workspace_itself_is_never_replaced(store: Store) -> None:
    before = store.path.read_bytes()
    assert "is the workspace itself" in refusal(store, store.path, force=True)
    link = store.path.with_name("link.csv")
    link.symlink_to(store.path)
    assert "is the workspace itself" in refusal(store, link, force=True)
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_what_lies_beside_a_workspace_is_never_replaced(store: Store, ending: str) -> None:
    beside = store.path.with_name(store.path.name + ending)
    before = beside.read_bytes() if beside.exists() else None
    assert "belongs to a workspace" in refusal(store, beside, force=True)
    assert (beside.read_bytes() if beside.exists() else None) == before


def test_another_workspace_and_foreign_content_are_replaced_only_by_force(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    Store.create(other).close()
    assert "is a workspace" in refusal(store, other)
    notes = tmp_path / "notes.csv"
    notes.write_text("mine\n")
    assert "tpm did not write there" in refusal(store, notes)
    assert notes.read_text() == "mine\n"
    export_file(store, "csv", notes, force=True)
    assert "Alpha" in notes.read_text()


def test_what_tpm_wrote_it_may_write_again_until_somebody_changes_it(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    export_file(store, "csv", path)
    with store.transaction("Add") as tx:
        tx.add("item", title="Beta")
    export_file(store, "csv", path)
    assert "Beta" in path.read_text()
    path.write_text(path.read_text() + "mine\n")
    assert "tpm did not write there" in refusal(store, path)


def test_a_pipe_is_written_into(store: Store, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    export_file(store, "csv", pipe)
    reader.join(timeout=30)
    assert "Alpha" in read[0]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_device_a_dangling_link_a_folder_and_a_name_too_long_are_refused(store: Store, tmp_path: Path) -> None:
    assert "No space left" in refusal(store, Path("/dev/full"))
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    assert "gone, which is not there" in refusal(store, link)
    assert "is a folder" in refusal(store, tmp_path)
    assert "File name too long" in refusal(store, tmp_path / ("a" * 256))
    export_file(store, "csv", tmp_path / ("a" * 255))


def test_copies_may_be_read_by_those_who_may_read_the_workspace(store: Store, tmp_path: Path) -> None:
    store.path.chmod(0o600)
    export_file(store, "csv", tmp_path / "items.csv")
    store.backup(tmp_path / "copy.db")
    write_document_file(tmp_path / "report.md", "# Report\n", store.path)
    with store.transaction("Decide") as tx:
        tx.add("decision", title="Where to run it")
    export_file(store, "adr", tmp_path / "adr")
    (record,) = (tmp_path / "adr").iterdir()
    for copy in ("items.csv", "copy.db", "report.md", record):
        assert stat.S_IMODE((tmp_path / copy).stat().st_mode) == 0o600


def test_a_document_is_written_where_an_export_may_be(store: Store, tmp_path: Path) -> None:
    link, report, foreign = tmp_path / "link", tmp_path / "report.md", tmp_path / "foreign.md"
    link.symlink_to(tmp_path / "gone")
    foreign.write_text("by somebody else")
    for path, said in (
        (store.path, "is the workspace itself"),
        (link, "is a link to"),
        (tmp_path, "is a folder"),
        (foreign, "holds something that tpm did not write there"),
        (tmp_path / "no" / "report.md", "there is no folder"),
    ):
        with pytest.raises(ValidationError, match=said):
            write_document_file(path, "x", store.path)
    assert not (tmp_path / "gone").exists()
    for text in ("first", "second"):
        write_document_file(report, text, store.path)
        assert report.read_text() == text
    report.write_text("changed by hand")
    with pytest.raises(ValidationError, match="tpm did not write"):
        write_document_file(report, "third", store.path)
    write_document_file(report, "third", store.path, force=True)
    assert report.read_text() == "third"


def test_a_copy_of_a_name_too_long_or_a_dangling_link_is_refused_in_words(store: Store, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    with pytest.raises(StoreError, match="exists already; choose another name"):
        store.backup(link)
    with pytest.raises(StoreError, match="cannot be written: File name too long"):
        store.backup(tmp_path / ("a" * 256))
    store.backup(tmp_path / ("a" * 255))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("format_", [name for name, form in FORMATS.items() if form.writes and not form.folder])
@pytest.mark.parametrize("ending", [".json", ".CSV", ".tsv", ".xlsx", ".xml", ".ics", ".txt", ""])
def test_a_file_that_ends_as_another_format_does_is_refused(tmp_path: Path, format_: str, ending: str) -> None:
    fits = ending in (".txt", "") or ending.lower() == FORMATS[format_].extensions[0]
    path = tmp_path / f"out{ending}"
    with Store.create(tmp_path / "a.db", name="Atlas") as store:
        if fits:
            export_file(store, format_, path)
            return
        with pytest.raises(ValidationError, match=f"does not end as {format_} does: name it out"):
            export_file(store, format_, path)
    assert not path.exists()
