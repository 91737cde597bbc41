"""Figures of money as the documented JSON: amounts as decimal strings, undefined ones null."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.values.amounts import decimal_string, of_minor_units
from tpm_tui.reports.money.earned_value import iso_day, rounded_values

if TYPE_CHECKING:
    from tpm_tui.planning.money.budget import BudgetLine, MoneySummary
    from tpm_tui.planning.money.cost_curve_of_plan import PlanCostCurve
    from tpm_tui.planning.money.earned_value.earned_schedule import EarnedSchedule
    from tpm_tui.planning.money.earned_value.earned_value import EarnedValue
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import PlanEarnedValue
    from tpm_tui.planning.money.earned_value.earned_value_trend import TrendPoint

#: Digits after the point of an index or a number of days.
INDEX_DIGITS = 10


def amount_or_none(units: int | Fraction | None, digits: int) -> str | None:
    """A decimal string of minor units, rounded once; None stays None."""
    return None if units is None else decimal_string(of_minor_units(round(units), digits), digits)


def index_or_none(value: int | Fraction | None) -> float | None:
    """A ratio or a number of days as a JSON number."""
    return None if value is None else round(float(value), INDEX_DIGITS)


def _figures(
    at: str,
    digits: int,
    minutes_per_day: int,
    value: EarnedValue,
    schedule: EarnedSchedule,
    finish: date | None,
    ev: int | None = None,
) -> dict[str, Any]:
    """The figures of one earned value; ``ev`` is its EV as rounded among others, so that rows sum to the whole."""
    from tpm_tui.planning.money.earned_value.earned_value import EacMethod

    units = round(value.ev) if ev is None else ev

    def amount(units: int | Fraction | None) -> str | None:
        return amount_or_none(units, digits)

    def days(name: str, count: int | Fraction | None) -> dict[str, Any]:
        minutes = None if count is None else round(count * minutes_per_day)
        return {f"{name}_days": index_or_none(count), f"{name}_minutes": minutes}

    estimates: dict[str, Any] = {method.value: amount(value.estimate_at_completion(method)) for method in EacMethod}
    return {
        "at": at,
        "bac": amount(value.bac),
        "pv": amount(value.pv),
        "ev": amount(units),
        "ac": amount(value.ac),
        "cv": amount(units - Fraction(value.ac)),
        "sv": amount(units - Fraction(value.pv)),
        "cpi": index_or_none(value.cpi),
        "spi": index_or_none(value.spi),
        "eac": {**estimates, "chosen": value.method.value},
        "etc": amount(value.etc),
        "vac": amount(value.vac),
        "tcpi_bac": index_or_none(value.tcpi_bac),
        "tcpi_eac": index_or_none(value.tcpi_eac),
        **days("es", schedule.es),
        **days("at", schedule.at),
        **days("sv_t", schedule.sv_t),
        "spi_t": index_or_none(schedule.spi_t),
        **days("ieac_t", schedule.ieac_t),
        "ieac_t_finish": None if finish is None else finish.isoformat(),
    }


def earned_value_facts(plan: PlanEarnedValue, minutes_per_day: int) -> dict[str, Any]:
    """All figures of a plan: ``at`` is the status date, days are working days of the programme's calendar, and minutes
    as many of the file's days."""
    return _figures(iso_day(plan.status_day), plan.digits, minutes_per_day, plan.total, plan.schedule, plan.ieac_finish)


def simulated_cost_facts(plan: PlanEarnedValue, costs: tuple[float, float] | None) -> dict[str, Any]:
    """P50 and P80 of the simulated cost, given in units of the currency, and whether the chosen EAC lies between them;
    None where one of them is unknown."""
    units = None if costs is None else [round(Fraction(cost) * 10**plan.digits) for cost in costs]
    eac = plan.total.eac
    return {
        "cost_p50": None if units is None else amount_or_none(units[0], plan.digits),
        "cost_p80": None if units is None else amount_or_none(units[1], plan.digits),
        "agrees": None if units is None or eac is None else units[0] <= eac <= units[1],
    }


def group_facts(plan: PlanEarnedValue, by: str, minutes_per_day: int) -> list[dict[str, Any]]:
    """The same of each group, with its ``name``; the amounts of all sum to those of the plan."""
    groups, at = plan.groups(by), iso_day(plan.status_day)
    return [
        {
            "name": group.name,
            **_figures(at, plan.digits, minutes_per_day, group.value, group.schedule, group.ieac_finish, ev),
        }
        for group, ev in zip(groups, rounded_values(groups), strict=True)
    ]


def trend_facts(points: Iterable[TrendPoint], digits: int, minutes_per_day: int) -> list[dict[str, Any]]:
    """The same at the end of each week."""
    return [
        _figures(iso_day(one.day), digits, minutes_per_day, one.value, one.schedule, one.ieac_finish) for one in points
    ]


def budget_facts(summary: MoneySummary) -> dict[str, Any]:
    """Budgets, reserves and sums of a plan."""
    digits = summary.digits

    def line(entry: BudgetLine) -> dict[str, Any]:
        return {
            "name": entry.name,
            "budget": amount_or_none(entry.budget, digits),
            "planned": amount_or_none(entry.planned, digits),
            "committed": amount_or_none(entry.committed, digits),
            "actual": amount_or_none(entry.actual, digits),
        }

    return {
        "currency": summary.currency,
        **{name: value for name, value in line(summary.total).items() if name != "name"},
        "by_category": [line(entry) for entry in summary.by_category],
        "by_workstream": [line(entry) for entry in summary.by_workstream],
        "reserves": [
            {
                "key": reserve.key,
                "name": reserve.name,
                "type": reserve.type,
                "amount": amount_or_none(reserve.amount, digits),
                "drawn": amount_or_none(reserve.drawn, digits),
                "left": amount_or_none(reserve.left, digits),
                "draws": [
                    {
                        "at": draw.at,
                        "amount": amount_or_none(draw.amount, digits),
                        "person": draw.person,
                        "reason": draw.reason,
                    }
                    for draw in reserve.draws
                ],
            }
            for reserve in summary.reserves
        ],
        "warnings": [{"rule": warning.rule, "text": warning.text} for warning in summary.warnings],
    }


def month_facts(costs: PlanCostCurve, digits: int) -> list[dict[str, Any]]:
    """The cost of each month, and its cash by category: what is spent and still to be spent."""
    cash = {month.month: month.amounts for month in costs.cash}
    nothing = (0,) * len(costs.categories)
    return [
        {
            "month": f"{month.month:%Y-%m}",
            "planned": amount_or_none(month.planned, digits),
            "actual": amount_or_none(month.actual, digits),
            "forecast": amount_or_none(month.forecast, digits),
            "to_date": amount_or_none(month.to_date, digits),
            "cash": {
                category: amount_or_none(units, digits)
                for category, units in zip(costs.categories, cash.get(month.month, nothing), strict=True)
            },
        }
        for month in costs.months
    ]
