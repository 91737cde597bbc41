"""The money of a plan as tables of text, each with its sum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tpm_tui.reports.money.earned_value import shown_amount
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.money.budget import BudgetLine, MoneySummary

_NUMBERS = [False, *[True] * 4]


def budget_lines(summary: MoneySummary, cells: int | None) -> list[str]:
    """By category, by workstream, reserves, and what is worth a warning."""
    lines = _table("By category", summary.by_category, summary, cells)
    lines += ["", *_table("By workstream", summary.by_workstream, summary, cells)]
    if summary.reserves:
        rows = [
            [f"{r.key} {r.name}", *(shown_amount(units, summary.digits) for units in (r.amount, r.drawn, r.left))]
            for r in summary.reserves
        ]
        lines += ["", *format_table(["Reserve", "Amount", "Drawn", "Left"], rows, _NUMBERS[:4], cells)]
    return lines + [f"! {warning.text}" for warning in summary.warnings]


def _table(title: str, lines: Iterable[BudgetLine], summary: MoneySummary, cells: int | None) -> list[str]:
    rows = [
        [
            line.name,
            *(shown_amount(u, summary.digits) for u in (line.budget, line.planned, line.committed, line.actual)),
        ]
        for line in (*lines, summary.total)
    ]
    return format_table([title, "Budget", "Planned", "Committed", "Actual"], rows, _NUMBERS, cells)
