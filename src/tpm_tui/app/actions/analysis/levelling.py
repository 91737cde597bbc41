"""Levelling on the screen: a proposal to look at, to take whole or in part, or to leave; and who can take an item."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.workspace.progress_message import ProgressHandle
    from tpm_tui.planning.levelling.plan_levelling import PlanProposal
    from tpm_tui.planning.levelling.problem.objective import LevellingObjective
    from tpm_tui.planning.levelling.search.search_budget import StoppedBy

SECONDS = 10
"""How long the search goes on where nobody stops it."""


async def propose_levelling(context: ActionContext) -> None:
    """Choose what is wanted, look on while it gets better (esc keeps the best so far), then take it or leave it."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.planning.levelling.problem.objective import LevellingObjective

    choices = [
        Choice("least-change", "Least change: resolve the overloads of the next weeks, move the fewest items"),
        Choice("best", "Best finish: least lateness of deadlines, then the earliest finish"),
        Choice("finish", "Earliest finish, whatever it moves"),
    ]
    chosen = await context.prompts.choose(PickerScreen("Level", choices))
    if chosen is None:
        return
    plan = context.session.plan
    try:
        proposal = await context.progress.run_in_thread(
            "levelling", lambda handle: _search(context, LevellingObjective(chosen), handle)
        )
    except (ValidationError, ValueError) as error:
        context.messages.say(str(error), "bad")
        return
    if proposal is None:
        return
    await _decide(context, proposal, plan.sequence)


def _search(context: ActionContext, objective: LevellingObjective, handle: ProgressHandle) -> PlanProposal:
    from tpm_tui.planning.levelling.plan_levelling import level_plan
    from tpm_tui.planning.levelling.search.search_budget import StoppedBy

    began = time.monotonic()

    def stop() -> StoppedBy | None:
        spent = time.monotonic() - began
        handle.report(int(min(spent, SECONDS) * 100), SECONDS * 100)
        if handle.cancelled():
            return StoppedBy.CANCELLED
        return StoppedBy.SECONDS if spent >= SECONDS else None

    return level_plan(context.session.plan, context.session.context, objective, stop=stop)


async def _decide(context: ActionContext, proposal: PlanProposal, seen: int) -> None:
    """Show the proposal; enter on an item leaves it out or takes it in, y takes what is left, n leaves all."""
    from tpm_tui.app.modal_screens.confirmation import ConfirmationScreen
    from tpm_tui.app.page_lines.people.levelling import proposal_lines
    from tpm_tui.commands.plan.levelling import take_proposal

    plan, input_context = context.session.plan, context.session.context
    left_out: set[str] = set()
    while True:
        lines = partial(proposal_lines, plan, input_context, proposal, frozenset(left_out))
        chosen = await context.prompts.choose(ConfirmationScreen("Level", lines))
        if chosen is None:
            context.messages.say("left as it was")
            return
        if chosen == "yes":
            break
        left_out ^= {chosen[1]}
    ids = [plan["item"].ids[moved.place] for moved in proposal.moved] if left_out else None

    def edit(tx: Transaction) -> None:
        tx.label = take_proposal(tx, proposal, None if ids is None else [id_ for id_ in ids if id_ not in left_out])

    await context.editor.change("Level", "plan.level", edit, seen=seen)


async def assign_candidate(context: ActionContext) -> None:
    """Who can take the item under the cursor, the best first; the one chosen becomes its owner."""
    import asyncio

    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.planning.levelling.candidates import candidates
    from tpm_tui.reports.levelling import candidate_rows

    id_ = context.selection.targets()[0]
    plan, input_context = context.session.plan, context.session.context
    ranked = await asyncio.to_thread(candidates, plan, input_context, id_)
    if not ranked:
        context.messages.say("nobody can take it: it is done, holds other items, or there are no people", "warn")
        return
    choices = [
        Choice(candidate.person, f"{name}  {skills}", right=f"from {begin}, plan {finish}")
        for candidate, (_, name, skills, _, begin, finish) in zip(
            ranked, candidate_rows(plan, input_context, ranked), strict=True
        )
    ]
    chosen = await context.prompts.choose(PickerScreen("Who can take it", choices))
    if chosen is not None:
        name = plan.value("person", chosen, "name")

        def edit(tx: Transaction) -> None:
            tx.set("item", id_, owner=chosen)
            tx.label = f"{plan.label('item', id_)} is for {name}"

        await context.editor.change("Assign", "item.owner", edit)


def _needs_item(context: ActionContext) -> str | None:
    one = context.selection.kind == "item" and len(context.selection.targets()) > 0
    return None if one else "there is no item under the cursor"


ACTIONS = (
    screen_action(
        "level",
        "Level: dates at which nobody is asked for too much",
        "N",
        "Plan",
        propose_levelling,
        synonyms=("overload", "capacity"),
    ),
    screen_action(
        "who",
        "Who can take it: by skill, by being free, by the finish",
        "n",
        "Plan",
        assign_candidate,
        why_not=_needs_item,
        synonyms=("assign", "available"),
    ),
)
