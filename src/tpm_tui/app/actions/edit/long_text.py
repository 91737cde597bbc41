"""Long text in the person's own editor: what was written there is never lost, also where it is refused."""

from tpm_tui.app.actions.action import ActionContext, needs_editable_record, screen_action
from tpm_tui.app.actions.edit.field_edit import EditTarget, set_values
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError


async def edit_long_text(context: ActionContext, on: EditTarget | None = None) -> None:
    """The long text of a record (that under the cursor, if none is given) in the person's editor; an unchanged text
    writes nothing.

    What was written and could not be taken (somebody has changed the text meanwhile, the file is locked) is kept, and
    offered the next time.
    """
    table = context.selection.record_table
    if table is None or (table.current is None and on is None):
        return
    kind, id_ = on or (table.kind, str(table.current))
    if context.editor.reject_edit(kind):
        return
    column = await _choose_text(context, kind, table.column)
    if column is None:
        return
    label = context.session.plan.label(kind, id_)
    draft = f"text.{context.session.path}.{kind}.{id_}.{column.name}"
    kept = context.ui_state.get(draft, "")
    if kept:
        key = await _confirm(context, "open what was written before and not taken? y, n forgets it, esc leaves")
        if key == "escape":
            return
        if key == "n":
            context.ui_state.set(draft, None)
            kept = ""
    before = str(context.session.plan.value(kind, id_, column.name) or "")
    seen = context.session.plan.sequence
    outcome = await context.terminal.edit(kept or before, label)
    if outcome.problem:
        context.messages.say(outcome.problem, "bad")
        return
    text = outcome.text if outcome.text is not None else kept
    if not text and outcome.text is None:
        return
    try:
        value = FieldInput(column, context.session).parse(text)
        taken = await set_values(context, kind, [id_], {column.name: value}, column.label, seen)
        reason = context.editor.refusal
    except ValidationError as refused:
        taken, reason = False, refused.reason
    context.ui_state.set(draft, None if taken else text)
    if not taken:
        context.messages.say(
            f"{reason} ─ what you wrote is kept{context.messages.key_hint('edit.text', 'opens it')}", "bad"
        )


async def _choose_text(context: ActionContext, kind: str, current: str) -> Column | None:
    """The long text of a kind that is meant; None if the person leaves."""
    columns = {c.name: c for c in KINDS[kind].columns if c.field.long}
    if len(columns) == 1:
        return next(iter(columns.values()))
    name = await context.prompts.choose(
        PickerScreen("Which text", [Choice(c.name, c.label) for c in columns.values()], current)
    )
    return columns.get(name) if name is not None else None


async def _confirm(context: ActionContext, question: str) -> str:
    """y, n or escape."""
    while (key := (await context.prompts.next_key(question)).lower()) not in ("y", "n", "escape"):
        pass
    return key


ACTIONS = (
    screen_action(
        "edit.text",
        "Edit the long text in $EDITOR",
        "e",
        "Record",
        edit_long_text,
        why_not=needs_editable_record,
        by_hand=True,
        synonyms=("description",),
    ),
)
