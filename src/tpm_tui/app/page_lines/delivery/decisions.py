"""A decision's matrix: criteria with their weights as rows, options as columns, totals, what would flip the winner."""

from collections.abc import Mapping, Sequence
from functools import partial

from tpm_tui.app.page_lines.line_builders import heading_line, text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.matrix_cells import MatrixEdit, MatrixRow
from tpm_tui.app.widgets.strips import StyledText
from tpm_tui.commands.field_arguments import add_from_arguments, parse_field, split_line
from tpm_tui.commands.meetings.decisions import parse_score, score_of, score_scale, set_score
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.requirements.plan_decisions import decision_result
from tpm_tui.reports.delivery.decisions import decision_lines, flip_text
from tpm_tui.safe import fit, safe
from tpm_tui.store.transaction import Transaction

_WEIGHT = KINDS["criterion"].column("weight")
#: What keys add, by the kind of it.
_ADDED = {"o": "option", "c": "criterion"}


class DecisionCells:
    """The matrix of one decision of the newest plan, for editing. The first column is that of the weights."""

    advances = True
    widest_column = 16
    additions: Mapping[str, str] = {"o": "Name of an option", "c": "Name of a criterion, weight=3 behind it"}

    def __init__(self, session: WorkspaceSession, decision: str) -> None:
        self._session = session
        self._decision = decision

    @property
    def _plan(self) -> Plan:
        return self._session.plan

    def _ids(self, kind: str) -> list[str]:
        return list(self._plan.ids_by_reference(kind, "decision").get(self._decision, ()))

    def title(self) -> str:
        """The decision, and the scale with its direction."""
        low, high = score_scale(self._plan, self._decision)
        better = self._plan.value("decision", self._decision, "direction")
        name = f"{self._plan.label('decision', self._decision)} {self._plan.title('decision', self._decision)}"
        return f"Matrix ─ {name} ─ scores {low} to {high}, {better} is better"

    def hint(self) -> str:
        """The keys."""
        return "digits set a cell · - none · o option · c criterion · u undo · esc back"

    def columns(self) -> Sequence[str]:
        """The weights, and a column an option."""
        return ["Weight", *(self._plan.title("option", option) for option in self._ids("option"))]

    def rows(self) -> Sequence[MatrixRow]:
        """A row a criterion, and one of the totals that no cursor reaches is below."""
        return [self._row(criterion) for criterion in self._ids("criterion")]

    def _row(self, criterion: str) -> MatrixRow:
        cells: list[StyledText] = [(f"{float(self._plan.value('criterion', criterion, 'weight') or 0):g}", "soft")]
        for option in self._ids("option"):
            score = score_of(self._plan, option, criterion)
            cells.append(("–" if score is None else str(self._plan.value("score", score, "score")), ""))
        return MatrixRow(self._plan.title("criterion", criterion), cells)

    def below(self, cells: int) -> Sequence[PageLine]:
        """Totals, the lead, and what would flip it, the smallest change first."""
        plan, result = self._plan, decision_result(self._plan, self._decision)
        if not self._ids("option") or not self._ids("criterion"):
            return [text_line(("o adds an option, c a criterion; then digits are the scores", "soft"))]
        lines = [heading_line("Totals")]
        for key, total in result.totals.items():
            option = plan.id_of_key("option", key)
            name = safe(plan.title("option", option)) if option else key
            said = "not scored on every criterion" if total is None else f"{float(total):.4g}"
            leads = key == result.winner
            lines.append(text_line((fit(f"{name}", 30) + " " + said, "good" if leads else "")))
        sentences = [line for line in decision_lines(plan, self._decision) if not line.startswith(("  ", "Scores "))]
        for sentence in sentences[1:]:
            lines += [text_line((line, "strong")) for line in wrapped_lines(safe(sentence), cells)]
        lines += [text_line((fit(safe(flip_text(plan, flip)), cells), "dim")) for flip in result.flips[1:8]]
        return lines

    def typed(self, row: int, column: int, text: str, char: str) -> tuple[str, bool] | None:
        """A digit more; a score is complete where another digit would leave the scale."""
        if column == 0:
            return (text + char, False) if char.isdecimal() or char in ".," else None
        if char == "-":
            return "", True
        if not char.isdecimal():
            return None
        entered = text + char
        return entered, int(entered) * 10 > score_scale(self._plan, self._decision)[1] or entered == "0"

    def edit(self, row: int, column: int, text: str) -> MatrixEdit:
        """Set the weight or the score."""
        plan, criterion = self._plan, self._ids("criterion")[row]
        if column == 0:
            weight = parse_field(plan, self._session.context, _WEIGHT, text)
            label = f"Weight of {plan.title('criterion', criterion)}: {weight:g}"
            return label, lambda tx: tx.set("criterion", criterion, weight=weight)
        score, option = parse_score(plan, self._decision, text), self._ids("option")[column - 1]
        label = f"Score {plan.title('option', option)} on {plan.title('criterion', criterion)}"
        return label, partial(_set_score, option=option, criterion=criterion, score=score)

    def add(self, key: str, text: str) -> MatrixEdit:
        """Add an option or a criterion, in the words of quick add."""
        kind = KINDS[_ADDED[key]]
        given, arguments = {"decision": self._decision}, split_line(text)
        label = f"Add {kind.label.lower()} {' '.join(arguments.plain)}"
        return label, lambda tx: add_from_arguments(tx, kind, arguments, given=given)


def _set_score(tx: Transaction, *, option: str, criterion: str, score: int | None) -> None:
    tx.label = set_score(tx, option, criterion, score)
