"""The same keys on every kind of record: a new kind is covered before anyone writes a test for it."""

import random
from pathlib import Path
from typing import Any

import pytest

from support import record_factory as making
from support.workspace_pilot import WorkspacePilot
from tpm_tui.app.modal_screens.editing.form import FormScreen
from tpm_tui.app.modal_screens.record import RecordScreen
from tpm_tui.app.widgets.line_list import LineList
from tpm_tui.commands.input.record_line import RecordLine
from tpm_tui.commands.records import NOT_ADDED
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.store.store import Store

#: There is one programme in a file, and a baseline is taken as a whole: neither is added or deleted by hand.
ADDED = [name for name in KINDS if name not in NOT_ADDED]
#: Why a value that a field takes by itself may be refused beside those of the others.
REFUSED_BESIDE_OTHERS = (
    "lies before", "one of them", "would make a loop", "cannot explain itself", "cannot supersede itself",
    "is its score by", "a score is from",
    "lies above the lowest", "log more than no time", "is still to come", "a day has 24",
    "while its gate", "while these checks are open", "is a request for change",
)  # fmt: skip
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


async def open_register(pilot: WorkspacePilot, kind: str) -> None:
    await pilot.command(f"open {KINDS[kind].plural.lower()}")
    assert pilot.app.action_context.selection.record_table is not None
    assert pilot.app.action_context.selection.record_table.kind == kind


def fields(pilot: WorkspacePilot, kind: str) -> list[Column]:
    """What a person can set."""
    return [c for c in KINDS[kind].columns if c.settable and not c.field.hidden]


def wished(pilot: WorkspacePilot, kind: str, seed: int) -> dict[str, Stored]:
    """Values for a record of the kind, as they are kept."""
    rng = random.Random(f"{kind} {seed}")
    made = making.record(kind, rng, pilot.plan)
    for column in fields(pilot, kind):
        if column.many and not column.ref and not column.field.format:
            made[column.name] = tuple(rng.sample(("ops", "ui", "phase_2"), 2))  # typed, they are set apart by blanks
    return {c.name: dump_value(c, made[c.name]) for c in fields(pilot, kind) if c.name in made}


def typed(pilot: WorkspacePilot, column: Column, stored: Stored) -> str:
    """What a person types for a value."""
    if column.field.long:
        return str(stored or "")
    text = field_values.editable_text(column, stored, pilot.plan, pilot.session.context)
    return "" if column.field.format == "hours" and text == "free" else text


def meant(pilot: WorkspacePilot, column: Column, stored: Stored) -> str:
    """What the value that was typed reads as."""
    text = (
        str(stored or "")
        if column.field.long
        else field_values.editable_text(column, stored, pilot.plan, pilot.session.context)
    )
    return text if column.field.long else " ".join(text.split())


async def fill_form(pilot: WorkspacePilot, values: dict[str, Stored]) -> None:
    """Go through the form's fields from the first and put in what is wished for."""
    form = pilot.app.screen
    assert isinstance(form, FormScreen), pilot.screen
    pilot.rush(*["shift+tab"] * len(form._columns))
    for column in form._columns:
        if column.name in values:
            pilot.rush("end", "ctrl+u")
            pilot.paste(typed(pilot, column, values[column.name]))
        pilot.rush("tab")
    await pilot.settle()


def differences(pilot: WorkspacePilot, kind: str, id_: str, values: dict[str, Stored]) -> dict[str, Any]:
    columns = {c.name: c for c in KINDS[kind].columns}
    by_key = {n: meant(pilot, columns[n], pilot.plan.value(kind, id_, n)) for n in values}
    wanted = {n: meant(pilot, columns[n], stored) for n, stored in values.items()}
    return {n: (by_key[n], wanted[n]) for n in values if by_key[n] != wanted[n]}


def page(pilot: WorkspacePilot) -> str:
    """The whole page that is open, in view or not."""
    return "\n".join("".join(text for text, _ in line.runs) for line in pilot.app.screen.query_one(LineList).lines)


