"""The money of a plan as tables of text, each with its sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tpm_tui.domain.plan.unique_titles import ALL_GROUPS
from tpm_tui.domain.text.dates import InputContext, day_text, month_text
from tpm_tui.reports.money.earned_value import shown_amount
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.money.budget import BudgetLine, MoneySummary, Reserve
    from tpm_tui.planning.money.cost_curve_of_plan import PlanCostCurve

_NUMBERS = [False, *[True] * 4]


def budget_lines(summary: MoneySummary, context: InputContext, cells: int | None) -> list[str]:
    """By category, by workstream, reserves, and what is worth a warning."""
    lines = _table("By category", summary.by_category, summary, cells)
    lines += ["", *_table("By workstream", summary.by_workstream, summary, cells)]
    if summary.reserves:
        rows = [[name, *(shown_amount(units, summary.digits) for units in amounts)]
                for name, amounts in reserve_rows(summary.reserves)]  # fmt: skip
        lines += ["", *format_table(["Reserve", "Amount", "Drawn", "Left"], rows, _NUMBERS[:4], cells)]
        lines += draw_lines(summary, context)
    return lines + [f"! {warning.text}" for warning in summary.warnings]


def month_lines(costs: PlanCostCurve, digits: int, cells: int | None) -> list[str]:
    """A row a month: planned, spent, forecast, both to date, and cash by category; their sums."""
    cash = {month.month: month.amounts for month in costs.cash}
    nothing = (0,) * len(costs.categories)
    months = [
        (month_text(one.month), (one.planned, one.actual, one.forecast, one.to_date, *cash.get(one.month, nothing)))
        for one in costs.months
    ]
    rows = [
        [name, *(shown_amount(units, digits) for units in row)] for name, row in (*months, (ALL_GROUPS, costs.totals))
    ]
    heads = [
        "Month",
        "Planned",
        "Spent",
        "Forecast",
        "To date",
        *(category.capitalize() for category in costs.categories),
    ]
    return format_table(heads, rows, [False, *[True] * (len(heads) - 1)], cells)


def reserve_rows(reserves: Sequence[Reserve]) -> list[tuple[str, tuple[int, int, int]]]:
    """Name, and minor units granted, drawn and left, of each reserve and of all."""
    rows = [(f"{one.key} {one.name}", (one.amount, one.drawn, one.left)) for one in reserves]
    sums = (sum(column) for column in zip(*(amounts for _, amounts in rows), strict=True))
    granted, drawn, left = sums if rows else (0, 0, 0)
    return [*rows, (ALL_GROUPS, (granted, drawn, left))]


def draw_lines(summary: MoneySummary, context: InputContext) -> list[str]:
    """The log of what was drawn from reserves: when, how much, by whom, why."""
    lines = []
    for one in summary.reserves:
        for draw in one.draws:
            day = day_text(date.fromisoformat(draw.at), context) if draw.at else "undated"
            amount, person = shown_amount(draw.amount, summary.digits), draw.person or "nobody named"
            lines.append(f"  {one.key} {day}: {amount} by {person}: {draw.reason}")
    return lines


def _table(title: str, lines: Iterable[BudgetLine], summary: MoneySummary, cells: int | None) -> list[str]:
    rows = [
        [
            line.name,
            *(shown_amount(u, summary.digits) for u in (line.budget, line.planned, line.committed, line.actual)),
        ]
        for line in (*lines, summary.total)
    ]
    return format_table([title, "Budget", "Planned", "Committed", "Actual"], rows, _NUMBERS, cells)
