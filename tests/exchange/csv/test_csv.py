"""Plain CSV of any kind: out and in again, with columns matched as people name them."""

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.record_factory import fill
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.csv.csv_cells import escape_formula, unescape_formula
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

STAMPS = {"created", "changed"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


def csv_of(store: Store, kind: str, fields: list[str] | None = None) -> str:
    out = io.StringIO(newline="")
    export_file(store, "csv", out, kind=kind, fields=fields)
    return out.getvalue()


def content(store: Store, kind: str) -> dict[str, dict[str, object]]:
    table = store.plan[kind]
    return {id_: {n: v for n, v in table.row(id_).items() if n not in STAMPS} for id_ in table.ids}


@pytest.mark.parametrize("kind", KINDS)
def test_records_of_every_kind_come_back_as_they_were(store: Store, kind: str) -> None:
    """All fields, by id, after every field that can be emptied was emptied."""
    fill(store, random.Random(kind))
    before = content(store, kind)
    exported = csv_of(store, kind, [c.name for c in KINDS[kind].columns])
    with store.transaction("Change all") as tx:
        for id_ in store.plan[kind].ids if kind != "baseline_entry" else ():
            tx.set(kind, id_, notes="changed")
    outcome = import_file(store, "csv", io.StringIO(exported), kind=kind)
    assert outcome.refused == ()
    assert outcome.created == 0
    assert content(store, kind) == before


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("programme", "state", "baseline_entry")])
def test_deleted_records_of_every_kind_come_back_with_their_ids_and_keys(store: Store, kind: str) -> None:
    fill(store, random.Random(kind))
    loose = [i for i in store.plan[kind].ids if not store.plan.references_to_record(i)]
    before = content(store, kind)
    exported = csv_of(store, kind, [c.name for c in KINDS[kind].columns])
    with store.transaction("Delete") as tx:
        tx.delete(kind, *loose)
    outcome = import_file(store, "csv", io.StringIO(exported), kind=kind)
    assert outcome.refused == ()
    assert outcome.created == len(loose)
    assert content(store, kind) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_columns_of_every_kind_are_understood_again(store: Store, kind: str) -> None:
    """What is shown to people: labels as headers, references by name or key, no ids."""
    fill(store, random.Random(kind))
    before = content(store, kind)
    outcome = import_file(store, "csv", io.StringIO(csv_of(store, kind)), kind=kind)
    assert (outcome.created, outcome.updated, outcome.refused) == (0, 0, ())
    assert content(store, kind) == before
    assert all(c.label != "ignored" for c in outcome.columns)


def test_no_cell_can_start_a_formula(store: Store) -> None:
    with store.transaction("Add") as tx:
        for title in ("=cmd|calc", "+1", "-1", "@sum", "'=x", "''-y", "＝1"):
            tx.add("item", title=title, notes=f"\t{title}")
    rows = list(csv.reader(io.StringIO(csv_of(store, "item", ["title", "notes"]), newline="")))
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝") for row in rows for cell in row)
    assert [r[0] for r in rows[1:]] == ["'=cmd|calc", "'+1", "'-1", "'@sum", "''=x", "'''-y", "'＝1"]


