"""The RACI matrix as lines: a row a workstream or item, a column a person, a letter a role."""

from collections.abc import Mapping, Sequence
from functools import partial

from tpm_tui.app.page_lines.line_builders import heading_line, text_line
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.matrix_cells import MatrixEdit, MatrixRow
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.commands.plan.raci import ROLE_LETTERS, clear_roles, toggle_role
from tpm_tui.planning.stakeholders.raci import RACI_ROLES, RaciRow, raci_rows
from tpm_tui.safe import fit, safe
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
    lines += [text_line(("", "")), text_line((_LEGEND, "soft"))]
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
        plan = session.plan
        count: dict[tuple[str, str], int] = {}
        for row in raci_rows(plan):
            for who in (who for role in RACI_ROLES for who in row.roles[role]):
                count[who] = count.get(who, 0) + 1
        people = [(kind, id_) for kind in ("person", "stakeholder") for id_ in plan[kind].ids]
        # In one order for as long as it is open: a column must not move away from under the cursor.
        self._people = sorted(people, key=lambda who: (-count.get(who, 0), who[0], plan.label(*who)))

    @property
    def _work(self) -> list[RaciRow]:
        return raci_rows(self._session.plan, self._item)

    def row_of(self, kind: str, id_: str) -> int:
        """The place of the row of an item or a workstream; 0 where it has none."""
        return next((place for place, row in enumerate(self._work) if (row.kind, row.id) == (kind, id_)), 0)

    def title(self) -> str:
        """What it is."""
        return "RACI ─ who is responsible, accountable, consulted, informed"

    def hint(self) -> str:
        """The keys."""
        return "r a c i give or take a role · - none · u undo · esc back"

    def columns(self) -> Sequence[str]:
        """People and stakeholders, those with most roles first."""
        return [self._session.plan.label(*who) for who in self._people]

    def rows(self) -> Sequence[MatrixRow]:
        """Workstreams, then items, with their gaps below."""
        return [self._row(row) for row in self._work]

    def _row(self, row: RaciRow) -> MatrixRow:
        plan = self._session.plan
        key = f"{plan.value(row.kind, row.id, 'key')!s:<6} {plan.title(row.kind, row.id)}"
        return MatrixRow(key, [role_letters(row, who) for who in self._people], row.gaps)

    def below(self, cells: int) -> Sequence[PageLine]:
        """What the letters mean."""
        return [text_line((fit(_LEGEND, cells), "soft"))]

    def typed(self, row: int, column: int, text: str, char: str) -> tuple[str, bool] | None:
        """One letter is a role; a dash takes them all."""
        return (char, True) if char in ROLE_LETTERS or char == "-" else None

    def edit(self, row: int, column: int, text: str) -> MatrixEdit:
        """Give or take the role of the letter; all of them where there is none."""
        work, who = self._work[row], self._people[column]
        return f"Role of {self._session.plan.label(*who)}", partial(
            _change_role, work=(work.kind, work.id), who=who, letter=text
        )

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
