"""What a simulation found, as the documented facts that ``tpm simulate --json`` prints."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.flow.throughput import Throughput
    from tpm_tui.planning.model.estimate_coverage import EstimateCoverage
    from tpm_tui.planning.montecarlo.risk_model import ForecastTarget, RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution, SimulationResult
from tpm_tui.reports.schedule.forecast.forecast_dates import deadline_iso, minute_iso

LEVELS = (10, 50, 80, 90)
"""The percentiles that are told."""


def convergence_text(forecast: "SimulationResult") -> str:
    """Whether more iterations would still move the percentiles, and the worst of them by how much."""
    if forecast.converged:
        return "converged"
    worst = forecast.least_certain
    return "not converged" if worst is None else f"not converged: P{worst[0]} ±{worst[1]:.1f} working days"


def assumed_count_text(count: int) -> str:
    """``7 assumed``: beside a date that rests on so much that nobody estimated; empty where on nothing."""
    return f"{count} assumed" if count else ""


def assumed_text(forecast: "SimulationResult") -> str:
    """``7 assumed`` where nobody estimated some of the open work; where too much of it has no estimate at all, that
    there is no forecast; else nothing."""
    return coverage_text(forecast.coverage)


def coverage_text(coverage: "EstimateCoverage") -> str:
    """The same of a plan that is not simulated yet."""
    if not coverage.is_founded:
        verb = "has" if coverage.unestimated == 1 else "have"
        return f"no forecast: {coverage.unestimated} of {coverage.open_work} open items {verb} no estimate"
    return assumed_count_text(coverage.assumed)


#: The open work that nobody has estimated, as a filter.
UNESTIMATED_FILTER = "status:open estimate:none"


def pace_text(pace: "Throughput", context: InputContext) -> str:
    """What the finished work says of the open items, where there is no forecast by estimates."""
    from tpm_tui.reports.schedule.forecast.calibration import items_done_text, throughput_text

    if pace.is_history_short:
        return f"by the pace so far: {throughput_text(pace)}"
    return f"by the pace so far, {throughput_text(pace).rstrip('.')}: {items_done_text(pace, context)}"


def ways_to_estimate(keys: bool = False) -> list[str]:
    """What can be done where too much of the work has no estimate, a line a way: by keys or on the command line."""
    if keys:
        return [
            "~ on marked items (* marks all) assumes a range for each, shown as assumed until somebody estimates",
            ": estimate by the reference class gives them what finished items of the same type and size took",
        ]
    return [
        f"assume a range: tpm run estimate.assume --filter '{UNESTIMATED_FILTER}'",
        f"by finished items of the same type and size: tpm run estimate.reference --filter '{UNESTIMATED_FILTER}'",
    ]


def finish_facts(finish: "FinishDistribution", is_founded: bool = True) -> dict[str, Any]:
    """``finish`` (dates), ``duration_minutes`` (working time), ``deterministic``, ``deadline`` and ``on_time``.

    A forecast made of nothing has no percentiles, means and shares: they are None.
    """
    if not is_founded:
        names = [*(f"p{level}" for level in LEVELS), "mean"]
        return {
            "finish": dict.fromkeys(names),
            "duration_minutes": dict.fromkeys(["mean", "sd", *names[:-1]]),
            "deterministic": minute_iso(finish.deterministic),
            "deadline": None if finish.deadline is None else deadline_iso(finish.deadline),
            "on_time": None,
        }
    return {
        "finish": {
            **{f"p{level}": minute_iso(finish.percentile(level)) for level in LEVELS},
            "mean": minute_iso(finish.mean),
        },
        "duration_minutes": {
            "mean": round(finish.mean_duration, 3),
            "sd": round(finish.sd_duration, 3),
            **{f"p{level}": finish.duration(level) for level in LEVELS},
        },
        "deterministic": minute_iso(finish.deterministic),
        "deadline": None if finish.deadline is None else deadline_iso(finish.deadline),
        "on_time": None if finish.on_time is None else round(finish.on_time, 6),
    }


def pace_facts(plan: Plan, context: InputContext) -> dict[str, Any]:
    """When the open items are done by the finished ones: ``items``, ``done`` in ``days`` working days, P50 to P90."""
    from tpm_tui.planning.flow.throughput import throughput

    pace = throughput(plan, context.today)
    days = {f"p{p}": pace.percentile(p) if not pace.is_history_short else None for p in (50, 80, 90)}
    return {
        "items": pace.items,
        "done": sum(pace.counts),
        "days": len(pace.counts),
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
    }


def forecast_facts(
    plan: Plan, problem: "RiskModel", forecast: "SimulationResult", context: InputContext
) -> dict[str, Any]:
    """Everything a forecast says, in an order that depends on nothing but the file and the seed.

    Where too much of the open work has no estimate, percentiles, shares and what risks cost are None or left out, and
    ``pace`` says what the finished work does.
    """
    milestones, dated, streams = [], [], []
    in_force = {risk.id for risk in problem.risks if risk.in_force}
    types = plan["item"].columns["type"]
    for target in problem.targets:
        made = {
            "key": target.key,
            **_named(plan, target),
            **finish_facts(forecast.targets[target.id], forecast.is_founded),
            "assumed": target.assumed,
        }
        if target.kind == "workstream":
            streams.append(made)
        elif types[plan["item"].position[target.id]] == "milestone":
            milestones.append(made)
        else:
            dated.append(made)
    return {
        **finish_facts(forecast.finish, forecast.is_founded),
        "assumed": forecast.assumed,
        "milestones": milestones,
        "dated": dated,
        "workstreams": streams,
        "items": [
            {
                "key": item.key,
                "criticality_index": round(item.criticality, 6) if forecast.is_founded else None,
                "sensitivity": round(item.sensitivity, 6) if forecast.is_founded else None,
            }
            for item in forecast.items
        ],
        "pace": None if forecast.is_founded else pace_facts(plan, context),
        "risks": [
            {
                "key": risk.key,
                "p80_days": _rounded(risk.p80_days),
                "p80_minutes": risk.p80_minutes,
                "expected_cost": round(risk.expected_cost, 2),
                "response_p80_days": _rounded(risk.response_p80_days),
                "response_p80_minutes": risk.response_minutes,
                "response_cost": risk.response_cost,
                "response_in_force": risk.id in in_force,
                "sensitivity": round(risk.sensitivity, 6),
            }
            for risk in (forecast.risks if forecast.is_founded else ())
        ],
        "cost": cost_percentiles(forecast),
        "runs": forecast.runs,
        "seed": forecast.seed,
        "shape": forecast.shape,
        "converged": bool(forecast.converged),
    }


def cost_percentiles(forecast: "SimulationResult") -> Mapping[str, float]:
    """Percentiles and mean of the money: what is planned and what the risks that occur cost."""
    percentiles = {f"p{level}": round(forecast.cost(level), 2) for level in LEVELS}
    return {**percentiles, "mean": round(sum(map(float, forecast.costs)) / len(forecast.costs), 2)}


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 6)


def _named(plan: Plan, target: "ForecastTarget") -> dict[str, Any]:
    if target.kind == "workstream":
        return {"name": plan.value("workstream", target.id, "name")}
    return {"name": plan.value("item", target.id, "title")}
