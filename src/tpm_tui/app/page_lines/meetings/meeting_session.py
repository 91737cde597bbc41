"""What has been said in a meeting so far, line by line."""

from collections.abc import Iterator

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.commands.meetings.session_lines import LETTERS, SESSION_KINDS
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.scope.conflicting_requirements import collision_text, collisions
from tpm_tui.planning.scope.constraint_bindings_in_words import binding_text
from tpm_tui.safe_text import fit, safe

#: Cells of the letter and the key before what was said.
_INDENT = 9
#: Below the newest line: how what was understood of a constraint is put right.
_CORRECTION = "  (↑ brings it back: by: from: to: max: or binds:no put that right)"

_Said = tuple[str, str, str]
"""When a record was made, its kind, its id."""


class SessionLog:
    """The lines of a meeting in the order in which they were said. A line that is added costs what it shows, however
    many stand above it."""

    def __init__(self, session: WorkspaceSession, meeting: str) -> None:
        self._session = session
        self._meeting = meeting
        self._plan: Plan | None = None
        self._cells = 0
        self._said: list[_Said] = []
        self._lines: list[PageLine] = []
        #: Lines of the newest, which are drawn otherwise once another follows.
        self._newest = 0

    def lines(self, cells: int) -> list[PageLine]:
        """What has been said so far, so many cells wide."""
        plan, before = self._session.plan, self._plan
        added = None if before is None or cells != self._cells else self._added(before, plan)
        if added is None:
            added, self._said, self._lines, self._newest = sorted(_said(plan, self._meeting)), [], [], 0
        self._plan, self._cells = plan, cells
        if added:
            again = [*self._said[-1:], *added]
            self._said += added
            del self._lines[len(self._lines) - self._newest :]
            colliding = collisions(plan)
            for one in again:
                made = self._lines_of(plan, one, colliding.get(one[2], []), one == again[-1])
                self._lines += made
                self._newest = len(made)
        return self._lines or [PageLine((("Nothing has been said yet. Type a line, enter keeps it.", "soft"),))]

    def _added(self, before: Plan, now: Plan) -> list[_Said] | None:
        """What has been said since a plan, where nothing else changed that lines are drawn of; else None."""
        for kind, table in now.tables.items():
            earlier = before.tables[kind]
            # Who is named by a line is added with it.
            added_by_lines = kind in SESSION_KINDS or KINDS[kind].created_by_name
            if table is not earlier and not (added_by_lines and table.extends(earlier)):
                return None
        added = sorted(_said(now, self._meeting, {kind: len(before[kind]) for kind in SESSION_KINDS}))
        marks_others = any(
            kind == "requirement" and now.value(kind, id_, "conflicts") != "[]" for _, kind, id_ in added
        )
        follows = not added or not self._said or added[0] > self._said[-1]
        return added if follows and not marks_others else None

    def _lines_of(self, plan: Plan, said: _Said, others: list[str], newest: bool) -> list[PageLine]:
        _, kind, id_ = said
        lines = [_line(plan, kind, id_, others, self._cells)]
        if kind == "requirement" and (text := binding_text(plan, self._session.context, id_)):
            hint = _CORRECTION if newest else ""
            style = "warn" if text.startswith("does not bind: ") else "soft"
            below = fit(f"{' ' * _INDENT}{safe(text)}{hint}", self._cells)
            lines.append(PageLine(((below, style),), target=(kind, id_)))
        return lines


def _said(plan: Plan, meeting: str, known: dict[str, int] | None = None) -> Iterator[_Said]:
    """The records of the meeting; ``known``: without so many of each kind."""
    for kind in SESSION_KINDS:
        table = plan[kind]
        of_option = plan["decision"] if kind == "option" else None
        for place in range(0 if known is None else known[kind], len(table)):
            of: object = table.columns["meeting" if of_option is None else "decision"][place]
            if of_option is not None and of is not None:
                of = of_option.value(str(of), "meeting")
            if of == meeting:
                yield str(table.columns["created"][place]), kind, table.ids[place]


def _line(plan: Plan, kind: str, id_: str, others: list[str], cells: int) -> PageLine:
    row = plan[kind].row(id_)
    type_ = str(row["type"]) if kind == "requirement" else kind
    letter = next((letter for letter, word in LETTERS.items() if word == type_), " ")
    who = row.get("stakeholder") or row.get("owner")
    name = ""
    if who:
        name = f"@{plan.title('stakeholder' if row.get('stakeholder') else 'person', str(who))}"
    priority = f"!{row['priority']}" if kind == "requirement" and row["priority"] != "should" else ""
    tail = "  ".join(part for part in (name, priority, collision_text(plan, others)) if part)
    text = plan.title(kind, id_)
    space = max(10, cells - 10 - (len(tail) + 2 if tail else 0))
    runs = ((f"{letter} ", "accent"), (fit(str(row["key"]), 7), "soft"), (fit(safe(text), space), ""))
    return PageLine((*runs, (f"  {safe(tail)}", "soft")) if tail else runs, target=(kind, id_))
