"""A file of the second version, in which a risk that nobody scored was 3 by 3, keeps what it said."""

from pathlib import Path

import pytest

from support.store_files import new_file, plainly, sound
from tpm_tui.store.store import Store
from tpm_tui.store.tables.schema import SCHEMA_VERSION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two risks as the second version wrote them: required, at the default, and not in the journal; one was deleted."""
    path = tmp_path / "a.db"
    with new_file(path) as store:
        with store.transaction("Add") as tx:
            item = tx.add("item", title="One")
            tx.add("risk", title="Judged", probability=5, items=(item,))
            gone = tx.add("risk", title="Gone", impact=2)
            tx.add("mitigation", title="Step", risk=tx.add("risk", title="Bare"))
        with store.transaction("Delete") as tx:
            tx.delete("risk", gone)
    with plainly(path) as connection:
        for name in ("probability", "impact"):
            connection.execute(f'ALTER TABLE "risk" RENAME COLUMN "{name}" TO kept')
            connection.execute(f'ALTER TABLE "risk" ADD COLUMN "{name}" INTEGER NOT NULL DEFAULT 3')
            connection.execute(f'UPDATE "risk" SET "{name}" = coalesce(kept, 3)')
            connection.execute('ALTER TABLE "risk" DROP COLUMN kept')
        connection.execute("PRAGMA user_version = 2")
    return path


def test_the_first_write_keeps_what_was_at_a_former_default_and_the_journal_says_it(path: Path) -> None:
    with Store.open(path) as store:
        with store.transaction("Add") as tx:
            tx.add("risk", title="New")
        columns = store.load()["risk"].columns
        assert (columns["probability"], columns["impact"]) == ([5, 3, None], [3, 3, None])
        store.undo()
        store.undo()
        columns = store.load()["risk"].columns
        assert sorted(zip(columns["title"], columns["probability"], columns["impact"], strict=True)) == [
            ("Bare", 3, 3), ("Gone", 3, 2), ("Judged", 5, 3),
        ]  # fmt: skip
    with plainly(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert sound(path)
