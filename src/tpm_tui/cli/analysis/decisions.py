"""``tpm decision``: a decision's matrix, and how sure its winner is."""

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError


@click.command("decision")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object with totals and flips.")
@pass_invocation
def decision_command(invocation: Invocation, key: str, as_json: bool) -> None:
    """Totals of a decision's options, the winner's lead, and the smallest changes that would cost it the lead."""
    from tpm_tui.reports.delivery.decisions import decision_facts, decision_lines

    with invocation.snapshot() as reading:
        kind, id_ = find_record(reading.plan, key)
        if kind != "decision":
            raise ValidationError(f"{key} is no decision")
        try:
            facts = decision_facts(reading.plan, id_)
            lines = list(decision_lines(reading.plan, id_))
        except ValueError as error:
            raise ValidationError(str(error)) from None
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
