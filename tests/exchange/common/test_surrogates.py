"""Halves of characters (lone surrogates) are no text that a file, a screen or another program can hold.

What brings one is refused with its line in one sentence, and the rest comes in.
"""

import io
from pathlib import Path
from typing import IO

import pytest

from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

#: A half as a program writes it that writes halves one by one, and as one that escapes them.
BYTES, ESCAPED = b"a\xed\xa0\x80b", b"a\\ud800b"
REASON = ": the text holds half of a character (a lone surrogate)"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


CSV = b"Title,Notes\nfirst,\n%s,\nlast,\n"
JIRA = b"Summary,Issue key\nfirst,A-1\n%s,A-2\nlast,A-3\n"
JSON = (
    b'{"format": "tpm", "version": 1, "records": {"item": [{"title": "first"},\n\n{"title": "%s"}, {"title": "last"}]}}'
)


@pytest.mark.parametrize(
    ("format_", "file"),
    [
        ("csv", io.BytesIO(CSV % BYTES)),
        ("csv", io.StringIO((CSV % BYTES).decode("utf-8", "surrogatepass"), newline="")),
        ("csv", io.StringIO((CSV % BYTES).decode("utf-8", "surrogateescape"), newline="")),
        ("csv", io.BytesIO((CSV % b"a~b").decode().replace("~", "\ud800").encode("utf-16", "surrogatepass"))),
        ("jira", io.BytesIO(JIRA % BYTES)),
        ("json", io.BytesIO(JSON % ESCAPED)),
        ("json", io.BytesIO(JSON % b"\\udfff")),
        ("json", io.BytesIO(JSON % BYTES)),
    ],
    ids=["bytes", "text", "escaped bytes", "UTF-16", "Jira", "JSON", "JSON, the other half", "JSON, bytes"],
)
def test_one_record_is_refused_in_one_line_and_the_others_come_in(
    store: Store, format_: str, file: IO[str] | IO[bytes]
) -> None:
    outcome = import_file(store, format_, file)
    assert outcome.refused == ((3, ("Summary" if format_ == "jira" else "Title") + REASON),)
    assert store.plan["item"].columns["title"] == ["first", "last"]


@pytest.mark.parametrize("field", ["notes", "tags", "key", "id", "owner", "estimate", "a\ud800"])
def test_in_any_other_field_and_in_its_name(store: Store, field: str) -> None:
    text = f'{{"format": "tpm", "version": 1, "records": {{"item": [{{"title": "x", "{field}": "a\\ud800b"}}]}}}}'
    outcome = import_file(store, "json", io.StringIO(text))
    told = [*(reason for _, reason in outcome.refused), *outcome.notes]
    assert len(told) == 1
    assert "\n" not in told[0]
    for text in (str(v) for table in store.plan.tables.values() for values in table.columns.values() for v in values):
        text.encode()


def test_whole_characters_written_as_two_escapes_are_text(store: Store) -> None:
    assert import_file(store, "json", io.BytesIO(JSON % b"\\ud83d\\ude00")).refused == ()
    assert "\U0001f600" in store.plan["item"].columns["title"]
