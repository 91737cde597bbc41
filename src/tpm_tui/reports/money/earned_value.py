"""Earned value in words: each figure with the sentence that explains it and its formula with the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.values.amounts import grouped_amount, of_minor_units, round_together
from tpm_tui.planning.money.earned_value.earned_value import EacMethod, EarnedValue
from tpm_tui.reports.phrases import epoch_date, epoch_day_text
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import GroupEarnedValue, PlanEarnedValue
    from tpm_tui.planning.money.earned_value.earned_value_trend import TrendPoint

UNDEFINED = "–"


class ExplainedFigure(Struct, frozen=True):
    """A figure as it is shown: its name, its value, what it means, and the formula with the numbers in it."""

    name: str
    value: str
    meaning: str
    formula: str
    needs_attention: bool = False


def shown_amount(units: int | Fraction | None, digits: int) -> str:
    """Minor units as they stand in a table; a dash for what is undefined."""
    return UNDEFINED if units is None else grouped_amount(of_minor_units(round(units), digits), digits)


def iso_day(day: int) -> str:
    """A day since 1970-01-01 as an ISO date."""
    return date.fromordinal(day + date(1970, 1, 1).toordinal()).isoformat()


def shown_index(value: Fraction | None) -> str:
    """A ratio to two digits; a dash for what is undefined."""
    return UNDEFINED if value is None else f"{float(value):.2f}"


def explained_figures(plan: PlanEarnedValue) -> list[ExplainedFigure]:
    """PV, EV, AC, CPI, SPI(t), EAC, VAC: what a manager looks at first."""
    v, es = plan.total, plan.schedule
    amounts = _Amounts(plan)
    bac, pv, ev, ac = (amounts(units) for units in (v.bac, v.pv, v.ev, v.ac))
    return [
        ExplainedFigure("PV", pv, "Worth of the work that was to be done by now",
                        f"planned until then, {_share(v.pv, v.bac)} of BAC {bac}"),
        ExplainedFigure("EV", ev, "Worth of the work that is done",
                        f"share earned × budget of each item, {_share(v.ev, v.bac)} of BAC {bac}"),
        ExplainedFigure("AC", ac, "What the work has cost so far",
                        f"time logged × rate + actual costs = {amounts(plan.logged)} + {amounts(v.ac - plan.logged)}"),
        ExplainedFigure("CPI", shown_index(v.cpi), _cpi_meaning(v), f"EV / AC = {ev} / {ac}",
                        v.cpi is not None and v.cpi < 1),
        ExplainedFigure("SPI(t)", shown_index(es.spi_t), _spi_meaning(es.spi_t),
                        f"ES / AT = {_days(es.es)} / {_days(es.at)} working days",
                        es.spi_t is not None and es.spi_t < 1),
        ExplainedFigure("EAC", amounts(v.eac), f"What it will cost in all, if {method_words(v.method)}",
                        eac_formula(plan, v.method)),
        ExplainedFigure("VAC", amounts(v.vac), "What will be left of the budget",
                        f"BAC - EAC = {bac} - {amounts(v.eac)}", v.vac is not None and v.vac < 0),
    ]  # fmt: skip


def further_figures(plan: PlanEarnedValue, context: InputContext) -> list[ExplainedFigure]:
    """The other figures: CV, SV, SPI, each EAC, ETC, TCPI, and those of the earned schedule."""
    v, es = plan.total, plan.schedule
    amounts = _Amounts(plan)
    bac, pv, ev, ac, eac = (amounts(units) for units in (v.bac, v.pv, v.ev, v.ac, v.eac))
    lost = "The budget cannot be kept" if v.budget_is_lost else "The CPI that the rest needs to keep the budget"
    finish = "" if plan.ieac_finish is None else f", until {day_text(plan.ieac_finish, context)}"
    return [
        ExplainedFigure("BAC", bac, "The budget at completion", "what the baseline says all of it costs"),
        ExplainedFigure("CV", amounts(v.cv), "Cost variance: below 0 is over the budget", f"EV - AC = {ev} - {ac}",
                        v.cv < 0),
        ExplainedFigure("SV", amounts(v.sv), "Schedule variance: below 0 is behind", f"EV - PV = {ev} - {pv}",
                        v.sv < 0),
        ExplainedFigure("SPI", shown_index(v.spi), "Tends to 1 at the end, however late", f"EV / PV = {ev} / {pv}"),
        *(
            ExplainedFigure(
                f"EAC {method.value.replace('_', '-')}", amounts(v.estimate_at_completion(method)),
                _sentence(method_words(method)) + (" (chosen)" if method is v.method else ""),
                eac_formula(plan, method),
            )
            for method in EacMethod
        ),
        ExplainedFigure("ETC", amounts(v.etc), "What the rest will cost", f"EAC - AC = {eac} - {ac}"),
        ExplainedFigure("TCPI", shown_index(v.tcpi_bac), lost,
                        f"(BAC - EV) / (BAC - AC) = ({bac} - {ev}) / ({bac} - {ac})", v.budget_is_lost),
        ExplainedFigure("TCPI(EAC)", shown_index(v.tcpi_eac), "The CPI that the rest needs to keep the EAC",
                        f"(BAC - EV) / (EAC - AC) = ({bac} - {ev}) / ({eac} - {ac})"),
        ExplainedFigure("ES", f"{_days(es.es)} d", "When what is earned should have been earned",
                        f"working days until PV was {ev}"),
        ExplainedFigure("SV(t)", f"{float(es.sv_t):+.1f} d", "Ahead (+) or behind (-), in working days",
                        f"ES - AT = {_days(es.es)} - {_days(es.at)}", es.sv_t < 0),
        ExplainedFigure("IEAC(t)", UNDEFINED if es.ieac_t is None else f"{_days(es.ieac_t)} d",
                        f"Working days in all at this pace{finish}",
                        f"PD / SPI(t) = {es.pd} / {_quotient(es.es, es.at)}"),
    ]  # fmt: skip


class _Amounts:
    """Writes minor units of a plan's currency."""

    def __init__(self, plan: PlanEarnedValue) -> None:
        self._digits = plan.digits

    def __call__(self, units: int | Fraction | None) -> str:
        return shown_amount(units, self._digits)


