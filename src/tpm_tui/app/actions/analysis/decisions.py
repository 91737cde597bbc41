"""The matrix of a decision, and how sure its winner is."""

from functools import partial

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.store.transaction import Transaction


def _no_decision(context: ActionContext) -> str | None:
    return None if _decision(context) is not None else "it works on decisions, their options and criteria"


def _decision(context: ActionContext) -> str | None:
    """The decision under the cursor, or that of the option or criterion under it."""
    kind, table = context.selection.kind, context.selection.table
    id_ = table.current if table is not None else None
    if id_ is None or kind not in ("decision", "option", "criterion"):
        return None
    return id_ if kind == "decision" else str(context.session.plan.value(kind, id_, "decision"))


def _row_words(plan: Plan, criterion: str, text: str) -> str:
    from tpm_tui.commands.meetings.decisions import parse_row

    weight, scores = parse_row(plan, criterion, text)
    return f"weight {weight:g}, {sum(score is not None for score in scores)} scores"


def _set_row(tx: Transaction, criterion: str, text: str) -> str:
    from tpm_tui.commands.meetings.decisions import set_row

    return set_row(tx, "criterion", [criterion], {"row": text})


async def show_decision_matrix(context: ActionContext) -> None:
    """Options against criteria as one grid; enter edits the weight and the scores of a row, and the totals follow."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.delivery.decisions import matrix_page
    from tpm_tui.app.widgets.prompt import Prompt
    from tpm_tui.commands.meetings.decisions import matrix_row

    decision, at = _decision(context), 0
    while decision is not None:
        plan = context.session.plan
        title = f"Matrix ─ {plan.label('decision', decision)} {plan.title('decision', decision)}"
        page = PageScreen(title, partial(matrix_page, plan, decision), free=False, at=at, hint="enter edits the row")
        chosen = await context.prompts.choose(page)
        if not isinstance(chosen, tuple):
            return
        criterion = chosen[1]
        keys = list(plan.ids_by_reference("criterion", "decision").get(decision, ()))
        at = keys.index(criterion) + 1 if criterion in keys else 0
        label = f"{plan.title('criterion', criterion)}: weight, then a score for each option"
        check = partial(_row_words, plan, criterion)
        text, _ = await context.prompts.ask(Prompt(label, text=matrix_row(plan, criterion), check=check))
        if text is not None:
            act = partial(_set_row, criterion=criterion, text=text)
            await context.editor.change("Weight and scores", "criterion.row", act)


ACTIONS = (
    screen_action(
        "decision.matrix", "Matrix: options, criteria, and how sure the winner is", "%", "Plan", show_decision_matrix,
        why_not=_no_decision,
    ),
)  # fmt: skip
