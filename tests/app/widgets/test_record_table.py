"""Tables of records whose filter names what there is not, or no longer."""

from pathlib import Path

import pytest

from support.workspace_pilot import WorkspacePilot
from tpm_tui.store.store import Changed, Store


@pytest.mark.parametrize(
    ("kind", "values", "text", "reason"),
    [
        ("custom_field", {"name": "size", "type": "number"}, "size>3", "no such field"),
        ("state", {"name": "parked", "group": "todo"}, "status:parked", "it is open, closed or one of"),
    ],
)
async def test_deleting_what_a_filter_names_is_done_and_the_table_says_why_it_is_empty(
    file: Path, kind: str, values: dict[str, str], text: str, reason: str
) -> None:
    with Store.open(file) as store:
        store.load()
        with store.transaction("add") as tx:
            id_ = tx.add(kind, **values)
    async with WorkspacePilot(file) as pilot:
        await pilot.press("/")
        await pilot.write(text)
        await pilot.press("enter")
        assert await pilot.app.action_context.editor.change("Delete", "test", lambda tx: tx.delete(kind, id_))
        await pilot.settle()
        assert id_ not in pilot.plan[kind]
        assert reason in pilot.screen
        assert pilot.rows == []
        await pilot.press("escape")
        assert len(pilot.rows) == 150


async def test_a_table_that_is_empty_since_nobody_has_a_name_says_so(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("/")
        await pilot.write("owner:zzz")
        assert pilot.echo.endswith("no person is called 'zzz'")
        await pilot.press("enter")
        assert pilot.rows == []
        assert pilot.shows("No person is called 'zzz'.")


async def test_what_a_view_raises_is_no_refusal_of_a_change_that_was_written(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:

        def fail(_changed: Changed) -> None:
            raise ValueError("it cannot be drawn")

        pilot.session._on_change = fail
        editor, item = pilot.app.action_context.editor, pilot.plan["item"].ids[0]
        with pytest.raises(RuntimeError, match="a view cannot follow the change: it cannot be drawn"):
            await editor.change("Rename", "test", lambda tx: tx.set("item", item, title="Renamed"))
        assert editor.refusal == ""
        assert pilot.plan.value("item", item, "title") == "Renamed"
