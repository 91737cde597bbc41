"""Risks by probability and impact, stakeholders by power and interest: the grid, and the records by weight."""

from tpm_tui.app.charts.risk_and_stakeholder_matrix_5x5 import draw_matrix_5x5
from tpm_tui.app.charts.severity_marks import severity_style
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
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
    inside = matrix_cells(session, kind)
    names = {place: [_short_name(session, kind, id_) for id_ in ids] for place, ids in inside.items()}
    axes = presentation_of(kind).matrix or ("", "")
    grid = draw_matrix_5x5(names, axes, severity=kind == "risk", cells=cells)
    lines = [*(PageLine(tuple(runs)) for runs in grid), PageLine((("", ""),))]
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


def _short_name(session: WorkspaceSession, kind: str, id_: str) -> str:
    """What stands in a cell: the key of a risk, the first word of a stakeholder's name."""
    return session.sheet.text(kind, id_, "key") if kind == "risk" else session.plan.title(kind, id_).split()[0]
