"""Impact: everything that is reached from a record, as a tree that can be walked both ways."""

import asyncio
from functools import partial

from tpm_tui.app.actions.action import ActionContext, needs_record, screen_action


async def show_impact(context: ActionContext) -> None:
    """What the record under the cursor reaches and what reaches it; enter walks on from another record."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.delivery.impact import impact_page
    from tpm_tui.planning.requirements.plan_impact import plan_impact

    table = context.selection.table
    id_ = table.current if table is not None else None
    walked: list[str] = []
    while id_ is not None:
        plan = context.session.plan
        kind = plan.kind_of(id_)
        if kind is None:
            return
        forwards = await asyncio.to_thread(plan_impact, plan, id_)
        backwards = await asyncio.to_thread(partial(plan_impact, plan, id_, backwards=True))
        title = f"Impact ─ {plan.label(kind.name, id_)} {plan.title(kind.name, id_)}"
        page = PageScreen(title, partial(impact_page, plan, forwards, backwards), free=False, hint="enter walks on")
        chosen = await context.prompts.choose(page)
        if isinstance(chosen, str):
            walked.append(id_)
            id_ = chosen
        else:
            id_ = walked.pop() if walked else None


ACTIONS = (
    screen_action("impact", "Impact: what it reaches, what reaches it", "&", "Plan", show_impact, why_not=needs_record),
)
