"""Every key once: what the screen itself can do, and the commands on records. Help, footer and palette read this."""

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from textual.binding import Binding

from tpm_tui.charset import can_show, original_environ
from tpm_tui.commands.catalog import commands
from tpm_tui.config import is_bindable
from tpm_tui.domain.kinds import KINDS


@dataclass(frozen=True, slots=True)
class ScreenAction:
    """Something a key or the palette can start: its id, title, keys, group, and the app's action.

    ``hint`` is its word in the footer; ``writes``: it changes the file, so it cannot run where that is read-only;
    ``kinds``: the kinds of record that its keys answer on, none given means all.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    group: str
    action: str
    hint: str = ""
    writes: bool = False
    kinds: tuple[str, ...] = ()

    def overlaps(self, other: "ScreenAction") -> bool:
        """Whether one key could not be both's."""
        return not (self.kinds and other.kinds) or not set(self.kinds).isdisjoint(other.kinds)


def _action(
    id_: str, title: str, keys: str, group: str, action: str = "", hint: str = "", *, writes: bool = False
) -> ScreenAction:
    return ScreenAction(id_, title, tuple(keys.split()), group, action or f"screen_act('{id_}')", hint, writes)


#: Keys of the screen itself. ``hint`` is the footer's short word for those it shows.
SCREEN_ACTIONS = (
    _action("help", "Help", "? f1", "General", hint="help"),
    _action("palette", "Command palette", ": ctrl+p", "General", hint="command"),
    _action("filter", "Filter", "/", "General", hint="filter"),
    _action("back", "Clear, back", "escape", "General"),
    _action("undo", "Undo", "u", "General", hint="undo", writes=True),
    _action("redo", "Redo", "ctrl+r U", "General", writes=True),
    _action("repeat", "Repeat the last change", ".", "General", writes=True),
    _action("leave", "Back, or quit from the first view", "q", "General"),
    _action("quit", "Quit", "Q", "General"),
    _action("suspend", "Suspend to the shell", "ctrl+z", "General"),
    _action("mouse", "Mouse on or off", "m", "General"),
    _action("settings", "Configuration: what is wrong in config.toml", "", "General"),
    _action("view.1", "Backlog", "1", "Views"),
    _action("view.2", "Timeline", "2", "Views"),
    _action("view.3", "Risks", "3", "Views"),
    _action("view.4", "Stakeholders", "4", "Views"),
    _action("view.5", "Team", "5", "Views"),
    _action("view.6", "Money", "6", "Views"),
    _action("view.7", "Quality", "7", "Views"),
    _action("view.8", "Decisions", "8", "Views"),
    _action("view.9", "Incidents", "9", "Views"),
    _action("view.0", "Reports", "0", "Views"),
    _action("pane.next", "Next pane", "tab", "Views"),
    _action("pane.previous", "Previous pane", "shift+tab", "Views"),
    _action("pane.fill", "This pane alone on the screen, or all four", "Z", "Views"),
    _action("jump", "Jump to a row by its label", "' ctrl+o", "Move"),
    _action("down", "Down", "j down", "Move"),
    _action("up", "Up", "k up", "Move"),
    _action("left", "Fold, or to the parent; earlier on the timeline", "h left", "Move"),
    _action("right", "Unfold, or to the first child; later on the timeline", "l right", "Move"),
    _action("top", "Top", "g home", "Move"),
    _action("bottom", "Bottom", "G end", "Move"),
    _action("half.down", "Half a page down", "ctrl+d pagedown", "Move"),
    _action("half.up", "Half a page up", "ctrl+u pageup", "Move"),
    _action("open", "Open the record", "enter", "Record", hint="open"),
    _action("edit.cell", "Edit a cell", "i", "Record", hint="edit", writes=True),
    _action("edit.form", "Edit the whole form", "E", "Record", writes=True),
    _action("edit.text", "Edit the long text in $EDITOR", "e", "Record", writes=True),
    _action("add", "Add after", "a", "Record", hint="add", writes=True),
    _action("add.child", "Add below, or a record of another kind", "A", "Record", writes=True),
    _action("mark", "Mark and move down", "space", "Marks", hint="mark"),
    _action("mark.range", "Mark a range", "v V", "Marks"),
    _action("mark.all", "Mark all shown", "*", "Marks"),
    _action("yank", "Yank: key, row or filter", "y", "Marks"),
    _action("yank.markdown", "Yank as Markdown", "Y", "Marks"),
    _action("sort", "Sort", "o", "Look"),
    _action("columns", "Choose columns", "", "Look"),
    _action("view.save", "Save this filter, sort and columns as a view", "", "Look", writes=True),
    _action("view.open", "Open a saved view", "", "Look"),
    _action("fold", "Fold or unfold", "z", "Look"),
    _action("focus", "Focus the other panes on this", "f", "Look", hint="focus"),
    _action("matrix", "Matrix: risks 5×5, stakeholders by power and interest", "M", "Look"),
    _action("zoom.in", "Timeline: finer scale", "+", "Look"),
    _action("zoom.out", "Timeline: coarser scale", "-", "Look"),
    _action("timeline.today", "Timeline: to today", "T", "Look"),
    _action("timeline.reveal", "Timeline: to the bar under the cursor", "=", "Look"),
    _action("why", "Why: what sets its dates, what waits for it", "W", "Plan"),
    _action("links", "Links: what it comes after, what comes after it", "L", "Plan"),
    _action("compare", "Compare with a baseline: dates and scope", "C", "Plan"),
    _action("what-if", "What if: try edits that do not reach the file; look, keep, throw away", "I", "Plan"),
    _action("what-if.keep", "What if: keep all of it", "", "Plan"),
    _action("what-if.throw", "What if: throw it away", "", "Plan"),
    _action("forecast", "Forecast: how sure, and what it hangs on", "F", "Plan"),
    _action("why.moved", "Why did the finish move: since yesterday, Monday, a baseline, a date", "", "Plan"),
    _action("forecast.respond", "Responses: the cheapest that bring P80 before a date", "R", "Plan"),
    _action("risk.scales", "Risk scales: what a score of 1 to 5 means in chance and delay", "", "Plan", writes=True),
    _action("forecast.export", "Forecast: write it as SVG or CSV", "", "Plan"),
    _action("programme", "Programme: start of the plan, status date, what is critical", "", "Plan", writes=True),
    _action("calendar", "Working time: days off, hours, of programme, person or item", "H", "Plan"),
    _action("shift", "Shift a branch, what comes after, or to a day: see what gives", "S", "Plan"),
    _action("check", "Check the plan: what is worth a look", "", "Plan"),
    _action("register", "Open a register of any kind", "", "Views"),
    _action("history", "History of the file", "", "Views"),
    _action("import", "Import a file", "", "File", writes=True),
    _action("export", "Export to a file", "", "File"),
    _action("backup", "Write a backup copy", "", "File"),
    _action("picture", "Save a picture of the screen (SVG)", "", "File"),
)


