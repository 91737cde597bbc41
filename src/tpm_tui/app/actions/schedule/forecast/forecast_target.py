"""The forecast that actions start from, and whose finish they are about."""

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.planning.forecast.forecast_result import ForecastResult


async def current_forecast(context: ActionContext) -> ForecastResult | None:
    """The forecast of the plan on the screen; made now where it is made only when asked for."""
    result = context.session.forecast_result
    if result is not None and result.plan is context.session.plan and not result.preliminary:
        return result
    if not len(context.session.plan["item"]):
        context.messages.say("there is nothing to forecast yet: add items in the backlog (1)", "warn")
        return None
    context.messages.say("working out the forecast …")
    # dates that are still being worked out would end a forecast that was begun before them
    await context.scheduler.wait_until_idle()
    if not context.forecaster.busy:
        context.forecaster.forecast(context.session.plan, context.session.context, asked=True)
    await context.forecaster.wait_until_idle()
    context.messages.say("")
    if context.session.forecast_result is None:
        context.messages.say("there is no forecast: the plan has no dates", "warn")
    return context.session.forecast_result


async def choose_target(context: ActionContext, result: ForecastResult, title: str) -> str | None:
    """The id of a milestone, a dated item or a workstream, "" for the plan; None if the person leaves."""
    from tpm_tui.app.page_lines.schedule.forecast.shared_lines import target_finish, target_label
    from tpm_tui.reports.schedule.forecast.forecast_dates import finish_date

    ids = ("", *(t.id for t in result.problem.targets))
    sure = {id_: finish_date(target_finish(result, id_).percentile(80), result.context) for id_ in ids}
    choices = [Choice(id_, target_label(result, id_), right=sure[id_]) for id_ in ids]
    chosen: str | None = await context.prompts.choose(PickerScreen(title, choices))
    return chosen
