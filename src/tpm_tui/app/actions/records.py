"""Editing: cells, forms, long text, adding, commands with what they ask for, undo, repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from tpm_tui.app.actions.record_page import add_record, open_form
from tpm_tui.app.input.field_prompts import describe_input, field_prompt
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.commands import records
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.text import field_values
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import Stored, dump_value

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


def editable_column(ws: "WorkspaceScreen", kind: str, name: str) -> Column | None:
    """A field of a kind that a person can set; None where there is none."""
    column = ws.session.sheet.columns(kind).get(name)
    own = {c.name for c in KINDS[kind].columns}
    return column if column and column.settable and (name in own or column.custom) else None


#: A record that something is done to: its kind and id.
EditTarget = tuple[str, str]


async def edit_cell(ws: "WorkspaceScreen") -> None:
    """Edit the cell under the cursor where it stands; tab goes on to the next one."""
    grid = ws.register
    if grid is None or not grid.targets() or ws.reject_edit(grid.kind):
        return
    shown = [n for n in grid.shown_columns() if editable_column(ws, grid.kind, n)]
    if not shown:
        return
    name = grid.column if grid.column in shown else grid.flexible() if grid.flexible() in shown else shown[0]
    while True:
        column = editable_column(ws, grid.kind, name)
        if column is None or not grid.targets():
            return
        grid.column = name
        step = await _edit_one(ws, grid, column)
        if not step:
            return
        name = shown[(shown.index(name) + step) % len(shown)]


async def edit_field(ws: "WorkspaceScreen", name: str) -> None:
    """Ask for one field of what is chosen, whether a column shows it or not."""
    grid = ws.register
    column = editable_column(ws, grid.kind, name) if grid is not None else None
    if grid is None or column is None or not grid.targets() or ws.reject_edit(grid.kind):
        return
    if name in grid.shown_columns() or column.field.long:
        await _edit_one(ws, grid, column)
    else:
        await prompt_value(ws, grid.kind, grid.targets(), column, None)


async def _edit_one(ws: "WorkspaceScreen", grid: RecordTable, column: Column) -> int:
    """Ask for one field of the chosen records and set it; where to go on."""
    if column.field.long:
        from tpm_tui.app.actions.long_text import edit_long_text

        await edit_long_text(ws)
        return 0
    grid.end_range()
    # A name is one record's own: with many marked it is still that of the row under the cursor.
    ids = grid.targets() if column.name != grid.record_kind.title else [str(grid.current)]
    return await prompt_value(ws, grid.kind, ids, column, grid.cell_region(column.name))


async def prompt_value(
    ws: "WorkspaceScreen", kind: str, ids: Sequence[str], column: Column, region: Region | None
) -> int:
    """Ask for a field of records until it is taken or left; where to go on, as :meth:`Workspace.ask` answers it."""
    stored = ws.session.sheet.value(kind, ids[0], column.name)
    label, draft = f"{column.label} of {describe_selection(ws, kind, ids)}", f"{kind}.{ids[0]}.{column.name}"
    question = replace(field_prompt(ws.session, column, stored, region, label, draft), steps=region is not None)
    before = question.text
    while True:
        seen = ws.session.plan.sequence
        text, step = await ws.ask(question)
        if text is None or (text == before and len(ids) == 1):
            return step
        value = field_values.parse_value(column, text, ws.session.plan, ws.session.context)
        if await set_values(ws, kind, ids, {column.name: value}, column.label, seen):
            return step
        problem = ws.refusal + (" ─ enter again keeps yours, esc theirs" if ws.conflicted else "")
        question = replace(question, text=text, problem=problem)


async def set_values(
    ws: "WorkspaceScreen", kind: str, ids: Sequence[str], values: Mapping[str, Any], what: str, seen: int | None = None
) -> bool:
    """Set fields of records in one transaction; False if it was refused (and said so). ``seen`` as in ``change``."""

    async def again() -> None:
        grid = ws.register
        if grid is not None and grid.kind == kind:
            await set_values(ws, kind, grid.targets(), values, what)

    ws.repeatable = again
    label = f"{what} of {describe_selection(ws, kind, ids)}"
    return await ws.change(label, "edit", lambda tx: records.edit_records(tx, kind, ids, values), seen=seen)


def describe_selection(ws: "WorkspaceScreen", kind: str, ids: Sequence[str]) -> str:
    """What a question calls the records it is about: the one by its label, several by their number."""
    return ws.session.plan.label(kind, ids[0]) if len(ids) == 1 else f"{len(ids)} {KINDS[kind].plural_noun}"


async def edit_form(ws: "WorkspaceScreen") -> None:
    """The whole record as a form."""
    grid = ws.register
    if grid is not None and grid.current is not None and not ws.reject_edit(grid.kind):
        await open_form(ws, grid.kind, grid.current, {})


async def add_after(ws: "WorkspaceScreen", child: bool = False) -> None:
    """Add a record after the one under the cursor, or below it."""
    grid = ws.register
    if grid is None or ws.reject_readonly():
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
    question = field_prompt(
        ws.session, title, None, None, f"New {record_kind.label.lower()}{where}", draft=f"{kind}.new.{title.name}"
    )
    text, _ = await ws.ask(replace(question, check=lambda text: describe_input(ws.session, title, text) and ""))
    if text is None:
        return
    values = {title.name: field_values.parse_value(title, text, ws.session.plan, ws.session.context)}
    after = here if kind == "item" and not child else None
    parent = here if child else None
    await add_record(ws, kind, values, after=after, parent=parent)


#: What `A` adds below a record of each kind: the kind of its parts and the field that points back.
PART_KINDS = {
    "stakeholder": ("contact", "stakeholder"), "risk": ("mitigation", "risk"), "decision": ("option", "decision"),
    "option": ("score", "option"), "meeting": ("action", "meeting"), "incident": ("incident_entry", "incident"),
    "person": ("absence", "person"), "calendar": ("calendar_exception", "calendar"), "metric": ("reading", "metric"),
}  # fmt: skip


async def add_part(ws: "WorkspaceScreen", on: EditTarget | None = None) -> None:
    """Add a part of the record under the cursor: a contact, a mitigation, an option …"""
    grid = ws.register
    if grid is None or (grid.current is None and on is None):
        return
    kind, id_ = on or (grid.kind, str(grid.current))
    part = PART_KINDS.get(kind)
    if part is None:
        ws.say(f"a {KINDS[kind].label.lower()} has no parts to add below it", "warn")
        return
    filled: dict[str, Stored] = {part[1]: id_}
    at = next((c for c in KINDS[part[0]].columns if c.name == "at"), None)
    if at is not None:
        # It is told when it has just happened, as a rule.
        filled["at"] = dump_value(at, ws.session.context.today if at.type is date else clock.to_local(clock.now()))
    await open_form(ws, part[0], None, filled)


async def undo_change(ws: "WorkspaceScreen") -> None:
    await ws.take_back(redo=False)


async def redo_change(ws: "WorkspaceScreen") -> None:
    await ws.take_back(redo=True)


async def repeat_change(ws: "WorkspaceScreen") -> None:
    """Do the last change again, here."""
    if ws.repeatable is None:
        ws.say("there is nothing to repeat yet", "warn")
    else:
        await ws.repeatable()


async def add_child(ws: "WorkspaceScreen") -> None:
    await add_after(ws, child=True)


async def edit_programme(ws: "WorkspaceScreen") -> None:
    """What the file says of the plan as a whole: its start, status date, calendar, currency."""
    if not ws.reject_readonly():
        await open_form(ws, "programme", PROGRAMME_ID, {})


ACTS = {
    "programme": edit_programme,
    "edit.cell": edit_cell,
    "edit.form": edit_form,
    "add": add_after,
    "add.child": add_child,
    "undo": undo_change,
    "redo": redo_change,
    "repeat": repeat_change,
    "mark": lambda ws: ws.grid and ws.grid.toggle_mark(),
    "mark.range": lambda ws: ws.grid and ws.grid.toggle_range(),
    "mark.all": lambda ws: ws.grid and ws.grid.mark_all(),
}
