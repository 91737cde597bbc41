"""The same keys on every kind of record: a new kind is covered before anyone writes a test for it."""

import random
from pathlib import Path
from typing import Any

import pytest

from support import record_factory as making
from support.workspace_pilot import Desk
from tpm_tui.app.screens.form import FormScreen
from tpm_tui.app.screens.record import RecordScreen
from tpm_tui.app.widgets.line_list import LineList
from tpm_tui.commands.records import NOT_ADDED
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.store.store import Store

#: There is one programme in a file, and a baseline is taken as a whole: neither is added or deleted by hand.
ADDED = [name for name in KINDS if name not in NOT_ADDED]
KEPT = [name for name, kind in KINDS.items() if kind.read_only_reason]


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some records of every kind; not to be written."""
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
    await desk.command(f"open {KINDS[kind].plural.lower()}")
    assert desk.app.action_context.selection.record_table is not None
    assert desk.app.action_context.selection.record_table.kind == kind


def fields(desk: Desk, kind: str) -> list[Column]:
    """What a person can set."""
    return [c for c in KINDS[kind].columns if c.settable and not c.field.hidden]


def wished(desk: Desk, kind: str, seed: int) -> dict[str, Stored]:
    """Values for a record of the kind, as they are kept."""
    rng = random.Random(f"{kind} {seed}")
    made = making.record(kind, rng, desk.plan)
    for column in fields(desk, kind):
        if column.many and not column.ref and not column.field.format:
            made[column.name] = tuple(rng.sample(("ops", "ui", "phase_2"), 2))  # typed, they are set apart by blanks
    return {c.name: dump_value(c, made[c.name]) for c in fields(desk, kind) if c.name in made}


def typed(desk: Desk, column: Column, stored: Stored) -> str:
    """What a person types for a value."""
    if column.field.long:
        return str(stored or "")
    text = field_values.show_stored(column, stored, desk.plan, desk.session.context)
    return "" if column.field.format == "hours" and text == "free" else text


def meant(desk: Desk, column: Column, stored: Stored) -> str:
    """What the value that was typed reads as."""
    text = (
        str(stored or "")
        if column.field.long
        else field_values.show_stored(column, stored, desk.plan, desk.session.context)
    )
    return text if column.field.long else " ".join(text.split())


async def fill_form(desk: Desk, values: dict[str, Stored]) -> None:
    """Go through the form's fields from the first and put in what is wished for."""
    form = desk.app.screen
    assert isinstance(form, FormScreen), desk.screen
    desk.rush(*["shift+tab"] * len(form._columns))
    for column in form._columns:
        if column.name in values:
            desk.rush("end", "ctrl+u")
            desk.paste(typed(desk, column, values[column.name]))
        desk.rush("tab")
    await desk.settle()


def differences(desk: Desk, kind: str, id_: str, values: dict[str, Stored]) -> dict[str, Any]:
    columns = {c.name: c for c in KINDS[kind].columns}
    found = {n: meant(desk, columns[n], desk.plan.value(kind, id_, n)) for n in values}
    wanted = {n: meant(desk, columns[n], stored) for n, stored in values.items()}
    return {n: (found[n], wanted[n]) for n in values if found[n] != wanted[n]}


def page(desk: Desk) -> str:
    """The whole page that is open, in view or not."""
    return "\n".join("".join(text for text, _ in line.runs) for line in desk.app.screen.query_one(LineList).lines)


@pytest.mark.parametrize("kind", ADDED)
async def test_an_empty_register_says_what_to_press(empty: Path, kind: str) -> None:
    async with Desk(empty) as desk:
        await open_register(desk, kind)
        if not len(desk.plan[kind]):
            assert desk.shows("Press a to add a")
        await desk.press("i", "E", "enter", "d", "x", "y", "*", "J", "escape", "escape", "escape")
        assert len(desk.app.screen_stack) == 1
        await desk.press("a")
        assert desk.asking is not None or isinstance(desk.app.screen, FormScreen), desk.screen
        await desk.press("escape")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_register_is_looked_through(filled: Path, kind: str) -> None:
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        register = desk.app.action_context.selection.record_table
        assert register is not None
        assert desk.shows(KINDS[kind].plural), desk.screen
        keys = {desk.key_of(id_, kind) for id_ in desk.plan[kind].ids}
        assert set(desk.rows) == keys
        before = desk.content()

        await desk.press("o")
        await desk.write("key")
        await desk.press("down", "up", "enter")
        assert register.sort is not None, desk.screen

        wanted = desk.rows[-1]
        await desk.press("/")
        await desk.write(f"key:{wanted}")
        await desk.press("enter")
        assert desk.rows == [wanted]
        assert desk.shows(f"key:{wanted}")
        await desk.press("escape")
        assert set(desk.rows) == keys

        await desk.go(wanted)
        await desk.press("enter")
        assert isinstance(desk.app.screen, RecordScreen)
        assert desk.shows(wanted)
        assert "History" in page(desk)
        await desk.press("escape")
        assert len(desk.app.screen_stack) == 1
        assert desk.current == wanted
        assert desk.content() == before


