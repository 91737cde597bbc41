"""Records opened in full: as a page to read and walk, as a form to fill."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.app.keymap import KIND_HINTS, key_name
from tpm_tui.app.pages.record import record_page_lines
from tpm_tui.commands import records
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


async def add_record(
    ws: "WorkspaceScreen", kind: str, values: Mapping[str, Any], *, after: str | None = None, parent: str | None = None
) -> str | None:
    """Add a record and put the cursor on it; its id, None if it was refused."""

    def add(tx: Transaction) -> str:
        made = records.add(tx, kind, values, after=after, parent=parent)
        tx.label = f"Add {tx.plan.value(kind, made, 'key')} “{tx.plan.title(kind, made)}”"
        return made

    label = f"Add {KINDS[kind].label.lower()}"
    made = await ws.run_guarded(ws.session.change(label, "record.add", add, initiator=ws))
    if made is None:
        return None
    id_ = made[0]
    grid = ws.register
    key = ws.session.plan.value(kind, id_, "key")
    if grid is not None and grid.kind == kind:
        there = ws.backlog.reveal(id_) if grid is ws.backlog else grid.move_to_id(id_)
        if not there:
            ws.say(f"added {key}; the filter hides it{ws.key_hint('undo', 'undoes')}")
            return id_
    hints = (
        ws.key_hint("edit.cell", "edits"),
        ws.key_hint("edit.form", "opens the form"),
        ws.key_hint("undo", "undoes"),
    )
    ws.say(f"added {key}{''.join(hints)}")
    return id_


async def open_form(ws: "WorkspaceScreen", kind: str, id_: str | None, prefilled: Mapping[str, Stored]) -> None:
    """A record as a form; saving it is one transaction, and a refusal opens it again with what was typed."""
    from tpm_tui.app.screens.form import FormScreen

    problem, field = "", ""
    while True:
        seen = ws.session.plan.sequence
        screen = FormScreen(ws.session, kind, id_, prefilled, ws.remembered, problem, field)
        values = await ws.choose(screen)
        if values is None:
            return
        if await _save_form(ws, kind, id_, values, seen):
            screen.forget_draft()
            return
        problem, field = ws.refusal, ws.refused_field
        if ws.conflicted:
            problem += " ─ F2 again keeps yours, ctrl+r takes theirs"


async def _save_form(ws: "WorkspaceScreen", kind: str, id_: str | None, values: Mapping[str, Any], seen: int) -> bool:
    if id_ is None:
        return await add_record(ws, kind, values) is not None
    if not values:
        ws.say("nothing changed")
        return True
    label = f"Edit {ws.session.plan.label(kind, id_)}"
    return await ws.change(label, "edit", lambda tx: records.edit_records(tx, kind, [id_], values), seen=seen)


async def open_record(ws: "WorkspaceScreen", kind: str, id_: str) -> None:
    """The record in full; a line entered there opens what it leads to, esc goes back to that line."""
    from tpm_tui.app.pages.deleted_record import deleted_title, last_values
    from tpm_tui.app.screens.record import RecordScreen
    from tpm_tui.app.widgets.line_list import PageLine

    trail, at, said = [(kind, id_)], 0, ""
    left: list[int] = []
    while trail:
        kind, id_ = trail[-1]
        history = await ws.session.read(_history_of(id_))

        def lines(cells: int, kind: str = kind, id_: str = id_, history: Any = history) -> list[PageLine]:
            return record_page_lines(ws.session, kind, id_, history, cells)

        name, title = ws.session.plan.label(kind, id_), ws.session.plan.title(kind, id_)
        if id_ not in ws.session.plan[kind]:
            name = title = deleted_title(kind, last_values(history, id_))
        screen = RecordScreen(
            name if name == title else f"{name} ─ {title}",
            lines,
            record_keys(ws.keys, kind),
            said or _hint(ws, kind),
            at,
        )
        chosen = await ws.choose(screen)
        at, said = screen.at, ""
        if chosen is None:
            trail.pop()
            at = left.pop() if left else 0
        elif chosen[0] == "field":
            await _edit_field(ws, kind, id_, chosen[1])
        elif chosen[0] == "form":
            if not KINDS[kind].read_only_reason or not ws.reject_edit(kind):
                await open_form(ws, kind, id_, {})
        elif chosen[0] == "act":
            ws.fade_message()
            await _run_action(ws, chosen[1], (kind, id_))
            said = ws.message
        elif chosen[0] == "turn":
            from tpm_tui.app.actions.analysis.explanation import browse_items

            if kind == "item":
                await browse_items(ws, chosen[1], id_)
        else:
            trail.append(chosen)
            left.append(at)
            at = 0


#: What the screen itself can do to one record on its page, besides the commands of its kind.
_PAGE_ACTIONS = ("undo", "redo", "edit.text")


def record_keys(keys: Mapping[str, Sequence[str]], kind: str) -> dict[str, Sequence[str]]:
    """The keys of all that can be done to one record of a kind, by the act's id."""
    from tpm_tui.app.actions.records import PART_KINDS
    from tpm_tui.commands.catalog import commands

    fitting = [c.id for c in commands().values() if c.needs[0] == 1 and (not c.kinds or kind in c.kinds)]
    parts = ("add.child",) if kind in PART_KINDS else ()
    return {id_: keys.get(id_, ()) for id_ in (*_PAGE_ACTIONS, *parts, *fitting)}


def _hint(ws: "WorkspaceScreen", kind: str) -> str:
    """The keys of the page: its own, and what a newcomer looks for on a record of that kind."""
    own = record_keys(ws.keys, kind)
    named = [(own[id_][0], word) for id_, word in KIND_HINTS.get(kind, ()) if own.get(id_)][:3]
    edits = [] if KINDS[kind].read_only_reason else [("i", "edit"), ("E", "form")]
    keys = [("enter", "open"), *edits, *named, ("escape", "back")]
    return " · ".join(f"{key_name(key)} {word}" for key, word in keys)


async def _run_action(ws: "WorkspaceScreen", act_id: str, on: tuple[str, str]) -> None:
    from tpm_tui.app.actions import command_runner, long_text
    from tpm_tui.app.actions import records as editing

    if act_id == "undo" or act_id == "redo":
        await ws.take_back(redo=act_id == "redo")
    elif act_id == "edit.text":
        await long_text.edit_long_text(ws, on)
    elif act_id == "add.child":
        await editing.add_part(ws, on)
    else:
        await command_runner.run_record_command(ws, command_runner.command_by_id(act_id), on)


def _history_of(id_: str) -> Any:
    return lambda store: store.history(id_, 50)


async def _edit_field(ws: "WorkspaceScreen", kind: str, id_: str, name: str) -> None:
    from tpm_tui.app.actions.records import prompt_value

    if not ws.reject_edit(kind):
        await prompt_value(ws, kind, [id_], ws.session.sheet.columns(kind)[name], None)
