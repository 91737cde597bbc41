"""Deciding on responses: the cheapest set that brings P80 before a date, shown first, taken as one change."""

from typing import TYPE_CHECKING

from tpm_tui.app.foreseen import Foreseen
from tpm_tui.app.patience import Patience, thought_through
from tpm_tui.app.screens.page import PageScreen
from tpm_tui.app.screens.preview import PreviewScreen
from tpm_tui.app.widgets.ask import Question
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.domain import dates
from tpm_tui.domain.calendar import DAY, day_of, moment_of
from tpm_tui.domain.entry import Refused
from tpm_tui.safe import fit

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace
    from tpm_tui.planning.responses import Proposal


async def decide(ws: "Workspace") -> None:
    """Choose whose finish, then as :func:`respond`."""
    from tpm_tui.app.acts.forecasting import forecast_now, whose

    found = await forecast_now(ws)
    if found is None:
        return
    target = await whose(ws, found, "Bring whose P80 before a date")
    if target is not None:
        await respond(ws, found, target)


async def respond(ws: "Workspace", found: Foreseen, target: str = "") -> bool:
    """Ask for the date, look for the set, show it, and take it if the person says so; whether it was taken."""
    from tpm_tui.app.forecast_lines import finish_of, name_of
    from tpm_tui.planning.responses import cheapest_responses

    words = found.words

    def meant(text: str) -> str:
        if not text:
            return ""
        try:
            return f"the end of {dates.show_date(dates.parse_date(text, words.today), words)}"
        except ValueError as error:
            raise Refused(str(error)) from None

    finish = finish_of(found, target)
    due = finish.deadline or finish.deterministic
    first = dates.show_date(moment_of(due - 1).date(), words)
    name = "the plan" if not target else name_of(found, target)
    text, _ = await ws.ask(Question(f"Bring P80 of {name} before the end of", text=first, check=meant))
    if not text:
        return False
    by = day_of(dates.parse_date(text, words.today)) * DAY + DAY
    forecast = found.forecast

    def work(patience: Patience) -> "Proposal":
        return cheapest_responses(
            found.problem, by, target=target, runs=forecast.runs, seed=forecast.seed, cancelled=patience.cancelled,
            progress=patience.told,
        )  # fmt: skip

    proposal = await thought_through(ws, "looking for the cheapest set of responses", work)
    return proposal is not None and await _taken(ws, found, proposal, name)


async def _taken(ws: "Workspace", found: Foreseen, proposal: "Proposal", name: str) -> bool:
    """Show the proposal, a line of a risk opens it; whether the set was taken."""
    from tpm_tui.app.deciding import proposal_lines
    from tpm_tui.commands.risks import take_responses

    def lines(cells: int) -> list[PageLine]:
        return proposal_lines(found, proposal, cells)

    while True:
        title = f"Responses ─ P80 of {fit(name, min(len(name), 36))}"
        page = PreviewScreen(title, lines) if proposal.ids else PageScreen(title, lines)
        chosen = await ws.choose(page)
        if chosen is None:
            return False
        if chosen == "yes":
            break
        await ws.open_record(*chosen)
    if ws.refuse_readonly():
        return False
    keys = ", ".join(ws.session.plan.label("risk", id_) for id_ in proposal.ids)
    return await ws.change(
        f"Take responses {keys}", "risk.respond", lambda tx: take_responses(tx, "risk", proposal.ids, {})
    )


ACTS = {"forecast.respond": decide}
