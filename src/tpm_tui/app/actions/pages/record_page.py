"""A record in full, as a page to read, and to walk from one to what it leads to."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.app.actions.action import ActionContext, needs_record, screen_action
from tpm_tui.app.actions.edit.additions import add_part
from tpm_tui.app.actions.edit.cell_edit import prompt_value
from tpm_tui.app.actions.edit.field_edit import EditTarget
from tpm_tui.app.actions.edit.forms import open_form
from tpm_tui.app.actions.edit.long_text import edit_long_text
from tpm_tui.app.actions.edit.run_command import command_by_id, run_record_command
from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.page_lines.records.record import record_page_lines
from tpm_tui.app.views.team import TeamView
from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import shown_title
from tpm_tui.presentation import presentation_of

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.team_figures import TeamFigures
    from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import LoadRow


async def open_record(context: ActionContext, kind: str, id_: str) -> None:
    """The record in full; a line entered there opens what it leads to, esc goes back to that line."""
    from tpm_tui.app.modal_screens.record import RecordScreen
    from tpm_tui.app.page_lines.records.deleted_record import deleted_title, last_values
    from tpm_tui.app.widgets.line_list import PageLine

    visited, at, message = [(kind, id_)], 0, ""
    left: list[int] = []
    while visited:
        kind, id_ = visited[-1]
        history = await context.session.read(_history_of(id_))

        def lines(cells: int, kind: str = kind, id_: str = id_, history: Any = history) -> list[PageLine]:
            return record_page_lines(context.session, kind, id_, history, cells)

        plan = context.session.plan
        name, title = plan.label(kind, id_), shown_title(plan, kind, id_, context.session.context)
        if id_ not in plan[kind]:
            name = title = deleted_title(kind, last_values(history, id_))
        screen = RecordScreen(
            name if name == title else f"{name} ─ {title}",
            lines,
            record_keys(context.keys, kind),
            message or _hint(context, kind),
            at,
        )
        chosen = await context.prompts.choose(screen)
        at, message = screen.at, ""
        if chosen is None:
            visited.pop()
            at = left.pop() if left else 0
        elif chosen[0] == "field":
            await _edit_field(context, kind, id_, chosen[1])
        elif chosen[0] == "form":
            if not KINDS[kind].read_only_reason or not context.editor.reject_edit(kind):
                await open_form(context, kind, id_, {})
        elif chosen[0] == "act":
            context.messages.fade()
            await _run_action(context, chosen[1], (kind, id_))
            message = context.messages.text
        elif chosen[0] == "turn":
            from tpm_tui.app.actions.schedule.explanation import browse_items

            if kind == "item":
                await browse_items(context, chosen[1], id_)
        else:
            visited.append(chosen)
            left.append(at)
            at = 0


#: What the screen itself can do to one record on its page, besides the commands of its kind.
_PAGE_ACTIONS = ("undo", "redo", "edit.text")


def record_keys(keys: Mapping[str, Sequence[str]], kind: str) -> dict[str, Sequence[str]]:
    """The keys of all that can be done to one record of a kind, by the action's id."""
    fitting = [c.id for c in commands().values() if c.needs[0] == 1 and (not c.kinds or kind in c.kinds)]
    parts = ("add.child",) if presentation_of(kind).parts else ()
    return {id_: keys.get(id_, ()) for id_ in (*_PAGE_ACTIONS, *parts, *fitting)}


def _hint(context: ActionContext, kind: str) -> str:
    """The keys of the page: its own, and what a newcomer looks for on a record of that kind."""
    own = record_keys(context.keys, kind)
    named = [(own[id_][0], word) for id_, word in presentation_of(kind).hints if own.get(id_)][:3]
    edits = [] if KINDS[kind].read_only_reason else [("i", "edit"), ("E", "form")]
    keys = [("enter", "open"), *edits, *named, ("escape", "back")]
    return " · ".join(f"{key_name(key)} {word}" for key, word in keys)


async def _run_action(context: ActionContext, action_id: str, on: EditTarget) -> None:
    if action_id == "undo" or action_id == "redo":
        await context.editor.undo(redo=action_id == "redo")
    elif action_id == "edit.text":
        await edit_long_text(context, on)
    elif action_id == "add.child":
        await add_part(context, on)
    else:
        await run_record_command(context, command_by_id(action_id), on)


def _history_of(id_: str) -> Any:
    return lambda store: store.history(id_, 50)


async def _edit_field(context: ActionContext, kind: str, id_: str, name: str) -> None:
    if not context.editor.reject_edit(kind):
        await prompt_value(context, kind, [id_], context.session.sheet.columns(kind)[name], None)


async def open_current_record(context: ActionContext) -> None:
    table = context.selection.table
    if isinstance(table, TeamView) and table.cell is not None:
        await _open_cell(context, *table.cell)
    elif table is not None and table.current is not None:
        await context.open_record(table.kind, table.current)


async def _open_cell(context: ActionContext, figures: "TeamFigures", row: "LoadRow", days: range) -> None:
    """The items behind a cell of the team's strip."""
    from tpm_tui.app.actions.pages.linked_pages import browse
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.people.team import cell_lines, cell_title

    async def page() -> PageScreen:
        return PageScreen(cell_title(figures, row, days), lambda _cells: cell_lines(figures, row, days), free=False)

    await browse(context, page)


def _why_not_open(context: ActionContext) -> str | None:
    table = context.selection.table
    return None if isinstance(table, TeamView) and table.cell is not None else needs_record(context)


ACTIONS = (
    screen_action(
        "open",
        "Open the record",
        "enter",
        "Record",
        open_current_record,
        "open",
        why_not=_why_not_open,
        synonyms=("details", "show"),
    ),
)
