"""Saved views: a filter, sort and columns kept in the file under a name."""

import json

from tpm_tui.app.actions.action import ActionContext, needs_writable, screen_action
from tpm_tui.app.actions.views.filters import apply_filter
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS


async def save_view(context: ActionContext) -> None:
    """Keep the filter, sort and columns under a name, in the file."""
    table = context.selection.record_table
    if table is None:
        return
    line = FieldInput(KINDS["view"].column("name"), context.session)
    draft = f"draft.{context.session.path}.view"
    name, _ = await context.prompts.ask(line_prompt(line, "Save this view as", draft=draft))
    if name is None:
        return
    sort = f"{'-' if table.sort[1] else ''}{table.sort[0]}" if table.sort else ""
    values = {
        "name": name.strip(),
        "kind": table.kind,
        "filter": table.filter_text,
        "sort": sort,
        "columns": table.chosen_columns,
    }
    await context.editor.change(
        f"Save view {name.strip()}", Operation.SAVE_VIEW, lambda tx: tx.add("view", **values), done="view saved"
    )


async def open_view(context: ActionContext) -> None:
    """Choose a saved view and show it."""
    saved = context.session.plan["view"]
    choices = []
    for id_ in saved.ids:
        row = saved.row(id_)
        kind = KINDS.get(str(row["kind"]))
        why_not = "" if kind else "its kind of record is not in this version of tpm"
        choices.append(Choice(id_, str(row["name"]), f"{kind.plural} {row['filter']}" if kind else "", why_not))
    chosen = await context.prompts.choose(PickerScreen("Saved views", choices)) if choices else None
    if not choices:
        context.messages.say("no view is saved yet: filter or sort, then save it from the palette", "warn")
    if chosen is None:
        return
    row = saved.row(chosen)
    context.layout.show_kind(str(row["kind"]))
    table = context.selection.record_table
    if table is None:
        return
    sort = str(row["sort"] or "")
    table.sort = (sort.lstrip("-"), sort.startswith("-")) if sort else None
    table.chosen_columns = tuple(json.loads(str(row["columns"] or "[]")))
    await apply_filter(table, str(row["filter"] or ""))


ACTIONS = (
    screen_action(
        "view.save", "Save this filter, sort and columns as a view", "", "Look", save_view, why_not=needs_writable
    ),
    screen_action("view.open", "Open a saved view", "", "Look", open_view),
)
