"""Records as forms: to add one, to edit one whole."""

from collections.abc import Callable, Mapping
from typing import Any

from tpm_tui.app.actions.action import ActionContext, needs_editable_record, needs_writable, screen_action
from tpm_tui.app.actions.edit.field_edit import keep_values
from tpm_tui.commands import records
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.transaction import Transaction


async def add_record(context: ActionContext, kind: str, make: Callable[[Transaction], str]) -> str | None:
    """Add the record that ``make`` makes and put the cursor on it; its id, None if it was refused."""

    def add(tx: Transaction) -> str:
        made = make(tx)
        tx.label = f"Add {tx.plan.shown_key(kind, made)} “{tx.plan.title(kind, made)}”"
        return made

    label = f"Add {KINDS[kind].label.lower()}"
    made = await context.editor.run_guarded(context.session.change(label, Operation.ADD_RECORD, add))
    if made is None:
        return None
    id_ = made[0]
    table = context.selection.record_table
    key = context.session.plan.shown_key(kind, id_)
    if table is not None and table.kind == kind and not table.reveal(id_):
        context.messages.say(f"added {key}; the filter hides it{context.messages.key_hint('undo', 'undoes')}")
        return id_
    hints = (
        context.messages.key_hint("edit.cell", "edits"),
        context.messages.key_hint("edit.form", "opens the form"),
        context.messages.key_hint("undo", "undoes"),
    )
    context.messages.say(f"added {key}{''.join(hints)}")
    return id_


async def open_form(context: ActionContext, kind: str, id_: str | None, prefilled: Mapping[str, Stored]) -> None:
    """A record as a form; saving it is one transaction, and a refusal opens it again with what was typed."""
    from tpm_tui.app.modal_screens.editing.form import FormScreen

    problem, field = "", ""
    name = context.session.plan.label(kind, id_) if id_ is not None else ""
    while True:
        if id_ is not None and id_ not in context.session.plan[kind]:
            context.messages.say(f"{name} has been deleted; what was typed is kept for when it is there again", "bad")
            return
        seen = context.session.plan.sequence
        screen = FormScreen(context.session, kind, id_, prefilled, context.ui_state, problem, field)
        values = await context.prompts.choose(screen)
        if values is None:
            return
        if await _save_form(context, kind, id_, values, seen):
            screen.forget_draft()
            return
        problem, field = context.editor.refusal, context.editor.refused_field
        if context.editor.conflicted:
            problem += " ─ F2 again keeps yours, ctrl+r takes theirs"


async def _save_form(context: ActionContext, kind: str, id_: str | None, values: Mapping[str, Any], seen: int) -> bool:
    if id_ is None:
        return await add_record(context, kind, lambda tx: records.add(tx, kind, values)) is not None
    if not values:
        context.messages.say("nothing changed")
        return True
    return await keep_values(context, kind, [id_], values, f"Edit {context.session.plan.label(kind, id_)}", seen)


async def edit_form(context: ActionContext) -> None:
    """The whole record as a form."""
    table = context.selection.record_table
    if table is not None and table.current is not None and not context.editor.reject_edit(table.kind):
        await open_form(context, table.kind, table.current, {})


async def edit_programme(context: ActionContext) -> None:
    """What the file says of the plan as a whole: its start, status date, calendar, currency."""
    if not context.editor.reject_readonly():
        await open_form(context, "programme", PROGRAMME_ID, {})


ACTIONS = (
    screen_action(
        "edit.form", "Edit the whole form", "E", "Record", edit_form, why_not=needs_editable_record, by_hand=True
    ),
    screen_action(
        "risk.scales",
        "Risk scales: what a score of 1 to 5 means in chance and delay",
        "",
        "Plan",
        edit_programme,
        why_not=needs_writable,
    ),
    screen_action(
        "programme",
        "Programme: start of the plan, status date, what is critical",
        "",
        "Plan",
        edit_programme,
        why_not=needs_writable,
        synonyms=("project", "portfolio", "currency"),
    ),
)
