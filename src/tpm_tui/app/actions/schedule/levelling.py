"""Levelling on the screen: a proposal to look at, to take whole or in part, or to leave; and who can take an item."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.page_lines.line_builders import text_line
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.widgets.line_list import PageLine
    from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal
    from tpm_tui.planning.levelling.problem.objective import LevellingObjective
    from tpm_tui.planning.levelling.search.when_a_search_stops import StoppedBy

SECONDS = 10
"""How long the search goes on where nobody stops it."""

MOST_WEEKS = 520
"""Weeks of overloads that can be asked for."""


async def propose_levelling(context: ActionContext) -> None:
    """Choose what is wanted, look on while it gets better (esc keeps the best so far), then take it or leave it."""
    from tpm_tui.app.modal_screens.levelling import LevellingScreen
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.planning.levelling.levelling_of_plan import DEFAULT_WEEKS
    from tpm_tui.planning.levelling.problem.objective import LevellingObjective

    choices = [
        Choice("least-change", "Least change: resolve the overloads of the next weeks, move the fewest items"),
        Choice("best", "Best finish: least lateness of deadlines, then the earliest finish"),
        Choice("finish", "Earliest finish, whatever it moves"),
    ]
    chosen = await context.prompts.choose(PickerScreen("Level", choices))
    if chosen is None:
        return
    weeks = DEFAULT_WEEKS
    if chosen == "least-change":
        asked = Prompt("Weeks whose overloads are resolved", text=str(weeks), check=_weeks_text)
        text, _ = await context.prompts.ask(asked)
        if not text:
            return
        weeks = int(text)
    search = _Search(context, LevellingObjective(chosen), weeks)
    seen = context.session.plan.sequence
    task = asyncio.ensure_future(asyncio.to_thread(search.run))
    try:
        answer = await context.prompts.choose(
            LevellingScreen(search.lines, search.searching, search.standing, search.cancel, search.toggle)
        )
        proposal = search.best
    finally:
        search.cancel()
    try:
        await task
    except ValueError as error:
        context.messages.say(str(error), "bad")
        return
    if answer != "yes" or proposal is None:
        context.messages.say("left as it was")
        return
    await _take(context, proposal, search.ids_taken(proposal), seen)


def _weeks_text(text: str) -> str:
    """What a number of weeks means; ValidationError where it is none."""
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WEEKS):
        raise ValidationError(f"weeks are a number from 1 to {MOST_WEEKS}")
    return f"{int(text)} weeks from the status date, else from today"


class _Search:
    """A search in a thread of its own and the best that it has by now, which the screen reads."""

    def __init__(self, context: ActionContext, objective: LevellingObjective, weeks: int) -> None:
        self._plan, self._input = context.session.plan, context.session.context
        self._objective, self._weeks = objective, weeks
        self._began = time.monotonic()
        self._cancelled = self._ended = False
        self.best: PlanProposal | None = None
        self.left_out: set[str] = set()

    def run(self) -> None:
        """Search until the time is over or somebody cancels. Raises as ``level_plan``."""
        from tpm_tui.planning.levelling.levelling_of_plan import level_plan

        try:
            self._keep(
                level_plan(
                    self._plan, self._input, self._objective, weeks=self._weeks, stop=self._stopped, better=self._keep
                )
            )
        finally:
            self._ended = True

    def _keep(self, proposal: PlanProposal) -> None:
        self.best = proposal

    def _stopped(self) -> StoppedBy | None:
        from tpm_tui.planning.levelling.search.when_a_search_stops import StoppedBy

        if self._cancelled:
            return StoppedBy.CANCELLED
        return StoppedBy.SECONDS if time.monotonic() - self._began >= SECONDS else None

    def cancel(self) -> None:
        """End the search; the best so far stays."""
        self._cancelled = True

    def searching(self) -> str:
        """How long it has been searching, in words; empty once it has ended."""
        return "" if self._ended else f"searching, {int(time.monotonic() - self._began)} s of {SECONDS}"

    def standing(self) -> str:
        """The finish of the best so far and how many items it moves."""
        from tpm_tui.reports.schedule.levelling import levelling_sentences

        return "" if self.best is None else levelling_sentences(self._plan, self._input, self.best)[0]

    def toggle(self, target: tuple[str, str]) -> None:
        """Leave an item out, or take it in again."""
        self.left_out ^= {target[1]}

    def ids_taken(self, proposal: PlanProposal) -> list[str] | None:
        """The moved items that are not left out; None where none is."""
        ids = self._plan["item"].ids
        moved = [ids[item.place] for item in proposal.moved]
        return [id_ for id_ in moved if id_ not in self.left_out] if self.left_out else None

    def lines(self, cells: int) -> list[PageLine]:
        """The best so far."""
        from tpm_tui.app.page_lines.schedule.levelling import proposal_lines

        if self.best is None:
            return [text_line(("there is no proposal" if self._ended else "looking for a first proposal …", ""))]
        return proposal_lines(self._plan, self._input, self.best, frozenset(self.left_out), cells)


async def _take(context: ActionContext, proposal: PlanProposal, ids: Sequence[str] | None, seen: int) -> None:
    """Take these items of a proposal (None: all) as one change."""
    from tpm_tui.commands.schedule.levelling import take_proposal

    def edit(tx: Transaction) -> None:
        tx.label = take_proposal(tx, proposal, ids)

    await context.editor.change("Level", "plan.level", edit, seen=seen)


async def assign_candidate(context: ActionContext) -> None:
    """Who can take the item under the cursor, the best first; the one chosen becomes its owner."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.commands.schedule.levelling import assign_to
    from tpm_tui.planning.levelling.assignment_candidates import candidates
    from tpm_tui.reports.schedule.levelling import NOBODY_CAN_TAKE_IT, candidate_rows

    id_, seen = context.selection.targets()[0], context.session.plan.sequence
    plan, input_context = context.session.plan, context.session.context
    ranked = await asyncio.to_thread(candidates, plan, input_context, id_)
    if not ranked:
        context.messages.say(NOBODY_CAN_TAKE_IT, "warn")
        return
    choices = [
        Choice(candidate.person, f"{name}  {skills}", right=f"from {begin}, plan {finish}")
        for candidate, (_, name, skills, _, begin, finish) in zip(
            ranked, candidate_rows(plan, input_context, ranked), strict=True
        )
    ]
    chosen = await context.prompts.choose(PickerScreen("Who can take it", choices))
    if chosen is not None:

        def edit(tx: Transaction) -> None:
            tx.label = assign_to(tx, id_, chosen)

        await context.editor.change("Assign", "item.owner", edit, seen=seen)


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
        synonyms=("overload", "overallocated", "capacity"),
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