@pytest.mark.parametrize("kind", ADDED)
async def test_an_empty_register_says_what_to_press(empty: Path, kind: str) -> None:
    async with WorkspacePilot(empty) as pilot:
        await open_register(pilot, kind)
        if not len(pilot.plan[kind]):
            assert pilot.shows("Press a to add a")
        await pilot.press("i", "E", "enter", "d", "x", "y", "*", "J", "escape", "escape", "escape")
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("a")
        assert pilot.asking is not None, pilot.screen
        await pilot.press("escape")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_register_is_looked_through(filled: Path, kind: str) -> None:
    async with WorkspacePilot(filled) as pilot:
        await open_register(pilot, kind)
        register = pilot.app.action_context.selection.record_table
        assert register is not None
        assert pilot.shows(KINDS[kind].plural), pilot.screen
        keys = {pilot.key_of(id_, kind) for id_ in pilot.plan[kind].ids}
        assert set(pilot.rows) == keys
        before = pilot.content()

        await pilot.press("o")
        await pilot.write("key")
        await pilot.press("down", "up", "enter")
        assert register.sort is not None, pilot.screen

        wanted = pilot.rows[-1]
        await pilot.press("/")
        await pilot.write(f"key:{wanted}")
        await pilot.press("enter")
        above = pilot.plan.ancestors(str(pilot.table.rows[-1])) if kind == "item" else []
        assert pilot.rows == [*(pilot.key_of(id_) for id_ in reversed(above)), wanted]
        assert pilot.shows(f"key:{wanted}")
        await pilot.press("escape")
        assert set(pilot.rows) == keys

        await pilot.go(wanted)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        assert pilot.shows(wanted)
        assert "History" in page(pilot)
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 1
        assert pilot.current == wanted
        assert pilot.content() == before


@pytest.mark.parametrize("kind", ADDED)
async def test_a_record_is_added_edited_as_a_form_deleted_and_brought_back(filled: Path, kind: str) -> None:
    async with WorkspacePilot(filled) as pilot:
        await open_register(pilot, kind)
        start, known = pilot.content(), set(pilot.plan[kind].ids)
        first = wished(pilot, kind, 1)
        await pilot.press("a")
        if not RecordLine(kind, pilot.session).offers_form:
            title = KINDS[kind].column(KINDS[kind].title)
            first = {title.name: first[title.name]}
            pilot.paste(typed(pilot, title, first[title.name]))
            await pilot.press("enter")
        else:
            await pilot.press("enter")
            await fill_form(pilot, first)
            await pilot.press("f2")
        assert len(pilot.app.screen_stack) == 1, pilot.screen
        (id_,) = set(pilot.plan[kind].ids) - known
        assert differences(pilot, kind, id_, first) == {}
        key = pilot.key_of(id_)
        assert pilot.current == key
        added = pilot.content()

        second = wished(pilot, kind, 2)
        await pilot.press("E")
        await fill_form(pilot, second)
        await pilot.press("f2")
        if "do it? y/n" in pilot.screen:  # somebody must hear of a need that is changed
            await pilot.press("y")
        assert len(pilot.app.screen_stack) == 1, pilot.screen
        different = differences(pilot, kind, id_, second)
        if kind == "item":  # work that is begun or done gets its dates by its status
            different = {n: d for n, d in different.items() if n not in ("actual_start", "actual_finish")}
        assert different == {}
        edited = pilot.content()

        await pilot.press("d")
        if pilot.workspace.prompts.awaits_key:
            await pilot.press("y")
        assert pilot.plan.find_key(key) is None, pilot.footer
        await pilot.press("u")
        assert pilot.content() == edited
        await pilot.press("u")
        assert pilot.content() == added
        await pilot.press("u")
        assert pilot.content() == start


