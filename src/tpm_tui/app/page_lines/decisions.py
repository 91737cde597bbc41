"""A decision's matrix: criteria with their weights as rows, options as columns, totals, what would flip the winner."""

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import Struct

from tpm_tui.app.page_lines.line_builders import heading_line, text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.editable_matrix import MatrixColumn, MatrixEdit, MatrixRow, RecordPlace, check_exists
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.input.field_arguments import add_from_arguments, split_line
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.commands.risks_issues_decisions.decisions import parse_score, score_scale, set_score
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.risks_issues_decisions.decision_matrix import MatrixResult
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import decision_result, missing_total_text
from tpm_tui.reports.risks_issues_decisions.decisions import flip_text, lead_sentences
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.transaction import Transaction

_WEIGHT = KINDS["criterion"].column("weight")
#: What keys add, by the kind of it.
_ADDED = {"o": "option", "c": "criterion"}


class _Matrix(Struct, frozen=True):
    """What is drawn of a decision of one plan; cells' texts by (criterion, option)."""

    plan: Plan
    options: Sequence[str]
    criteria: Sequence[str]
    scores: Mapping[tuple[str, str], str]
    result: MatrixResult


class DecisionCells:
    """The matrix of one decision of the newest plan, for editing. The first column is that of the weights."""

    advances = True
    widest_column = 16
    additions: Mapping[str, str] = {"o": "Name of an option", "c": "Name of a criterion, weight=3 behind it"}

    def __init__(self, session: WorkspaceSession, decision: str) -> None:
        self._session = session
        self._decision = decision
        self._drawn: _Matrix | None = None

    @property
    def _plan(self) -> Plan:
        return self._session.plan

    @property
    def _matrix(self) -> _Matrix:
        """Worked out once for each plan: keys only move about in it."""
        plan = self._plan
        if self._drawn is None or self._drawn.plan is not plan:
            options, criteria = (
                plan.ids_by_reference(kind, "decision").get(self._decision, []) for kind in ("option", "criterion")
            )
            scores = {
                (str(plan.value("score", id_, "criterion")), option): str(plan.value("score", id_, "score"))
                for option in options
                for id_ in plan.ids_by_reference("score", "option").get(option, ())
            }
            self._drawn = _Matrix(plan, options, criteria, scores, decision_result(plan, self._decision))
        return self._drawn

    def exists(self) -> bool:
        """Whether the decision has not been deleted, nor its addition undone."""
        return self._decision in self._plan["decision"]

    def title(self) -> str:
        """The decision, and the scale with its direction."""
        low, high = score_scale(self._plan, self._decision)
        better = self._plan.value("decision", self._decision, "direction")
        name = f"{self._plan.label('decision', self._decision)} {self._plan.title('decision', self._decision)}"
        return f"Matrix ─ {name} ─ scores {low} to {high}, {better} is better"

    def hint(self) -> str:
        """The keys."""
        return "digits set a cell · - none · o option · c criterion · u undo · esc back"

    def columns(self) -> Sequence[MatrixColumn]:
        """The weights, which are the decision's, and a column an option."""
        options = [MatrixColumn(("option", id_), self._plan.title("option", id_)) for id_ in self._matrix.options]
        return [MatrixColumn(("decision", self._decision), "Weight"), *options]

    def rows(self) -> Sequence[MatrixRow]:
        """A row a criterion, and one of the totals that no cursor reaches is below."""
        return [MatrixRow(("criterion", id_), self._plan.title("criterion", id_)) for id_ in self._matrix.criteria]

    def cell(self, row: RecordPlace, column: RecordPlace) -> StyledText:
        """The weight or the score; a dash where there is none."""
        if column[0] == "decision":
            return f"{float(self._plan.value(*row, 'weight') or 0):g}", "soft"
        return self._matrix.scores.get((row[1], column[1]), "–"), ""

    def below(self, cells: int) -> Sequence[PageLine]:
        """Totals, the lead, and what would flip it, the smallest change first."""
        plan, result = self._plan, self._matrix.result
        if not self._matrix.options or not self._matrix.criteria:
            return [text_line(("o adds an option, c a criterion; then digits are the scores", "soft"))]
        lines = [heading_line("Totals")]
        for key, total in result.totals.items():
            option = plan.id_of_key("option", key)
            name = safe(plan.title("option", option)) if option else key
            said = missing_total_text(plan, self._decision) if total is None else f"{float(total):.4g}"
            leads = key == result.winner
            lines.append(text_line((fit(f"{name}", 30) + " " + said, "good" if leads else "")))
        for sentence in lead_sentences(plan, result):
            lines += [text_line((line, "strong")) for line in wrapped_lines(safe(sentence), cells)]
        lines += [text_line((fit(safe(flip_text(plan, flip)), cells), "dim")) for flip in result.flips[1:8]]
        return lines

    def typed(self, column: RecordPlace, text: str, char: str) -> tuple[str, bool] | None:
        """A digit more; a score is complete where another digit would leave the scale."""
        if column[0] == "decision":
            return (text + char, False) if char.isdecimal() or char in ".," else None
        if char == "-":
            return "", True
        if not char.isdecimal():
            return None
        entered = text + char
        return entered, int(entered) * 10 > score_scale(self._plan, self._decision)[1] or entered == "0"

    def edit(self, row: RecordPlace, column: RecordPlace, text: str) -> MatrixEdit:
        """Set the weight or the score."""
        plan, criterion = self._plan, row[1]
        check_exists(plan, row, column)
        if column[0] == "decision":
            weight = FieldInput(_WEIGHT, self._session, named=True).parse(text)
            label = f"Weight of {plan.title('criterion', criterion)}: {weight:g}"
            return label, lambda tx: tx.set("criterion", criterion, weight=weight)
        score, option = parse_score(plan, self._decision, text), column[1]
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
