"""Putting what was learnt into the estimates: first what a factor would change is shown, then it is done or left."""

from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.modal_screens.confirmation import ConfirmationScreen
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, text_line
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.workspace.progress_message import ProgressHandle
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import show_stored
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.calibration_result import CalibrationResult
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution


async def apply_factor(
    context: ActionContext, result: ForecastResult, learned: "CalibrationResult", by: str, value: str
) -> bool:
    """Show what a group's factor would change in the work not begun, and do it if the person says so."""
    from tpm_tui.commands.command_catalog import commands
    from tpm_tui.domain.journal_operations import Operation
    from tpm_tui.planning.forecast.calibration import scalable_items
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate
    from tpm_tui.reports.schedule.forecast.calibration import group_name
    from tpm_tui.store.what_if import WhatIf

    group = next(g for g in learned.calibration.groups if (g.by, g.value) == (by, value))
    ids = scalable_items(result.plan, learned.calibration, by, value)
    if not ids:
        context.messages.say(
            f"{group_name(group)}: nothing that is not begun has an estimate without a factor on it", "warn"
        )
        return False
    what = "all work" if not by else value
    title = f"Estimates of {what} times {group.factor:g}"

    def edit(tx: Transaction) -> str:
        return commands()["estimate.factor"].execute(tx, "item", ids, {"factor": group.factor})

    def work(handle: ProgressHandle) -> "tuple[Plan, FinishDistribution]":
        what_if = WhatIf(result.plan, result.context, "")
        with what_if.transaction(title) as tx:
            edit(tx)
        forecast = simulate(
            risk_model(what_if.plan, result.context), seed=result.forecast.seed, effects=False, drivers=False,
            cancelled=handle.cancelled,
        )  # fmt: skip
        return what_if.plan, forecast.finish

    made = await context.progress.run_in_thread("working out what it would change", work)
    if made is None or context.editor.reject_readonly():
        return False
    plan, finish = made

    async def page() -> PageScreen:
        return ConfirmationScreen(title, lambda cells: _factor_lines(result, plan, finish, ids, cells))

    if await browse(context, page) == "yes":
        return await context.editor.change(title, Operation.CALIBRATE, edit)
    context.messages.say("left as it was")
    return False


def _factor_lines(
    result: ForecastResult, plan: Plan, finish: "FinishDistribution", ids: list[str], cells: int
) -> list[PageLine]:
    input_context, column = result.context, KINDS["item"].column("estimate")

    def estimate(of: Plan, id_: str) -> str:
        return show_stored(column, of.value("item", id_, "estimate"), of, input_context)

    def work(of: Plan) -> str:
        from tpm_tui.domain.values.three_point import ThreePoint

        likely = sum(ThreePoint.load(str(of.value("item", id_, "estimate"))).likely for id_ in ids)
        return dates.show_duration(round(likely), input_context)

    many = f"{counted(len(ids), 'item')} not begun"
    lines = [text_line((f"{many}: likely work {work(result.plan)} → {work(plan)}", "strong"))]
    for percent in (50, 80):
        before, after = (
            finish_day_text(of.percentile(percent), input_context) for of in (result.forecast.finish, finish)
        )
        lines.append(text_line((f"P{percent} of the plan {before} → {after}", "")))
    lines.append(BLANK_LINE)
    for id_ in ids:
        label = fit(f"{plan.label('item', id_)} {safe(plan.title('item', id_))}", max(20, cells - 44))
        change = f" {estimate(result.plan, id_)} → {estimate(plan, id_)}"
        lines.append(PageLine(((label, ""), (fit(change, 44), "soft")), ("item", id_), stop=True))
    return lines