def _days(days: Fraction | int) -> str:
    return f"{float(days):.1f}"


def _share(part: int | Fraction, whole: int | Fraction) -> str:
    return f"{float(Fraction(part) / Fraction(whole)):.1%}" if whole else UNDEFINED


def _quotient(es: Fraction, at: Fraction) -> str:
    return f"({_days(es)} / {_days(at)})"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def eac_formula(plan: PlanEarnedValue, method: EacMethod) -> str:
    """A way to the estimate at completion with the numbers in it; indices as the quotients that they are."""
    v, amounts = plan.total, _Amounts(plan)
    bac, pv, ev, ac = (amounts(units) for units in (v.bac, v.pv, v.ev, v.ac))
    cpi, spi = f"({ev} / {ac})", f"({ev} / {pv})"
    match method:
        case EacMethod.TYPICAL:
            return f"BAC / CPI = {bac} / {cpi}"
        case EacMethod.ONE_OFF:
            return f"AC + BAC - EV = {ac} + {bac} - {ev}"
        case EacMethod.COMPOSITE:
            return f"AC + (BAC - EV) / (CPI SPI) = {ac} + ({bac} - {ev}) / ({cpi} × {spi})"
        case EacMethod.WEIGHTED:
            return f"AC + (BAC - EV) / (0.8 CPI + 0.2 SPI) = {ac} + ({bac} - {ev}) / (0.8 × {cpi} + 0.2 × {spi})"
        case EacMethod.BOTTOM_UP:
            return f"AC + what the plan says the rest costs = {ac} + {amounts(v.estimate_to_complete)}"