@given(st.text())
def test_guarding_a_cell_loses_nothing(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


def read(store: Store, text: str, kind: str = "item", **more: object) -> object:
    return import_file(store, "csv", io.StringIO(text, newline=""), kind=kind, **more)


def test_a_table_as_people_write_it(store: Store) -> None:
    """Names of their own for the columns, typed dates and durations, a parent by title, keys from elsewhere."""
    with store.transaction("Add") as tx:
        ana = tx.add("person", name="Ana Ruiz")
    text = (
        "Issue Key;Task name;Assigned to;Effort;Due date;Parent;Labels\n"
        "X-1;Move the ledger;ana;2w;12 mar;;ops backend\n"
        "X-2;Dry run;Ana Ruiz;1d/2d/4d;2027-03-01;Move the ledger;\n"
    )
    outcome = read(store, text)
    assert (outcome.created, outcome.refused) == (2, ())
    first, second = store.plan["item"].ids
    row = store.plan["item"].row(first)
    assert (row["owner"], row["estimate"], row["deadline"]) == (ana, "[4800,4800,4800]", "2027-03-12T23:59")
    assert (row["tags"], row["source_id"]) == ('["ops","backend"]', "X-1")
    assert store.plan.value("item", second, "parent") == first
    assert store.plan.value("item", second, "estimate") == "[480,960,1920]"
    again = read(store, text.replace("Dry run", "Rehearsal"))
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert store.plan.value("item", second, "title") == "Rehearsal"


def test_rows_that_do_not_fit_are_refused_with_their_line(store: Store) -> None:
    text = (
        'Title,Owner,Estimate,Due,Status\n"two\nlines",,,,\nB,P-77,,,\nC,,soon,,\nD,,,31 feb,\nE,,,,half\n'
        ",,1d,,\nG,,,,,extra\nH,,-1d,,\nfine,,1d,fri,doing\n"
    )
    outcome = read(store, text)
    assert [line for line, _ in outcome.refused] == [4, 5, 6, 8, 9, 10]
    reasons = dict(outcome.refused)
    assert "there is no person 'P-77'" in reasons[4]
    assert "is no duration" in reasons[5]
    assert "is no date" in reasons[6]
    assert reasons[8] == "Title is empty"
    assert "wider than its header (6 cells, 5 headers)" in reasons[9]
    assert "cannot be negative" in reasons[10]
    assert store.plan["item"].columns["title"] == ["two lines", "E", "fine"]
    assert store.plan.state_groups["half"] == "todo", "an unknown state joins the workflow, and is told"
    assert outcome.assumed[0].startswith("state half is taken as todo")


def test_a_strangers_table_brings_its_people_and_its_words(store: Store) -> None:
    text = (
        "Task,Assignee,Stream,Status,Priority,Type\n"
        "Design,Ana,Data,To Do,Major,Story\nBuild,ben,data,In Progress,P1,Bug\n"
        "Check,BEN,,Closed,,\nLater,Unassigned,,,,\nLost,Cyd,,half,,\n"
    )
    outcome = read(store, text)
    assert (outcome.created, outcome.refused) == (5, ())
    assert "also created: 1 workflow state, 3 people, 1 workstream" in outcome.notes
    assert store.plan["person"].columns["name"] == ["Ana", "ben", "Cyd"]
    items = store.plan["item"].columns
    ana, ben, cyd = store.plan["person"].ids
    assert items["owner"] == [ana, ben, ben, None, cyd]
    assert items["status"] == ["backlog", "doing", "done", "backlog", "half"]
    assert items["priority"][:2] == ["high", "highest"]
    assert items["type"][:2] == ["story", "bug"]
    assert len(set(items["workstream"][:2])) == 1
    read(store, text)
    assert store.plan["person"].ids == [ana, ben, cyd], "found by name the next time"


def test_a_quotation_that_never_ends_swallows_no_row_in_silence(store: Store) -> None:
    outcome = read(store, 'Title\nA\n"B\nC\nD\n')
    assert store.plan["item"].columns["title"] == ["A"]
    assert outcome.refused == ((3, "a quoted text starts in this row and never ends; nothing after it was read"),)


def test_strict_refuses_the_whole_table_for_one_row(store: Store) -> None:
    outcome = read(store, "Title,Due\nA,fri\nB,never\n", strict=True)
    assert (outcome.created, outcome.written, len(outcome.refused)) == (0, False, 1)
    assert len(store.plan["item"]) == 0


def test_a_mapping_is_taken_and_remembered_for_the_same_headers(store: Store) -> None:
    text = "What,When,Junk\nA,2027-01-05,x\n"
    with pytest.raises(AssertionError):
        assert read(store, text).created == 1
    outcome = read(store, text, mapping={"What": "title", "When": "deadline"})
    assert outcome.created == 1
    assert [(c.header, c.field) for c in outcome.columns] == [("What", "title"), ("When", "deadline"), ("Junk", "")]
    later = read(store, "What,When,Junk\nB,2027-01-06,y\n")
    assert later.created == 1
    assert store.plan["item"].columns["deadline"] == ["2027-01-05T23:59", "2027-01-06T23:59"]
    assert len(store.plan["mapping"]) == 1
    changed = read(store, text, mapping={"When": "constraint_date"})
    assert (changed.created, changed.updated) == (0, 1)
    assert len(store.plan["mapping"]) == 1
    store.undo()
    assert "deadline" in str(store.plan["mapping"].columns["pairs"][0])


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [({"Nope": "title"}, "no column 'nope'"), ({"A": "colour"}, "has no field 'colour'")],
)
def test_a_mapping_that_cannot_be_is_refused(store: Store, mapping: dict[str, str], reason: str) -> None:
    [(line, said)] = read(store, "A,Title\nx,y\n", mapping=mapping).refused
    assert line == 0
    assert reason in said


