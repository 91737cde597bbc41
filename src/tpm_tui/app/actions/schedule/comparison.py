"""Comparing the plan with a baseline: which one, how far dates have moved, what has become of scope."""

import asyncio
from functools import partial

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse

#: So many transactions back it is looked up who changed the scope.
HISTORY_LIMIT = 20_000


async def show_comparison(context: ActionContext) -> None:
    """Choose the baseline that timeline and columns compare with, and show what has moved since."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.schedule import comparison
    from tpm_tui.planning.analysis.comparison import compute_comparison

    baseline = await _choose_baseline(context)
    if not baseline:
        return
    plan, input_context = context.session.plan, context.session.context
    history = await context.session.read(lambda store: store.history(limit=HISTORY_LIMIT))
    try:
        compared = await asyncio.to_thread(compute_comparison, plan, input_context, baseline, history)
    except ValueError as error:
        context.messages.say(str(error), "bad")
        return
    title = f"The plan beside the baseline {plan.title('baseline', baseline)}"

    async def page() -> PageScreen:
        return PageScreen(title, partial(comparison.comparison_lines, context.session, compared), free=False)

    await browse(context, page)


async def _choose_baseline(context: ActionContext) -> str | None:
    """The baseline to compare with; "" for none. One alone is not asked for."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.commands.command import deletion_problem

    table = context.session.plan["baseline"]
    if not len(table):
        context.messages.say("there is no baseline yet: type : and take a baseline", "warn")
        return None
    current = context.session.baseline
    if current is None and context.session.schedule_result is not None:
        current = context.session.schedule_result.baseline
    newest = sorted(table.ids, key=lambda id_: str(table.value(id_, "taken") or ""), reverse=True)
    text = context.session.sheet.text
    choices = [
        Choice(id_, context.session.plan.title("baseline", id_), right=text("baseline", id_, "taken")) for id_ in newest
    ]
    choices.append(Choice("-", "Compare with nothing"))
    chosen: str | None = await context.prompts.choose(PickerScreen("Compare with", choices, current or "-"))
    gone = deletion_problem(context.session.plan, "baseline", [chosen] if chosen not in (None, "-") else [])
    if gone:
        context.messages.say(gone, "warn")
    if chosen is None or gone:
        return None
    context.session.baseline = "" if chosen == "-" else chosen
    context.scheduler.plan(context.session.schedule_request)
    return context.session.baseline


ACTIONS = (
    screen_action(
        "compare",
        "Compare with a baseline: dates and scope",
        "C",
        "Plan",
        show_comparison,
        synonyms=("variance", "slip", "deviation"),
    ),
)