def cost_against_simulation(plan: PlanEarnedValue, p50: float, p80: float) -> ExplainedFigure:
    """The simulated cost P80, in units of the currency, beside the EAC, with a word where the two disagree."""
    eac, amounts = plan.total.eac, _Amounts(plan)
    half, sure = (round(Fraction(cost) * 10**plan.digits) for cost in (p50, p80))
    formula = f"P50 {amounts(half)}, P80 {amounts(sure)}, EAC {amounts(eac)}"
    if eac is None:
        return ExplainedFigure("Cost P80", amounts(sure), "There is no EAC yet to hold it against", formula)
    if eac > sure:
        said = "They disagree: the work so far costs more than the simulation assumes of all"
    elif eac < half:
        said = "They disagree: the EAC knows neither the risks nor the spread of what is left"
    else:
        said = "They agree: the EAC lies between the simulated P50 and P80"
    return ExplainedFigure("Cost P80", amounts(sure), said, formula, not half <= eac <= sure)


def method_words(method: EacMethod) -> str:
    """What a way to the estimate at completion assumes of the rest."""
    return {
        EacMethod.TYPICAL: "the rest costs as what is done did",
        EacMethod.ONE_OFF: "the rest costs as planned",
        EacMethod.COMPOSITE: "the rest goes by the cost and the schedule index",
        EacMethod.WEIGHTED: "the rest goes four fifths by CPI, one fifth by SPI",
        EacMethod.BOTTOM_UP: "the rest costs what the plan now says",
    }[method]


def _cpi_meaning(value: EarnedValue) -> str:
    if value.cpi is None:
        return "Undefined: nothing is spent yet"
    return f"Each unit of money has bought {float(value.cpi):.2f} of planned work"


def _spi_meaning(index: Fraction | None) -> str:
    if index is None:
        return "Undefined: not started"
    return f"The work goes at {round(100 * float(index))}% of the pace planned"


def earned_value_lines(
    plan: PlanEarnedValue, simulated: ExplainedFigure, context: InputContext, cells: int | None
) -> list[str]:
    """Earned value as lines of text; ``simulated`` is what the simulation says of the cost."""
    figures = (*explained_figures(plan), simulated, *further_figures(plan, context))
    rows = [[f.name, f.value, f.meaning, f.formula] for f in figures]
    return [
        f"At the end of {epoch_day_text(plan.status_day, context)}",
        *format_table(["", "", "What it says", "How"], rows, [False, True, False, False], cells),
    ]


def trend_lines(points: Sequence[TrendPoint], digits: int, context: InputContext, cells: int | None) -> list[str]:
    """A row a week, the oldest first."""
    rows = [
        [epoch_date(at.day, context),
         *(shown_amount(units, digits) for units in (at.value.pv, at.value.ev, at.value.ac)),
         shown_index(at.value.cpi), shown_index(at.schedule.spi_t), shown_amount(at.value.eac, digits)]
        for at in points
    ]  # fmt: skip
    return format_table(["At the end of", "PV", "EV", "AC", "CPI", "SPI(t)", "EAC"], rows, [False, *[True] * 6], cells)


def rounded_values(groups: Sequence[GroupEarnedValue]) -> list[int]:
    """The earned value of each group in whole minor units that sum to the rounded sum of all: largest remainders."""
    return round_together([group.value.ev for group in groups], 0)


def earned_value_table(plan: PlanEarnedValue, by: str, cells: int | None) -> list[str]:
    """A row a group and their sum."""
    groups = plan.groups(by)
    shown = zip([g.name for g in groups], [g.value for g in groups], rounded_values(groups), strict=True)
    rows = [
        [name, *(shown_amount(units, plan.digits) for units in (v.bac, v.pv, ev, v.ac, ev - Fraction(v.ac))),
         shown_index(v.cpi), shown_amount(v.eac, plan.digits)]
        for name, v, ev in (*shown, ("total", plan.total, round(plan.total.ev)))
    ]  # fmt: skip
    return format_table(["", "BAC", "PV", "EV", "AC", "CV", "CPI", "EAC"], rows, [False, *[True] * 7], cells)
