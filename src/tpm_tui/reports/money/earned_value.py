"""Earned value in words: each figure with the sentence that explains it and its formula with the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tpm_tui.domain.values.amounts import of_minor_units, show_amount
from tpm_tui.planning.money.earned_value import EacMethod, EarnedValue
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.money.plan_earned_value import PlanEarnedValue

UNDEFINED = "–"


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A figure as it is shown: its name, its value, what it means, and the formula with the numbers in it."""

    name: str
    value: str
    meaning: str
    formula: str
    needs_attention: bool = False


def shown_amount(units: int | Fraction | None, digits: int) -> str:
    """Minor units as a person reads them; a dash for what is undefined."""
    return UNDEFINED if units is None else show_amount(of_minor_units(round(units), digits), digits)


def shown_index(value: Fraction | None) -> str:
    """A ratio to two digits; a dash for what is undefined."""
    return UNDEFINED if value is None else f"{float(value):.2f}"


def explained_figures(plan: PlanEarnedValue) -> list[ExplainedFigure]:
    """PV, EV, AC, CPI, SPI(t), EAC, VAC: what a manager looks at first."""
    v, es, digits = plan.total, plan.schedule, plan.digits

    def money(units: int | Fraction | None) -> str:
        return shown_amount(units, digits)

    return [
        ExplainedFigure("PV", money(v.pv), "Worth of the work that was to be done by now", "by the baseline"),
        ExplainedFigure("EV", money(v.ev), "Worth of the work that is done", "share earned × budget, item by item"),
        ExplainedFigure("AC", money(v.ac), "What the work has cost so far", "time logged × rate + actual costs"),
        ExplainedFigure(
            "CPI", shown_index(v.cpi), _cpi_meaning(v), f"EV / AC = {money(v.ev)} / {money(v.ac)}",
            v.cpi is not None and v.cpi < 1,
        ),
        ExplainedFigure(
            "SPI(t)", shown_index(es.spi_t), _spi_meaning(es.spi_t),
            f"ES / AT = {float(es.es):.1f} / {float(es.at):.1f} working days",
            es.spi_t is not None and es.spi_t < 1,
        ),
        ExplainedFigure(
            "EAC", money(v.eac), f"What it will cost in all, by {method_words(v.method)}", _eac_formula(plan)
        ),
        ExplainedFigure(
            "VAC", money(v.vac), "What will be left of the budget", f"BAC - EAC = {money(v.bac)} - {money(v.eac)}",
            v.vac is not None and v.vac < 0,
        ),
    ]  # fmt: skip


def further_figures(plan: PlanEarnedValue) -> list[ExplainedFigure]:
    """The other figures: CV, SV, SPI, each EAC, ETC, TCPI, and those of the earned schedule."""
    v, es, digits = plan.total, plan.schedule, plan.digits

    def money(units: int | Fraction | None) -> str:
        return shown_amount(units, digits)

    lost = "The budget cannot be kept" if v.budget_is_lost else "The CPI that the rest needs to keep the budget"
    finish = "" if plan.ieac_finish is None else f", until {plan.ieac_finish.isoformat()}"
    return [
        ExplainedFigure("BAC", money(v.bac), "The budget at completion", "by the baseline"),
        ExplainedFigure("CV", money(v.cv), "Cost variance", f"EV - AC = {money(v.ev)} - {money(v.ac)}", v.cv < 0),
        ExplainedFigure("SV", money(v.sv), "Schedule variance", f"EV - PV = {money(v.ev)} - {money(v.pv)}", v.sv < 0),
        ExplainedFigure("SPI", shown_index(v.spi), "Tends to 1 at the end, however late", "EV / PV"),
        *(
            ExplainedFigure(
                f"EAC {method.value.replace('_', '-')}", money(v.estimate_at_completion(method)), method_words(method),
                _METHOD_FORMULAS[method],
            )
            for method in EacMethod
        ),
        ExplainedFigure("ETC", money(v.etc), "What the rest will cost", "EAC - AC"),
        ExplainedFigure("TCPI", shown_index(v.tcpi_bac), lost, "(BAC - EV) / (BAC - AC)", v.budget_is_lost),
        ExplainedFigure("TCPI(EAC)", shown_index(v.tcpi_eac), "The CPI that the rest needs to keep the EAC",
                        "(BAC - EV) / (EAC - AC)"),
        ExplainedFigure("ES", f"{float(es.es):.1f} d", "When what is earned should have been earned",
                        "C + (EV - PV_C) / (PV_C+1 - PV_C)"),
        ExplainedFigure("SV(t)", f"{float(es.sv_t):+.1f} d", "Ahead (+) or behind (-), in working days", "ES - AT",
                        es.sv_t < 0),
        ExplainedFigure("IEAC(t)", UNDEFINED if es.ieac_t is None else f"{float(es.ieac_t):.1f} d",
                        f"Working days in all at this pace{finish}",
                        "PD / SPI(t)"),
    ]  # fmt: skip


