"""Adding records: after the one under the cursor, below it, or as a part of it."""

from dataclasses import replace
from datetime import date

from tpm_tui.app.actions.action import ActionContext, needs_writable, screen_action
from tpm_tui.app.actions.edit.field_edit import EditTarget
from tpm_tui.app.actions.edit.forms import add_record, open_form
from tpm_tui.app.widgets.field_prompts import describe_input, field_prompt
from tpm_tui.commands import records
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.presentation import presentation_of


async def add_after(context: ActionContext, child: bool = False) -> None:
    """Add a record after the one under the cursor, or below it."""
    table = context.selection.record_table
    if table is None or context.editor.reject_readonly():
        return
    kind = table.kind
    if child and kind != "item":
        await add_part(context)
        return
    if kind in records.NOT_ADDED:
        context.messages.say(records.NOT_ADDED[kind], "warn")
        return
    record_kind = KINDS[kind]
    title = record_kind.column(record_kind.title)
    if any(c.required and c.name != title.name and c.settable for c in record_kind.columns) or title.field.choices:
        await open_form(context, kind, None, {})
        return
    here = table.current
    where = f" below {context.session.plan.label(kind, here)}" if child and here else ""
    question = field_prompt(
        context.session, title, None, None, f"New {record_kind.label.lower()}{where}", draft=f"{kind}.new.{title.name}"
    )
    question = replace(question, check=lambda text: describe_input(context.session, title, text) and "")
    after = here if kind == "item" and not child else None
    parent = here if child else None
    while True:
        text, _ = await context.prompts.ask(question)
        if text is None:
            return
        values = {title.name: field_values.parse_value(title, text, context.session.plan, context.session.context)}
        if await add_record(context, kind, values, after=after, parent=parent) is not None:
            return
        question = replace(question, text=text, problem=context.editor.refusal)


async def add_part(context: ActionContext, on: EditTarget | None = None) -> None:
    """Add a part of the record under the cursor: a contact, a mitigation, an option …"""
    table = context.selection.record_table
    if table is None or (table.current is None and on is None):
        return
    kind, id_ = on or (table.kind, str(table.current))
    part = presentation_of(kind).part
    if part is None:
        context.messages.say(f"a {KINDS[kind].label.lower()} has no parts to add below it", "warn")
        return
    filled: dict[str, Stored] = {part.field: id_}
    at = next((c for c in KINDS[part.kind].columns if c.name == "at"), None)
    if at is not None:
        # It is told when it has just happened, as a rule.
        filled["at"] = dump_value(at, context.session.context.today if at.type is date else clock.to_local(clock.now()))
    await open_form(context, part.kind, None, filled)


async def add_child(context: ActionContext) -> None:
    await add_after(context, child=True)


def _why_not_added(context: ActionContext) -> str | None:
    return needs_writable(context) or records.NOT_ADDED.get(context.selection.kind)


ACTIONS = (
    screen_action("add", "Add after", "a", "Record", add_after, "add", why_not=_why_not_added, by_hand=True),
    screen_action(
        "add.child", "Add below, or a record of another kind", "A", "Record", add_child, why_not=needs_writable
    ),
)
