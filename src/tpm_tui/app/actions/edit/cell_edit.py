"""Editing one field: in its cell, or at the foot of the screen."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from textual.geometry import Region

from tpm_tui.app.actions.action import ActionContext, needs_editable_record, screen_action
from tpm_tui.app.actions.edit.field_edit import describe_selection, editable_column, set_values
from tpm_tui.app.actions.edit.long_text import edit_long_text
from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.commands.command import deletion_problem
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.domain.fields import Column


async def edit_cell(context: ActionContext) -> None:
    """Edit the cell under the cursor where it stands; tab goes on to the next one."""
    table = context.selection.record_table
    if table is None or not table.targets() or context.editor.reject_edit(table.kind):
        return
    shown = [n for n in table.shown_columns() if editable_column(context, table.kind, n)]
    if not shown:
        return
    begun = table.column
    name = begun if begun in shown else shown[0]
    try:
        while True:
            column = editable_column(context, table.kind, name)
            if column is None or not table.targets():
                return
            table.column = name
            step = await _edit_one(context, table, column)
            if not step:
                return
            name = shown[(shown.index(name) + step) % len(shown)]
    finally:
        # The next edit begins where this one did: the cell edited last may be out of sight by then.
        table.column = begun


async def edit_field(context: ActionContext, name: str) -> None:
    """Ask for one field of what is chosen, whether a column shows it or not."""
    table = context.selection.record_table
    column = editable_column(context, table.kind, name) if table is not None else None
    if table is None or column is None or not table.targets() or context.editor.reject_edit(table.kind):
        return
    if name in table.shown_columns() or column.field.long:
        await _edit_one(context, table, column)
    else:
        await prompt_value(context, table.kind, table.targets(), column, None)


async def _edit_one(context: ActionContext, table: RecordTable, column: Column) -> int:
    """Ask for one field of the chosen records and set it; where to go on."""
    if column.field.long:
        await edit_long_text(context)
        return 0
    table.end_range()
    # A name is one record's own: with many marked it is still that of the row under the cursor.
    ids = table.targets() if column.name != table.record_kind.title else [str(table.current)]

    def follow() -> tuple[Region | None, str]:
        gone = deletion_problem(context.session.plan, table.kind, ids)
        here = not gone and table.current == ids[0] if len(ids) == 1 else not gone
        return (table.cell_region(column.name) if here else None), gone

    table.mark_edited(column.name)
    try:
        return await prompt_value(context, table.kind, ids, column, table.cell_region(column.name), follow)
    finally:
        table.mark_edited("")


async def prompt_value(
    context: ActionContext,
    kind: str,
    ids: Sequence[str],
    column: Column,
    region: Region | None,
    follow: Callable[[], tuple[Region | None, str]] | None = None,
) -> int:
    """Ask for a field of records until it is taken or left; where to go on, as :meth:`Prompts.ask` answers it."""
    gone = deletion_problem(context.session.plan, kind, ids)
    if gone:
        context.messages.say(gone, "warn")
        return 0
    field = FieldInput(column, context.session, context.session.sheet.value(kind, ids[0], column.name))
    label = f"{column.label} of {describe_selection(context, kind, ids)}"
    draft = f"draft.{context.session.path}.{kind}.{ids[0]}.{column.name}"
    question = line_prompt(field, label, draft=draft, region=region)
    question = replace(question, steps=region is not None, follow=follow)
    while True:
        seen = context.session.plan.sequence
        text, step = await context.prompts.ask(question)
        if text is None or (text == field.text and len(ids) == 1):
            return step
        if await set_values(context, kind, ids, {column.name: field.parse(text)}, column.label, seen):
            return step
        problem = context.editor.refusal + (
            " ─ enter again keeps yours, esc theirs" if context.editor.conflicted else ""
        )
        question = replace(question, text=text, problem=problem)


ACTIONS = (
    screen_action(
        "edit.cell", "Edit a cell", "i", "Record", edit_cell, "edit", why_not=needs_editable_record, by_hand=True
    ),
)
