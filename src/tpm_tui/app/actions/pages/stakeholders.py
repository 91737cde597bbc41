"""Stakeholders: all about one of them, and who must hear about a change."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, needs_record, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.domain.kinds import KINDS

if TYPE_CHECKING:
    from tpm_tui.reports.document import Document


async def show_stakeholder(context: ActionContext) -> None:
    """Where the one under the cursor stands, promises both ways, supplies, and what this week means to them."""
    from tpm_tui.app.page_lines.people.stakeholders import document_lines
    from tpm_tui.commands.people.stakeholder_history import read_stakeholder_history, stakeholder_review
    from tpm_tui.reports.people.stakeholder_review import stakeholder_document

    (id_, *_), plan, today = context.selection.targets(), context.session.plan, context.session.context
    history = await context.session.read(read_stakeholder_history)

    def make() -> "Document":
        return stakeholder_document(plan, stakeholder_review(plan, today, history, id_), today)

    document = await asyncio.to_thread(make)
    await context.prompts.choose(PageScreen(document.title, partial(document_lines, document)))


async def show_hearers(context: ActionContext) -> None:
    """Who must hear about a change of the record under the cursor, and why; one key logs the contact for all."""
    from tpm_tui.app.modal_screens.who_must_hear import HearerScreen
    from tpm_tui.app.page_lines.people.stakeholders import hearer_lines
    from tpm_tui.commands.people.stakeholders import hearers_of, log_hearing
    from tpm_tui.planning.people.who_must_hear import Hearer

    kind, (id_, *_) = context.selection.kind, context.selection.targets()
    hearers: list[Hearer] = []

    async def page() -> PageScreen:
        nonlocal hearers
        plan = context.session.plan
        # Of a record that has been deleted nobody hears.
        there = id_ in plan[kind]
        hearers = await asyncio.to_thread(hearers_of, plan, context.session.context, kind, id_) if there else []
        hint = "c log the contact for all" if hearers else ""
        return HearerScreen(
            f"Who must hear about {plan.label(kind, id_)}", partial(hearer_lines, plan, hearers), hint=hint
        )

    async def log(_asked: str) -> bool:
        plan = context.session.plan
        if not hearers or id_ not in plan[kind] or context.editor.reject_readonly():
            return True
        summary = f"{plan.label(kind, id_)} {plan.title(kind, id_)}"
        text, _ = await context.prompts.ask(Prompt(KINDS["contact"].column("summary").label, text=summary))
        if not text:
            return True
        log_it = partial(log_hearing, kind=kind, id_=id_, hearers=hearers, summary=text)
        return not await context.editor.change(f"Log the contact: {text}", "contact.log", log_it)

    await browse(context, page, log)


def _why_not_stakeholder(context: ActionContext) -> str | None:
    return needs_record(context) or (None if context.selection.kind == "stakeholder" else "choose a stakeholder first")


ACTIONS = (
    screen_action(
        "stakeholder.review", "Stakeholder: stand, promises, what this week means", "", "Stakeholders",
        show_stakeholder, why_not=_why_not_stakeholder,
    ),
    screen_action(
        "hearers", "Who must hear about this: log the contact for all", "@", "Stakeholders", show_hearers,
        why_not=needs_record,
    ),
)  # fmt: skip