@pytest.mark.parametrize("kind", NOT_ADDED)
async def test_what_is_not_made_by_hand_says_so(filled: Path, kind: str) -> None:
    async with WorkspacePilot(filled) as pilot:
        await open_register(pilot, kind)
        before = pilot.content()
        await pilot.press("a")
        assert pilot.footer.strip() == NOT_ADDED[kind]
        await pilot.press("D")
        assert pilot.footer.strip() == f"Duplicate: {NOT_ADDED[kind]}"
        if kind != "forecast":
            await pilot.press("d")
            if pilot.workspace.prompts.awaits_key:
                await pilot.press("y")
            assert "cannot be deleted" in pilot.footer or "delete it as a whole" in pilot.footer
        assert pilot.content() == before


@pytest.mark.parametrize("kind", KEPT)
async def test_what_the_program_keeps_is_not_edited(filled: Path, kind: str) -> None:
    reason = KINDS[kind].read_only_reason
    async with WorkspacePilot(filled) as pilot:
        await open_register(pilot, kind)
        assert " edit " not in pilot.footer
        assert " add " not in pilot.footer
        before = pilot.content()
        for key in ("i", "E", "e"):
            await pilot.press(key)
            assert pilot.footer.strip() == reason, key
        await pilot.press(":")
        await pilot.write("set this field")
        assert reason[:20] in pilot.screen
        await pilot.press("escape", "enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        assert "E form" not in pilot.screen
        await pilot.press("E")
        assert isinstance(pilot.app.screen, RecordScreen)
        await pilot.press("escape")
        assert pilot.content() == before


@pytest.mark.parametrize("kind", KEPT)
async def test_an_empty_register_of_what_the_program_keeps_says_how_it_comes(empty: Path, kind: str) -> None:
    async with WorkspacePilot(empty) as pilot:
        await open_register(pilot, kind)
        assert f"No {KINDS[kind].plural.lower()} yet." in pilot.screen
        assert "Press a to add" not in pilot.screen


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in KEPT])
async def test_every_field_is_edited_in_its_cell(filled: Path, kind: str) -> None:
    async with WorkspacePilot(filled) as pilot:
        await open_register(pilot, kind)
        register = pilot.app.action_context.selection.record_table
        assert register is not None
        id_ = pilot.plan[kind].ids[-1]
        before = pilot.content()
        edits, requests = 0, len(pilot.plan["issue"])
        for column in fields(pilot, kind):
            if column.field.long:
                continue
            register.chosen_columns = (column.name, "key")
            register.reload()
            register.move_to_id(id_)
            register.column = column.name
            shown = typed(pilot, column, pilot.plan.value(kind, id_, column.name))
            stored = wished(pilot, kind, 3).get(column.name, shown)
            sequence = pilot.plan.sequence
            await pilot.press("i")
            assert pilot.asking is not None, column.name
            assert pilot.input == shown
            await pilot.press("enter")
            assert pilot.plan.sequence == sequence, f"{column.name}: looked at, not changed"
            pilot.rush("i", "end", "ctrl+u")
            pilot.paste(typed(pilot, column, stored))
            await pilot.press("enter")
            if pilot.asking is not None and any(words in pilot.echo for words in REFUSED_BESIDE_OTHERS):
                await pilot.press("escape")
                continue
            assert pilot.asking is None, f"{column.name}: {pilot.echo}"
            if kind == "requirement" and pilot.app.screen is not pilot.app.workspace:
                await pilot.press("y")  # what the need touches is shown before it is kept
            if kind == "requirement" and pilot.plan.value(kind, id_, column.name) != stored:
                # What is agreed changes by a request: that is what the edit makes.
                assert len(pilot.plan["issue"]) > requests, column.name
            else:
                assert differences(pilot, kind, id_, {column.name: stored}) == {}
            requests = len(pilot.plan["issue"])
            edits += pilot.plan.sequence != sequence
        await pilot.press(*["u"] * edits)
        assert pilot.content() == before
