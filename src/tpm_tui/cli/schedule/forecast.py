"""``tpm simulate``: how sure the dates are, and what they hang on."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.reports.renderers.terminal import render_lines
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.montecarlo.risk_model import RiskModel
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseForecast


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
@click.option("--people", is_flag=True, help="With the people there are: who hands over to whom counts as links.")
@click.option("--remember", is_flag=True, help="Keep it in the file as the forecast of today, once a day.")
@pass_invocation
def simulate_command(
    invocation: Invocation,
    as_json: bool,
    runs: int | None,
    seed: int,
    shape: str,
    form: str | None,
    people: bool,
    remember: bool,
) -> None:
    """Calculate the plan many times over, with what may take longer and what may go wrong.

    Without --runs as many iterations as the percentiles need, at most 50,000 (in large plans 10,000): the figures are
    those of the workspace and of every report. The same file and seed give the same numbers.
    """
    if as_json and form:
        raise click.UsageError("choose --json or --to")
    if people and remember:
        raise click.UsageError("what is remembered is the forecast by logic: leave out --people or --remember")
    began = time.monotonic()
    with invocation.snapshot() as snapshot:
        problem, forecast = run_simulation(snapshot.plan, snapshot.context, runs, seed, shape, people=people)
        if remember:
            from tpm_tui.planning.forecast.forecast_snapshot import forecast_snapshot

            promised = forecast_snapshot(problem, forecast)
        text = _rendered(snapshot, problem, forecast, "json" if as_json else form, people)
    if as_json or form:
        streams.write_document(text, is_json=as_json or form == "json")
    else:
        streams.write_lines(text.splitlines())
    if remember and not forecast.is_founded:
        streams.write_confirmation("there is no forecast to remember: too much of the work has no estimate")
    elif remember:
        _remember(invocation, forecast, promised)
    streams.write_confirmation(f"{forecast.runs} iterations in {time.monotonic() - began:.1f} s")


def _rendered(
    snapshot: FileSnapshot, problem: "RiskModel", forecast: "SimulationResult", form: str | None, people: bool
) -> str:
    """The forecast as ``json``, ``svg``, ``csv``, or (None) as tables for the terminal; with ``people`` the first and
    the last say who the bottleneck is."""
    from tpm_tui.reports.schedule.forecast import forecast_document as documents
    from tpm_tui.reports.schedule.forecast.forecast import forecast_facts

    plan, context = snapshot.plan, snapshot.context
    if form == "json":
        facts = forecast_facts(plan, problem, forecast, context)
        return f"{streams.json_text({**facts, **_bottleneck_facts(snapshot, problem, forecast, people)})}\n"
    if form == "svg":
        from tpm_tui.reports.renderers.svg import render_svg

        return render_svg(documents.forecast_charts(plan, problem, forecast, context))
    if form == "csv":
        from tpm_tui.reports.renderers.csv import render_csv

        return render_csv(documents.forecast_figures(plan, problem, forecast))
    lines = list(render_lines(documents.forecast_tables(plan, problem, forecast, context), streams.terminal_width()))
    bottleneck = _bottleneck_facts(snapshot, problem, forecast, people).get("bottleneck")
    if bottleneck is not None:
        days = bottleneck["p80_minutes"] / MINUTES_PER_DAY
        lines.append(
            f"The bottleneck is {safe(bottleneck['name'])}: one more brings P80 forward by {days:.1f} calendar days."
        )
    return "\n".join(lines)


def _bottleneck_facts(
    snapshot: FileSnapshot, problem: "RiskModel", forecast: "SimulationResult", people: bool
) -> dict[str, Any]:
    """``bottleneck``, None where one more of nobody buys anything; nothing without ``people``."""
    from tpm_tui.planning.levelling.resource_bottleneck import resource_bottleneck

    if not people:
        return {}
    one = resource_bottleneck(snapshot.plan, snapshot.context, problem) if forecast.is_founded else None
    if one is None:
        return {"bottleneck": None}
    key = snapshot.plan.value(one.kind, one.id, "key")
    return {"bottleneck": {"kind": one.kind, "key": key, "name": one.name, "p80_minutes": one.gain}}


def _remember(invocation: Invocation, forecast: "SimulationResult", promised: Mapping[str, tuple[str, str]]) -> None:
    from tpm_tui.commands.schedule.forecast import forecast as forecasts

    with invocation.writing("Forecast of today", Operation.RECORD_FORECAST) as tx:
        kept = forecasts.record_forecast(tx, forecast, promised)
    streams.write_confirmation(
        "remembered as the forecast of today" if kept else "the forecast of today is remembered already"
    )


def run_simulation(
    plan: "Plan",
    context: "InputContext",
    runs: int | None,
    seed: int,
    shape: str,
    *,
    people: bool = False,
    effects: bool = True,
    responses: bool = True,
    drivers: bool = True,
) -> "tuple[RiskModel, SimulationResult]":
    """The forecast of the file; with `people` who hands over to whom counts as links; `runs`, `effects`, `responses`
    and `drivers` as in `simulate`. ValidationError, saying why, where it has no dates."""
    from tpm_tui.planning.cpm.schedule_of_plan import validated_early_schedule
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate as run

    validated_early_schedule(plan, context)
    if not len(plan["item"]):
        raise ValidationError('there is nothing to forecast: the plan has no items; add one with: tpm add item "Title"')
    problem = risk_model(plan, context, shape)
    if people:
        from msgspec.structs import replace

        from tpm_tui.planning.levelling.resource_constrained_schedule import people_schedule

        problem = replace(problem, network=people_schedule(plan, context).schedule.network)
    with streams.progress_percent() as progress:
        forecast = run(
            problem, runs=runs, seed=seed, effects=effects, responses=responses, drivers=drivers, progress=progress
        )
    return problem, forecast


def run_promise_forecast(
    plan: "Plan", context: "InputContext", *, effects: bool = False
) -> "tuple[RiskModel, SimulationResult, PromiseForecast]":
    """Model and forecast by logic, with `effects` also of what risks cost, and the forecast that promises are held to.
    ValidationError as by `run_simulation`, but for a plan without items, whose costs and risks are known all the
    same."""
    from tpm_tui.planning.promise.forecast_that_promises_rest_on import forecast_without_items, promise_forecast

    if not len(plan["item"]):
        return forecast_without_items(plan, context)

    def simulated(people: bool, effects: bool) -> "tuple[RiskModel, SimulationResult]":
        return run_simulation(
            plan, context, None, 1, "triangular", people=people, effects=effects, responses=False, drivers=False
        )

    problem, forecast = simulated(people=False, effects=effects)
    held = promise_forecast(plan, context, problem, forecast, lambda _: simulated(people=True, effects=False)[1])
    return problem, forecast, held
