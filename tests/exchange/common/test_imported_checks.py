"""A definition of done adds its checks to what an import brings open, never to what came as done."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

SHEET = (
    "Summary,Issue key,Issue Type,Status\nA,H-1,Story,Done\nB,H-2,Story,To Do\nC,H-3,Bug,To Do\nD,H-4,Story,Closed\n"
)
NOTE = "the definition of done Story adds 2 checks to 1 open item"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One") as made:
        made.load()
        with made.transaction("protocol") as tx:
            tx.add("protocol", name="Story", item_types=("story",), checks="All tests pass\ncode review: Read")
            tx.add("protocol", name="A list", checks="Not by itself")
        yield made


def checks(store: Store) -> list[tuple[str, str, str]]:
    table = store.plan["check"]
    return [
        (
            store.plan.title("item", str(table.value(i, "item"))),
            str(table.value(i, "type")),
            str(table.value(i, "title")),
        )
        for i in table.ids
    ]


def test_only_what_is_open_gets_the_checks_of_its_type(store: Store) -> None:
    seen = import_file(store, "jira", io.StringIO(SHEET), dry_run=True)
    assert NOTE in seen.notes
    assert not checks(store), "a dry run writes nothing"
    result = import_file(store, "jira", io.StringIO(SHEET))
    assert NOTE in result.notes
    assert (result.created, seen.created) == (4, 4), "checks are no rows of the file"
    assert checks(store) == [("B", "acceptance criterion", "All tests pass"), ("B", "code review", "Read")]
    again = import_file(store, "jira", io.StringIO(SHEET.replace("B,", "B2,")))
    assert (again.updated, again.notes) == (1, ())
    assert len(checks(store)) == 2, "what was there keeps the checks it has"


def test_a_file_of_tpm_brings_its_own_checks_along(store: Store, tmp_path: Path) -> None:
    from tpm_tui.exchange.export_file import export_file

    import_file(store, "jira", io.StringIO(SHEET))
    with store.transaction("less") as tx:
        tx.delete("check", *list(tx.plan["check"].ids)[:1])
    export_file(store, "json", tmp_path / "plan.json")
    with Store.create(tmp_path / "two.db", name="Two") as other:
        import_file(other, "json", tmp_path / "plan.json")
        assert len(checks(other)) == 1


def test_an_undo_takes_items_and_checks_back(store: Store) -> None:
    import_file(store, "csv", io.StringIO("title,type\nOne,story\nTwo,story\n"))
    assert len(checks(store)) == 4
    store.undo()
    assert not checks(store)
