"""``tpm simulate``: how sure the dates are, and what they hang on."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.safe import safe

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.montecarlo.result import FinishDistribution, SimulationResult
    from tpm_tui.planning.montecarlo.risk_model import RiskModel


@click.command("simulate")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object with everything that was found.")
@click.option("--runs", metavar="N", type=click.IntRange(min=1, max=1_000_000), help="Exactly so many iterations.")
@click.option(
    "--seed", metavar="S", type=click.IntRange(min=0), default=1, show_default=True, help="What to draw from."
)
@click.option(
    "--shape", type=click.Choice(["triangular", "pert", "uniform"]), default="triangular", show_default=True,
    help="How estimates are spread between best and worst.",
)  # fmt: skip
@click.option(
    "--to", "form", type=click.Choice(["svg", "csv"]), help="Every chart as a picture, or every figure as a table."
)
@click.option("--remember", is_flag=True, help="Keep it in the file as the forecast of today, once a day.")
@pass_invocation
def simulate_command(
    session: Invocation, as_json: bool, runs: int | None, seed: int, shape: str, form: str | None, remember: bool
) -> None:
    """Calculate the plan many times over, with what may take longer and what may go wrong.

    Without --runs as many iterations as the percentiles need, at most 50,000. The same file and seed give the same
    numbers.
    """
    if as_json and form:
        raise click.UsageError("choose --json or --to")
    began = time.monotonic()
    with session.reading() as reading:
        problem, forecast = run_simulation(reading.plan, reading.context, runs, seed, shape, go_on=True)
        if remember:
            from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot

            promised = forecast_snapshot(problem, forecast)
        if as_json:
            from tpm_tui.reports.forecast import forecast_facts

            result: dict[str, Any] = forecast_facts(reading.plan, problem, forecast)
        elif form == "svg":
            from tpm_tui.reports.forecast_svg import to_svg

            made = to_svg(reading.plan, problem, forecast, reading.context)
        elif form == "csv":
            from tpm_tui.reports.forecast_csv import to_csv

            made = to_csv(reading.plan, problem, forecast)
        else:
            lines = _report(reading, problem, forecast)
    if as_json:
        streams.write_json(result)
    elif form:
        streams.write_bytes(made.encode())
    else:
        streams.write_lines(lines)
    if remember:
        _remember(session, forecast, promised)
    streams.write_confirmation(f"{forecast.runs} iterations in {time.monotonic() - began:.1f} s")


def _remember(session: Invocation, forecast: "SimulationResult", promised: Mapping[str, tuple[str, str]]) -> None:
    from tpm_tui.commands import forecast as forecasts

    with session.writing("Forecast of today", forecasts.RECORD_FORECAST) as tx:
        kept = forecasts.record_forecast(tx, forecast, promised)
    streams.write_confirmation(
        "remembered as the forecast of today" if kept else "the forecast of today is remembered already"
    )


def run_simulation(
    plan: "Plan", context: "InputContext", runs: int | None, seed: int, shape: str, *, go_on: bool = False
) -> "tuple[RiskModel, SimulationResult]":
    """The forecast of the file; with `go_on` by as many iterations as its percentiles need, unless `runs` says how
    many. Refused, saying why, where it has no dates."""
    from tpm_tui.planning.cpm.plan_schedule import validated_schedule
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import DEFAULT_MAX_ITERATIONS, iteration_limit
    from tpm_tui.planning.montecarlo.simulate import simulate as run

    validated_schedule(plan, context)
    if not len(plan["item"]):
        raise ValidationError('there is nothing to forecast: the plan has no items; add one with: tpm add item "Title"')
    problem = risk_model(plan, context, shape)
    with streams.progress_percent() as progress:
        most = runs or (iteration_limit(problem) if go_on else DEFAULT_MAX_ITERATIONS)
        forecast = run(problem, runs=most, seed=seed, until_converged=runs is None, progress=progress)
    return problem, forecast


def _report(reading: FileSnapshot, problem: "RiskModel", forecast: "SimulationResult") -> list[str]:
    """Tables of the finishes, the risks, and the items that decide."""
    from tpm_tui.reports.forecast import convergence_text, minute_date

    plan, context = reading.plan, reading.context
    cells = streams.terminal_width()

    def row(name: str, finish: "FinishDistribution") -> list[str]:
        on_time = "" if finish.on_time is None else f"{finish.on_time:.0%}"
        return [
            safe(name),
            *(minute_date(finish.percentile(p), context) for p in (10, 50, 80, 90)),
            minute_date(finish.deterministic, context),
            on_time,
        ]

    rows = [row("the plan", forecast.finish)]
    for target in problem.targets:
        kind = "workstream" if target.kind == "workstream" else "item"
        name = plan.title(kind, target.id)
        rows.append(row(name if kind == "workstream" else f"{target.key} {name}", forecast.targets[target.id]))
    headers = ["Finish", "P10", "P50", "P80", "P90", "as planned", "in time"]
    lines = streams.format_table(headers, rows, [False] + [True] * 6, cells)
    ranked = sorted(forecast.risks, key=lambda r: (-(r.p80_minutes or 0), r.key))
    if ranked:
        found = [[r.key, safe(plan.title("risk", r.id)), _days(r.p80_days), _days(r.response_p80_days)] for r in ranked]
        right = [False, False, True, True]
        lines += ["", *streams.format_table(["Risk", "Title", "Days at P80", "Response buys"], found, right, cells)]
    driving = sorted(forecast.items, key=lambda i: (-i.criticality, -abs(i.sensitivity), i.key))
    found = [
        [i.key, safe(plan.title("item", i.id)), f"{i.criticality:.0%}", f"{i.sensitivity:+.2f}"]
        for i in driving[:10]
        if i.criticality > 0
    ]
    lines += [
        "",
        *streams.format_table(
            ["Item", "Title", "Critical in", "Drives finish"], found, [False, False, True, True], cells
        ),
    ]
    stand = f"{forecast.runs} iterations, seed {forecast.seed}, {forecast.shape}; {convergence_text(forecast)}"
    return [*lines, "", stand]


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}"
