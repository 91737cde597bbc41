"""Editing: cells, forms, long text, adding, commands with what they ask for, undo, repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from tpm_tui.app.opening import add_record, open_form
from tpm_tui.app.questions import field_question, meaning
from tpm_tui.app.widgets.register import Register
from tpm_tui.commands import records
from tpm_tui.domain import clock, entry
from tpm_tui.domain.codec import Stored, dump
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace


def settable(ws: "Workspace", kind: str, name: str) -> Column | None:
    """A field of a kind that a person can set; None where there is none."""
    column = ws.session.sheet.columns(kind).get(name)
    own = {c.name for c in KINDS[kind].columns}
    return column if column and column.settable and (name in own or column.custom) else None


#: A record that something is done to: its kind and id.
On = tuple[str, str]


async def edit_cell(ws: "Workspace") -> None:
    """Edit the cell under the cursor where it stands; tab goes on to the next one."""
    grid = ws.register
    if grid is None or not grid.targets() or ws.refuse_edit(grid.kind):
        return
    shown = [n for n in grid.shown_columns() if settable(ws, grid.kind, n)]
    if not shown:
        return
    name = grid.column if grid.column in shown else grid.flexible() if grid.flexible() in shown else shown[0]
    while True:
        column = settable(ws, grid.kind, name)
        if column is None or not grid.targets():
            return
        grid.column = name
        step = await _edit_one(ws, grid, column)
        if not step:
            return
        name = shown[(shown.index(name) + step) % len(shown)]


async def edit_field(ws: "Workspace", name: str) -> None:
    """Ask for one field of what is chosen, whether a column shows it or not."""
    grid = ws.register
    column = settable(ws, grid.kind, name) if grid is not None else None
    if grid is None or column is None or not grid.targets() or ws.refuse_edit(grid.kind):
        return
    if name in grid.shown_columns() or column.field.long:
        await _edit_one(ws, grid, column)
    else:
        await edit_value(ws, grid.kind, grid.targets(), column, None)


async def _edit_one(ws: "Workspace", grid: Register, column: Column) -> int:
    """Ask for one field of the chosen records and set it; where to go on."""
    if column.field.long:
        from tpm_tui.app.acts.long_text import edit_text

        await edit_text(ws)
        return 0
    grid.end_range()
    # A name is one record's own: with many marked it is still that of the row under the cursor.
    ids = grid.targets() if column.name != grid.record_kind.title else [str(grid.current)]
    return await edit_value(ws, grid.kind, ids, column, grid.cell_region(column.name))


async def edit_value(ws: "Workspace", kind: str, ids: Sequence[str], column: Column, region: Region | None) -> int:
    """Ask for a field of records until it is taken or left; where to go on, as :meth:`Workspace.ask` answers it."""
    stored = ws.session.sheet.value(kind, ids[0], column.name)
    label, draft = f"{column.label} of {named(ws, kind, ids)}", f"{kind}.{ids[0]}.{column.name}"
    question = replace(field_question(ws.session, column, stored, region, label, draft), steps=region is not None)
    before = question.text
    while True:
        seen = ws.session.plan.sequence
        text, step = await ws.ask(question)
        if text is None or (text == before and len(ids) == 1):
            return step
        value = entry.parse(column, text, ws.session.plan, ws.session.words)
        if await set_values(ws, kind, ids, {column.name: value}, column.label, seen):
            return step
        problem = ws.refusal + (" ─ enter again keeps yours, esc theirs" if ws.overtaken else "")
        question = replace(question, text=text, problem=problem)


async def set_values(
    ws: "Workspace", kind: str, ids: Sequence[str], values: Mapping[str, Any], what: str, seen: int | None = None
) -> bool:
    """Set fields of records in one transaction; False if it was refused (and said so). ``seen`` as in ``change``."""

    async def again() -> None:
        grid = ws.register
        if grid is not None and grid.kind == kind:
            await set_values(ws, kind, grid.targets(), values, what)

    ws.repeatable = again
    label = f"{what} of {named(ws, kind, ids)}"
    return await ws.change(label, "edit", lambda tx: records.edit(tx, kind, ids, values), seen=seen)


def named(ws: "Workspace", kind: str, ids: Sequence[str]) -> str:
    """What a question calls the records it is about: the one by its label, several by their number."""
    return ws.session.plan.label(kind, ids[0]) if len(ids) == 1 else f"{len(ids)} {KINDS[kind].several}"


async def edit_form(ws: "Workspace") -> None:
    """The whole record as a form."""
    grid = ws.register
    if grid is not None and grid.current is not None and not ws.refuse_edit(grid.kind):
        await open_form(ws, grid.kind, grid.current, {})


async def add(ws: "Workspace", child: bool = False) -> None:
    """Add a record after the one under the cursor, or below it."""
    grid = ws.register
    if grid is None or ws.refuse_readonly():
        return
    kind = grid.kind
    if child and kind != "item":
        await add_part(ws)
        return
    if kind in records.NOT_ADDED:
        ws.say(records.NOT_ADDED[kind], "warn")
        return
    record_kind = KINDS[kind]
    title = record_kind.column(record_kind.title)
    if any(c.required and c.name != title.name and c.settable for c in record_kind.columns) or title.field.choices:
        await open_form(ws, kind, None, {})
        return
    here = grid.current
    where = f" below {ws.session.plan.label(kind, here)}" if child and here else ""
    question = field_question(
        ws.session, title, None, None, f"New {record_kind.label.lower()}{where}", draft=f"{kind}.new.{title.name}"
    )
    text, _ = await ws.ask(replace(question, check=lambda text: meaning(ws.session, title, text) and ""))
    if text is None:
        return
    values = {title.name: entry.parse(title, text, ws.session.plan, ws.session.words)}
    after = here if kind == "item" and not child else None
    parent = here if child else None
    await add_record(ws, kind, values, after=after, parent=parent)


#: What `A` adds below a record of each kind: the kind of its parts and the field that points back.
PARTS = {
    "stakeholder": ("contact", "stakeholder"), "risk": ("mitigation", "risk"), "decision": ("option", "decision"),
    "option": ("score", "option"), "meeting": ("action", "meeting"), "incident": ("incident_entry", "incident"),
    "person": ("absence", "person"), "calendar": ("calendar_exception", "calendar"), "metric": ("reading", "metric"),
}  # fmt: skip


async def add_part(ws: "Workspace", on: On | None = None) -> None:
    """Add a part of the record under the cursor: a contact, a mitigation, an option …"""
    grid = ws.register
    if grid is None or (grid.current is None and on is None):
        return
    kind, id_ = on or (grid.kind, str(grid.current))
    part = PARTS.get(kind)
    if part is None:
        ws.say(f"a {KINDS[kind].label.lower()} has no parts to add below it", "warn")
        return
    filled: dict[str, Stored] = {part[1]: id_}
    at = next((c for c in KINDS[part[0]].columns if c.name == "at"), None)
    if at is not None:
        # It is told when it has just happened, as a rule.
        filled["at"] = dump(at, ws.session.words.today if at.type is date else clock.local(clock.now()))
    await open_form(ws, part[0], None, filled)


async def undo(ws: "Workspace") -> None:
    await ws.take_back(redo=False)


async def redo(ws: "Workspace") -> None:
    await ws.take_back(redo=True)


async def repeat(ws: "Workspace") -> None:
    """Do the last change again, here."""
    if ws.repeatable is None:
        ws.say("there is nothing to repeat yet", "warn")
    else:
        await ws.repeatable()


async def add_child(ws: "Workspace") -> None:
    await add(ws, child=True)


async def edit_programme(ws: "Workspace") -> None:
    """What the file says of the plan as a whole: its start, status date, calendar, currency."""
    if not ws.refuse_readonly():
        await open_form(ws, "programme", PROGRAMME_ID, {})


ACTS = {
    "programme": edit_programme,
    "edit.cell": edit_cell,
    "edit.form": edit_form,
    "add": add,
    "add.child": add_child,
    "undo": undo,
    "redo": redo,
    "repeat": repeat,
    "mark": lambda ws: ws.grid and ws.grid.toggle_mark(),
    "mark.range": lambda ws: ws.grid and ws.grid.toggle_range(),
    "mark.all": lambda ws: ws.grid and ws.grid.mark_all(),
}
