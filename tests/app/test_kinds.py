"""The same keys on every kind of record: a new kind is covered before anyone writes a test for it."""

import random
from pathlib import Path

import pytest

import making
from app.desk import Desk
from app.test_cells import step_to
from tpm_tui.app.screens.form import FormScreen
from tpm_tui.domain import entry
from tpm_tui.domain.codec import dump
from tpm_tui.domain.kinds import KINDS
from tpm_tui.store.store import Store

MANY = [name for name in KINDS if name != "programme"]


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some records of every kind."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    store = Store.create(path, name="Filled", author="ana", durable=False)
    making.fill(store, random.Random(7))
    store.close()
    return path


@pytest.fixture
def filled(filled_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "filled.db"
    path.write_bytes(filled_file.read_bytes())
    return path


async def open_register(desk: Desk, kind: str) -> None:
    await desk.press(":")
    await desk.write(f"open {KINDS[kind].plural.lower()}")
    await desk.press("enter")
    assert desk.workspace.register is not None
    assert desk.workspace.register.kind == kind


@pytest.mark.parametrize("kind", KINDS)
async def test_its_register_opens_from_the_palette(filled: Path, kind: str) -> None:
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        assert desk.shows(KINDS[kind].plural if kind != "item" else "Backlog")
        assert len(desk.rows) == len(desk.plan[kind])
        await desk.press("enter")
        assert len(desk.app.screen_stack) == 2
        await desk.press("escape")


@pytest.mark.parametrize("kind", MANY)
async def test_an_empty_register_says_what_to_press(empty: Path, kind: str) -> None:
    async with Desk(empty) as desk:
        await open_register(desk, kind)
        if not len(desk.plan[kind]):
            assert "Press a" in desk.screen or "import" in desk.screen
        await desk.press("i", "E", "enter", "d", "x", "y", "*", "J", "escape", "escape")
        assert len(desk.app.screen_stack) == 1


#: Items rank themselves, a baseline is never changed, and the other two have fields of other forms than a cell's.
PLAIN = [name for name in MANY if name not in ("item", "baseline_entry", "custom_field", "view")]


@pytest.mark.parametrize("kind", PLAIN)
async def test_a_record_is_added_edited_found_deleted_and_brought_back(filled: Path, kind: str) -> None:
    rng = random.Random(kind)
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        start = desk.content()
        wanted = making.record(kind, rng, desk.plan)
        await open_new(desk, kind)
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        words, plan = desk.session.words, desk.plan
        stored = {}
        for column in form._columns:
            if column.name not in wanted or column.custom:
                continue
            stored[column.name] = dump(column, wanted[column.name])
            shown = entry.show(column, stored[column.name], plan, words)
            text = str(stored[column.name] or "") if column.field.long else shown
            text = "" if column.field.format == "hours" and text == "free" else text
            form._texts[column.name] = text
        await desk.press("f2")
        assert desk.app.screen is not form, desk.screen
        (id_,) = set(desk.plan[kind].ids) - set(start[kind])
        for column in form._columns:
            if column.name in stored:
                made = entry.show(column, desk.plan.value(kind, id_, column.name), desk.plan, words)
                assert made == entry.show(column, stored[column.name], plan, words), column.name
        key = desk.key_of(id_)
        added = desk.content()

        await desk.press("/")
        await desk.write(f"key:{key}")
        await desk.press("enter")
        assert key in desk.rows
        await desk.press("escape")
        await desk.go(key)

        await desk.press("E")
        await step_to(desk, "Notes")
        await desk.rewrite("Looked at again")
        await desk.press("f2")
        assert desk.value(key, "notes") == "Looked at again"

        await desk.press("d")
        if desk.workspace.waiting:
            await desk.press("y")
        assert desk.plan.find_key(key) is None, desk.foot
        await desk.press("u")
        assert desk.value(key, "notes") == "Looked at again"
        await desk.press("u")
        assert desk.content() == added
        await desk.press("u")
        assert desk.content() == start


async def open_new(desk: Desk, kind: str) -> None:
    """The form of a new record: by its key, or where `a` asks for the title alone, as a form begun from there."""
    await desk.press("a")
    if desk.asking is not None:
        await desk.press("escape")
        from tpm_tui.app.opening import open_form

        desk.workspace._under_way += 1
        desk.workspace.run_worker(desk.workspace._finished(open_form(desk.workspace, kind, None, {})), group="act")
        await desk.settle()
    assert isinstance(desk.app.screen, FormScreen)


@pytest.mark.parametrize("kind", MANY)
async def test_every_cell_opens_with_what_it_shows_and_takes_it_again_unchanged(filled: Path, kind: str) -> None:
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        register = desk.workspace.register
        assert register is not None
        sequence = desk.plan.sequence
        for name in register.shown_columns():
            column = desk.session.sheet.columns(kind)[name]
            if not column.settable or column.field.long or name not in {c.name for c in KINDS[kind].columns}:
                continue
            register.column = name
            await desk.press("i")
            assert desk.asking is not None, name
            await desk.write("x")
            await desk.press("backspace")
            await desk.press("escape")
            await desk.press("i", "enter")
            assert desk.asking is None, (name, desk.echo)
        assert desk.plan.sequence == sequence
