"""Matrices edited in place, cell by cell: that of a decision, and who has which role."""

from tpm_tui.app.actions.action import ActionContext, ScreenAction
from tpm_tui.app.widgets.editable_matrix import CellMatrix, MatrixEdit
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.presentation import presentation_of

#: What the matrix of a decision opens from.
_OF_DECISIONS = ("decision", *(part.kind for part in presentation_of("decision").parts if part.field == "decision"))


async def _edit_matrix(context: ActionContext, matrix: CellMatrix, row: int = 0) -> None:
    """Open a matrix; each cell is a change of its own."""
    from tpm_tui.app.modal_screens.editing.editable_matrix_dialog import CellMatrixScreen

    async def run(edit: MatrixEdit) -> str:
        label, change = edit
        return await context.editor.change_for_screen(label, Operation.EDIT_MATRIX, change)

    await context.prompts.choose(CellMatrixScreen(matrix, run, context.editor.undo_for_screen, row))


def _no_decision(context: ActionContext) -> str | None:
    return None if _decision(context) is not None else "it works on decisions, their options and criteria"


def _decision(context: ActionContext) -> str | None:
    """The decision under the cursor, or that of the option or criterion under it."""
    kind, table = context.selection.kind, context.selection.table
    id_ = table.current if table is not None else None
    if id_ is None or kind not in _OF_DECISIONS or id_ not in context.session.plan[kind]:
        return None
    return id_ if kind == "decision" else str(context.session.plan.value(kind, id_, "decision"))


async def edit_decision_matrix(context: ActionContext) -> None:
    """Options against criteria as one grid; digits are its weights and scores, and the totals follow."""
    from tpm_tui.app.page_lines.decisions import DecisionCells

    decision = _decision(context)
    if decision is not None:
        await _edit_matrix(context, DecisionCells(context.session, decision))


async def edit_raci_matrix(context: ActionContext) -> None:
    """Who has which role on items and workstreams, each by one letter; it begins at the record under the cursor."""
    from tpm_tui.app.page_lines.people.raci import RaciCells

    kind, id_ = context.selection.kind, context.selection.current
    matrix = RaciCells(context.session, id_ if kind == "item" else None)
    await _edit_matrix(context, matrix, matrix.row_of(kind, id_) if id_ is not None else 0)


ACTIONS = (
    ScreenAction(
        "decision.matrix", "Matrix: options, criteria, and how sure the winner is", ("%",), "Plan",
        edit_decision_matrix, "matrix", _no_decision, kinds=_OF_DECISIONS,
        synonyms=("trade-off", "weighted scoring"),
    ),
    ScreenAction(
        "raci.matrix", "RACI: who is responsible, accountable, consulted, informed, by one letter", ("%",), "Plan",
        edit_raci_matrix, kinds=("", "item", "workstream", "person", "stakeholder", "raci"),
        synonyms=("responsibility",),
    ),
)  # fmt: skip
