"""``tpm strain``: how long people can keep this up."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams


@click.command("strain")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object with teams and people.")
@pass_invocation
def strain_command(invocation: Invocation, as_json: bool) -> None:
    """Hours a week over rolling four weeks, time on call, incidents a shift, rest; and what would relieve people.

    Who can read the file can read this: showing teams first is a choice of display, not protection.
    """
    from tpm_tui.planning.analysis.workload.strain_of_plan import validated_strain
    from tpm_tui.reports.people.strain import strain_facts, strain_lines

    with invocation.snapshot() as snapshot:
        result = validated_strain(snapshot.plan, snapshot.context)
        facts = strain_facts(snapshot.plan, result) if as_json else {}
        lines = [] if as_json else strain_lines(snapshot.plan, snapshot.context, result, streams.terminal_width())
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
