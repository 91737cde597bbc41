"""Adding records: after the one under the cursor, below it, or as a part of it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec.structs import replace

from tpm_tui.app.actions.action import ActionContext, needs_writable, screen_action
from tpm_tui.app.actions.edit.field_edit import EditTarget
from tpm_tui.app.actions.edit.forms import add_record, open_form
from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
from tpm_tui.commands import records
from tpm_tui.commands.input.field_arguments import add_from_arguments, split_line
from tpm_tui.commands.input.record_line import RecordLine
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import dump_value
from tpm_tui.presentation import Part, addable_parts
from tpm_tui.store.transaction import Transaction


async def add_after(context: ActionContext, child: bool = False) -> None:
    """Add a record after the one under the cursor, or below it."""
    table = context.selection.record_table
    if table is None or context.editor.reject_readonly():
        return
    kind, here = table.kind, table.current
    if child and kind != "item":
        await add_part(context)
        return
    if kind in records.NOT_ADDED:
        context.messages.say(records.NOT_ADDED[kind], "warn")
        return
    where = f" below {context.session.plan.label(kind, here)}" if child and here else ""
    after = here if kind == "item" and not child else None
    await _ask_record(context, kind, {}, where, after=after, parent=here if child else None)


async def _ask_record(
    context: ActionContext,
    kind: str,
    given: Mapping[str, Any],
    where: str = "",
    *,
    after: str | None = None,
    parent: str | None = None,
) -> None:
    """Ask for a record in one line until it is taken or left; an empty line opens the form where more than a title is
    needed. ``given``: what is filled in already; ``where`` follows the label of the question."""
    declared = KINDS[kind]
    line = RecordLine(kind, context.session, tuple(given))
    label, draft = f"New {declared.label.lower()}{where}", f"draft.{context.session.path}.{kind}.new.line"
    question = line_prompt(line, label, draft=draft)
    while True:
        text, _ = await context.prompts.ask(question)
        if text is None:
            return
        if not text.strip() and line.offers_form:
            stored = {name: dump_value(declared.column(name), value) for name, value in given.items()}
            await open_form(context, kind, None, stored)
            return
        make = partial(_from_line, kind=kind, text=text, given=given, after=after, parent=parent)
        if await add_record(context, kind, make) is not None:
            return
        question = replace(question, text=text, problem=context.editor.refusal)


def _from_line(
    tx: Transaction, kind: str, text: str, given: Mapping[str, Any], after: str | None, parent: str | None
) -> str:
    return add_from_arguments(tx, KINDS[kind], split_line(text), given=given, after=after, parent=parent)


async def add_part(context: ActionContext, on: EditTarget | None = None) -> None:
    """Add a part of the record under the cursor: a contact, a mitigation, an option …"""
    table = context.selection.record_table
    if table is None or (table.current is None and on is None):
        return
    kind, id_ = on or (table.kind, str(table.current))
    parts = addable_parts(context.session.plan, kind, id_)
    if not parts:
        context.messages.say(f"{with_article(KINDS[kind].label)} has no parts to add below it", "warn")
        return
    part = parts[0] if len(parts) == 1 else await _choose_part(context, parts)
    if part is None:
        return
    given: dict[str, Any] = {part.field: id_} if part.field else {}
    at = next((c for c in KINDS[part.kind].columns if c.name == "at"), None)
    if at is not None:
        # It is told when it has just happened, as a rule.
        given["at"] = _now(context, at)
    await _ask_record(context, part.kind, given, f" of {context.session.plan.label(kind, id_)}")


def _now(context: ActionContext, at: Column) -> Any:
    return context.session.context.today if at.type is date else clock.to_local(clock.now())


async def _choose_part(context: ActionContext, parts: tuple[Part, ...]) -> Part | None:
    """The part that is meant, by the first letter of its kind; None if the person leaves."""
    by_letter = {KINDS[part.kind].label[0].lower(): part for part in parts}
    words = " · ".join(f"{letter} {KINDS[part.kind].label.lower()}" for letter, part in by_letter.items())
    while (key := (await context.prompts.next_key(f"add: {words}")).lower()) not in (*by_letter, "escape"):
        pass
    return by_letter.get(key)


async def add_child(context: ActionContext) -> None:
    await add_after(context, child=True)


def _why_not_added(context: ActionContext) -> str | None:
    return needs_writable(context) or records.NOT_ADDED.get(context.selection.kind)


ACTIONS = (
    screen_action(
        "add",
        "Add after",
        "a",
        "Record",
        add_after,
        "add",
        why_not=_why_not_added,
        by_hand=True,
        synonyms=("new", "create", "insert", "milestone"),
    ),
    screen_action(
        "add.child",
        "Add below, or a record of another kind",
        "A",
        "Record",
        add_child,
        why_not=needs_writable,
        synonyms=("new", "create", "subtask", "milestone"),
    ),
)
