"""Amounts of money are exact in the file, and a file of the first version, which kept floats, keeps every value."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.store_files import new_file, plainly, sound
from tpm_tui.store.store import Store
from tpm_tui.store.tables.schema import SCHEMA_VERSION

AMOUNTS = {"planned": 0.1, "committed": 1234567.89, "actual": 250000.0}
COLUMNS = {
    "person": ["rate"], "baseline_entry": ["cost"], "risk": ["response_cost"], "mitigation": ["cost"],
    "cost": ["planned", "committed", "actual"],
}  # fmt: skip


def to_version_one(path: Path) -> None:
    """Make the file what the first version would have written: amounts as REAL, in the tables and in the journal."""
    with plainly(path) as connection:
        for kind, names in COLUMNS.items():
            for name in names:
                connection.execute(f'ALTER TABLE "{kind}" RENAME COLUMN "{name}" TO kept')
                default = " NOT NULL DEFAULT 0.0" if kind == "cost" else ""
                connection.execute(f'ALTER TABLE "{kind}" ADD COLUMN "{name}" REAL{default}')
                connection.execute(f'UPDATE "{kind}" SET "{name}" = CAST(kept AS REAL)')
                connection.execute(f'ALTER TABLE "{kind}" DROP COLUMN kept')
        for rowid, kind, *sides in connection.execute("SELECT rowid, kind, before, after FROM edit").fetchall():
            rows = [None if side is None else json.loads(side) for side in sides]
            for row in rows:
                for name in COLUMNS.get(kind, ()):
                    if row and row.get(name) is not None:
                        row[name] = float(row[name])
            texts = [None if row is None else json.dumps(row) for row in rows]
            connection.execute("UPDATE edit SET before = ?, after = ? WHERE rowid = ?", (*texts, rowid))
        connection.execute("PRAGMA user_version = 1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with new_file(path) as store:
        with store.transaction("Add") as tx:
            tx.add("cost", title="Licences", **{name: Decimal(repr(value)) for name, value in AMOUNTS.items()})
            tx.add("person", name="Ana", rate=Decimal("33.33"))
            tx.add("person", name="Ben")
        with store.transaction("Set") as tx:
            tx.set("person", store.load()["person"].ids[0], rate=Decimal("99.999"))
    to_version_one(path)
    return path


def amounts(store: Store) -> list[float | None]:
    plan = store.load()
    result = [plan["cost"].columns[name][0] for name in AMOUNTS] + plan["person"].columns["rate"]
    return [None if value is None else float(value) for value in result]


def test_the_first_write_migrates_and_no_figure_changes(path: Path) -> None:
    with Store.open(path, readonly=True) as store:
        before = amounts(store)
    with Store.open(path) as store:
        with store.transaction("Add") as tx:
            tx.add("item", title="One")
        assert amounts(store) == before == [*AMOUNTS.values(), 99.999, None]
        plan = store.load()
        assert [plan["cost"].columns[name][0] for name in AMOUNTS] == ["0.1", "1234567.89", "250000"]
        store.undo()
        store.undo()
        assert store.load()["person"].columns["rate"] == ["33.33", None], "the journal is exact as well"
        store.redo()
        assert amounts(store) == before
    with plainly(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert {row[0] for row in connection.execute('SELECT typeof("planned") FROM cost')} == {"text"}
    assert sound(path)


def test_cents_survive_sums_that_floats_do_not(tmp_path: Path) -> None:
    with new_file(tmp_path / "b.db") as store:
        with store.transaction("Add") as tx:
            for _ in range(10):
                tx.add("cost", title="x", planned=Decimal("0.1"))
        assert sum(Decimal(str(value)) for value in store.load()["cost"].columns["planned"]) == 1
