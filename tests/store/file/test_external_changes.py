"""Two programs on one file: each sees what the other did, and nothing is overwritten unseen."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.store_files import Clock, new_file, plainly, rows_in, rows_of
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.errors import FileLockedError
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import EditConflict


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path / "a.db") as store, store.transaction("Add") as tx:
        tx.add("item", title="One")
        tx.add("item", title="Two")
    return tmp_path / "a.db"


@pytest.fixture
def ana(path: Path) -> Iterator[Store]:
    with Store.open(path, author="ana", now=Clock()) as store:
        store.load()
        yield store


def item(store: Store, number: int = 1) -> str:
    place = store.plan.find_key(f"T-{number}")
    assert place
    return place[1]


def elsewhere(path: Path, work: str, author: str = "ben") -> None:
    """Do something to the file in a process of its own; ``store`` and ``one`` (the first item) are at hand."""
    program = f"""
from tpm_tui.store.store import Store
with Store.open({str(path)!r}, author={author!r}) as store:
    store.load()
    one = store.plan["item"].ids[0]
{textwrap.indent(textwrap.dedent(work), "    ")}
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_what_another_process_commits_arrives_once_as_edits(ana: Store, path: Path) -> None:
    assert ana.poll() is None
    elsewhere(path, """
        with store.transaction("Rename") as tx:
            tx.set("item", one, title="Renamed")
            tx.add("risk", title="Late")
    """)  # fmt: skip
    changed = ana.poll()
    assert changed is not None
    assert changed.external
    assert changed.label == "Rename"
    assert changed.kinds == {"item", "risk"}
    assert changed.plan is ana.plan
    assert ana.plan.value("item", item(ana), "title") == "Renamed"
    assert rows_in(ana) == rows_of(path)
    assert ana.poll() is None


def test_several_commits_between_two_looks_arrive_together(ana: Store, path: Path) -> None:
    elsewhere(path, """
        for number in range(5):
            with store.transaction("Again") as tx:
                tx.set("item", one, title=str(number))
                made = tx.add("item", title="Passing")
            if number < 4:
                with store.transaction("Gone again") as tx:
                    tx.delete("item", made)
    """)  # fmt: skip
    changed = ana.poll()
    assert changed is not None
    assert "" not in {e.id for e in changed.edits}
    assert rows_in(ana) == rows_of(path)


def test_a_look_during_work_of_our_own_loses_nothing(ana: Store, path: Path) -> None:
    elsewhere(path, 'with store.transaction("Rename") as tx: tx.set("item", one, title="Renamed")')
    with ana.transaction("Mine") as tx:
        assert tx.plan.value("item", item(ana), "title") == "Renamed"
        tx.set("item", item(ana, 2), title="Mine")
    assert ana.last_change is not None
    assert {e.id for e in ana.last_change.edits} == {item(ana, 2)}
    elsewhere(path, 'with store.transaction("Again") as tx: tx.set("item", one, priority="high")')
    with pytest.raises(ZeroDivisionError), ana.transaction("Fails"):
        raise ZeroDivisionError
    changed = ana.poll()
    assert changed is not None
    assert [(e.id, set(e.after or ())) for e in changed.edits] == [
        (item(ana), {"title", "changed"}),
        (item(ana), {"priority", "changed"}),
    ]
    assert ana.poll() is None
    assert ana.take_external_changes() is None


def test_the_same_field_changed_since_it_was_seen_is_a_conflict(ana: Store, path: Path) -> None:
    seen = ana.plan.sequence
    elsewhere(path, 'with store.transaction("Rename") as tx: tx.set("item", one, title="Ben\'s")')
    before = rows_of(path)
    with (
        pytest.raises(
            EditConflict, match='Title was changed to "Ben\'s" by ben meanwhile; look, then edit again'
        ) as caught,
        ana.transaction("Rename", seen=seen) as tx,
    ):
        tx.set("item", item(ana), title="Mine")
    assert caught.value.field == "title"
    assert rows_of(path) == before
    with ana.transaction("Rename", seen=ana.plan.sequence) as tx:
        tx.set("item", item(ana), title="Mine, knowingly")
    assert ana.plan.value("item", item(ana), "title") == "Mine, knowingly"


def test_a_conflict_is_noticed_after_the_other_edit_was_already_polled(ana: Store, path: Path) -> None:
    seen = ana.plan.sequence
    elsewhere(path, 'with store.transaction("Rename") as tx: tx.set("item", one, title="Ben\'s")')
    ana.poll()
    with pytest.raises(EditConflict), ana.transaction("Rename", seen=seen) as tx:
        tx.set("item", item(ana), title="Mine")


def test_another_field_or_the_same_value_is_no_conflict(ana: Store, path: Path) -> None:
    seen = ana.plan.sequence
    elsewhere(path, 'with store.transaction("Rename") as tx: tx.set("item", one, title="Same")')
    with ana.transaction("Edit", seen=seen) as tx:
        tx.set("item", item(ana), title="Same", priority="high")
        tx.set("item", item(ana, 2), title="Mine")
    assert ana.plan.value("item", item(ana), "priority") == "high"


