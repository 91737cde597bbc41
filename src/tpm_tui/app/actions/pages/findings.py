"""Checking the plan: what in it is worth a look."""

import asyncio
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse, list_items
from tpm_tui.app.widgets.line_list import PageLine

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.schedule_audit import AuditPoint


#: Items of a point that the backlog is filtered by.
_MOST_LISTED = 200


async def show_findings(context: ActionContext) -> None:
    """What in the plan is worth a look: dates that cannot hold, roles nobody has, needs without items; the audit."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.audit_lines import audit_lines
    from tpm_tui.app.page_lines.line_builders import BLANK_LINE
    from tpm_tui.app.page_lines.schedule.explanation import endangered_deadline_findings, finding_lines
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import need_coverage
    from tpm_tui.planning.analysis.schedule_audit import AuditPoint
    from tpm_tui.planning.scope.requirement_findings import trace_findings
    from tpm_tui.reports.quality.findings import plan_audit, plan_findings

    plan, words = context.session.plan, context.session.context
    findings = await asyncio.to_thread(plan_findings, plan, words)
    points = await asyncio.to_thread(plan_audit, plan, words)
    needs = await context.session.read(lambda store: need_coverage(store, plan))
    findings = [*endangered_deadline_findings(context.session), *findings, *trace_findings(plan, needs)]

    def lines(cells: int) -> list[PageLine]:
        audited = [BLANK_LINE, *audit_lines(plan, points, cells)] if points else []
        return [*finding_lines(context.session, findings, cells), *audited]

    async def page() -> PageScreen:
        return PageScreen(f"Worth a look ─ {len(findings)}", lines, free=False)

    chosen = await browse(context, page)
    if isinstance(chosen, AuditPoint):
        await _list_point(context, chosen)


async def _list_point(context: ActionContext, point: "AuditPoint") -> None:
    """Show the items of a point alone in the backlog, without those that have been deleted since."""
    plan = context.session.plan
    ids = [id_ for id_ in point.items if id_ in plan["item"]]
    if not ids:
        context.messages.say(f"{point.title}: its items have been deleted", "warn")
        return
    keys = [str(plan.value("item", id_, "key")) for id_ in ids[:_MOST_LISTED]]
    if await list_items(context, f"key:{','.join(keys)}") is not None:
        more = f", the first {_MOST_LISTED} of them" if len(ids) > _MOST_LISTED else ""
        context.messages.say(f"{point.title}{more}; esc shows all again")


ACTIONS = (
    screen_action(
        "check",
        "Check the plan: what is worth a look",
        "",
        "Plan",
        show_findings,
        synonyms=("audit", "health", "overdue", "DCMA"),
    ),
)
