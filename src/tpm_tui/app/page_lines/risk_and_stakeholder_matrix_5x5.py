"""Two grids of five by five: risks by probability and impact, stakeholders by power and interest."""

from tpm_tui.app.charts.severity_marks import severity_style
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.domain.derived.contacts import stakeholder_quadrant
from tpm_tui.domain.derived.risk_levels import NOT_SCORED, risk_levels
from tpm_tui.presentation import presentation_of
from tpm_tui.safe_text import fit, safe


def matrix_cells(session: WorkspaceSession, kind: str) -> dict[tuple[int, int], list[str]]:
    """Ids by (up, along): open risks by probability and impact, (0, 0) where they are not scored; stakeholders by
    power and interest."""
    up, along = presentation_of(kind).matrix or ("", "")
    table = session.plan[kind]
    c = table.columns
    levels = risk_levels(session.plan, session.context.today) if kind == "risk" else []
    ids_by_cell: dict[tuple[int, int], list[str]] = {}
    for place, id_ in enumerate(table.ids):
        if kind == "risk" and c["status"][place] != "open":
            continue
        if kind == "risk":
            y, x = (levels[place].probability or 0, levels[place].impact or 0) if levels[place].score else (0, 0)
        else:
            y, x = int(c[up][place] or 1), int(c[along][place] or 1)
        ids_by_cell.setdefault((y, x), []).append(id_)
    return ids_by_cell


def matrix_lines(session: WorkspaceSession, kind: str, cells: int) -> list[PageLine]:
    """The grid with keys or names in its cells, then the records by weight; each of these can be opened."""
    up, along = presentation_of(kind).matrix or ("", "")
    inside = matrix_cells(session, kind)
    wide = max(6, min(24, (cells - 16) // 5))
    lines: list[PageLine] = []
    for y in range(5, 0, -1):
        tall = max(1, min(3, max((len(inside.get((y, x), ())) for x in range(1, 6)), default=1)))
        for n in range(tall):
            label = up.capitalize() if y == 5 and n == 0 else ""
            runs: list[StyledText] = [(f"{fit(label, 12)} {y if n == 0 else ' '} ", "soft")]
            for x in range(1, 6):
                runs.append(_cell(session, kind, inside.get((y, x), []), y, x, n, tall, wide))
            lines.append(PageLine(tuple(runs)))
    lines.append(PageLine(((" " * 15 + "".join(str(x).center(wide) for x in range(1, 6)), "soft"),)))
    lines.append(PageLine(((" " * 15 + along.capitalize().center(wide * 5), "soft"),)))
    lines.append(PageLine((("", ""),)))
    by_weight = sorted(inside.items(), key=lambda e: (-e[0][0] * e[0][1], e[0]))
    for (y, x), ids in by_weight:
        for id_ in ids:
            key, title = session.sheet.text(kind, id_, "key"), session.plan.title(kind, id_)
            word = stakeholder_quadrant(y, x) if kind != "risk" else f"{y * x:>2}" if y else NOT_SCORED
            style = severity_style(y * x) if kind == "risk" else "soft"
            lines.append(
                PageLine(((fit(word, 16), style), (f"{fit(safe(key), 6)} {safe(title)}", "")), (kind, id_), stop=True)
            )
    if not by_weight:
        lines.append(PageLine((("Nothing to show yet: press esc, then a to add one.", "dim"),)))
    return lines


def _cell(
    session: WorkspaceSession, kind: str, ids: list[str], y: int, x: int, line: int, tall: int, wide: int
) -> StyledText:
    """One line of one cell: the names that fit, a dot in an empty one."""
    weight = y * x if kind == "risk" else 0
    mark = {"bad": "█", "warn": "▓"}.get(severity_style(weight), "░") if kind == "risk" else "·"
    style = severity_style(weight) if kind == "risk" else ("soft" if y >= 3 and x >= 3 else "dim")
    share = ids[line::tall]
    names = " ".join(
        session.sheet.text(kind, i, "key") if kind == "risk" else session.plan.title(kind, i).split()[0] for i in share
    )
    text = f"{mark} {names}" if names or line == 0 else f"{mark} "
    return fit(safe(text), wide - 1) + " ", "strong" if names and style in ("", "dim") else style
