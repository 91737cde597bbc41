"""Deciding on responses: the cheapest set that brings P80 before a date, shown first, taken as one change."""

import asyncio
from threading import Event
from typing import TYPE_CHECKING

from tpm_tui.app.foreseen import Foreseen
from tpm_tui.app.screens.page import PageScreen
from tpm_tui.app.widgets.ask import Question
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.domain import dates
from tpm_tui.domain.calendar import DAY, day_of, moment_of
from tpm_tui.domain.entry import Refused
from tpm_tui.safe import fit, safe

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace
    from tpm_tui.planning.responses import Proposal


async def respond(ws: "Workspace", found: Foreseen) -> bool:
    """Ask for the date, look for the set, show it, and take it if the person says so; whether it was taken."""
    from tpm_tui.planning.responses import cheapest_responses

    words, plan = found.words, found.plan

    def meant(text: str) -> str:
        if not text:
            return ""
        try:
            return f"the end of {dates.show_date(dates.parse_date(text, words.today), words)}"
        except ValueError as error:
            raise Refused(str(error)) from None

    due = found.forecast.finish.deadline or found.forecast.finish.deterministic
    first = dates.show_date(moment_of(due - 1).date(), words)
    text, _ = await ws.ask(Question("Bring P80 of the plan before the end of", text=first, check=meant))
    if not text:
        return False
    by = day_of(dates.parse_date(text, words.today)) * DAY + DAY
    ws.say("looking for the cheapest set of responses …")
    stop = Event()
    try:
        proposal = await asyncio.to_thread(
            cheapest_responses, found.problem, found.forecast, by, seed=found.forecast.seed, cancelled=stop.is_set
        )
    finally:
        stop.set()
    ws.say("")
    chosen = await ws.choose(
        PageScreen(
            "Responses ─ ⏎ on the last line takes them", lambda cells: _lines(found, proposal, by, cells), free=False
        )
    )
    if chosen != "take" or ws.refuse_readonly():
        return False
    from tpm_tui.commands.risks import take_responses

    keys = ", ".join(plan.label("risk", id_) for id_ in proposal.ids)
    return await ws.change(
        f"Take responses {keys}", "risk.respond", lambda tx: take_responses(tx, "risk", proposal.ids, {})
    )


def _lines(found: Foreseen, proposal: "Proposal", by: int, cells: int) -> list[PageLine]:
    """What the set would do, its parts, and the line that takes it."""

    def day(minute: int) -> str:
        return dates.show_date(moment_of(minute).date(), found.words)

    lines: list[PageLine] = []

    def say(text: str, style: str = "") -> None:
        lines.append(PageLine(((text, style),)))

    date = day(by - 1)
    say(f"P80 is {day(proposal.before)}; it is to lie no later than {date}.")
    if not proposal.ids:
        say("No response is needed." if proposal.holds else "No response brings it nearer.", "strong")
        return lines
    if proposal.holds:
        kind = "The cheapest set of responses" if proposal.cheapest else "A cheap set of responses (not all were tried)"
        say(f"{kind} brings it to {day(proposal.after)} for {proposal.cost:,.0f}:", "strong")
    else:
        say(f"No set brings it there. These come nearest: {day(proposal.after)} for {proposal.cost:,.0f}:", "warn")
    say("")
    costs = {risk.id: risk.response_cost for risk in found.problem.risks}
    for id_ in proposal.ids:
        cost = costs[id_]
        money = "no cost given" if cost is None else f"{cost:,.0f}"
        label = fit(f"{found.plan.label('risk', id_)} {safe(found.plan.title('risk', id_))}", max(20, cells - 40))
        response = str(found.plan.value("risk", id_, "response"))
        lines.append(PageLine(((label, ""), (f" {fit(response, 10)} {money}", "soft")), ("risk", id_)))
    say("")
    lines.append(PageLine((("Take them: they count from today ─ u undoes", "accent"),), "take", stop=True))
    return lines
