"""Help, palette, registers, records, yank, mouse, leaving."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpm_tui.app.keymap import all_actions, key_name
from tpm_tui.app.screens.picker import Choice, PickerScreen, fuzzy_score
from tpm_tui.app.widgets.prompt import Prompt
from tpm_tui.app.workspace.prompts import RECORD_ACTIONS
from tpm_tui.commands.catalog import commands
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.app.workspace.screen import WorkspaceScreen


async def show_help(ws: "WorkspaceScreen") -> None:
    from tpm_tui.app.pages.help import help_lines
    from tpm_tui.app.screens.page import PageScreen

    hint = "j k line · space page · g G ends · esc back"
    await ws.choose(PageScreen("Help", lambda cells: help_lines(ws.keys, cells), hint=hint))


async def palette(ws: "WorkspaceScreen") -> None:
    """Every command by name, with its key and, if it cannot run now, why."""
    grid = ws.grid
    kind = getattr(grid, "kind", "") if grid is not None else ""
    context = ws.session.command_context(kind, grid.targets() if grid is not None else [])
    known = commands()
    choices = []
    for act in all_actions():
        if act.group == "Move" or act.id == "palette":
            continue
        why = known[act.id].why_not(context) if act.id in known else ws.why_not(act)
        if why is None and act.id in RECORD_ACTIONS and ws.without_record:
            why = "there is no record under the cursor"
        keys = " ".join(key_name(k) for k in ws.keys.get(act.id, ()))
        choices.append(Choice(act.id, act.title, right=keys, why_not=why or "", group=act.group, note=act.id))
    choices += _fields(ws, kind, context.ids)
    for other in KINDS.values():
        choices.append(Choice(f"kind:{other.name}", f"Open {other.plural}", group="Registers"))

    def typed(text: str) -> Choice | None:
        return _link(ws, text) if kind == "item" and context.ids else None

    slow = ws.app.slow  # type: ignore[attr-defined]
    chosen = await (
        _prompt_command(ws, choices, typed) if slow else ws.choose(PickerScreen("Commands", choices, typed=typed))
    )
    if chosen is None:
        return
    what, _, rest = chosen.partition(":")
    if what == "kind":
        ws.show_kind(rest)
    elif what == "field":
        from tpm_tui.app.actions.records import edit_field

        await edit_field(ws, rest)
    elif what == "after":
        from tpm_tui.app.actions.command_runner import add_predecessor

        await add_predecessor(ws, rest)
    else:
        ws.start(chosen)


def _fields(ws: "WorkspaceScreen", kind: str, ids: Sequence[str]) -> list[Choice]:
    """Every field of what is chosen that can be set, whether a column shows it or not."""
    if not ids or kind not in KINDS:
        return []
    from tpm_tui.app.actions.records import editable_column

    reason = "the file is open for reading only" if ws.session.readonly else KINDS[kind].read_only_reason
    columns = (editable_column(ws, kind, name) for name in ws.session.sheet.columns(kind))
    return [
        Choice(f"field:{c.name}", f"{c.label}: set this field", right=ws.session.sheet.text(kind, ids[0], c.name)[:30],
               why_not=reason, group="Fields")
        for c in columns if c is not None and not c.field.hidden
    ]  # fmt: skip


def _link(ws: "WorkspaceScreen", text: str) -> Choice | None:
    """A link typed in the palette: ``after T-12 SS +2d``."""
    from tpm_tui.app.input.field_prompts import describe_predecessor

    word, _, rest = text.strip().partition(" ")
    if word.lower() != "after" or not rest.strip():
        return None
    try:
        return Choice(f"after:{rest}", f"Link: comes after {describe_predecessor(ws.session, rest)}", right="⏎")
    except ValidationError as refused:
        return Choice(f"after:{rest}", "Link: comes after …", why_not=refused.reason)


async def _prompt_command(
    ws: "WorkspaceScreen", choices: Sequence[Choice], typed: Callable[[str], Choice | None]
) -> str | None:
    """Ask in one line for a command, and name the one that fits best below it: little to draw on a slow link."""

    def best(text: str) -> Choice:
        said = typed(text)
        if said is not None:
            return said
        found = [
            (s, n) for n, c in enumerate(choices) if (s := fuzzy_score(text.strip(), f"{c.text} {c.id}")) is not None
        ]
        if not found:
            raise ValidationError("nothing fits")
        return choices[min(found)[1]]

    def check(text: str) -> str:
        if not text.strip():
            return "type part of a command's name"
        choice = best(text)
        if choice.why_not:
            raise ValidationError(f"{choice.text}: {choice.why_not}")
        return f"{choice.text}  {choice.right}".rstrip()

    text, _ = await ws.ask(Prompt("Command", check=check))
    return best(text).id if text and text.strip() else None


async def choose_register(ws: "WorkspaceScreen") -> None:
    choices = [Choice(k.name, k.plural, right=str(len(ws.session.plan[k.name]))) for k in KINDS.values()]
    chosen = await ws.choose(PickerScreen("Registers", choices))
    if chosen is not None:
        ws.show_kind(chosen)


async def open_current_record(ws: "WorkspaceScreen") -> None:
    grid = ws.grid
    if grid is not None and grid.current is not None:
        await ws.open_record(getattr(grid, "kind", "item"), grid.current)


async def show_file_history(ws: "WorkspaceScreen") -> None:
    from tpm_tui.app.pages.record import history_lines
    from tpm_tui.app.screens.page import PageScreen

    found = await ws.session.read(lambda store: store.history(limit=200))
    chosen = await ws.choose(
        PageScreen("History of the file", lambda cells: list(history_lines(ws.session, found, cells, of_record=False)))
    )
    if isinstance(chosen, tuple):
        await ws.open_record(*chosen)


async def show_config_problems(ws: "WorkspaceScreen") -> None:
    """Every line of config.toml that is wrong."""
    from tpm_tui.app.screens.page import PageScreen
    from tpm_tui.app.services.config_validation import config_problem_lines
    from tpm_tui.config import config_path

    count = len(ws.wrong_settings)
    title = f"Configuration ─ {f'{count} wrong' if count else 'nothing wrong'}"
    await ws.choose(PageScreen(title, lambda cells: config_problem_lines(config_path(), ws.wrong_settings, cells)))


async def yank(ws: "WorkspaceScreen") -> None:
    """Send the key, the row or the filter to the clipboard."""
    grid = ws.register
    if grid is None or grid.current is None:
        return
    sheet, ids = ws.session.sheet, grid.targets()
    keys = " ".join(str(sheet.value(grid.kind, i, "key")) for i in ids)
    rows = "\n".join("\t".join(sheet.text(grid.kind, i, n) for n in ("key", *grid.shown_columns())) for i in ids)
    choices = [Choice("key", "Key", right=keys[:40]), Choice("row", "Row, tab-separated")]
    if grid.filter_text:
        choices.append(Choice("filter", "Filter", right=grid.filter_text[:40]))
    chosen = await ws.choose(PickerScreen("Yank", choices))
    if chosen is not None:
        await ws.copy({"key": keys, "row": rows, "filter": grid.filter_text}[chosen])


async def yank_markdown(ws: "WorkspaceScreen") -> None:
    """Send the chosen rows to the clipboard as a Markdown table."""
    grid = ws.register
    if grid is None or grid.current is None:
        return
    from tpm_tui.app.terminal.clipboard import normalise_paste

    sheet, names = ws.session.sheet, grid.shown_columns()
    columns = sheet.columns(grid.kind)

    def clean(text: str) -> str:
        return " ".join(normalise_paste(text).replace("|", "\\|").split("\n"))

    head = "| " + " | ".join(columns[n].label for n in names) + " |"
    rule = "|" + "|".join(" --- " for _ in names) + "|"
    body = ["| " + " | ".join(clean(sheet.text(grid.kind, i, n)) for n in names) + " |" for i in grid.targets()]
    await ws.copy("\n".join([head, rule, *body]))


def step_back(ws: "WorkspaceScreen") -> None:
    """Take back, one at a time: marks, focus, filter, the other view, one pane alone."""
    grid = ws.grid
    if grid is not None and grid.clear_marks():
        return
    if ws.focused_on is not None:
        ws.clear_focus()
        return
    register = ws.register
    if register is not None and register.filter is not None:
        register.filter, register.filter_text = None, ""
        register.reload()
        return
    if not ws.at_home:
        ws.show_view("1")
        return
    if ws.maximised:
        ws.fill(False)
    ws.say("")


def leave_view(ws: "WorkspaceScreen") -> None:
    if ws.at_home:
        ws.app.exit(0)
    else:
        ws.show_view("1")


async def suspend_workspace(ws: "WorkspaceScreen") -> None:
    """Back to the shell, once nothing is being written: a stopped process must not hold the file's lock."""
    from tpm_tui.app.terminal.suspend import suspend_process as suspend_process

    await ws.session.idle()
    suspend_process(ws.app)


def toggle_mouse(ws: "WorkspaceScreen") -> None:
    ws.say("mouse on" if ws.toggle_mouse() else "mouse off: the terminal selects text again")


async def save_screenshot(ws: "WorkspaceScreen") -> None:
    from tpm_tui.app.terminal.screenshot import screenshot_svg as draw

    path = Path.cwd() / f"tpm-{time.strftime('%Y%m%d-%H%M%S')}.svg"
    try:
        path.write_text(draw(ws.app, ws.session.path.name), encoding="utf-8")
    except OSError as error:
        ws.say(f"{path} cannot be written: {error.strerror}", "bad")
    else:
        ws.say(f"picture saved as {path}")


ACTS = {
    "help": show_help,
    "palette": palette,
    "register": choose_register,
    "open": open_current_record,
    "history": show_file_history,
    "settings": show_config_problems,
    "yank": yank,
    "yank.markdown": yank_markdown,
    "back": step_back,
    "leave": leave_view,
    "quit": lambda ws: ws.app.exit(0),
    "suspend": suspend_workspace,
    "mouse": toggle_mouse,
    "picture": save_screenshot,
}
