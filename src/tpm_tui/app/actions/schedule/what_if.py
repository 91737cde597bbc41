"""Trying edits that do not reach the file: begin, look at what they do, keep all or some, throw away."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.services.what_if_draft import load_draft, save_draft
from tpm_tui.domain.text.counted_nouns import counted

if TYPE_CHECKING:
    from tpm_tui.store.what_if import RejectedStep


async def open_what_if(context: ActionContext) -> None:
    """Begin a what-if, with the edits of one that was left open; or look at the one that is open."""
    if context.session.what_if is not None:
        await review_what_if(context)
        return
    left = load_draft(context.session, context.ui_state)
    rejected = await context.session.begin_what_if(left)
    save_draft(context.session, context.ui_state)
    context.updates.show_status_bar()
    if rejected:
        context.messages.say(_rejected_text(rejected), "warn")
    elif left:
        context.messages.say(
            f"the what-if goes on where it was left, with {_edit_count(len(left))} ─ I keeps or drops it", "warn"
        )
    else:
        context.messages.say("what-if: the file stays as it is ─ I shows what it does, and keeps or drops it", "warn")


async def review_what_if(context: ActionContext) -> None:
    """The edits tried and what they do; keep the marked ones, throw all away, or go on."""
    from tpm_tui.app.modal_screens.what_if import WhatIfScreen
    from tpm_tui.app.page_lines.schedule.what_if import what_if_lines
    from tpm_tui.planning.analysis.impact.change_in_days_money_and_load import change_effect

    marked, known, at = set[int](), 0, 0
    while context.session.what_if is not None:
        what_if, input_context = context.session.what_if, context.session.context
        plan, base, steps = what_if.plan, what_if.base, list(what_if.steps)
        try:
            effect = await asyncio.to_thread(change_effect, base, plan, input_context)
        except ValueError as error:
            context.messages.say(str(error), "bad")
            return

        newest = context.session.forecast_result
        forecast = newest if newest and newest.plan is plan else None
        lines = partial(what_if_lines, base, plan, input_context, steps, effect, forecast)
        title = "What if ─ space mark · K keep the marked · X throw away · esc go on"
        # An edit that came meanwhile is marked, as all are to begin with.
        marked = {number for number in range(len(steps)) if number in marked or number >= known}
        known = len(steps)
        screen = WhatIfScreen(title, lines, marked)
        screen.at = at
        chosen = await context.prompts.choose(screen)
        marked, at = screen.marked, screen.at
        if chosen is None:
            return
        if chosen[0] == "item":
            await context.open_record("item", chosen[1])
        elif chosen[0] == "keep":
            await keep_what_if(context, chosen[1])
            return
        else:
            await discard_what_if(context)
            return


async def keep_what_if(context: ActionContext, chosen: Sequence[int] | None = None) -> None:
    """Write edits of the what-if (all unless chosen) to the file, as one change."""
    what_if = context.session.what_if
    if what_if is None:
        context.messages.say("there is no what-if: I begins one", "warn")
        return
    chosen = range(len(what_if.steps)) if chosen is None else chosen
    if not chosen:
        if what_if.steps:
            context.messages.say("mark the edits to keep with space", "warn")
        else:
            await context.session.discard_what_if()
            context.messages.say("the what-if was empty; edits go to the file again")
        return
    rejected = await context.editor.run_guarded(context.session.keep_what_if(list(chosen)))
    save_draft(context.session, context.ui_state)
    context.updates.show_status_bar()
    if rejected is None:
        return
    rest = context.session.what_if
    more = f"; {_edit_count(len(rest.steps))} left in the what-if" if rest is not None else ""
    lost = f"; {_rejected_text(rejected)}" if rejected else ""
    hint = context.messages.key_hint("undo", "undoes there" if rest else "undoes")
    context.messages.say(
        f"kept {_edit_count(len(chosen))}{more}{lost}{hint}",
        "warn" if rejected else "",
    )


async def discard_what_if(context: ActionContext) -> None:
    """Forget the what-if, after a question if anything was tried."""
    what_if = context.session.what_if
    if what_if is None:
        context.messages.say("there is no what-if: I begins one", "warn")
        return
    if what_if.steps and not await context.prompts.confirm(
        f"Throw away {_edit_count(len(what_if.steps))} of the what-if"
    ):
        return
    await context.session.discard_what_if()
    save_draft(context.session, context.ui_state)
    context.updates.show_status_bar()
    context.messages.say("thrown away; edits go to the file again")


def _edit_count(count: int) -> str:
    return counted(count, "edit")


def _rejected_text(rejected: Sequence["RejectedStep"]) -> str:
    first = rejected[0]
    more = f" and {len(rejected) - 1} more" if len(rejected) > 1 else ""
    return f"“{first.step.label}”{more} no longer fits: {first.reason}"


ACTIONS = (
    screen_action(
        "what-if",
        "What if: try edits that do not reach the file; look, keep, throw away",
        "I",
        "Plan",
        open_what_if,
        synonyms=("scenario", "simulate"),
    ),
    screen_action("what-if.keep", "What if: keep all of it", "", "Plan", keep_what_if),
    screen_action("what-if.throw", "What if: throw it away", "", "Plan", discard_what_if),
)
