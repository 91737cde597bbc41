"""Impact: everything that is reached from a record, as a tree that can be walked both ways, with what changes there."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, needs_record, screen_action

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.analysis.impact.reached_records import ImpactNode
    from tpm_tui.planning.analysis.impact.supposed_change import SupposedChange


async def show_impact(context: ActionContext) -> None:
    """What the record under the cursor reaches and what reaches it; enter walks on from another record."""
    from tpm_tui.app.modal_screens.impact import TURN, ImpactScreen
    from tpm_tui.app.page_lines.schedule.impact import impact_page
    from tpm_tui.domain.text.field_values import shown_title

    table = context.selection.table
    id_ = table.current if table is not None else None
    walked: list[str] = []
    gone, at = False, 0
    trees: tuple[Plan, str, list[ImpactNode], list[ImpactNode]] | None = None
    while id_ is not None:
        plan = context.session.plan
        kind = plan.kind_of(id_)
        if kind is None:
            context.messages.say("that record has been deleted", "warn")
            return
        if trees is None or trees[0] is not plan or trees[1] != id_:
            trees = plan, id_, *await asyncio.to_thread(_both_ways, plan, id_)
        change, what = await asyncio.to_thread(_supposed, plan, context.session.context, id_, gone)
        words = context.session.context
        title = f"Impact ─ {plan.label(kind.name, id_)} {shown_title(plan, kind.name, id_, words)}"
        page = ImpactScreen(title, partial(impact_page, plan, words, trees[2], trees[3], change, what))
        page.at = at
        chosen = await context.prompts.choose(page)
        at = 0
        if chosen == TURN:
            gone, at = not gone, page.at
        elif isinstance(chosen, str):
            walked.append(id_)
            id_ = chosen
        else:
            id_ = walked.pop() if walked else None


def _both_ways(plan: "Plan", record: str) -> "tuple[list[ImpactNode], list[ImpactNode]]":
    """What the record reaches, and what reaches it."""
    from tpm_tui.planning.analysis.impact.relations_between_records import plan_impact

    return plan_impact(plan, record), plan_impact(plan, record, backwards=True)


def _supposed(plan: "Plan", words: "InputContext", record: str, gone: bool) -> "tuple[SupposedChange | None, str]":
    """What changes if the record slips by a day, or falls away; with the sentence that says which."""
    from tpm_tui.planning.analysis.impact.supposed_change import suppose_gone, suppose_slip

    text = "if it falls away" if gone else "if it slips by a working day"
    try:
        return suppose_gone(plan, words, record) if gone else suppose_slip(plan, words, record, 1), text
    except ValueError:
        return None, "the plan has no dates to compare"


ACTIONS = (
    screen_action(
        "impact",
        "Impact: what it reaches, what reaches it",
        "&",
        "Plan",
        show_impact,
        why_not=needs_record,
        synonyms=("affected", "dependency"),
    ),
)
