"""Deciding on responses: the cheapest set that brings P80 before a date, shown first, taken as one change."""

from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.modal_screens.confirmation import ConfirmationScreen
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.app.workspace.progress_message import ProgressHandle
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import finish_day, to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.safe_text import fit

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_responses import ResponseProposal


async def choose_response_target(context: ActionContext) -> None:
    """Choose whose finish, then as :func:`propose_responses`."""
    from tpm_tui.app.actions.schedule.forecast.forecast_target import choose_target, current_forecast

    result = await current_forecast(context)
    if result is None:
        return
    target = await choose_target(context, result, "Bring whose P80 before a date")
    if target is not None:
        await propose_responses(context, result, target)


async def propose_responses(context: ActionContext, result: ForecastResult, target: str = "") -> bool:
    """Ask for the date, look for the set, show it, and take it if the person says so; whether it was taken."""
    from tpm_tui.app.page_lines.schedule.forecast.shared_lines import target_finish, target_label
    from tpm_tui.planning.forecast.risk_responses import cheapest_responses

    input_context = result.context

    def meant(text: str) -> str:
        if not text:
            return ""
        try:
            return f"the end of {dates.day_text(dates.parse_date(text, input_context.today), input_context)}"
        except ValueError as error:
            raise ValidationError(str(error)) from None

    finish = target_finish(result, target)
    due = finish.deadline or finish.deterministic
    first = dates.day_text(finish_day(due), input_context)
    name = "the plan" if not target else target_label(result, target)
    text, _ = await context.prompts.ask(Prompt(f"Bring P80 of {name} before the end of", text=first, check=meant))
    if not text:
        return False
    by = to_day_number(dates.parse_date(text, input_context.today)) * MINUTES_PER_DAY + MINUTES_PER_DAY
    forecast = result.forecast

    def work(handle: ProgressHandle) -> "ResponseProposal":
        return cheapest_responses(
            result.problem, by, target=target, runs=forecast.runs, seed=forecast.seed, cancelled=handle.cancelled,
            progress=handle.report,
        )  # fmt: skip

    proposal = await context.progress.run_in_thread("looking for the cheapest set of responses", work)
    return proposal is not None and await _accept_proposal(context, result, proposal, name)


async def _accept_proposal(
    context: ActionContext, result: ForecastResult, proposal: "ResponseProposal", name: str
) -> bool:
    """Show the proposal, a line of a risk opens it; whether the set was taken."""
    from tpm_tui.app.page_lines.schedule.forecast.risk_responses import response_proposal_lines
    from tpm_tui.commands.command_catalog import commands

    def lines(cells: int) -> list[PageLine]:
        return response_proposal_lines(result, proposal, cells)

    async def page() -> PageScreen:
        title = f"Responses ─ P80 of {fit(name, min(len(name), 36))}"
        return ConfirmationScreen(title, lines) if proposal.ids else PageScreen(title, lines)

    if await browse(context, page) != "yes" or context.editor.reject_readonly():
        return False
    command = commands()["risk.respond"]
    return await context.editor.change(
        command.title, command.id, lambda tx: command.execute(tx, "risk", proposal.ids, {})
    )


ACTIONS = (
    screen_action(
        "forecast.respond",
        "Responses: the cheapest that bring P80 before a date",
        "R",
        "Plan",
        choose_response_target,
        synonyms=("mitigate", "reduce"),
    ),
)
