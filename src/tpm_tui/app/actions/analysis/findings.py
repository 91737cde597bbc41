"""Checking the plan: what in it is worth a look."""

import asyncio
from functools import partial

from tpm_tui.app.actions.action import ActionContext, screen_action


async def show_findings(context: ActionContext) -> None:
    """What in the plan is worth a look: dates that cannot hold, roles nobody has, needs without items."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.explanation import endangered_deadline_findings, finding_lines
    from tpm_tui.commands.analysis.traces import need_coverage
    from tpm_tui.planning.requirements.requirement_findings import trace_findings
    from tpm_tui.reports.findings import plan_findings

    findings = await asyncio.to_thread(plan_findings, context.session.plan, context.session.context)
    plan = context.session.plan
    needs = await context.session.read(lambda store: need_coverage(store, plan))
    findings = [*endangered_deadline_findings(context.session), *findings, *trace_findings(plan, needs)]
    while True:
        lines = partial(finding_lines, context.session, findings)
        chosen = await context.prompts.choose(PageScreen(f"Worth a look ─ {len(findings)}", lines, free=False))
        if not isinstance(chosen, tuple):
            return
        await context.open_record(*chosen)


ACTIONS = (screen_action("check", "Check the plan: what is worth a look", "", "Plan", show_findings),)
