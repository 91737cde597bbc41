"""The RACI matrix as lines: a row a workstream or item, a column a person, a letter a role."""

from tpm_tui.app.page_lines.line_builders import heading_line, text_line
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.planning.stakeholders.raci import RACI_ROLES, raci_rows
from tpm_tui.safe import fit, safe

_LETTERS = {role: role[0].upper() for role in RACI_ROLES}
#: Cells of a column of the matrix.
_COLUMN = 9


def raci_lines(session: WorkspaceSession, cells: int) -> list[PageLine]:
    """The page for a width in cells: as many people as fit, those with most roles first; gaps are said below a row."""
    plan = session.plan
    rows = raci_rows(plan)
    if not rows:
        return [text_line(("No workstreams and no roles yet: add a RACI role to an item.", "soft"))]
    count: dict[tuple[str, str], int] = {}
    for row in rows:
        for who in (who for role in RACI_ROLES for who in row.roles[role]):
            count[who] = count.get(who, 0) + 1
    title = max(20, min(36, cells // 3))
    fitting = max(1, (cells - title - 9) // _COLUMN)
    people = sorted(count, key=lambda who: (-count[who], plan.label(*who)))[:fitting]
    names = "".join(fit(safe(plan.label(*who)), _COLUMN - 1) + " " for who in people)
    lines = [heading_line(f"{'':8}{'':{title}} {names}")]
    for row in rows:
        letters: list[StyledText] = []
        for who in people:
            text = "".join(_LETTERS[role] for role in RACI_ROLES if who in row.roles[role])
            mark = f"({text})" if row.owner_counts and text == "R" else text
            letters.append((fit(mark, _COLUMN - 1) + " ", "strong" if "A" in text else ""))
        key = safe(str(plan.value(row.kind, row.id, "key")))
        head: list[StyledText] = [
            (f"{fit(key, 7)} ", "accent"),
            (f"{fit(safe(plan.title(row.kind, row.id)), title)} ", ""),
        ]
        lines.append(PageLine((*head, *letters), (row.kind, row.id), stop=True))
        lines += [text_line((f"{'':8}! {safe(gap)}", "warn")) for gap in row.gaps]
    hidden = len(count) - len(people)
    legend = "R responsible · A accountable · C consulted · I informed · (R) the owner, where nobody else is said to be"
    lines += [text_line(("", "")), text_line((legend, "soft"))]
    if hidden > 0:
        lines.append(text_line((f"{hidden} more with fewer roles do not fit", "soft")))
    return lines
