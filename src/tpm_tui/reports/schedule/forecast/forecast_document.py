"""A forecast as documents: tables for a terminal, charts for a picture, and every figure as one table.

They depend on nothing but the forecast and the plan that it was made of.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import grouped_number
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.reports.document import (
    Bar,
    BarChart,
    Block,
    Cell,
    CurveChart,
    Document,
    HeatMap,
    Histogram,
    Marker,
    Paragraph,
    ReportTable,
    Tone,
)
from tpm_tui.reports.phrases import day_count_text
from tpm_tui.reports.schedule.forecast.forecast import (
    LEVELS,
    assumed_count_text,
    assumed_text,
    convergence_text,
    cost_percentiles,
    pace_text,
    ways_to_estimate,
)
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_date, finish_day_text, minute_iso

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.risk_model import RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution, SimulationResult

#: Items that the tables name at most.
_MAX_ITEMS = 10
#: Causes that the tornado shows at most.
_MAX_CAUSES = 20
_COST_BINS, _COST_ROWS, _CURVE_STEPS = 60, 24, 200
_CRITICALITY = "share of iterations in which an item has no slack to the finish or to a deadline"
#: Share of iterations in which a deadline is to be kept.
_SURE_ENOUGH = 0.8


def forecast_tables(plan: Plan, problem: "RiskModel", forecast: "SimulationResult", context: InputContext) -> Document:
    """The finishes, the risks by what they cost, the items that decide, and how it was simulated; where too much of the
    work has no estimate, that, and what there is instead."""
    if not forecast.is_founded:
        return _unfounded(plan, forecast, context)

    def row(name: str, finish: "FinishDistribution", assumed: int) -> list[str]:
        on_time = "" if finish.on_time is None else f"{finish.on_time:.0%}"
        planned = finish_day_text(finish.deterministic, context)
        percentiles = [finish_date(finish.percentile(level), context) for level in LEVELS]
        return [name, *percentiles, planned, on_time, *([assumed_count_text(assumed)] if forecast.assumed else [])]

    rows = [row("the plan", forecast.finish, forecast.assumed)]
    rows += [
        row(target_name(plan, problem, target.id), forecast.targets[target.id], target.assumed)
        for target in problem.targets
    ]
    headers = ["Finish", *(f"P{level}" for level in LEVELS), "as planned", "in time"]
    headers += [""] if forecast.assumed else []
    blocks: list[Block] = [ReportTable(headers, rows, [False] + [True] * 6 + [False] * (len(headers) - 7))]
    ranked = sorted(forecast.risks, key=lambda risk: (-(risk.p80_minutes or 0), risk.key))
    if ranked:
        in_force = {risk.id for risk in problem.risks if risk.in_force}
        risks = [
            [risk.key, plan.title("risk", risk.id), _days(risk.p80_days), _days(risk.response_p80_days),
             "in force" if risk.id in in_force else ""]
            for risk in ranked
        ]  # fmt: skip
        headers = ["Risk", "Title", "Working days at P80", "Response buys", ""]
        blocks.append(ReportTable(headers, risks, [False, False, True, True, False]))
    driving = sorted(forecast.items, key=lambda item: (-item.criticality, -abs(item.sensitivity), item.key))
    items = [
        [item.key, plan.title("item", item.id), f"{item.criticality:.0%}", f"{item.sensitivity:+.2f}"]
        for item in driving[:_MAX_ITEMS]
        if item.criticality > 0
    ]
    blocks.append(ReportTable(["Item", "Title", "Critical in", "Drives finish"], items, [False, False, True, True]))
    how = f"{forecast.runs} iterations, seed {forecast.seed}, {forecast.shape}; {convergence_text(forecast)}"
    assumed = assumed_text(forecast)
    return Document("Forecast", [*blocks, Paragraph(f"{assumed}; {how}" if assumed else how)])


def _unfounded(plan: Plan, forecast: "SimulationResult", context: InputContext) -> Document:
    from tpm_tui.planning.flow.throughput import throughput

    planned = finish_day_text(forecast.finish.deterministic, context)
    said = [
        assumed_text(forecast),
        f"as planned, with a day for each of them and without risks: {planned}",
        pace_text(throughput(plan, context.today), context),
        *ways_to_estimate(),
    ]
    return Document("Forecast", [Paragraph(text) for text in said])


def forecast_charts(
    plan: Plan, problem: "RiskModel", forecast: "SimulationResult", context: InputContext, target: str = ""
) -> Document:
    """The S-curve of a target (its id; of the plan where none is named), then the charts of the whole forecast.

    ValidationError where too much of the work has no estimate for one.
    """
    if not forecast.is_founded:
        raise ValidationError(assumed_text(forecast))
    names = {one.id: target_name(plan, problem, one.id) for one in problem.targets}
    finish = forecast.targets[target] if target else forecast.finish
    title = f"{plan.programme('name') or ''}: finish{f' of {names[target]}' if target else ''}"
    how = f"{grouped_number(forecast.runs)} iterations, seed {forecast.seed}, {forecast.shape}"
    how += f", {convergence_text(forecast)}"
    if forecast.assumed:
        how += f", {assumed_text(forecast)}"
    kept = [
        (names[one.id], forecast.targets[one.id].on_time or 0.0) for one in problem.targets if one.deadline is not None
    ]
    deadlines = [
        Bar(name, share, f"{share:.0%}", Tone.GOOD if share >= _SURE_ENOUGH else Tone.BAD) for name, share in kept
    ]
    summaries = plan.children
    critical = sorted(
        (item for item in forecast.items if item.criticality > 0 and item.id not in summaries),
        key=lambda item: (-item.criticality, -abs(item.sensitivity), item.key),
    )
    often = [
        Bar(f"{item.key} {plan.title('item', item.id)}", item.criticality, f"{item.criticality:.0%}")
        for item in critical
    ]
    return Document(title, [
        finish_curve(title, how, finish, context),
        BarChart("Deadlines", "share of iterations in which each is kept", deadlines),
        _tornado(plan, forecast),
        BarChart("Criticality", _CRITICALITY, often),
        *_risk_charts(plan, forecast),
        *_cost_charts(forecast, str(plan.programme("currency") or ""), context),
    ])  # fmt: skip


def forecast_figures(plan: Plan, problem: "RiskModel", forecast: "SimulationResult") -> ReportTable:
    """One figure a row: ``what, key, title, measure, value``; dates ISO, days working days, shares from 0 to 1.

    ``joint`` rows say how often the finish keeps one percentile and the cost another, both at once.
    """
    rows: list[list[Cell]] = []

    def row(what: str, key: str, title: str, measure: str, value: Cell | None) -> None:
        if value is not None:
            rows.append([what, key, title, measure, value])

    def finish(what: str, key: str, title: str, of: "FinishDistribution") -> None:
        if not forecast.is_founded:
            row(what, key, title, "deterministic", minute_iso(of.deterministic))
            return
        for level in range(5, 100, 5):
            row(what, key, title, f"p{level}", minute_iso(of.percentile(level)))
        row(what, key, title, "mean", minute_iso(of.mean))
        row(what, key, title, "deterministic", minute_iso(of.deterministic))
        row(what, key, title, "on_time", None if of.on_time is None else round(of.on_time, 4))

    for name, value in (
        ("runs", forecast.runs),
        ("seed", forecast.seed),
        ("converged", bool(forecast.converged)),
    ):
        row("forecast", "", "", name, value)
    if forecast.assumed:
        row("forecast", "", "", "assumed", forecast.assumed)
    finish("plan", "", str(plan.programme("name") or ""), forecast.finish)
    for target in problem.targets:
        kind = "workstream" if target.kind == "workstream" else "item"
        finish(target.kind, target.key, plan.title(kind, target.id), forecast.targets[target.id])
    if not forecast.is_founded:
        row("forecast", "", "", "unestimated", forecast.coverage.unestimated)
        return ReportTable(["what", "key", "title", "measure", "value"], rows, [False, False, False, False, True])
    for item in forecast.items:
        title = plan.title("item", item.id)
        row("item", item.key, title, "criticality_index", round(item.criticality, 4))
        row("item", item.key, title, "sensitivity", round(item.sensitivity, 4))
    for risk in forecast.risks:
        title = plan.title("risk", risk.id)
        row("risk", risk.key, title, "p80_days", risk.p80_days)
        row("risk", risk.key, title, "response_p80_days", risk.response_p80_days)
        row("risk", risk.key, title, "response_cost", risk.response_cost)
        row("risk", risk.key, title, "days_per_money", risk.days_per_money)
        row("risk", risk.key, title, "sensitivity", round(risk.sensitivity, 4))
    _cost_figures(row, forecast)
    return ReportTable(["what", "key", "title", "measure", "value"], rows, [False, False, False, False, True])


def _cost_figures(row: Callable[[str, str, str, str, Cell | None], None], forecast: "SimulationResult") -> None:
    bounds = {level: forecast.cost(level) for level in range(5, 100, 5)}
    for level, cost in bounds.items():
        row("cost", "", "", f"p{level}", round(cost, 2))
    row("cost", "", "", "mean", cost_percentiles(forecast)["mean"])
    if forecast.costs.min() == forecast.costs.max():
        return
    for by in range(10, 100, 10):
        in_time = forecast.sample <= forecast.finish.percentile(by)
        for level in range(10, 100, 10):
            both = float((in_time & (forecast.costs <= bounds[level])).mean())
            row("joint", "", "", f"finish p{by} and cost p{level}", round(both, 4))


def target_name(plan: Plan, problem: "RiskModel", target: str) -> str:
    """A milestone or dated item by key and title, a workstream by its name."""
    of = next(one for one in problem.targets if one.id == target)
    return plan.title("workstream", target) if of.kind == "workstream" else f"{of.key} {plan.title('item', target)}"


def _days(days: float | None) -> str:
    return "" if days is None else day_count_text(days)


def finish_curve(title: str, note: str, finish: "FinishDistribution", context: InputContext) -> CurveChart:
    """How sure each day is, with the percentiles, and the deadline where the curve reaches it, marked."""
    first, last = int(finish.instants[0]), int(finish.instants[-1])
    span = max(last - first, 1)
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    steps = [first + span * step // _CURVE_STEPS for step in range(1, _CURVE_STEPS + 1)]
    markers = [
        Marker((minute - first) / span, level / 100, f"P{level} {finish_day_text(minute, context)}")
        for level, minute in ((level, finish.percentile(level)) for level in LEVELS)
    ]
    if finish.deadline is not None and first <= finish.deadline <= last:
        due = f"due {dates.day_text(finish_day(finish.deadline), context)}"
        markers.append(Marker((finish.deadline - first) / span, 1, due, Tone.BAD))
    return CurveChart(
        title,
        note,
        [(0.0, 0.0), *(((minute - first) / span, finish.confidence(minute)) for minute in steps)],
        [(share, finish_date(first + round(span * share), context)) for share in shares],
        [(share, f"{share:.0%}") for share in shares],
        markers,
    )


def _tornado(plan: Plan, forecast: "SimulationResult") -> BarChart:
    causes = [(f"{i.key} {plan.title('item', i.id)}", i.sensitivity, Tone.NEUTRAL) for i in forecast.items]
    causes += [(f"{r.key} {plan.title('risk', r.id)}", r.sensitivity, Tone.BAD) for r in forecast.risks]
    telling = (cause for cause in causes if abs(cause[1]) >= 0.005)
    largest = sorted(telling, key=lambda cause: (-abs(cause[1]), cause[0]))[:_MAX_CAUSES]
    top = abs(largest[0][1]) if largest else 1.0
    bars = [Bar(name, value / top, f"{value:+.2f}", tone) for name, value, tone in largest]
    return BarChart("What spreads the finish", "rank correlation of each duration (blue) and risk (red) with it", bars)


def _risk_charts(plan: Plan, forecast: "SimulationResult") -> list[BarChart]:
    def bars(days: list[tuple[str, str, float]], good: Tone, bad: Tone) -> list[Bar]:
        shown = sorted((one for one in days if abs(one[2]) >= 0.05), key=lambda one: (-one[2], one[0]))
        top = max((abs(value) for _, _, value in shown), default=1.0)
        return [
            Bar(f"{key} {title}", value / top, day_count_text(value), good if value > 0 else bad)
            for key, title, value in shown
        ]

    known = [risk for risk in forecast.risks if risk.p80_days is not None]
    costs = [(risk.key, plan.title("risk", risk.id), risk.p80_days or 0.0) for risk in known]
    buys = [(risk.key, plan.title("risk", risk.id), risk.response_p80_days or 0.0) for risk in known]
    return [
        BarChart("What each risk costs", "working days at P80", bars(costs, Tone.BAD, Tone.GOOD)),
        BarChart("What each response buys", "working days at P80", bars(buys, Tone.GOOD, Tone.BAD)),
    ]


def _cost_charts(forecast: "SimulationResult", currency: str, context: InputContext) -> list[Block]:
    """The distribution of the cost, and where date and cost fall together; nothing where the cost is certain."""
    costs = [float(cost) for cost in forecast.costs]
    low, high = min(costs), max(costs)
    if low == high:
        return []

    def place(cost: float, steps: int) -> int:
        return min(steps - 1, int((cost - low) / (high - low) * steps))

    counts = [0] * _COST_BINS
    for cost in costs:
        counts[place(cost, _COST_BINS)] += 1
    markers = [
        Marker((cost - low) / (high - low), 1, f"P{level} {grouped_number(cost)}", Tone.BAD)
        for level, cost in ((level, forecast.cost(level)) for level in (50, 80))
    ]
    note = f"planned, with the risks that occur, {currency}".rstrip(", ")
    sample = [int(minute) for minute in forecast.sample]
    first, span = min(sample), max(max(sample) - min(sample), 1)
    cells: dict[tuple[int, int], int] = {}
    for minute, cost in zip(sample, costs, strict=True):
        cell = min(_COST_BINS - 1, (minute - first) * _COST_BINS // span), place(cost, _COST_ROWS)
        cells[cell] = cells.get(cell, 0) + 1
    shares = (0.0, 0.5, 1.0)
    return [
        Histogram("Cost", note, counts, grouped_number(low), grouped_number(high), markers),
        HeatMap(
            "Date and cost together", "darker where more iterations end", _COST_BINS, _COST_ROWS, cells,
            [(share, finish_date(first + round(span * share), context)) for share in shares],
            [(share, grouped_number(low + (high - low) * share)) for share in shares],
        ),
    ]  # fmt: skip
