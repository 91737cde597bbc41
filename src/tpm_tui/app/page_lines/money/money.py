"""The money page: warnings, earned value with its sentences, the S-curve, budgets, months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tpm_tui.app.charts import plots
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.page_lines.money.earned_value import AMOUNT_CELLS, figure_lines, no_baseline_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.unique_titles import ALL_GROUPS
from tpm_tui.domain.text.dates import InputContext, month_text, show_date
from tpm_tui.reports.money.budget import draw_lines, reserve_rows
from tpm_tui.reports.money.earned_value import (
    UNDEFINED,
    ExplainedFigure,
    cost_against_simulation,
    explained_figures,
    shown_amount,
)
from tpm_tui.reports.phrases import epoch_day_text
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.money_figures import MoneyFigures
    from tpm_tui.planning.forecast.forecast_result import ForecastResult
    from tpm_tui.planning.money.budget import BudgetLine, MoneySummary
    from tpm_tui.planning.money.cost_curve import CostCurve
    from tpm_tui.planning.money.cost_curve_of_plan import PlanCostCurve

_EPOCH = date(1970, 1, 1)
_CHART_LINES = 8
_MOST_MONTHS = 36


def money_lines(figures: MoneyFigures, forecast: ForecastResult | None, cells: int) -> list[PageLine]:
    """Warnings, the first figures of earned value, the S-curve, budgets and months."""
    summary = figures.summary
    lines = [text_line(("! ", "bad"), (safe(warning.text), "bad")) for warning in summary.warnings]
    lines += [BLANK_LINE] if lines else []
    lines += _first_figures(figures, forecast, cells)
    if not (any(figures.costs.curve.planned) or any(figures.costs.curve.actual) or summary.total.budget):
        said = "No costs yet: add them to the register of costs, a rate to a person, a budget to the programme."
        return [*lines, BLANK_LINE, *(text_line((part, "dim")) for part in wrapped_lines(said, cells))]
    lines += [BLANK_LINE, *cost_curve_page(figures.costs.curve, summary, figures.context, cells)]
    lines += [BLANK_LINE, *budget_page(summary, figures.context)]
    lines += [BLANK_LINE, *month_page(figures.costs, summary.digits, cells)]
    return lines


def _first_figures(figures: MoneyFigures, forecast: ForecastResult | None, cells: int) -> list[PageLine]:
    """What a manager looks at first, and the simulated cost beside the estimate."""
    earned = figures.earned
    if earned is None:
        return no_baseline_lines(cells)
    shown = explained_figures(earned)
    if forecast is not None:
        shown.append(cost_against_simulation(earned, forecast.forecast.cost(50), forecast.forecast.cost(80)))
    else:
        shown.append(ExplainedFigure("Cost P80", UNDEFINED, "Not simulated yet: F does", ""))
    day = epoch_day_text(earned.status_day, figures.context)
    heading = f"Earned value at the end of {day} ─ 6 shows all figures, trend and groups"
    return [heading_line(heading), *(line for figure in shown for line in figure_lines(figure, cells))]


def cost_curve_page(curve: CostCurve, summary: MoneySummary, context: InputContext, cells: int) -> list[PageLine]:
    """The S-curve: planned, then what is spent and what the plan now says it will be, on one scale."""
    top = max([*curve.planned, *(a for a in curve.actual if a), *(f for f in curve.forecast if f), 1])
    days = max(len(curve.planned) - 1, 1)
    width = max(20, cells - AMOUNT_CELLS - 2)
    planned = plots.line_chart([(at / days, a / top) for at, a in enumerate(curve.planned)], width, _CHART_LINES)
    spent_points = [(at / days, a / top) for at, a in enumerate(curve.actual) if a is not None]
    coming = [(at / days, f / top) for at, f in enumerate(curve.forecast) if f is not None]
    spent = plots.line_chart([*spent_points, *coming], width, _CHART_LINES)
    ends = [show_date(_EPOCH + timedelta(day), context) for day in (curve.first, curve.first + days)]
    lines = [heading_line("Cost over time: planned above, spent and forecast below, in one scale")]
    for name, rows, style in (("planned", planned, "soft"), ("spent, then forecast", spent, "accent")):
        lines.append(text_line((name, style)))
        labels = [shown_amount(top, summary.digits), *[""] * (_CHART_LINES - 2), "0"]
        lines += [
            text_line((f"{label:>{AMOUNT_CELLS}} ", "dim"), (row, style))
            for label, row in zip(labels, rows, strict=True)
        ]
    lines.append(text_line((" " * (AMOUNT_CELLS + 1) + ends[0] + ends[1].rjust(width - len(ends[0])), "dim")))
    return lines


def budget_page(summary: MoneySummary, context: InputContext) -> list[PageLine]:
    """Budget, planned, committed and actual by category and by workstream, each with its sum; reserves."""
    lines: list[PageLine] = []
    for title, rows in (("By category", summary.by_category), ("By workstream", summary.by_workstream)):
        heads = "".join(f"{head:>{AMOUNT_CELLS}}" for head in ("Budget", "Planned", "Committed", "Actual"))
        lines.append(text_line((fit(title, 24) + heads, "head")))
        lines += [_budget_line(line, summary.digits, "") for line in rows]
        lines += [_budget_line(summary.total, summary.digits, "strong"), BLANK_LINE]
    if summary.reserves:
        heads = "".join(f"{head:>{AMOUNT_CELLS}}" for head in ("Amount", "Drawn", "Left"))
        lines.append(text_line((fit("Reserve", 24) + heads, "head")))
        for name, reserved in reserve_rows(summary.reserves):
            text = "".join(f"{shown_amount(units, summary.digits):>{AMOUNT_CELLS}}" for units in reserved)
            lines.append(text_line((fit(safe(name), 24) + text, "strong" if name == ALL_GROUPS else "")))
        lines += [text_line((safe(line), "dim")) for line in draw_lines(summary, context)]
    return lines


def _budget_line(line: BudgetLine, digits: int, style: str) -> PageLine:
    amounts = (line.budget, line.planned, line.committed, line.actual)
    text = "".join(f"{shown_amount(units, digits):>{AMOUNT_CELLS}}" for units in amounts)
    return text_line((fit(safe(line.name), 24) + text, style))


def month_page(costs: PlanCostCurve, digits: int, cells: int) -> list[PageLine]:
    """A row a month: planned, spent, forecast, cumulative; then cash by category as far as there is width for it."""
    categories = costs.categories[: max(0, (cells - 9 - 4 * AMOUNT_CELLS) // AMOUNT_CELLS)]
    heads = ("Planned", "Spent", "Forecast", "To date", *(category.capitalize() for category in categories))
    lines = [text_line((fit("Month", 9) + "".join(f"{head:>{AMOUNT_CELLS}}" for head in heads), "head"))]
    cash = {month.month: month.amounts for month in costs.cash}
    for month in costs.months[:_MOST_MONTHS]:
        by_category = cash.get(month.month, (0,) * len(costs.categories))[: len(categories)]
        amounts = (month.planned, month.actual, month.forecast, month.to_date, *by_category)
        text = "".join(f"{shown_amount(units, digits):>{AMOUNT_CELLS}}" for units in amounts)
        lines.append(text_line((fit(month_text(month.month), 9) + text, "")))
    left_out = len(costs.months) - _MOST_MONTHS
    if left_out > 0:
        lines.append(text_line((f"and {left_out} months more", "dim")))
    text = "".join(f"{shown_amount(units, digits):>{AMOUNT_CELLS}}" for units in costs.totals[: 4 + len(categories)])
    return [*lines, text_line((fit(ALL_GROUPS, 9) + text, "strong"))]
