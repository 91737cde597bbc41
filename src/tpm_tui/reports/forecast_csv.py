"""A forecast as a table (CSV): every figure of the forecast view, one a row.

A text that depends on nothing but the forecast. Cells that a spreadsheet would take for a formula are guarded.
"""

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.reports.forecast import cost_percentiles, minute_iso

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.result import FinishDistribution, SimulationResult
    from tpm_tui.planning.montecarlo.risk_model import RiskModel

#: What begins a formula in a spreadsheet.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(plan: Plan, problem: "RiskModel", forecast: "SimulationResult") -> str:
    """One figure a row: ``what, key, title, measure, value``; dates ISO, days of eight hours, shares from 0 to 1.

    ``joint`` rows say how often the finish keeps one percentile and the cost another, both at once.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["what", "key", "title", "measure", "value"])

    def row(what: str, key: str, title: str, measure: str, value: Any) -> None:
        if value is not None:
            writer.writerow([what, key, _cell(title), measure, value])

    def finish(what: str, key: str, title: str, of: "FinishDistribution") -> None:
        for level in range(5, 100, 5):
            row(what, key, title, f"p{level}", minute_iso(of.percentile(level)))
        row(what, key, title, "mean", minute_iso(of.mean))
        row(what, key, title, "deterministic", minute_iso(of.deterministic))
        row(what, key, title, "on_time", None if of.on_time is None else round(of.on_time, 4))

    for name, value in (("runs", forecast.runs), ("seed", forecast.seed), ("converged", bool(forecast.converged))):
        row("forecast", "", "", name, value)
    finish("plan", "", str(plan.programme("name") or ""), forecast.finish)
    for target in problem.targets:
        kind = "workstream" if target.kind == "workstream" else "item"
        finish(target.kind, target.key, plan.title(kind, target.id), forecast.targets[target.id])
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
    _money(row, forecast)
    return out.getvalue()


def _money(row: Callable[[str, str, str, str, Any], None], forecast: "SimulationResult") -> None:
    bounds = {level: forecast.cost(level) for level in range(5, 100, 5)}
    for level, money in bounds.items():
        row("cost", "", "", f"p{level}", round(money, 2))
    row("cost", "", "", "mean", cost_percentiles(forecast)["mean"])
    if forecast.costs.min() == forecast.costs.max():
        return
    for by in range(10, 100, 10):
        in_time = forecast.sample <= forecast.finish.percentile(by)
        for level in range(10, 100, 10):
            both = float((in_time & (forecast.costs <= bounds[level])).mean())
            row("joint", "", "", f"finish p{by} and cost p{level}", round(both, 4))


def _cell(text: str) -> str:
    return f"'{text}" if text.lstrip("'").startswith(_RISKY) else text
