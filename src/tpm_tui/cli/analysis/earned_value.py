"""``tpm evm``: earned value and earned schedule at a status date."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, parse_date
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference
from tpm_tui.domain.time import clock

if TYPE_CHECKING:
    from tpm_tui.planning.money.plan_earned_value import ItemEarnedValue, PlanEarnedValue
    from tpm_tui.store.store import Store

_BY = click.Choice(("workstream", "function", "item"))


@click.command("evm")
@file_option
@click.option("--status-date", "status", metavar="DATE", help="At the end of which day; the file's, else today.")
@click.option("--by", type=_BY, help="A row each, and one for what belongs to none.")
@click.option("--baseline", metavar="B-1", help="Against which baseline; the last one taken.")
@click.option("--json", "as_json", is_flag=True, help="An object; with --by an array of them, each with its name.")
@pass_invocation
def evm_command(
    invocation: Invocation, status: str | None, by: str | None, baseline: str | None, as_json: bool
) -> None:
    """What was to be done by now, what is done and what it cost, and where that leads.

    The file counts as it stood at the end of that day, where its history reaches back so far.
    """
    from tpm_tui.reports.money import earned_value as words
    from tpm_tui.reports.money.money_json import earned_value_facts, plan_earned_value_facts

    with invocation.store() as store:
        plan, context = store.load(), store.context
        day = status_day(plan, context, status)
        chosen = chosen_baseline(plan, baseline)
        result = evaluate_file(store, plan, context, chosen, day)
    if by is None:
        if as_json:
            streams.write_json(plan_earned_value_facts(result))
        else:
            streams.write_lines(words.earned_value_lines(result, streams.terminal_width()))
        return
    groups = rows_by(result, by)
    if as_json:
        made: list[dict[str, Any]] = [{"name": name, **earned_value_facts(v, result.digits)} for name, v in groups]
        streams.write_json(made)
    else:
        streams.write_lines(words.earned_value_table(result, groups, streams.terminal_width()))


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
        raise ValidationError("there is no baseline to measure against; take one with: tpm run baseline.take name=NAME")
    return chosen


def evaluate_file(store: "Store", plan: Plan, context: InputContext, baseline: str, day: date) -> "PlanEarnedValue":
    """Earned value at the end of a day, of the file as it stood then if the baseline was there already."""
    from tpm_tui.domain.time.instants import to_day_number
    from tpm_tui.planning.cpm.plan_schedule import validated_schedule
    from tpm_tui.planning.money.plan_earned_value import plan_earned_value

    if day < context.today:
        moment = datetime.combine(day + timedelta(days=1), time()).replace(tzinfo=clock.now().tzinfo)
        earlier = store.as_of(moment)
        if baseline in earlier["baseline"]:
            plan = earlier
    validated_schedule(plan, context)
    return plan_earned_value(plan, context, baseline, to_day_number(day))


def rows_by(result: "PlanEarnedValue", by: str) -> "list[tuple[str, Any]]":
    """(name, earned value) of each group; what belongs to none is ``none`` and comes last."""
    from tpm_tui.planning.money.earned_value import earned_value_by_group

    def name(row: "ItemEarnedValue") -> str | None:
        if by == "item":
            return row.key or None
        return row.workstream if by == "workstream" else row.function

    groups = earned_value_by_group(((name(row), row.value) for row in result.rows), result.method)
    return [("none" if group is None else group, value) for group, value in groups.items()]
