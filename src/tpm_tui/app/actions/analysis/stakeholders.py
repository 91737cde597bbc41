"""Stakeholders: all about one of them, and who must hear about a change."""

import asyncio
from functools import partial
from typing import Any

from tpm_tui.app.actions.action import ActionContext, needs_record, screen_action
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.prompt import Prompt
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.stakeholders.who_must_hear import Hearer
from tpm_tui.safe import fit, safe


class HearerScreen(PageScreen):
    """Dismissed with "log", or the record that a line leads to."""

    BINDINGS = [("c", "log", "Log the contact for all")]

    def action_log(self) -> None:
        self.dismiss("log")


async def show_stakeholder(context: ActionContext) -> None:
    """Where the one under the cursor stands, promises both ways, supplies, and what this week means to them."""
    from tpm_tui.commands.analysis.stakeholders import read_stakeholder_history, stakeholder_review
    from tpm_tui.reports.stakeholder_review import stakeholder_document

    (id_, *_), plan, today = context.selection.targets(), context.session.plan, context.session.context
    history = await context.session.read(read_stakeholder_history)
    review = await asyncio.to_thread(stakeholder_review, plan, today, history, id_)
    document = stakeholder_document(plan, review, today)
    await context.prompts.choose(PageScreen(document.title, partial(document_lines, document)))


async def show_hearers(context: ActionContext) -> None:
    """Who must hear about a change of the record under the cursor, and why; one key logs the contact for all."""
    from tpm_tui.commands.meetings.stakeholders import hearers_of, log_hearing

    kind, (id_, *_) = context.selection.kind, context.selection.targets()
    plan = context.session.plan
    hearers = hearers_of(plan, context.session.context, kind, id_)
    title = f"Who must hear about {plan.label(kind, id_)}"
    while True:
        chosen = await context.prompts.choose(
            HearerScreen(
                title, partial(hearer_lines, plan, hearers), hint="c log the contact for all" if hearers else ""
            )
        )
        if chosen is None:
            return
        if isinstance(chosen, tuple):
            await context.open_record(*chosen)
            continue
        if not hearers or context.editor.reject_readonly():
            continue
        summary = f"{plan.label(kind, id_)} {plan.title(kind, id_)}"
        text, _ = await context.prompts.ask(Prompt(KINDS["contact"].column("summary").label, text=summary))
        if text:
            told = partial(log_hearing, kind=kind, id_=id_, hearers=hearers, summary=text)
            if await context.editor.change(f"Log the contact: {text}", "contact.log", told):
                return


def hearer_lines(plan: Plan, hearers: list[Hearer], cells: int) -> list[PageLine]:
    """A line each with every reason; it leads to the person or stakeholder."""
    if not hearers:
        said = "Nobody has a role in it, cares about it or was promised anything."
        return [text_line((line, "soft")) for line in wrapped_lines(said, cells)]
    lines: list[PageLine] = []
    for hearer in hearers:
        name = fit(safe(plan.title(hearer.kind, hearer.id)), 22)
        why = wrapped_lines(safe("; ".join(hearer.reasons)), max(20, cells - 24))
        for number, line in enumerate(why):
            runs = ((name if not number else " " * 22, "strong"), (f"  {line}", ""))
            lines.append(PageLine(runs, (hearer.kind, hearer.id), stop=not number))
    return lines


def document_lines(document: Any, cells: int) -> list[PageLine]:
    """A document of paragraphs and sentences as lines of a page."""
    from tpm_tui.reports.document import Heading
    from tpm_tui.reports.renderers.terminal import render_lines

    headings = {safe(block.text) for block in document.blocks if isinstance(block, Heading)}
    lines: list[PageLine] = []
    for line in render_lines(document, cells):
        lines.append(BLANK_LINE if not line else heading_line(line) if line in headings else text_line((line, "")))
    return lines


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