def test_a_record_deleted_meanwhile_is_said_to_be(ana: Store, path: Path) -> None:
    elsewhere(path, 'with store.transaction("Delete") as tx: tx.delete("item", one)')
    one = item(ana)
    with pytest.raises(ValidationError, match="that item has been deleted"), ana.transaction("Rename") as tx:
        tx.set("item", one, title="Mine")


def test_a_hand_edit_is_read_whole(ana: Store, path: Path) -> None:
    with plainly(path) as connection:
        connection.execute("UPDATE item SET title = 'By hand' WHERE key = 'T-1'")
    changed = ana.poll()
    assert changed is not None
    assert changed.kinds == frozenset(KINDS)
    assert ana.plan.value("item", item(ana), "title") == "By hand"
    assert ana.poll() is None


@pytest.mark.parametrize("hand_first", [True, False])
def test_a_hand_edit_beside_an_ordinary_one_is_noticed_too(ana: Store, path: Path, hand_first: bool) -> None:
    def by_hand() -> None:
        with plainly(path) as connection:
            connection.execute("UPDATE item SET title = 'By hand' WHERE key = 'T-2'")

    def ordinarily() -> None:
        elsewhere(path, 'with store.transaction("Rename") as tx: tx.set("item", one, title="Renamed")')

    for act in (by_hand, ordinarily) if hand_first else (ordinarily, by_hand):
        act()
    assert ana.poll() is not None
    assert rows_in(ana) == rows_of(path)


def test_a_hand_edit_comes_in_with_the_next_transaction_and_with_a_file_never_read(ana: Store, path: Path) -> None:
    with plainly(path) as connection:
        connection.execute("UPDATE item SET title = 'By hand' WHERE key = 'T-1'")
    with Store.open(path, author="ben", now=Clock()) as fresh, fresh.transaction("Edit") as tx:
        assert tx.plan.value("item", item(fresh), "title") == "By hand"
        tx.set("item", item(fresh), priority="high")
    with ana.transaction("Edit") as tx:
        tx.set("item", item(ana), notes="seen")
    assert rows_in(ana) == rows_of(path)
    assert ana.plan.value("item", item(ana), "title") == "By hand"


def test_a_plan_read_in_part_is_made_whole_before_it_is_worked_on(path: Path) -> None:
    with Store.open(path, author="ben", now=Clock()) as store, store.transaction("Add") as tx:
        tx.add("check", item=item(store), title="Reviewed")
    with Store.open(path, author="ben", now=Clock()) as store:
        assert not store.load(["item"]).complete
        with store.transaction("Delete") as tx:
            tx.delete("item", item(store))
        assert store.plan.complete
        assert rows_in(store) == rows_of(path)
        assert rows_of(path)["check"] == []


def test_the_first_picture_of_a_file_is_made_whole_by_the_next_look(
    ana: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ana.transaction("Below") as tx:
        for title in ("Three", "Four"):
            tx.add("item", title=title, parent=item(ana, 2))
    monkeypatch.setattr("tpm_tui.store.tables.record_rows.LARGE_BACKLOG", 1)
    with Store.open(path, author="ben", now=Clock()) as store:
        glance = store.load(glance=True)
        assert not glance.complete
        assert set(glance["item"].columns["title"][:2]) == {"One", "Two"}
        assert len(glance["item"]) < 4
        with ana.transaction("Rename") as tx:
            tx.set("item", item(ana), title="Renamed")
        changed = store.poll()
        assert changed is not None
        assert changed.plan.complete
        assert rows_in(store) == rows_of(path)


def test_a_program_that_waits_too_long_for_the_lock_says_so(
    ana: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tpm_tui.store.file.connection.LOCK_TIMEOUT", 0.2)
    with plainly(path) as connection, Store.open(path, author="ben", now=Clock()) as ben:
        ben.load()
        connection.execute("BEGIN EXCLUSIVE")
        reason = r"a\.db is being written by another program; nothing was changed, try again"
        with pytest.raises(FileLockedError, match=reason), ben.transaction("Edit"):
            pass
        with pytest.raises(FileLockedError):
            ben.poll()
        connection.execute("COMMIT")
        with ben.transaction("Edit") as tx:
            tx.add("item", title="Now")
    assert ana.poll() is not None


def test_a_transaction_that_fails_leaves_the_file_and_the_lock(ana: Store, path: Path) -> None:
    before, sequence = rows_of(path), ana.plan.sequence
    with pytest.raises(ValidationError), ana.transaction("Fail") as tx:
        tx.set("item", tx.add("item", title="Never"), title="")
    assert rows_of(path) == before == rows_in(ana)
    elsewhere(path, 'with store.transaction("Works") as tx: tx.set("item", one, title="Works")')
    ana.poll()
    assert ana.plan.sequence == sequence + 1


def test_another_store_of_the_same_process_opening_and_closing_keeps_our_lock(ana: Store, path: Path) -> None:
    with ana.transaction("Long") as tx:
        tx.add("item", title="Mine")
        Store.open(path, author="ben").close()
        blocked = subprocess.run(
            [sys.executable, "-c", f"""
import sqlite3
c = sqlite3.connect({str(path)!r}, timeout=0.2, isolation_level=None)
try:
    c.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    assert blocked.stdout == "database is locked\n"