def test_fields_of_the_user_come_and_go_as_columns(store: Store) -> None:
    with store.transaction("Add") as tx:
        tx.add("custom_field", name="team_size", type="number")
        tx.add("item", title="A", custom='{"team_size":3}')
    exported = csv_of(store, "item", ["key", "team_size"])
    assert exported == "Key,Team size\r\nT-1,3\r\n"
    outcome = read(store, "Key,Team size\r\nT-1,5\r\n")
    assert outcome.updated == 1
    assert store.plan["item"].columns["custom"] == ['{"team_size":5.0}']


def test_a_done_item_with_an_open_check_is_refused_alone(store: Store) -> None:
    with store.transaction("Add") as tx:
        item = tx.add("item", title="A")
        tx.add("item", title="B")
        tx.add("check", item=item, title="Reviewed")
    outcome = read(store, "Key,Status\nT-1,done\nT-2,done\n")
    assert (outcome.updated, len(outcome.refused)) == (1, 1)
    assert "checks are open" in outcome.refused[0][1]


def test_moving_an_item_below_one_that_waits_for_it_is_refused(store: Store) -> None:
    with store.transaction("Add") as tx:
        a, b = tx.add("item", title="A"), tx.add("item", title="B")
        tx.add("link", predecessor=a, successor=b)
    outcome = read(store, "Key,Parent\nT-1,T-2\n")
    assert "loop" in outcome.refused[0][1]
    assert store.plan.value("item", a, "parent") is None


@pytest.mark.parametrize(
    ("data", "titles", "note"),
    [
        ("Title\nZürich\n".encode("utf-8-sig"), ["Zürich"], ""),
        ("Title\nZürich\n".encode("cp1252"), ["Zürich"], "Windows-1252"),
        ("Title\nZürich\n".encode("utf-16"), ["Zürich"], ""),
        ("Title\nZürich Köln Åre\n".encode() + b"bad \xff here\nlast\n", ["Zürich Köln Åre", "last"], "damaged UTF-8"),
        (b"Title\rold\rMac\r", ["old", "Mac"], ""),
        (b"Title\nA\0B\nlast\n", ["last"], ""),
    ],
)
def test_encodings(store: Store, data: bytes, titles: list[str], note: str) -> None:
    outcome = import_file(store, "csv", io.BytesIO(data))
    assert store.plan["item"].columns["title"] == titles
    assert note in " ".join(outcome.notes)


def test_huge_cells_are_taken_up_to_a_million_characters(store: Store) -> None:
    outcome = read(store, f"Title,Notes\nA,{'x' * 900_000}\nB,{'y' * 1_100_000}\n")
    assert outcome.created == 1
    assert outcome.refused == ((3, "a text is longer than a million characters"),)


def test_progress_is_told_and_a_no_stops_without_a_trace(store: Store) -> None:
    from tpm_tui.domain.cancellation_of_long_work import Cancelled

    told: list[tuple[int, int]] = []
    text = "Title\n" + "A\n" * 3000

    def go(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    read(store, text, progress=go)
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    for stop in range(1, len(told) - 1, 4):
        seen = iter(range(stop))
        with pytest.raises(Cancelled):
            read(store, text, progress=lambda _d, _t, seen=seen: next(seen, None) is not None)
    assert len(store.plan["item"]) == 3000
    assert len(store.history()) == 2


def test_an_export_replaces_a_file_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    with store.transaction("Add") as tx:
        tx.add("item", title="A")
    target = tmp_path / "out.csv"
    target.write_text("before")
    with pytest.raises(ValidationError, match="has no field 'nope'"):
        export_file(store, "csv", target, fields=["nope"], force=True)
    assert target.read_text() == "before"
    with pytest.raises(ValidationError, match="holds something that tpm did not write there"):
        export_file(store, "csv", target, fields=["title"])
    assert target.read_text() == "before"
    export_file(store, "csv", target, fields=["title"], force=True)
    assert target.read_bytes() == b"Title\r\nA\r\n"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    with pytest.raises(ValidationError, match=r"there is no folder .* make it first"):
        export_file(store, "csv", tmp_path / "no folder" / "out.csv")
