"""``tpm budget``: what is granted, planned, committed and spent."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams


@click.command("budget")
@file_option
@click.option("--months", is_flag=True, help="A row a month instead: planned, spent, forecast, and cash by category.")
@click.option("--json", "as_json", is_flag=True, help="An object, of months an array; amounts are decimal strings.")
@pass_invocation
def budget_command(invocation: Invocation, months: bool, as_json: bool) -> None:
    """Budget, planned, committed and actual cost by category and workstream, and what is left of reserves."""
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.planning.money.budget import money_summary
    from tpm_tui.planning.money.cost_curve_of_plan import current_cost_curve
    from tpm_tui.reports.money.budget import budget_lines, month_lines
    from tpm_tui.reports.money.money_json import budget_facts, month_facts

    with invocation.snapshot() as snapshot:
        validated_schedule(snapshot.plan, snapshot.context)
        summary = money_summary(snapshot.plan, snapshot.context)
        costs = current_cost_curve(snapshot.plan, snapshot.context) if months else None
    if costs is not None and as_json:
        streams.write_json(month_facts(costs, summary.digits))
    elif costs is not None:
        streams.write_lines(month_lines(costs, summary.digits, streams.terminal_width()))
    elif as_json:
        streams.write_json(budget_facts(summary))
    else:
        streams.write_lines(budget_lines(summary, snapshot.context, streams.terminal_width()))
