"""What an edit would do to the plan, shown before it is made."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.widgets.line_list import PageLine
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import ChangeEffect


async def confirm_consequences(context: ActionContext, title: str, edit: Callable[[Transaction], Any]) -> bool:
    """Show what an edit would do: days, money, load, dates; whether it is to be done."""
    from tpm_tui.app.page_lines.schedule.what_if import consequence_lines
    from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import change_effect
    from tpm_tui.store.what_if import WhatIf

    plan, input_context = context.session.plan, context.session.context

    def work() -> "tuple[Plan, ChangeEffect]":
        what_if = WhatIf(plan, input_context, "")
        with what_if.transaction(title) as tx:
            edit(tx)
        return what_if.plan, change_effect(plan, what_if.plan, input_context)

    try:
        there, effect = await asyncio.to_thread(work)
    except (ValidationError, ValueError) as error:
        context.messages.say(str(error), "bad")
        return False

    return await _confirm(context, title, partial(consequence_lines, plan, there, input_context, effect))


async def confirm_touched(context: ActionContext, title: str, kind: str, ids: Sequence[str]) -> bool:
    """Show what records reach, when that finishes, and who must hear; whether they are to be changed. Not asked where
    they reach nothing."""
    from tpm_tui.app.page_lines.schedule.impact import touched_lines
    from tpm_tui.commands.scope.touched_records import touched_records

    plan, input_context = context.session.plan, context.session.context
    there = [id_ for id_ in ids if id_ in plan[kind]]  # of others it is said by what changes them
    touched = await asyncio.to_thread(touched_records, plan, input_context, kind, there)
    if touched is None:
        return True
    if kind == "requirement" and any(plan.value(kind, id_, "status") == "agreed" for id_ in there):
        title += " ─ agreed: this makes a request for change"
    return await _confirm(context, title, partial(touched_lines, plan, input_context, touched, len(there)))


async def _confirm(context: ActionContext, title: str, lines: "Callable[[int], Sequence[PageLine]]") -> bool:
    """Whether the person says yes to what the lines say; they may lead to records."""
    from tpm_tui.app.modal_screens.confirmation import ConfirmationScreen

    async def page() -> "PageScreen":
        return ConfirmationScreen(title, lines)

    agreed: bool = await browse(context, page) == "yes"
    if not agreed:
        context.messages.say("left as it was")
    return agreed
