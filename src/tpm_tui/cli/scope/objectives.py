"""``tpm objectives``: what each aim gets of the effort, and when the last item that it needs is done."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.schedule.forecast import run_promise_forecast


@click.command("objectives")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one an objective.")
@pass_invocation
def objectives_command(invocation: Invocation, as_json: bool) -> None:
    """Each objective: its share of the effort of all work, the items that serve it, and the P80 of the last of them.

    Work serves an objective that names it, its workstream or its need. What serves several counts for each. Objectives
    without work, and work that serves none, are findings of tpm check.
    """
    from tpm_tui.reports.renderers.terminal import render_lines
    from tpm_tui.reports.scope.objectives import objective_facts, objectives_document

    with invocation.snapshot() as snapshot:
        plan, context = snapshot.plan, snapshot.context
        if not len(plan["objective"]):
            facts = []
        else:
            _, _, held = run_promise_forecast(plan, context)
            facts = objective_facts(plan, context, held)
    if as_json:
        streams.write_json(facts)
    elif facts:
        streams.write_lines(render_lines(objectives_document(facts, context), streams.terminal_width()))
    else:
        streams.write_lines(['There are no objectives; add one with: tpm add objective "Statement" workstreams=W-1'])
