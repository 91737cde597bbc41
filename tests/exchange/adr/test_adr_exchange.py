"""Folders of decision records in and out of a workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.adr.exporter import export_folder
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

QUEUE = """\
# 3. Use a queue

Date: 2026-05-04

## Status

Pending

## Context

We wait.

## Decision

A queue.

## Consequences

More to run.
"""
MADR = """\
---
nav_order: 5
status: superseded by ADR-0007
decision-makers: "@ana, ben"
---
# Use paper

## Considered Options

* Paper
* Stone

## Decision Outcome

Chosen option: "Paper", because it is light.

## Ours

Kept.
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "plan.db", name="Atlas") as opened:
        opened.load()
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = tmp_path / "decisions"
    records.mkdir()
    (records / "0003-use-a-queue.md").write_bytes(QUEUE.encode())
    (records / "0005-use-paper.md").write_bytes(MADR.replace("\n", "\r\n").encode())
    (records / "0007-use-stone.md").write_text("# Use stone\n")
    (records / "0005-paper.png").write_bytes(b"an image")
    return records


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def decision(store: Store, file: str) -> str:
    table = store.plan["decision"]
    return table.ids[table.columns["source_file"].index(file)]


def test_records_become_decisions_with_options_and_people(store: Store, folder: Path) -> None:
    outcome = import_file(store, "adr", folder)
    assert (outcome.created, outcome.updated, outcome.refused) == (3, 0, ())
    paper = store.plan["decision"].row(decision(store, "0005-use-paper.md"))
    assert (paper["title"], paper["status"]) == ("Use paper", "superseded")
    assert paper["superseded_by"] == decision(store, "0007-use-stone.md")
    assert store.plan.title("option", str(paper["outcome"])) == "Paper"
    assert sorted(store.plan["stakeholder"].columns["name"]) == ["ana", "ben"]  # type: ignore[type-var]
    queue = store.plan["decision"].row(decision(store, "0003-use-a-queue.md"))
    assert (queue["status"], queue["at"], queue["rationale"]) == ("proposed", "2026-05-04", "A queue.")
    assert import_file(store, "adr", folder).unchanged == 3


