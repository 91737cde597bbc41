"""Undo and redo: whose, in which order, across restarts, and when they refuse."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.store_files import Clock, new_file, plainly, rows_of
from tpm_tui.domain.cancellation_of_long_work import Cancelled
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_file(tmp_path / "a.db").close()
    return tmp_path / "a.db"


@pytest.fixture
def ana(path: Path) -> Iterator[Store]:
    with Store.open(path, author="ana", now=Clock()) as store:
        store.load()
        yield store


@pytest.fixture
def ben(path: Path) -> Iterator[Store]:
    with Store.open(path, author="ben", now=Clock()) as store:
        store.load()
        yield store


def add(store: Store, title: str) -> str:
    with store.transaction(f"Add {title}") as tx:
        return tx.add("item", title=title)


def change(store: Store, item: str, **fields: object) -> None:
    with store.transaction("Change") as tx:
        tx.set("item", item, **fields)


def title(store: Store, item: str) -> object:
    store.poll()
    return store.plan.value("item", item, "title") if item in store.plan["item"] else None


def test_a_new_file_has_nothing_to_undo(ana: Store) -> None:
    ana.author = "somebody"
    assert ana.undo() is None
    ana.author = "ana"
    assert ana.undo() is None, "the file's own making is not an edit"
    assert ana.redo() is None


def test_undo_and_redo_say_what_they_took_back(ana: Store) -> None:
    item = add(ana, "Rehearsal")
    undone = ana.undo("the list")
    assert undone is not None
    assert (undone.label, undone.initiator, undone.external) == ("Add Rehearsal", "the list", False)
    assert [(e.kind, e.id, e.verb) for e in undone.edits] == [("item", item, "delete")]
    redone = ana.redo()
    assert redone is not None
    assert redone.label == "Add Rehearsal"
    assert title(ana, item) == "Rehearsal"


def test_undo_goes_back_edit_by_edit_and_redo_forward_again(ana: Store, path: Path) -> None:
    contents = [rows_of(path)]
    item = add(ana, "One")
    contents.append(rows_of(path))
    for name in ("Two", "Three"):
        change(ana, item, title=name)
        contents.append(rows_of(path))
    for wanted in reversed(contents[:-1]):
        assert ana.undo() is not None
        assert rows_of(path) == wanted
    for wanted in contents[1:]:
        assert ana.redo() is not None
        assert rows_of(path) == wanted
    assert ana.redo() is None


def test_undo_of_a_redo_and_redo_of_that(ana: Store) -> None:
    item = add(ana, "One")
    change(ana, item, title="Two")
    for _ in range(3):
        ana.undo()
        assert title(ana, item) == "One"
        ana.redo()
        assert title(ana, item) == "Two"
    ana.undo()
    ana.undo()
    assert title(ana, item) is None
    assert ana.undo() is None


def test_a_new_edit_ends_what_could_be_redone(ana: Store) -> None:
    item = add(ana, "One")
    change(ana, item, title="Two")
    ana.undo()
    change(ana, item, title="Other")
    assert ana.redo() is None
    ana.undo()
    assert title(ana, item) == "One"


def test_undo_survives_a_restart(ana: Store, path: Path) -> None:
    item = add(ana, "One")
    change(ana, item, title="Two")
    ana.undo()
    ana.close()
    with Store.open(path, author="ana", now=Clock()) as again:
        again.load()
        assert again.redo() is not None
        assert title(again, item) == "Two"
        again.undo()
        again.undo()
        assert title(again, item) is None


def test_undo_without_having_read_the_file(ana: Store, path: Path) -> None:
    item = add(ana, "One")
    ana.close()
    with Store.open(path, author="ana", now=Clock()) as again:
        assert again.undo() is not None
        assert item not in again.plan["item"]


def test_each_takes_back_their_own(ana: Store, ben: Store) -> None:
    anas, bens = add(ana, "Ana's"), add(ben, "Ben's")
    assert ana.undo() is not None
    assert title(ana, anas) is None
    assert title(ana, bens) == "Ben's"
    assert ana.undo() is None
    assert ben.redo() is None
    assert ben.undo() is not None
    assert title(ben, bens) is None


def test_undo_refuses_if_the_field_has_since_changed(ana: Store, ben: Store, path: Path) -> None:
    item = add(ana, "One")
    change(ana, item, title="Two")
    change(ben, item, title="Three")
    before = rows_of(path)
    with pytest.raises(ValidationError, match="Title of T-1 has since changed; nothing was undone"):
        ana.undo()
    assert rows_of(path) == before
    assert ben.undo() is not None
    assert ana.undo() is not None
    assert title(ana, item) == "One"


def test_undo_goes_on_beside_another_field_of_the_same_record(ana: Store, ben: Store) -> None:
    item = add(ana, "One")
    change(ana, item, title="Two")
    change(ben, item, priority="high")
    assert ana.undo() is not None
    assert ana.plan.value("item", item, "title") == "One"
    assert ana.plan.value("item", item, "priority") == "high"


def test_undo_refuses_to_unmake_what_somebody_has_worked_on(ana: Store, ben: Store) -> None:
    item = add(ana, "One")
    ben.poll()
    with ben.transaction("Check") as tx:
        tx.add("check", item=item, title="Reviewed")
    with pytest.raises(ValidationError, match=r"CK-1 still points at what would be deleted \(its Item\)"):
        ana.undo()
    ben.undo()
    change(ben, item, priority="high")
    with pytest.raises(ValidationError, match="Priority of T-1 has since changed"):
        ana.undo()


def test_undo_refuses_if_the_record_is_gone(ana: Store, ben: Store) -> None:
    item = add(ana, "One")
    change(ana, item, title="Two")
    ben.poll()
    with ben.transaction("Delete") as tx:
        tx.delete("item", item)
    with pytest.raises(ValidationError, match="that item has since been deleted"):
        ana.undo()
    assert title(ana, item) is None


def test_undo_refuses_if_what_it_would_point_at_is_gone(ana: Store, ben: Store) -> None:
    with ana.transaction("Add") as tx:
        epic = tx.add("item", title="Epic")
        task = tx.add("item", title="Task", parent=epic)
    with ana.transaction("Out") as tx:
        tx.set("item", task, parent=None)
    ben.poll()
    with ben.transaction("Delete") as tx:
        tx.delete("item", epic)
    with pytest.raises(ValidationError, match="Parent points at an item that is not there"):
        ana.undo()


def test_undo_refuses_where_another_record_has_taken_the_key(ana: Store, ben: Store) -> None:
    add(ana, "One")
    item = ana.plan["item"].ids[0]
    with ana.transaction("Delete") as tx:
        tx.delete("item", item)
    ben.poll()
    with ben.transaction("Bring in") as tx:
        tx.add_stored("item", {"title": "Other", "key": "T-1"})
    with pytest.raises(ValidationError, match="T-1 is the key of another item"):
        ana.undo()


def test_undo_refuses_what_would_make_a_loop(ana: Store, ben: Store) -> None:
    with ana.transaction("Add") as tx:
        one, two = tx.add("item", title="One"), tx.add("item", title="Two")
        link = tx.add("link", predecessor=one, successor=two)
    with ana.transaction("Unlink") as tx:
        tx.delete("link", link)
    ben.poll()
    with ben.transaction("Link") as tx:
        tx.add("link", predecessor=two, successor=one)
    with pytest.raises(ValidationError, match="that would make a loop"):
        ana.undo()


def test_what_was_done_against_a_rule_of_the_way_there_can_still_be_taken_back(ana: Store) -> None:
    item = add(ana, "Migrate")
    change(ana, item, status="done")
    with ana.transaction("A check comes late") as tx:
        tx.add("check", item=item, title="Reviewed")
    change(ana, item, status="doing")
    with pytest.raises(ValidationError, match="T-1 is not done while these checks are open: CK-1 Reviewed"):
        change(ana, item, status="done")
    assert ana.undo() is not None
    assert ana.plan.value("item", item, "status") == "done"


def test_two_programs_of_one_person_take_back_different_edits(ana: Store, path: Path) -> None:
    first, second = add(ana, "One"), add(ana, "Two")
    with Store.open(path, author="ana", now=Clock()) as other:
        other.load()
        other.undo()
        ana.undo()
        other.poll()
        assert first not in other.plan["item"]
        assert second not in other.plan["item"]
        assert ana.undo() is None
        assert other.redo() is not None


def test_an_undo_by_a_program_that_lagged_behind_tells_what_it_came_upon(ana: Store, ben: Store) -> None:
    add(ana, "Ana's")
    item = add(ben, "Ben's")
    ana.undo()
    changed = ana.poll()
    assert changed is not None
    assert changed.external
    assert (changed.edits[0].kind, changed.edits[0].id) == ("item", item)
    assert ana.poll() is None


def test_history_tells_who_did_what_newest_first(ana: Store, ben: Store) -> None:
    item = add(ana, "One")
    change(ben, item, title="Two")
    ben.undo()
    ana.poll()
    told = [(e.author, e.verb, e.label, [(x.verb, (x.after or {}).get("title")) for x in edits]) for e, edits in
            ana.history(item)]  # fmt: skip
    assert told == [
        ("ben", "undo", "Change", [("change", "One")]),
        ("ben", "edit", "Change", [("change", "Two")]),
        ("ana", "edit", "Add One", [("add", "One")]),
    ]
    whole = ana.history()
    assert [e.id for e, _ in whole[:3]] == [e.id for e, _ in ana.history(item)]
    assert whole[0][0].undoes == whole[1][0].id
    assert [e.verb for e, _ in whole] == ["undo", "edit", "edit", "file.new"]
    assert [len(edits) for _, edits in ana.history(limit=2)] == [1, 1]
    assert [e.sequence for e, _ in ana.entries_since(2)] == [3, 4]


@pytest.mark.slow
def test_history_of_more_than_a_page_misses_nothing(ana: Store) -> None:
    item = add(ana, "0")
    for number in range(1, 250):
        change(ana, item, title=str(number))
    assert [e.sequence for e, _ in ana.history()] == list(range(251, 0, -1))


@pytest.mark.slow
def test_history_of_two_copies_brought_together_misses_nothing_either(ana: Store, path: Path) -> None:
    item = add(ana, "0")
    for number in range(1, 130):
        change(ana, item, title=str(number))
    with plainly(path) as connection:
        for replica in ("another", "zzz"):
            connection.execute(
                "INSERT INTO txn SELECT ?, sequence, time, 'ben', verb, label, NULL, NULL FROM txn"
                " WHERE author = 'ana'",
                (replica,),
            )
    told = [e.id for e, _ in ana.history()]
    assert len(told) == len(set(told)) == 3 * 131
    assert [sequence for _, sequence in told] == sorted((s for _, s in told), reverse=True)


def test_the_plan_as_of_a_moment_while_another_program_is_ahead(path: Path) -> None:
    clock = Clock()
    with Store.open(path, author="ana", now=clock) as ana, Store.open(path, author="ben", now=clock) as ben:
        ana.load()
        ben.load()
        item = add(ana, "One")
        moment = clock()
        clock.wait(hours=1)
        change(ben, item, title="Two")
        with ben.transaction("Delete") as tx:
            tx.delete("item", item)
        assert isinstance(ana.as_of(moment), Plan)
        assert ana.as_of(moment).value("item", item, "title") == "One"
        assert ben.as_of(moment).value("item", item, "title") == "One"
        assert len(ben.as_of(moment - timedelta(days=400))["programme"]) == 0
        assert item not in ben.as_of(clock())["item"]


def test_an_undo_and_a_redo_that_are_stopped_change_nothing(ana: Store, path: Path) -> None:
    before = rows_of(path)
    with ana.transaction("Import") as tx:
        for number in range(1200):
            tx.add("item", title=f"Item {number}", rank=f"a{number:05}")
    after, told = rows_of(path), []

    def at_the_second(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 2

    for take_back, there, then in ((ana.undo, after, before), (ana.redo, before, after)):
        told.clear()
        with pytest.raises(Cancelled):
            take_back(progress=at_the_second)
        assert told == [(500, 2400), (1000, 2400)]
        assert rows_of(path) == there
        assert take_back() is not None
        assert rows_of(path) == then


def test_what_the_program_notes_by_itself_is_passed_over(ana: Store) -> None:
    item = add(ana, "Rehearsal")

    def note(day: int) -> None:
        with ana.transaction("Forecast", "forecast.remember") as tx:
            tx.add("forecast", day=date(2026, 11, day))

    note(23)
    undone = ana.undo()
    assert undone is not None
    assert undone.label == "Add Rehearsal"
    assert len(ana.plan["forecast"]) == 1, "the note stays"
    note(24)
    redone = ana.redo()
    assert redone is not None, "a note makes no undo meaningless"
    assert title(ana, item) == "Rehearsal"


def test_changes_of_some_fields_are_told_with_what_made_the_records(ana: Store, ben: Store) -> None:
    item = add(ana, "status")
    change(ana, item, priority="high", notes='a "status" in words')
    change(ben, item, status="doing")
    change(ana, item, estimate=ThreePoint.single_point(60))
    with ana.transaction("Risk") as tx:
        tx.add("risk", title="status")
    ana.poll()
    listed = [(entry.author, edit.after) for entry, edits in ana.changes_of("item", "status") for edit in edits]
    assert [author for author, _ in listed] == ["ana", "ben"], "a note that speaks of a status changes none"
    assert (listed[1][1] or {})["status"] == "doing"