@pytest.mark.parametrize("kind", ADDED)
async def test_a_record_is_added_edited_as_a_form_deleted_and_brought_back(filled: Path, kind: str) -> None:
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        start, known = desk.content(), set(desk.plan[kind].ids)
        first = wished(desk, kind, 1)
        await desk.press("a")
        if desk.asking is not None:
            title = KINDS[kind].column(KINDS[kind].title)
            first = {title.name: first[title.name]}
            desk.paste(typed(desk, title, first[title.name]))
            await desk.press("enter")
        else:
            await fill_form(desk, first)
            await desk.press("f2")
        assert len(desk.app.screen_stack) == 1, desk.screen
        (id_,) = set(desk.plan[kind].ids) - known
        assert differences(desk, kind, id_, first) == {}
        key = desk.key_of(id_)
        assert desk.current == key
        added = desk.content()

        second = wished(desk, kind, 2)
        await desk.press("E")
        await fill_form(desk, second)
        await desk.press("f2")
        assert len(desk.app.screen_stack) == 1, desk.screen
        different = differences(desk, kind, id_, second)
        if kind == "item":  # work that is begun or done gets its dates by its status
            different = {n: d for n, d in different.items() if n not in ("actual_start", "actual_finish")}
        assert different == {}
        edited = desk.content()

        await desk.press("d")
        if desk.workspace.prompts.awaits_key:
            await desk.press("y")
        assert desk.plan.find_key(key) is None, desk.foot
        await desk.press("u")
        assert desk.content() == edited
        await desk.press("u")
        assert desk.content() == added
        await desk.press("u")
        assert desk.content() == start


@pytest.mark.parametrize("kind", NOT_ADDED)
async def test_what_is_not_made_by_hand_says_so(filled: Path, kind: str) -> None:
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        before = desk.content()
        await desk.press("a")
        assert desk.foot.strip() == NOT_ADDED[kind]
        await desk.press("D")
        assert desk.foot.strip() == f"Duplicate: {NOT_ADDED[kind]}"
        if kind != "forecast":
            await desk.press("d")
            if desk.workspace.prompts.awaits_key:
                await desk.press("y")
            assert "cannot be deleted" in desk.foot or "delete it as a whole" in desk.foot
        assert desk.content() == before


@pytest.mark.parametrize("kind", KEPT)
async def test_what_the_program_keeps_is_not_edited(filled: Path, kind: str) -> None:
    reason = KINDS[kind].read_only_reason
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        assert " edit " not in desk.foot
        assert " add " not in desk.foot
        before = desk.content()
        for key in ("i", "E", "e"):
            await desk.press(key)
            assert desk.foot.strip() == reason, key
        await desk.press(":")
        await desk.write("set this field")
        assert reason[:20] in desk.screen
        await desk.press("escape", "enter")
        assert isinstance(desk.app.screen, RecordScreen)
        assert "E form" not in desk.screen
        await desk.press("E")
        assert isinstance(desk.app.screen, RecordScreen)
        await desk.press("escape")
        assert desk.content() == before


@pytest.mark.parametrize("kind", KEPT)
async def test_an_empty_register_of_what_the_program_keeps_says_how_it_comes(empty: Path, kind: str) -> None:
    async with Desk(empty) as desk:
        await open_register(desk, kind)
        assert f"No {KINDS[kind].plural.lower()} yet." in desk.screen
        assert "Press a to add" not in desk.screen


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in KEPT])
async def test_every_field_is_edited_in_its_cell(filled: Path, kind: str) -> None:
    async with Desk(filled) as desk:
        await open_register(desk, kind)
        register = desk.app.action_context.selection.record_table
        assert register is not None
        id_ = desk.plan[kind].ids[-1]
        before = desk.content()
        edits = 0
        for column in fields(desk, kind):
            if column.field.long:
                continue
            register.chosen_columns = (column.name, "key")
            register.reload()
            register.move_to_id(id_)
            register.column = column.name
            shown = typed(desk, column, desk.plan.value(kind, id_, column.name))
            stored = wished(desk, kind, 3).get(column.name, shown)
            sequence = desk.plan.sequence
            await desk.press("i")
            assert desk.asking is not None, column.name
            assert desk.input == shown
            await desk.press("enter")
            assert desk.plan.sequence == sequence, f"{column.name}: looked at, not changed"
            desk.rush("i", "end", "ctrl+u")
            desk.paste(typed(desk, column, stored))
            await desk.press("enter")
            assert desk.asking is None, f"{column.name}: {desk.echo}"
            assert differences(desk, kind, id_, {column.name: stored}) == {}
            edits += desk.plan.sequence != sequence
        await desk.press(*["u"] * edits)
        assert desk.content() == before
