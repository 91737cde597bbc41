"""What every edit of fields goes through: what can be set, on which records, in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.commands import records
from tpm_tui.commands.command import deletion_problem
from tpm_tui.domain.fields import Column
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS

#: A record that something is done to: its kind and id.
EditTarget = tuple[str, str]


def editable_column(context: ActionContext, kind: str, name: str) -> Column | None:
    """A field of a kind that a person can set; None where there is none."""
    column = context.session.sheet.columns(kind).get(name)
    own = {c.name for c in KINDS[kind].columns}
    return column if column and column.settable and (name in own or column.custom) else None


async def set_values(
    context: ActionContext, kind: str, ids: Sequence[str], values: Mapping[str, Any], what: str, seen: int | None = None
) -> bool:
    """Set fields of records in one transaction; False if it was refused (and said so). ``seen`` as in ``change``."""

    async def again() -> None:
        table = context.selection.record_table
        if table is not None and table.kind == kind:
            await set_values(context, kind, table.targets(), values, what)

    context.editor.repeat = again
    return await keep_values(context, kind, ids, values, f"{what} of {describe_selection(context, kind, ids)}", seen)


async def keep_values(
    context: ActionContext, kind: str, ids: Sequence[str], values: Mapping[str, Any], label: str, seen: int | None
) -> bool:
    """Keep values in one transaction called ``label``, however they were typed; what other content of a need touches is
    shown before. False if it was refused, or left as it was."""
    from tpm_tui.commands.scope.touched_records import reworked_needs

    needs = reworked_needs(context.session.plan, kind, ids, values)
    if needs:
        from tpm_tui.app.actions.edit.consequences import confirm_touched

        if not await confirm_touched(context, label, kind, needs):
            context.editor.leave("left as it was")
            return False
    return await context.editor.change(
        label, Operation.EDIT, lambda tx: records.edit_records(tx, kind, ids, values), seen=seen
    )


def still_chosen(context: ActionContext, kind: str, ids: Sequence[str]) -> bool:
    """Whether records that were chosen before a question are there and chosen still; said if not. What is to be done to
    them must not reach the record that the cursor came to because another program deleted them."""
    gone = deletion_problem(context.session.plan, kind, ids)
    if not gone and list(context.selection.targets()) != list(ids):
        gone = "the cursor is on another record now: nothing was done"
    if gone:
        context.messages.say(gone, "warn")
    return not gone


def describe_selection(context: ActionContext, kind: str, ids: Sequence[str]) -> str:
    """What a question calls the records it is about: the one by its label, several by their number."""
    if len(ids) > 1:
        return f"{len(ids)} {KINDS[kind].plural_noun}"
    there = ids[0] in context.session.plan[kind]
    return context.session.plan.label(kind, ids[0]) if there else f"a deleted {KINDS[kind].label.lower()}"
