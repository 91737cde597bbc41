"""Files of programs whose format does not come in are named for what they are, with the way to save them."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


FILES = [
    ("plan.mpp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a Microsoft Project plan", "XML"),
    ("plan.xer", b"ERMHDR\t19.12\t2026-11-23\r\n%T\tPROJECT\r\n", "a Primavera P6 export", "XML"),
    ("plan.gan", b'<?xml version="1.0"?>\n<project name="P"><view zooming-state="x"/>', "GanttProject", "CSV"),
    ("plan.pod", b"\xac\xed\x00\x05sr\x00\x1ccom.projity.pm.task", "a ProjectLibre plan", "XML"),
    ("sheet.xlsx", workbook(), "an Excel workbook", "CSV"),
    ("plan.db", b"SQLite format 3\0" + bytes(80), "a workspace or another SQLite database", "tpm FILE"),
    ("renamed.csv", workbook(), "an Excel workbook", "CSV"),
    ("export.xml", b'<?xml version="1.0"?><APIBusinessObjects/>', "a Primavera P6 export", "XML"),
    ("board.txt", b'{"id":"1","name":"B","lists":[],"cards":[{"name":"a"}]}', "a Trello board", "import trello"),
    ("board.json", b'{"url": "https://trello.com/b/1", "cards": []}', "a Trello board", "import trello"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "what", "way"), FILES, ids=[name for name, *_ in FILES])
@pytest.mark.parametrize("format_", ["csv", "json", "mspdi", "jira"])
def test_a_file_is_named_for_what_it_is(
    store: Store, tmp_path: Path, name: str, content: bytes, what: str, way: str, format_: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    outcome = import_file(store, format_, path)
    assert outcome.failed
    [(line, reason)] = outcome.refused
    assert (line, "\n" in reason) == (0, False)
    assert what in reason
    assert way in reason


@pytest.mark.parametrize(
    ("name", "text", "way"),
    [
        ("plan.xml", '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"/>', "import mspdi"),
        ("all.json", '{"format": "tpm", "version": 1}', "import json"), ("jira.xml", "<rss><channel/></rss>", "CSV"),
        ("jira.html", "<html><table/></html>", "CSV"), ("tasks.json", '[{"urgency": 1}]', "import taskwarrior"),
    ],
)  # fmt: skip
def test_what_comes_in_by_another_command_is_named_with_it(
    store: Store, tmp_path: Path, name: str, text: str, way: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    [(line, reason)] = import_file(store, "csv", path).refused
    assert (line, way in reason) == (0, True)
