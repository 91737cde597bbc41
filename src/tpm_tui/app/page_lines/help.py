"""Help made from the keys in force and the words people type."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from tpm_tui.app.charts.gantt_bar import LEGEND
from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.safe_text import fit

_SYNTAX_LINES = (
    ("Add", "Sign contract owner=ana estimate=3d/5d/10d after=T-3, for every kind; tab completes"),
    ("Filter", "status:open owner:ana,bob due<2w -tag:x \"free text\" (a or b)"),
    ("Dates", "today  +3d  -2w  fri  next fri  eow  eom  q1  w50  12 mar  2027-03-12"),
    ("Durations", "4h  3d  2w of working time"),
    ("Estimates", "3d, or best/likely/worst as in 2d/3d/8d"),
    ("Links", "T-12   T-12 SS +2d   T-12 FF -50%   T-12 +3ed (elapsed)   several: T-3 T-5 FS+2d"),
    ("Lists", "items, stakeholders: T-3, T-4    tags: one two"),
)  # fmt: skip

#: What stands beside the key and the status of an item.
_BACKLOG = (
    ("!T-12", "its due date has passed, and it is not finished"),
    ("▾ ▸ ◆", "unfolded, folded (z), a milestone"),
    ("○ ● ■ ✓ ✗", "to do, begun, blocked, done, dropped"),
    ("○ ⇠T-12", "waits for T-12"),
)


#: What colours say on every view: the style, its colour, its meaning.
_COLOURS = (
    ("bad", "red", "late, broken or beyond a limit; later or worse than before; refused"),
    ("warn", "amber", "worth a look: nobody has decided or estimated it yet, or it may not hold"),
    ("good", "green", "done, kept, earlier or better than before"),
    ("critical", "magenta", "critical: no slack"),
    ("accent", "cyan", "begun; names that lead somewhere; bars that only measure"),
)

#: What somebody new wants to do, and the acts for it.
_FIRST_STEPS = (
    ("Add a record after this one; one below it, or a part", ("add", "add.child")),
    ("Finish an item, or open it again", ("item.done",)),
    ("Set its status; who does it; when it is due", ("item.status", "item.owner", "item.due")),
    ("Change the cell under the cursor; the whole record", ("edit.cell", "edit.form")),
    ("Raise a risk on an item", ("risk.raise",)),
    ("Log a contact with a stakeholder", ("view.4", "contact.log")),
    ("Take back the last change; do it again", ("undo", "redo")),
    ("Do something to many at once: mark them first", ("mark",)),
    ("Find: a filter; any command or register by its name", ("filter", "palette")),
    ("See why an item lies where it lies", ("why",)),
)


def _first_step_lines(keys: Mapping[str, Sequence[str]], available: Collection[str], cells: int) -> list[PageLine]:
    lines = [PageLine((("To begin with", "head"),))]
    for words, ids in _FIRST_STEPS:
        if not any(id_ in available for id_ in ids):
            continue
        names = "  ".join(key_name(keys[id_][0]) for id_ in ids if keys.get(id_))
        lines.append(PageLine(((fit(names, 14) + " ", "accent"), (fit(words, cells - 16), ""))))
    return [*lines, PageLine((("", ""),))]


def help_lines(
    actions: Iterable[tuple[str, str, str]], keys: Mapping[str, Sequence[str]], cells: int
) -> list[PageLine]:
    """What to begin with, keys by group in the order of the actions, then the words.

    ``actions``: (id, title, group) of each; ``keys``: those in force by id.
    """
    actions = list(actions)
    lines = _first_step_lines(keys, {id_ for id_, _, _ in actions}, cells)
    groups: dict[str, list[tuple[str, str]]] = {}
    for id_, title, group in actions:
        names = " ".join(key_name(key) for key in keys.get(id_, ()))
        groups.setdefault(group, []).append((names, title))
    for group, entries in groups.items():
        bound = [e for e in entries if e[0]]
        loose = [e[1] for e in entries if not e[0]]
        lines.append(PageLine(((group, "head"),)))
        half = (cells - 2) // 2
        wide = cells >= 100
        step = 2 if wide else 1
        for place in range(0, len(bound), step):
            runs = []
            for names, title in bound[place : place + step]:
                runs += [(fit(names, 14) + " ", "accent"), (fit(title, (half if wide else cells) - 16) + " ", "")]
            lines.append(PageLine(tuple(runs)))
        if loose:
            lines.append(PageLine((("from the palette: " + ", ".join(loose), "soft"),)))
        lines.append(PageLine((("", ""),)))
    lines.append(PageLine((("Words", "head"),)))
    for name, text in _SYNTAX_LINES:
        lines.append(PageLine(((fit(name, 14) + " ", "accent"), (text, ""))))
    for pane, legend in (("backlog", _BACKLOG), ("timeline", LEGEND)):
        lines += [PageLine((("", ""),)), PageLine(((f"Signs of the {pane}", "head"),))]
        lines += [PageLine(((fit(signs, 14) + " ", "accent"), (text, ""))) for signs, text in legend]
    lines += [PageLine((("", ""),)), PageLine((("Colours", "head"),))]
    return lines + [PageLine(((fit(name, 14) + " ", style), (text, ""))) for style, name, text in _COLOURS]
