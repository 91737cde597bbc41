"""``tpm raci``: who is responsible, accountable, consulted and informed, and where that has gaps."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams


@click.command("raci")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one a workstream or item.")
@pass_invocation
def raci_command(invocation: Invocation, as_json: bool) -> None:
    """Who is responsible, accountable, consulted and informed for each workstream, and each item with roles of its own.

    Where nobody is said to be responsible, the owner is. Gaps: nobody or several accountable, nobody responsible, one
    person accountable for most.
    """
    from tpm_tui.planning.people.raci import raci_rows
    from tpm_tui.reports.people.raci import raci_document, raci_facts
    from tpm_tui.reports.renderers.terminal import render_lines

    with invocation.snapshot() as snapshot:
        rows = raci_rows(snapshot.plan)
        facts = raci_facts(snapshot.plan, rows)
        lines = [] if as_json else render_lines(raci_document(snapshot.plan, rows), streams.terminal_width())
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
