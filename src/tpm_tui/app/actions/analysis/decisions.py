"""The matrix of a decision, and how sure its winner is."""

from functools import partial

from tpm_tui.app.actions.model import ActionContext, screen_action


def _no_decision(context: ActionContext) -> str | None:
    return None if _decision(context) is not None else "it works on decisions, their options and criteria"


def _decision(context: ActionContext) -> str | None:
    """The decision under the cursor, or that of the option or criterion under it."""
    kind, table = context.selection.kind, context.selection.table
    id_ = table.current if table is not None else None
    if id_ is None or kind not in ("decision", "option", "criterion"):
        return None
    return id_ if kind == "decision" else str(context.session.plan.value(kind, id_, "decision"))


async def show_matrix(context: ActionContext) -> None:
    """Options against criteria as one grid; enter opens the criterion of a row."""
    from tpm_tui.app.pages.decisions import matrix_page
    from tpm_tui.app.screens.page import PageScreen

    decision = _decision(context)
    while decision is not None:
        plan = context.session.plan
        title = f"Matrix ─ {plan.label('decision', decision)} {plan.title('decision', decision)}"
        page = PageScreen(title, partial(matrix_page, plan, decision), free=False, hint="enter opens the criterion")
        chosen = await context.prompts.choose(page)
        if not isinstance(chosen, tuple):
            return
        await context.open_record(*chosen)


ACTIONS = (
    screen_action(
        "decision.matrix", "Matrix: options, criteria, and how sure the winner is", "%", "Plan", show_matrix,
        why_not=_no_decision,
    ),
)  # fmt: skip
