"""``tpm evm``: earned value and earned schedule at a status date."""

from datetime import date, datetime

import click

from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, parse_date
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference
from tpm_tui.domain.time.instants import to_day_number

_BY = click.Choice(("workstream", "function", "item"))


@click.command("evm")
@file_option
@click.option("--status-date", "status", metavar="DATE", help="At the end of which day; the file's, else today.")
@click.option("--by", type=_BY, help="A row each, and one for what belongs to none.")
@click.option("--baseline", metavar="B-1", help="Against which baseline; the last one taken.")
@click.option("--trend", is_flag=True, help="A row a week from the baseline's start to the status date.")
@click.option("--json", "as_json", is_flag=True, help="An object; with --by or --trend an array of them.")
@pass_invocation
def evm_command(
    invocation: Invocation, status: str | None, by: str | None, baseline: str | None, trend: bool, as_json: bool
) -> None:
    """What was to be done by now, what is done and what it cost, and where that leads.

    The file counts as it stood at the end of that day; where its history does not reach back so far, as far as the
    dates in it tell. At its own status date it counts as it is.
    """
    from tpm_tui.commands.analysis.earned_value import earned_value_at, earned_value_trend
    from tpm_tui.planning.planned_cost import currency_digits
    from tpm_tui.reports.money import earned_value as words
    from tpm_tui.reports.money.money_json import earned_value_facts, group_facts, trend_facts

    if trend and by is not None:
        raise ValidationError("--trend is of the whole: leave out --by")
    with invocation.store() as store:
        plan, context = store.load(), store.context
        day = to_day_number(status_day(plan, context, status))
        chosen = chosen_baseline(plan, baseline)
        if trend:
            points, digits = [*earned_value_trend(store, plan, context, chosen, day)][::-1], currency_digits(plan)
        else:
            result = earned_value_at(store, plan, context, chosen, day)
    if trend:
        if as_json:
            streams.write_json(trend_facts(points, digits))
        else:
            streams.write_lines(words.trend_lines(points, digits, context, streams.terminal_width()))
    elif by is None:
        if as_json:
            streams.write_json(earned_value_facts(result))
        else:
            streams.write_lines(words.earned_value_lines(result, context, streams.terminal_width()))
    elif as_json:
        streams.write_json(group_facts(result, by))
    else:
        streams.write_lines(words.earned_value_table(result, by, streams.terminal_width()))


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
    from tpm_tui.planning.analysis.variance import newest_baseline

    chosen = resolve_reference("baseline", typed, plan) if typed else newest_baseline(plan)
    if chosen is None:
        raise ValidationError("there is no baseline to measure against; take one with: tpm baseline take NAME")
    return chosen
