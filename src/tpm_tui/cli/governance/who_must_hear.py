"""``tpm who-must-hear``: who must hear about a change of a record, with the reasons."""

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe import safe


@click.command("who-must-hear")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one a person or stakeholder.")
@pass_invocation
def who_must_hear_command(invocation: Invocation, key: str, as_json: bool) -> None:
    """Who must hear about a slip of an item, a decision, an incident, a risk or a changed need, and why."""
    from tpm_tui.planning.stakeholders.who_must_hear import who_must_hear

    with invocation.snapshot() as snapshot:
        plan, today = snapshot.plan, snapshot.context.today
        kind, id_ = find_record(plan, key)
        due = snapshot.sheet.values("stakeholder", "contact_due")
        overdue = [
            stakeholder
            for stakeholder, day in zip(plan["stakeholder"].ids, due, strict=True)
            if day is not None and str(day) < today.isoformat()
        ]
        hearers = who_must_hear(plan, kind, id_, today, overdue)
        facts = [
            {
                "key": str(plan.value(hearer.kind, hearer.id, "key")),
                "name": plan.title(hearer.kind, hearer.id),
                "kind": hearer.kind,
                "reasons": list(hearer.reasons),
            }
            for hearer in hearers
        ]
    if as_json:
        streams.write_json(facts)
    elif facts:
        rows = [[str(one["key"]), safe(str(one["name"])), safe("; ".join(one["reasons"]))] for one in facts]
        streams.write_lines(format_table(["Key", "Name", "Because"], rows, [False] * 3, streams.terminal_width()))
    else:
        streams.write_lines([f"Nobody has a role in {key}, cares about it or was promised anything."])
