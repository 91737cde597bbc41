"""What has been said in a meeting so far, line by line."""

from collections.abc import Iterator

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.commands.meetings.session_lines import LETTERS, SESSION_KINDS
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.requirements.binding_text import binding_text
from tpm_tui.planning.requirements.collisions import collision_text, collisions
from tpm_tui.safe_text import fit, safe

#: Cells of the letter and the key before what was said.
_INDENT = 9
#: Below the newest line: how what was understood of a constraint is put right.
_CORRECTION = "  (↑ brings it back: by: from: to: max: or binds:no put that right)"


def session_lines(session: WorkspaceSession, meeting: str, cells: int) -> list[PageLine]:
    """The requirements, actions, lessons and causes of a meeting in the order in which they were said."""
    plan = session.plan
    rows = sorted(_said(plan, meeting))
    if not rows:
        return [PageLine((("Nothing has been said yet. Type a line, enter keeps it.", "soft"),))]
    colliding = collisions(plan)
    lines: list[PageLine] = []
    for number, (_, kind, id_) in enumerate(rows, 1):
        lines.append(_line(plan, kind, id_, colliding.get(id_, []), cells))
        if kind == "requirement" and (text := binding_text(plan, session.context, id_)):
            hint = _CORRECTION if number == len(rows) else ""
            style = "warn" if text.startswith("does not bind: ") else "soft"
            lines.append(PageLine(((fit(f"{' ' * _INDENT}{safe(text)}{hint}", cells), style),), target=(kind, id_)))
    return lines


def _said(plan: Plan, meeting: str) -> Iterator[tuple[str, str, str]]:
    """(when it was made, kind, id) of each record that a line of the meeting made."""
    for kind in SESSION_KINDS:
        if not any(column.name == "meeting" for column in KINDS[kind].columns):
            continue
        for id_ in plan.ids_by_reference(kind, "meeting").get(meeting, ()):
            yield str(plan.value(kind, id_, "created")), kind, id_


def _line(plan: Plan, kind: str, id_: str, others: list[str], cells: int) -> PageLine:
    row = plan[kind].row(id_)
    type_ = str(row.get("type") or kind)
    letter = next((letter for letter, word in LETTERS.items() if word == type_), " ")
    who = row.get("stakeholder") or row.get("owner")
    name = ""
    if who:
        name = f"@{plan.title('stakeholder' if row.get('stakeholder') else 'person', str(who))}"
    priority = f"!{row['priority']}" if kind == "requirement" and row["priority"] != "should" else ""
    tail = "  ".join(part for part in (name, priority, collision_text(plan, others)) if part)
    text = str(row[KINDS[kind].title])
    space = max(10, cells - 10 - (len(tail) + 2 if tail else 0))
    runs = ((f"{letter} ", "accent"), (fit(str(row["key"]), 7), "soft"), (fit(safe(text), space), ""))
    return PageLine((*runs, (f"  {safe(tail)}", "soft")) if tail else runs, target=(kind, id_))