#: What the footer names besides, by the kind of the pane's records: what a newcomer looks for there first.
KIND_HINTS: dict[str, tuple[tuple[str, str], ...]] = {
    "item": (
        ("item.done", "done"), ("risk.raise", "risk"), ("item.status", "status"), ("item.owner", "who"),
        ("item.due", "due"), ("link.after", "after"), ("item.comment", "comment"),
    ),
    "risk": (("risk.occurred", "happened"), ("matrix", "matrix"), ("item.owner", "who")),
    "stakeholder": (("contact.log", "log contact"), ("matrix", "power and interest")),
    "check": (("check.pass", "passed"),),
    "incident": (("incident.advance", "next step"), ("incident.note", "note"), ("item.owner", "who")),
    "action": (("item.done", "done"), ("action.to_item", "to item"), ("item.owner", "who")),
    "mitigation": (("item.done", "done"), ("item.owner", "who")),
    "contact": (("item.done", "promise kept"),),
    "sprint": (("sprint.start", "start"),),
}  # fmt: skip


def footer_hints(keys: Mapping[str, Sequence[str]], kind: str, cells: int) -> list[tuple[str, str]]:
    """(key, word) of what the footer names in a pane of that kind of records, as many as fit into so many cells."""
    kept = kind in KINDS and KINDS[kind].read_only_reason
    general = [(act.id, act.hint) for act in SCREEN_ACTIONS if act.hint and not (kept and act.id in MANUAL_EDITS)]
    own = KIND_HINTS.get(kind, ())
    first = [h for h in general if h[0] not in _SECONDARY_HINTS]
    found: list[tuple[str, str]] = []
    for id_, word in (*first, *own[:2], *(h for h in general if h[0] in _SECONDARY_HINTS), *own[2:]):
        if not keys.get(id_):
            continue
        name = key_name(keys[id_][0])
        cells -= len(name) + len(word) + 3
        if cells < -1:
            break
        found.append((name, word))
    return found


