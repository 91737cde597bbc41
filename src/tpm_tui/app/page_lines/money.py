"""The money page: warnings, earned value with its sentences, the S-curve, budgets, months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tpm_tui.app.charts import plots
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.money.earned_value import ExplainedFigure, shown_amount
from tpm_tui.safe import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.money.budget import BudgetLine, MoneySummary
    from tpm_tui.planning.money.cost_curve import CostCurve
    from tpm_tui.planning.money.plan_cost_curve import PlanCostCurve
    from tpm_tui.planning.money.plan_earned_value import PlanEarnedValue

_EPOCH = date(1970, 1, 1)
_CHART_LINES = 8
_AMOUNT = 13
_MOST_MONTHS = 36


def money_lines(session: WorkspaceSession, cells: int) -> Sequence[PageLine]:
    """The page of the newest plan; a sentence where its dates are not known yet."""
    if session.schedule_result is None:
        return [text_line(("The schedule is being calculated …", "dim"))]
    return _lines(session.plan, session.context, cells)


def _lines(plan: Plan, context: InputContext, cells: int) -> list[PageLine]:
    from tpm_tui.domain.text.field_values import ValidationError
    from tpm_tui.planning.analysis.variance import newest_baseline
    from tpm_tui.planning.cpm.plan_schedule import validated_schedule
    from tpm_tui.planning.money.budget import money_summary
    from tpm_tui.planning.money.money_findings import status_day_of
    from tpm_tui.planning.money.plan_cost_curve import plan_cost_curve
    from tpm_tui.planning.money.plan_earned_value import plan_earned_value

    try:
        validated_schedule(plan, context)
    except ValidationError as refused:
        return [text_line((safe(refused.reason), "bad"))]
    day = status_day_of(plan, context)
    summary, baseline = money_summary(plan, context), newest_baseline(plan)
    earned = None if baseline is None else plan_earned_value(plan, context, baseline, day)
    costs = plan_cost_curve(plan, context, earned, day)
    lines = [text_line(("! ", "bad"), (safe(warning.text), "bad")) for warning in summary.warnings]
    lines += [BLANK_LINE] if lines else []
    lines += earned_value_page(earned, cells)
    lines += [BLANK_LINE, *cost_curve_page(costs.curve, summary, cells)]
    lines += [BLANK_LINE, *budget_page(summary)]
    lines += [BLANK_LINE, *month_page(costs, summary.digits, cells)]
    return lines


def earned_value_page(earned: PlanEarnedValue | None, cells: int) -> list[PageLine]:
    """Each figure with the sentence that explains it and its formula with the numbers in."""
    from tpm_tui.reports.money.earned_value import explained_figures, further_figures

    if earned is None:
        said = "There is no earned value without a baseline: take one (`: baseline`), then progress has a measure."
        return [heading_line("Earned value"), *(text_line((part, "dim")) for part in wrapped_lines(said, cells))]
    at = (_EPOCH + timedelta(earned.status_day)).isoformat()
    lines = [heading_line(f"Earned value at the end of {at}")]
    lines += [_figure_line(figure, cells) for figure in explained_figures(earned)]
    lines += [BLANK_LINE, *(_figure_line(figure, cells, "soft") for figure in further_figures(earned))]
    return lines


def _figure_line(figure: ExplainedFigure, cells: int, style: str = "") -> PageLine:
    room = max(20, min(64, cells - 30 - _AMOUNT))
    value_style = "warn" if figure.needs_attention else style or "strong"
    mark = "▼" if figure.needs_attention else " "
    return text_line(
        (fit(figure.name, 14), style),
        (f"{figure.value:>{_AMOUNT}} {mark} ", value_style),
        (fit(figure.meaning, room), style),
        (f"  {figure.formula}", "dim"),
    )


def cost_curve_page(curve: CostCurve, summary: MoneySummary, cells: int) -> list[PageLine]:
    """The S-curve: planned, then what is spent and what the plan now says it will be, on one scale."""
    top = max([*curve.planned, *(a for a in curve.actual if a), *(f for f in curve.forecast if f), 1])
    days = max(len(curve.planned) - 1, 1)
    width = max(20, cells - _AMOUNT - 2)
    planned = plots.line_chart([(at / days, a / top) for at, a in enumerate(curve.planned)], width, _CHART_LINES)
    spent_points = [(at / days, a / top) for at, a in enumerate(curve.actual) if a is not None]
    coming = [(at / days, f / top) for at, f in enumerate(curve.forecast) if f is not None]
    spent = plots.line_chart([*spent_points, *coming], width, _CHART_LINES)
    first, last = _EPOCH + timedelta(curve.first), _EPOCH + timedelta(curve.first + days)
    lines = [heading_line("Cost over time: planned above, spent and forecast below, in one scale")]
    for name, rows, style in (("planned", planned, "soft"), ("spent, then forecast", spent, "accent")):
        lines.append(text_line((name, style)))
        labels = [shown_amount(top, summary.digits), *[""] * (_CHART_LINES - 2), "0"]
        lines += [
            text_line((f"{label:>{_AMOUNT}} ", "dim"), (row, style)) for label, row in zip(labels, rows, strict=True)
        ]
    lines.append(text_line((" " * (_AMOUNT + 1) + first.isoformat() + last.isoformat().rjust(width - 10), "dim")))
    return lines


def budget_page(summary: MoneySummary) -> list[PageLine]:
    """Budget, planned, committed and actual by category and by workstream, each with its sum; reserves."""
    lines: list[PageLine] = []
    for title, rows in (("By category", summary.by_category), ("By workstream", summary.by_workstream)):
        heads = "".join(f"{head:>{_AMOUNT}}" for head in ("Budget", "Planned", "Committed", "Actual"))
        lines.append(text_line((fit(title, 24) + heads, "head")))
        lines += [_budget_line(line, summary.digits, "") for line in rows]
        lines += [_budget_line(summary.total, summary.digits, "strong"), BLANK_LINE]
    for reserve in summary.reserves:
        amounts = [shown_amount(units, summary.digits) for units in (reserve.amount, reserve.drawn, reserve.left)]
        said = f"{amounts[0]}, drawn {amounts[1]}, left {amounts[2]}"
        lines.append(text_line((fit(safe(f"{reserve.key} {reserve.name}"), 24), ""), (f"  {said}", "")))
    return lines


def _budget_line(line: BudgetLine, digits: int, style: str) -> PageLine:
    amounts = (line.budget, line.planned, line.committed, line.actual)
    text = "".join(f"{shown_amount(units, digits):>{_AMOUNT}}" for units in amounts)
    return text_line((fit(safe(line.name), 24) + text, style))


def month_page(costs: PlanCostCurve, digits: int, cells: int) -> list[PageLine]:
    """A row a month: planned, spent, forecast, cumulative; then cash by category as far as there is width for it."""
    categories = costs.categories[: max(0, (cells - 9 - 4 * _AMOUNT) // _AMOUNT)]
    heads = ("Planned", "Spent", "Forecast", "To date", *(category.capitalize() for category in categories))
    lines = [text_line((fit("Month", 9) + "".join(f"{head:>{_AMOUNT}}" for head in heads), "head"))]
    cash = {month.month: month.amounts for month in costs.cash}
    for month in costs.months[:_MOST_MONTHS]:
        by_category = cash.get(month.month, (0,) * len(costs.categories))[: len(categories)]
        amounts = (month.planned, month.actual, month.forecast, month.to_date, *by_category)
        text = "".join(f"{shown_amount(units, digits):>{_AMOUNT}}" for units in amounts)
        lines.append(text_line((fit(month.month.isoformat()[:7], 9) + text, "")))
    left_out = len(costs.months) - _MOST_MONTHS
    return lines if left_out <= 0 else [*lines, text_line((f"and {left_out} months more", "dim"))]
