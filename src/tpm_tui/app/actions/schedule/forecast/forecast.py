"""The forecast: looking at it, asking it, taking it out."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.schedule.forecast.forecast_target import choose_target, current_forecast
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.store.file.paths import expand_path

if TYPE_CHECKING:
    from tpm_tui.app.page_lines.schedule.forecast.shared_lines import ForecastPageState


async def show_forecast(context: ActionContext) -> None:
    """The forecast in pages."""
    from tpm_tui.app.modal_screens.forecast import ForecastScreen
    from tpm_tui.app.page_lines.schedule.forecast.forecast import FORECAST_PAGES, HISTORY_PAGES, forecast_lines
    from tpm_tui.app.page_lines.schedule.forecast.shared_lines import (
        ForecastPageState,
        simulation_summary,
        target_label,
    )

    result = await current_forecast(context)
    look = ForecastPageState()
    while result is not None:
        of = result

        def lines(cells: int, rows: int, of: ForecastResult = of) -> list[PageLine]:
            return forecast_lines(of, look, cells, rows)

        def lacking(of: ForecastResult = of) -> tuple[str, Coroutine[Any, Any, None]] | None:
            if not look.page and (look.strain is None or look.strain[0] is not of.plan):
                return "strain", _compute_strain(of, look)
            known = look.learned is not None and look.learned.plan is of.plan
            return None if known or look.page not in HISTORY_PAGES else ("history", _compute_history(context, of, look))

        title = f"Forecast ─ {target_label(of, look.target)} ─ / P90 or 12 mar · o whose · r responses · w write"
        screen = ForecastScreen(
            title, simulation_summary(of), lines, partial(look.turn, pages=len(FORECAST_PAGES)), lacking
        )
        chosen = await context.prompts.choose(screen)
        if chosen is None:
            return
        what, more = chosen
        if what == "target":
            look.page, look.target, look.answer = 0, more, ""
        elif what == "ask":
            await _prompt_question(context, of, look)
        elif what == "whose":
            target = await choose_target(context, of, "Whose finish (P80)")
            if target is not None:
                look.page, look.target, look.answer = 0, target, ""
        elif what == "write":
            await export_forecast(context, look.target)
        elif what == "respond":
            from tpm_tui.app.actions.schedule.forecast.risk_responses import propose_responses

            if await propose_responses(context, of, look.target):
                result = await current_forecast(context)
        elif what == "factor":
            from tpm_tui.app.actions.schedule.forecast.calibration import apply_factor

            if look.learned is not None and await apply_factor(context, of, look.learned, *more):
                result = await current_forecast(context)
        else:
            await context.open_record(what, more)
        if context.session.forecast_result is not None:
            result = context.session.forecast_result
        if result is not None and look.target not in result.forecast.targets:
            look.target = ""


async def _compute_history(context: ActionContext, result: ForecastResult, look: "ForecastPageState") -> None:
    """What the history teaches, worked out beside the screen."""
    from tpm_tui.commands.schedule.forecast.calibration import item_transactions
    from tpm_tui.planning.forecast.calibration_result import calibrate

    history = await context.editor.run_guarded(context.session.read(item_transactions))
    if history is not None:
        look.learned = await asyncio.to_thread(calibrate, result.plan, result.context, history, result.forecast.finish)


async def _compute_strain(result: ForecastResult, look: "ForecastPageState") -> None:
    """What the dates ask of people, worked out beside the screen; nothing of a plan without dates."""
    from tpm_tui.domain.text.field_values import ValidationError
    from tpm_tui.planning.analysis.workload.strain_of_plan import validated_strain

    try:
        look.strain = result.plan, await asyncio.to_thread(validated_strain, result.plan, result.context)
    except ValidationError:
        return


async def _prompt_question(context: ActionContext, result: ForecastResult, look: "ForecastPageState") -> None:
    """Take a confidence, a date, or a number of items, and answer it on its page."""
    from tpm_tui.app.page_lines.schedule.forecast.forecast import PACE, answer_forecast_question, parse_item_count

    on_pace = look.page == PACE

    def check(text: str) -> str:
        if not text:
            return ""
        count = parse_item_count(text, on_pace)
        return (
            f"when {count} items are done" if count is not None else answer_forecast_question(result, look.target, text)
        )

    input_context = (
        "How many items" if on_pace else "Which confidence, date, or number of items (P90, 12 mar, 14 items)"
    )
    text, _ = await context.prompts.ask(Prompt(input_context, check=check))
    if not text:
        return
    count = parse_item_count(text, on_pace)
    if count is None:
        look.answers(0, answer_forecast_question(result, look.target, text))
        return
    from tpm_tui.commands.schedule.forecast.calibration import item_transactions
    from tpm_tui.planning.flow.throughput import throughput
    from tpm_tui.reports.schedule.forecast.calibration import items_done_text

    history = [(moment, edits) for moment, _, edits in await context.session.read(item_transactions)]
    pace = await asyncio.to_thread(throughput, result.plan, result.context.today, history, items=count)
    look.answers(PACE, items_done_text(pace, result.context))


async def export_forecast(context: ActionContext, target: str = "") -> None:
    """Write the forecast as a picture (SVG) or as a table (CSV), by the name of the file."""
    from tpm_tui.app.actions.files import _must_not_exist, _paths
    from tpm_tui.exchange.export_file import write_document_file
    from tpm_tui.reports.renderers.csv import render_csv
    from tpm_tui.reports.renderers.svg import render_svg
    from tpm_tui.reports.schedule.forecast.forecast_document import forecast_charts, forecast_figures

    result = await current_forecast(context)
    if result is None:
        return
    question = Prompt("Write to (.svg or .csv)", text="forecast.svg", check=_must_not_exist, suggest=_paths)
    text, _ = await context.prompts.ask(question)
    if not text:
        return
    path, of = expand_path(text), result

    def write() -> None:
        if path.suffix.lower() == ".csv":
            made = render_csv(forecast_figures(of.plan, of.problem, of.forecast))
        else:
            made = render_svg(forecast_charts(of.plan, of.problem, of.forecast, of.context, target))
        write_document_file(path, made, context.session.path)

    await asyncio.to_thread(write)
    context.messages.say(f"forecast written to {path}")


ACTIONS = (
    screen_action(
        "forecast",
        "Forecast: how sure, and what it hangs on",
        "F",
        "Plan",
        show_forecast,
        synonyms=("monte carlo", "simulation", "probability", "confidence", "percentile", "sensitivity"),
    ),
    screen_action("forecast.export", "Forecast: write it as SVG or CSV", "", "Plan", export_forecast),
)