#: What changes a record by hand, or makes one: of what the program keeps, nobody does.
MANUAL_EDITS = frozenset({"add", "edit.cell", "edit.form", "edit.text"})

#: Named only once the first of the pane's own are.
_SECONDARY_HINTS = frozenset({"mark", "focus"})


def all_actions() -> Iterator[ScreenAction]:
    """Everything that can be started, the screen's own first."""
    yield from SCREEN_ACTIONS
    for command in commands().values():
        action = f"run('{command.id}')"
        yield ScreenAction(command.id, command.title, command.keys, command.group, action, kinds=command.kinds)


def effective_keys(changed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Id -> keys in force: the defaults with the person's changes over them. A key that a person gives to one is taken
    from the others that it would start as well."""
    everything = list(all_actions())
    given = [act for act in everything if act.id in changed]

    def keys_of(act: ScreenAction) -> tuple[str, ...]:
        if act.id in changed:
            return tuple(changed[act.id])
        lost = {textual_key(key) for other in given if act.overlaps(other) for key in changed[other.id]}
        return tuple(key for key in act.keys if textual_key(key) not in lost)

    return {act.id: keys_of(act) for act in everything}


def textual_key(key: str) -> str:
    """A key as Textual names it: ``?`` is ``question_mark``; names of more than one character stand as they are."""
    if len(key) != 1 or key.isalnum():
        return key
    return _TEXTUAL_NAMES.get(key) or unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")


def bindings(keys: Mapping[str, tuple[str, ...]]) -> list[Binding]:
    """Textual bindings for keys in force."""
    return [
        Binding(textual_key(key), act.action, act.title, show=False, id=f"{act.id}.{number}")
        for act in all_actions()
        for number, key in enumerate(keys[act.id])
        if is_bindable(key)
    ]


#: Characters whose key Textual names otherwise than Unicode does.
_TEXTUAL_NAMES = {
    "_": "underscore",
    "-": "minus",
    "+": "plus",
    "/": "slash",
    "<": "less_than_sign",
    ">": "greater_than_sign",
}

_KEY_SYMBOLS = {
    "enter": "⏎", "escape": "esc", "question_mark": "?", "space": "space", "pagedown": "pgdn", "pageup": "pgup",
    "down": "↓", "up": "↑", "left": "←", "right": "→", "f1": "F1",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as help and footer write it; in full where the terminal cannot show its sign, which a plain one in its
    place (< for ⏎) would make another key's."""
    name = _KEY_SYMBOLS.get(key, key)
    return name if name.isascii() or _displayable(name) else key


@cache
def _displayable(name: str) -> bool:
    return can_show(name, original_environ(os.environ))
