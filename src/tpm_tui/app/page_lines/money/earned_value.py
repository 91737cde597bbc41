"""All of earned value: every figure, its trend by week, and by workstream, function and item."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.reports.money.earned_value import (
    ExplainedFigure,
    explained_figures,
    further_figures,
    shown_amount,
    shown_index,
)
from tpm_tui.reports.phrases import epoch_day_text
from tpm_tui.safe_text import fit, safe, width

if TYPE_CHECKING:
    from tpm_tui.app.services.calculations.money_figures import MoneyFigures
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import GroupEarnedValue, PlanEarnedValue

AMOUNT_CELLS = 15
_MOST_WEEKS = 26
_NAME, _FIGURE = 22, 14
_NO_BASELINE = "There is no earned value without a baseline: take one (`: baseline`), then progress has a measure."


def all_figures_lines(figures: MoneyFigures, cells: int, computing: bool) -> Sequence[PageLine]:
    """The page of all figures; the trend says so while it is not known."""
    earned = figures.earned
    if earned is None:
        return no_baseline_lines(cells)
    day = epoch_day_text(earned.status_day, figures.context)
    lines = [heading_line(f"All of earned value at the end of {day} ─ 6 turns back")]
    for figure in (*explained_figures(earned), *further_figures(earned, figures.context)):
        lines += figure_lines(figure, cells)
    lines += [BLANK_LINE, *_trend_lines(figures, earned.digits, computing)]
    for by, rows in figures.groups.items():
        lines += [BLANK_LINE, *_group_lines(figures, earned, by, rows)]
    return lines


def no_baseline_lines(cells: int) -> list[PageLine]:
    """What to do where nothing was planned to measure by."""
    return [heading_line("Earned value"), *(text_line((part, "dim")) for part in wrapped_lines(_NO_BASELINE, cells))]


def figure_lines(figure: ExplainedFigure, cells: int) -> list[PageLine]:
    """A figure with the sentence that explains it and its formula with the numbers in, below where it is too long."""
    before = _FIGURE + AMOUNT_CELLS + 3
    meaning_cells = max(20, min(72, cells - before))
    mark, style = ("▼", "warn") if figure.needs_attention else (" ", "strong")
    runs = ((fit(figure.name, _FIGURE), ""), (f"{figure.value:>{AMOUNT_CELLS}} {mark} ", style))
    if before + meaning_cells + 2 + width(figure.formula) <= cells:
        return [text_line(*runs, (fit(figure.meaning, meaning_cells), ""), (f"  {figure.formula}", "dim"))]
    parts = [*wrapped_lines(figure.meaning, cells - before), *wrapped_lines(figure.formula, cells - before)]
    shown = len(wrapped_lines(figure.meaning, cells - before))
    lines = [text_line(*runs, (parts[0], ""))]
    return lines + [
        text_line((" " * before + part, "" if place < shown else "dim")) for place, part in enumerate(parts) if place
    ]


def _trend_lines(figures: MoneyFigures, digits: int, computing: bool) -> list[PageLine]:
    """A row a week, the newest first."""
    trend = figures.trend
    heads = [f"{head:>{AMOUNT_CELLS}}" for head in ("PV", "EV", "AC", "EAC")]
    lines = [text_line((fit("Trend, at the end of", _NAME) + "".join(heads) + f"{'CPI':>8}{'SPI(t)':>8}", "head"))]
    if not trend and computing:
        return [*lines, text_line(("being worked out, week by week, from the history of the file", "dim"))]
    for at in trend[:_MOST_WEEKS]:
        amounts = [at.value.pv, at.value.ev, at.value.ac, at.value.eac]
        text = "".join(f"{shown_amount(units, digits):>{AMOUNT_CELLS}}" for units in amounts)
        behind = (at.value.cpi is not None and at.value.cpi < 1) or (
            at.schedule.spi_t is not None and at.schedule.spi_t < 1
        )
        indices = f"{shown_index(at.value.cpi):>8}{shown_index(at.schedule.spi_t):>8}"
        lines.append(
            text_line(
                (fit(epoch_day_text(at.day, figures.context), _NAME) + text, ""),
                (indices, "warn" if behind else "good"),
            )
        )
    left_out = len(trend) - _MOST_WEEKS
    return lines if left_out <= 0 else [*lines, text_line((f"and {left_out} weeks before: tpm evm --trend", "dim"))]


def _group_lines(
    figures: MoneyFigures, earned: PlanEarnedValue, by: str, rows: Sequence[tuple[GroupEarnedValue, int]]
) -> list[PageLine]:
    """A row a group and the sum of all; of many items those that lie furthest from their budget."""
    heads = "".join(f"{head:>{AMOUNT_CELLS}}" for head in ("BAC", "PV", "EV", "AC", "CV"))
    lines = [text_line((fit(f"By {by}", _NAME) + heads + f"{'CPI':>8}", "head"))]
    if len(rows) < figures.items and by == "item":
        lines.append(text_line((f"the {len(rows)} furthest from their budget; all: tpm evm --by {by}", "dim")))
    for group, ev in rows:
        value, target = group.value, figures.plan.find_key(group.name) if by == "item" else None
        amounts = (value.bac, value.pv, ev, value.ac, ev - Fraction(value.ac))
        text = "".join(f"{shown_amount(units, earned.digits):>{AMOUNT_CELLS}}" for units in amounts)
        name = f"{group.name} {figures.plan.title(*target)}" if target else group.name
        runs = ((fit(safe(name), _NAME) + text + f"{shown_index(value.cpi):>8}", "warn" if value.cv < 0 else ""),)
        lines.append(PageLine(runs, target, stop=target is not None))
    total = earned.total
    sums = (total.bac, total.pv, total.ev, total.ac, round(total.ev) - Fraction(total.ac))
    text = "".join(f"{shown_amount(units, earned.digits):>{AMOUNT_CELLS}}" for units in sums)
    lines.append(text_line((fit("total", _NAME) + text + f"{shown_index(total.cpi):>8}", "strong")))
    return lines