def test_out_again_without_a_byte_of_difference(store: Store, folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    import_file(store, "adr", folder)
    assert export_folder(store, folder).unchanged == 3
    assert contents(folder) == before
    export_folder(store, tmp_path / "other")
    assert contents(tmp_path / "other") == {name: data for name, data in before.items() if name.endswith(".md")}


STRANGE = {
    "0001-template.md": b"# <!-- title -->\n\n## Considered Options\n\n* <!-- option -->\n\n## Decision Outcome\n\n"
    b'Chosen option: "", because\n',
    "0002-nothing.md": b"",
    "0003-blank.md": b"\n\n",
    "0004-no-title.md": b"Just text.\n",
    "0005-no-end.md": b"\xef\xbb\xbf# 5. No end of line",
}


def test_records_without_title_text_or_options_keep_every_byte_too(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "strange"
    folder.mkdir()
    for name, data in STRANGE.items():
        (folder / name).write_bytes(data)
    assert import_file(store, "adr", folder).created == len(STRANGE)
    assert (export_folder(store, folder).unchanged, contents(folder)) == (len(STRANGE), STRANGE)
    export_folder(store, tmp_path / "other")
    assert contents(tmp_path / "other") == STRANGE
    with store.transaction("edit") as tx:
        tx.set("decision", decision(store, "0004-no-title.md"), title="A title")
    assert export_folder(store, folder).written == ("0004-no-title.md",)
    assert (folder / "0004-no-title.md").read_text() == "# A title\nJust text.\n"


def test_records_that_supersede_each_other_in_a_circle_come_in_without_closing_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "circle"
    folder.mkdir()
    for number, other in ((1, 2), (2, 3), (3, 1)):
        text = f"---\nstatus: superseded by ADR-000{other}\n---\n# Decision {number}\n"
        (folder / f"000{number}-one.md").write_text(text)
    before = contents(folder)
    outcome = import_file(store, "adr", folder)
    assert (outcome.created, outcome.refused) == (3, ())
    one, two, three = (decision(store, f"000{number}-one.md") for number in (1, 2, 3))
    assert [store.plan.value("decision", id_, "superseded_by") for id_ in (one, two, three)] == [two, three, None]
    assert (export_folder(store, folder).unchanged, contents(folder)) == (3, before)
    assert import_file(store, "adr", folder).unchanged == 3


def test_an_edit_changes_its_own_lines_and_a_new_decision_gets_the_next_number(store: Store, folder: Path) -> None:
    before = contents(folder)
    import_file(store, "adr", folder)
    with store.transaction("edit") as tx:
        tx.set("decision", decision(store, "0003-use-a-queue.md"), status="accepted")
        tx.set("decision", decision(store, "0005-use-paper.md"), title="Use cloth")
        tx.add("decision", title="Use a bus")
    assert export_folder(store, folder).written == ("0003-use-a-queue.md", "0005-use-paper.md", "0008-use-a-bus.md")
    after = contents(folder)
    assert after["0003-use-a-queue.md"] == before["0003-use-a-queue.md"].replace(b"Pending", b"Accepted")
    assert after["0005-use-paper.md"] == before["0005-use-paper.md"].replace(b"Use paper", b"Use cloth")
    with store.transaction("edit again") as tx:
        tx.set("decision", decision(store, "0008-use-a-bus.md"), title="Use a train")
    assert export_folder(store, folder).written == ("0008-use-a-bus.md",), "what was written is known again"


def test_what_somebody_else_changed_is_not_written_over(store: Store, folder: Path) -> None:
    import_file(store, "adr", folder)
    (folder / "0003-use-a-queue.md").write_text("# 3. Theirs\n")
    with store.transaction("edit") as tx:
        tx.set("decision", decision(store, "0003-use-a-queue.md"), status="accepted")
    outcome = export_folder(store, folder)
    assert [file.name for file in outcome.refused] == ["0003-use-a-queue.md"]
    assert (folder / "0003-use-a-queue.md").read_text() == "# 3. Theirs\n"


def test_what_is_no_folder_of_records_is_refused_in_one_line(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "nowhere", tmp_path / "plan.db", tmp_path / "empty"):
        outcome = import_file(store, "adr", place)
        assert outcome.failed
        assert str(place) in outcome.refused[0][1]
    with pytest.raises(ValidationError, match="is no folder"):
        export_folder(store, tmp_path / "plan.db")


ARGUED = """\
# Store

## Considered Options

* Paper
* Stone
* Clay

## Decision Outcome

Chosen option: "Paper".

## Pros and Cons of the Options

### Paper

It is known.

- Good, because it is light\x20\x20
- Neutral, because it is white
- Bad, because it burns
  quickly

### Stone

Heavy.

## Links

* None
"""


def test_arguments_are_written_where_they_changed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "argued"
    folder.mkdir()
    (folder / "0001-store.md").write_text(ARGUED, encoding="utf-8", newline="")
    import_file(store, "adr", folder)
    options = {store.plan.title("option", id_): id_ for id_ in store.plan["option"].ids}
    assert export_folder(store, folder).unchanged == 1
    with store.transaction("argue") as tx:
        tx.set("option", options["Paper"], pros="- Good, because it is light\ncheap", cons="- Bad, because it tears")
        tx.set("option", options["Stone"], cons="It is heavy")
        tx.set("option", options["Clay"], pros="Good, because it is soft")
    assert export_folder(store, folder).written == ("0001-store.md",)
    text = (folder / "0001-store.md").read_bytes().decode()
    assert text == (
        ARGUED.replace("is light  \n", "is light  \n* Good, because cheap\n")
        .replace("- Bad, because it burns\n  quickly\n", "- Bad, because it tears\n  quickly\n")
        .replace("Heavy.\n", "Heavy.\n* Bad, because It is heavy\n\n### Clay\n\n* Good, because it is soft\n")
    )
    assert export_folder(store, folder).unchanged == 1, "what was written says the same"
    with store.transaction("drop") as tx:
        tx.set("option", options["Paper"], pros="", cons="")
    export_folder(store, folder)
    assert "It is known.\n\n- Neutral, because it is white\n\n### Stone" in (folder / "0001-store.md").read_text()


def test_arguments_that_somebody_wrote_into_the_file_come_in_again(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "argued"
    folder.mkdir()
    (folder / "0001-store.md").write_text(ARGUED, encoding="utf-8")
    import_file(store, "adr", folder)
    (folder / "0001-store.md").write_text(ARGUED.replace("it burns", "it rots"), encoding="utf-8")
    import_file(store, "adr", folder)
    assert "- Bad, because it rots" in store.plan["option"].columns["cons"]
    assert export_folder(store, folder).unchanged == 1