_METHOD_FORMULAS = {
    EacMethod.TYPICAL: "BAC / CPI",
    EacMethod.ONE_OFF: "AC + BAC - EV",
    EacMethod.COMPOSITE: "AC + (BAC - EV) / (CPI SPI)",
    EacMethod.WEIGHTED: "AC + (BAC - EV) / (0.8 CPI + 0.2 SPI)",
    EacMethod.BOTTOM_UP: "AC + what the plan says the rest costs",
}


def method_words(method: EacMethod) -> str:
    """What a way to the estimate at completion assumes."""
    return {
        EacMethod.TYPICAL: "the cost of the rest as that of what is done",
        EacMethod.ONE_OFF: "the cost of the rest as planned",
        EacMethod.COMPOSITE: "the pace in cost and in time of what is done",
        EacMethod.WEIGHTED: "four fifths of the cost and one fifth of the schedule index",
        EacMethod.BOTTOM_UP: "what the plan now says the rest costs",
    }[method]


def _eac_formula(plan: PlanEarnedValue) -> str:
    v = plan.total
    if v.method is EacMethod.TYPICAL:
        return f"BAC / CPI = {shown_amount(v.bac, plan.digits)} / {shown_index(v.cpi)}"
    return _METHOD_FORMULAS[v.method]


def _cpi_meaning(value: EarnedValue) -> str:
    if value.cpi is None:
        return "Undefined: nothing is spent yet"
    return f"Each unit of money has bought {float(value.cpi):.2f} of planned work"


def _spi_meaning(index: Fraction | None) -> str:
    if index is None:
        return "Undefined: not started"
    return f"The work goes at {round(100 * float(index))} % of the pace planned"


def earned_value_lines(plan: PlanEarnedValue, cells: int | None) -> list[str]:
    """Earned value as lines of text."""
    at = date.fromordinal(plan.status_day + date(1970, 1, 1).toordinal()).isoformat()
    rows = [[f.name, f.value, f.meaning, f.formula] for f in (*explained_figures(plan), *further_figures(plan))]
    return [
        f"At the end of {at}",
        *format_table(["", "", "What it says", "How"], rows, [False, True, False, False], cells),
    ]


def earned_value_table(
    plan: PlanEarnedValue, groups: Sequence[tuple[str, EarnedValue]], cells: int | None
) -> list[str]:
    """A row a group and their sum."""
    rows = [
        [name, *(shown_amount(units, plan.digits) for units in (v.bac, v.pv, v.ev, v.ac, v.cv)), shown_index(v.cpi),
         shown_amount(v.eac, plan.digits)]
        for name, v in (*groups, ("total", plan.total))
    ]  # fmt: skip
    return format_table(["", "BAC", "PV", "EV", "AC", "CV", "CPI", "EAC"], rows, [False, *[True] * 7], cells)
