"""Folders of decision records, and records of real projects where they are at hand."""

import os
from pathlib import Path

import pytest

from tpm_tui.exchange.adr.adr_document import PARTS, read_adr
from tpm_tui.exchange.adr.adr_edit import edit_part
from tpm_tui.exchange.adr.adr_folder import AdrWrite, read_folder, write_folder


def test_a_folder_goes_out_file_by_file_and_never_over_what_others_changed(tmp_path: Path) -> None:
    for number, text in ((1, "# One\n"), (4, "# Four\r\n"), (9, "# 9. Nine")):
        (tmp_path / f"{number:04}-x.md").write_bytes(text.encode())
    (tmp_path / "0005-broken.md").write_bytes(b"\xff\xfe")
    (tmp_path / "0009-x.png").write_bytes(b"image")
    (tmp_path / "README.md").write_text("index")
    files, refused = read_folder(tmp_path)
    assert [(file.number, file.name) for file in files] == [(1, "0001-x.md"), (4, "0004-x.md"), (9, "0009-x.md")]
    assert [(file.name, file.reason) for file in refused] == [("0005-broken.md", "it is not UTF-8")]
    untouched = [AdrWrite(file.name, file.document.text, file.digest) for file in files]
    assert write_folder(tmp_path, untouched) == ([], [])
    (tmp_path / "0004-x.md").write_text("somebody was here")
    edited = [AdrWrite(f.name, edit_part(f.document, "title", "Anew").text, f.digest) for f in files]
    (tmp_path / "0010-new.md").write_text("there")
    fresh = [AdrWrite("0010-new.md", "new", None), AdrWrite("0011-new.md", "new", None), AdrWrite("../x.md", "x", None)]
    written, refused = write_folder(tmp_path, edited + fresh)
    assert written == ["0001-x.md", "0009-x.md", "0011-new.md"]
    assert [file.name for file in refused] == ["0004-x.md", "0010-new.md", "../x.md"]
    assert (tmp_path / "0004-x.md").read_text() == "somebody was here"
    assert not list(tmp_path.glob(".adr-*"))
    assert write_folder(tmp_path / "other", edited)[0] == ["0001-x.md", "0004-x.md", "0009-x.md"]


DATA = Path(os.environ.get("TPM_DATA", "/nowhere")) / "adr"


@pytest.mark.skipif(not DATA.is_dir(), reason="others' data lies beside the checkout: TPM_DATA names the folder")
def test_records_of_real_projects_come_back_byte_for_byte() -> None:
    count = 0
    for path in sorted(DATA.rglob("*.md")):
        data = path.read_bytes()
        record = read_adr(data.decode())
        assert record.text.encode() == data
        for part in PARTS:
            after = edit_part(record, part, "Other words")
            assert after.value(part) == "Other words"
            entry = record.parts.get(part)
            if entry is not None and entry.first < entry.last:
                assert after.lines[: entry.first] == record.lines[: entry.first]
                assert after.lines[len(after.lines) - len(record.lines) + entry.last :] == record.lines[entry.last :]
        count += 1
    assert count
