"""``tpm decision``: a decision's matrix, and how sure its winner is."""

from functools import partial
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult


@click.command("decision")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object with totals and flips.")
@pass_invocation
def decision_command(invocation: Invocation, key: str, as_json: bool) -> None:
    """Totals of a decision's options, the winner's lead, and the smallest changes that would cost it the lead.

    Options that say what they change in the plan (what_if) stand side by side with finish, P50, P80 and planned cost.
    """
    from tpm_tui.commands.risks_issues_decisions.option_what_ifs import option_outcomes
    from tpm_tui.reports.risks_issues_decisions.decisions import decision_facts, decision_lines
    from tpm_tui.reports.risks_issues_decisions.option_outcomes import outcome_facts, outcome_lines

    with invocation.snapshot() as reading:
        kind, id_ = find_record(reading.plan, key)
        if kind != "decision":
            raise ValidationError(f"{key} is no decision")
        try:
            facts = decision_facts(reading.plan, id_)
            lines = list(decision_lines(reading.plan, id_))
            outcomes = option_outcomes(reading.plan, reading.context, id_, partial(_forecast, context=reading.context))
        except ValueError as error:
            raise ValidationError(str(error)) from None
        facts["as_planned"] = outcome_facts(reading.plan, outcomes[None]) if None in outcomes else None
        for option in facts["options"]:
            known = outcomes.get(option["key"])
            option["what_if"] = None if known is None else outcome_facts(reading.plan, known)
        lines += outcome_lines(reading.plan, reading.context, outcomes)
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)


def _forecast(plan: "Plan", context: "InputContext") -> "SimulationResult":
    """As ``tpm simulate`` makes it."""
    from tpm_tui.cli.schedule.forecast import run_simulation

    return run_simulation(plan, context, None, 1, "triangular", effects=False, drivers=False)[1]
