"""``tpm evm``: earned value and earned schedule at a status date."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, parse_date
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference
from tpm_tui.domain.time.instants import to_day_number

if TYPE_CHECKING:
    from tpm_tui.planning.money.earned_value.earned_value_of_plan import PlanEarnedValue
    from tpm_tui.reports.money.earned_value import ExplainedFigure

_BY = click.Choice(("workstream", "function", "item"))
#: Plans with more items are simulated only where that is asked for.
_SIMULATED_ITEMS = 2000


@click.command("evm")
@file_option
@click.option("--status-date", "status", metavar="DATE", help="At the end of which day; the file's, else today.")
@click.option("--by", type=_BY, help="A row each, and one for what belongs to none.")
@click.option("--baseline", metavar="B-1", help="Against which baseline; the last one taken.")
@click.option("--trend", is_flag=True, help="A row a week from the baseline's start to the status date.")
@click.option(
    "--simulate/--no-simulate",
    "simulated",
    default=None,
    help=f"Beside the EAC the simulated cost P80; in tables of up to {_SIMULATED_ITEMS} items where not said.",
)
@click.option("--json", "as_json", is_flag=True, help="An object; with --by or --trend an array of them.")
@pass_invocation
def evm_command(
    invocation: Invocation,
    status: str | None,
    by: str | None,
    baseline: str | None,
    trend: bool,
    simulated: bool | None,
    as_json: bool,
) -> None:
    """What was to be done by now, what is done and what it cost, and where that leads.

    The file counts as it stood at the end of that day; where its history does not reach back so far, as far as the
    dates in it tell. At its own status date it counts as it is. The simulated cost is that of the plan as it is now.
    """
    from tpm_tui.commands.money.earned_value import earned_value_at, earned_value_trend
    from tpm_tui.domain.derived.currency import currency_digits
    from tpm_tui.reports.money import earned_value as words
    from tpm_tui.reports.money.money_json import earned_value_facts, group_facts, simulated_cost_facts, trend_facts

    if trend and by is not None:
        raise ValidationError("--trend is of the whole: leave out --by")
    if simulated and (trend or by is not None or status):
        raise ValidationError("--simulate is of the whole plan as it is now: leave out --trend, --by and --status-date")
    with invocation.store() as store:
        plan, context = store.load(), store.context
        day = to_day_number(status_day(plan, context, status))
        chosen = chosen_baseline(plan, baseline)
        if trend:
            points, digits = [*earned_value_trend(store, plan, context, chosen, day)][::-1], currency_digits(plan)
        else:
            result = earned_value_at(store, plan, context, chosen, day)
            if simulated is None:
                is_small = len(plan["item"]) <= _SIMULATED_ITEMS
                simulated = is_small and not as_json and by is None and not status
            costs = simulated_costs(plan, context) if simulated else None
    if trend:
        if as_json:
            streams.write_json(trend_facts(points, digits, context.minutes_per_day))
        else:
            streams.write_lines(words.trend_lines(points, digits, context, streams.terminal_width()))
    elif by is None:
        if as_json:
            extra = simulated_cost_facts(result, costs) if simulated else {}
            streams.write_json({**earned_value_facts(result, context.minutes_per_day), **extra})
        else:
            beside = _beside_estimate(result, costs)
            streams.write_lines(words.earned_value_lines(result, beside, context, streams.terminal_width()))
    elif as_json:
        streams.write_json(group_facts(result, by, context.minutes_per_day))
    else:
        streams.write_lines(words.earned_value_table(result, by, streams.terminal_width()))


def simulated_costs(plan: Plan, context: InputContext) -> tuple[float, float] | None:
    """P50 and P80 of the simulated cost, in units of the currency; None where too little of the work is estimated, or
    the plan has no dates."""
    from tpm_tui.cli.schedule.forecast import run_simulation

    try:
        _, forecast = run_simulation(plan, context, None, 1, "triangular", effects=False, drivers=False)
    except ValidationError:
        return None
    return (forecast.cost(50), forecast.cost(80)) if forecast.is_founded else None


def _beside_estimate(result: "PlanEarnedValue", costs: tuple[float, float] | None) -> "ExplainedFigure":
    """What the simulation says beside the estimate at completion."""
    from tpm_tui.reports.money.earned_value import UNDEFINED, ExplainedFigure, cost_against_simulation

    if costs is None:
        return ExplainedFigure("Cost P80", UNDEFINED, "Not simulated: --simulate does, where the work is estimated", "")
    return cost_against_simulation(result, *costs)


def status_day(plan: Plan, context: InputContext, typed: str | None) -> date:
    """The status date asked for, else the file's, else today. ValidationError for a text that is no date."""
    if typed:
        try:
            return parse_date(typed, context.today)
        except ValueError as error:
            raise ValidationError(f"--status-date: {error}") from None
    kept = plan.programme("status_date")
    return datetime.fromisoformat(str(kept)).date() if kept else context.today


def chosen_baseline(plan: Plan, typed: str | None) -> str:
    """The id of the baseline asked for, else of the last one taken. ValidationError where there is none."""
    from tpm_tui.domain.derived.newest_baseline import newest_baseline

    chosen = resolve_reference("baseline", typed, plan) if typed else newest_baseline(plan)
    if chosen is None:
        raise ValidationError("there is no baseline to measure against; take one with: tpm baseline take NAME")
    return chosen
