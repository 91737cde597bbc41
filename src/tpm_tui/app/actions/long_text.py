"""Long text in the person's own editor: what was written there is never lost, also where it is refused."""

from typing import TYPE_CHECKING

from tpm_tui.app.actions.records import EditTarget, set_values
from tpm_tui.app.screens.picker import Choice, PickerScreen
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


async def edit_long_text(ws: "WorkspaceScreen", on: EditTarget | None = None) -> None:
    """The long text of a record (that under the cursor, if none is given) in the person's editor; an unchanged text
    writes nothing.

    What was written and could not be taken (somebody has changed the text meanwhile, the file is locked) is kept, and
    offered the next time.
    """
    from tpm_tui.app.terminal.external_editor import edit_suspended

    grid = ws.register
    if grid is None or (grid.current is None and on is None):
        return
    kind, id_ = on or (grid.kind, str(grid.current))
    if ws.reject_edit(kind):
        return
    column = await _choose_text(ws, kind, grid.column)
    if column is None:
        return
    label = ws.session.plan.label(kind, id_)
    draft = f"text.{ws.session.path}.{kind}.{id_}.{column.name}"
    kept = ws.remembered.get(draft, "")
    if kept:
        key = await _confirm(ws, "open what was written before and not taken? y, n forgets it, esc leaves")
        if key == "escape":
            return
        if key == "n":
            ws.remembered.set(draft, None)
            kept = ""
    before = str(ws.session.plan.value(kind, id_, column.name) or "")
    seen = ws.session.plan.sequence
    await ws.session.idle()
    outcome = edit_suspended(ws.app, kept or before, name=label)
    if outcome.problem:
        ws.say(outcome.problem, "bad")
        return
    text = outcome.text if outcome.text is not None else kept
    if not text and outcome.text is None:
        return
    try:
        value = field_values.parse_value(column, text, ws.session.plan, ws.session.context)
        taken = await set_values(ws, kind, [id_], {column.name: value}, column.label, seen)
        reason = ws.refusal
    except ValidationError as refused:
        taken, reason = False, refused.reason
    ws.remembered.set(draft, None if taken else text)
    if not taken:
        ws.say(f"{reason} ─ what you wrote is kept{ws.key_hint('edit.text', 'opens it')}", "bad")


async def _choose_text(ws: "WorkspaceScreen", kind: str, current: str) -> Column | None:
    """The long text of a kind that is meant; None if the person leaves."""
    columns = {c.name: c for c in KINDS[kind].columns if c.field.long}
    if len(columns) == 1:
        return next(iter(columns.values()))
    name = await ws.choose(PickerScreen("Which text", [Choice(c.name, c.label) for c in columns.values()], current))
    return columns.get(name) if name is not None else None


async def _confirm(ws: "WorkspaceScreen", question: str) -> str:
    """y, n or escape."""
    while (key := (await ws.next_key(question)).lower()) not in ("y", "n", "escape"):
        pass
    return key


ACTS = {"edit.text": edit_long_text}
