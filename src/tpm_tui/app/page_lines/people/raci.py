"""The RACI matrix as lines: a row a workstream or item, a column a person, a letter a role."""

from collections.abc import Mapping, Sequence
from functools import partial

from tpm_tui.app.page_lines.line_builders import heading_line, text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.editable_matrix import MatrixColumn, MatrixEdit, MatrixRow, RecordPlace, check_exists
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.people.raci import ROLE_LETTERS, clear_roles, toggle_role
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.people.raci import RACI_ROLES, RaciRow, raci_rows
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.transaction import Transaction

_LETTERS = {role: role[0].upper() for role in RACI_ROLES}
_LEGEND = "R responsible · A accountable · C consulted · I informed · (R) the owner, where nobody else is said to be"
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
            text, style = role_letters(row, who)
            letters.append((fit(text, _COLUMN - 1) + " ", style))
        key = safe(str(plan.value(row.kind, row.id, "key")))
        head: list[StyledText] = [
            (f"{fit(key, 7)} ", "accent"),
            (f"{fit(safe(plan.title(row.kind, row.id)), title)} ", ""),
        ]
        lines.append(PageLine((*head, *letters), (row.kind, row.id), stop=True))
        lines += [text_line((f"{'':8}! {safe(gap)}", "warn")) for gap in row.gaps]
    hidden = len(count) - len(people)
    lines += [text_line(("", "")), *(text_line((part, "soft")) for part in wrapped_lines(_LEGEND, cells))]
    if hidden > 0:
        lines.append(text_line((f"{hidden} more with fewer roles do not fit", "soft")))
    return lines


class RaciCells:
    """The matrix of the newest plan, for editing: a row a workstream or item, a column a person or stakeholder.

    ``item`` is one that has a row though nobody has a role on it yet.
    """

    advances = False
    widest_column = _COLUMN
    additions: Mapping[str, str] = {}

    def __init__(self, session: WorkspaceSession, item: str | None = None) -> None:
        self._session = session
        self._item = item
        self._drawn: tuple[Plan, dict[tuple[str, str], RaciRow]] | None = None
        plan = session.plan
        count: dict[tuple[str, str], int] = {}
        for row in self._work.values():
            for who in (who for role in RACI_ROLES for who in row.roles[role]):
                count[who] = count.get(who, 0) + 1
        people = [(kind, id_) for kind in ("person", "stakeholder") for id_ in plan[kind].ids]
        # In one order for as long as it is open: a column must not move away from under the cursor.
        self._people = sorted(people, key=lambda who: (-count.get(who, 0), who[0], plan.label(*who)))

    @property
    def _work(self) -> dict[tuple[str, str], RaciRow]:
        """The rows by (kind, id), in order; worked out once for each plan, in which keys only move about."""
        plan = self._session.plan
        if self._drawn is None or self._drawn[0] is not plan:
            self._drawn = plan, {(row.kind, row.id): row for row in raci_rows(plan, self._item)}
        return self._drawn[1]

    def row_of(self, kind: str, id_: str) -> int:
        """The place of the row of an item or a workstream; 0 where it has none."""
        return next((place for place, work in enumerate(self._work) if work == (kind, id_)), 0)

    def exists(self) -> bool:
        """There is always one, of the whole plan."""
        return True

    def title(self) -> str:
        """What it is."""
        return "RACI ─ who is responsible, accountable, consulted, informed"

    def hint(self) -> str:
        """The keys."""
        return "r a c i give or take a role · - none · u undo · esc back"

    def columns(self) -> Sequence[MatrixColumn]:
        """People and stakeholders who have not been deleted, those with most roles first."""
        plan = self._session.plan
        return [MatrixColumn(who, plan.label(*who)) for who in self._people if who[1] in plan[who[0]]]

    def rows(self) -> Sequence[MatrixRow]:
        """Workstreams, then items, with their gaps below."""
        plan = self._session.plan
        return [
            MatrixRow(work, f"{plan.value(*work, 'key')!s:<6} {plan.title(*work)}", row.gaps)
            for work, row in self._work.items()
        ]

    def cell(self, row: RecordPlace, column: RecordPlace) -> StyledText:
        """The letters of the roles."""
        return role_letters(self._work[row], column)

    def below(self, cells: int) -> Sequence[PageLine]:
        """What the letters mean."""
        return [text_line((fit(_LEGEND, cells), "soft"))]

    def typed(self, column: RecordPlace, text: str, char: str) -> tuple[str, bool] | None:
        """One letter is a role; a dash takes them all."""
        return (char, True) if char in ROLE_LETTERS or char == "-" else None

    def edit(self, row: RecordPlace, column: RecordPlace, text: str) -> MatrixEdit:
        """Give or take the role of the letter; all of them where there is none."""
        check_exists(self._session.plan, row, column)
        label = f"Role of {self._session.plan.label(*column)}"
        return label, partial(_change_role, work=row, who=column, letter=text)

    def add(self, key: str, text: str) -> MatrixEdit:
        """Nothing is added here."""
        raise NotImplementedError


def _change_role(tx: Transaction, *, work: tuple[str, str], who: tuple[str, str], letter: str) -> None:
    role = ROLE_LETTERS.get(letter)
    tx.label = clear_roles(tx, work, who) if role is None else toggle_role(tx, work, who, role)


def role_letters(row: RaciRow, who: tuple[str, str]) -> StyledText:
    """The letters of the roles that somebody has in a row; in brackets where only the owner counts as responsible."""
    text = "".join(_LETTERS[role] for role in RACI_ROLES if who in row.roles[role])
    return (f"({text})" if row.owner_counts and text == "R" else text), "strong" if "A" in text else ""
