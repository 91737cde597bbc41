"""Help made from the keys in force and the words people type."""

from collections.abc import Mapping, Sequence

from tpm_tui.app.drawing.bars import LEGEND
from tpm_tui.app.keymap import acts, key_name
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.safe import fit

_WORDS = (
    ("Filter", "status:open owner:ana,bob due<2w -tag:x \"free text\" (a or b)"),
    ("Dates", "today  +3d  -2w  fri  next fri  eow  eom  q1  w50  12 mar  2027-03-12"),
    ("Durations", "4h  3d  2w of working time"),
    ("Estimates", "3d, or best/likely/worst as in 2d/3d/8d"),
    ("Links", "T-12   T-12 SS +2d   T-12 FF -50%   T-12 +3ed (elapsed); in the palette: after T-12 SS +2d"),
    ("Lists", "items, stakeholders: T-3, T-4    tags: one two"),
)  # fmt: skip


def help_lines(keys: Mapping[str, Sequence[str]], cells: int) -> list[PageLine]:
    """Keys by group, then the words."""
    lines: list[PageLine] = []
    groups: dict[str, list[tuple[str, str]]] = {}
    for act in acts():
        names = " ".join(key_name(k) for k in keys.get(act.id, ()))
        groups.setdefault(act.group, []).append((names, act.title))
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
    for name, text in _WORDS:
        lines.append(PageLine(((fit(name, 14) + " ", "accent"), (text, ""))))
    lines += [PageLine((("", ""),)), PageLine((("Signs of the timeline", "head"),))]
    for signs, text in LEGEND:
        lines.append(PageLine(((fit(signs, 14) + " ", "accent"), (text, ""))))
    return lines
